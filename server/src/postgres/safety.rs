//! Refusals at start: a database that may lose what it said was committed, or whose schema is not ours.

use anyhow::{Context, bail};
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgPool;

use crate::db;

const OLDEST_VERSION: i32 = 150_000;

/// # Errors
/// The database is too old, or set up so that a power cut loses acknowledged edits.
pub async fn check(pool: &PgPool) -> anyhow::Result<()> {
    let mut connection = pool.acquire().await.context("the database does not answer")?;
    let health = db::server::health(&mut connection).await.context("the database does not say how it is set up")?;
    if health.version < OLDEST_VERSION {
        bail!("the database is PostgreSQL {}, and 15 or newer is needed", health.version / 10_000);
    }
    for (setting, on) in [
        ("fsync", health.fsync),
        ("full_page_writes", health.full_page_writes),
        ("synchronous_commit", health.synchronous_commit),
    ] {
        if !on {
            bail!(
                "the database has {setting} = off, so it may lose edits that were acknowledged as saved; set it to on in \
                 postgresql.conf (or ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf()) and start again"
            );
        }
    }
    Ok(())
}

/// # Errors
/// The schema was written by a newer program, or its upgrade failed.
pub async fn migrate(pool: &PgPool) -> anyhow::Result<()> {
    db::migrate(pool).await.map_err(|error| match error {
        MigrateError::VersionMissing(version) => anyhow::anyhow!(
            "the database was written by a newer countersign: it holds migration {version}, which this one ({}) does \
             not know; run the newer version",
            env!("CARGO_PKG_VERSION")
        ),
        MigrateError::VersionMismatch(version) => anyhow::anyhow!(
            "migration {version} in the database differs from this program's; the data comes from another build, start \
             with a fresh data directory or the build that made it"
        ),
        error => anyhow::Error::new(error).context("bringing the database's schema up to date failed"),
    })
}
