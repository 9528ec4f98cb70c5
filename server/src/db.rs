//! The database: the only place with SQL, one file per entity.

pub mod audit;
pub mod dataset_annotations;
pub mod datasets;
pub mod exports;
pub mod imports;
pub mod items;
pub mod media;
pub mod members;
pub mod server;
pub mod sessions;
pub mod settings;
pub mod tasks;
pub mod tickets;
pub mod tokens;
pub mod users;

use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// Opens the pool; the first connection is made now, so that a wrong address is told at once.
///
/// # Errors
/// The database cannot be reached.
pub async fn connect(options: PgConnectOptions, connections: u32) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options.application_name("countersign"))
        .await
}

/// Brings the schema up to this program's.
///
/// # Errors
/// The database holds a newer schema than this program knows, or a migration failed.
pub async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    MIGRATOR.run(pool).await
}

/// Whether the database answers.
///
/// # Errors
/// It does not.
pub async fn ping(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!("SELECT 1").fetch_one(pool).await.map(|_| ())
}
