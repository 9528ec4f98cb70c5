//! The HTTP API: all routes, and the layers around every request.

pub mod audit;
pub mod auth;
pub mod bulk;
pub mod client_files;
pub mod commands;
pub mod connections;
pub mod dataset_exports;
pub mod datasets;
pub mod days;
pub mod error;
pub mod events;
pub mod extract;
pub mod files;
pub mod health;
pub mod imports;
pub mod issues;
pub mod items;
pub mod live;
pub mod me;
pub mod media;
pub mod members;
pub mod names;
pub mod notifications;
pub mod ontology;
pub mod openapi;
pub mod overview;
pub mod pagination;
pub mod publishing;
pub mod queue;
pub mod request;
pub mod results;
pub mod samples;
pub mod saved_views;
pub mod stage_changes;
pub mod task_export;
pub mod task_setup;
pub mod tasks;
pub mod tokens;
pub mod unlock;
pub mod users;
pub mod verdicts;
pub mod versions;

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use countersign_shared::limits;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

use crate::app::AppState;
use error::ApiError;

const PREFIX: &str = "/api/v1";
/// Time limit for routes whose request and response are not streams.
const TIMEOUT: Duration = Duration::from_secs(30);

pub fn router(app: AppState) -> Router {
    let (api, description) = api().split_for_parts();
    let description = description_json(description);
    let api = api
        .route(
            &format!("{PREFIX}/openapi.json"),
            get(async move || ([(header::CONTENT_TYPE, "application/json")], description)),
        )
        .route(&format!("{PREFIX}/{{*rest}}"), axum::routing::any(unknown_route))
        .method_not_allowed_fallback(async || ApiError::Method)
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    Router::new()
        .merge(health::routes())
        .merge(api)
        .merge(client_files::routes(&app.config.server))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(CatchPanicLayer::custom(|panic| handle_panic(&panic)))
        .layer(from_fn_with_state(app.clone(), request::observe))
        .with_state(app)
}

/// Returns the OpenAPI description as it is served and committed. The same routes always produce the same text.
#[must_use]
pub fn openapi() -> String {
    description_json(api().into_openapi())
}

fn api() -> OpenApiRouter<AppState> {
    let short = OpenApiRouter::new()
        .merge(auth::routes())
        .merge(me::routes())
        .merge(notifications::routes())
        .merge(tokens::routes())
        .merge(users::routes())
        .merge(tasks::routes())
        .merge(task_setup::routes())
        .merge(members::routes())
        .merge(audit::routes())
        .merge(overview::routes())
        .merge(datasets::routes())
        .merge(results::routes())
        .merge(dataset_exports::routes())
        .merge(versions::routes())
        .merge(items::routes())
        .merge(samples::routes())
        .merge(saved_views::routes())
        .merge(issues::routes())
        .merge(stage_changes::routes())
        .merge(queue::routes())
        .merge(bulk::routes())
        .merge(verdicts::routes())
        .merge(unlock::routes())
        .merge(live::ticket_routes())
        .layer(DefaultBodyLimit::max(limits::MAX_JSON_BYTES))
        .layer(from_fn(with_timeout))
        .layer(CompressionLayer::new());
    let long = OpenApiRouter::new()
        .merge(events::routes())
        .merge(notifications::stream_routes())
        .merge(live::socket_routes())
        .merge(media::routes())
        .merge(imports::routes())
        .merge(task_export::routes())
        .merge(dataset_exports::file_routes())
        .merge(datasets::upload_routes())
        .merge(ontology::routes());
    OpenApiRouter::with_openapi(openapi::Api::openapi()).nest(PREFIX, short.merge(long))
}

fn description_json(mut description: utoipa::openapi::OpenApi) -> String {
    openapi::add_errors(&mut description);
    description.to_pretty_json().expect("a description is plain JSON")
}

/// Drops a handler after [`TIMEOUT`], which rolls back its open transaction.
async fn with_timeout(request: Request, next: Next) -> Result<Response, ApiError> {
    tokio::time::timeout(TIMEOUT, next.run(request)).await.map_err(|_| ApiError::Unavailable)
}

async fn unknown_route() -> ApiError {
    ApiError::NotFound("This API endpoint does not exist.")
}

fn handle_panic(panic: &(dyn std::any::Any + Send)) -> Response {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text");
    ApiError::Internal(anyhow::anyhow!("a handler panicked: {text}")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openapi_is_deterministic_and_complete() {
        let text = openapi();
        assert_eq!(text, openapi());
        let description: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let schemas = description["components"]["schemas"].as_object().expect("schemas");
        for name in [
            "Access",
            "ApiErrorBody",
            "ClientMessage",
            "Issue",
            "Item",
            "Label",
            "LockView",
            "Notice",
            "Ontology",
            "RefusalCode",
            "Role",
            "ServerMessage",
            "Stage",
            "TaskEvent",
        ] {
            assert!(schemas.contains_key(name), "{name}");
        }
        let mut names = std::collections::BTreeSet::new();
        for (path, operations) in description["paths"].as_object().expect("paths") {
            for (method, operation) in operations.as_object().expect("operations") {
                let id = operation["operationId"].as_str().expect("every operation has an id");
                assert!(names.insert(id.to_owned()), "{method} {path}: duplicate operation id {id}");
                assert!(operation["responses"]["default"].is_object(), "{method} {path} has no default error response");
            }
        }
        // Every referenced schema exists.
        for part in text.split("\"#/components/schemas/").skip(1) {
            let name = part.split('"').next().expect("a name");
            assert!(schemas.contains_key(name), "{name} is missing");
        }
    }
}
