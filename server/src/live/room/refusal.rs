//! The message of a refused command, for the user who sent it or who started the bulk action.

use countersign_shared::task::TaskState;
use countersign_shared::workflow::Stage;
use time::OffsetDateTime;

use super::CommandError;

// The API uses these texts too: its errors of these kinds take no text that is built at run time.
pub const UNKNOWN_ITEM: &str = "Item not found.";
pub const UNKNOWN_ISSUE: &str = "Issue not found on this item.";
pub const UNKNOWN_LABELS: &str = "None of these labels exist on this item any more.";
pub const BUSY: &str = "Too many requests are waiting for this item. Try again in a moment.";

/// Returns one or two sentences that are shown to the user as they are.
#[must_use]
pub fn message(error: &CommandError, now: OffsetDateTime) -> String {
    match error {
        CommandError::UnknownItem => UNKNOWN_ITEM.to_owned(),
        CommandError::UnknownIssue => UNKNOWN_ISSUE.to_owned(),
        CommandError::UnknownLabels => UNKNOWN_LABELS.to_owned(),
        CommandError::Forbidden => "Your role in this task does not allow this.".to_owned(),
        CommandError::WrongStage { at, needs } => {
            format!("The item is {}. This action requires it to be {}.", in_stage(*at), in_stage(*needs))
        }
        CommandError::Locked { holder, since } => locked_message(&holder.name, *since, now),
        CommandError::NotLocked => "Nobody is editing this item.".to_owned(),
        CommandError::NotOpen(state) => not_open_message(*state).to_owned(),
        CommandError::Assigned => "The item is assigned to someone else.".to_owned(),
        CommandError::Conflict(what) => as_sentence(what),
        CommandError::NotReady(what) => what.clone(),
        CommandError::Invalid { reason, .. } => as_sentence(reason),
        CommandError::Busy => BUSY.to_owned(),
        CommandError::StorageDown | CommandError::ShuttingDown => {
            "The server cannot save anything right now. Try again in a moment.".to_owned()
        }
        CommandError::Internal => "Something went wrong on the server. The error was logged.".to_owned(),
    }
}

/// Capitalises the first letter and appends a full stop.
#[must_use]
pub fn as_sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// Names the holder and the start time of the lock, with the date only if it is not today.
fn locked_message(name: &str, since: OffsetDateTime, now: OffsetDateTime) -> String {
    let since = since.to_utc();
    let day = if since.date() == now.to_utc().date() { String::new() } else { format!(" on {}", since.date()) };
    let (hour, minute) = (since.hour(), since.minute());
    format!(
        "{name} has been editing this item since {hour:02}:{minute:02} UTC{day}. Ask for the lock, or unlock the item \
         with a reason if your role allows it."
    )
}

/// Says why a task in this state does not accept work.
#[must_use]
pub fn not_open_message(state: TaskState) -> &'static str {
    match state {
        TaskState::Draft => "The task is not published yet. You can work on its items once an admin publishes it.",
        TaskState::Paused => "The task is paused. You can continue once an admin resumes it.",
        TaskState::Closed => "The task is closed. Nothing in it can be changed any more.",
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
    fn a_locked_refusal_names_the_holder_and_the_start_time() {
        let since = datetime!(2026-03-04 12:05 +2);
        let text = locked_message("Ana Ruiz", since, datetime!(2026-03-04 18:00 UTC));
        assert!(text.starts_with("Ana Ruiz has been editing this item since 10:05 UTC. Ask"), "{text}");
        let text = locked_message("Ana Ruiz", since, datetime!(2026-03-05 01:00 UTC));
        assert!(text.starts_with("Ana Ruiz has been editing this item since 10:05 UTC on 2026-03-04. Ask"), "{text}");
    }
}
