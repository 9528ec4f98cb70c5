//! The worker that stores edits, one per node: it commits the ready batches of all rooms in one statement.
//!
//! The statement checks every row against the lock's current epoch, under a share lock on the lock's row, so that no
//! unlock can come between check and commit. If the response to a statement is lost, the next attempt looks up whether
//! the rows were committed, so each row is stored exactly once.

use std::time::Duration;

use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::batch::{Batch, CommitError};
use crate::db::{QUERY_TIMEOUT, updates};

/// The most batches that can wait. Each room has at most one.
const QUEUE_CAPACITY: usize = 1_024;
/// The most bytes in one statement. A larger batch is stored alone.
const MAX_BATCH_BYTES: usize = 16 << 20;
/// A connection that was idle for longer is dropped and replaced by one from the pool, which tests it first.
const MAX_IDLE: Duration = Duration::from_secs(30);
const INITIAL_BACKOFF: Duration = Duration::from_millis(50);
const MAX_BACKOFF: Duration = Duration::from_secs(1);

/// One room's batch and the channel for its result.
pub struct StoreJob {
    pub batch: Batch,
    pub done: oneshot::Sender<Result<(), CommitError>>,
}

/// Whether the database is reachable. All rooms watch it.
#[derive(Clone)]
pub struct StorageStatus(watch::Sender<bool>);

impl StorageStatus {
    fn new() -> Self {
        Self(watch::Sender::new(true))
    }

    #[must_use]
    pub fn is_up(&self) -> bool {
        *self.0.borrow()
    }

    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }

    /// Marks the database as unreachable. The worker detects when it is reachable again.
    pub fn mark_down(&self) {
        self.set(false);
    }

    fn set(&self, up: bool) {
        let changed = self.0.send_if_modified(|was| std::mem::replace(was, up) != up);
        if changed && up {
            tracing::info!("storage.up: the database is reachable again");
        } else if changed {
            tracing::error!("storage.down: the database is unreachable; documents are read-only");
        }
    }
}

/// A handle to the worker.
#[derive(Clone)]
pub struct PersistHandle {
    jobs: mpsc::Sender<StoreJob>,
    pub storage: StorageStatus,
}

/// The worker, to be run as a task.
pub struct PersistWorker {
    db: PgPool,
    jobs: mpsc::Receiver<StoreJob>,
    storage: StorageStatus,
}

impl PersistHandle {
    #[must_use]
    pub fn new(db: PgPool) -> (Self, PersistWorker) {
        let (sender, jobs) = mpsc::channel(QUEUE_CAPACITY);
        let storage = StorageStatus::new();
        (Self { jobs: sender, storage: storage.clone() }, PersistWorker { db, jobs, storage })
    }

    /// Submits a batch. The result arrives through `done`, which is dropped only when the server stops.
    pub async fn submit(&self, job: StoreJob) {
        // A stopped worker drops the job, and with it `done`.
        let _ = self.jobs.send(job).await;
    }
}

impl PersistWorker {
    /// Runs until the server is stopping and all rooms have ended.
    pub async fn run(mut self, stopping: CancellationToken, rooms: TaskTracker) {
        let ended = async {
            stopping.cancelled().await;
            rooms.wait().await;
        };
        tokio::pin!(ended);
        let mut storage = self.storage.subscribe();
        let mut waiting = Vec::new();
        let mut own = KeptConnection::new(self.db.clone());
        'work: loop {
            tokio::select! {
                biased;
                () = &mut ended => break,
                _ = self.jobs.recv_many(&mut waiting, QUEUE_CAPACITY) => {}
                () = went_down(&mut storage) => {
                    // Something other than a commit found the database unreachable: wait until it is back.
                    tokio::select! {
                        () = &mut ended => break,
                        () = self.wait_until_up() => continue,
                    }
                }
            }
            let mut left = waiting.drain(..).peekable();
            while left.peek().is_some() {
                let mut bytes = 0;
                let mut batch = Vec::new();
                while let Some(job) = left.next_if(|job| batch.is_empty() || bytes + size(job) <= MAX_BATCH_BYTES) {
                    bytes += size(&job);
                    batch.push(job);
                }
                tokio::select! {
                    biased;
                    () = &mut ended => break 'work,
                    () = store(&mut own, &self.storage, batch) => {}
                }
            }
        }
        own.close().await;
    }

    async fn wait_until_up(&self) {
        let mut pause = INITIAL_BACKOFF;
        while !matches!(timeout(QUERY_TIMEOUT, crate::db::ping(&self.db)).await, Ok(Ok(()))) {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(MAX_BACKOFF);
        }
        self.storage.set(true);
    }
}

async fn went_down(storage: &mut watch::Receiver<bool>) {
    // The worker keeps the sender alive.
    let _ = storage.wait_for(|up| !up).await.map(drop);
}

fn size(job: &StoreJob) -> usize {
    job.batch.rows.iter().map(|row| row.update.len() + 64).sum()
}

/// Retries until every job of the batch has a result.
async fn store(own: &mut KeptConnection, storage: &StorageStatus, mut batch: Vec<StoreJob>) {
    let mut pause = INITIAL_BACKOFF;
    loop {
        let started = Instant::now();
        match own.attempt(&batch).await {
            Ok(results) => {
                storage.set(true);
                let rows: usize = batch.iter().map(|job| job.batch.rows.len()).sum();
                metrics::histogram!("countersign_commit_seconds").record(started.elapsed().as_secs_f64());
                #[expect(clippy::cast_precision_loss, reason = "a batch has far fewer than 2^52 rows")]
                metrics::histogram!("countersign_commit_rows").record(rows as f64);
                metrics::counter!("countersign_commits_total").increment(1);
                metrics::counter!("countersign_committed_updates_total").increment(rows as u64);
                for (job, result) in batch.into_iter().zip(results) {
                    // A room that has ended needs no result.
                    let _ = job.done.send(result);
                }
                return;
            }
            Err(StoreError::Refused(error)) if batch.len() == 1 => {
                // The database is reachable and rejects the batch.
                for job in batch {
                    tracing::error!(item = %job.batch.item, %error, "persist.refused: the database rejected an edit");
                    let _ = job.done.send(Err(CommitError::Conflict));
                }
                return;
            }
            Err(StoreError::Refused(_)) => {
                // One item's failure must not affect the others: store each batch separately.
                for job in std::mem::take(&mut batch) {
                    Box::pin(store(own, storage, vec![job])).await;
                }
                return;
            }
            Err(StoreError::Unreachable(error)) => {
                tracing::warn!(%error, "persist.retry: edits wait for the database");
                storage.set(false);
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(MAX_BACKOFF);
            }
        }
    }
}

enum StoreError {
    /// No response. The rows may or may not have been stored.
    Unreachable(sqlx::Error),
    Refused(sqlx::Error),
}

/// The worker's own connection, kept between statements. A pool tests the connection at each acquire and each release,
/// which would add two round trips to the statement's one.
struct KeptConnection {
    db: PgPool,
    connection: Option<PgConnection>,
    used: Instant,
}

impl KeptConnection {
    fn new(db: PgPool) -> Self {
        Self { db, connection: None, used: Instant::now() }
    }

    /// Stores the batch. A kept connection may have died unnoticed; a new one is then tried immediately. (The dead
    /// one may have stored the rows; the statement detects that.)
    async fn attempt(&mut self, batch: &[StoreJob]) -> Result<Vec<Result<(), CommitError>>, StoreError> {
        if let Some(connection) = self.connection.take().filter(|_| self.used.elapsed() < MAX_IDLE) {
            match self.store_on(connection, batch).await {
                Err(StoreError::Unreachable(error)) if !matches!(error, sqlx::Error::PoolTimedOut) => {
                    tracing::debug!(%error, "persist.again: retrying on a new connection");
                }
                answer => return answer,
            }
        }
        let connection = self.db.acquire().await.map_err(StoreError::from)?.detach();
        self.store_on(connection, batch).await
    }

    async fn store_on(
        &mut self,
        mut connection: PgConnection,
        batch: &[StoreJob],
    ) -> Result<Vec<Result<(), CommitError>>, StoreError> {
        let batches: Vec<&Batch> = batch.iter().map(|job| &job.batch).collect();
        // A connection that fails or times out is not used again.
        let results = match timeout(QUERY_TIMEOUT, updates::store(&mut connection, &batches)).await {
            Ok(results) => results?,
            Err(_) => return Err(StoreError::Unreachable(sqlx::Error::PoolTimedOut)),
        };
        self.connection = Some(connection);
        self.used = Instant::now();
        Ok(results)
    }

    async fn close(self) {
        if let Some(connection) = self.connection {
            // The connection has no unsaved state, so a failure does not matter.
            let _ = connection.close().await;
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if crate::db::is_unreachable(&error) { Self::Unreachable(error) } else { Self::Refused(error) }
    }
}
