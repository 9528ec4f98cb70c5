//! An in-memory database of one item, which answers as the real one does.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use countersign_shared::ids::{ClientId, Epoch, Seq, UserId};
use countersign_shared::lock::Person;
use countersign_shared::review::Counts;
use countersign_shared::workflow::{FinishAction, Step, WorkflowState};
use time::OffsetDateTime;

use crate::live::batch::{Batch, CommitError};
use crate::live::lock::{Holder, LockChange, LockRow};
use crate::live::room::operation::{Operation, OperationOutcome, Transaction, TransitionKind};

pub const TTL_MS: u64 = 60_000;
pub const GRACE_MS: u64 = 30_000;

#[derive(Clone)]
pub struct Entry {
    pub update: Bytes,
}

pub struct Database {
    pub log: Vec<Entry>,
    pub snapshot: Option<(Seq, Bytes)>,
    pub bindings: HashMap<ClientId, UserId>,
    pub workflow_state: WorkflowState,
    pub submitted_by: Option<UserId>,
    pub assignee: Option<UserId>,
    pub counts: Counts,
    pub lock: LockRow,
    pub expires: u64,
    /// The user who wrote under each epoch; never two.
    pub writers: BTreeMap<Epoch, UserId>,
    pub unlocks: usize,
}

impl Database {
    pub fn new() -> Self {
        Self {
            log: Vec::new(),
            snapshot: None,
            bindings: HashMap::new(),
            workflow_state: WorkflowState::new(Step::Annotate),
            submitted_by: None,
            assignee: None,
            counts: Counts::default(),
            lock: LockRow::default(),
            expires: 0,
            writers: BTreeMap::new(),
            unlocks: 0,
        }
    }

    pub fn row(&self, now: u64) -> LockRow {
        let holder = self.lock.holder.clone().filter(|_| self.expires > now);
        LockRow {
            epoch: self.lock.epoch,
            is_disconnected: holder.is_some() && self.lock.is_disconnected,
            remaining_ms: if holder.is_some() { self.expires - now } else { 0 },
            holder,
        }
    }

    pub fn last(&self) -> Seq {
        Seq(i64::try_from(self.log.len()).expect("a short log"))
    }

    fn at(&self, seq: Seq) -> Option<&Entry> {
        self.log.get(usize::try_from(seq.0 - 1).expect("sequence numbers start at 1"))
    }

    /// Stores a batch, as `db::updates::store` does.
    pub fn store(&mut self, batch: &Batch) -> Result<(), CommitError> {
        assert!(!batch.rows.is_empty(), "an empty batch is not sent");
        if batch.rows.iter().all(|row| self.at(row.seq).is_some_and(|entry| entry.update == row.update)) {
            return Ok(());
        }
        if batch.rows.iter().any(|row| self.at(row.seq).is_some()) {
            return Err(CommitError::Conflict);
        }
        let epoch = batch.rows[0].epoch;
        assert!(batch.rows.iter().all(|row| row.epoch == epoch), "one epoch per batch");
        if let Some(epoch) = epoch
            && (epoch != self.lock.epoch || self.lock.holder.is_none())
        {
            return Err(CommitError::Fenced);
        }
        for row in &batch.rows {
            if let Some(epoch) = row.epoch {
                let holder = self.lock.holder.as_ref().expect("the lock is held").person.id;
                assert_eq!(row.user, holder, "only the holder writes");
                assert_eq!(*self.writers.entry(epoch).or_insert(row.user), row.user, "one writer per epoch");
            }
            assert_eq!(row.seq, self.last().next(), "no gap");
            self.log.push(Entry { update: row.update.clone() });
        }
        for binding in &batch.bindings {
            let owner = *self.bindings.entry(binding.client).or_insert(binding.user);
            assert_eq!(owner, binding.user, "a client id has one owner");
        }
        Ok(())
    }

    pub fn operate(&mut self, operation: &Operation, people: &[Person], now: u64) -> OperationOutcome {
        match operation {
            Operation::Lock { change, .. } => {
                let applied = self.change(change, people, now);
                OperationOutcome::Lock { row: self.row(now), applied }
            }
            Operation::Write(transaction) => {
                if transaction.updates.iter().any(|(seq, _)| self.at(*seq).is_some()) {
                    return OperationOutcome::Conflict;
                }
                let applied = self.write(transaction, now);
                OperationOutcome::Written { row: self.row(now), applied }
            }
            Operation::Refresh { .. } => {
                OperationOutcome::Refreshed { row: self.row(now), seq: self.last(), step: self.workflow_state.step }
            }
        }
    }

    pub fn free(&mut self) {
        self.lock = LockRow { epoch: Epoch(self.lock.epoch.0 + 1), ..LockRow::default() };
        self.unlocks += 1;
    }

    fn hold(&mut self, person: &Person, session: countersign_shared::ids::SessionId, tab: &Option<String>, now: u64) {
        let since = OffsetDateTime::UNIX_EPOCH;
        let holder = Holder { person: person.clone(), session, tab: tab.clone(), since };
        let epoch = Epoch(self.lock.epoch.0 + 1);
        self.lock = LockRow { epoch, holder: Some(holder), remaining_ms: 0, is_disconnected: false };
        self.expires = now + TTL_MS;
    }

    fn change(&mut self, change: &LockChange, people: &[Person], now: u64) -> bool {
        let person = |user: &UserId| people.iter().find(|person| person.id == *user).expect("a known user");
        let held = self.lock.holder.is_some();
        let is = |epoch: &Epoch| held && *epoch == self.lock.epoch;
        match change {
            LockChange::Acquire { user, session, tab } => {
                let free = !held || self.expires <= now;
                if free {
                    self.hold(person(user), *session, tab, now);
                }
                free
            }
            LockChange::TakeOver { user, session, tab } => {
                let theirs = self.lock.holder.as_ref().is_some_and(|holder| holder.person.id == *user);
                if theirs {
                    self.hold(person(user), *session, tab, now);
                }
                theirs
            }
            LockChange::HandOver { epoch, user, session, tab, .. } => {
                let done = is(epoch);
                if done {
                    self.hold(person(user), *session, tab, now);
                }
                done
            }
            LockChange::Release { epoch, .. } => {
                let done = is(epoch);
                if done {
                    self.free();
                }
                done
            }
            LockChange::Expire { epoch } => {
                let done = is(epoch) && self.expires <= now;
                if done {
                    self.free();
                }
                done
            }
            LockChange::Disconnect { epoch } => {
                let done = is(epoch);
                if done {
                    self.lock.is_disconnected = true;
                    self.expires = now + GRACE_MS;
                }
                done
            }
            LockChange::Resume { epoch } | LockChange::Renew { epoch } => {
                let done = is(epoch);
                if done {
                    self.lock.is_disconnected = false;
                    self.expires = now + TTL_MS;
                }
                done
            }
        }
    }

    fn write(&mut self, rows: &Transaction, now: u64) -> bool {
        if let Some(transition) = &rows.transition {
            let holder = self.lock.holder.as_ref().filter(|_| self.expires > now);
            let others = holder.is_some_and(|holder| Some(holder.person.id) != rows.by);
            if others || self.workflow_state.step != transition.from.step {
                return false;
            }
        }
        if let Some(unlock) = rows.unlock {
            let as_seen = self.lock.epoch == unlock.epoch
                && self.lock.holder.as_ref().is_some_and(|holder| holder.person.id == unlock.holder);
            if !as_seen {
                return false;
            }
            self.free();
        }
        for (seq, update) in &rows.updates {
            assert_eq!(*seq, self.last().next(), "no gap");
            self.log.push(Entry { update: update.clone() });
        }
        if let Some(counts) = rows.counts {
            self.counts = counts;
        }
        if let Some(transition) = &rows.transition {
            self.workflow_state = transition.to;
            self.assignee = transition.assignee;
            if transition.kind == TransitionKind::Forward(FinishAction::Submit) {
                self.submitted_by = rows.by;
            }
            self.snapshot = Some((transition.seq, transition.state.clone()));
            assert_eq!(transition.seq, self.last(), "a snapshot includes everything before it");
        }
        true
    }
}
