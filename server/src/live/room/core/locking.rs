//! The editor lock in the room: requests from connections, answers from the database, and who is notified.

use countersign_shared::ids::{ConnectionId, UserId};
use countersign_shared::limits::PING_SECONDS;
use countersign_shared::lock::Person;
use countersign_shared::wire::{ClientMessage, Notice, RefusalCode, ServerMessage};

use super::{Core, Effect, Now, Op};
use crate::events::TaskEvent;
use crate::live::lock::{LockChange, LockRow};
use crate::live::room::operation::Operation;

/// The maximum number of control messages and commands that wait for the database.
pub(super) const MAX_OPS: usize = 128;
const RENEW_MS: u64 = PING_SECONDS * 1_000;
/// Milliseconds that the room waits after the database's expiry time before it checks the lock.
const SLACK_MS: u64 = 100;

/// A queued change of the lock.
#[derive(Clone, Debug)]
pub(super) enum LockOp {
    Acquire {
        connection: ConnectionId,
    },
    TakeOver {
        connection: ConnectionId,
    },
    HandOver {
        connection: ConnectionId,
        to: UserId,
    },
    Release {
        connection: ConnectionId,
    },
    /// Releases the lock of a holder who lost write access or was disconnected by the server.
    Withdraw {
        from: UserId,
    },
    Disconnect,
    Resume {
        connection: ConnectionId,
    },
    Renew,
    Expire,
}

/// The cause of a lock change, for those who are notified.
pub(super) enum Cause {
    Requested,
    TakenOver,
    Expired,
    Unlocked { by: Person, reason: String },
}

impl Core {
    pub(super) fn handle_control(&mut self, connection: ConnectionId, message: ClientMessage) {
        if !self.sessions.contains_key(&connection) || self.ops.len() >= MAX_OPS {
            return;
        }
        let op = match message {
            ClientMessage::Acquire {} => LockOp::Acquire { connection },
            ClientMessage::Release {} => LockOp::Release { connection },
            ClientMessage::TakeOver {} => LockOp::TakeOver { connection },
            ClientMessage::HandOver { to } => LockOp::HandOver { connection, to },
            ClientMessage::Request {} => return self.request(connection),
        };
        if self.storage_down {
            return self.send_access(connection);
        }
        self.ops.push_back(Op::Lock(op));
    }

    /// Forwards the request to the holder, and remembers it for when the lock is free.
    fn request(&mut self, connection: ConnectionId) {
        let holder = self.lock.connection();
        let Some(session) = self.sessions.get_mut(&connection) else { return };
        if self.lock.is_held_by(connection) || self.lock.is_off {
            return;
        }
        session.lock_requested = true;
        let from = session.person().clone();
        match holder {
            Some(holder) => {
                self.send_control(holder, &ServerMessage::Notice { notice: Notice::LockRequested { from } });
            }
            None if self.lock.holder().is_none() => self.notify_lock_freed(),
            None => {}
        }
    }

    /// Returns the database operation of a lock change, checked at its turn, or `None` if it no longer applies.
    pub(super) fn lock_operation(&mut self, op: &LockOp) -> Option<Operation> {
        let epoch = self.lock.epoch();
        let change = match op {
            LockOp::Acquire { connection } | LockOp::TakeOver { connection } => {
                let session = self.sessions.get(connection)?;
                let may = self.write_denial(session).is_none();
                let (user, sign_in, tab) = (session.actor.user, session.actor.session, session.tab.clone());
                if !may {
                    self.send_access(*connection);
                    return None;
                }
                let take_over = matches!(op, LockOp::TakeOver { .. });
                match self.lock.holder().map(|holder| holder.person.id) {
                    _ if self.lock.is_off || self.lock.is_held_by(*connection) => {
                        self.send_lock(*connection);
                        return None;
                    }
                    None => LockChange::Acquire { user, session: sign_in, tab },
                    Some(holder) if holder == user && take_over => LockChange::TakeOver { user, session: sign_in, tab },
                    Some(_) => {
                        self.send_lock(*connection);
                        return None;
                    }
                }
            }
            LockOp::HandOver { connection, to } => {
                let from = self.sessions.get(connection)?.actor.user;
                if !self.lock.is_held_by(*connection) {
                    self.send_lock(*connection);
                    return None;
                }
                let new_connection = self.hand_over_connection(*to)?;
                let session = self.sessions.get(&new_connection)?;
                let tab = session.tab.clone();
                LockChange::HandOver { epoch, from, user: *to, session: session.actor.session, tab }
            }
            LockOp::Release { connection } => {
                let by = self.sessions.get(connection)?.actor.user;
                if !self.lock.is_held_by(*connection) {
                    self.send_lock(*connection);
                    return None;
                }
                LockChange::Release { epoch, by }
            }
            LockOp::Withdraw { from } => {
                if self.lock.holder()?.person.id != *from {
                    return None;
                }
                LockChange::Release { epoch, by: *from }
            }
            LockOp::Disconnect => {
                if self.lock.holder().is_none() || self.lock.connection().is_some() {
                    return None;
                }
                LockChange::Disconnect { epoch }
            }
            LockOp::Resume { connection } => {
                if !self.lock.is_held_by(*connection) {
                    return None;
                }
                LockChange::Resume { epoch }
            }
            LockOp::Renew => {
                self.lock.connection()?;
                LockChange::Renew { epoch }
            }
            LockOp::Expire => {
                if self.lock.holder().is_none() || self.lock.connection().is_some() {
                    return None;
                }
                LockChange::Expire { epoch }
            }
        };
        Some(Operation::Lock { item: self.item.id, task: self.item.task, change })
    }

    /// Returns the connection on which a user gets the lock: one that requested it before any other.
    fn hand_over_connection(&self, user: UserId) -> Option<ConnectionId> {
        self.sessions
            .iter()
            .filter(|(_, session)| session.actor.user == user && self.write_denial(session).is_none())
            .max_by_key(|(connection, session)| (session.lock_requested, session.speaks_v1, **connection))
            .map(|(connection, _)| *connection)
    }

    pub(super) fn lock_operation_finished(&mut self, op: LockOp, row: LockRow, done: bool, now: Now) {
        let requester = match &op {
            LockOp::Acquire { connection }
            | LockOp::TakeOver { connection }
            | LockOp::HandOver { connection, .. }
            | LockOp::Release { connection } => Some(*connection),
            LockOp::Withdraw { .. } | LockOp::Disconnect | LockOp::Resume { .. } | LockOp::Renew | LockOp::Expire => {
                None
            }
        };
        let (connection, cause) = match op {
            LockOp::Acquire { connection } => (Some(connection), Cause::Requested),
            LockOp::TakeOver { connection } => (Some(connection), Cause::TakenOver),
            LockOp::HandOver { to, .. } => (self.hand_over_connection(to), Cause::Requested),
            LockOp::Release { .. } | LockOp::Withdraw { .. } => (None, Cause::Requested),
            LockOp::Expire => (None, Cause::Expired),
            LockOp::Disconnect | LockOp::Resume { .. } | LockOp::Renew => (self.lock.connection(), Cause::Expired),
        };
        // A connection that has left in the meantime does not hold anything.
        let connection = connection.filter(|connection| done && self.sessions.contains_key(connection));
        let connection = connection.or_else(|| self.connection_of(&row));
        self.update_lock(row, connection, &cause, now);
        if let Some(requester) = requester.filter(|_| !done) {
            self.send_lock(requester);
        }
    }

    /// Returns the live connection that a row's holder has in this room.
    fn connection_of(&self, row: &LockRow) -> Option<ConnectionId> {
        let holder = row.holder.as_ref()?;
        if row.epoch == self.lock.epoch() {
            return self.lock.connection();
        }
        self.sessions
            .iter()
            .find(|(_, session)| {
                session.actor.user == holder.person.id
                    && session.actor.session == holder.session
                    && session.tab == holder.tab
            })
            .map(|(connection, _)| *connection)
    }

    /// Updates the lock from its new row and notifies everyone concerned.
    pub(super) fn update_lock(&mut self, row: LockRow, connection: Option<ConnectionId>, cause: &Cause, now: Now) {
        let (old_epoch, old_connection) = (self.lock.epoch(), self.lock.connection());
        let old_holder = self.lock.list_holder();
        let was_in_grace = self.lock.holder().is_some() && old_connection.is_none();
        self.lock.set(row, connection, now.ms);
        let connection = self.lock.connection();
        self.renew_at = if connection.is_some() { now.ms + RENEW_MS } else { u64::MAX };
        if self.lock.holder().is_some() && connection.is_none() {
            if self.lock.disconnected() {
                self.lock.reschedule_expiry_check(self.lock.check_expiry_at().unwrap_or(now.ms) + SLACK_MS);
            } else {
                // The connection left while the operation was in flight.
                self.ops.push_back(Op::Lock(LockOp::Disconnect));
            }
        }
        let in_grace = self.lock.holder().is_some() && connection.is_none();
        let moved = old_epoch != self.lock.epoch();
        if moved {
            if let Some(old) = old_connection.filter(|old| Some(*old) != connection) {
                if let Some(session) = self.sessions.get_mut(&old) {
                    session.lock_was_taken = !matches!(cause, Cause::Requested);
                }
                let notice = match cause {
                    Cause::Requested => None,
                    Cause::TakenOver => Some(Notice::TakenOver {}),
                    Cause::Expired => Some(Notice::LockExpired {}),
                    Cause::Unlocked { by, reason } => Some(Notice::Unlocked { by: by.clone(), reason: reason.clone() }),
                };
                if let Some(notice) = notice {
                    self.send_control(old, &ServerMessage::Notice { notice });
                }
            }
            if let Some(session) = connection.and_then(|connection| self.sessions.get_mut(&connection)) {
                session.lock_was_taken = false;
                session.lock_requested = false;
            }
        }
        if moved || was_in_grace != in_grace || old_connection != connection {
            self.send_lock_to_all();
        }
        if moved && self.lock.holder().is_none() {
            self.notify_lock_freed();
        }
        if self.lock.list_holder() != old_holder {
            let event = TaskEvent::Lock { item: self.item.id, lock: self.lock.list_holder() };
            self.effects.push(Effect::Publish(event));
        }
    }

    /// Handles a lock change that did not reach the database: notifies the connection that asked for it, or schedules
    /// another check.
    pub(super) fn lock_unreachable(&mut self, op: &LockOp, now: Now) {
        match op {
            LockOp::Acquire { connection }
            | LockOp::TakeOver { connection }
            | LockOp::HandOver { connection, .. }
            | LockOp::Release { connection } => self.send_access(*connection),
            LockOp::Withdraw { .. } | LockOp::Disconnect | LockOp::Resume { .. } | LockOp::Renew | LockOp::Expire => {
                self.lock.reschedule_expiry_check(now.ms + RENEW_MS);
            }
        }
    }

    /// Updates the lock from the row that a refresh has read.
    pub(super) fn lock_refreshed(&mut self, row: LockRow, now: Now) {
        let connection = self.connection_of(&row);
        let disconnected = row.is_disconnected;
        self.update_lock(row, connection, &Cause::Expired, now);
        if let Some(connection) = self.lock.connection() {
            let op = if disconnected { LockOp::Resume { connection } } else { LockOp::Renew };
            self.ops.push_back(Op::Lock(op));
        }
    }

    /// Switches the lock on or off. When it is switched on, the pending edits of everyone but the holder are refused,
    /// because they were admitted under the other rule.
    pub(super) fn lock_switched(&mut self, off: bool, now: Now) {
        if self.lock.is_off == off {
            return;
        }
        let was = self.lock.list_holder();
        self.lock.is_off = off;
        let lost: Vec<ConnectionId> = self
            .pending
            .iter()
            .map(|edit| edit.connection)
            .filter(|connection| !off && !self.lock.is_held_by(*connection))
            .collect();
        for connection in lost {
            self.refuse_pending_of(connection, RefusalCode::LockLost, now);
        }
        self.send_lock_to_all();
        if self.lock.list_holder() != was {
            let event = TaskEvent::Lock { item: self.item.id, lock: self.lock.list_holder() };
            self.effects.push(Effect::Publish(event));
        }
    }

    pub(super) fn lock_tick(&mut self, now: Now) {
        let waits = |ops: &std::collections::VecDeque<Op>, wanted: fn(&LockOp) -> bool| {
            ops.iter().any(|op| matches!(op, Op::Lock(lock) if wanted(lock)))
        };
        if self.lock.check_expiry_at().is_some_and(|at| at <= now.ms) {
            // Check again until the row says that the lock is free.
            self.lock.reschedule_expiry_check(now.ms + 1_000);
            if !self.storage_down && !waits(&self.ops, |op| matches!(op, LockOp::Expire)) {
                self.ops.push_back(Op::Lock(LockOp::Expire));
            }
        }
        if self.renew_at <= now.ms {
            self.renew_at = now.ms + RENEW_MS;
            if !self.storage_down && !waits(&self.ops, |op| matches!(op, LockOp::Renew)) {
                self.ops.push_back(Op::Lock(LockOp::Renew));
            }
        }
    }

    /// Starts the grace period if the holder's connection has gone. The same tab can resume the lock.
    pub(super) fn start_lock_grace(&mut self, connection: ConnectionId, now: Now) {
        if !self.lock.is_held_by(connection) {
            return;
        }
        self.lock.disconnect(now.ms + self.timeouts.lock_grace + SLACK_MS);
        self.renew_at = u64::MAX;
        self.ops.push_back(Op::Lock(LockOp::Disconnect));
        self.send_lock_to_all();
    }

    fn notify_lock_freed(&mut self) {
        let asked: Vec<ConnectionId> = self
            .sessions
            .iter()
            .filter(|(_, session)| session.lock_requested)
            .map(|(connection, _)| *connection)
            .collect();
        for connection in asked {
            if let Some(session) = self.sessions.get_mut(&connection) {
                session.lock_requested = false;
            }
            self.send_control(connection, &ServerMessage::Notice { notice: Notice::LockFreed {} });
        }
    }

    pub(super) fn send_lock(&mut self, connection: ConnectionId) {
        if let Some(session) = self.sessions.get(&connection) {
            let lock = self.lock.view(connection, session.actor.user);
            self.send_control(connection, &ServerMessage::Lock { lock });
        }
    }

    pub(super) fn send_lock_to_all(&mut self) {
        let connections: Vec<ConnectionId> = self.sessions.keys().copied().collect();
        for connection in connections {
            self.send_lock(connection);
        }
    }
}
