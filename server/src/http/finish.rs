//! Moving an item on: submit, approve, accept; and sending it back.

use axum::extract::State;
use countersign_shared::ids::{ItemId, UserId};
use countersign_shared::workflow::{Move, Stage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::http::commands::{reason_given, run, unexpected};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json};
use crate::live::room::{Command, Outcome, SendingBack};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(finish_item)).routes(routes!(reject_item))
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

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rejection {
    /// Why. May be left out in review when labels are rejected, which carry their own reasons.
    reason: Option<String>,
    /// Ids of the task's issue tags.
    #[serde(default)]
    tags: Vec<String>,
    /// Members of the task whom the reason names.
    #[serde(default)]
    mentions: Vec<UserId>,
    /// An earlier stage of the task; annotate when left out.
    stage: Option<Stage>,
    /// Who is to work on it; whoever submitted it when left out.
    assignee: Option<UserId>,
}

/// Send an item back to an earlier stage, with its labels and open threads
#[utoipa::path(post, path = "/items/{id}/reject", tag = "items", params(("id" = ItemId, Path)),
    request_body = Rejection, responses((status = 200, body = Finished, description = "Sent back")))]
async fn reject_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(Rejection { reason, tags, mentions, stage, assignee }): Json<Rejection>,
) -> Result<Json<Finished>, ApiError> {
    if let Some(worker) = assignee {
        let roles = db::tasks::roles_in(&mut *app.db.acquire().await?, access.task, worker).await?;
        let works = roles.is_some_and(|roles| roles.can_finish(stage.unwrap_or(Stage::Annotate)));
        if !works {
            return Err(ApiError::field("assignee", "This person does not work at that stage of the task."));
        }
    }
    let reason = reason_given(&app, &access, reason, mentions).await?;
    match run(&app, &access, Command::Reject(SendingBack { reason, tags, to: stage, assignee })).await? {
        Outcome::Finished(stage) => Ok(Json(Finished { stage })),
        other => Err(unexpected(&other)),
    }
}
