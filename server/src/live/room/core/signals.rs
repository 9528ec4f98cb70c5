//! What goes into a room's core and what comes out of it.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ConnectionId, DatasetId, ItemId, MediaId, Seq, TaskId, UserId};
use countersign_shared::label::MediaBounds;
use countersign_shared::review::Counts;
use countersign_shared::role::Roles;
use countersign_shared::task::TaskSettings;
use countersign_shared::wire::{ClientMessage, CloseCode, RefusalCode};
use countersign_shared::workflow::Standing;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::document::ItemDocument;
use crate::events::TaskEvent;
use crate::live::batch::{Batch, CommitError};
use crate::live::lock::LockRow;
use crate::live::outbound::Frame;
use crate::live::prescan::Prescan;
use crate::live::room::command::{Actor, Command, CommandError, Opening, Outcome};
use crate::live::room::operation::{Operated, Operation};
use crate::live::room::registry::Revoked;

/// The moment an event is handled at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Now {
    /// Milliseconds that only grow; all waiting is counted in these.
    pub ms: u64,
    /// For what people read.
    pub wall: OffsetDateTime,
}

/// Times a room waits, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    pub lock_grace: u64,
    pub idle: u64,
}

/// What never changes about an item while its room lives.
#[derive(Clone, Debug)]
pub struct Facts {
    pub item: ItemId,
    pub task: TaskId,
    pub dataset: DatasetId,
    pub media: MediaId,
    pub bounds: MediaBounds,
    pub generation: i64,
}

/// What a room starts with.
pub struct Loaded {
    pub facts: Facts,
    pub settings: Arc<TaskSettings>,
    pub standing: Standing,
    /// Somebody changed or judged labels at this stage.
    pub begun: bool,
    pub submitted_by: Option<UserId>,
    /// Who is to work on it; `None`: whoever may.
    pub assignee: Option<UserId>,
    pub lock_off: bool,
    pub lock: LockRow,
    pub document: ItemDocument,
    pub seq: Seq,
    /// The last update that a snapshot holds.
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
    /// What it takes of the room's budget for edits that wait.
    pub cost: u32,
}

pub enum Event {
    Join {
        connection: ConnectionId,
        actor: Box<Actor>,
        opening: Opening,
    },
    Leave(ConnectionId),
    Edit(Box<Incoming>),
    /// An update that did not pass the limits or the prescan.
    Unfit {
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
        /// Names the answer.
        id: u64,
        by: Box<Actor>,
        command: Command,
        /// For what the command makes.
        fresh: Uuid,
    },
    Committed(Result<(), CommitError>),
    Operated(Operated),
    Compacted {
        seq: Seq,
        done: bool,
    },
    /// Whether the database can be reached.
    Storage {
        up: bool,
    },
    /// Of a task, which need not be this item's.
    RolesChanged {
        task: TaskId,
        user: UserId,
        roles: Roles,
    },
    LockSwitched {
        task: TaskId,
        off: bool,
    },
    /// A task was set up otherwise.
    Settings {
        task: TaskId,
        settings: Arc<TaskSettings>,
    },
    /// The item was given to somebody, or to nobody.
    Assigned {
        assignee: Option<UserId>,
    },
    Revoked(Revoked),
    /// Time passed.
    Tick,
}

/// What the room's task has to do, in this order.
#[derive(Debug)]
pub enum Effect {
    Send {
        to: ConnectionId,
        frame: Frame,
    },
    /// The answer to a state vector; from now on the connection gets what changes.
    Answer {
        to: ConnectionId,
        frame: Bytes,
    },
    /// Update frames to everyone who follows, but each not to its author.
    Updates(Vec<(Option<ConnectionId>, Bytes)>),
    /// To everyone who follows.
    Presence(Bytes),
    Close {
        connection: ConnectionId,
        code: CloseCode,
    },
    /// Say [`Event::Committed`].
    Commit(Batch),
    Operate(Operation),
    Reply {
        id: u64,
        result: Result<Outcome, CommandError>,
    },
    Publish(TaskEvent),
    /// A row of the audit log that nothing waits for.
    Refused {
        user: UserId,
        code: RefusalCode,
    },
    /// Write a snapshot and say [`Event::Compacted`].
    Compact {
        seq: Seq,
        state: Bytes,
    },
    /// Nobody needs the room any more.
    Unload,
    /// The document in memory is not to be trusted any more: everyone comes anew.
    Restart(&'static str),
}
