//! Control messages and close codes of the `countersign.v1` WebSocket subprotocol, specified in `docs/PROTOCOL.md`.

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

/// A control message from a client. All of them concern the lock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientMessage {
    /// Takes the lock if it is free.
    Acquire {},
    /// Releases the lock.
    Release {},
    /// Takes the lock over from another tab of the same user.
    TakeOver {},
    /// Asks the holder to hand the lock over.
    Request {},
    /// Hands the lock over to a user who asked for it.
    HandOver { to: crate::ids::UserId },
}

/// A control message from the server, in addition to the document itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The first message of a connection.
    Welcome {
        connection: ConnectionId,
        /// A client id that nobody else has on this item; use it for a new `Y.Doc`.
        client_id: ClientId,
        /// Incremented when the document is replaced. Local changes of another generation do not apply.
        generation: i64,
        seq: Seq,
        you: Person,
        lock: LockView,
        access: Access,
    },
    /// The first `received` update frames of this connection are stored, with sequence numbers up to `seq`.
    Ack { seq: Seq, received: u64 },
    /// Update frame number `received` and all later ones were refused; the document is unchanged.
    Refused {
        received: u64,
        code: RefusalCode,
        reason: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
    },
    /// The lock has changed, or its status for this connection.
    Lock { lock: LockView },
    /// This connection's write access has changed.
    Access { access: Access },
    /// A notice for the user.
    Notice { notice: Notice },
}

/// Whether this connection can change labels, apart from the lock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Access {
    pub stage: Stage,
    /// Whether label writes are allowed once the lock is held.
    pub can_write: bool,
    /// Why label writes are not allowed; absent if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<RefusalCode>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// Sent to the holder: `from` asks for the lock.
    LockRequested { from: Person },
    /// Sent to a user who asked for the lock: it is free now.
    LockFreed {},
    /// Sent to the previous holder: `by` force-unlocked the item.
    Unlocked { by: Person, reason: String },
    /// Sent to the previous holder: the same user now edits in another tab.
    TakenOver {},
    /// Sent to the previous holder: the lock expired while the connection was lost.
    LockExpired {},
    /// Sent to everyone: the item has changed its stage.
    Moved { by: Person, from: Stage, to: Stage },
}

/// Why a write was refused. The codes are stable: clients branch on them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The bytes are not an update that this server accepts.
    Malformed,
    /// The update is larger than a limit allows.
    TooLarge,
    /// The connection sends more messages than its rate allows.
    TooFast,
    /// The update leaves a gap, or depends on something that the server does not have.
    Gap,
    /// The client id belongs to another user or to the server.
    ClientId,
    /// Only the server can write this part of the document.
    ServerOnly,
    /// Someone else holds the editor lock.
    Locked,
    /// The lock was lost before this edit was stored.
    LockLost,
    /// The user's role does not allow writing at this stage.
    Role,
    /// The item's stage does not allow label changes.
    Stage,
    /// The label does not match the document schema.
    Schema,
    /// The ontology has no such class, or the class does not allow this shape.
    Class,
    /// An attribute is unknown, or its value is not allowed.
    Attribute,
    /// A coordinate lies outside the media, or a geometry is degenerate.
    Geometry,
    /// The edit would exceed a limit of the item or of a label.
    Limit,
    /// The label has a verdict, and cannot change until it is pending again.
    Judged,
    /// The item was opened for comments only.
    ViewOnly,
    /// The task is paused, closed, or not published yet.
    Paused,
    /// The item is assigned to another user.
    Assigned,
    /// The database is unreachable: nothing can be saved now.
    StorageDown,
}

/// Why a connection was closed. Codes 4000 to 4999 are reserved for applications.
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
    /// 1012: the server is restarting.
    Restart,
    /// 1013: the server is overloaded.
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

    /// Returns whether the client can reconnect unchanged, after a jittered backoff.
    #[must_use]
    pub fn can_reconnect(self) -> bool {
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
    /// Returns the code with which this refusal closes a connection without control messages.
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
