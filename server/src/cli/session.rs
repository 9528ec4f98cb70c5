//! A command's work on the database: opened before, closed after, however it ends.

use anyhow::bail;
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use super::signals;
use crate::config::DataConfig;
use crate::postgres::{Database, Purpose};
use crate::telemetry;

/// Runs `work` on the database of a running server, or on one started for it.
///
/// # Errors
/// The database cannot be opened, the work fails, or a signal ended it; what it had not committed is undone then.
pub async fn with_database<T>(
    config: &DataConfig,
    work: impl AsyncFnOnce(&PgPool) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    with_database_until(config, async |db, stop| match stop.run_until_cancelled(work(db)).await {
        Some(done) => done,
        None => bail!("stopped before it was done"),
    })
    .await
}

/// The same for work that has something to clear up: it ends by itself soon after the token is cancelled.
///
/// # Errors
/// The database cannot be opened, or the work fails.
pub async fn with_database_until<T>(
    config: &DataConfig,
    work: impl AsyncFnOnce(&PgPool, &CancellationToken) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    telemetry::init_logs(&config.log)?;
    let stop = CancellationToken::new();
    let signals = signals::watch(stop.clone(), CancellationToken::new())?;
    let database = Database::open(&config.database, Purpose::Command).await?;
    let done = work(&database.pool, &stop).await;
    database.close().await;
    signals.abort();
    done
}
