//! The database: the only place with SQL, one file per entity.

pub mod audit;
pub mod bulk;
pub mod clients;
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

/// A statement or transaction without an answer for so long counts as lost: whether it was carried out is not known.
pub const PATIENCE: Duration = Duration::from_secs(5);

static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// Opens the pool; the first connection is made now, so that a wrong address is told at once.
///
/// # Errors
/// The database cannot be reached.
pub async fn connect(options: PgConnectOptions, connections: u32) -> Result<PgPool, sqlx::Error> {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .after_release(|connection, _| Box::pin(has_no_transaction(connection)))
        .connect_with(options.application_name("countersign"))
        .await
}

/// Whether a connection that comes back to the pool has no transaction open; one that has is closed, which rolls it back.
///
/// sqlx counts a transaction once `BEGIN` is answered. Where a request ends before that, because its client has gone, nobody
/// rolls it back: what others then write through the connection would be answered as done, and never be committed.
async fn has_no_transaction(connection: &mut PgConnection) -> sqlx::Result<bool> {
    // 2D000: it may not end the transaction it is in; 25P02: that one has failed already.
    match sqlx::raw_sql("DO 'BEGIN COMMIT; END'").execute(connection).await {
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(error)) if matches!(error.code().as_deref(), Some("2D000" | "25P02")) => {
            tracing::debug!("db.transaction: a connection came back with a transaction open, and is closed");
            Ok(false)
        }
        Err(error) => Err(error),
    }
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

/// A transaction whose queries are planned for what is asked. A plan for every filter at once would test each row for all
/// that is not asked, too, and read a whole table for what an index finds.
pub(crate) async fn planned_anew(db: &mut PgConnection) -> sqlx::Result<Transaction<'_, Postgres>> {
    let mut db = db.begin().await?;
    sqlx::query!("SET LOCAL plan_cache_mode = force_custom_plan").execute(&mut *db).await?;
    Ok(db)
}

/// Takes off the one row that was read beyond a page to see whether there is another, and returns the place of the last row
/// left, from which that goes on; `None`: there is none.
pub(crate) fn cut_page<T, P>(rows: &mut Vec<T>, limit: i64, place: impl FnOnce(&T) -> P) -> Option<P> {
    if rows.len() as i64 <= limit {
        return None;
    }
    rows.pop();
    rows.last().map(place)
}

/// Whether the database did not answer, as against answering that it will not: then it is not known what was done.
#[must_use]
pub fn is_unreachable(error: &sqlx::Error) -> bool {
    match error {
        // 08: connection, 53: resources (disk full, too many connections), 57P: stopped or starting, 58: system error,
        // 25006: a standby, 40: to be tried again.
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

/// A connection for one trip that may be given up on: only one whose trip has ended goes back to the pool, as on another
/// the database may still be at what it was asked.
pub struct Trip(Option<PoolConnection<Postgres>>);

impl Trip {
    /// # Errors
    /// The database cannot be reached.
    pub async fn start(pool: &PgPool) -> sqlx::Result<Self> {
        Ok(Self(Some(pool.acquire().await?)))
    }

    /// What came of the trip; without an answer in time, the database counts as away.
    ///
    /// # Errors
    /// The trip's own, or that no answer came.
    pub fn ended<T>(mut self, answer: Result<sqlx::Result<T>, Elapsed>) -> sqlx::Result<T> {
        let answer = answer.map_err(|_| sqlx::Error::PoolTimedOut)?;
        drop(self.0.take());
        answer
    }
}

impl Deref for Trip {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.0.as_ref().expect("it is there until the trip has ended")
    }
}

impl DerefMut for Trip {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.0.as_mut().expect("it is there until the trip has ended")
    }
}

impl Drop for Trip {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(connection.detach());
        }
    }
}
