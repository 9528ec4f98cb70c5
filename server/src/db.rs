//! Database access: the only module that contains SQL, with one file per entity.

pub mod audit;
pub mod bulk;
pub mod clients;
pub mod columns;
pub mod dataset_annotations;
pub mod datasets;
pub mod export_jobs;
pub mod exports;
pub mod imports;
pub mod item_moves;
pub mod items;
pub mod live_items;
pub mod locks;
pub mod media;
pub mod members;
pub mod notifications;
pub mod openings;
pub mod overview;
pub mod queue;
pub mod samples;
pub mod saved_views;
pub mod server;
pub mod sessions;
pub mod settings;
pub mod snapshots;
pub mod task_setup;
pub mod tasks;
pub mod tickets;
pub mod tokens;
pub mod updates;
pub mod users;

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Connection, PgConnection, Postgres, Transaction};
use tokio::time::error::Elapsed;

/// Timeout of a statement or transaction. When it expires, it is unknown whether the database carried it out.
pub const QUERY_TIMEOUT: Duration = Duration::from_secs(5);

static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// Opens the connection pool. Makes the first connection immediately, so that a wrong address is reported at once.
///
/// # Errors
/// Returns an error if the database cannot be reached.
pub async fn connect(options: PgConnectOptions, connections: u32) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(QUERY_TIMEOUT)
        .after_release(|connection, _| Box::pin(is_outside_transaction(connection)))
        .connect_with(options.application_name("countersign"))
        .await
}

/// Returns whether a connection that is returned to the pool has no open transaction. Otherwise sqlx closes the connection,
/// which rolls the transaction back.
///
/// sqlx counts a transaction only once `BEGIN` is answered. If a request is cancelled before that, because its client has
/// disconnected, nothing rolls the transaction back: later writes through the connection would be reported as done but never
/// committed.
async fn is_outside_transaction(connection: &mut PgConnection) -> sqlx::Result<bool> {
    // 2D000: a transaction is open, so the block cannot commit; 25P02: the open transaction has already failed.
    match sqlx::raw_sql("DO 'BEGIN COMMIT; END'").execute(connection).await {
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(error)) if matches!(error.code().as_deref(), Some("2D000" | "25P02")) => {
            tracing::debug!("db.transaction: closing a connection that was returned with an open transaction");
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Applies all pending migrations.
///
/// # Errors
/// Returns an error if the database has a newer schema than this program knows, or if a migration fails.
pub async fn migrate(pool: &PgPool) -> Result<(), sqlx::migrate::MigrateError> {
    MIGRATOR.run(pool).await
}

/// Checks that the database answers.
///
/// # Errors
/// Returns an error if the database does not answer.
pub async fn ping(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!("SELECT 1").fetch_one(pool).await.map(|_| ())
}

/// Begins a transaction in which PostgreSQL plans each query for its actual parameters. A generic plan, made for every filter
/// at once, would test each row for conditions that are not set and read a whole table where an index would do.
pub(crate) async fn begin_with_custom_plans(db: &mut PgConnection) -> sqlx::Result<Transaction<'_, Postgres>> {
    let mut db = db.begin().await?;
    sqlx::query!("SET LOCAL plan_cache_mode = force_custom_plan").execute(&mut *db).await?;
    Ok(db)
}

/// Removes the extra row that was read to detect a next page, and returns the `place` of the last remaining row, after which
/// the next page starts. Returns `None` if there is no next page.
pub(crate) fn truncate_page<T, P>(rows: &mut Vec<T>, limit: i64, place: impl FnOnce(&T) -> P) -> Option<P> {
    if rows.len() as i64 <= limit {
        return None;
    }
    rows.pop();
    rows.last().map(place)
}

/// Returns whether the database failed to answer, as opposed to rejecting the statement. If so, it is unknown whether the
/// statement took effect.
#[must_use]
pub fn is_unreachable(error: &sqlx::Error) -> bool {
    match error {
        // 08: connection, 53: resources (disk full, too many connections), 57P: stopping or starting, 58: system error,
        // 25006: a standby, 40: the transaction should be retried.
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| ["08", "53", "57P", "58", "25006", "40"].iter().any(|class| code.starts_with(class))),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}

/// A connection for one statement or transaction with a timeout. It returns to the pool only if an answer arrived. Otherwise
/// it is closed, since the database might still be working on the request.
pub struct GuardedConnection(Option<PoolConnection<Postgres>>);

impl GuardedConnection {
    /// Takes a connection from the pool.
    ///
    /// # Errors
    /// Returns an error if the database cannot be reached.
    pub async fn acquire(pool: &PgPool) -> sqlx::Result<Self> {
        Ok(Self(Some(pool.acquire().await?)))
    }

    /// Returns the answer and gives the connection back to the pool. After a timeout, the database counts as unreachable.
    ///
    /// # Errors
    /// Returns the error of the request itself, or [`sqlx::Error::PoolTimedOut`] if no answer arrived in time.
    pub fn finish<T>(mut self, answer: Result<sqlx::Result<T>, Elapsed>) -> sqlx::Result<T> {
        let answer = answer.map_err(|_| sqlx::Error::PoolTimedOut)?;
        drop(self.0.take());
        answer
    }
}

impl Deref for GuardedConnection {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.0.as_ref().expect("the connection is present until `ended` is called")
    }
}

impl DerefMut for GuardedConnection {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.0.as_mut().expect("the connection is present until `ended` is called")
    }
}

impl Drop for GuardedConnection {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(connection.detach());
        }
    }
}
