//! The room between its people and its database, and what must hold of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ConnectionId, DatasetId, ItemId, MediaId, Seq, SessionId, TaskId, UserId};
use countersign_shared::issue::IssueKind;
use countersign_shared::label::Label;
use countersign_shared::lock::Person;
use countersign_shared::review::{Judgement, ReviewSettings};
use countersign_shared::role::{Role, Roles};
use countersign_shared::wire::{ClientMessage, RefusalCode, ServerMessage};
use countersign_shared::workflow::{Move, Stage, Workflow};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Step;
use super::database::{Database, GRACE_MS};
use super::person::{Open, Tab};
use crate::document::ItemDocument;
use crate::live::batch::Batch;
use crate::live::frame::{self, Inbound};
use crate::live::gate::tests::support::{Client, MEDIA, fingerprint, ontology};
use crate::live::outbound::Frame;
use crate::live::prescan::prescan;
use crate::live::room::core::{Core, Effect, Event, Facts, Incoming, Loaded, Now, Patience};
use crate::live::room::operation::{Operated, Operation};
use crate::live::room::{Command, Judging, NewThread, Outcome, Remark, Revoked, SendingBack};

const TASK: TaskId = TaskId(Uuid::from_u128(2));
const COST: u32 = 16;

/// What a run did; a run that did nothing shows nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub acknowledged: usize,
    pub refused: usize,
    pub crashes: usize,
    pub unloads: usize,
    pub restarts: usize,
    pub fenced: usize,
    pub lost_answers: usize,
    pub epochs: i64,
    pub comments: usize,
    pub moves: usize,
    pub judged: usize,
    pub sent_back: usize,
    pub snapshots: usize,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.acknowledged += other.acknowledged;
        self.refused += other.refused;
        self.crashes += other.crashes;
        self.unloads += other.unloads;
        self.restarts += other.restarts;
        self.fenced += other.fenced;
        self.lost_answers += other.lost_answers;
        self.epochs += other.epochs;
        self.comments += other.comments;
        self.moves += other.moves;
        self.judged += other.judged;
        self.sent_back += other.sent_back;
        self.snapshots += other.snapshots;
    }

    pub fn assert_worth_something(&self) {
        let Self { acknowledged, refused, crashes, lost_answers, epochs, comments, moves, judged, .. } = self;
        assert!(*acknowledged > 100, "{self:?}");
        for number in [refused, crashes, lost_answers, comments, moves, judged] {
            assert!(*number > 0, "{self:?}");
        }
        assert!(*epochs > 20, "{self:?}");
    }
}

pub struct World {
    database: Database,
    core: Option<Core>,
    people: Vec<Person>,
    tabs: Vec<Tab>,
    now: u64,
    ids: u128,
    loads: u64,
    /// Under way in the database.
    commit: Option<Batch>,
    operation: Option<Operation>,
    compaction: Option<(Seq, Bytes)>,
    storage_down: bool,
    /// Labels by what the last acknowledged edit made of them; true for there.
    acknowledged: BTreeMap<String, bool>,
    /// What someone is still changing, so that what was acknowledged may be gone.
    open_deletes: BTreeSet<String>,
    forbidden: BTreeSet<String>,
    /// Labels as they were when they were judged, for as long as they are fixed.
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
            loads: 0,
            commit: None,
            operation: None,
            compaction: None,
            storage_down: false,
            acknowledged: BTreeMap::new(),
            open_deletes: BTreeSet::new(),
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

    /// What a room would load now.
    fn stored(&self) -> ItemDocument {
        let (from, mut document) = match &self.database.snapshot {
            Some((seq, state)) => (seq.0, ItemDocument::load(ClientId(1), state).expect("a snapshot")),
            None => (0, ItemDocument::new(ClientId(1))),
        };
        for entry in &self.database.log[usize::try_from(from).expect("few")..] {
            document.apply(&entry.update).expect("a stored update");
        }
        document
    }

    fn load(&mut self) {
        self.loads += 1;
        let facts = Facts {
            item: ItemId(Uuid::from_u128(1)),
            task: TASK,
            dataset: DatasetId(Uuid::from_u128(3)),
            media: MediaId(Uuid::from_u128(4)),
            bounds: MEDIA,
            ontology: Arc::new(ontology()),
            workflow: Workflow::full(),
            generation: 1,
        };
        let loaded = Loaded {
            facts,
            settings: Arc::new(ReviewSettings { strict: self.loads.is_multiple_of(2), ..ReviewSettings::default() }),
            stage: self.database.stage,
            round: self.database.round,
            submitted_by: self.database.submitted_by,
            lock_off: false,
            lock: self.database.row(self.now),
            document: self.stored(),
            seq: self.database.last(),
            snapshot: self.database.snapshot.as_ref().map_or(Seq(0), |(seq, _)| *seq),
            bindings: self.database.bindings.clone(),
            counts: self.database.counts,
        };
        let patience = Patience { lock_grace: GRACE_MS, idle: 30_000 };
        self.core = Some(Core::new(loaded, patience, self.loads, self.moment()));
        self.budget = 0;
    }

    fn tell(&mut self, event: Event) {
        let now = self.moment();
        if let Some(core) = &mut self.core {
            core.handle(event, now);
        }
        self.perform();
    }

    fn settle(&mut self) {
        let now = self.moment();
        if let Some(core) = &mut self.core {
            core.settle(now);
        }
        self.perform();
    }

    fn perform(&mut self) {
        let Some(core) = &mut self.core else { return };
        let effects: Vec<Effect> = core.effects().collect();
        self.budget -= i64::from(core.take_released());
        assert!(self.budget >= 0, "more budget came back than was taken");
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
                    let update = frame::payload(&frame).expect("an update");
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
                let command = self.replies.remove(&id).expect("an answer to a question, once");
                if let Ok(outcome) = result {
                    self.done(&command, &outcome);
                }
            }
            Effect::Unload => {
                assert!(self.tabs.iter().all(|tab| tab.open.is_none()), "nobody is left behind");
                self.tally.unloads += 1;
                self.core = None;
            }
            Effect::Restart(_) => {
                self.tally.restarts += 1;
                self.end();
            }
            Effect::Presence(_) | Effect::Publish(_) | Effect::Refused { .. } => {}
        }
    }

    fn done(&mut self, command: &Command, outcome: &Outcome) {
        match command {
            Command::AddIssue(_) => self.tally.comments += 1,
            Command::Finish(_) => {
                self.tally.moves += 1;
                // Whose verdict has gone is not fixed any more; what is not judged was never.
                let judged = self.stored().verdicts().expect("the schema holds");
                self.fixed.retain(|label, _| judged.contains_key(label));
            }
            Command::Reject(_) => {
                self.tally.sent_back += 1;
                self.fixed.clear();
            }
            Command::Judge(Judging { judgement, labels, .. }) => {
                self.tally.judged += 1;
                assert!(matches!(outcome, Outcome::Judged { .. }));
                let stored = self.stored().labels().expect("the schema holds");
                for label in labels {
                    match (judgement, stored.get(label)) {
                        (Judgement::Pending, _) | (_, None) => self.fixed.remove(label),
                        (_, Some(as_judged)) => self.fixed.insert(label.clone(), as_judged.clone()),
                    };
                }
            }
            _ => {}
        }
    }

    /// The room is gone; so are its connections and what it waited for.
    fn end(&mut self) {
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

    fn open(&mut self, connection: ConnectionId) -> Option<&mut Open> {
        self.tabs.iter_mut().filter_map(|tab| tab.open.as_mut()).find(|open| open.connection == connection)
    }

    fn deliver(&mut self, to: ConnectionId, frame: &Frame) {
        let Some(open) = self.open(to) else { return };
        match frame {
            Frame::Control(text) => {
                let message: ServerMessage = serde_json::from_str(text).expect("a control message");
                let was_refused = open.refused;
                let edits = open.hear(&message);
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

    fn tab(&self, who: u8) -> usize {
        usize::from(who) % self.tabs.len()
    }

    fn send(&mut self, who: usize, update: Vec<u8>, says: Option<(String, bool)>) {
        let Some(open) = self.tabs[who].open.as_mut() else { return };
        open.sent += 1;
        if let Some((label, there)) = says {
            if !there {
                self.open_deletes.insert(label.clone());
            }
            open.edits.insert(open.sent, (label, there));
        }
        open.last = Some(update.clone());
        let connection = open.connection;
        let update = Bytes::from(update);
        self.budget += i64::from(COST);
        match prescan(&update) {
            Ok(scan) => self.tell(Event::Edit(Box::new(Incoming { connection, update, scan, cost: COST }))),
            Err(error) => {
                self.budget -= i64::from(COST);
                self.tell(Event::Unfit { connection, code: error.code, reason: error.to_string() });
            }
        }
    }

    fn control(&mut self, who: u8, message: ClientMessage) {
        let who = self.tab(who);
        if let Some(connection) = self.tabs[who].open.as_ref().map(|open| open.connection) {
            self.tell(Event::Control { connection, message });
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
        let fresh = self.fresh();
        self.tell(Event::Command { id, by: Box::new(self.tabs[who].actor()), command, fresh });
    }

    /// Whether this tab would send: a real client does not without the lock, but some do.
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
                    self.tell(Event::Leave(open.connection));
                }
            }
            Step::Empty { seconds } => {
                for who in 0..self.tabs.len() {
                    if let Some(open) = self.tabs[who].open.take() {
                        self.tell(Event::Leave(open.connection));
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
                    let open = self.tabs[who].open.as_ref().expect("it writes");
                    let update = open.replica.add_box(&id);
                    self.send(who, update, Some((id, true)));
                }
            }
            Step::Move { who, label } => {
                let who = self.tab(who);
                if self.writes(who) {
                    let open = self.tabs[who].open.as_ref().expect("it writes");
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
                    let open = self.tabs[who].open.as_ref().expect("it writes");
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
                    let open = self.tabs[who].open.as_mut().expect("it writes");
                    open.broke = Some(RefusalCode::Geometry);
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
                    self.tabs[who].open.as_mut().expect("it writes").broke = Some(RefusalCode::ClientId);
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
                let (kind, remark) = (IssueKind::File, Remark { text: "Look".to_owned(), mentions: Vec::new() });
                let command =
                    Command::AddIssue(NewThread { kind, anchor: None, frames: None, tags: Vec::new(), remark });
                self.command(who, command);
            }
            Step::UnlockOwn { who } => self.command(who, Command::UnlockOwn),
            Step::ForceUnlock { who } => self.command(who, Command::ForceUnlock { reason: "Lunch".to_owned() }),
            Step::Finish { who } => {
                let at = self.database.stage;
                let by = Move::ALL.into_iter().find(|by| by.from_stage() == at).unwrap_or(Move::Accept);
                self.command(who, Command::Finish(by));
            }
            Step::Judge { who, label } => {
                let ids: Vec<String> = self.stored().labels().expect("the schema holds").into_keys().collect();
                if !ids.is_empty() {
                    let at = usize::from(label) % ids.len();
                    let labels = ids[at..ids.len().min(at + 3)].to_vec();
                    let judgement = [Judgement::Approved, Judgement::Rejected, Judgement::Pending, Judgement::Approved]
                        [usize::from(label) % 4];
                    let reason = Some(Remark { text: "Too wide".to_owned(), mentions: Vec::new() });
                    self.command(
                        who,
                        Command::Judge(Judging { judgement, labels, frame: 0, reason, tags: Vec::new() }),
                    );
                }
            }
            Step::Reject { who } => {
                let reason = Some(Remark { text: "Once more".to_owned(), mentions: Vec::new() });
                self.command(who, Command::Reject(SendingBack { reason, tags: Vec::new(), to: None, assignee: None }));
            }
            Step::Settle => self.settle(),
            Step::Commit => {
                if !self.storage_down
                    && let Some(batch) = self.commit.take()
                {
                    let result = self.database.store(&batch);
                    self.tally.fenced += usize::from(result == Err(crate::live::batch::CommitError::Fenced));
                    self.tell(Event::Committed(result));
                    self.settle();
                }
            }
            Step::LoseCommit => {
                // The worker goes on trying; what was stored the first time is found by looking.
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
                    self.tell(Event::Operated(operated));
                    self.settle();
                }
            }
            Step::LoseOperation { done } => {
                if let Some(operation) = self.operation.take() {
                    // What was done is not known here either.
                    self.fixed.clear();
                    if done {
                        self.database.operate(&operation, &self.people, self.now);
                    }
                    self.tell(Event::Operated(Operated::Down));
                    self.lose_storage();
                }
            }
            Step::Compact => {
                if let Some((seq, state)) = self.compaction.take() {
                    self.database.snapshot = Some((seq, state));
                    self.tally.snapshots += 1;
                    self.tell(Event::Compacted { seq, done: true });
                }
            }
            Step::StorageUp => {
                if std::mem::take(&mut self.storage_down) {
                    self.tell(Event::Storage { up: true });
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
                    self.end();
                }
            }
            Step::Demote { who } => {
                let who = self.tab(who);
                let user = self.tabs[who].person.id;
                let roles: Roles = [Role::Inspector].into_iter().collect();
                self.tell(Event::RolesChanged { task: TASK, user, roles });
            }
            Step::Revoke { who } => {
                let who = self.tab(who);
                let session = self.tabs[who].session;
                self.tell(Event::Revoked(Revoked::Session(session)));
            }
        }
    }

    fn lose_storage(&mut self) {
        self.tally.lost_answers += 1;
        self.storage_down = true;
        self.tell(Event::Storage { up: false });
    }

    fn connect(&mut self, who: usize) {
        let who = who % self.tabs.len();
        if self.core.is_none() {
            if self.storage_down {
                return;
            }
            self.load();
        }
        if let Some(open) = self.tabs[who].open.take() {
            // Its death is noticed later, or never: the newer replaces it.
            if self.now.is_multiple_of(2) {
                self.tell(Event::Leave(open.connection));
            }
        }
        let connection = ConnectionId(self.fresh());
        self.tabs[who].open = Some(Open::new(connection));
        let tab = &self.tabs[who];
        let (actor, name) = (Box::new(tab.actor()), Some(tab.name.clone()));
        self.tell(Event::Join { connection, actor, tab: name, v1: true });
        self.tell(Event::StateVector { connection, vector: Bytes::from_static(&[0]) });
    }

    /// Time passes, with every timer of the room in its turn.
    fn pass(&mut self, ms: u64) {
        let until = self.now + ms;
        for _ in 0..1_000 {
            let Some(wake) = self.core.as_ref().and_then(Core::wake_at).filter(|wake| *wake <= until) else { break };
            self.now = self.now.max(wake);
            self.tell(Event::Tick);
            self.settle();
            if self.commit.is_some() || self.operation.is_some() {
                break;
            }
        }
        self.now = self.now.max(until);
    }

    /// Lets everything come to an end, and looks whether it is as it must be.
    pub fn rest(&mut self) {
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
        assert_eq!(fingerprint(&self.stored().encode()), live, "what is stored is what is live");
        let labels: BTreeSet<String> = core.document().labels().expect("the schema holds").into_keys().collect();
        for tab in &self.tabs {
            let open = tab.open.as_ref().expect("everyone is connected");
            assert_eq!(open.acked, open.sent, "everything is answered");
            let theirs: BTreeSet<String> = open.label_ids().into_iter().collect();
            assert_eq!(theirs, labels, "{} {}: replicas are equal at rest", tab.person.name, tab.name);
        }
        for (label, there) in &self.acknowledged {
            if *there && !self.open_deletes.contains(label) {
                assert!(labels.contains(label), "acknowledged and lost: {label}");
            }
        }
        assert!(labels.is_disjoint(&self.forbidden), "what is refused leaves no trace");
        if self.database.stage != Stage::Annotate {
            let now = core.document().labels().expect("the schema holds");
            for (label, as_judged) in &self.fixed {
                assert_eq!(now.get(label), Some(as_judged), "{label} was judged, and is fixed");
            }
        }
        assert_eq!(self.budget, 0, "all budget is back");
        assert!(self.replies.is_empty(), "every command is answered");
        if self.database.stage == Stage::Complete {
            assert_eq!(core.document().stage(), Some(Stage::Complete));
        }
        self.tally.epochs = self.database.lock.epoch.0;
    }

    fn drain(&mut self) {
        for _ in 0..100 {
            self.settle();
            self.step(Step::Commit);
            self.step(Step::Operate);
            self.step(Step::Compact);
        }
        assert!(self.commit.is_none() && self.operation.is_none(), "the database has nothing left to do");
    }
}
