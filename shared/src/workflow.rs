//! Stages of an item and the moves between them, as pure rules.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Annotate,
    Review,
    Acceptance,
    Complete,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Annotate, Self::Review, Self::Acceptance, Self::Complete];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Annotate => "annotate",
            Self::Review => "review",
            Self::Acceptance => "acceptance",
            Self::Complete => "complete",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }
}

/// What finishes an item's work at a stage.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// The annotator hands the item on.
    Submit,
    /// The reviewer hands the item on.
    Approve,
    /// The inspector takes the result into the dataset.
    Accept,
}

impl Move {
    pub const ALL: [Self; 3] = [Self::Submit, Self::Approve, Self::Accept];

    #[must_use]
    pub fn from_stage(self) -> Stage {
        match self {
            Self::Submit => Stage::Annotate,
            Self::Approve => Stage::Review,
            Self::Accept => Stage::Acceptance,
        }
    }

    /// The reason written on the snapshot that the move takes.
    #[must_use]
    pub fn snapshot_reason(self) -> &'static str {
        match self {
            Self::Submit => "submitted",
            Self::Approve => "approved",
            Self::Accept => "accepted",
        }
    }
}

/// The stages a task has, in order; annotate is always the first and complete always follows the last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Vec<Stage>", into = "Vec<Stage>")]
#[schema(value_type = Vec<Stage>)]
pub struct Workflow(Vec<Stage>);

#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum WorkflowError {
    #[error("a workflow begins with annotate and lists review and acceptance at most once each, in that order")]
    Order,
    #[error("the item is in stage {at:?}, and this needs {needs:?}")]
    WrongStage { at: Stage, needs: Stage },
    #[error("an item is not sent back from {at:?} to {to:?}")]
    NotBack { at: Stage, to: Stage },
}

/// What must be settled before an item moves on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FinishRequires {
    Nothing,
    /// Everything that the ontology requires is there.
    #[default]
    Requirements,
    /// That, and no thread is open.
    ResolvedIssues,
}

impl FinishRequires {
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Requirements, Self::ResolvedIssues];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Requirements => "requirements",
            Self::ResolvedIssues => "resolved_issues",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|requires| requires.as_str() == name)
    }
}

/// How many labels of an item have which verdict.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct VerdictCounts {
    pub approved: usize,
    pub rejected: usize,
    pub pending: usize,
}

/// Why an item is not approved yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotApproved {
    /// So many labels are rejected.
    Rejected(usize),
    /// So many are not judged yet, and the review is strict.
    Pending(usize),
}

impl VerdictCounts {
    /// Whether an item with these verdicts may be approved or accepted.
    ///
    /// # Errors
    /// What stands against it.
    pub fn check_approval(self, strict: bool) -> Result<(), NotApproved> {
        if self.rejected > 0 {
            return Err(NotApproved::Rejected(self.rejected));
        }
        if strict && self.pending > 0 {
            return Err(NotApproved::Pending(self.pending));
        }
        Ok(())
    }
}

impl Workflow {
    #[must_use]
    pub fn full() -> Self {
        Self(vec![Stage::Annotate, Stage::Review, Stage::Acceptance])
    }

    #[must_use]
    pub fn stages(&self) -> &[Stage] {
        &self.0
    }

    #[must_use]
    pub fn has(&self, stage: Stage) -> bool {
        stage == Stage::Complete || self.0.contains(&stage)
    }

    /// The stage after `stage` in this task.
    #[must_use]
    pub fn after(&self, stage: Stage) -> Stage {
        self.0.iter().copied().find(|candidate| *candidate > stage).unwrap_or(Stage::Complete)
    }

    /// Where `by` takes an item that is `at` a stage.
    ///
    /// # Errors
    /// [`WorkflowError::WrongStage`] when the move does not belong to the stage.
    pub fn apply(&self, at: Stage, by: Move) -> Result<Stage, WorkflowError> {
        let needs = by.from_stage();
        if at == needs { Ok(self.after(at)) } else { Err(WorkflowError::WrongStage { at, needs }) }
    }

    /// Where an item that is rejected `at` a stage goes: an earlier stage of the task, annotate unless said otherwise.
    ///
    /// # Errors
    /// [`WorkflowError::NotBack`]
    pub fn send_back(&self, at: Stage, to: Option<Stage>) -> Result<Stage, WorkflowError> {
        let to = to.unwrap_or(Stage::Annotate);
        let judged = matches!(at, Stage::Review | Stage::Acceptance);
        if judged && to < at && self.has(to) { Ok(to) } else { Err(WorkflowError::NotBack { at, to }) }
    }
}

impl TryFrom<Vec<Stage>> for Workflow {
    type Error = WorkflowError;

    fn try_from(stages: Vec<Stage>) -> Result<Self, WorkflowError> {
        let ordered = stages.windows(2).all(|pair| pair[0] < pair[1]);
        let ends = stages.first() == Some(&Stage::Annotate) && stages.last() != Some(&Stage::Complete);
        if ordered && ends { Ok(Self(stages)) } else { Err(WorkflowError::Order) }
    }
}

impl From<Workflow> for Vec<Stage> {
    fn from(workflow: Workflow) -> Self {
        workflow.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_workflow_reaches_complete_and_no_move_skips_a_stage() {
        for stages in [
            vec![Stage::Annotate],
            vec![Stage::Annotate, Stage::Review],
            vec![Stage::Annotate, Stage::Acceptance],
            vec![Stage::Annotate, Stage::Review, Stage::Acceptance],
        ] {
            let workflow = Workflow::try_from(stages.clone()).expect("valid");
            let mut at = Stage::Annotate;
            for expected in stages.iter().skip(1).chain([&Stage::Complete]) {
                let by = Move::ALL.into_iter().find(|m| m.from_stage() == at).expect("a move for each stage");
                for other in Move::ALL.into_iter().filter(|m| *m != by) {
                    assert!(workflow.apply(at, other).is_err());
                }
                at = workflow.apply(at, by).expect("allowed");
                assert_eq!(at, *expected);
            }
            assert!(Move::ALL.into_iter().all(|by| workflow.apply(Stage::Complete, by).is_err()));
        }
    }

    #[test]
    fn f26_f54_a_rejected_item_goes_to_an_earlier_stage_of_its_task() {
        let full = Workflow::full();
        assert_eq!(full.send_back(Stage::Review, None), Ok(Stage::Annotate));
        assert_eq!(full.send_back(Stage::Acceptance, Some(Stage::Review)), Ok(Stage::Review));
        for (at, to) in [
            (Stage::Review, Stage::Review),
            (Stage::Review, Stage::Acceptance),
            (Stage::Annotate, Stage::Annotate),
            (Stage::Complete, Stage::Annotate),
        ] {
            assert_eq!(full.send_back(at, Some(to)), Err(WorkflowError::NotBack { at, to }));
        }
        let short = Workflow::try_from(vec![Stage::Annotate, Stage::Acceptance]).expect("valid");
        let (at, to) = (Stage::Acceptance, Stage::Review);
        assert_eq!(short.send_back(at, Some(to)), Err(WorkflowError::NotBack { at, to }));
    }

    #[test]
    fn f55_strict_review_wants_every_label_approved() {
        let counts = |approved, rejected, pending| VerdictCounts { approved, rejected, pending };
        assert_eq!(counts(3, 0, 0).check_approval(true), Ok(()));
        assert_eq!(counts(3, 0, 2).check_approval(true), Err(NotApproved::Pending(2)));
        assert_eq!(counts(3, 0, 2).check_approval(false), Ok(()));
        for strict in [true, false] {
            assert_eq!(counts(3, 1, 2).check_approval(strict), Err(NotApproved::Rejected(1)));
            assert_eq!(counts(0, 0, 0).check_approval(strict), Ok(()));
        }
    }

    #[test]
    fn a_disordered_workflow_is_refused() {
        for stages in [
            vec![],
            vec![Stage::Review],
            vec![Stage::Annotate, Stage::Acceptance, Stage::Review],
            vec![Stage::Annotate, Stage::Review, Stage::Review],
            vec![Stage::Annotate, Stage::Complete],
        ] {
            assert_eq!(Workflow::try_from(stages), Err(WorkflowError::Order));
        }
    }
}
