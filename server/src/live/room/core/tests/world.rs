//! The world of the model test: the room with its users and its database, and the invariants that must hold.

mod steps;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ConnectionId, DatasetId, ItemId, MediaId, Seq, SessionId, TaskId, UserId};
use countersign_shared::label::Label;
use countersign_shared::lock::Person;
use countersign_shared::review::VerdictState;
use countersign_shared::role::Role;
use countersign_shared::task::{Distribution, TaskSettings, TaskState};
use countersign_shared::wire::ServerMessage;
use countersign_shared::workflow::{self, ReviewStage, Workflow};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Step;
use super::database::{Database, GRACE_MS};
use super::person::{ClientConnection, Tab};
use super::tally::Tally;
use crate::document::ItemDocument;
use crate::live::batch::Batch;
use crate::live::frame::{self, Inbound};
use crate::live::gate::tests::support::{MEDIA, fingerprint, ontology};
use crate::live::outbound::Frame;
use crate::live::room::core::{Core, Effect, Event, ItemInfo, LoadedItem, Now, Timeouts};
use crate::live::room::operation::Operation;
use crate::live::room::{Command, Outcome, SetVerdict};

const TASK: TaskId = TaskId(Uuid::from_u128(2));
const COST: u32 = 16;

pub struct World {
    database: Database,
    core: Option<Core>,
    people: Vec<Person>,
    tabs: Vec<Tab>,
    now: u64,
    ids: u128,
    load_count: u64,
    /// The batch in flight. `operation` and `compaction` are in flight too.
    commit: Option<Batch>,
    operation: Option<Operation>,
    compaction: Option<(Seq, Bytes)>,
    storage_down: bool,
    paused: bool,
    /// Whether each label is present after its last acknowledged edit.
    acknowledged: BTreeMap<String, bool>,
    /// Labels that a sent edit deletes, so that they can be missing although they were acknowledged.
    sent_deletes: BTreeSet<String>,
    forbidden: BTreeSet<String>,
    /// Labels as they were when they got their verdict, for as long as it fixes them.
    fixed: BTreeMap<String, Label>,
    replies: HashMap<u64, Command>,
    next_reply: u64,
    budget: i64,
    pub tally: Tally,
}

impl World {
    pub fn new() -> Self {
        let names = ["Ann", "Bob", "Cid"];
        let people: Vec<Person> = (10..)
            .zip(names)
            .map(|(id, name)| Person { id: UserId(Uuid::from_u128(id)), name: name.into(), color: "#112233".into() })
            .collect();
        let roles = [vec![Role::Annotator, Role::Reviewer], vec![Role::Annotator], vec![Role::Admin]];
        let mut tabs = Vec::new();
        for (index, person) in people.iter().enumerate() {
            for tab in 0..if index == 2 { 1 } else { 2 } {
                tabs.push(Tab {
                    person: person.clone(),
                    session: SessionId(Uuid::from_u128(100 + index as u128)),
                    name: format!("tab{tab}"),
                    roles: roles[index].iter().copied().collect(),
                    open: None,
                });
            }
        }
        Self {
            database: Database::new(),
            core: None,
            people,
            tabs,
            now: 0,
            ids: 1_000,
            load_count: 0,
            commit: None,
            operation: None,
            compaction: None,
            storage_down: false,
            paused: false,
            acknowledged: BTreeMap::new(),
            sent_deletes: BTreeSet::new(),
            forbidden: BTreeSet::new(),
            fixed: BTreeMap::new(),
            replies: HashMap::new(),
            next_reply: 0,
            budget: 0,
            tally: Tally::default(),
        }
    }

    fn moment(&self) -> Now {
        Now { ms: self.now, wall: OffsetDateTime::UNIX_EPOCH + time::Duration::milliseconds(self.now as i64) }
    }

    fn fresh(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    /// Returns the document that a room would load now.
    fn stored(&self) -> ItemDocument {
        let (from, mut document) = match &self.database.snapshot {
            Some((seq, state)) => (seq.0, ItemDocument::load(ClientId(1), state).expect("a snapshot")),
            None => (0, ItemDocument::new(ClientId(1))),
        };
        for entry in &self.database.log[usize::try_from(from).expect("a short log")..] {
            document.apply(&entry.update).expect("a stored update");
        }
        document
    }

    fn load(&mut self) {
        self.load_count += 1;
        let item = ItemInfo {
            id: ItemId(Uuid::from_u128(1)),
            task: TASK,
            dataset: DatasetId(Uuid::from_u128(3)),
            media: MediaId(Uuid::from_u128(4)),
            bounds: MEDIA,
            generation: 1,
        };
        let loaded = LoadedItem {
            item,
            settings: self.settings(),
            workflow_state: self.database.workflow_state,
            begun: false,
            submitted_by: self.database.submitted_by,
            assignee: self.database.assignee,
            lock_off: false,
            lock: self.database.row(self.now),
            document: self.stored(),
            seq: self.database.last(),
            snapshot: self.database.snapshot.as_ref().map_or(Seq(0), |(seq, _)| *seq),
            bindings: self.database.bindings.clone(),
            counts: self.database.counts,
        };
        let timeouts = Timeouts { lock_grace: GRACE_MS, idle: 30_000 };
        self.core = Some(Core::new(loaded, timeouts, self.load_count, self.moment()));
        self.budget = 0;
    }

    /// Settings with two reviews, of which the second accepts pending labels at every other load.
    pub(super) fn settings(&self) -> Arc<TaskSettings> {
        let strict = ReviewStage { strict: true, percent: 100 };
        let second = ReviewStage { strict: self.load_count.is_multiple_of(2), percent: 100 };
        Arc::new(TaskSettings {
            ontology: ontology(),
            workflow: Workflow::new(vec![strict, second], true).expect("a workflow"),
            state: if self.paused { TaskState::Paused } else { TaskState::Open },
            distribution: Distribution::Assigned,
            ..TaskSettings::default()
        })
    }

    fn send_event(&mut self, event: Event) {
        let now = self.moment();
        if let Some(core) = &mut self.core {
            core.handle(event, now);
        }
        self.perform();
    }

    fn advance(&mut self) {
        let now = self.moment();
        if let Some(core) = &mut self.core {
            core.advance(now);
        }
        self.perform();
    }

    fn perform(&mut self) {
        let Some(core) = &mut self.core else { return };
        let effects: Vec<Effect> = core.effects().collect();
        self.budget -= i64::from(core.take_released());
        assert!(self.budget >= 0, "more budget was released than taken");
        for effect in effects {
            self.effect(effect);
        }
    }

    fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::Send { to, frame } => self.deliver(to, &frame),
            Effect::Answer { to, frame } => {
                self.deliver(to, &Frame::Sync(frame));
                if let Some(open) = self.open(to) {
                    open.synced = true;
                }
            }
            Effect::Updates(frames) => {
                for (author, frame) in frames {
                    let update = frame::update_of(&frame).expect("an update");
                    let stored = self.database.log.iter().any(|entry| entry.update == update);
                    assert!(stored, "nobody sees what is not stored");
                    let others: Vec<ConnectionId> = self
                        .tabs
                        .iter()
                        .filter_map(|tab| tab.open.as_ref())
                        .filter(|open| open.synced && Some(open.connection) != author)
                        .map(|open| open.connection)
                        .collect();
                    for to in others {
                        self.deliver(to, &Frame::Document(frame.clone()));
                    }
                }
            }
            Effect::Close { connection, .. } => {
                for tab in &mut self.tabs {
                    tab.open.take_if(|open| open.connection == connection);
                }
            }
            Effect::Commit(batch) => {
                assert!(self.commit.is_none() && self.operation.is_none(), "one thing at a time");
                self.commit = Some(batch);
            }
            Effect::Operate(operation) => {
                assert!(self.commit.is_none() && self.operation.is_none(), "one thing at a time");
                self.operation = Some(operation);
            }
            Effect::Compact { seq, state } => {
                assert!(self.compaction.is_none(), "one snapshot at a time");
                self.compaction = Some((seq, state));
            }
            Effect::Reply { id, result } => {
                let command = self.replies.remove(&id).expect("each command is answered once");
                if let Ok(outcome) = result {
                    self.done(&command, &outcome);
                }
            }
            Effect::Unload => {
                assert!(self.tabs.iter().all(|tab| tab.open.is_none()), "no connection is left");
                self.tally.unloads += 1;
                self.core = None;
            }
            Effect::Restart(_) => {
                self.tally.restarts += 1;
                self.drop_room();
            }
            Effect::Presence(_) | Effect::Publish(_) | Effect::AuditRefusal { .. } => {}
        }
    }

    fn done(&mut self, command: &Command, outcome: &Outcome) {
        match command {
            Command::AddIssue(_) => self.tally.comments += 1,
            Command::Finish(_) => {
                self.tally.finished += 1;
                // A label whose verdict was cleared is no longer fixed.
                let judged = self.stored().verdicts().expect("the schema holds");
                self.fixed.retain(|label, _| judged.contains_key(label));
            }
            Command::Reject(_) | Command::Revise(_) => {
                self.tally.sent_back += 1;
                self.tally.revised += usize::from(matches!(command, Command::Revise(_)));
                self.fixed.clear();
            }
            Command::SetVerdict(SetVerdict { verdict, labels, .. }) => {
                self.tally.verdicts += 1;
                assert!(matches!(outcome, Outcome::VerdictSet { .. }));
                let stored = self.stored().labels().expect("the schema holds");
                for label in labels {
                    match (verdict, stored.get(label)) {
                        (VerdictState::Pending, _) | (_, None) => self.fixed.remove(label),
                        (_, Some(as_judged)) => self.fixed.insert(label.clone(), as_judged.clone()),
                    };
                }
            }
            _ => {}
        }
    }

    /// Removes the room, its connections and everything in flight.
    fn drop_room(&mut self) {
        self.core = None;
        self.commit = None;
        self.operation = None;
        self.compaction = None;
        self.replies.clear();
        self.fixed.clear();
        for tab in &mut self.tabs {
            tab.open = None;
        }
    }

    fn open(&mut self, connection: ConnectionId) -> Option<&mut ClientConnection> {
        self.tabs.iter_mut().filter_map(|tab| tab.open.as_mut()).find(|open| open.connection == connection)
    }

    fn deliver(&mut self, to: ConnectionId, frame: &Frame) {
        let Some(open) = self.open(to) else { return };
        match frame {
            Frame::Control(text) => {
                let message: ServerMessage = serde_json::from_str(text).expect("a control message");
                let was_refused = open.refused;
                let edits = open.handle_message(&message);
                let refused = open.refused && !was_refused;
                self.tally.refused += usize::from(refused);
                self.tally.acknowledged += edits.len();
                for (label, there) in edits {
                    self.acknowledged.insert(label, there);
                }
            }
            Frame::Document(bytes) | Frame::Sync(bytes) => match frame::parse(bytes).expect("a message") {
                Inbound::Update(update) | Inbound::Step2(update) => open.replica.receive(&update),
                Inbound::Step1(_) | Inbound::Awareness(_) | Inbound::QueryAwareness => {}
            },
            Frame::Presence(_) | Frame::Ping => {}
        }
    }

    /// Lets all work finish and checks the invariants.
    pub fn finish_and_check(&mut self) {
        self.step(Step::StorageUp);
        self.drain();
        for who in 0..self.tabs.len() {
            let refused = self.tabs[who].open.as_ref().is_none_or(|open| open.refused);
            if refused {
                self.connect(who);
            }
        }
        self.drain();
        let core = self.core.as_ref().expect("everyone is connected");
        let live = fingerprint(&core.document().encode());
        assert_eq!(fingerprint(&self.stored().encode()), live, "the stored document equals the live one");
        let labels: BTreeSet<String> = core.document().labels().expect("the schema holds").into_keys().collect();
        for tab in &self.tabs {
            let open = tab.open.as_ref().expect("everyone is connected");
            assert_eq!(open.acked, open.sent, "every edit is answered");
            let theirs: BTreeSet<String> = open.label_ids().into_iter().collect();
            assert_eq!(theirs, labels, "{} {}: replicas are equal at rest", tab.person.name, tab.name);
        }
        for (label, there) in &self.acknowledged {
            if *there && !self.sent_deletes.contains(label) {
                assert!(labels.contains(label), "an acknowledged label was lost: {label}");
            }
        }
        assert!(labels.is_disjoint(&self.forbidden), "a refused edit leaves no trace");
        if self.database.workflow_state.step != workflow::Step::Annotate {
            let now = core.document().labels().expect("the schema holds");
            for (label, as_judged) in &self.fixed {
                assert_eq!(now.get(label), Some(as_judged), "{label} has a verdict, so it is fixed");
            }
        }
        assert_eq!(self.budget, 0, "all budget is released");
        assert!(self.replies.is_empty(), "every command is answered");
        assert!(core.document().stage().is_none_or(|stage| stage == self.database.workflow_state.step.stage()));
        self.tally.epochs = self.database.lock.epoch.0;
    }

    fn drain(&mut self) {
        for _ in 0..100 {
            self.advance();
            self.step(Step::Commit);
            self.step(Step::Operate);
            self.step(Step::Compact);
        }
        assert!(self.commit.is_none() && self.operation.is_none(), "nothing is in flight to the database");
    }
}
