//! Runs the server: its background tasks and its HTTP side, until shutdown is requested.

use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::AppState;
use crate::http::{self, connections};
use crate::import::job;
use crate::{export, telemetry};

/// Serves until `shutdown` is cancelled, then gives open requests and documents the configured time to finish.
///
/// # Errors
/// Returns an error if interrupted jobs cannot be recovered at start, or if tasks did not stop in time and were aborted.
pub async fn run(listener: TcpListener, app: AppState, shutdown: CancellationToken) -> anyhow::Result<()> {
    job::recover(&app.db, &app.config.database.data_dir).await.context("cleaning up interrupted imports")?;
    app.bulk.resume().await.context("resuming bulk actions")?;
    export::job::recover(&app.db).await.context("cleaning up interrupted exports")?;
    let stopping = app.tasks.stopping();
    let data_dir = app.config.database.data_dir.clone();
    app.tasks.spawn("exports", export::job::delete_expired_periodically(app.db.clone(), data_dir, stopping.clone()));
    app.tasks.spawn("revocation", app.revocation.clone().watch(stopping.clone()));
    app.tasks.spawn("metrics", stopping.clone().run_until_cancelled_owned(telemetry::upkeep()));
    let router = http::router(app.clone());
    connections::accept(listener, router, &app.tasks, &app.config.server, &shutdown).await;
    tracing::info!(tasks = app.tasks.len(), "stopping");
    let left = app.tasks.stop(Duration::from_secs(app.config.server.shutdown_seconds)).await;
    anyhow::ensure!(left == 0, "{left} tasks did not stop in time and were aborted");
    Ok(())
}
