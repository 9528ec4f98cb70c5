//! A batch: the edits of one room that are appended to the log together.

use bytes::Bytes;
use countersign_shared::ids::{ClientId, Epoch, ItemId, Seq, UserId};

/// One edit to append to the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogRow {
    pub seq: Seq,
    /// The lock epoch under which the edit was admitted; `None` if the task has switched the lock off.
    pub epoch: Option<Epoch>,
    pub user: UserId,
    pub update: Bytes,
}

/// A Yjs client id and the user it is bound to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientBinding {
    pub client: ClientId,
    pub user: UserId,
}

/// The edits of one room, stored atomically. All rows have the same epoch, because a change of the lock waits for the batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    pub item: ItemId,
    pub rows: Vec<LogRow>,
    pub bindings: Vec<ClientBinding>,
}

/// Why a batch was not stored and will not be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CommitError {
    /// The lock has moved on to a later epoch.
    Fenced,
    /// Another writer has used these sequence numbers, or the database rejected the rows, for example because the item
    /// no longer exists.
    Conflict,
}
