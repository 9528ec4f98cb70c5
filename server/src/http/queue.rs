//! The queue: the next item for the caller, and skipping an item.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::{ItemId, TaskId};
use countersign_shared::limits;
use countersign_shared::task::TaskState;
use countersign_shared::workflow::Stage;
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::queue::{self, ReservationRequest};
use crate::events::TaskEvent;
use crate::http::commands::{checked_reason, refusal};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json, TaskAccess, require};
use crate::live::room::{Command, CommandError};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(next_item)).routes(routes!(skip_item))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NextItemRequest {
    stage: Stage,
    /// Whether to offer only items that the caller sent back and that have been resubmitted.
    #[serde(default)]
    returned: bool,
}

#[derive(Serialize, ToSchema)]
pub struct NextItem {
    /// The next item, or `null` if none is waiting for the caller at this stage.
    #[schema(required)]
    item: Option<ItemId>,
    /// Nobody else is offered the item before this time.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    reserved_until: Option<OffsetDateTime>,
}

/// Get the next item for the caller
///
/// Assigned items come first, then by priority and order. The item is reserved for the caller for a while.
#[utoipa::path(post, path = "/tasks/{id}/next", tag = "items", params(("id" = TaskId, Path)), request_body = NextItemRequest,
    responses((status = 200, body = NextItem, description = "The next item, if any")))]
async fn next_item(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(NextItemRequest { stage, returned }): Json<NextItemRequest>,
) -> Result<Json<NextItem>, ApiError> {
    require(access.roles.can_finish(stage), "Your role in this task does not include this stage.")?;
    check_open(&app, access.state)?;
    #[expect(clippy::cast_precision_loss, reason = "some minutes")]
    let seconds = limits::RESERVATION_SECONDS as f64;
    let offer = ReservationRequest {
        task: access.task,
        stage,
        user: access.caller.user.person.id,
        only_resubmitted: returned,
        seconds,
    };
    let reserved = queue::reserve_next(&mut *app.db.acquire().await?, &offer).await?;
    let (item, reserved_until) = reserved.map(|reserved| (reserved.item, reserved.until)).unzip();
    Ok(Json(NextItem { item, reserved_until }))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// The reason. People who work on the item next can read it.
    reason: String,
}

/// Skip an item
///
/// Leaves the item to others. It is not offered to the caller again, and the caller's lock and reservation end.
#[utoipa::path(post, path = "/items/{id}/skip", tag = "items", params(("id" = ItemId, Path)), request_body = Skip,
    responses((status = 204, description = "Skipped")))]
async fn skip_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(Skip { reason }): Json<Skip>,
) -> Result<StatusCode, ApiError> {
    let reason = checked_reason(&reason, "Give a reason so that others know what to expect.")?;
    require(access.roles.can_finish(access.stage), "Your role in this task does not include this stage.")?;
    if !matches!(access.stage, Stage::Annotate | Stage::Review) {
        return Err(ApiError::WrongStage("Only items in annotation or review can be skipped.".to_owned()));
    }
    check_open(&app, access.task_state)?;
    match app.rooms.run(access.item, access.actor(), Command::UnlockOwn).await {
        Ok(_) | Err(CommandError::NotLocked | CommandError::Locked { .. }) => {}
        Err(error) => return Err(refusal(error, app.clock.now())),
    }
    let me = access.caller.user.person.id;
    let mut db = app.db.begin().await?;
    queue::skip(&mut db, access.item, me, &reason).await?;
    let detail = json!({ "reason": reason, "stage": access.stage });
    let audit = Audit { task: Some(access.task), item: Some(access.item), detail, ..Audit::new(Some(me), "item.skip") };
    audit::write(&mut db, &audit).await?;
    let assignee = db::items::assignee(&mut db, access.item).await?;
    db.commit().await?;
    app.rooms.assigned(access.item, assignee).await;
    app.events.publish(access.task, TaskEvent::Task {});
    Ok(StatusCode::NO_CONTENT)
}

fn check_open(app: &App, state: TaskState) -> Result<(), ApiError> {
    if state.accepts_work() { Ok(()) } else { Err(refusal(CommandError::NotOpen(state), app.clock.now())) }
}
