//! Verdicts on labels, as carried by the `verdicts` root of an item's document.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::ids::UserId;

/// A verdict on one label. A label without a verdict is pending.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    Approved,
    Rejected,
}

/// An entry of the `verdicts` root, under the label's id.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Verdict {
    pub verdict: VerdictKind,
    pub by: UserId,
    pub by_name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The item's round in which the verdict was given.
    pub round: u32,
    /// The frame on which the verdict was given.
    #[serde(default)]
    pub frame: u32,
    /// Fingerprint of the label when the verdict was given. The verdict does not cover later changes of the label.
    #[serde(default)]
    pub label_hash: String,
}

/// The verdict to set on labels, or none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VerdictState {
    Approved,
    Rejected,
    /// Removes the verdict.
    Pending,
}

impl VerdictState {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Pending => "pending",
        }
    }

    #[must_use]
    pub fn verdict(self) -> Option<VerdictKind> {
        match self {
            Self::Approved => Some(VerdictKind::Approved),
            Self::Rejected => Some(VerdictKind::Rejected),
            Self::Pending => None,
        }
    }
}

/// The counts of an item's issues and verdicts that lists show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    pub open_issues: i32,
    pub comments: i32,
    pub approved: i32,
    pub rejected: i32,
    /// Open issues about something missing that the ontology requires.
    pub violations: i32,
}
