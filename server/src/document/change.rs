//! The changes that the server writes into a document.

use std::collections::BTreeMap;

use countersign_shared::ids::UserId;
use countersign_shared::issue::{Comment, Issue, Resolved};
use countersign_shared::label::Labels;
use countersign_shared::review::Verdict;
use countersign_shared::workflow::Stage;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Who created a label, who last edited it, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Provenance {
    pub created_by: UserId,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    pub edited_by: UserId,
    #[serde(with = "time::serde::rfc3339")]
    pub edited_at: OffsetDateTime,
}

/// One write of the server, made in one transaction.
#[derive(Clone, PartialEq, Debug)]
pub enum ServerChange {
    /// Fills a new document.
    Create {
        labels: Labels,
        stage: Stage,
        round: u32,
        generation: i64,
    },
    AddIssue {
        id: String,
        issue: Issue,
    },
    AddComment {
        issue_id: String,
        comment: Comment,
    },
    /// Resolves an issue, or reopens it if `resolved` is `None`.
    SetIssueState {
        issue_id: String,
        resolved: Option<Resolved>,
    },
    DeleteIssue {
        issue_id: String,
    },
    SetStage {
        stage: Stage,
        /// The number of the review, from 1; 0 in other stages.
        pass: u8,
        round: u32,
    },
    /// Replaces the provenance of these labels, by label id.
    SetProvenance {
        labels: BTreeMap<String, Provenance>,
    },
    /// Sets verdicts by label id; `None` makes the label pending again.
    SetVerdicts {
        verdicts: BTreeMap<String, Option<Verdict>>,
    },
    /// Makes several changes, in this order. None may depend on the result of another.
    Batch(Vec<ServerChange>),
}
