//! The one worker of a node that stores edits: it takes what all rooms have ready and commits it in one statement.
//!
//! Every row is checked in that statement against the lock's present epoch, under a share lock of the lock's row, so
//! that no unlock can come between check and commit. Whether a statement whose answer was lost had been committed is
//! found out by looking; so each row is stored exactly once.

use std::time::Duration;

use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::batch::{Batch, CommitError};
use crate::db::{PATIENCE, updates};

/// Batches of rooms that may wait. A room has one at a time.
const WAITING: usize = 1_024;
/// One statement stays below this, whatever waits.
const MAX_BATCH_BYTES: usize = 16 << 20;
/// A connection unused for longer is looked at before it is used again.
const KEPT: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// One room's batch and its answer.
pub struct Job {
    pub batch: Batch,
    pub done: oneshot::Sender<Result<(), CommitError>>,
}

/// Whether the database answers, for all rooms to follow.
#[derive(Clone)]
pub struct Storage(watch::Sender<bool>);

impl Storage {
    fn new() -> Self {
        Self(watch::Sender::new(true))
    }

    #[must_use]
    pub fn is_up(&self) -> bool {
        *self.0.borrow()
    }

    #[must_use]
    pub fn follow(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }

    /// It did not answer. The worker finds out when it does again.
    pub fn went_down(&self) {
        self.set(false);
    }

    fn set(&self, up: bool) {
        let changed = self.0.send_if_modified(|was| std::mem::replace(was, up) != up);
        if changed && up {
            tracing::info!("storage.up: the database answers again");
        } else if changed {
            tracing::error!("storage.down: the database does not answer; documents are read-only");
        }
    }
}

/// The way to the worker.
#[derive(Clone)]
pub struct Persist {
    jobs: mpsc::Sender<Job>,
    pub storage: Storage,
}

/// The worker itself, to be run as a task.
pub struct Worker {
    db: PgPool,
    jobs: mpsc::Receiver<Job>,
    storage: Storage,
}

impl Persist {
    #[must_use]
    pub fn new(db: PgPool) -> (Self, Worker) {
        let (sender, jobs) = mpsc::channel(WAITING);
        let storage = Storage::new();
        (Self { jobs: sender, storage: storage.clone() }, Worker { db, jobs, storage })
    }

    /// Hands a batch over. The answer comes through `done`; it is dropped only when the server stops.
    pub async fn store(&self, job: Job) {
        // A stopped worker drops the job, and with it `done`.
        let _ = self.jobs.send(job).await;
    }
}

impl Worker {
    /// Works until the server stops and no room is left.
    pub async fn run(mut self, stopping: CancellationToken, rooms: TaskTracker) {
        let ended = async {
            stopping.cancelled().await;
            rooms.wait().await;
        };
        tokio::pin!(ended);
        let mut storage = self.storage.follow();
        let mut waiting = Vec::new();
        let mut own = Own::new(self.db.clone());
        'work: loop {
            tokio::select! {
                biased;
                () = &mut ended => break,
                _ = self.jobs.recv_many(&mut waiting, WAITING) => {}
                () = went_down(&mut storage) => {
                    // Something else than a commit found it down: see when it is back.
                    tokio::select! {
                        () = &mut ended => break,
                        () = self.until_up() => continue,
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

    async fn until_up(&self) {
        let mut pause = FIRST_PAUSE;
        while !matches!(timeout(PATIENCE, crate::db::ping(&self.db)).await, Ok(Ok(()))) {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        self.storage.set(true);
    }
}

async fn went_down(storage: &mut watch::Receiver<bool>) {
    // The sender lives as long as the worker.
    let _ = storage.wait_for(|up| !up).await.map(drop);
}

fn size(job: &Job) -> usize {
    job.batch.rows.iter().map(|row| row.update.len() + 64).sum()
}

/// Tries until every job of the batch has its answer.
async fn store(own: &mut Own, storage: &Storage, mut batch: Vec<Job>) {
    let mut pause = FIRST_PAUSE;
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
                    // A room that has gone needs no answer.
                    let _ = job.done.send(result);
                }
                return;
            }
            Err(Trouble::Refused(error)) if batch.len() == 1 => {
                // The database answered, and will not take it.
                for job in batch {
                    tracing::error!(item = %job.batch.item, %error, "persist.refused: the database does not take an edit");
                    let _ = job.done.send(Err(CommitError::Conflict));
                }
                return;
            }
            Err(Trouble::Refused(_)) => {
                // One item's trouble is not the others': each on its own.
                for job in std::mem::take(&mut batch) {
                    Box::pin(store(own, storage, vec![job])).await;
                }
                return;
            }
            Err(Trouble::Unreachable(error)) => {
                tracing::warn!(%error, "persist.retry: edits wait for the database");
                storage.set(false);
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

enum Trouble {
    /// No answer; it may or may not have been stored.
    Unreachable(sqlx::Error),
    Refused(sqlx::Error),
}

/// The worker's own connection, kept from one statement to the next: a pool asks the database at each acquire and again
/// at each release whether the connection lives, which is two round trips more than the statement's one.
struct Own {
    db: PgPool,
    connection: Option<PgConnection>,
    used: Instant,
}

impl Own {
    fn new(db: PgPool) -> Self {
        Self { db, connection: None, used: Instant::now() }
    }

    /// Stores the batch, or says why not. A kept connection may have died unseen: then a new one is tried at once. (What
    /// the dead one was told may have been stored; the statement finds out.)
    async fn attempt(&mut self, batch: &[Job]) -> Result<Vec<Result<(), CommitError>>, Trouble> {
        if let Some(connection) = self.connection.take().filter(|_| self.used.elapsed() < KEPT) {
            match self.on(connection, batch).await {
                Err(Trouble::Unreachable(error)) if !matches!(error, sqlx::Error::PoolTimedOut) => {
                    tracing::debug!(%error, "persist.again: on a new connection");
                }
                answer => return answer,
            }
        }
        let connection = self.db.acquire().await.map_err(Trouble::from)?.detach();
        self.on(connection, batch).await
    }

    async fn on(
        &mut self,
        mut connection: PgConnection,
        batch: &[Job],
    ) -> Result<Vec<Result<(), CommitError>>, Trouble> {
        let batches: Vec<&Batch> = batch.iter().map(|job| &job.batch).collect();
        // One that fails or does not answer is not used again.
        let results = match timeout(PATIENCE, updates::store(&mut connection, &batches)).await {
            Ok(results) => results?,
            Err(_) => return Err(Trouble::Unreachable(sqlx::Error::PoolTimedOut)),
        };
        self.connection = Some(connection);
        self.used = Instant::now();
        Ok(results)
    }

    async fn close(self) {
        if let Some(connection) = self.connection {
            // It holds nothing that could be lost.
            let _ = connection.close().await;
        }
    }
}

impl From<sqlx::Error> for Trouble {
    fn from(error: sqlx::Error) -> Self {
        if crate::db::is_unreachable(&error) { Self::Unreachable(error) } else { Self::Refused(error) }
    }
}
