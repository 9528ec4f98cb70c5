//! Commands on an item, run by its room, and what their refusals say to a person.

use std::collections::BTreeSet;
use std::time::Duration;

use countersign_shared::ids::UserId;
use countersign_shared::limits;
use time::OffsetDateTime;

use crate::app::App;
use crate::db;
use crate::http::error::ApiError;
use crate::http::extract::ItemAccess;
use crate::live::room::{Command, CommandError, Outcome, Remark};
use crate::workflow::refusal::sentence;

/// # Errors
/// Why nothing was changed.
pub async fn run(app: &App, access: &ItemAccess, command: Command) -> Result<Outcome, ApiError> {
    app.rooms.run(access.item, access.actor(), command).await.map_err(|error| refusal(error, app.clock.now()))
}

/// What a person wrote, with those it mentions, who must be members of the task.
///
/// # Errors
/// Somebody mentioned is no member.
pub async fn remark(app: &App, access: &ItemAccess, text: String, mentions: Vec<UserId>) -> Result<Remark, ApiError> {
    if mentions.is_empty() {
        return Ok(Remark { text, mentions: Vec::new() });
    }
    // Each once; how many there may be is the room's to say.
    let wanted: BTreeSet<UserId> = mentions.into_iter().take(limits::MAX_MENTIONS + 1).collect();
    let ids: Vec<UserId> = wanted.into_iter().collect();
    let found = db::members::named(&mut *app.db.acquire().await?, access.task, &ids).await?;
    if found.len() < ids.len() {
        return Err(ApiError::field("mentions", "Somebody you mention is not a member of this task."));
    }
    Ok(Remark { text, mentions: found })
}

/// The same for a reason that may be left out.
///
/// # Errors
/// As of [`remark`].
pub async fn reason_given(
    app: &App,
    access: &ItemAccess,
    text: Option<String>,
    mentions: Vec<UserId>,
) -> Result<Option<Remark>, ApiError> {
    match text {
        Some(text) => remark(app, access, text, mentions).await.map(Some),
        None => Ok(None),
    }
}

/// The room answered something else than the command asks for.
#[must_use]
pub fn unexpected(outcome: &Outcome) -> ApiError {
    ApiError::Internal(anyhow::anyhow!("a room answered a command with {outcome:?}"))
}

/// A reason that must be given, without blank ends. `why` asks for it.
///
/// # Errors
/// It is empty or too long.
pub fn checked_reason(reason: &str, why: &str) -> Result<String, ApiError> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Err(ApiError::field("reason", why)),
        chars if chars > limits::MAX_REASON_CHARS => {
            Err(ApiError::field("reason", format!("A reason has at most {} characters.", limits::MAX_REASON_CHARS)))
        }
        _ => Ok(reason.to_owned()),
    }
}

/// The answer to a command that its room refused.
#[must_use]
pub fn refusal(error: CommandError, now: OffsetDateTime) -> ApiError {
    let said = sentence(&error, now);
    match error {
        CommandError::UnknownItem => ApiError::NotFound("There is no such item."),
        CommandError::NotFound => ApiError::NotFound("There is no such thread on this item."),
        CommandError::UnknownLabels => ApiError::NotFound("None of these labels is on this item any more."),
        CommandError::Forbidden | CommandError::Assigned => ApiError::Forbidden(said),
        CommandError::WrongStage { .. } => ApiError::WrongStage(said),
        CommandError::Locked { .. } => ApiError::Locked(said),
        CommandError::NotLocked | CommandError::Conflict(_) | CommandError::NotOpen(_) => ApiError::Conflict(said),
        CommandError::NotReady(_) => ApiError::NotReady(said),
        CommandError::Invalid { field, .. } => ApiError::field(field, said),
        CommandError::Busy => ApiError::TooFast {
            message: "Too much waits for this item. Try again in a moment.",
            wait: Duration::from_secs(1),
        },
        CommandError::StorageDown | CommandError::ShuttingDown => ApiError::Unavailable,
        CommandError::Internal => ApiError::Internal(anyhow::anyhow!("a room failed, as it logged")),
    }
}
