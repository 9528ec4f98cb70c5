//! What a room has done in the database beside storing edits, and what comes of it.

use bytes::Bytes;
use countersign_shared::ids::{DatasetId, Epoch, ItemId, MediaId, Seq, TaskId, UserId};
use countersign_shared::notification::NotificationKind;
use countersign_shared::review::Counts;
use countersign_shared::workflow::{Move, Standing, Step};
use serde_json::Value;

use crate::live::lock::{LockChange, LockRow};

#[derive(Debug)]
pub enum Operation {
    Lock {
        item: ItemId,
        task: TaskId,
        change: LockChange,
    },
    /// All of it in one transaction.
    Write(Box<Transaction>),
    /// What the database has.
    Refresh {
        item: ItemId,
    },
}

/// The rows of one command.
#[derive(Debug)]
pub struct Transaction {
    pub item: ItemId,
    pub task: TaskId,
    pub by: Option<UserId>,
    /// The server's own writes, in order.
    pub updates: Vec<(Seq, Bytes)>,
    pub counts: Option<Counts>,
    /// Labels were changed or judged.
    pub begun: bool,
    pub transition: Option<Transition>,
    pub unlock: Option<Unlock>,
    pub audit: Option<Note>,
    pub notices: Vec<Notify>,
}

/// A stage change with its snapshot.
#[derive(Debug)]
pub struct Transition {
    pub kind: TransitionKind,
    pub from: Standing,
    pub to: Standing,
    /// Why, and with which of the task's tags.
    pub reason: Option<String>,
    pub tags: Vec<String>,
    /// Who is to work on it next; `None`: whoever may.
    pub assignee: Option<UserId>,
    /// What lists show, as it will be.
    pub counts: Counts,
    pub generation: i64,
    pub dataset: DatasetId,
    pub media: MediaId,
    /// The whole document after the move, and the log position it stands for.
    pub state: Bytes,
    pub seq: Seq,
    /// The lock as it was when the move was checked.
    pub epoch: Epoch,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TransitionKind {
    Forward(Move),
    Reject,
    Revise,
}

impl TransitionKind {
    /// The reason written on the snapshot that is taken.
    #[must_use]
    pub fn snapshot_reason(self) -> &'static str {
        match self {
            Self::Forward(by) => by.snapshot_reason(),
            Self::Reject => "rejected",
            Self::Revise => "revised",
        }
    }

    /// As the item's history names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forward(Move::Submit) => "submit",
            Self::Forward(Move::Approve) => "approve",
            Self::Forward(Move::Accept) => "accept",
            Self::Reject => "reject",
            Self::Revise => "revise",
        }
    }

    /// In the audit log.
    #[must_use]
    pub fn action(self) -> &'static str {
        match self {
            Self::Forward(Move::Submit) => "item.submit",
            Self::Forward(Move::Approve) => "item.approve",
            Self::Forward(Move::Accept) => "item.accept",
            Self::Reject => "item.reject",
            Self::Revise => "item.revise",
        }
    }
}

/// Something a person is told beside the page they are on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notify {
    pub user: UserId,
    pub kind: NotificationKind,
    /// The thread it is about.
    pub issue: Option<String>,
    pub excerpt: String,
}

/// A lock that is given up or taken away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unlock {
    pub epoch: Epoch,
    pub holder: UserId,
}

/// A row of the audit log.
#[derive(Debug)]
pub struct Note {
    pub action: &'static str,
    pub subject: Option<UserId>,
    pub detail: Value,
}

#[derive(Debug)]
pub enum Operated {
    /// The row as it is now; `done`: the change applied.
    Lock {
        row: LockRow,
        done: bool,
    },
    /// Not done: something it was checked against has changed.
    Written {
        row: LockRow,
        done: bool,
    },
    Refreshed {
        row: LockRow,
        seq: Seq,
        step: Step,
    },
    /// The database cannot be reached; whether the change was made is not known.
    Down,
    /// The log already has something else at this position.
    Conflict,
    /// Something else went wrong, and was logged; nothing was changed.
    Failed,
}
