//! Runs commands in an item's room, and turns refusals into API errors.

use std::collections::BTreeSet;
use std::time::Duration;

use countersign_shared::ids::UserId;
use countersign_shared::limits;
use time::OffsetDateTime;

use crate::app::App;
use crate::db;
use crate::http::error::ApiError;
use crate::http::extract::ItemAccess;
use crate::live::room::refusal::{BUSY, UNKNOWN_ISSUE, UNKNOWN_ITEM, UNKNOWN_LABELS, message};
use crate::live::room::{Command, CommandError, CommentDraft, Outcome};

/// Runs a command in the item's room.
///
/// # Errors
/// Returns the room's refusal if nothing was changed.
pub async fn run(app: &App, access: &ItemAccess, command: Command) -> Result<Outcome, ApiError> {
    app.rooms.run(access.item, access.actor(), command).await.map_err(|error| refusal(error, app.clock.now()))
}

/// Checks the mentions of a comment. Everyone mentioned must be a member of the task.
///
/// # Errors
/// Returns an error if a mentioned person is not a member.
pub async fn checked_comment(
    app: &App,
    access: &ItemAccess,
    text: String,
    mentions: Vec<UserId>,
) -> Result<CommentDraft, ApiError> {
    if mentions.is_empty() {
        return Ok(CommentDraft { text, mentions: Vec::new() });
    }
    // Without duplicates. One more than the limit is enough: the room enforces the limit.
    let wanted: BTreeSet<UserId> = mentions.into_iter().take(limits::MAX_MENTIONS + 1).collect();
    let ids: Vec<UserId> = wanted.into_iter().collect();
    let found = db::members::mentionable(&mut *app.db.acquire().await?, access.task, &ids).await?;
    if found.len() < ids.len() {
        return Err(ApiError::field("mentions", "Someone you mentioned is not a member of this task."));
    }
    Ok(CommentDraft { text, mentions: found })
}

/// Checks an optional reason like [`checked_comment`].
///
/// # Errors
/// Returns the same errors as [`checked_comment`].
pub async fn checked_optional_reason(
    app: &App,
    access: &ItemAccess,
    text: Option<String>,
    mentions: Vec<UserId>,
) -> Result<Option<CommentDraft>, ApiError> {
    match text {
        Some(text) => checked_comment(app, access, text, mentions).await.map(Some),
        None => Ok(None),
    }
}

/// Returns the error for an outcome that does not match the command.
#[must_use]
pub fn unexpected_outcome(outcome: &Outcome) -> ApiError {
    ApiError::Internal(anyhow::anyhow!("a room answered a command with {outcome:?}"))
}

/// Trims and checks a required reason. `why` is the message if it is empty.
///
/// # Errors
/// Returns an error if the reason is empty or too long.
pub fn checked_reason(reason: &str, why: &str) -> Result<String, ApiError> {
    let reason = reason.trim();
    match reason.chars().count() {
        0 => Err(ApiError::field("reason", why)),
        chars if chars > limits::MAX_REASON_CHARS => Err(ApiError::field(
            "reason",
            format!("A reason can have at most {} characters.", limits::MAX_REASON_CHARS),
        )),
        _ => Ok(reason.to_owned()),
    }
}

/// Returns the API error for a command that its room refused.
#[must_use]
pub fn refusal(error: CommandError, now: OffsetDateTime) -> ApiError {
    let message = message(&error, now);
    match error {
        CommandError::UnknownItem => ApiError::NotFound(UNKNOWN_ITEM),
        CommandError::UnknownIssue => ApiError::NotFound(UNKNOWN_ISSUE),
        CommandError::UnknownLabels => ApiError::NotFound(UNKNOWN_LABELS),
        CommandError::Forbidden | CommandError::Assigned => ApiError::Forbidden(message),
        CommandError::WrongStage { .. } => ApiError::WrongStage(message),
        CommandError::Locked { .. } => ApiError::Locked(message),
        CommandError::NotLocked | CommandError::Conflict(_) | CommandError::NotOpen(_) => ApiError::Conflict(message),
        CommandError::NotReady(_) => ApiError::NotReady(message),
        CommandError::Invalid { field, .. } => ApiError::field(field, message),
        CommandError::Busy => ApiError::TooFast { message: BUSY, wait: Duration::from_secs(1) },
        CommandError::StorageDown | CommandError::ShuttingDown => ApiError::Unavailable,
        CommandError::Internal => ApiError::Internal(anyhow::anyhow!("a room failed; see its log entry")),
    }
}
