//! How far work in the background is, written down while it goes on.

use std::time::Duration;

use tokio::sync::watch;

/// How often what is stored is brought up to date.
const TICK: Duration = Duration::from_millis(400);

/// Things looked at, of how many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// Stores the progress again and again, without end. A failure here is no failure of the work.
pub async fn follow<F>(mut progress: watch::Receiver<Progress>, store: impl Fn(Progress) -> F)
where
    F: Future<Output = sqlx::Result<()>>,
{
    loop {
        tokio::time::sleep(TICK).await;
        if !progress.has_changed().unwrap_or(false) {
            continue;
        }
        let now = *progress.borrow_and_update();
        if let Err(error) = store(now).await {
            tracing::debug!(%error, "progress not stored");
        }
    }
}

/// As the database counts.
#[must_use]
pub fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
