//! The services that rooms use.

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
