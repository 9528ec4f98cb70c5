//! The room as a synchronous state machine: (state, event, now) → effects. It knows no runtime, no database and no
//! clock, so the same code runs in the simulation.
//!
//! At most one thing is in flight to the database: a batch of edits, or an operation (a lock change or a command).
//! Edits that arrive while an operation is queued or in flight are held back and tried after it, in order. So an
//! operation always sees a document without unstored edits.

mod commands;
mod edits;
mod issues;
mod joins;
mod locking;
mod people;
mod requirements;
mod signals;
mod transitions;
mod unlocking;
mod upkeep;
mod verdicts;

pub use signals::{Effect, Event, Incoming, ItemInfo, LoadedItem, Now, Revoked, Timeouts};

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use countersign_shared::ids::{ClientId, ConnectionId, Seq, UserId};
use countersign_shared::review::Counts;
use countersign_shared::task::TaskSettings;
use countersign_shared::wire::ServerMessage;
use countersign_shared::workflow::{Stage, WorkflowState};

use super::command::{CommandError, Outcome};
use super::operation::{Operation, OperationOutcome};
use crate::document::{DocumentError, ItemDocument};
use crate::live::gate::Gate;
use crate::live::lock::Lock;
use crate::live::outbound::Frame;
use crate::live::presence::Presence;
use crate::live::session::Session;

use edits::Edit;
use joins::JoinCache;
use locking::LockOp;
use upkeep::{Touched, UnloadPhase};

/// The work in flight to the database.
enum Work {
    Idle,
    Committing(Vec<Edit>),
    Operating(Box<Op>),
}

/// An operation on the database. Operations run one at a time.
enum Op {
    Lock(LockOp),
    Command(Box<commands::QueuedCommand>),
    /// Writes who created and last edited each label, before the room is unloaded.
    Provenance,
    /// Reads the state of the database after it was unreachable or rejected a write.
    Refresh,
}

pub struct Core {
    item: ItemInfo,
    timeouts: Timeouts,
    settings: Arc<TaskSettings>,
    workflow_state: WorkflowState,
    /// Whether labels or their verdicts were changed at this stage.
    begun: bool,
    submitted_by: Option<UserId>,
    assignee: Option<UserId>,
    counts: Counts,
    document: ItemDocument,
    gate: Option<Gate>,
    gate_last_used: u64,
    /// The gate's client id, which is never a client's.
    gate_client: Option<ClientId>,
    seq: Seq,
    snapshot: Seq,
    bindings: HashMap<ClientId, UserId>,
    sessions: HashMap<ConnectionId, Session>,
    lock: Lock,
    renew_at: u64,
    work: Work,
    ops: VecDeque<Op>,
    /// The changes that the operation in flight makes.
    prepared: commands::Prepared,
    pending: Vec<Edit>,
    held: VecDeque<edits::HeldEdit>,
    storage_down: bool,
    presence: Presence,
    joins: JoinCache,
    touched: BTreeMap<String, Touched>,
    refusals_audited_at: HashMap<UserId, u64>,
    compacting: bool,
    compact_after: u64,
    idle_since: Option<u64>,
    /// Whether any user has opened the item since it was loaded.
    opened: bool,
    unload_phase: UnloadPhase,
    random: u64,
    released: u32,
    effects: Vec<Effect>,
}

impl Core {
    /// Creates the core of a loaded item. `seed` is for generating client ids that nobody else has.
    #[must_use]
    pub fn new(loaded: LoadedItem, timeouts: Timeouts, seed: u64, now: Now) -> Self {
        let LoadedItem {
            item,
            settings,
            workflow_state,
            begun,
            submitted_by,
            assignee,
            lock_off,
            lock,
            document,
            seq,
            snapshot,
            bindings,
            counts,
        } = loaded;
        Self {
            item,
            timeouts,
            settings,
            workflow_state,
            begun,
            submitted_by,
            assignee,
            counts,
            document,
            gate: None,
            gate_last_used: 0,
            gate_client: None,
            seq,
            snapshot,
            bindings,
            sessions: HashMap::new(),
            lock: Lock::new(lock_off, lock, now.ms),
            renew_at: u64::MAX,
            work: Work::Idle,
            ops: VecDeque::new(),
            prepared: commands::Prepared::default(),
            pending: Vec::new(),
            held: VecDeque::new(),
            storage_down: false,
            presence: Presence::default(),
            joins: JoinCache::default(),
            touched: BTreeMap::new(),
            refusals_audited_at: HashMap::new(),
            compacting: false,
            compact_after: 0,
            idle_since: Some(now.ms),
            opened: false,
            unload_phase: UnloadPhase::Idle,
            random: seed,
            released: 0,
            effects: Vec::new(),
        }
    }

    /// Handles one event. After the last of the events that arrive together, call [`Core::advance`] to start the next
    /// work.
    pub fn handle(&mut self, event: Event, now: Now) {
        match event {
            Event::Join { connection, actor, options } => self.join(connection, *actor, options, now),
            Event::Leave(connection) => self.leave(connection, now),
            Event::Edit(incoming) => self.handle_edit(*incoming, now),
            Event::InvalidEdit { connection, code, reason } => self.handle_invalid_edit(connection, code, reason, now),
            Event::StateVector { connection, vector } => self.handle_state_vector(connection, &vector, now),
            Event::Presence { connection, message } => self.handle_presence(connection, &message, now),
            Event::QueryPresence(connection) => self.send_presence(connection),
            Event::Control { connection, message } => self.handle_control(connection, message),
            Event::Command { id, by, command, new_id } => self.enqueue_command(id, *by, command, new_id),
            Event::Committed(result) => self.committed(result, now),
            Event::OperationFinished(outcome) => self.operation_finished(outcome, now),
            Event::Compacted { seq, done } => self.compacted(seq, done, now),
            Event::Storage { up } => self.storage(up),
            Event::RolesChanged { task, user, roles } => {
                if task == self.item.task {
                    self.roles_changed(user, &roles, now);
                }
            }
            Event::LockSwitched { task, off } => {
                if task == self.item.task {
                    self.lock_switched(off, now);
                }
            }
            Event::Settings { task, settings } => {
                if task == self.item.task {
                    self.settings = settings;
                    self.recheck_all_write_access(now);
                }
            }
            Event::Assigned { assignee } => {
                self.assignee = assignee;
                self.recheck_all_write_access(now);
            }
            Event::Revoked(who) => self.revoked(who, now),
            Event::Tick => self.tick(now),
        }
    }

    fn stage(&self) -> Stage {
        self.workflow_state.step.stage()
    }

    /// Starts the next database work, if any can start.
    pub fn advance(&mut self, now: Now) {
        while matches!(self.work, Work::Idle) {
            if !self.ops.is_empty() {
                if !self.pending.is_empty() {
                    self.start_commit(now);
                } else if self.storage_down {
                    break;
                } else if let Some(op) = self.ops.pop_front() {
                    self.start_op(op, now);
                }
            } else if !self.held.is_empty() {
                self.try_held(now);
            } else if !self.pending.is_empty() {
                self.start_commit(now);
            } else {
                break;
            }
        }
        self.compact_if_due(now);
    }

    /// Returns the effects to perform, in order.
    pub fn effects(&mut self) -> std::vec::Drain<'_, Effect> {
        self.effects.drain(..)
    }

    /// Returns the budget of edits that no longer wait, counted since the last call.
    pub fn take_released(&mut self) -> u32 {
        std::mem::take(&mut self.released)
    }

    #[must_use]
    pub fn document(&self) -> &ItemDocument {
        &self.document
    }

    #[must_use]
    pub fn item(&self) -> &ItemInfo {
        &self.item
    }

    #[must_use]
    pub fn seq(&self) -> Seq {
        self.seq
    }

    #[must_use]
    pub fn connections(&self) -> usize {
        self.sessions.len()
    }

    /// Queues the write of what is known only in this room, because the server is stopping.
    pub fn prepare_shutdown(&mut self) {
        if !self.touched.is_empty() && !self.storage_down {
            self.ops.push_back(Op::Provenance);
        }
    }

    /// Whether something is in flight to the database.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !matches!(self.work, Work::Idle) || self.compacting
    }

    fn start_op(&mut self, op: Op, now: Now) {
        let operation = match &op {
            Op::Lock(lock) => self.lock_operation(lock),
            Op::Command(queued) => match self.prepare(queued, now) {
                Ok(operation) => Some(operation),
                Err(error) => {
                    self.reply(queued.id, Err(error));
                    None
                }
            },
            Op::Provenance => self.prepare_provenance(now),
            Op::Refresh => Some(Operation::Refresh { item: self.item.id }),
        };
        if let Some(operation) = operation {
            self.work = Work::Operating(Box::new(op));
            self.effects.push(Effect::Operate(operation));
        }
    }

    fn operation_finished(&mut self, outcome: OperationOutcome, now: Now) {
        let Work::Operating(op) = std::mem::replace(&mut self.work, Work::Idle) else { return };
        match outcome {
            OperationOutcome::Unreachable => {
                // The gate holds writes that might not be stored. It is rebuilt when it is needed again.
                self.gate = None;
                self.prepared = commands::Prepared::default();
                match *op {
                    Op::Command(queued) => self.reply(queued.id, Err(CommandError::StorageDown)),
                    Op::Lock(lock) => self.lock_unreachable(&lock, now),
                    Op::Provenance | Op::Refresh => {}
                }
                self.storage(false);
            }
            OperationOutcome::Conflict => self.restart("the log in the database differs from the one in memory"),
            OperationOutcome::Failed => {
                self.gate = None;
                self.prepared = commands::Prepared::default();
                if let Op::Command(queued) = *op {
                    self.reply(queued.id, Err(CommandError::Internal));
                }
            }
            OperationOutcome::Lock { row, applied } => {
                if let Op::Lock(lock) = *op {
                    self.lock_operation_finished(lock, row, applied, now);
                }
            }
            OperationOutcome::Written { row, applied } => match *op {
                Op::Command(queued) => self.command_finished(*queued, row, applied, now),
                Op::Provenance => self.provenance_done(applied, now),
                Op::Lock(_) | Op::Refresh => {}
            },
            OperationOutcome::Refreshed { row, seq, step } => {
                if seq == self.seq && step == self.workflow_state.step {
                    self.lock_refreshed(row, now);
                } else {
                    self.restart("the database was changed without this room");
                }
            }
        }
    }

    fn storage(&mut self, up: bool) {
        if self.storage_down != up {
            return;
        }
        self.storage_down = !up;
        if up {
            self.ops.push_front(Op::Refresh);
        } else {
            let waiting = std::mem::take(&mut self.ops);
            for op in waiting {
                match op {
                    Op::Command(queued) => self.reply(queued.id, Err(CommandError::StorageDown)),
                    // The refresh reads the row again once the database is back.
                    Op::Lock(_) | Op::Provenance | Op::Refresh => {}
                }
            }
        }
        self.send_access_to_all();
    }

    /// Applies a stored update to the live document, or restarts the room if that fails.
    fn apply(&mut self, update: &[u8]) -> Result<(), DocumentError> {
        self.document.apply(update).inspect_err(|_| self.restart("a stored update cannot be applied to the document"))
    }

    fn restart(&mut self, why: &'static str) {
        self.effects.push(Effect::Restart(why));
    }

    fn reply(&mut self, id: u64, result: Result<Outcome, CommandError>) {
        self.effects.push(Effect::Reply { id, result });
    }

    /// Sends a control message to one connection, if it speaks `countersign.v1`.
    fn send_control(&mut self, to: ConnectionId, message: &ServerMessage) {
        if self.sessions.get(&to).is_some_and(|session| session.speaks_v1) {
            let frame = control_frame(message);
            self.effects.push(Effect::Send { to, frame });
        }
    }

    /// Returns a client id that nobody has on this item.
    fn new_client_id(&mut self) -> ClientId {
        loop {
            // splitmix64
            self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.random;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let client = ClientId((mixed ^ (mixed >> 31)) & 0xffff_ffff);
            let taken = self.bindings.contains_key(&client)
                || self.gate_client == Some(client)
                || self.document.next_clock(client) > 0;
            if client.0 != 0 && !taken {
                return client;
            }
        }
    }
}

/// Encodes a control message as a frame that connections can share.
fn control_frame(message: &ServerMessage) -> Frame {
    Frame::Control(serde_json::to_string(message).expect("control messages have string keys only").into())
}

#[cfg(test)]
mod tests;
