//! Stages of an item and the moves between them, as pure rules over typed states.

pub mod approval;
pub mod standing;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use crate::ids::ItemId;
use crate::limits;

pub use approval::{FinishRequires, NotApproved, VerdictCounts};
pub use standing::{Back, Standing, Status};

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

/// Where an item is in its task's workflow: the stage and, of several reviews, which.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Step {
    Annotate,
    /// From 1.
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

    /// Which of the reviews, from 1; 0 in other stages.
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

/// One review of a task's items.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewStage {
    /// An item is approved only when every label has an approved verdict.
    pub strict: bool,
    /// So many of a hundred items go into this review, the others pass it by; 1 to 100.
    pub percent: u8,
}

impl Default for ReviewStage {
    fn default() -> Self {
        Self { strict: true, percent: 100 }
    }
}

/// What a task's items go through: annotation, any number of reviews, and acceptance or not.
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
    #[error("a workflow begins with annotate, then has its reviews, then acceptance or not")]
    Order,
    #[error("a workflow has at most {} reviews", limits::MAX_REVIEWS)]
    TooManyReviews,
    #[error("a review takes 1 to 100 percent of the items")]
    Percent,
    #[error("the item is in stage {at:?}, and this needs {needs:?}")]
    WrongStage { at: Stage, needs: Stage },
    #[error("an item is not sent back from {at:?} to {to:?}")]
    NotBack { at: Stage, to: Stage },
}

impl Workflow {
    /// # Errors
    /// [`WorkflowError::TooManyReviews`], [`WorkflowError::Percent`]
    pub fn new(reviews: Vec<ReviewStage>, acceptance: bool) -> Result<Self, WorkflowError> {
        if reviews.len() > limits::MAX_REVIEWS {
            return Err(WorkflowError::TooManyReviews);
        }
        if reviews.iter().any(|review| !(1..=100).contains(&review.percent)) {
            return Err(WorkflowError::Percent);
        }
        Ok(Self { reviews, acceptance })
    }

    /// One strict review of everything, and acceptance.
    #[must_use]
    pub fn full() -> Self {
        Self { reviews: vec![ReviewStage::default()], acceptance: true }
    }

    /// Of the stages' names in order; each mention of review is one more.
    ///
    /// # Errors
    /// [`WorkflowError::Order`], [`WorkflowError::TooManyReviews`]
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

    /// The settings of the review an item is in.
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

    /// All steps in order, complete too.
    pub fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        let reviews = (1..).take(self.reviews.len()).map(Step::Review);
        let acceptance = self.acceptance.then_some(Step::Acceptance);
        std::iter::once(Step::Annotate).chain(reviews).chain(acceptance).chain([Step::Complete])
    }

    /// The step after one, each review taken.
    #[must_use]
    pub fn after(&self, step: Step) -> Step {
        self.steps().find(|candidate| *candidate > step).unwrap_or(Step::Complete)
    }

    /// The step after one for this item: reviews that are not drawn for it are passed by. What came back is always
    /// reviewed.
    fn next(&self, step: Step, item: ItemId, came_back: bool) -> Step {
        let taken = |step: &Step| match self.review(*step) {
            Some(review) => came_back || is_drawn(item, step.pass(), review.percent),
            None => true,
        };
        self.steps().filter(|candidate| *candidate > step).find(taken).unwrap_or(Step::Complete)
    }

    /// The first step of a stage that the task has.
    fn first_of(&self, stage: Stage) -> Option<Step> {
        self.steps().find(|step| step.stage() == stage)
    }
}

/// Whether an item goes into a review that takes `percent` of all: the same answer each time, whoever asks.
#[must_use]
pub fn is_drawn(item: ItemId, pass: u8, percent: u8) -> bool {
    // SplitMix64's finaliser (Steele, Lea, Flood 2014) over the id's halves: ids of one import differ in few bits.
    let (high, low) = item.0.as_u64_pair();
    let mut bits = high ^ low.rotate_left(32) ^ u64::from(pass).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    bits % 100 < u64::from(percent)
}

#[cfg(test)]
mod tests;
