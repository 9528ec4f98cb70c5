//! Commands on an item, run by its room, and what their refusals say to a person.

use std::collections::BTreeSet;
use std::time::Duration;

use countersign_shared::ids::UserId;
use countersign_shared::limits;
use countersign_shared::task::TaskState;
use countersign_shared::workflow::Stage;
use time::OffsetDateTime;

use crate::app::App;
use crate::db;
use crate::http::error::ApiError;
use crate::http::extract::ItemAccess;
use crate::live::room::{Command, CommandError, Outcome, Remark};

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

/// What a command's refusal says to a person.
#[must_use]
pub fn refusal(error: CommandError, now: OffsetDateTime) -> ApiError {
    match error {
        CommandError::UnknownItem => ApiError::NotFound("There is no such item."),
        CommandError::NotFound => ApiError::NotFound("There is no such thread on this item."),
        CommandError::Forbidden => ApiError::forbidden("Your role in this task does not allow this."),
        CommandError::WrongStage { at, needs } => {
            ApiError::WrongStage(format!("The item is {}, and this needs it {}.", in_stage(at), in_stage(needs)))
        }
        CommandError::Locked { holder, since } => ApiError::Locked(locked(&holder.name, since, now)),
        CommandError::NotLocked => ApiError::Conflict("Nobody is editing this item.".to_owned()),
        CommandError::NotOpen(state) => ApiError::Conflict(not_open(state).to_owned()),
        CommandError::Assigned => ApiError::forbidden("The item is assigned to somebody else."),
        CommandError::UnknownLabels => ApiError::NotFound("None of these labels is on this item any more."),
        CommandError::Conflict(what) => ApiError::Conflict(sentence(what)),
        CommandError::NotReady(what) => ApiError::NotReady(what),
        CommandError::Invalid { field, reason } => ApiError::field(field, sentence(&reason)),
        CommandError::Busy => ApiError::TooFast {
            message: "Too much waits for this item. Try again in a moment.",
            wait: Duration::from_secs(1),
        },
        CommandError::StorageDown | CommandError::ShuttingDown => ApiError::Unavailable,
        CommandError::Internal => ApiError::Internal(anyhow::anyhow!("a room failed, as it logged")),
    }
}

/// As a person reads it: begun with a capital, ended with a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// The day only when it was not today.
fn locked(name: &str, since: OffsetDateTime, now: OffsetDateTime) -> String {
    let since = since.to_utc();
    let day = if since.date() == now.to_utc().date() { String::new() } else { format!(" on {}", since.date()) };
    let (hour, minute) = (since.hour(), since.minute());
    format!(
        "{name} is editing this item since {hour:02}:{minute:02} UTC{day}. Ask for the lock, or unlock it with a reason \
         if your role allows it."
    )
}

fn not_open(state: TaskState) -> &'static str {
    match state {
        TaskState::Draft => "The task is not published yet: nothing of it is worked on.",
        TaskState::Paused => "The task is paused: nothing of it changes until an admin opens it again.",
        TaskState::Closed => "The task is closed: nothing of it changes any more.",
        TaskState::Open => "The task is open.",
    }
}

fn in_stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Annotate => "in annotation",
        Stage::Review => "in review",
        Stage::Acceptance => "in acceptance",
        Stage::Complete => "complete",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_lock_says_since_when() {
        let since = datetime!(2026-03-04 12:05 +2);
        let text = locked("Ana Ruiz", since, datetime!(2026-03-04 18:00 UTC));
        assert!(text.starts_with("Ana Ruiz is editing this item since 10:05 UTC. Ask"), "{text}");
        let text = locked("Ana Ruiz", since, datetime!(2026-03-05 01:00 UTC));
        assert!(text.starts_with("Ana Ruiz is editing this item since 10:05 UTC on 2026-03-04. Ask"), "{text}");
    }
}
