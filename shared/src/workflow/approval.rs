//! The conditions for finishing an item: its verdicts, and what the task requires.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What must be resolved before an item can be submitted, approved or accepted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FinishRequires {
    Nothing,
    /// Everything that the ontology requires is present.
    #[default]
    Requirements,
    /// Everything that the ontology requires is present, and no issue is open.
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

/// The number of an item's labels by verdict.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct VerdictCounts {
    pub approved: usize,
    pub rejected: usize,
    pub pending: usize,
}

/// Why an item cannot be approved yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotApproved {
    /// The number of rejected labels.
    Rejected(usize),
    /// The number of labels without a verdict, in a strict review.
    Pending(usize),
}

impl VerdictCounts {
    /// Checks that an item with these verdicts can be approved or accepted.
    ///
    /// # Errors
    /// Returns [`NotApproved::Rejected`] if a label is rejected.
    /// Returns [`NotApproved::Pending`] if `strict` is set and a label has no verdict.
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
