//! Verdicts on labels, as the `verdicts` root of an item's document carries them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::ids::UserId;

/// What a reviewer says of one label. A label without one is pending.
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
    /// The item's round it was given in.
    pub round: u32,
    /// The frame that was looked at.
    #[serde(default)]
    pub frame: u32,
    /// Fingerprint of the label as it was judged: of what it became since, the verdict says nothing.
    #[serde(default)]
    pub label_hash: String,
}

/// What is to become of labels: a verdict, or none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    Approved,
    Rejected,
    /// Takes the verdict back.
    Pending,
}

impl Judgement {
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

/// What lists show of an item's threads and verdicts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    pub open_issues: i32,
    pub comments: i32,
    pub approved: i32,
    pub rejected: i32,
    /// What the ontology requires and is missing: open issues about it.
    pub violations: i32,
}
