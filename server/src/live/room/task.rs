//! The task that owns a room's core: it passes messages to the core as events and performs the core's effects.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::ids::{ItemId, Seq, UserId};
use countersign_shared::wire::{CloseCode, RefusalCode};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::time::{Duration, Instant, sleep_until};

use super::command::{CommandError, OpenError, Outcome};
use super::core::{Core, Effect, Event, Now, Timeouts};
use super::message::{CommandRequest, Join, Message};
use super::operation::OperationOutcome;
use super::shared::{Inner, server_client_id};
use super::subscribers::Subscribers;
use super::{load, operate, snapshot};
use crate::db::audit::{self, Audit};
use crate::db::live_items;
use crate::db::locks::LockDurations;
use crate::db::snapshots::{self, NewSnapshot};
use crate::live::batch::CommitError;
use crate::live::persist::StoreJob;

/// The maximum number of messages taken from the channel at once. Their edits go to the database together.
const MAX_MESSAGES_AT_ONCE: usize = 256;

type Pending<T> = Option<Pin<Box<dyn Future<Output = T> + Send>>>;

struct Task {
    item: ItemId,
    id: u64,
    inner: Arc<Inner>,
    inbox: mpsc::Receiver<Message>,
    budget: Arc<Semaphore>,
    core: Core,
    subscribers: Subscribers,
    started: Instant,
    /// Read once for all messages that arrive together.
    now: Now,
    lock_durations: LockDurations,
    storage: watch::Receiver<bool>,
    replies: HashMap<u64, oneshot::Sender<Option<Result<Outcome, CommandError>>>>,
    next_command_id: u64,
    commit: Option<oneshot::Receiver<Result<(), CommitError>>>,
    operation: Pending<OperationOutcome>,
    compaction: Pending<(Seq, bool)>,
    /// Whether the room ends after the current effects.
    ended: bool,
}

/// Loads the item and runs its room until the room is no longer needed.
pub async fn run(item: ItemId, id: u64, inner: Arc<Inner>, mut inbox: mpsc::Receiver<Message>, budget: Arc<Semaphore>) {
    // However this ends, the item's next visitor does not find a dead room.
    let _listed = RegistryGuard { item, id, inner: inner.clone() };
    let seed = inner.seed();
    let started = Instant::now();
    let loaded = match load::load(&inner.deps, &inner.loads, item, server_client_id(seed)).await {
        Ok(loaded) => loaded,
        Err(error) => {
            if error == OpenError::StorageDown {
                inner.persist.storage.mark_down();
            }
            inner.forget(item, id);
            inbox.close();
            while let Some(message) = inbox.recv().await {
                match message {
                    Message::Join(join) => drop(join.joined.send(Err(error))),
                    Message::Command(request) => drop(request.done.send(Some(Err(error.into())))),
                    Message::Edit(_) | Message::Event(_) | Message::Drained(_) => {}
                }
            }
            return;
        }
    };
    let config = &inner.deps.config;
    let seconds = |seconds: u64| i32::try_from(seconds).unwrap_or(i32::MAX);
    let lock_durations = LockDurations {
        ttl: seconds(countersign_shared::limits::LOCK_LEASE_SECONDS),
        grace: seconds(config.lock_grace_seconds),
    };
    let timeouts = Timeouts { lock_grace: config.lock_grace_seconds * 1_000, idle: config.room_idle_seconds * 1_000 };
    let now = Now { ms: 0, wall: inner.deps.clock.now() };
    let mut storage = inner.persist.storage.subscribe();
    storage.mark_unchanged();
    let mut core = Core::new(loaded, timeouts, seed, now);
    if !*storage.borrow() {
        core.handle(Event::Storage { up: false }, now);
    }
    let task = Task {
        item,
        id,
        inner,
        inbox,
        budget,
        core,
        subscribers: Subscribers::default(),
        started,
        now,
        lock_durations,
        storage,
        replies: HashMap::new(),
        next_command_id: 0,
        commit: None,
        operation: None,
        compaction: None,
        ended: false,
    };
    task.run().await;
}

/// Removes the room from the registry when it is dropped.
struct RegistryGuard {
    item: ItemId,
    id: u64,
    inner: Arc<Inner>,
}

impl Drop for RegistryGuard {
    fn drop(&mut self) {
        self.inner.forget(self.item, self.id);
    }
}

impl Task {
    fn update_now(&mut self) {
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.now = Now { ms, wall: self.inner.deps.clock.now() };
    }

    async fn run(mut self) {
        let stopping = self.inner.deps.tasks.stopping().clone();
        let mut ending = false;
        let mut messages = Vec::new();
        let timer = sleep_until(Instant::now());
        tokio::pin!(timer);
        while !self.ended {
            if ending && !self.core.is_busy() {
                break;
            }
            let wake = self.core.wake_at().map(|ms| self.started + Duration::from_millis(ms));
            if let Some(wake) = wake
                && wake != timer.deadline()
            {
                timer.as_mut().reset(wake);
            }
            tokio::select! {
                biased;
                committed = wait(&mut self.commit), if self.commit.is_some() => {
                    self.commit = None;
                    self.update_now();
                    match committed {
                        Ok(result) => self.handle(Event::Committed(result)),
                        // The worker has ended, so the server is stopping.
                        Err(_) => break,
                    }
                }
                outcome = poll(&mut self.operation), if self.operation.is_some() => {
                    self.operation = None;
                    self.update_now();
                    if matches!(outcome, OperationOutcome::Unreachable) {
                        self.inner.persist.storage.mark_down();
                    }
                    self.handle(Event::OperationFinished(outcome));
                }
                (seq, done) = poll(&mut self.compaction), if self.compaction.is_some() => {
                    self.compaction = None;
                    self.update_now();
                    self.handle(Event::Compacted { seq, done });
                }
                () = stopping.cancelled(), if !ending => {
                    ending = true;
                    self.update_now();
                    self.core.prepare_shutdown();
                }
                changed = self.storage.changed() => {
                    self.update_now();
                    if changed.is_ok() {
                        let up = *self.storage.borrow_and_update();
                        self.handle(Event::Storage { up });
                    }
                }
                _ = self.inbox.recv_many(&mut messages, MAX_MESSAGES_AT_ONCE), if !ending => {
                    self.update_now();
                    for message in messages.drain(..) {
                        self.handle_message(message);
                    }
                }
                () = &mut timer, if wake.is_some() => {
                    self.update_now();
                    self.handle(Event::Tick);
                }
            }
            self.advance().await;
        }
        self.subscribers.close_all(CloseCode::Restart);
        self.inner.forget(self.item, self.id);
        self.reject_late_messages();
    }

    fn handle(&mut self, event: Event) {
        self.core.handle(event, self.now);
    }

    fn handle_message(&mut self, message: Message) {
        match message {
            Message::Edit(incoming) => self.handle(Event::Edit(incoming)),
            Message::Event(event) => {
                if let Event::Leave(connection) = *event {
                    self.subscribers.remove(connection);
                }
                self.handle(*event);
            }
            Message::Drained(connection) => self.subscribers.catch_up(connection, self.core.document()),
            Message::Join(join) => {
                let Join { connection, actor, options, outbound, joined } = *join;
                self.subscribers.add(connection, outbound);
                if joined.send(Ok(())).is_err() {
                    // The caller no longer waits.
                    return self.subscribers.remove(connection);
                }
                self.handle(Event::Join { connection, actor: Box::new(actor), options });
            }
            Message::Command(request) => {
                let CommandRequest { by, command, new_id, done } = *request;
                self.next_command_id += 1;
                self.replies.insert(self.next_command_id, done);
                let id = self.next_command_id;
                self.handle(Event::Command { id, by: Box::new(by), command, new_id });
            }
        }
    }

    /// Lets the core start its next work, then performs its effects.
    async fn advance(&mut self) {
        self.core.advance(self.now);
        let effects: Vec<Effect> = self.core.effects().collect();
        for effect in effects {
            self.perform(effect).await;
        }
        let released = self.core.take_released();
        if released > 0 {
            self.budget.add_permits(released as usize);
        }
    }

    async fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Send { to, frame } => self.subscribers.send(to, frame),
            Effect::Answer { to, frame } => self.subscribers.answer(to, frame),
            Effect::Updates(frames) => self.subscribers.broadcast_updates(&frames),
            Effect::Presence(frame) => self.subscribers.broadcast_presence(&frame),
            Effect::Close { connection, code } => self.subscribers.close(connection, code),
            Effect::Commit(batch) => {
                let (done, commit) = oneshot::channel();
                self.commit = Some(commit);
                self.inner.persist.submit(StoreJob { batch, done }).await;
            }
            Effect::Operate(operation) => {
                let (inner, durations) = (self.inner.clone(), self.lock_durations);
                self.operation = Some(Box::pin(async move { operate::operate(&inner, operation, durations).await }));
            }
            Effect::Reply { id, result } => {
                if let Some(done) = self.replies.remove(&id) {
                    // The caller might no longer wait.
                    let _ = done.send(Some(result));
                }
            }
            Effect::Publish(event) => self.inner.deps.events.publish(self.core.item().task, event),
            Effect::AuditRefusal { user, code } => self.audit_refusal(user, code),
            Effect::Compact { seq, state } => {
                let (inner, item, generation) = (self.inner.clone(), self.item, self.core.item().generation);
                self.compaction =
                    Some(Box::pin(async move { (seq, compact(&inner, item, seq, generation, state).await) }));
            }
            Effect::Unload => {
                // A message sent before the room leaves the registry keeps it alive; a later one is turned away.
                if self.inner.remove_if(self.item, self.id, || self.inbox.is_empty()) {
                    self.ended = true;
                }
            }
            Effect::Restart(why) => {
                tracing::error!(item = %self.item, why, "room.restart: the room must restart");
                self.ended = true;
            }
        }
    }

    fn audit_refusal(&self, user: UserId, code: RefusalCode) {
        let name = serde_json::to_value(code).unwrap_or_default();
        metrics::counter!("countersign_refusals_total", "code" => name.as_str().unwrap_or_default().to_owned())
            .increment(1);
        let (inner, item, task) = (self.inner.clone(), self.item, self.core.item().task);
        self.inner.deps.tasks.spawn("refusal", async move {
            let row = Audit {
                actor: Some(user),
                action: "edit.refuse",
                task: Some(task),
                item: Some(item),
                subject: None,
                detail: serde_json::json!({ "code": name }),
            };
            let written = async {
                let mut db = inner.deps.db.acquire().await?;
                audit::write(&mut db, &row).await
            };
            if let Err(error) = written.await {
                tracing::warn!(%item, %error, "audit.lost: a refusal could not be recorded");
            }
        });
    }

    /// Turns away messages that came too late. Their senders look the item's room up again.
    fn reject_late_messages(&mut self) {
        self.inbox.close();
        while let Ok(message) = self.inbox.try_recv() {
            match message {
                Message::Command(request) => drop(request.done.send(None)),
                // Dropping the sender has the same meaning.
                Message::Join(_) | Message::Edit(_) | Message::Event(_) | Message::Drained(_) => {}
            }
        }
        for (_, done) in self.replies.drain() {
            let _ = done.send(Some(Err(CommandError::ShuttingDown)));
        }
    }
}

async fn wait<T>(receiver: &mut Option<oneshot::Receiver<T>>) -> Result<T, oneshot::error::RecvError> {
    match receiver {
        Some(receiver) => receiver.await,
        None => std::future::pending().await,
    }
}

async fn poll<T>(future: &mut Pending<T>) -> T {
    match future {
        Some(future) => future.await,
        None => std::future::pending().await,
    }
}

async fn compact(inner: &Inner, item: ItemId, seq: Seq, generation: i64, state: Bytes) -> bool {
    // One at a time on this server, because compaction is never urgent.
    let Ok(_turn) = inner.compactions.acquire().await else { return false };
    let read = state.clone();
    let derived = match tokio::task::spawn_blocking(move || snapshot::derive(&read)).await {
        Ok(Ok(derived)) => derived,
        Ok(Err(error)) => {
            tracing::error!(%item, %error, "room.compact: the document cannot be read back");
            return false;
        }
        Err(error) => {
            tracing::error!(%item, %error, "room.compact: reading the document failed");
            return false;
        }
    };
    let written = async {
        let mut tx = inner.deps.db.begin().await?;
        let snapshot = NewSnapshot {
            item,
            seq,
            reason: "compacted",
            generation,
            author: None,
            state: &state,
            annotations: &derived.annotations,
        };
        snapshots::insert(&mut tx, &[snapshot]).await?;
        live_items::set_labels(&mut tx, item, &derived).await?;
        tx.commit().await
    };
    written
        .await
        .inspect_err(|error| tracing::warn!(%item, %error, "room.compact: the snapshot was not written"))
        .is_ok()
}
