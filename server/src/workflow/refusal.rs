//! What the refusal of a command says to the person who asked, or who started an action on many items.

use countersign_shared::task::TaskState;
use countersign_shared::workflow::Stage;
use time::OffsetDateTime;

use crate::live::room::CommandError;

/// One sentence or two, to be shown as they are.
#[must_use]
pub fn sentence(error: &CommandError, now: OffsetDateTime) -> String {
    match error {
        CommandError::UnknownItem => "There is no such item.".to_owned(),
        CommandError::NotFound => "There is no such thread on this item.".to_owned(),
        CommandError::UnknownLabels => "None of these labels is on this item any more.".to_owned(),
        CommandError::Forbidden => "Your role in this task does not allow this.".to_owned(),
        CommandError::WrongStage { at, needs } => {
            format!("The item is {}, and this needs it {}.", in_stage(*at), in_stage(*needs))
        }
        CommandError::Locked { holder, since } => locked(&holder.name, *since, now),
        CommandError::NotLocked => "Nobody is editing this item.".to_owned(),
        CommandError::NotOpen(state) => not_open(*state).to_owned(),
        CommandError::Assigned => "The item is assigned to somebody else.".to_owned(),
        CommandError::Conflict(what) => as_sentence(what),
        CommandError::NotReady(what) => what.clone(),
        CommandError::Invalid { reason, .. } => as_sentence(reason),
        CommandError::Busy => "Too much waits for this item. Try again in a moment.".to_owned(),
        CommandError::StorageDown | CommandError::ShuttingDown => {
            "The server cannot store anything now. Try again in a moment.".to_owned()
        }
        CommandError::Internal => "Something went wrong on the server; it is logged there.".to_owned(),
    }
}

/// Begun with a capital, ended with a full stop.
#[must_use]
pub fn as_sentence(words: &str) -> String {
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
