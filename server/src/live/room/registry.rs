//! All rooms of this server, by item.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use countersign_shared::ids::{ClientId, ConnectionId, ItemId, SessionId, TaskId, UserId};
use countersign_shared::limits::MAX_PENDING_EDITS;
use countersign_shared::role::Roles;
use countersign_shared::task::TaskSettings;
use dashmap::DashMap;
use sqlx::PgPool;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::{Duration, Instant};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::command::{Actor, Command, CommandError, OpenError, Opening, Outcome};
use super::core::Event;
use super::load::{self, Loads};
use super::task::{self, Join, Message, Order};
use super::write::{self, Writes};
use crate::clock::Clock;
use crate::config::LiveConfig;
use crate::events::EventHub;
use crate::lifecycle::Tasks;
use crate::live::outbound::Outbound;
use crate::live::persist::Persist;

/// Messages of all connections that may wait for one room.
const INBOX: usize = 256;
/// An edit that waits takes one permit a kibibyte, and at least these.
pub const LEAST_COST: u32 = 16;
const BUDGET: usize = MAX_PENDING_EDITS * LEAST_COST as usize;
/// How often a visitor looks again for a room that was just leaving.
const ATTEMPTS: usize = 8;
/// How long a revocation or a change of roles is remembered for those who were let in just before it.
const REMEMBER: Duration = Duration::from_secs(30);

pub struct RoomDeps {
    pub db: PgPool,
    pub events: EventHub,
    pub tasks: Tasks,
    pub clock: Clock,
    pub config: LiveConfig,
}

/// Finds or starts the room of an item.
pub struct Rooms {
    inner: Arc<Inner>,
}

/// What the rooms share.
pub struct Inner {
    pub deps: RoomDeps,
    pub persist: Persist,
    /// Snapshots written at once.
    pub compactions: Semaphore,
    pub loads: Loads,
    pub writes: Writes,
    rooms: DashMap<ItemId, RoomHandle>,
    connections: AtomicUsize,
    by_user: DashMap<UserId, usize>,
    next_id: AtomicU64,
    recent: Mutex<VecDeque<(Instant, Recent)>>,
    running: TaskTracker,
}

#[derive(Clone)]
enum Recent {
    Revoked(Revoked),
    Roles(TaskId, UserId, Roles),
}

/// A way to talk to one room.
#[derive(Clone)]
pub struct RoomHandle {
    id: u64,
    inbox: mpsc::Sender<Message>,
    budget: Arc<Semaphore>,
}

/// Whose sockets must close.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Revoked {
    /// A disabled person.
    User(UserId),
    /// A sign-in or token that ended.
    Session(SessionId),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RoomStats {
    pub rooms: usize,
    pub connections: usize,
}

/// One open socket, counted until it is dropped.
pub struct Seat {
    inner: Arc<Inner>,
    user: UserId,
}

/// A connection within a room.
pub struct Joined {
    pub connection: ConnectionId,
    pub room: RoomHandle,
}

impl Rooms {
    /// Starts the worker that stores edits; must be called within the runtime.
    #[must_use]
    pub fn new(deps: RoomDeps) -> Arc<Self> {
        let (persist, worker) = Persist::new(deps.db.clone());
        let running = TaskTracker::new();
        running.close();
        deps.tasks.spawn("persist", worker.run(deps.tasks.stopping().clone(), running.clone()));
        Arc::new(Self {
            inner: Arc::new(Inner {
                deps,
                persist,
                compactions: Semaphore::new(1),
                loads: load::loads(),
                writes: write::writes(),
                rooms: DashMap::new(),
                connections: AtomicUsize::new(0),
                by_user: DashMap::new(),
                next_id: AtomicU64::new(0),
                recent: Mutex::default(),
                running,
            }),
        })
    }

    /// Runs a command on an item, all of it or nothing.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub async fn run(&self, item: ItemId, by: Actor, command: Command) -> Result<Outcome, CommandError> {
        for _ in 0..ATTEMPTS {
            let (done, result) = oneshot::channel();
            let fresh: Uuid = self.inner.deps.clock.new_id();
            let order = Order { by: by.clone(), command: command.clone(), fresh, done };
            let room = self.room(item)?;
            if room.inbox.send(Message::Command(Box::new(order))).await.is_err() {
                continue;
            }
            match result.await {
                Ok(Some(result)) => return result,
                Ok(None) => {}
                // It ended in the middle of it: whether it was done is to be looked at.
                Err(_) => return Err(CommandError::Busy),
            }
        }
        Err(CommandError::Busy)
    }

    /// Enters the item's room, which is started when there is none.
    ///
    /// # Errors
    /// The item does not exist, or its document cannot be read now.
    pub async fn join(
        &self,
        item: ItemId,
        actor: Actor,
        opening: Opening,
        outbound: Arc<Outbound>,
    ) -> Result<Joined, OpenError> {
        let connection: ConnectionId = self.inner.deps.clock.new_id();
        for _ in 0..ATTEMPTS {
            let (joined, result) = oneshot::channel();
            let (actor, opening, outbound) = (actor.clone(), opening.clone(), outbound.clone());
            let (user, session) = (actor.user, actor.session);
            let join = Join { connection, actor, opening, outbound, joined };
            let room = self.room(item)?;
            if room.inbox.send(Message::Join(Box::new(join))).await.is_err() {
                continue;
            }
            let Ok(result) = result.await else { continue };
            result?;
            // What was revoked or changed after this person was let in, and before the room knew them, counts too.
            for recent in self.inner.recent_of(user, session) {
                let event = match recent {
                    Recent::Revoked(who) => Event::Revoked(who),
                    Recent::Roles(task, user, roles) => Event::RolesChanged { task, user, roles },
                };
                room.tell(event).await;
            }
            return Ok(Joined { connection, room });
        }
        Err(OpenError::Broken)
    }

    fn room(&self, item: ItemId) -> Result<RoomHandle, OpenError> {
        if self.inner.deps.tasks.stopping().is_cancelled() {
            return Err(OpenError::ShuttingDown);
        }
        let started = self.inner.rooms.entry(item).or_insert_with(|| {
            let (sender, inbox) = mpsc::channel(INBOX);
            let budget = Arc::new(Semaphore::new(BUDGET));
            let id = self.inner.next_id.fetch_add(1, Ordering::Relaxed);
            let room = task::run(item, id, self.inner.clone(), inbox, budget.clone());
            self.inner.deps.tasks.spawn("room", self.inner.running.track_future(room));
            RoomHandle { id, inbox: sender, budget }
        });
        Ok(started.clone())
    }

    /// A socket for a person, if they have not too many; before the upgrade.
    #[must_use]
    pub fn seat(&self, user: UserId) -> Option<Seat> {
        let mut open = self.inner.by_user.entry(user).or_default();
        if *open >= self.inner.deps.config.connections_per_user {
            return None;
        }
        *open += 1;
        drop(open);
        self.inner.connections.fetch_add(1, Ordering::Relaxed);
        Some(Seat { inner: self.inner.clone(), user })
    }

    /// Closes the sockets of a person or a sign-in; no write of theirs is taken from now on.
    pub async fn revoke(&self, who: Revoked) {
        self.inner.remember(Recent::Revoked(who));
        self.tell_all(|| Event::Revoked(who)).await;
    }

    /// The person's roles within a task are these now; none: their sockets on its items are closed.
    pub async fn roles_changed(&self, task: TaskId, user: UserId, roles: Roles) {
        self.inner.remember(Recent::Roles(task, user, roles.clone()));
        self.tell_all(|| Event::RolesChanged { task, user, roles: roles.clone() }).await;
    }

    /// The task switched its editor lock on or off.
    pub async fn lock_switched(&self, task: TaskId, off: bool) {
        self.tell_all(|| Event::LockSwitched { task, off }).await;
    }

    /// The task is set up otherwise.
    pub async fn settings_changed(&self, task: TaskId, settings: Arc<TaskSettings>) {
        self.tell_all(|| Event::Settings { task, settings: settings.clone() }).await;
    }

    /// The item was given to somebody, or to nobody; stored already.
    pub async fn assigned(&self, item: ItemId, assignee: Option<UserId>) {
        let room = self.inner.rooms.get(&item).map(|room| room.value().clone());
        if let Some(room) = room {
            room.tell(Event::Assigned { assignee }).await;
        }
    }

    async fn tell_all(&self, event: impl Fn() -> Event) {
        // No guard of the map is held while a room is waited for.
        let rooms: Vec<RoomHandle> = self.inner.rooms.iter().map(|room| room.value().clone()).collect();
        for room in rooms {
            room.tell(event()).await;
        }
    }

    #[must_use]
    pub fn stats(&self) -> RoomStats {
        RoomStats { rooms: self.inner.rooms.len(), connections: self.inner.connections.load(Ordering::Relaxed) }
    }

    #[must_use]
    pub fn config(&self) -> &LiveConfig {
        &self.inner.deps.config
    }

    #[must_use]
    pub fn tasks(&self) -> &Tasks {
        &self.inner.deps.tasks
    }
}

impl RoomHandle {
    /// False: the room has ended.
    pub async fn tell(&self, event: Event) -> bool {
        self.inbox.send(Message::Event(Box::new(event))).await.is_ok()
    }

    /// False: the room has ended.
    pub async fn send(&self, message: Message) -> bool {
        self.inbox.send(message).await.is_ok()
    }

    /// Waits until the room takes another edit of this cost. The room gives the budget back.
    pub async fn afford(&self, cost: u32) {
        // The semaphore is never closed.
        if let Ok(permits) = self.budget.acquire_many(cost).await {
            permits.forget();
        }
    }
}

impl Inner {
    /// Takes a room off the list, if it is still this one.
    pub fn forget(&self, item: ItemId, id: u64) {
        self.rooms.remove_if(&item, |_, room| room.id == id);
    }

    /// The same, if `idle` still holds while nobody can find the room.
    pub fn forget_if(&self, item: ItemId, id: u64, idle: impl FnOnce() -> bool) -> bool {
        self.rooms.remove_if(&item, |_, room| room.id == id && idle()).is_some()
    }

    /// For client ids of the server's own.
    pub fn seed(&self) -> u64 {
        rand::random()
    }

    fn recent(&self) -> std::sync::MutexGuard<'_, VecDeque<(Instant, Recent)>> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        while recent.front().is_some_and(|(at, _)| at.elapsed() > REMEMBER) {
            recent.pop_front();
        }
        recent
    }

    fn remember(&self, what: Recent) {
        self.recent().push_back((Instant::now(), what));
    }

    fn recent_of(&self, user: UserId, session: SessionId) -> Vec<Recent> {
        let concerns = |recent: &Recent| match recent {
            Recent::Revoked(Revoked::User(who)) | Recent::Roles(_, who, _) => *who == user,
            Recent::Revoked(Revoked::Session(which)) => *which == session,
        };
        // A person may be let in again soon; a sign-in that ended has ended.
        let over = |at: &Instant, recent: &Recent| {
            matches!(recent, Recent::Revoked(Revoked::User(_))) && at.elapsed() > REMEMBER / 6
        };
        let recent = self.recent();
        recent.iter().filter(|(at, what)| concerns(what) && !over(at, what)).map(|(_, what)| what.clone()).collect()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.inner.connections.fetch_sub(1, Ordering::Relaxed);
        if let Some(mut open) = self.inner.by_user.get_mut(&self.user) {
            *open -= 1;
        }
        self.inner.by_user.remove_if(&self.user, |_, open| *open == 0);
    }
}

/// The server's own client id in a document: fresh at each load, of the form Yjs draws.
#[must_use]
pub fn server_client(seed: u64) -> ClientId {
    ClientId((seed >> 32).max(1))
}
