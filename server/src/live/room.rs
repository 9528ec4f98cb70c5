//! Rooms: one owner per open item.

use std::sync::Arc;

use sqlx::PgPool;

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

/// All rooms of this server, by item.
pub struct Rooms {}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RoomStats {
    pub rooms: usize,
    pub connections: usize,
}

impl Rooms {
    #[must_use]
    pub fn new(_deps: RoomDeps) -> Arc<Self> {
        Arc::new(Self {})
    }

    #[must_use]
    pub fn stats(&self) -> RoomStats {
        RoomStats::default()
    }
}
