//! Where an item stands, the pure moves from there, and what lists say of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Move, Stage, Step, Workflow, WorkflowError};
use crate::ids::ItemId;

/// Where an item stands, and whether it was sent back on its way.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Standing {
    pub step: Step,
    /// From 1, raised each time the item comes back to annotate.
    pub round: u32,
    pub back: Back,
}

/// Whether an item was sent back and has not been completed since.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Back {
    /// It was not.
    #[default]
    Not,
    /// It was, and waits for work.
    Sent,
    /// It was handed on again, and waits for a new judgement.
    Resubmitted,
}

impl Standing {
    #[must_use]
    pub fn begin(step: Step) -> Self {
        Self { step, round: 1, back: Back::Not }
    }

    /// Where a move takes an item that stands here.
    ///
    /// # Errors
    /// [`WorkflowError::WrongStage`] when the move does not belong to the stage.
    pub fn finish(self, workflow: &Workflow, item: ItemId, by: Move) -> Result<Self, WorkflowError> {
        let (at, needs) = (self.step.stage(), by.from_stage());
        if at != needs {
            return Err(WorkflowError::WrongStage { at, needs });
        }
        let step = match by {
            Move::Submit => workflow.next(self.step, item, self.back != Back::Not),
            Move::Approve => workflow.next(self.step, item, self.back != Back::Not),
            Move::Accept => Step::Complete,
        };
        let back = match (self.back, step) {
            (_, Step::Complete) | (Back::Not, _) => Back::Not,
            (Back::Sent | Back::Resubmitted, _) => Back::Resubmitted,
        };
        Ok(Self { step, back, ..self })
    }

    /// Where an item that is rejected here goes: an earlier stage of the task, annotate unless said otherwise.
    ///
    /// # Errors
    /// [`WorkflowError::NotBack`]
    pub fn reject(self, workflow: &Workflow, to: Option<Stage>) -> Result<Self, WorkflowError> {
        match self.step {
            Step::Review(_) | Step::Acceptance => self.go_back(workflow, to),
            Step::Annotate | Step::Complete => Err(self.not_back(to)),
        }
    }

    /// Where a complete item goes that is taken up again.
    ///
    /// # Errors
    /// [`WorkflowError::NotBack`]
    pub fn revise(self, workflow: &Workflow, to: Option<Stage>) -> Result<Self, WorkflowError> {
        match self.step {
            Step::Complete => self.go_back(workflow, to),
            Step::Annotate | Step::Review(_) | Step::Acceptance => Err(self.not_back(to)),
        }
    }

    fn go_back(self, workflow: &Workflow, to: Option<Stage>) -> Result<Self, WorkflowError> {
        let step = workflow.first_of(to.unwrap_or(Stage::Annotate)).filter(|step| *step < self.step);
        let step = step.ok_or(self.not_back(to))?;
        let round = self.round + u32::from(step == Step::Annotate);
        Ok(Self { step, round, back: Back::Sent })
    }

    fn not_back(self, to: Option<Stage>) -> WorkflowError {
        WorkflowError::NotBack { at: self.step.stage(), to: to.unwrap_or(Stage::Annotate) }
    }
}

/// What lists say of how far an item is within its stage.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has begun.
    Waiting,
    /// Somebody has changed or judged labels at this stage.
    InProgress,
    /// It was sent back, and not handed on since.
    SentBack,
    /// It was sent back, handed on since, and waits for a new judgement.
    Resubmitted,
    Complete,
}

impl Status {
    pub const ALL: [Self; 5] = [Self::Waiting, Self::InProgress, Self::SentBack, Self::Resubmitted, Self::Complete];

    #[must_use]
    pub fn of(stage: Stage, back: Back, begun: bool) -> Self {
        match (stage, back) {
            (Stage::Complete, _) => Self::Complete,
            (Stage::Annotate | Stage::Review | Stage::Acceptance, Back::Resubmitted) => Self::Resubmitted,
            (Stage::Annotate | Stage::Review | Stage::Acceptance, Back::Sent) => Self::SentBack,
            (Stage::Annotate | Stage::Review | Stage::Acceptance, Back::Not) if begun => Self::InProgress,
            (Stage::Annotate | Stage::Review | Stage::Acceptance, Back::Not) => Self::Waiting,
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
