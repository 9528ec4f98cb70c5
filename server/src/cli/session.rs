//! Opens the database for a command's work and closes it afterwards, whatever the outcome.

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
/// Returns an error if the database cannot be opened, if the work fails, or if a signal interrupts it. Uncommitted changes are
/// then rolled back.
pub async fn with_database<T>(
    config: &DataConfig,
    work: impl AsyncFnOnce(&PgPool) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    with_database_and_cleanup(config, async |db, stop| match stop.run_until_cancelled(work(db)).await {
        Some(done) => done,
        None => bail!("interrupted before it was finished"),
    })
    .await
}

/// Like [`with_database`], for work that has to clean up: it must end on its own soon after the token is cancelled.
///
/// # Errors
/// Returns an error if the database cannot be opened, or if the work fails.
pub async fn with_database_and_cleanup<T>(
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
