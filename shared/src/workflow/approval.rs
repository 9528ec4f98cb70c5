//! What must be settled before an item moves on: verdicts, and what the task requires.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
