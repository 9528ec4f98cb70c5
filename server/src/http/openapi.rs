//! The OpenAPI description of the HTTP API, from which the client's types are generated.

use countersign_shared::api_error::ApiErrorBody;
use countersign_shared::geometry::Geometry;
use countersign_shared::issue::Comment;
use countersign_shared::item_filter::ItemFilter;
use countersign_shared::label::Keyframe;
use countersign_shared::lock::LockView;
use countersign_shared::outline::Outline;
use countersign_shared::wire::{Access, ClientMessage, Notice, RefusalCode, ServerMessage};
use countersign_shared::workflow::Status;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use crate::http::bulk::BulkOutcome;
use crate::http::extract::SESSION_COOKIE;
use crate::http::items::Sort;
use crate::http::live::View;
use crate::http::notifications::Unread;
use crate::http::results::ResultSort;

/// The parts that no route contributes: the texts, the security schemes and the message types of the live protocol.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Countersign",
        description = "Live review and acceptance of annotated images and video. Every error has an `ApiErrorBody`.",
        license(name = "AGPL-3.0-only", identifier = "AGPL-3.0-only")
    ),
    components(schemas(
        Access, ApiErrorBody, ClientMessage, Comment, Geometry, ItemFilter, Keyframe, LockView, Notice, Outline, RefusalCode, ServerMessage, Sort,
        ResultSort, Status, Unread, View, BulkOutcome
    )),
    modifiers(&SignIn)
)]
pub struct Api;

struct SignIn;

impl Modify for SignIn {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let components = api.components.get_or_insert_default();
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE)));
        components.add_security_scheme("cookie", cookie);
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let none: [&str; 0] = [];
        api.security = Some(["cookie", "token"].map(|name| SecurityRequirement::new(name, none)).into());
    }
}

/// Adds the error response to every operation.
pub fn add_errors(api: &mut utoipa::openapi::OpenApi) {
    for path in api.paths.paths.values_mut() {
        let methods = [&mut path.get, &mut path.put, &mut path.post, &mut path.patch, &mut path.delete];
        for operation in methods.into_iter().flatten() {
            add_error(operation);
        }
    }
}

fn add_error(operation: &mut Operation) {
    let content = Content::new(Some(RefOr::<utoipa::openapi::Schema>::Ref(Ref::from_schema_name("ApiErrorBody"))));
    let error: Response =
        ResponseBuilder::new().description("What went wrong").content("application/json", content).build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(error));
}
