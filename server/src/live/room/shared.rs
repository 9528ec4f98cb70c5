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
use super::load::Loads;
use super::write::Writes;
use crate::live::persist::Persist;

/// How long a revocation or a role change is kept, for users who were authorized just before it.
const REMEMBER: Duration = Duration::from_secs(30);

/// The state that all rooms share.
pub struct Inner {
    pub deps: RoomDeps,
    pub persist: Persist,
    /// Limits the snapshots that are written concurrently.
    pub compactions: Semaphore,
    pub loads: Loads,
    pub writes: Writes,
    pub rooms: DashMap<ItemId, RoomHandle>,
    pub connections: AtomicUsize,
    pub by_user: DashMap<UserId, usize>,
    pub next_id: AtomicU64,
    pub recent: Mutex<VecDeque<(Instant, Recent)>>,
    pub running: TaskTracker,
}

#[derive(Clone)]
pub enum Recent {
    Revoked(Revoked),
    Roles(TaskId, UserId, Roles),
}

impl Inner {
    /// Removes a room from the registry, if it is still the registered one.
    pub fn forget(&self, item: ItemId, id: u64) {
        self.rooms.remove_if(&item, |_, room| room.id == id);
    }

    /// Removes a room as [`Self::forget`] does, if `idle` also holds while nobody can look the room up. Returns whether
    /// it did.
    pub fn forget_if(&self, item: ItemId, id: u64, idle: impl FnOnce() -> bool) -> bool {
        self.rooms.remove_if(&item, |_, room| room.id == id && idle()).is_some()
    }

    /// Returns a random seed for the server's client ids.
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

    pub fn remember(&self, what: Recent) {
        self.recent().push_back((Instant::now(), what));
    }

    pub fn recent_of(&self, user: UserId, session: SessionId) -> Vec<Recent> {
        let concerns = |recent: &Recent| match recent {
            Recent::Revoked(Revoked::User(who)) | Recent::Roles(_, who, _) => *who == user,
            Recent::Revoked(Revoked::Session(which)) => *which == session,
        };
        // A disabled user can be enabled again soon. A session that ended never comes back.
        let over = |at: &Instant, recent: &Recent| {
            matches!(recent, Recent::Revoked(Revoked::User(_))) && at.elapsed() > REMEMBER / 6
        };
        let recent = self.recent();
        recent.iter().filter(|(at, what)| concerns(what) && !over(at, what)).map(|(_, what)| what.clone()).collect()
    }
}

/// Returns the server's client id in a document, which is fresh at each load and within the range that Yjs draws from.
#[must_use]
pub fn server_client(seed: u64) -> ClientId {
    ClientId((seed >> 32).max(1))
}
