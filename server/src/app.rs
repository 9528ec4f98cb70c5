//! The shared state of a running server.

use std::sync::Arc;

use anyhow::Context;
use sqlx::PgPool;
use tokio::sync::Mutex;

use crate::accounts::Accounts;
use crate::accounts::origin::AllowedOrigins;
use crate::accounts::revocation::Revocation;
use crate::bulk::BulkRunner;
use crate::clock::Clock;
use crate::config::Config;
use crate::events::EventHub;
use crate::lifecycle::Tasks;
use crate::live::room::{RoomDeps, Rooms};
use crate::media::MediaStore;
use crate::telemetry;

pub struct App {
    pub config: Config,
    pub db: PgPool,
    pub clock: Clock,
    pub rooms: Arc<Rooms>,
    pub events: EventHub,
    pub bulk: BulkRunner,
    pub media: MediaStore,
    pub accounts: Accounts,
    pub revocation: Revocation,
    pub tasks: Tasks,
    /// The origins whose pages may send requests with a cookie.
    pub origins: AllowedOrigins,
    /// Serialises changes of task settings, so that open rooms are notified of them in the order they were stored.
    pub task_changes: Mutex<()>,
}

pub type AppState = Arc<App>;

impl App {
    /// Builds the parts of the server on a database whose schema is up to date.
    ///
    /// # Errors
    /// Returns an error if the media store cannot be opened with its settings.
    pub fn new(config: Config, db: PgPool, clock: Clock) -> anyhow::Result<AppState> {
        // Install the recorder first: metrics recorded before it exists are lost.
        telemetry::metrics();
        let tasks = Tasks::new();
        let events = EventHub::new();
        let rooms = Rooms::new(RoomDeps {
            db: db.clone(),
            events: events.clone(),
            tasks: tasks.clone(),
            clock: clock.clone(),
            config: config.live.clone(),
        });
        let bulk = BulkRunner {
            db: db.clone(),
            clock: clock.clone(),
            events: events.clone(),
            rooms: rooms.clone(),
            tasks: tasks.clone(),
        };
        let media = MediaStore::open(&config.media, &config.database).context("opening the media store")?;
        let accounts = Accounts::new(db.clone(), clock.clone());
        let revocation =
            Revocation { accounts: accounts.clone(), db: db.clone(), events: events.clone(), rooms: rooms.clone() };
        let origins = AllowedOrigins::new(config.server.public_url.as_deref(), config.server.listen);
        let task_changes = Mutex::default();
        Ok(Arc::new(Self {
            config,
            db,
            clock,
            rooms,
            events,
            bulk,
            media,
            accounts,
            revocation,
            tasks,
            origins,
            task_changes,
        }))
    }

    /// Updates the gauges: metrics that describe a state rather than count events.
    pub fn record_gauges(&self) {
        let stats = self.rooms.stats();
        #[expect(clippy::cast_precision_loss, reason = "these counts stay far below 2^52")]
        for (name, value) in [
            ("countersign_rooms", stats.rooms as f64),
            ("countersign_connections", stats.connections as f64),
            ("countersign_tasks", self.tasks.len() as f64),
            ("countersign_database_connections", f64::from(self.db.size())),
        ] {
            metrics::gauge!(name).set(value);
        }
    }
}
