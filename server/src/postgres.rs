//! The database of a command: the one named by `DATABASE_URL`, or a private cluster in the data directory.

mod account;
mod binaries;
mod cluster;
mod lock;
mod orphan;
mod safety;

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use sqlx::postgres::{PgConnectOptions, PgPool};

use crate::config::DatabaseConfig;
use crate::db;
use cluster::Cluster;
pub use lock::Purpose;
use lock::{ClusterLock, LockOutcome};
pub use safety::migrate;

/// An open database whose schema is up to date. Close it with [`Database::close`].
pub struct Database {
    pub pool: PgPool,
    cluster: Option<Cluster>,
}

impl Database {
    /// Opens the database and brings its schema up to date. Starts the private cluster if it is used and no other process
    /// has started it.
    ///
    /// # Errors
    /// Returns an error that says what the operator can do about it.
    pub async fn open(config: &DatabaseConfig, purpose: Purpose) -> anyhow::Result<Self> {
        let (options, cluster) = match config.database_url.as_deref().filter(|url| !url.is_empty()) {
            Some(url) => {
                let options =
                    url.parse().context("DATABASE_URL is not of the form postgres://user:password@host/name")?;
                (options, None)
            }
            None => open_private_cluster(config, purpose).await?,
        };
        match Self::connect_and_migrate(options, config.database_connections).await {
            Ok(pool) => Ok(Self { pool, cluster }),
            Err(error) => {
                if let Some(cluster) = cluster {
                    cluster.stop().await;
                }
                Err(error)
            }
        }
    }

    async fn connect_and_migrate(options: PgConnectOptions, connections: u32) -> anyhow::Result<PgPool> {
        let shown = format!("{}:{}/{}", options.get_host(), options.get_port(), options.get_database().unwrap_or("?"));
        let pool = db::connect(options, connections).await.with_context(|| {
            format!("cannot reach the database at {shown}; check DATABASE_URL and that the database is running")
        })?;
        safety::check(&pool).await?;
        migrate(&pool).await?;
        Ok(pool)
    }

    /// Closes the connections and stops the private cluster if this process started it.
    pub async fn close(self) {
        self.pool.close().await;
        if let Some(cluster) = self.cluster {
            cluster.stop().await;
        }
    }
}

async fn open_private_cluster(
    config: &DatabaseConfig,
    purpose: Purpose,
) -> anyhow::Result<(PgConnectOptions, Option<Cluster>)> {
    let data_dir = create_data_dir(&config.data_dir)?;
    match ClusterLock::acquire(&data_dir, purpose).await? {
        LockOutcome::Acquired(lock) => {
            let cluster = Cluster::start(&data_dir, config, lock).await?;
            Ok((cluster.options(), Some(cluster)))
        }
        LockOutcome::HeldByOther => {
            let options = cluster::options_for(&data_dir);
            cluster::wait_until_ready(&options, Duration::from_secs(60)).await.with_context(|| {
                format!(
                    "the server that uses {} has not started its built-in database in time; check its log",
                    data_dir.display()
                )
            })?;
            Ok((options, None))
        }
    }
}

/// Creates the data directory and returns its absolute path, since Postgres changes its own working directory.
fn create_data_dir(data_dir: &Path) -> anyhow::Result<std::path::PathBuf> {
    std::fs::create_dir_all(data_dir)
        .and_then(|()| data_dir.canonicalize())
        .with_context(|| format!("cannot create the data directory {}", data_dir.display()))
}
