//! The operations of a room, which are its database work besides storing edits, and their outcomes.

use bytes::Bytes;
use countersign_shared::ids::{DatasetId, Epoch, ItemId, MediaId, Seq, TaskId, UserId};
use countersign_shared::notification::NotificationKind;
use countersign_shared::review::Counts;
use countersign_shared::workflow::{FinishAction, Step, WorkflowState};
use serde_json::Value;

use crate::live::lock::{LockChange, LockRow};

#[derive(Debug)]
pub enum Operation {
    Lock {
        item: ItemId,
        task: TaskId,
        change: LockChange,
    },
    /// Writes all rows of a command in one transaction.
    Write(Box<Transaction>),
    /// Reads the lock, the last sequence number and the step from the database.
    Refresh {
        item: ItemId,
    },
}

/// The rows that one command writes.
#[derive(Debug)]
pub struct Transaction {
    pub item: ItemId,
    pub task: TaskId,
    pub by: Option<UserId>,
    /// The server's document updates, in order.
    pub updates: Vec<(Seq, Bytes)>,
    pub counts: Option<Counts>,
    /// Whether labels or their verdicts were changed.
    pub begun: bool,
    pub transition: Option<Transition>,
    pub unlock: Option<Unlock>,
    pub audit: Option<AuditNote>,
    pub notifications: Vec<NotificationDraft>,
}

/// A stage change with its snapshot.
#[derive(Debug)]
pub struct Transition {
    pub kind: TransitionKind,
    pub from: WorkflowState,
    pub to: WorkflowState,
    /// The reason for the stage change. `tags` holds the ids of the task's issue tags that go with it.
    pub reason: Option<String>,
    pub tags: Vec<String>,
    /// The next assignee. `None` means any user whose role allows it.
    pub assignee: Option<UserId>,
    /// The counts that lists show after the stage change.
    pub counts: Counts,
    pub generation: i64,
    pub dataset: DatasetId,
    pub media: MediaId,
    /// The whole encoded document after the stage change. `seq` is its position in the log.
    pub state: Bytes,
    pub seq: Seq,
    /// The lock's epoch when the stage change was checked.
    pub epoch: Epoch,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransitionKind {
    Forward(FinishAction),
    Reject,
    Revise,
}

impl TransitionKind {
    /// Returns the reason that is stored with the snapshot.
    #[must_use]
    pub fn snapshot_reason(self) -> &'static str {
        match self {
            Self::Forward(by) => by.snapshot_reason(),
            Self::Reject => "rejected",
            Self::Revise => "revised",
        }
    }

    /// Returns the name that the item's history uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forward(FinishAction::Submit) => "submit",
            Self::Forward(FinishAction::Approve) => "approve",
            Self::Forward(FinishAction::Accept) => "accept",
            Self::Reject => "reject",
            Self::Revise => "revise",
        }
    }

    /// Returns the name that the audit log uses.
    #[must_use]
    pub fn action(self) -> &'static str {
        match self {
            Self::Forward(FinishAction::Submit) => "item.submit",
            Self::Forward(FinishAction::Approve) => "item.approve",
            Self::Forward(FinishAction::Accept) => "item.accept",
            Self::Reject => "item.reject",
            Self::Revise => "item.revise",
        }
    }
}

/// A notification for one user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotificationDraft {
    pub user: UserId,
    pub kind: NotificationKind,
    /// The id of the issue it is about.
    pub issue: Option<String>,
    pub excerpt: String,
}

/// A lock to release, by its holder or by force.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unlock {
    pub epoch: Epoch,
    pub holder: UserId,
}

/// A row for the audit log.
#[derive(Debug)]
pub struct AuditNote {
    pub action: &'static str,
    pub subject: Option<UserId>,
    pub detail: Value,
}

#[derive(Debug)]
pub enum OperationOutcome {
    /// A lock change. `row` is the current row; `applied` says whether the change applied.
    Lock {
        row: LockRow,
        applied: bool,
    },
    /// A transaction. `applied` is `false` if the state it was checked against has changed.
    Written {
        row: LockRow,
        applied: bool,
    },
    Refreshed {
        row: LockRow,
        seq: Seq,
        step: Step,
    },
    /// The database cannot be reached. It is unknown whether the change was made.
    Unreachable,
    /// The log already has another entry at this position.
    Conflict,
    /// Another error occurred and was logged. Nothing was changed.
    Failed,
}
