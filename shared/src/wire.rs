//! Control messages of the `countersign.v1` WebSocket subprotocol and the close codes. `docs/PROTOCOL.md` is their text.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{ClientId, ConnectionId, Seq};
use crate::lock::{LockView, Person};
use crate::workflow::Stage;

/// The WebSocket subprotocol that adds control messages to plain y-protocols.
pub const SUBPROTOCOL: &str = "countersign.v1";

/// y-protocols message types, the first varint of a binary frame.
pub mod message_type {
    pub const SYNC: u64 = 0;
    pub const AWARENESS: u64 = 1;
    pub const AUTH: u64 = 2;
    pub const QUERY_AWARENESS: u64 = 3;
}

/// y-protocols sync message types, the second varint of a sync frame.
pub mod sync_type {
    pub const STEP1: u64 = 0;
    pub const STEP2: u64 = 1;
    pub const UPDATE: u64 = 2;
}

/// What a client may ask of the lock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientMessage {
    /// Take the lock if it is free.
    Acquire {},
    /// Give the lock up.
    Release {},
    /// Take the lock from another tab of the same person.
    TakeOver {},
    /// Ask the person who holds the lock to hand it over.
    Request {},
    /// The holder hands the lock to the person who asked.
    HandOver { to: crate::ids::UserId },
}

/// What the server tells a client beside the document.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The first message of a connection.
    Welcome {
        connection: ConnectionId,
        /// A client id that nobody else has on this item; use it for a fresh `Y.Doc`.
        client_id: ClientId,
        /// Raised when the document is replaced; local work of another generation does not fit.
        generation: i64,
        seq: Seq,
        you: Person,
        lock: LockView,
        access: Access,
    },
    /// The first `received` update frames of this connection are in the database, at the latest as `seq`.
    Ack { seq: Seq, received: u64 },
    /// Update frame number `received` was refused, and all after it; the document is as before.
    Refused {
        received: u64,
        code: RefusalCode,
        reason: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
    /// The lock changed, or this connection's part in it.
    Lock { lock: LockView },
    /// Whether this connection may write changed.
    Access { access: Access },
    /// Something the person should read.
    Notice { notice: Notice },
}

/// Whether this connection may change labels, the lock aside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Access {
    pub stage: Stage,
    /// Label writes are allowed once the lock is held.
    pub can_write: bool,
    /// Why not, in words, when they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<RefusalCode>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// To the holder: `from` asks for the lock.
    LockRequested { from: Person },
    /// To a person who asked: the lock is free now.
    LockFreed {},
    /// To the former holder: someone with the right to do so unlocked the item.
    Unlocked { by: Person, reason: String },
    /// To the former holder: the same person edits in another tab now.
    TakenOver {},
    /// To the former holder: the lock ran out while the connection was gone.
    LockExpired {},
    /// To everyone: the item moved on.
    Moved { by: Person, from: Stage, to: Stage },
}

/// Why a write was refused. Stable: clients branch on it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The bytes are not an update this server reads.
    Malformed,
    /// Larger than a limit allows.
    TooLarge,
    /// More messages than the rate allows.
    TooFast,
    /// The update leaves a gap, or builds on something the server does not have.
    Gap,
    /// The client id belongs to someone else.
    ClientId,
    /// Only the server writes this part of the document.
    ServerOnly,
    /// Someone else holds the editor lock.
    Locked,
    /// The lock was taken away before this edit was stored.
    LockLost,
    /// The person's role does not write at this stage.
    Role,
    /// The item's stage does not take label changes.
    Stage,
    /// The label is not in a shape the schema allows.
    Schema,
    /// The ontology has no such class, or not with this shape.
    Class,
    /// An attribute is unknown or its value is not one of those allowed.
    Attribute,
    /// A coordinate lies outside the media, or a geometry is degenerate.
    Geometry,
    /// The item already holds as much as is allowed.
    Limit,
    /// The label was judged and is fixed until it is reverted to pending.
    Judged,
    /// The item was opened for comments only.
    ViewOnly,
    /// The task is paused, closed, or not published yet.
    Paused,
    /// The item is assigned to somebody else.
    Assigned,
    /// The database cannot be reached: nothing can be saved now.
    StorageDown,
}

/// Why a connection was closed (4000-4999 are for applications).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CloseCode {
    Malformed,
    Unauthenticated,
    Forbidden,
    UnknownItem,
    TooSlow,
    Locked,
    TakenOver,
    TooLarge,
    NotWritable,
    TooFast,
    StorageDown,
    /// 1012: the server restarts.
    Restart,
    /// 1013: too much at the moment.
    TryAgain,
}

impl CloseCode {
    pub const ALL: [Self; 13] = [
        Self::Malformed,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::UnknownItem,
        Self::TooSlow,
        Self::Locked,
        Self::TakenOver,
        Self::TooLarge,
        Self::NotWritable,
        Self::TooFast,
        Self::StorageDown,
        Self::Restart,
        Self::TryAgain,
    ];

    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Malformed => 4400,
            Self::Unauthenticated => 4401,
            Self::Forbidden => 4403,
            Self::UnknownItem => 4404,
            Self::TooSlow => 4408,
            Self::Locked => 4409,
            Self::TakenOver => 4410,
            Self::TooLarge => 4413,
            Self::NotWritable => 4423,
            Self::TooFast => 4429,
            Self::StorageDown => 4503,
            Self::Restart => 1012,
            Self::TryAgain => 1013,
        }
    }

    /// The client may come back as it is, after a jittered pause.
    #[must_use]
    pub fn retry(self) -> bool {
        match self {
            Self::TooFast | Self::StorageDown | Self::Restart | Self::TryAgain => true,
            Self::Malformed
            | Self::Unauthenticated
            | Self::Forbidden
            | Self::UnknownItem
            | Self::TooSlow
            | Self::Locked
            | Self::TakenOver
            | Self::TooLarge
            | Self::NotWritable => false,
        }
    }
}

impl RefusalCode {
    /// The close code a connection without control messages gets for this refusal.
    #[must_use]
    pub fn close_code(self) -> CloseCode {
        match self {
            Self::Malformed
            | Self::Gap
            | Self::ClientId
            | Self::Schema
            | Self::Class
            | Self::Attribute
            | Self::Geometry => CloseCode::Malformed,
            Self::TooLarge | Self::Limit => CloseCode::TooLarge,
            Self::TooFast => CloseCode::TooFast,
            Self::ServerOnly | Self::Role | Self::ViewOnly | Self::Assigned => CloseCode::Forbidden,
            Self::Locked | Self::LockLost => CloseCode::Locked,
            Self::Stage | Self::Judged | Self::Paused => CloseCode::NotWritable,
            Self::StorageDown => CloseCode::StorageDown,
        }
    }
}
