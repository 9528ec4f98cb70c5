//! Moving an item on: submit, approve, accept; sending it back; and taking a complete one up again.

use axum::extract::State;
use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::workflow::{Move, Stage};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::http::commands::{reason_given, run, unexpected};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json};
use crate::live::room::{Command, Deciding, Finishing, Outcome, SendingBack};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(finish_item)).routes(routes!(reject_item)).routes(routes!(revise_item))
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
    let deciding = deciding(&app, &access).await?;
    match run(&app, &access, Command::Finish(Finishing { by, deciding })).await? {
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
    Json(rejection): Json<Rejection>,
) -> Result<Json<Finished>, ApiError> {
    let back = sending_back(&app, &access, rejection).await?;
    match run(&app, &access, Command::Reject(back)).await? {
        Outcome::Finished(stage) => Ok(Json(Finished { stage })),
        other => Err(unexpected(&other)),
    }
}

/// Take a complete item up again. The dataset keeps the accepted result until the next acceptance
#[utoipa::path(post, path = "/items/{id}/revise", tag = "items", params(("id" = ItemId, Path)),
    request_body = Rejection, responses((status = 200, body = Finished, description = "Sent back")))]
async fn revise_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(rejection): Json<Rejection>,
) -> Result<Json<Finished>, ApiError> {
    let back = sending_back(&app, &access, rejection).await?;
    match run(&app, &access, Command::Revise(back)).await? {
        Outcome::Finished(stage) => Ok(Json(Finished { stage })),
        other => Err(unexpected(&other)),
    }
}

async fn sending_back(app: &App, access: &ItemAccess, rejection: Rejection) -> Result<SendingBack, ApiError> {
    let Rejection { reason, tags, mentions, stage, assignee } = rejection;
    if let Some(worker) = assignee {
        require_worker(&mut *app.db.acquire().await?, access.task, worker, stage).await?;
    }
    let reason = reason_given(app, access, reason, mentions).await?;
    Ok(SendingBack { deciding: deciding(app, access).await?, reason, tags, to: stage, assignee })
}

/// That a person works at the stage an item is sent back to.
///
/// # Errors
/// They do not.
pub async fn require_worker(
    db: &mut PgConnection,
    task: TaskId,
    worker: UserId,
    stage: Option<Stage>,
) -> Result<(), ApiError> {
    let roles = db::members::roles(db, task, worker).await?;
    if roles.can_finish(stage.unwrap_or(Stage::Annotate)) {
        return Ok(());
    }
    Err(ApiError::field("assignee", "This person does not work at that stage of the task."))
}

/// On one item, by somebody who has opened it or has not.
async fn deciding(app: &App, access: &ItemAccess) -> Result<Deciding, ApiError> {
    let me = access.caller.user.person.id;
    let opened = db::openings::has_opened(&mut *app.db.acquire().await?, access.item, me).await?;
    Ok(Deciding::Singly { opened })
}
