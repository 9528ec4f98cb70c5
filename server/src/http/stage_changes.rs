//! Stage changes: submit, approve and accept an item, reject it, and reopen a complete one.

use axum::extract::State;
use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::workflow::{FinishAction, Stage};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::http::commands::{checked_optional_reason, run, unexpected_outcome};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json};
use crate::live::room::{Command, DecisionScope, FinishCommand, Outcome, SendBack};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(finish_item)).routes(routes!(reject_item)).routes(routes!(revise_item))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Finish {
    /// The stage change. Must be the one that finishes the item's current stage.
    #[serde(rename = "move")]
    action: FinishAction,
}

#[derive(Serialize, ToSchema)]
pub struct Finished {
    /// The item's new stage.
    stage: Stage,
}

/// Submit, approve or accept an item
///
/// The stage, the snapshot and, for an acceptance, the version in the dataset are written together or not at all.
#[utoipa::path(post, path = "/items/{id}/finish", tag = "items", params(("id" = ItemId, Path)), request_body = Finish,
    responses((status = 200, body = Finished, description = "The new stage")))]
async fn finish_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(Finish { action }): Json<Finish>,
) -> Result<Json<Finished>, ApiError> {
    let scope = decision_scope(&app, &access).await?;
    change_stage(&app, &access, Command::Finish(FinishCommand { action, scope })).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rejection {
    /// The reason. Optional in review if labels are rejected, since those have their own reasons.
    reason: Option<String>,
    /// Ids of the task's issue tags.
    #[serde(default)]
    tags: Vec<String>,
    /// Ids of task members mentioned in the reason.
    #[serde(default)]
    mentions: Vec<UserId>,
    /// The earlier stage that the item returns to. Default: `annotate`.
    stage: Option<Stage>,
    /// Who works on it next. Default: the person who submitted it.
    assignee: Option<UserId>,
}

/// Send an item back to an earlier stage
///
/// The item keeps its labels and open issues.
#[utoipa::path(post, path = "/items/{id}/reject", tag = "items", params(("id" = ItemId, Path)),
    request_body = Rejection, responses((status = 200, body = Finished, description = "The new stage")))]
async fn reject_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(rejection): Json<Rejection>,
) -> Result<Json<Finished>, ApiError> {
    let back = rejection_command(&app, &access, rejection).await?;
    change_stage(&app, &access, Command::Reject(back)).await
}

/// Reopen a complete item
///
/// The dataset keeps the accepted result until the next acceptance.
#[utoipa::path(post, path = "/items/{id}/revise", tag = "items", params(("id" = ItemId, Path)),
    request_body = Rejection, responses((status = 200, body = Finished, description = "The new stage")))]
async fn revise_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(rejection): Json<Rejection>,
) -> Result<Json<Finished>, ApiError> {
    let back = rejection_command(&app, &access, rejection).await?;
    change_stage(&app, &access, Command::Revise(back)).await
}

/// Runs a command whose outcome is the item's new stage.
async fn change_stage(app: &App, access: &ItemAccess, command: Command) -> Result<Json<Finished>, ApiError> {
    match run(app, access, command).await? {
        Outcome::Finished(stage) => Ok(Json(Finished { stage })),
        other => Err(unexpected_outcome(&other)),
    }
}

async fn rejection_command(app: &App, access: &ItemAccess, rejection: Rejection) -> Result<SendBack, ApiError> {
    let Rejection { reason, tags, mentions, stage, assignee } = rejection;
    if let Some(worker) = assignee {
        require_worker(&mut *app.db.acquire().await?, access.task, worker, stage).await?;
    }
    let reason = checked_optional_reason(app, access, reason, mentions).await?;
    Ok(SendBack { scope: decision_scope(app, access).await?, reason, tags, to: stage, assignee })
}

/// Checks that a person works at the stage to which an item is sent back.
///
/// # Errors
/// Returns an error if their roles do not include work at that stage.
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
    Err(ApiError::field("assignee", "This person has no role for that stage of the task."))
}

/// Describes a decision on a single item, and whether the caller has opened the item.
async fn decision_scope(app: &App, access: &ItemAccess) -> Result<DecisionScope, ApiError> {
    let me = access.caller.user.person.id;
    let opened = db::openings::has_opened(&mut *app.db.acquire().await?, access.item, me).await?;
    Ok(DecisionScope::Single { opened })
}
