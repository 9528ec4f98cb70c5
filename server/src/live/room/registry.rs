//! All rooms of this server, by item.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use countersign_shared::ids::{ConnectionId, ItemId, TaskId, UserId};
use countersign_shared::limits::MAX_PENDING_EDITS;
use countersign_shared::role::Roles;
use countersign_shared::task::TaskSettings;
use dashmap::DashMap;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::command::{Actor, Command, CommandError, JoinOptions, OpenError, Outcome};
use super::core::{Event, Revoked};
use super::deps::RoomDeps;
use super::handle::RoomHandle;
use super::message::{CommandRequest, Join, Message};
use super::shared::{Inner, RecentChange};
use super::{load, task, write};
use crate::config::LiveConfig;
use crate::lifecycle::Tasks;
use crate::live::outbound::Outbound;
use crate::live::persist::PersistHandle;

/// The maximum number of queued messages for one room, from all connections.
const INBOX_CAPACITY: usize = 256;
/// The minimum cost of a pending edit, in permits of the room's budget. An edit costs one permit per KiB.
pub const MIN_EDIT_COST: u32 = 16;
const BUDGET_PERMITS: usize = MAX_PENDING_EDITS * MIN_EDIT_COST as usize;
/// The maximum number of attempts to reach an item's room when the one found is just ending.
const MAX_ATTEMPTS: usize = 8;

/// Finds or starts the room of an item.
pub struct Rooms {
    inner: Arc<Inner>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RoomStats {
    pub rooms: usize,
    pub connections: usize,
}

/// An open socket, counted until it is dropped.
pub struct ConnectionGuard {
    inner: Arc<Inner>,
    user: UserId,
}

/// A connection that has joined a room.
pub struct Joined {
    pub connection: ConnectionId,
    pub room: RoomHandle,
}

impl Rooms {
    /// Starts the worker that stores edits. Must be called within a Tokio runtime.
    #[must_use]
    pub fn new(deps: RoomDeps) -> Arc<Self> {
        let (persist, worker) = PersistHandle::new(deps.db.clone());
        let running = TaskTracker::new();
        running.close();
        deps.tasks.spawn("persist", worker.run(deps.tasks.stopping().clone(), running.clone()));
        Arc::new(Self {
            inner: Arc::new(Inner {
                deps,
                persist,
                compactions: Semaphore::new(1),
                loads: load::load_batcher(),
                writes: write::write_batcher(),
                rooms: DashMap::new(),
                connections: AtomicUsize::new(0),
                by_user: DashMap::new(),
                next_id: AtomicU64::new(0),
                recent: Mutex::default(),
                running,
            }),
        })
    }

    /// Runs a command on an item, as a whole or not at all.
    ///
    /// # Errors
    /// Returns a [`CommandError`] that says why nothing was changed. After [`CommandError::Busy`] the outcome can be
    /// unknown: the room can have ended in the middle of the command.
    pub async fn run(&self, item: ItemId, by: Actor, command: Command) -> Result<Outcome, CommandError> {
        for _ in 0..MAX_ATTEMPTS {
            let (done, result) = oneshot::channel();
            let new_id: Uuid = self.inner.deps.clock.new_id();
            let request = CommandRequest { by: by.clone(), command: command.clone(), new_id, done };
            let room = self.room(item)?;
            if !room.send(Message::Command(Box::new(request))).await {
                continue;
            }
            match result.await {
                Ok(Some(result)) => return result,
                Ok(None) => {}
                // The room ended in the middle of the command, so its outcome is unknown.
                Err(_) => return Err(CommandError::Busy),
            }
        }
        Err(CommandError::Busy)
    }

    /// Joins the item's room, and starts it if there is none.
    ///
    /// # Errors
    /// Returns an [`OpenError`] if the item does not exist, its document cannot be read now or the server is stopping.
    pub async fn join(
        &self,
        item: ItemId,
        actor: Actor,
        options: JoinOptions,
        outbound: Arc<Outbound>,
    ) -> Result<Joined, OpenError> {
        let connection: ConnectionId = self.inner.deps.clock.new_id();
        for _ in 0..MAX_ATTEMPTS {
            let (joined, result) = oneshot::channel();
            let (actor, options, outbound) = (actor.clone(), options.clone(), outbound.clone());
            let (user, session) = (actor.user, actor.session);
            let join = Join { connection, actor, options, outbound, joined };
            let room = self.room(item)?;
            if !room.send(Message::Join(Box::new(join))).await {
                continue;
            }
            let Ok(result) = result.await else { continue };
            result?;
            // Apply what was revoked or changed after this user was authorized and before the room knew of the
            // connection.
            for recent in self.inner.recent_of(user, session) {
                let event = match recent {
                    RecentChange::Revoked(who) => Event::Revoked(who),
                    RecentChange::Roles(task, user, roles) => Event::RolesChanged { task, user, roles },
                };
                room.send_event(event).await;
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
            let (sender, inbox) = mpsc::channel(INBOX_CAPACITY);
            let budget = Arc::new(Semaphore::new(BUDGET_PERMITS));
            let id = self.inner.next_id.fetch_add(1, Ordering::Relaxed);
            let room = task::run(item, id, self.inner.clone(), inbox, budget.clone());
            self.inner.deps.tasks.spawn("room", self.inner.running.track_future(room));
            RoomHandle::new(id, sender, budget)
        });
        Ok(started.clone())
    }

    /// Reserves a socket for a user, before the upgrade. Returns `None` if the user has too many already.
    #[must_use]
    pub fn reserve_connection(&self, user: UserId) -> Option<ConnectionGuard> {
        let mut open = self.inner.by_user.entry(user).or_default();
        if *open >= self.inner.deps.config.connections_per_user {
            return None;
        }
        *open += 1;
        drop(open);
        self.inner.connections.fetch_add(1, Ordering::Relaxed);
        Some(ConnectionGuard { inner: self.inner.clone(), user })
    }

    /// Closes the sockets of a user or a session. No write of theirs is accepted from now on.
    pub async fn revoke(&self, who: Revoked) {
        self.inner.remember(RecentChange::Revoked(who));
        self.broadcast(|| Event::Revoked(who)).await;
    }

    /// Notifies the rooms of a user's new roles in a task. A user without roles loses all sockets on the task's items.
    pub async fn roles_changed(&self, task: TaskId, user: UserId, roles: Roles) {
        self.inner.remember(RecentChange::Roles(task, user, roles.clone()));
        self.broadcast(|| Event::RolesChanged { task, user, roles: roles.clone() }).await;
    }

    /// Notifies the rooms that the task switched its editor lock on or off.
    pub async fn lock_switched(&self, task: TaskId, off: bool) {
        self.broadcast(|| Event::LockSwitched { task, off }).await;
    }

    /// Notifies the rooms of the task's new settings.
    pub async fn settings_changed(&self, task: TaskId, settings: Arc<TaskSettings>) {
        self.broadcast(|| Event::Settings { task, settings: settings.clone() }).await;
    }

    /// Notifies the item's room of the new assignee, which is already stored.
    pub async fn assigned(&self, item: ItemId, assignee: Option<UserId>) {
        let room = self.inner.rooms.get(&item).map(|room| room.value().clone());
        if let Some(room) = room {
            room.send_event(Event::Assigned { assignee }).await;
        }
    }

    async fn broadcast(&self, event: impl Fn() -> Event) {
        // No guard of the map is held while waiting for a room.
        let rooms: Vec<RoomHandle> = self.inner.rooms.iter().map(|room| room.value().clone()).collect();
        for room in rooms {
            room.send_event(event()).await;
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

impl Drop for ConnectionGuard {
    fn drop(&mut self) {
        self.inner.connections.fetch_sub(1, Ordering::Relaxed);
        if let Some(mut open) = self.inner.by_user.get_mut(&self.user) {
            *open -= 1;
        }
        self.inner.by_user.remove_if(&self.user, |_, open| *open == 0);
    }
}
