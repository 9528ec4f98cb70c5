//! The people in the room: joining, leaving, changed roles, revoked sessions, presence.

use bytes::Bytes;
use countersign_shared::ids::{ConnectionId, UserId};
use countersign_shared::role::Roles;
use countersign_shared::wire::{Access, CloseCode, RefusalCode, ServerMessage};
use countersign_shared::workflow::Stage;

use super::locking::LockOp;
use super::{Core, Effect, Now, Op, UnloadPhase};
use crate::live::frame;
use crate::live::outbound::Frame;
use crate::live::room::command::{Actor, JoinOptions};
use crate::live::room::core::Revoked;
use crate::live::session::Session;

impl Core {
    pub(super) fn join(&mut self, connection: ConnectionId, actor: Actor, options: JoinOptions, now: Now) {
        self.idle_since = None;
        self.opened = true;
        self.unload_phase = UnloadPhase::Idle;
        let session = Session::new(actor, options);
        self.replace_same_tab(&session, now);
        let user = session.actor.user;
        let theirs = self.lock.is_reserved_for(user, session.actor.session, session.tab.as_deref());
        if theirs && !self.lock.is_off && self.write_denial(&session).is_none() {
            // The tab that lost its connection is back: it keeps the lock and its epoch.
            self.lock.connect(connection);
            self.ops.push_back(Op::Lock(LockOp::Resume { connection }));
            self.send_lock_to_all();
        }
        let welcome = ServerMessage::Welcome {
            connection,
            client_id: self.new_client_id(),
            generation: self.item.generation,
            seq: self.seq,
            you: session.person().clone(),
            lock: self.lock.view(connection, user),
            access: self.access(&session),
        };
        self.sessions.insert(connection, session);
        self.send_control(connection, &welcome);
        let frame = Frame::Sync(frame::step1(&self.document.state_vector()));
        self.effects.push(Effect::Send { to: connection, frame });
        self.send_presence(connection);
    }

    /// Closes the old socket of a client that reconnects before that socket was found dead.
    fn replace_same_tab(&mut self, session: &Session, now: Now) {
        let Some(tab) = session.tab.as_deref() else { return };
        let old = self.sessions.iter().find(|(_, old)| {
            old.tab.as_deref() == Some(tab)
                && old.actor.user == session.actor.user
                && old.actor.session == session.actor.session
        });
        if let Some(old) = old.map(|(connection, _)| *connection) {
            self.disconnect(old, CloseCode::TakenOver, now);
        }
    }

    pub(super) fn leave(&mut self, connection: ConnectionId, now: Now) {
        if self.sessions.remove(&connection).is_none() {
            return;
        }
        self.presence.remove(connection, now.ms);
        self.start_lock_grace(connection, now);
        if self.sessions.is_empty() {
            self.idle_since = Some(now.ms);
        }
    }

    fn disconnect(&mut self, connection: ConnectionId, code: CloseCode, now: Now) {
        self.effects.push(Effect::Close { connection, code });
        self.leave(connection, now);
    }

    pub(super) fn revoked(&mut self, who: Revoked, now: Now) {
        let theirs: Vec<(ConnectionId, UserId)> = self
            .sessions
            .iter()
            .filter(|(_, session)| match who {
                Revoked::User(user) => session.actor.user == user,
                Revoked::Session(sign_in) => session.actor.session == sign_in,
            })
            .map(|(connection, session)| (*connection, session.actor.user))
            .collect();
        for (connection, user) in theirs {
            self.drop_edits_of(connection);
            let held = self.lock.is_held_by(connection);
            self.disconnect(connection, CloseCode::Unauthenticated, now);
            if held {
                // A session that has ended cannot resume the lock.
                self.ops.push_back(Op::Lock(LockOp::Withdraw { from: user }));
            }
        }
    }

    pub(super) fn roles_changed(&mut self, user: UserId, roles: &Roles, now: Now) {
        let theirs: Vec<ConnectionId> = self
            .sessions
            .iter()
            .filter(|(_, session)| session.actor.user == user)
            .map(|(connection, _)| *connection)
            .collect();
        for connection in theirs {
            if let Some(session) = self.sessions.get_mut(&connection) {
                session.set_roles(roles.clone());
            }
            self.recheck_write_access(connection, now);
            if roles.is_empty() {
                self.disconnect(connection, CloseCode::Forbidden, now);
            }
        }
    }

    /// Checks every connection's write access again, after the task's settings or the assignee changed.
    pub(super) fn recheck_all_write_access(&mut self, now: Now) {
        let connections: Vec<ConnectionId> = self.sessions.keys().copied().collect();
        for connection in connections {
            self.recheck_write_access(connection, now);
        }
    }

    /// Checks a connection's write access again and reports it. If it is gone, the connection's pending edits are
    /// refused and its lock is released.
    pub(super) fn recheck_write_access(&mut self, connection: ConnectionId, now: Now) {
        let Some(session) = self.sessions.get(&connection) else { return };
        let (user, denial) = (session.actor.user, self.write_denial(session));
        if let Some(code) = denial {
            // The permission of an edit is final only once it is in flight to the database.
            self.refuse_pending_of(connection, code, now);
            if self.lock.is_held_by(connection) {
                self.ops.push_back(Op::Lock(LockOp::Withdraw { from: user }));
            }
        }
        self.send_access(connection);
    }

    /// Returns why this user is not allowed to write labels now, apart from the lock.
    pub(super) fn write_denial(&self, session: &Session) -> Option<RefusalCode> {
        let (actor, stage) = (&session.actor, self.stage());
        if session.view_only {
            return Some(RefusalCode::ViewOnly);
        }
        if !actor.roles.can_write_labels(stage) {
            return Some(if stage == Stage::Complete { RefusalCode::Stage } else { RefusalCode::Role });
        }
        if !self.settings.state.accepts_work() {
            return Some(RefusalCode::Paused);
        }
        let anothers = self.settings.distribution.excludes(actor.user, &actor.roles, self.assignee);
        anothers.then_some(RefusalCode::Assigned)
    }

    fn access(&self, session: &Session) -> Access {
        let why = self.write_denial(session).or(self.storage_down.then_some(RefusalCode::StorageDown));
        Access { stage: self.stage(), can_write: why.is_none(), why }
    }

    pub(super) fn send_access(&mut self, connection: ConnectionId) {
        if let Some(session) = self.sessions.get(&connection) {
            let access = self.access(session);
            self.send_control(connection, &ServerMessage::Access { access });
        }
    }

    pub(super) fn send_access_to_all(&mut self) {
        let connections: Vec<ConnectionId> = self.sessions.keys().copied().collect();
        for connection in connections {
            self.send_access(connection);
        }
    }

    pub(super) fn handle_state_vector(&mut self, connection: ConnectionId, vector: &Bytes, now: Now) {
        if !self.sessions.contains_key(&connection) {
            return;
        }
        match self.joins.answer(&self.document, vector, now.ms) {
            Ok(frame) => self.effects.push(Effect::Answer { to: connection, frame }),
            Err(_) => self.disconnect(connection, CloseCode::Malformed, now),
        }
    }

    pub(super) fn handle_presence(&mut self, connection: ConnectionId, message: &[u8], now: Now) {
        let Some(session) = self.sessions.get(&connection) else { return };
        if self.presence.update(connection, &session.actor.person, message, now.ms).is_err() {
            self.disconnect(connection, CloseCode::Malformed, now);
        }
    }

    pub(super) fn send_presence(&mut self, to: ConnectionId) {
        if let Some(bytes) = self.presence.all() {
            self.effects.push(Effect::Send { to, frame: Frame::Presence(bytes) });
        }
    }
}
