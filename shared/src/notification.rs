//! The kinds of notifications: rejected and reopened items, mentions, answered and resolved issues, unlocks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// An item was sent back to the user.
    Rejected,
    /// An accepted item of the user was reopened.
    Revised,
    /// A comment mentions the user.
    Mentioned,
    /// An issue that the user opened was answered.
    Answered,
    /// An issue that the user opened was resolved.
    Resolved,
    /// The user's editor lock was removed by force-unlock.
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
