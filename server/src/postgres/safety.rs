//! Safety checks at start: refuses a database that could lose committed data, or whose schema is not ours.

use anyhow::{Context, bail};
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgPool;

use crate::db;

const OLDEST_VERSION: i32 = 150_000;

/// Checks the database's version and durability settings.
///
/// # Errors
/// Returns an error if the database is too old, or if a power cut could make it lose acknowledged edits.
pub async fn check(pool: &PgPool) -> anyhow::Result<()> {
    let mut connection = pool.acquire().await.context("the database does not answer")?;
    let health = db::server::health(&mut connection).await.context("cannot read the database's settings")?;
    if health.version < OLDEST_VERSION {
        bail!("the database is PostgreSQL {}, but 15 or newer is required", health.version / 10_000);
    }
    for (setting, on) in [
        ("fsync", health.fsync),
        ("full_page_writes", health.full_page_writes),
        ("synchronous_commit", health.synchronous_commit),
    ] {
        if !on {
            bail!(
                "the database has {setting} = off, so it can lose edits that were acknowledged as saved; set it to on in \
                 postgresql.conf (or ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf()) and start again"
            );
        }
    }
    Ok(())
}

/// Applies all pending migrations.
///
/// # Errors
/// Returns an error if the schema was written by a newer program, or if a migration fails.
pub async fn migrate(pool: &PgPool) -> anyhow::Result<()> {
    db::migrate(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(version) => anyhow::anyhow!(
            "the database was written by a newer countersign: it has migration {version}, which this version ({}) does \
             not know; run the newer version",
            env!("CARGO_PKG_VERSION")
        ),
        MigrateError::VersionMismatch(version) => anyhow::anyhow!(
            "migration {version} in the database differs from this program's: the database comes from another build. \
             Use that build, or start with an empty data directory"
        ),
        error => anyhow::Error::new(error).context("cannot bring the database schema up to date"),
    })
}
