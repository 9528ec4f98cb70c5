//! Commands on an item: everything a user can do with it besides editing labels. Each is typed, checked against role
//! and stage, and applied as a whole or not at all.

use std::collections::BTreeMap;

use countersign_shared::ids::{SessionId, UserId};
use countersign_shared::issue::{Anchor, FrameSpan, Issue, IssueKind, IssueState, Mention};
use countersign_shared::label::Labels;
use countersign_shared::lock::Person;
use countersign_shared::review::VerdictState;
use countersign_shared::role::Roles;
use countersign_shared::task::TaskState;
use countersign_shared::workflow::{FinishAction, Stage};
use thiserror::Error;
use time::OffsetDateTime;

/// The authenticated user behind a request. The server fills it in and never takes it from the client's message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    pub person: Person,
    pub user: UserId,
    /// The sign-in session or API token that the request came with.
    pub session: SessionId,
    /// The user's roles in the item's task.
    pub roles: Roles,
}

/// The options with which a connection opens an item.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct JoinOptions {
    /// The name that the client chose for its tab.
    pub tab: Option<String>,
    /// Whether the client speaks `countersign.speaks_v1`.
    pub speaks_v1: bool,
    /// Whether the item is opened for viewing and commenting only.
    pub view_only: bool,
}

/// The text of a new comment. The mentioned users are members of the task.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CommentDraft {
    pub text: String,
    pub mentions: Vec<Mention>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct IssueDraft {
    pub kind: IssueKind,
    pub anchor: Option<Anchor>,
    pub frames: Option<FrameSpan>,
    pub tags: Vec<String>,
    pub comment: CommentDraft,
}

/// Approves or rejects labels, or clears their verdicts. Labels that no longer exist are skipped; the others change
/// together or not at all.
#[derive(Clone, PartialEq, Debug)]
pub struct SetVerdict {
    pub verdict: VerdictState,
    pub labels: Vec<String>,
    /// The frame that the user was viewing.
    pub frame: u32,
    /// The reason for a rejection.
    pub reason: Option<CommentDraft>,
    pub tags: Vec<String>,
}

/// Whether a decision covers one item or many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecisionScope {
    /// One item. `opened` says whether the user has opened it since it entered its stage.
    Single { opened: bool },
    /// One of many items, not all of which were opened. Only items in acceptance are decided this way.
    Bulk,
}

/// Submits, approves or accepts the item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FinishCommand {
    pub action: FinishAction,
    pub scope: DecisionScope,
}

/// Sends the item back to an earlier stage.
#[derive(Clone, PartialEq, Debug)]
pub struct SendBack {
    pub scope: DecisionScope,
    pub reason: Option<CommentDraft>,
    pub tags: Vec<String>,
    /// The stage to send it to; `None` means annotate.
    pub to: Option<Stage>,
    /// The new assignee. `None` means the user who submitted the item if it goes back to annotate, and nobody
    /// otherwise.
    pub assignee: Option<UserId>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    AddIssue(IssueDraft),
    AddComment {
        issue: String,
        comment: CommentDraft,
    },
    SetIssueState {
        issue: String,
        state: IssueState,
    },
    /// Deletes an issue. Users can delete their own issues, admins any user's.
    DeleteIssue {
        issue: String,
    },
    SetVerdict(SetVerdict),
    Finish(FinishCommand),
    Reject(SendBack),
    /// Reopens a complete item.
    Revise(SendBack),
    /// Takes the lock away from another user, with a reason.
    ForceUnlock {
        reason: String,
    },
    /// Releases the user's own lock, no matter which tab holds it.
    UnlockOwn,
    ReadLabels,
    ReadIssues,
}

/// The outcome of a command.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// The id of the new issue.
    Issue(String),
    /// The id of the new comment.
    Comment(String),
    Done,
    VerdictSet {
        judged: usize,
        /// Ids of the labels that no longer exist.
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
    #[error("there is no such issue")]
    UnknownIssue,
    /// None of the labels exists.
    #[error("there is no such label")]
    UnknownLabels,
    #[error("your role does not allow this")]
    Forbidden,
    #[error("the item is in stage {at:?}, but must be in {needs:?}")]
    WrongStage { at: Stage, needs: Stage },
    #[error("{} holds the editor lock", holder.name)]
    Locked { holder: Person, since: OffsetDateTime },
    /// Nobody holds the lock that the command would release.
    #[error("the item is not locked")]
    NotLocked,
    /// The item's state does not allow the command.
    #[error("{0}")]
    Conflict(&'static str),
    /// The task's state does not allow the command.
    #[error("the task is {}", .0.as_str())]
    NotOpen(TaskState),
    /// The task reserves each item for its assignee, and this item is assigned to another user.
    #[error("the item is assigned to someone else")]
    Assigned,
    /// A condition for the decision is not met yet. The text says which.
    #[error("{0}")]
    NotReady(String),
    /// A field has an invalid value.
    #[error("{reason}")]
    Invalid { field: &'static str, reason: String },
    /// Too many commands are waiting for this item.
    #[error("too many commands are waiting for this item; try again in a moment")]
    Busy,
    #[error("the database cannot be reached; nothing was changed")]
    StorageDown,
    #[error("the server is stopping")]
    ShuttingDown,
    /// A server fault, which is already logged.
    #[error("internal error")]
    Internal,
}

/// An error that prevents a room from opening.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum OpenError {
    #[error("there is no such item")]
    UnknownItem,
    #[error("the database cannot be reached")]
    StorageDown,
    #[error("the server is stopping")]
    ShuttingDown,
    /// The stored document cannot be read. The cause is logged.
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
