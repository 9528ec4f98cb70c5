//! The inputs and outputs of a room's core: events and effects.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ConnectionId, DatasetId, ItemId, MediaId, Seq, SessionId, TaskId, UserId};
use countersign_shared::label::MediaBounds;
use countersign_shared::review::Counts;
use countersign_shared::role::Roles;
use countersign_shared::task::TaskSettings;
use countersign_shared::wire::{ClientMessage, CloseCode, RefusalCode};
use countersign_shared::workflow::WorkflowState;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::document::ItemDocument;
use crate::events::TaskEvent;
use crate::live::batch::{Batch, CommitError};
use crate::live::lock::LockRow;
use crate::live::outbound::Frame;
use crate::live::prescan::Prescan;
use crate::live::room::command::{Actor, Command, CommandError, JoinOptions, Outcome};
use crate::live::room::operation::{Operation, OperationOutcome};

/// The time at which an event is handled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Now {
    /// Monotonic milliseconds, which all timers use.
    pub ms: u64,
    /// Wall-clock time, for timestamps that people read.
    pub wall: OffsetDateTime,
}

/// Identifies the sockets to close.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Revoked {
    /// All sockets of a disabled user.
    User(UserId),
    /// All sockets of a sign-in session or API token that ended.
    Session(SessionId),
}

/// The timeouts of a room, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    pub lock_grace: u64,
    pub idle: u64,
}

/// The properties of an item that never change while its room lives.
#[derive(Clone, Debug)]
pub struct ItemInfo {
    pub id: ItemId,
    pub task: TaskId,
    pub dataset: DatasetId,
    pub media: MediaId,
    pub bounds: MediaBounds,
    pub generation: i64,
}

/// The loaded state that a room starts with.
pub struct LoadedItem {
    pub item: ItemInfo,
    pub settings: Arc<TaskSettings>,
    pub workflow_state: WorkflowState,
    /// Whether labels or their verdicts were changed at this stage.
    pub begun: bool,
    pub submitted_by: Option<UserId>,
    /// The assignee. `None` means any user whose role allows it.
    pub assignee: Option<UserId>,
    pub lock_off: bool,
    pub lock: LockRow,
    pub document: ItemDocument,
    pub seq: Seq,
    /// The last update that a snapshot includes.
    pub snapshot: Seq,
    pub bindings: HashMap<ClientId, UserId>,
    pub counts: Counts,
}

/// An update that passed the limits and the prescan of its connection.
#[derive(Debug)]
pub struct Incoming {
    pub connection: ConnectionId,
    pub update: Bytes,
    pub scan: Prescan,
    /// Its share of the room's budget for pending edits.
    pub cost: u32,
}

pub enum Event {
    Join {
        connection: ConnectionId,
        actor: Box<Actor>,
        options: JoinOptions,
    },
    Leave(ConnectionId),
    Edit(Box<Incoming>),
    /// An update that did not pass the limits or the prescan.
    InvalidEdit {
        connection: ConnectionId,
        code: RefusalCode,
        reason: String,
    },
    StateVector {
        connection: ConnectionId,
        vector: Bytes,
    },
    Presence {
        connection: ConnectionId,
        message: Bytes,
    },
    QueryPresence(ConnectionId),
    Control {
        connection: ConnectionId,
        message: ClientMessage,
    },
    Command {
        /// Identifies the reply.
        id: u64,
        by: Box<Actor>,
        command: Command,
        /// The id for what the command creates.
        new_id: Uuid,
    },
    Committed(Result<(), CommitError>),
    OperationFinished(OperationOutcome),
    Compacted {
        seq: Seq,
        done: bool,
    },
    /// Whether the database can be reached.
    Storage {
        up: bool,
    },
    /// A user's roles in a task changed. The task need not be this item's.
    RolesChanged {
        task: TaskId,
        user: UserId,
        roles: Roles,
    },
    LockSwitched {
        task: TaskId,
        off: bool,
    },
    /// A task's settings changed.
    Settings {
        task: TaskId,
        settings: Arc<TaskSettings>,
    },
    /// The item was assigned to a user, or to nobody.
    Assigned {
        assignee: Option<UserId>,
    },
    Revoked(Revoked),
    /// Time passed.
    Tick,
}

/// An effect for the room's task to perform, in the order returned.
#[derive(Debug)]
pub enum Effect {
    Send {
        to: ConnectionId,
        frame: Frame,
    },
    /// Answers a state vector. From now on the connection receives every update.
    Answer {
        to: ConnectionId,
        frame: Bytes,
    },
    /// Sends each update frame to every subscriber except its author.
    Updates(Vec<(Option<ConnectionId>, Bytes)>),
    /// Sends presence to every connection.
    Presence(Bytes),
    Close {
        connection: ConnectionId,
        code: CloseCode,
    },
    /// Stores a batch and answers with [`Event::Committed`].
    Commit(Batch),
    Operate(Operation),
    Reply {
        id: u64,
        result: Result<Outcome, CommandError>,
    },
    Publish(TaskEvent),
    /// Writes an audit row about a refused edit. Nothing waits for it.
    AuditRefusal {
        user: UserId,
        code: RefusalCode,
    },
    /// Writes a snapshot and answers with [`Event::Compacted`].
    Compact {
        seq: Seq,
        state: Bytes,
    },
    /// Unloads the room, which is no longer needed.
    Unload,
    /// Ends the room, because its document in memory is no longer trustworthy. Every client reconnects.
    Restart(&'static str),
}
