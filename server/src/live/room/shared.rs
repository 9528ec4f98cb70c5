//! The state that the rooms of this server share.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Mutex, PoisonError};

use countersign_shared::ids::{ClientId, ItemId, SessionId, TaskId, UserId};
use countersign_shared::role::Roles;
use dashmap::DashMap;
use tokio::sync::Semaphore;
use tokio::time::{Duration, Instant};
use tokio_util::task::TaskTracker;

use super::core::Revoked;
use super::deps::RoomDeps;
use super::handle::RoomHandle;
use super::load::LoadBatcher;
use super::write::WriteBatcher;
use crate::live::persist::PersistHandle;

/// How long a revocation or a role change is kept, for users who were authorized just before it.
const RECENT_CHANGE_TTL: Duration = Duration::from_secs(30);

/// The state that all rooms share.
pub struct Inner {
    pub deps: RoomDeps,
    pub persist: PersistHandle,
    /// Limits the snapshots that are written concurrently.
    pub compactions: Semaphore,
    pub loads: LoadBatcher,
    pub writes: WriteBatcher,
    pub rooms: DashMap<ItemId, RoomHandle>,
    pub connections: AtomicUsize,
    pub by_user: DashMap<UserId, usize>,
    pub next_id: AtomicU64,
    pub recent: Mutex<VecDeque<(Instant, RecentChange)>>,
    pub running: TaskTracker,
}

#[derive(Clone)]
pub enum RecentChange {
    Revoked(Revoked),
    Roles(TaskId, UserId, Roles),
}

impl Inner {
    /// Removes a room from the registry, if it is still the registered one.
    pub fn forget(&self, item: ItemId, id: u64) {
        self.rooms.remove_if(&item, |_, room| room.is_room(id));
    }

    /// Removes a room as [`Self::forget`] does, if `idle` also holds while nobody can look the room up. Returns whether
    /// it did.
    pub fn remove_if(&self, item: ItemId, id: u64, idle: impl FnOnce() -> bool) -> bool {
        self.rooms.remove_if(&item, |_, room| room.is_room(id) && idle()).is_some()
    }

    /// Returns a random seed for the server's client ids.
    pub fn seed(&self) -> u64 {
        rand::random()
    }

    fn recent(&self) -> std::sync::MutexGuard<'_, VecDeque<(Instant, RecentChange)>> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        while recent.front().is_some_and(|(at, _)| at.elapsed() > RECENT_CHANGE_TTL) {
            recent.pop_front();
        }
        recent
    }

    pub fn remember(&self, what: RecentChange) {
        self.recent().push_back((Instant::now(), what));
    }

    pub fn recent_of(&self, user: UserId, session: SessionId) -> Vec<RecentChange> {
        let concerns = |recent: &RecentChange| match recent {
            RecentChange::Revoked(Revoked::User(who)) | RecentChange::Roles(_, who, _) => *who == user,
            RecentChange::Revoked(Revoked::Session(which)) => *which == session,
        };
        // A disabled user can be enabled again soon. A session that ended never comes back.
        let over = |at: &Instant, recent: &RecentChange| {
            matches!(recent, RecentChange::Revoked(Revoked::User(_))) && at.elapsed() > RECENT_CHANGE_TTL / 6
        };
        let recent = self.recent();
        recent.iter().filter(|(at, what)| concerns(what) && !over(at, what)).map(|(_, what)| what.clone()).collect()
    }
}

/// Returns the server's client id in a document, which is fresh at each load and within the range that Yjs draws from.
#[must_use]
pub fn server_client_id(seed: u64) -> ClientId {
    ClientId((seed >> 32).max(1))
}
