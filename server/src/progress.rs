//! Progress of background jobs, stored while they run.

use std::time::Duration;

use tokio::sync::watch;

/// Interval between updates of the stored progress.
const STORE_INTERVAL: Duration = Duration::from_millis(400);

/// How many units of work are done, out of `total`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// Stores the progress at intervals if it has changed. Never returns. A failure to store it does not fail the job.
pub async fn store_periodically<F>(mut progress: watch::Receiver<Progress>, store: impl Fn(Progress) -> F)
where
    F: Future<Output = sqlx::Result<()>>,
{
    loop {
        tokio::time::sleep(STORE_INTERVAL).await;
        if !progress.has_changed().unwrap_or(false) {
            continue;
        }
        let now = *progress.borrow_and_update();
        if let Err(error) = store(now).await {
            tracing::debug!(%error, "cannot store the progress");
        }
    }
}

/// Converts a count to the database's integer type; larger counts become the maximum.
#[must_use]
pub fn to_db_count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
