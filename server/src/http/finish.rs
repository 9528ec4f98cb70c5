//! Finishing an item's work at a stage: submit, approve, accept.

use axum::extract::State;
use countersign_shared::ids::ItemId;
use countersign_shared::workflow::{Move, Stage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::http::commands::{run, unexpected};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json};
use crate::live::room::{Command, Outcome};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(finish_item))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Finish {
    /// Must belong to the stage the item is in.
    #[serde(rename = "move")]
    by: Move,
}

#[derive(Serialize, ToSchema)]
pub struct Finished {
    /// Where the item is now.
    stage: Stage,
}

/// Submit, approve or accept an item: stage, snapshot and (on accept) dataset row change together or not at all
#[utoipa::path(post, path = "/items/{id}/finish", tag = "items", params(("id" = ItemId, Path)), request_body = Finish,
    responses((status = 200, body = Finished, description = "Moved on")))]
async fn finish_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(Finish { by }): Json<Finish>,
) -> Result<Json<Finished>, ApiError> {
    match run(&app, &access, Command::Finish(by)).await? {
        Outcome::Finished(stage) => Ok(Json(Finished { stage })),
        other => Err(unexpected(&other)),
    }
}
