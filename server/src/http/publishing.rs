//! Whether a task may become what an admin asks for: another state, another workflow.

use countersign_shared::ids::TaskId;
use countersign_shared::publishing::{in_words, joined, lacks, stranded};
use countersign_shared::task::{TaskSettings, TaskState};
use countersign_shared::workflow::Workflow;
use sqlx::PgConnection;

use crate::db;
use crate::http::error::ApiError;

/// `now` is the task as it would be but for the state.
///
/// # Errors
/// One state does not follow the other, or the task is not ready to be published; all that is missing is named.
pub async fn check_state(
    db: &mut PgConnection,
    task: TaskId,
    now: &TaskSettings,
    next: TaskState,
) -> Result<(), ApiError> {
    if !now.state.may_become(next) {
        return Err(ApiError::Conflict(refusal(now.state, next).to_owned()));
    }
    if now.state != TaskState::Draft || next != TaskState::Open {
        return Ok(());
    }
    let items = db::task_setup::items_by_step(db, task).await?.iter().map(|(_, count)| count).sum();
    let filled = db::task_setup::roles_filled(db, task).await?;
    let lacks = lacks(&now.ontology, items, &now.workflow, |role| filled.contains(role));
    if lacks.is_empty() {
        return Ok(());
    }
    let lacks = joined(lacks.iter().map(ToString::to_string));
    Err(ApiError::NotReady(format!("The task cannot be published yet. It still needs {lacks}.")))
}

fn refusal(now: TaskState, next: TaskState) -> &'static str {
    match (now, next) {
        (_, TaskState::Draft) => "A task that was published does not become a draft again. Pause it instead.",
        (TaskState::Draft, TaskState::Open | TaskState::Paused | TaskState::Closed) => "Publish the task first.",
        (TaskState::Open | TaskState::Paused | TaskState::Closed, _) => "A closed task is opened before it is paused.",
    }
}

/// # Errors
/// Items stand where the workflow has nothing any more.
pub async fn check_workflow(db: &mut PgConnection, task: TaskId, workflow: &Workflow) -> Result<(), ApiError> {
    let left = stranded(workflow, &db::task_setup::items_by_step(db, task).await?);
    if left.is_empty() {
        return Ok(());
    }
    let places = in_words(&left);
    let message = format!("Items stand where the new workflow ends: {places}. Move them on or send them back first.");
    Err(ApiError::Conflict(message))
}
