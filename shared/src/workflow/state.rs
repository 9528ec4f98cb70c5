//! The workflow state of an item, the stage changes from there, and its status in lists.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{FinishAction, Stage, Step, Workflow, WorkflowError};
use crate::ids::ItemId;

/// The workflow state of an item: its step, its round, and whether it was sent back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct WorkflowState {
    pub step: Step,
    /// From 1, incremented each time the item returns to annotate.
    pub round: u32,
    pub back: ReturnState,
}

/// Whether an item was sent back and has not been completed since.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnState {
    /// The item was not sent back.
    #[default]
    Not,
    /// The item was sent back and is waiting for work.
    Sent,
    /// The item was sent back and finished again, and is waiting for a new decision.
    Resubmitted,
}

impl WorkflowState {
    #[must_use]
    pub fn new(step: Step) -> Self {
        Self { step, round: 1, back: ReturnState::Not }
    }

    /// Returns the state after the work at this stage is finished.
    ///
    /// # Errors
    /// Returns [`WorkflowError::WrongStage`] if `by` does not belong to the stage.
    pub fn finish(self, workflow: &Workflow, item: ItemId, by: FinishAction) -> Result<Self, WorkflowError> {
        let (at, needs) = (self.step.stage(), by.required_stage());
        if at != needs {
            return Err(WorkflowError::WrongStage { at, needs });
        }
        let step = match by {
            FinishAction::Submit => workflow.next(self.step, item, self.back != ReturnState::Not),
            FinishAction::Approve => workflow.next(self.step, item, self.back != ReturnState::Not),
            FinishAction::Accept => Step::Complete,
        };
        let back = match (self.back, step) {
            (_, Step::Complete) | (ReturnState::Not, _) => ReturnState::Not,
            (ReturnState::Sent | ReturnState::Resubmitted, _) => ReturnState::Resubmitted,
        };
        Ok(Self { step, back, ..self })
    }

    /// Returns the state after the item is sent back to an earlier stage of the task, by default annotate.
    ///
    /// # Errors
    /// Returns [`WorkflowError::NotBack`] if the item is not in review or acceptance, or `to` is not an earlier stage.
    pub fn reject(self, workflow: &Workflow, to: Option<Stage>) -> Result<Self, WorkflowError> {
        match self.step {
            Step::Review(_) | Step::Acceptance => self.send_back(workflow, to),
            Step::Annotate | Step::Complete => Err(self.not_back(to)),
        }
    }

    /// Returns the state after a complete item is reopened at an earlier stage of the task, by default annotate.
    ///
    /// # Errors
    /// Returns [`WorkflowError::NotBack`] if the item is not complete, or `to` is not an earlier stage.
    pub fn revise(self, workflow: &Workflow, to: Option<Stage>) -> Result<Self, WorkflowError> {
        match self.step {
            Step::Complete => self.send_back(workflow, to),
            Step::Annotate | Step::Review(_) | Step::Acceptance => Err(self.not_back(to)),
        }
    }

    fn send_back(self, workflow: &Workflow, to: Option<Stage>) -> Result<Self, WorkflowError> {
        let step = workflow.first_of(to.unwrap_or(Stage::Annotate)).filter(|step| *step < self.step);
        let step = step.ok_or(self.not_back(to))?;
        let round = self.round + u32::from(step == Step::Annotate);
        Ok(Self { step, round, back: ReturnState::Sent })
    }

    fn not_back(self, to: Option<Stage>) -> WorkflowError {
        WorkflowError::NotBack { at: self.step.stage(), to: to.unwrap_or(Stage::Annotate) }
    }
}

/// The progress of an item within its stage, as lists show it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Work at this stage has not begun.
    Waiting,
    /// Labels or verdicts have changed at this stage.
    InProgress,
    /// The item was sent back and has not been finished since.
    SentBack,
    /// The item was sent back and finished again, and is waiting for a new decision.
    Resubmitted,
    Complete,
}

impl Status {
    pub const ALL: [Self; 5] = [Self::Waiting, Self::InProgress, Self::SentBack, Self::Resubmitted, Self::Complete];

    #[must_use]
    pub fn of(stage: Stage, back: ReturnState, begun: bool) -> Self {
        match (stage, back) {
            (Stage::Complete, _) => Self::Complete,
            (Stage::Annotate | Stage::Review | Stage::Acceptance, ReturnState::Resubmitted) => Self::Resubmitted,
            (Stage::Annotate | Stage::Review | Stage::Acceptance, ReturnState::Sent) => Self::SentBack,
            (Stage::Annotate | Stage::Review | Stage::Acceptance, ReturnState::Not) if begun => Self::InProgress,
            (Stage::Annotate | Stage::Review | Stage::Acceptance, ReturnState::Not) => Self::Waiting,
        }
    }

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::InProgress => "in_progress",
            Self::SentBack => "sent_back",
            Self::Resubmitted => "resubmitted",
            Self::Complete => "complete",
        }
    }
}
