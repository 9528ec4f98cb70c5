//! The edits of one room on their way to the log.

use bytes::Bytes;
use countersign_shared::ids::{ClientId, Epoch, ItemId, Seq, UserId};

/// One edit for the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub seq: Seq,
    /// The epoch it was allowed under; `None` where the task has no lock.
    pub epoch: Option<Epoch>,
    pub user: UserId,
    pub update: Bytes,
}

/// A Yjs client id that becomes a person's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Binding {
    pub client: ClientId,
    pub user: UserId,
}

/// Stored as a whole or not at all. All its rows were allowed under one epoch: a change of the lock waits for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    pub item: ItemId,
    pub rows: Vec<Row>,
    pub bindings: Vec<Binding>,
}

/// Why a batch is not in the log, nor will be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CommitError {
    /// The lock's epoch has passed.
    Fenced,
    /// Another has written at this place of the log, or the item is gone.
    Conflict,
}
