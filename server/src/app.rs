//! What every part of a running server shares, and how it is served.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use sqlx::PgPool;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::accounts::{Accounts, revocation};
use crate::clock::Clock;
use crate::config::Config;
use crate::events::EventHub;
use crate::export;
use crate::http::origin::OwnOrigins;
use crate::http::{self, connections};
use crate::import::job;
use crate::lifecycle::Tasks;
use crate::live::room::{RoomDeps, Rooms};
use crate::media::MediaStore;
use crate::telemetry;
use crate::workflow::bulk::BulkRunner;

pub struct App {
    pub config: Config,
    pub db: PgPool,
    pub clock: Clock,
    pub rooms: Arc<Rooms>,
    pub events: EventHub,
    pub bulk: BulkRunner,
    pub media: MediaStore,
    pub accounts: Accounts,
    pub tasks: Tasks,
    /// From whose pages requests with a cookie are taken.
    pub origins: OwnOrigins,
    /// One change of a task's settings at a time: open rooms hear of them in the order they were stored.
    pub task_changes: Mutex<()>,
}

pub type AppState = Arc<App>;

impl App {
    /// Wires the parts over a database whose schema is up to date.
    ///
    /// # Errors
    /// The media store's settings are not usable.
    pub fn new(config: Config, db: PgPool, clock: Clock) -> anyhow::Result<AppState> {
        // Before anything counts: what is counted before the recorder is there is lost.
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
        let origins = OwnOrigins::new(config.server.public_url.as_deref(), config.server.listen);
        let task_changes = Mutex::default();
        Ok(Arc::new(Self { config, db, clock, rooms, events, bulk, media, accounts, tasks, origins, task_changes }))
    }

    /// Brings the numbers that are states, not events, up to date.
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

/// Serves until `shutdown`, then lets open requests and documents finish within the configured time.
///
/// # Errors
/// Some work had to be cut off.
pub async fn run(listener: TcpListener, app: AppState, shutdown: CancellationToken) -> anyhow::Result<()> {
    job::recover(&app.db, &app.config.database.data_dir).await.context("clearing up after interrupted imports")?;
    app.bulk.resume().await.context("going on with actions on many items")?;
    export::job::recover(&app.db).await.context("looking after interrupted exports")?;
    app.tasks.spawn("exports", export::job::upkeep(app.clone()));
    app.tasks.spawn("revocation", revocation::watch(app.clone()));
    app.tasks.spawn("metrics", app.tasks.stopping().clone().run_until_cancelled_owned(telemetry::upkeep()));
    let router = http::router(app.clone());
    connections::accept(listener, router, &app.tasks, &app.config.server, &shutdown).await;
    tracing::info!(tasks = app.tasks.len(), "stopping");
    let left = app.tasks.stop(Duration::from_secs(app.config.server.shutdown_seconds)).await;
    anyhow::ensure!(left == 0, "{left} tasks did not end in time and were cut off");
    Ok(())
}
