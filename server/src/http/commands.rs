//! Commands on an item, run by its room, and what their refusals say to a person.

use std::time::Duration;

use countersign_shared::workflow::Stage;

use crate::app::App;
use crate::http::error::ApiError;
use crate::http::extract::ItemAccess;
use crate::live::room::{Command, CommandError, Outcome};

/// # Errors
/// Why nothing was changed.
pub async fn run(app: &App, access: &ItemAccess, command: Command) -> Result<Outcome, ApiError> {
    app.rooms.run(access.item, access.actor(), command).await.map_err(ApiError::from)
}

/// The room answered something else than the command asks for.
#[must_use]
pub fn unexpected(outcome: &Outcome) -> ApiError {
    ApiError::Internal(anyhow::anyhow!("a room answered a command with {outcome:?}"))
}

impl From<CommandError> for ApiError {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::UnknownItem => Self::NotFound("There is no such item."),
            CommandError::NotFound => Self::NotFound("There is no such thread on this item."),
            CommandError::Forbidden => Self::forbidden("Your role in this task does not allow this."),
            CommandError::WrongStage { at, needs } => {
                Self::WrongStage(format!("The item is {}, and this needs it {}.", in_stage(at), in_stage(needs)))
            }
            CommandError::Locked { holder } => Self::Locked(format!(
                "{} is editing this item. Ask them for the lock, or unlock it with a reason if your role allows it.",
                holder.name
            )),
            CommandError::NotLocked => Self::Conflict("Nobody is editing this item.".to_owned()),
            CommandError::Limit(what) => Self::Conflict(what.to_owned()),
            CommandError::Invalid { field, reason } => Self::field(field, reason),
            CommandError::Busy => Self::TooFast {
                message: "Too much waits for this item. Try again in a moment.",
                wait: Duration::from_secs(1),
            },
            CommandError::StorageDown | CommandError::ShuttingDown => Self::Unavailable,
            CommandError::Internal => Self::Internal(anyhow::anyhow!("a room failed, as it logged")),
        }
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
