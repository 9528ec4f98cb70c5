//! All rooms of this server, by item.

use std::sync::Arc;

use countersign_shared::ids::{ItemId, SessionId, TaskId, UserId};
use countersign_shared::role::Roles;
use sqlx::PgPool;

use super::command::{Actor, Command, CommandError, OpenError, Outcome};
use crate::clock::Clock;
use crate::config::LiveConfig;
use crate::events::EventHub;
use crate::lifecycle::Tasks;

pub struct RoomDeps {
    pub db: PgPool,
    pub events: EventHub,
    pub tasks: Tasks,
    pub clock: Clock,
    pub config: LiveConfig,
}

/// Finds or starts the room of an item.
pub struct Rooms {
    deps: RoomDeps,
}

/// A way to talk to one room.
#[derive(Clone)]
pub struct RoomHandle {}

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

impl Rooms {
    #[must_use]
    pub fn new(deps: RoomDeps) -> Arc<Self> {
        Arc::new(Self { deps })
    }

    /// The item's room, started when there is none.
    ///
    /// # Errors
    /// The item does not exist, or its document cannot be read now.
    pub async fn open(&self, _item: ItemId) -> Result<RoomHandle, OpenError> {
        Err(OpenError::StorageDown)
    }

    /// Runs a command on an item, all of it or nothing.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub async fn run(&self, _item: ItemId, _by: Actor, _command: Command) -> Result<Outcome, CommandError> {
        Err(CommandError::StorageDown)
    }

    /// Closes the sockets of a person or a sign-in; no write of theirs is taken from now on.
    pub async fn revoke(&self, _who: Revoked) {}

    /// The person's roles within a task are these now; none: their sockets on its items are closed.
    pub async fn roles_changed(&self, _task: TaskId, _user: UserId, _roles: Roles) {}

    #[must_use]
    pub fn stats(&self) -> RoomStats {
        let _ = &self.deps.db;
        RoomStats::default()
    }
}
