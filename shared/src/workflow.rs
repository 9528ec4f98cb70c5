//! The stages of an item and the stage changes between them, as pure functions over typed states.

pub mod approval;
pub mod state;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use crate::ids::ItemId;
use crate::limits;

pub use approval::{FinishRequires, NotApproved, VerdictCounts};
pub use state::{ReturnState, Status, WorkflowState};

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

/// The stage change that finishes the work at a stage.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FinishAction {
    /// The annotator submits the item.
    Submit,
    /// The reviewer approves the item.
    Approve,
    /// The inspector accepts the result into the dataset.
    Accept,
}

impl FinishAction {
    pub const ALL: [Self; 3] = [Self::Submit, Self::Approve, Self::Accept];

    #[must_use]
    pub fn required_stage(self) -> Stage {
        match self {
            Self::Submit => Stage::Annotate,
            Self::Approve => Stage::Review,
            Self::Accept => Stage::Acceptance,
        }
    }

    /// Returns the reason stored with the snapshot of this stage change.
    #[must_use]
    pub fn snapshot_reason(self) -> &'static str {
        match self {
            Self::Submit => "submitted",
            Self::Approve => "approved",
            Self::Accept => "accepted",
        }
    }
}

/// A step of a task's workflow: a stage, or one of its reviews.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Step {
    Annotate,
    /// The number of the review, from 1.
    Review(u8),
    Acceptance,
    Complete,
}

impl Step {
    #[must_use]
    pub fn stage(self) -> Stage {
        match self {
            Self::Annotate => Stage::Annotate,
            Self::Review(_) => Stage::Review,
            Self::Acceptance => Stage::Acceptance,
            Self::Complete => Stage::Complete,
        }
    }

    /// Returns the number of the review, from 1, or 0 at other stages.
    #[must_use]
    pub fn pass(self) -> u8 {
        match self {
            Self::Review(pass) => pass,
            Self::Annotate | Self::Acceptance | Self::Complete => 0,
        }
    }

    #[must_use]
    pub fn new(stage: Stage, pass: u8) -> Self {
        match stage {
            Stage::Annotate => Self::Annotate,
            Stage::Review => Self::Review(pass.max(1)),
            Stage::Acceptance => Self::Acceptance,
            Stage::Complete => Self::Complete,
        }
    }
}

/// One review in a task's workflow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewStage {
    /// Whether an item can be approved only if every label is approved.
    pub strict: bool,
    /// The percentage of items that go through this review, 1 to 100; the others skip it.
    pub percent: u8,
}

impl Default for ReviewStage {
    fn default() -> Self {
        Self { strict: true, percent: 100 }
    }
}

/// The workflow of a task: annotation, its reviews and, optionally, acceptance.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "Unchecked")]
pub struct Workflow {
    reviews: Vec<ReviewStage>,
    acceptance: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    reviews: Vec<ReviewStage>,
    acceptance: bool,
}

impl TryFrom<Unchecked> for Workflow {
    type Error = WorkflowError;

    fn try_from(Unchecked { reviews, acceptance }: Unchecked) -> Result<Self, WorkflowError> {
        Self::new(reviews, acceptance)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum WorkflowError {
    #[error("a workflow starts with annotate, followed by its reviews and, optionally, acceptance")]
    Order,
    #[error("a workflow can have at most {} reviews", limits::MAX_REVIEWS)]
    TooManyReviews,
    #[error("a review must cover 1 to 100 percent of the items")]
    Percent,
    #[error("the item is in stage {at:?}, but must be in {needs:?}")]
    WrongStage { at: Stage, needs: Stage },
    #[error("an item cannot be sent back from {at:?} to {to:?}")]
    NotBack { at: Stage, to: Stage },
}

impl Workflow {
    /// Creates a workflow.
    ///
    /// # Errors
    /// Returns [`WorkflowError::TooManyReviews`] if there are more than [`limits::MAX_REVIEWS`] reviews.
    /// Returns [`WorkflowError::Percent`] if a review covers less than 1 or more than 100 percent.
    pub fn new(reviews: Vec<ReviewStage>, acceptance: bool) -> Result<Self, WorkflowError> {
        if reviews.len() > limits::MAX_REVIEWS {
            return Err(WorkflowError::TooManyReviews);
        }
        if reviews.iter().any(|review| !(1..=100).contains(&review.percent)) {
            return Err(WorkflowError::Percent);
        }
        Ok(Self { reviews, acceptance })
    }

    /// Returns a workflow with one strict review of all items, and acceptance.
    #[must_use]
    pub fn full() -> Self {
        Self { reviews: vec![ReviewStage::default()], acceptance: true }
    }

    /// Creates a workflow from its stages in order; each review stage adds one strict review of all items.
    ///
    /// # Errors
    /// Returns [`WorkflowError::Order`] if the stages are not annotate, reviews, and optionally acceptance.
    /// Returns [`WorkflowError::TooManyReviews`] if there are more than [`limits::MAX_REVIEWS`] reviews.
    pub fn from_stages(stages: &[Stage]) -> Result<Self, WorkflowError> {
        let (first, rest) = stages.split_first().ok_or(WorkflowError::Order)?;
        let acceptance = rest.last() == Some(&Stage::Acceptance);
        let reviews = if acceptance { &rest[..rest.len() - 1] } else { rest };
        if *first != Stage::Annotate || reviews.iter().any(|stage| *stage != Stage::Review) {
            return Err(WorkflowError::Order);
        }
        Self::new(vec![ReviewStage::default(); reviews.len()], acceptance)
    }

    #[must_use]
    pub fn reviews(&self) -> &[ReviewStage] {
        &self.reviews
    }

    #[must_use]
    pub fn acceptance(&self) -> bool {
        self.acceptance
    }

    /// Returns the settings of the review at `step`, or `None` if `step` is not one of the reviews.
    #[must_use]
    pub fn review(&self, step: Step) -> Option<ReviewStage> {
        match step {
            Step::Review(pass) => usize::from(pass).checked_sub(1).and_then(|at| self.reviews.get(at)).copied(),
            Step::Annotate | Step::Acceptance | Step::Complete => None,
        }
    }

    #[must_use]
    pub fn has(&self, stage: Stage) -> bool {
        match stage {
            Stage::Annotate | Stage::Complete => true,
            Stage::Review => !self.reviews.is_empty(),
            Stage::Acceptance => self.acceptance,
        }
    }

    /// Returns all steps in order, including complete.
    pub fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        let reviews = (1..).take(self.reviews.len()).map(Step::Review);
        let acceptance = self.acceptance.then_some(Step::Acceptance);
        std::iter::once(Step::Annotate).chain(reviews).chain(acceptance).chain([Step::Complete])
    }

    /// Returns the step after `step`, skipping no review.
    #[must_use]
    pub fn after(&self, step: Step) -> Step {
        self.steps().find(|candidate| *candidate > step).unwrap_or(Step::Complete)
    }

    /// Returns the step after `step` for this item, skipping the reviews that it is not drawn for. An item that was sent
    /// back skips no review.
    fn next(&self, step: Step, item: ItemId, came_back: bool) -> Step {
        let taken = |step: &Step| match self.review(*step) {
            Some(review) => came_back || is_drawn(item, step.pass(), review.percent),
            None => true,
        };
        self.steps().filter(|candidate| *candidate > step).find(taken).unwrap_or(Step::Complete)
    }

    /// Returns the first step of a stage, if the workflow has it.
    fn first_of(&self, stage: Stage) -> Option<Step> {
        self.steps().find(|step| step.stage() == stage)
    }
}

/// Returns whether an item goes through a review that covers `percent` of all items. The result depends on the arguments
/// alone.
#[must_use]
pub fn is_drawn(item: ItemId, pass: u8, percent: u8) -> bool {
    // SplitMix64's finaliser (Steele, Lea, Flood 2014) over both halves of the id: ids of one import differ in few bits.
    let (high, low) = item.0.as_u64_pair();
    let mut bits = high ^ low.rotate_left(32) ^ u64::from(pass).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    bits % 100 < u64::from(percent)
}

#[cfg(test)]
mod tests;
