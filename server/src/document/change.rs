//! What the server writes into a document.

use std::collections::BTreeMap;

use countersign_shared::ids::UserId;
use countersign_shared::issue::{Comment, Issue, Resolved};
use countersign_shared::label::Labels;
use countersign_shared::review::Verdict;
use countersign_shared::workflow::Stage;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Who made a label and who changed it last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Provenance {
    pub created_by: UserId,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    pub edited_by: UserId,
    #[serde(with = "time::serde::rfc3339")]
    pub edited_at: OffsetDateTime,
}

/// One write of the server, as one transaction.
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
    /// Open again with `None`.
    SetIssueState {
        issue_id: String,
        resolved: Option<Resolved>,
    },
    DeleteIssue {
        issue_id: String,
    },
    SetStage {
        stage: Stage,
        /// Which of several reviews, from 1; 0 in other stages.
        pass: u8,
        round: u32,
    },
    /// By label id; replaces what was known of those labels.
    SetProvenance {
        labels: BTreeMap<String, Provenance>,
    },
    /// By label id; `None` makes the label pending again.
    SetVerdicts {
        verdicts: BTreeMap<String, Option<Verdict>>,
    },
    /// Several at once, in this order. None of them builds on what another of them makes.
    All(Vec<ServerChange>),
}
