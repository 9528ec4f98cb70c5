//! Converts column values that several tables share.

use countersign_shared::task::{Distribution, TaskState};
use countersign_shared::workflow::{ReturnState, Stage};

pub fn parse_stage(name: &str) -> sqlx::Result<Stage> {
    Stage::parse(name).ok_or_else(|| sqlx::Error::Decode(format!("unknown stage {name:?}").into()))
}

pub fn parse_task_state(name: &str) -> sqlx::Result<TaskState> {
    TaskState::parse(name).ok_or_else(|| sqlx::Error::Decode(format!("unknown task state {name:?}").into()))
}

pub fn parse_distribution(name: &str) -> sqlx::Result<Distribution> {
    Distribution::parse(name).ok_or_else(|| sqlx::Error::Decode(format!("unknown distribution {name:?}").into()))
}

/// Derives from an item's columns whether it was sent back.
#[must_use]
pub fn return_state(returned: bool, resubmitted: bool) -> ReturnState {
    match (returned, resubmitted) {
        (_, true) => ReturnState::Resubmitted,
        (true, false) => ReturnState::Sent,
        (false, false) => ReturnState::Not,
    }
}
