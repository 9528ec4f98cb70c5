//! Releasing an item's editor lock: the caller's own, or another person's with permission and a reason.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::ItemId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::http::commands::{checked_reason, run};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json, require};
use crate::live::room::Command;

/// Asks for the reason of a force-unlock.
pub const REASON_REQUIRED: &str = "Give a reason. The person who loses the lock will see it.";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(unlock_item))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// The reason, which is shown to the holder. Required for another person's lock.
    reason: Option<String>,
}

/// Release an item's editor lock
///
/// Unsaved edits of its holder are discarded; saved edits stay.
#[utoipa::path(post, path = "/items/{id}/unlock", tag = "items", params(("id" = ItemId, Path)), request_body = Unlock,
    responses((status = 204, description = "Released")))]
async fn unlock_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(Unlock { reason }): Json<Unlock>,
) -> Result<StatusCode, ApiError> {
    let me = access.caller.user.person.id;
    let row = db::items::get(&mut *app.db.acquire().await?, &[access.item.0], me).await?.pop();
    let lock = row.and_then(|row| row.lock).ok_or_else(|| ApiError::Conflict("Nobody is editing this item.".into()))?;
    // If the lock changes hands in the meantime, the room refuses, since the command says whose lock it releases.
    let command = if lock.mine {
        Command::UnlockOwn
    } else {
        require(
            access.roles.can_force_unlock(),
            "Only admins and inspectors of the task may unlock an item that someone else is editing.",
        )?;
        Command::ForceUnlock { reason: checked_reason(reason.as_deref().unwrap_or_default(), REASON_REQUIRED)? }
    };
    run(&app, &access, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
