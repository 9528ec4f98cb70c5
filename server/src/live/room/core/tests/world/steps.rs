//! Performs the steps of a plan.

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ConnectionId};
use countersign_shared::issue::IssueKind;
use countersign_shared::review::VerdictState;
use countersign_shared::role::{Role, Roles};
use countersign_shared::wire::{ClientMessage, RefusalCode};
use countersign_shared::workflow::{FinishAction, Stage};

use super::super::Step;
use super::super::person::ClientConnection;
use super::{COST, TASK, World};
use crate::live::gate::tests::support::Client;
use crate::live::prescan::prescan;
use crate::live::room::core::{Core, Event, Incoming};
use crate::live::room::operation::OperationOutcome;
use crate::live::room::{
    Command, CommentDraft, DecisionScope, FinishCommand, IssueDraft, JoinOptions, Revoked, SendBack, SetVerdict,
};

impl World {
    fn tab(&self, who: u8) -> usize {
        usize::from(who) % self.tabs.len()
    }

    fn send(&mut self, who: usize, update: Vec<u8>, says: Option<(String, bool)>) {
        let Some(open) = self.tabs[who].open.as_mut() else { return };
        open.sent += 1;
        if let Some((label, there)) = says {
            if !there {
                self.sent_deletes.insert(label.clone());
            }
            open.edits.insert(open.sent, (label, there));
        }
        open.last = Some(update.clone());
        let connection = open.connection;
        let update = Bytes::from(update);
        self.budget += i64::from(COST);
        match prescan(&update) {
            Ok(scan) => self.send_event(Event::Edit(Box::new(Incoming { connection, update, scan, cost: COST }))),
            Err(error) => {
                self.budget -= i64::from(COST);
                self.send_event(Event::InvalidEdit { connection, code: error.code, reason: error.to_string() });
            }
        }
    }

    fn control(&mut self, who: u8, message: ClientMessage) {
        let who = self.tab(who);
        if let Some(connection) = self.tabs[who].open.as_ref().map(|open| open.connection) {
            self.send_event(Event::Control { connection, message });
        }
    }

    fn command(&mut self, who: u8, command: Command) {
        if self.core.is_none() {
            self.load();
        }
        let who = self.tab(who);
        self.next_reply += 1;
        let id = self.next_reply;
        self.replies.insert(id, command.clone());
        let new_id = self.fresh();
        self.send_event(Event::Command { id, by: Box::new(self.tabs[who].actor()), command, new_id });
    }

    /// Whether this tab would send an edit. A real client does not without the lock, but some do.
    fn writes(&self, who: usize) -> bool {
        let free = self.database.lock.holder.is_none();
        self.tabs[who].open.as_ref().is_some_and(|open| {
            open.synced && !open.refused && (open.holds_lock() || free || self.now.is_multiple_of(40))
        })
    }

    pub fn step(&mut self, step: Step) {
        self.now += 3;
        match step {
            Step::Connect { who } => self.connect(usize::from(who)),
            Step::Drop { who } => {
                let who = self.tab(who);
                if let Some(open) = self.tabs[who].open.take() {
                    self.send_event(Event::Leave(open.connection));
                }
            }
            Step::Empty { seconds } => {
                for who in 0..self.tabs.len() {
                    if let Some(open) = self.tabs[who].open.take() {
                        self.send_event(Event::Leave(open.connection));
                    }
                }
                for _ in 0..4 {
                    for step in [Step::Commit, Step::Operate, Step::Compact] {
                        self.step(step);
                    }
                    self.pass(u64::from(seconds) * 500);
                }
            }
            Step::Add { who } => {
                let who = self.tab(who);
                if self.tabs[who].open.as_ref().is_none_or(|open| open.refused) {
                    self.connect(who);
                }
                if self.writes(who) {
                    let id = format!("l{}", self.fresh().as_u128());
                    let open = self.tabs[who].open.as_ref().expect("a writing tab is open");
                    let update = open.replica.add_box(&id);
                    self.send(who, update, Some((id, true)));
                }
            }
            Step::Move { who, label } => {
                let who = self.tab(who);
                if self.writes(who) {
                    let open = self.tabs[who].open.as_ref().expect("a writing tab is open");
                    let ids = open.label_ids();
                    if !ids.is_empty() {
                        let id = &ids[usize::from(label) % ids.len()];
                        let update = open.replica.move_box(id, f64::from(label % 100), 3.0);
                        self.send(who, update, None);
                    }
                }
            }
            Step::Delete { who, label } => {
                let who = self.tab(who);
                if self.writes(who) {
                    let open = self.tabs[who].open.as_ref().expect("a writing tab is open");
                    let ids = open.label_ids();
                    if !ids.is_empty() {
                        let id = ids[usize::from(label) % ids.len()].clone();
                        let update = open.replica.remove(&id);
                        self.send(who, update, Some((id, false)));
                    }
                }
            }
            Step::AddBad { who } => {
                let who = self.tab(who);
                if self.writes(who) {
                    let id = format!("bad{}", self.fresh().as_u128());
                    let open = self.tabs[who].open.as_mut().expect("a writing tab is open");
                    open.expected_refusal = Some(RefusalCode::Geometry);
                    let fine = open.replica.add_box(&id);
                    let outside = open.replica.move_box(&id, 5_000.0, 1.0);
                    self.send(who, fine, Some((id, true)));
                    self.send(who, outside, None);
                }
            }
            Step::Forge { who, whose } => {
                let (who, whose) = (self.tab(who), self.tab(whose));
                let victim = self.tabs[whose].open.as_ref().map(|open| open.client);
                let other = self.tabs[who].person.id != self.tabs[whose].person.id;
                let bound = victim.is_some_and(|client| self.database.bindings.contains_key(&ClientId(client)));
                if let Some(client) = victim.filter(|_| other && bound && self.writes(who)) {
                    let id = format!("forged{}", self.fresh().as_u128());
                    self.forbidden.insert(id.clone());
                    let forger = Client::new(client);
                    let core = self.core.as_ref().expect("someone is connected");
                    forger.receive(&core.document().encode());
                    let update = forger.add_box(&id);
                    self.tabs[who].open.as_mut().expect("a writing tab is open").expected_refusal =
                        Some(RefusalCode::ClientId);
                    self.send(who, update, None);
                }
            }
            Step::Resend { who } => {
                let who = self.tab(who);
                let last = self.tabs[who].open.as_ref().filter(|open| !open.refused).and_then(|open| open.last.clone());
                if let Some(last) = last {
                    self.send(who, last, None);
                }
            }
            Step::Acquire { who } => self.control(who, ClientMessage::Acquire {}),
            Step::Release { who } => self.control(who, ClientMessage::Release {}),
            Step::TakeOver { who } => self.control(who, ClientMessage::TakeOver {}),
            Step::Request { who } => self.control(who, ClientMessage::Request {}),
            Step::HandOver { who, to } => {
                let to = self.tabs[self.tab(to)].person.id;
                self.control(who, ClientMessage::HandOver { to });
            }
            Step::Comment { who } => {
                let (kind, comment) = (IssueKind::File, CommentDraft { text: "Look".to_owned(), mentions: Vec::new() });
                let command =
                    Command::AddIssue(IssueDraft { kind, anchor: None, frames: None, tags: Vec::new(), comment });
                self.command(who, command);
            }
            Step::UnlockOwn { who } => self.command(who, Command::UnlockOwn),
            Step::ForceUnlock { who } => self.command(who, Command::ForceUnlock { reason: "Lunch".to_owned() }),
            Step::Finish { who } => {
                let at = self.database.workflow_state.step.stage();
                let action = FinishAction::ALL
                    .into_iter()
                    .find(|action| action.required_stage() == at)
                    .unwrap_or(FinishAction::Accept);
                self.command(
                    who,
                    Command::Finish(FinishCommand { action, scope: DecisionScope::Single { opened: true } }),
                );
            }
            Step::SetVerdict { who, label } => {
                let ids: Vec<String> = self.stored().labels().expect("the schema holds").into_keys().collect();
                if !ids.is_empty() {
                    let at = usize::from(label) % ids.len();
                    let labels = ids[at..ids.len().min(at + 3)].to_vec();
                    let verdict =
                        [VerdictState::Approved, VerdictState::Rejected, VerdictState::Pending, VerdictState::Approved]
                            [usize::from(label) % 4];
                    let reason = Some(CommentDraft { text: "Too wide".to_owned(), mentions: Vec::new() });
                    self.command(
                        who,
                        Command::SetVerdict(SetVerdict { verdict, labels, frame: 0, reason, tags: Vec::new() }),
                    );
                }
            }
            Step::Reject { who } => {
                let reason = Some(CommentDraft { text: "Once more".to_owned(), mentions: Vec::new() });
                let back = SendBack {
                    scope: DecisionScope::Single { opened: true },
                    reason,
                    tags: Vec::new(),
                    to: None,
                    assignee: None,
                };
                let complete = self.database.workflow_state.step.stage() == Stage::Complete;
                self.command(who, if complete { Command::Revise(back) } else { Command::Reject(back) });
            }
            Step::Pause => {
                for paused in [true, false] {
                    self.paused = paused;
                    let settings = self.settings();
                    self.send_event(Event::Settings { task: TASK, settings });
                    for step in [Step::Advance, Step::Commit, Step::Operate] {
                        self.step(step);
                    }
                }
            }
            Step::Assign { to } => {
                let assignee = self.tabs[self.tab(to)].person.id;
                self.database.assignee = Some(assignee).filter(|_| !to.is_multiple_of(3));
                self.send_event(Event::Assigned { assignee: self.database.assignee });
            }
            Step::Advance => self.advance(),
            Step::Commit => {
                if !self.storage_down
                    && let Some(batch) = self.commit.take()
                {
                    let result = self.database.store(&batch);
                    self.tally.fenced += usize::from(result == Err(crate::live::batch::CommitError::Fenced));
                    self.send_event(Event::Committed(result));
                    self.advance();
                }
            }
            Step::LoseCommit => {
                // The worker keeps trying, and finds what was stored the first time by looking.
                if let Some(batch) = &self.commit {
                    let _ = self.database.store(batch);
                    self.lose_storage();
                }
            }
            Step::Operate => {
                if !self.storage_down
                    && let Some(operation) = self.operation.take()
                {
                    let operated = self.database.operate(&operation, &self.people, self.now);
                    self.send_event(Event::OperationFinished(operated));
                    self.advance();
                }
            }
            Step::LoseOperation { done } => {
                if let Some(operation) = self.operation.take() {
                    // The model does not know what was done either.
                    self.fixed.clear();
                    if done {
                        self.database.operate(&operation, &self.people, self.now);
                    }
                    self.send_event(Event::OperationFinished(OperationOutcome::Unreachable));
                    self.lose_storage();
                }
            }
            Step::Compact => {
                if let Some((seq, state)) = self.compaction.take() {
                    self.database.snapshot = Some((seq, state));
                    self.tally.snapshots += 1;
                    self.send_event(Event::Compacted { seq, done: true });
                }
            }
            Step::StorageUp => {
                if std::mem::take(&mut self.storage_down) {
                    self.send_event(Event::Storage { up: true });
                }
            }
            Step::Pass { seconds } => self.pass(u64::from(seconds) * 1_000),
            Step::Steal => {
                if self.database.lock.holder.is_some() {
                    self.database.free();
                }
            }
            Step::Crash { commit } => {
                if self.core.is_some() {
                    if commit && let Some(batch) = self.commit.take() {
                        let _ = self.database.store(&batch);
                    }
                    self.tally.crashes += 1;
                    self.drop_room();
                }
            }
            Step::Demote { who } => {
                let who = self.tab(who);
                let user = self.tabs[who].person.id;
                let roles: Roles = [Role::Inspector].into_iter().collect();
                self.send_event(Event::RolesChanged { task: TASK, user, roles });
            }
            Step::Revoke { who } => {
                let who = self.tab(who);
                let session = self.tabs[who].session;
                self.send_event(Event::Revoked(Revoked::Session(session)));
            }
        }
    }

    fn lose_storage(&mut self) {
        self.tally.lost_answers += 1;
        self.storage_down = true;
        self.send_event(Event::Storage { up: false });
    }

    pub(super) fn connect(&mut self, who: usize) {
        let who = who % self.tabs.len();
        if self.core.is_none() {
            if self.storage_down {
                return;
            }
            self.load();
        }
        if let Some(open) = self.tabs[who].open.take() {
            // The server notices the lost connection, or never does and replaces it by the new one.
            if self.now.is_multiple_of(2) {
                self.send_event(Event::Leave(open.connection));
            }
        }
        let connection = ConnectionId(self.fresh());
        self.tabs[who].open = Some(ClientConnection::new(connection));
        let tab = &self.tabs[who];
        let (actor, name) = (Box::new(tab.actor()), Some(tab.name.clone()));
        let options = JoinOptions { tab: name, speaks_v1: true, view_only: false };
        self.send_event(Event::Join { connection, actor, options });
        self.send_event(Event::StateVector { connection, vector: Bytes::from_static(&[0]) });
    }

    /// Lets time pass, with every timer of the room in turn.
    fn pass(&mut self, ms: u64) {
        let until = self.now + ms;
        for _ in 0..1_000 {
            let Some(wake) = self.core.as_ref().and_then(Core::wake_at).filter(|wake| *wake <= until) else { break };
            self.now = self.now.max(wake);
            self.send_event(Event::Tick);
            self.advance();
            if self.commit.is_some() || self.operation.is_some() {
                break;
            }
        }
        self.now = self.now.max(until);
    }
}
