//! Freeing an item's editor lock: one's own, or with the right and a reason another's.

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

/// Asked of those who take a lock away.
pub const WHY: &str = "Say why: the person whose lock you take away is shown the reason.";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(unlock_item))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// Needed for another person's lock: they are shown it.
    reason: Option<String>,
}

/// Free the editor lock. What its holder had not saved yet is discarded; what is saved stays
#[utoipa::path(post, path = "/items/{id}/unlock", tag = "items", params(("id" = ItemId, Path)), request_body = Unlock,
    responses((status = 204, description = "Free")))]
async fn unlock_item(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(Unlock { reason }): Json<Unlock>,
) -> Result<StatusCode, ApiError> {
    let me = access.caller.user.person.id;
    let row = db::items::get(&mut *app.db.acquire().await?, &[access.item.0], me).await?.pop();
    let lock = row.and_then(|row| row.lock).ok_or_else(|| ApiError::Conflict("Nobody is editing this item.".into()))?;
    // Should the lock change hands just now, the room refuses: a command says whose lock it frees.
    let command = if lock.mine {
        Command::UnlockOwn
    } else {
        require(access.roles.can_force_unlock(), "Only admins and inspectors of the task may unlock another's item.")?;
        Command::ForceUnlock { reason: checked_reason(reason.as_deref().unwrap_or_default(), WHY)? }
    };
    run(&app, &access, command).await?;
    Ok(StatusCode::NO_CONTENT)
}
