//! The path of an edit through the room: check the session, admit the edit through the gate, store it, then broadcast
//! it and acknowledge it to its author.

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ConnectionId, Epoch, UserId};
use countersign_shared::review::VerdictKind;
use countersign_shared::wire::{RefusalCode, ServerMessage};
use countersign_shared::workflow::Stage;
use smallvec::SmallVec;

use super::locking::LockOp;
use super::{Core, Effect, Incoming, Now, Op, Work};
use crate::document::{ItemDocument, ServerChange};
use crate::live::batch::{Batch, ClientBinding, CommitError, LogRow};
use crate::live::frame;
use crate::live::gate::{Gate, LabelChanges, Refusal, Rules};
use crate::live::prescan::Prescan;
use crate::live::session::EditIntake;

/// The minimum number of milliseconds between two audit rows about one user's refusals.
const REFUSAL_AUDIT_INTERVAL_MS: u64 = 10_000;

/// An edit that was admitted and is not stored yet.
pub(super) struct Edit {
    pub connection: ConnectionId,
    pub user: UserId,
    /// Its number among the update frames of its connection.
    pub received: u64,
    pub cost: u32,
    /// Empty if the edit brought nothing new and only waits for its turn to be acknowledged.
    pub update: Bytes,
    /// The client ids that it binds to its author.
    pub binds: SmallVec<[ClientId; 1]>,
    pub changed: LabelChanges,
    pub epoch: Option<Epoch>,
    /// Whether the server wrote it as an addition to the edit before it. It is then sent to the author too.
    pub by_server: bool,
}

/// An edit that waits for its turn.
pub(super) struct HeldEdit {
    incoming: Incoming,
    received: u64,
}

/// The decision on an edit.
enum Decision {
    Admit(Edit),
    /// Tries again once the lock is acquired for its connection.
    AcquireLock(LockOp),
    Refuse(Refusal),
}

impl Core {
    pub(super) fn handle_edit(&mut self, incoming: Incoming, now: Now) {
        let Some(session) = self.sessions.get_mut(&incoming.connection) else {
            self.released += incoming.cost;
            return;
        };
        session.frames_received += 1;
        let held = HeldEdit { received: session.frames_received, incoming };
        // Nothing is admitted while an operation is queued or in flight.
        if self.held.is_empty() && self.ops.is_empty() && !matches!(self.work, Work::Operating(_)) {
            self.try_edit(held, now);
        } else {
            self.held.push_back(held);
        }
    }

    pub(super) fn handle_invalid_edit(
        &mut self,
        connection: ConnectionId,
        code: RefusalCode,
        reason: String,
        now: Now,
    ) {
        let Some(session) = self.sessions.get_mut(&connection) else { return };
        session.frames_received += 1;
        let received = session.frames_received;
        self.refuse(connection, received, &Refusal { code, reason, label: None }, now);
    }

    /// Tries the held edits in order, until one of them needs the lock first.
    pub(super) fn try_held(&mut self, now: Now) {
        while self.ops.is_empty() {
            let Some(held) = self.held.pop_front() else { return };
            self.try_edit(held, now);
        }
    }

    fn try_edit(&mut self, held: HeldEdit, now: Now) {
        let HeldEdit { incoming, received } = held;
        let connection = incoming.connection;
        let open = self.sessions.get(&connection).is_some_and(|session| session.edit_intake == EditIntake::Open);
        if !open {
            self.released += incoming.cost;
            return;
        }
        match self.decide(&incoming, received, now) {
            Decision::Admit(edit) => match self.approve_added(&edit, now) {
                Ok(approval) => {
                    self.pending.push(edit);
                    self.pending.extend(approval);
                }
                Err(refusal) => {
                    self.released += incoming.cost;
                    self.refuse(connection, received, &refusal, now);
                }
            },
            Decision::AcquireLock(op) => {
                self.ops.push_back(Op::Lock(op));
                self.held.push_front(HeldEdit { incoming, received });
            }
            Decision::Refuse(refusal) => {
                self.released += incoming.cost;
                self.refuse(connection, received, &refusal, now);
            }
        }
    }

    fn decide(&mut self, incoming: &Incoming, received: u64, now: Now) -> Decision {
        let Some(session) = self.sessions.get(&incoming.connection) else {
            return Decision::Refuse(refusal(RefusalCode::Role, "the connection has closed"));
        };
        let user = session.actor.user;
        let denial = self.write_denial(session);
        let mut edit = Edit {
            connection: incoming.connection,
            user,
            received,
            cost: incoming.cost,
            update: Bytes::new(),
            binds: SmallVec::new(),
            changed: LabelChanges::default(),
            epoch: None,
            by_server: false,
        };
        // Only the gate knows of unstored edits.
        let unstored = !self.pending.is_empty() || matches!(self.work, Work::Committing(_));
        if unstored && self.gate.is_none() {
            self.gate(now);
        }
        let news = self.has_new_blocks(&incoming.scan);
        if !news && incoming.scan.deleted.is_empty() {
            return Decision::Admit(edit);
        }
        let has_lock = self.lock.is_off || self.lock.is_held_by(incoming.connection);
        if denial.is_some() || !has_lock {
            // A replica that has just synced repeats all deletions it knows of, which is not a write.
            if !news && self.latest_document().deletes_nothing_new(&incoming.update) {
                return Decision::Admit(edit);
            }
            if let Some(code) = denial {
                return Decision::Refuse(refusal(code, denial_text(code)));
            }
            // An evicted connection must not acquire the lock implicitly: its edits in flight were made under the old
            // one.
            let evicted = self.sessions.get(&incoming.connection).is_some_and(|session| session.lock_was_taken);
            if self.lock.holder().is_none() && !evicted {
                return Decision::AcquireLock(LockOp::Acquire { connection: incoming.connection });
            }
            return Decision::Refuse(self.lock_refusal(incoming.connection));
        }
        edit.epoch = (!self.lock.is_off).then(|| self.lock.epoch());
        match self.new_bindings(&incoming.scan, user) {
            Ok(binds) => edit.binds = binds,
            Err(refusal) => return Decision::Refuse(refusal),
        }
        let Some((gate, rules)) = self.gate(now) else {
            return Decision::Refuse(refusal(RefusalCode::Malformed, "the document could not be processed"));
        };
        match gate.admit_scanned(&incoming.update, &incoming.scan, &rules) {
            Ok(admitted) => {
                edit.update = admitted.update;
                edit.changed = admitted.changed;
                Decision::Admit(edit)
            }
            Err(refusal) => {
                if gate.is_spoiled() {
                    self.gate = None;
                }
                Decision::Refuse(refusal)
            }
        }
    }

    /// Approves the labels that an edit adds in review or acceptance. The edit and the verdicts are stored together or
    /// not at all.
    fn approve_added(&mut self, edit: &Edit, now: Now) -> Result<Option<Edit>, Refusal> {
        let reviewing = matches!(self.stage(), Stage::Review | Stage::Acceptance);
        if !reviewing || edit.changed.added.is_empty() {
            return Ok(None);
        }
        let Some(actor) = self.sessions.get(&edit.connection).map(|session| session.actor.clone()) else {
            return Ok(None);
        };
        let verdicts = self.verdicts(&edit.changed.added, VerdictKind::Approved, &actor, 0, now).ok();
        let written = verdicts.and_then(|verdicts| {
            let gate = self.gate_for_server(now)?;
            gate.write(&ServerChange::SetVerdicts { verdicts }).ok()
        });
        let Some(update) = written else {
            self.gate = None;
            return Err(refusal(RefusalCode::Malformed, "the document could not be processed"));
        };
        Ok(Some(Edit {
            connection: edit.connection,
            user: edit.user,
            received: edit.received,
            cost: 0,
            update,
            binds: SmallVec::new(),
            changed: LabelChanges::default(),
            epoch: edit.epoch,
            by_server: true,
        }))
    }

    /// Returns the gate, which is built if there is none, and the rules that it checks against.
    fn gate(&mut self, now: Now) -> Option<(&mut Gate, Rules<'_>)> {
        self.gate_last_used = now.ms;
        if self.gate.is_none() {
            let client = self.new_client_id();
            let unstored: Vec<&Edit> = match &self.work {
                Work::Committing(edits) => edits.iter().chain(&self.pending).collect(),
                Work::Idle | Work::Operating(_) => self.pending.iter().collect(),
            };
            let updates = unstored.iter().map(|edit| edit.update.as_ref()).filter(|update| !update.is_empty());
            let built = Gate::rebuild(&self.document, client, updates);
            match built {
                Ok(gate) => {
                    self.gate_client = Some(client);
                    self.gate = Some(gate);
                }
                Err(_) => self.restart("the document cannot be copied"),
            }
        }
        let (ontology, media, stage) = (&self.settings.ontology, self.item.bounds, self.workflow_state.step.stage());
        let rules = Rules { ontology, media, stage };
        self.gate.as_mut().map(|gate| (gate, rules))
    }

    pub(super) fn gate_for_server(&mut self, now: Now) -> Option<&mut Gate> {
        self.gate(now).map(|(gate, _)| gate)
    }

    /// Returns the next clock of a client, unstored edits included.
    fn next_clock(&self, client: ClientId) -> u32 {
        self.gate.as_ref().map_or_else(|| self.document.next_clock(client), |gate| gate.next_clock(client))
    }

    fn has_new_blocks(&self, scan: &Prescan) -> bool {
        scan.inserted.iter().any(|range| range.end > self.next_clock(range.client))
    }

    /// Returns the gate's document, which includes unstored edits, or the live document if there is no gate.
    pub(super) fn latest_document(&self) -> &ItemDocument {
        self.gate.as_ref().map_or(&self.document, Gate::document)
    }

    /// Checks that the client ids of new blocks belong to this user or to nobody yet, and returns the latter.
    fn new_bindings(&self, scan: &Prescan, user: UserId) -> Result<SmallVec<[ClientId; 1]>, Refusal> {
        let mut fresh = SmallVec::new();
        for range in &scan.inserted {
            let known = self.next_clock(range.client);
            if range.end <= known {
                continue;
            }
            match self.owner_of(range.client) {
                Some(owner) if owner == user => {}
                Some(_) => return Err(refusal(RefusalCode::ClientId, "the client id belongs to another person")),
                // Blocks that belong to nobody are the server's.
                None if known > 0 || self.gate_client == Some(range.client) => {
                    return Err(refusal(RefusalCode::ClientId, "the client id belongs to the server"));
                }
                None => fresh.push(range.client),
            }
            if range.start > known {
                return Err(refusal(RefusalCode::Gap, "edits before this one are missing"));
            }
        }
        Ok(fresh)
    }

    /// Returns the owner of a client id, including bindings that come with unstored edits.
    fn owner_of(&self, client: ClientId) -> Option<UserId> {
        if let Some(user) = self.bindings.get(&client) {
            return Some(*user);
        }
        let committing: &[Edit] = match &self.work {
            Work::Committing(edits) => edits,
            Work::Idle | Work::Operating(_) => &[],
        };
        committing.iter().chain(&self.pending).find(|edit| edit.binds.contains(&client)).map(|edit| edit.user)
    }

    fn lock_refusal(&self, connection: ConnectionId) -> Refusal {
        let Some(session) = self.sessions.get(&connection) else {
            return refusal(RefusalCode::Locked, "someone else holds the editor lock");
        };
        let holder = self.lock.holder().map(|holder| &holder.person);
        let who = match holder {
            Some(person) if person.id == session.actor.user => "you are editing this item in another tab".to_owned(),
            Some(person) => format!("{} holds the editor lock", person.name),
            None => "nobody holds the editor lock".to_owned(),
        };
        if session.lock_was_taken {
            let reason = format!("you lost the editor lock before this edit was saved; {who}");
            return refusal(RefusalCode::LockLost, reason);
        }
        refusal(RefusalCode::Locked, who)
    }

    /// Notifies a connection that its edit was refused. Its later edits are dropped. A connection without control
    /// messages is closed.
    pub(super) fn refuse(&mut self, connection: ConnectionId, received: u64, refusal: &Refusal, now: Now) {
        let Some(session) = self.sessions.get_mut(&connection) else { return };
        if session.edit_intake == EditIntake::Refused {
            return;
        }
        session.edit_intake = EditIntake::Refused;
        let user = session.actor.user;
        if session.speaks_v1 {
            self.send_control(
                connection,
                &ServerMessage::Refused {
                    received,
                    code: refusal.code,
                    reason: refusal.reason.clone(),
                    label: refusal.label.clone(),
                },
            );
        } else {
            self.effects.push(Effect::Close { connection, code: refusal.code.close_code() });
        }
        let noted = self.refusals_audited_at.get(&user).is_some_and(|at| now.ms < at + REFUSAL_AUDIT_INTERVAL_MS);
        if !noted {
            self.refusals_audited_at.insert(user, now.ms);
            self.effects.push(Effect::AuditRefusal { user, code: refusal.code });
        }
    }

    /// Sends the admitted edits to the database, as one batch that is stored as a whole or not at all.
    pub(super) fn start_commit(&mut self, now: Now) {
        let edits = std::mem::take(&mut self.pending);
        let mut rows = Vec::with_capacity(edits.len());
        let mut bindings = Vec::new();
        let mut seq = self.seq;
        for edit in &edits {
            if edit.update.is_empty() {
                continue;
            }
            seq = seq.next();
            rows.push(LogRow { seq, epoch: edit.epoch, user: edit.user, update: edit.update.clone() });
            bindings.extend(edit.binds.iter().map(|client| ClientBinding { client: *client, user: edit.user }));
        }
        self.work = Work::Committing(edits);
        if rows.is_empty() {
            self.committed(Ok(()), now);
        } else {
            self.effects.push(Effect::Commit(Batch { item: self.item.id, rows, bindings }));
        }
    }

    pub(super) fn committed(&mut self, result: Result<(), CommitError>, now: Now) {
        let Work::Committing(edits) = std::mem::replace(&mut self.work, Work::Idle) else { return };
        self.released += edits.iter().map(|edit| edit.cost).sum::<u32>();
        match result {
            Ok(()) => self.publish_edits(edits, now),
            Err(CommitError::Fenced) => self.fenced(edits, now),
            Err(CommitError::Conflict) => self.restart("the log in the database differs from the one in memory"),
        }
    }

    fn publish_edits(&mut self, edits: Vec<Edit>, now: Now) {
        let mut frames = Vec::with_capacity(edits.len());
        let mut acks: SmallVec<[(ConnectionId, u64); 4]> = SmallVec::new();
        for edit in edits {
            if !edit.update.is_empty() {
                if self.apply(&edit.update).is_err() {
                    return;
                }
                self.seq = self.seq.next();
                let frame = frame::update(&edit.update);
                frames.push(((!edit.by_server).then_some(edit.connection), frame));
                for client in edit.binds {
                    self.bindings.insert(client, edit.user);
                }
                self.touch(edit.user, edit.changed, now);
            }
            match acks.iter_mut().find(|(connection, _)| *connection == edit.connection) {
                Some((_, received)) => *received = edit.received,
                None => acks.push((edit.connection, edit.received)),
            }
        }
        if !frames.is_empty() {
            self.joins.forget();
            self.effects.push(Effect::Updates(frames));
        }
        for (connection, received) in acks {
            self.send_control(connection, &ServerMessage::Ack { seq: self.seq, received });
        }
    }

    /// Refuses the edits of a batch, none of which was stored because its epoch has passed, and those admitted since.
    fn fenced(&mut self, edits: Vec<Edit>, now: Now) {
        let lost = std::mem::take(&mut self.pending);
        self.released += lost.iter().map(|edit| edit.cost).sum::<u32>();
        self.gate = None;
        let refusal = refusal(RefusalCode::LockLost, "you lost the editor lock before this edit was saved");
        for edit in edits.iter().chain(&lost) {
            self.refuse(edit.connection, edit.received, &refusal, now);
        }
        self.ops.push_front(Op::Refresh);
    }

    /// Drops a connection's edits that are not in flight to the database.
    pub(super) fn drop_edits_of(&mut self, connection: ConnectionId) {
        self.drop_pending_of(connection);
        let mut released = 0;
        self.held.retain(|held| {
            let keep = held.incoming.connection != connection;
            released += if keep { 0 } else { held.incoming.cost };
            keep
        });
        self.released += released;
    }

    /// Drops a connection's admitted edits that are not in flight to the database.
    fn drop_pending_of(&mut self, connection: ConnectionId) {
        let before = self.pending.len();
        let mut released = 0;
        self.pending.retain(|edit| {
            let keep = edit.connection != connection;
            released += if keep { 0 } else { edit.cost };
            keep
        });
        self.released += released;
        if self.pending.len() != before {
            self.gate = None;
        }
    }

    /// Refuses a connection's admitted edits that are not in flight to the database. Its held edits are tried in their
    /// turn.
    pub(super) fn refuse_pending_of(&mut self, connection: ConnectionId, code: RefusalCode, now: Now) {
        let first = self.pending.iter().find(|edit| edit.connection == connection).map(|edit| edit.received);
        self.drop_pending_of(connection);
        if let Some(received) = first {
            self.refuse(connection, received, &refusal(code, denial_text(code)), now);
        }
    }
}

fn refusal(code: RefusalCode, reason: impl Into<String>) -> Refusal {
    Refusal { code, reason: reason.into(), label: None }
}

fn denial_text(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::Stage => "the item is complete, so its labels cannot be changed",
        RefusalCode::ViewOnly => "the item is open for viewing and commenting only; open it from the list to edit it",
        RefusalCode::Paused => "the task does not accept work now: it is paused, closed, or not published yet",
        RefusalCode::Assigned => "the item is assigned to someone else",
        RefusalCode::LockLost => "the editor lock was turned on, and someone else holds it",
        _ => "your role cannot change labels at this stage",
    }
}
