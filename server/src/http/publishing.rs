//! Checks whether a task can change to another state or another workflow.

use countersign_shared::ids::TaskId;
use countersign_shared::publishing::{format_counts, join_list, missing_parts, stranded};
use countersign_shared::task::{TaskSettings, TaskState};
use countersign_shared::workflow::Workflow;
use sqlx::PgConnection;

use crate::db;
use crate::http::error::ApiError;

/// Checks that a task can change to the state `next`. `now` is the task with all other changes applied.
///
/// # Errors
/// Returns an error if `next` cannot follow the current state.
/// Returns an error that names everything missing if the task is not ready to be published.
pub async fn check_state(
    db: &mut PgConnection,
    task: TaskId,
    now: &TaskSettings,
    next: TaskState,
) -> Result<(), ApiError> {
    if !now.state.can_become(next) {
        return Err(ApiError::Conflict(state_change_refusal(now.state, next).to_owned()));
    }
    if now.state != TaskState::Draft || next != TaskState::Open {
        return Ok(());
    }
    let items = db::task_setup::count_by_step(db, task).await?.iter().map(|(_, count)| count).sum();
    let filled = db::task_setup::roles_filled(db, task).await?;
    let lacks = missing_parts(&now.ontology, items, &now.workflow, |role| filled.contains(role));
    if lacks.is_empty() {
        return Ok(());
    }
    let lacks = join_list(lacks.iter().map(ToString::to_string));
    Err(ApiError::NotReady(format!("The task cannot be published yet. It still needs {lacks}.")))
}

fn state_change_refusal(now: TaskState, next: TaskState) -> &'static str {
    match (now, next) {
        (_, TaskState::Draft) => "A published task cannot become a draft again. Pause it instead.",
        (TaskState::Draft, TaskState::Open | TaskState::Paused | TaskState::Closed) => "Publish the task first.",
        (TaskState::Open | TaskState::Paused | TaskState::Closed, _) => "Reopen the task before you pause it.",
    }
}

/// Checks that the workflow has every stage that the task's items are in.
///
/// # Errors
/// Returns an error if items are in a stage that the workflow does not have.
pub async fn check_workflow(db: &mut PgConnection, task: TaskId, workflow: &Workflow) -> Result<(), ApiError> {
    let left = stranded(workflow, &db::task_setup::count_by_step(db, task).await?);
    if left.is_empty() {
        return Ok(());
    }
    let places = format_counts(&left);
    let message = format!("Some items are in removed stages: {places}. Finish them or send them back first.");
    Err(ApiError::Conflict(message))
}
