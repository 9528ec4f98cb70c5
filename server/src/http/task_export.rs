//! The COCO export of a task over HTTP.

use axum::extract::State;
use axum::response::Response;
use countersign_shared::ids::TaskId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::export::{self, ExportError, Scope};
use crate::http::error::ApiError;
use crate::http::extract::{Query, TaskAccess, require};
use crate::http::files;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(export_coco))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `true` (default) for the accepted annotations, `false` for all items in their current state
    accepted: Option<bool>,
}

/// Export a task's annotations as a COCO file
///
/// What COCO cannot represent is listed in the file, under `countersign.not_carried`.
#[utoipa::path(get, path = "/tasks/{id}/export/coco", tag = "tasks", params(("id" = TaskId, Path), ExportQuery),
    responses((status = 200, description = "COCO JSON", content_type = "application/json")))]
async fn export_coco(
    State(app): State<AppState>,
    access: TaskAccess,
    Query(query): Query<ExportQuery>,
) -> Result<Response, ApiError> {
    require(access.roles.can_export(), "Only admins and inspectors of the task may export it.")?;
    let scope = if query.accepted.unwrap_or(true) { Scope::Accepted } else { Scope::All };
    // To a file first: no database connection waits for a slow client, and a failure is an error and not half a file.
    let file = tempfile::tempfile().map_err(anyhow::Error::from)?;
    let done = match export::write_coco(&app.db, access.task, scope, file).await {
        Ok(done) => done,
        Err(ExportError::NoTask) => return Err(ApiError::NotFound("Task not found.")),
        Err(ExportError::Database(error)) => return Err(error.into()),
        Err(error) => return Err(ApiError::Internal(error.into())),
    };
    let file = tokio::fs::File::from_std(done.out);
    // No ranges: each request writes its own file.
    files::attachment(file, None, "application/json", &format!("{}.coco.json", done.name)).await
}
