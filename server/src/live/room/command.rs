//! What a person asks of an item beside editing its labels: typed, checked against role and stage, all or nothing.

use std::collections::BTreeMap;

use countersign_shared::ids::{SessionId, UserId};
use countersign_shared::issue::{Anchor, FrameSpan, Issue, IssueKind, IssueState, Mention};
use countersign_shared::label::Labels;
use countersign_shared::lock::Person;
use countersign_shared::review::Judgement;
use countersign_shared::role::Roles;
use countersign_shared::task::TaskState;
use countersign_shared::workflow::{Move, Stage};
use thiserror::Error;
use time::OffsetDateTime;

/// Who acts, as the server established it; never from a client's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    pub person: Person,
    pub user: UserId,
    /// The sign-in or API token the request came with.
    pub session: SessionId,
    /// Roles within the item's task.
    pub roles: Roles,
}

/// How a connection opens an item.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Opening {
    /// The name the client gave its own tab.
    pub tab: Option<String>,
    /// Speaks `countersign.v1`.
    pub v1: bool,
    /// To look and comment only.
    pub view_only: bool,
}

/// What a person writes into a thread. The mentioned are members of the task.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Remark {
    pub text: String,
    pub mentions: Vec<Mention>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct NewThread {
    pub kind: IssueKind,
    pub anchor: Option<Anchor>,
    pub frames: Option<FrameSpan>,
    pub tags: Vec<String>,
    pub remark: Remark,
}

/// Approves or rejects labels, or takes that back: all of them or none.
#[derive(Clone, PartialEq, Debug)]
pub struct Judging {
    pub judgement: Judgement,
    pub labels: Vec<String>,
    /// The frame it was looked at.
    pub frame: u32,
    /// Why they are rejected.
    pub reason: Option<Remark>,
    pub tags: Vec<String>,
}

/// Whether a decision is about one item or about many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deciding {
    /// `opened`: whoever decides has opened the item since it came to its stage.
    Singly { opened: bool },
    /// With others, of which not all were looked at; only on what is in acceptance.
    Together,
}

/// Moves the item on: submits, approves or accepts it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finishing {
    pub by: Move,
    pub deciding: Deciding,
}

/// Sends the item back to an earlier stage.
#[derive(Clone, PartialEq, Debug)]
pub struct SendingBack {
    pub deciding: Deciding,
    pub reason: Option<Remark>,
    pub tags: Vec<String>,
    /// Annotate when left out.
    pub to: Option<Stage>,
    /// Who is to work on it; whoever submitted it when left out.
    pub assignee: Option<UserId>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    AddIssue(NewThread),
    AddComment {
        issue: String,
        remark: Remark,
    },
    SetIssueState {
        issue: String,
        state: IssueState,
    },
    /// One's own thread; an admin's any.
    DeleteIssue {
        issue: String,
    },
    Judge(Judging),
    Finish(Finishing),
    Reject(SendingBack),
    /// Takes a complete item up again.
    Revise(SendingBack),
    /// Takes the lock from another person, with a reason.
    ForceUnlock {
        reason: String,
    },
    /// Gives one's own lock up, from wherever.
    UnlockOwn,
    ReadLabels,
    ReadIssues,
}

/// What a command did.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// The new thread's id.
    Issue(String),
    /// The new comment's id.
    Comment(String),
    Done,
    Judged {
        judged: usize,
        /// Labels that are not there any more.
        skipped: Vec<String>,
    },
    /// The item's new stage.
    Finished(Stage),
    Labels(Labels),
    Issues(BTreeMap<String, Issue>),
}

#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum CommandError {
    /// The item does not exist.
    #[error("there is no such item")]
    UnknownItem,
    /// The issue does not exist.
    #[error("there is no such thread")]
    NotFound,
    /// None of the labels exists.
    #[error("there is no such label")]
    UnknownLabels,
    #[error("your role does not allow this")]
    Forbidden,
    #[error("the item is in stage {at:?}, and this needs {needs:?}")]
    WrongStage { at: Stage, needs: Stage },
    #[error("{} holds the editor lock", holder.name)]
    Locked { holder: Person, since: OffsetDateTime },
    /// Nobody holds the lock that should be given up.
    #[error("the item is not locked")]
    NotLocked,
    /// How the item stands does not allow it.
    #[error("{0}")]
    Conflict(&'static str),
    /// The task takes no work now.
    #[error("the task is {}", .0.as_str())]
    NotOpen(TaskState),
    /// In this task only the person an item is assigned to works on it.
    #[error("the item is assigned to somebody else")]
    Assigned,
    /// Something is still open that must be settled first.
    #[error("{0}")]
    NotReady(String),
    /// A field's value does not do: which, and why.
    #[error("{reason}")]
    Invalid { field: &'static str, reason: String },
    /// Too many commands wait for this item.
    #[error("too much waits for this item; try again in a moment")]
    Busy,
    #[error("the database cannot be reached: nothing was changed")]
    StorageDown,
    #[error("the server is stopping")]
    ShuttingDown,
    /// A fault of the server, already logged.
    #[error("internal error")]
    Internal,
}

/// Why a room could not be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum OpenError {
    #[error("there is no such item")]
    UnknownItem,
    #[error("the database cannot be reached")]
    StorageDown,
    #[error("the server is stopping")]
    ShuttingDown,
    /// The stored document cannot be read; logged.
    #[error("internal error")]
    Broken,
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::UnknownItem => Self::UnknownItem,
            OpenError::StorageDown => Self::StorageDown,
            OpenError::ShuttingDown => Self::ShuttingDown,
            OpenError::Broken => Self::Internal,
        }
    }
}
