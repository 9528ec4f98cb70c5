//! What a person is told beside the page they are on: what came back, mentions, answers, unlocks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// An item came back to them.
    Rejected,
    /// An item of theirs was taken up again after it had been accepted.
    Revised,
    /// A comment names them.
    Mentioned,
    /// A thread they opened was answered.
    Answered,
    /// A thread they opened was resolved.
    Resolved,
    /// Their editor lock was taken away.
    Unlocked,
}

impl NotificationKind {
    pub const ALL: [Self; 6] =
        [Self::Rejected, Self::Revised, Self::Mentioned, Self::Answered, Self::Resolved, Self::Unlocked];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Revised => "revised",
            Self::Mentioned => "mentioned",
            Self::Answered => "answered",
            Self::Resolved => "resolved",
            Self::Unlocked => "unlocked",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
