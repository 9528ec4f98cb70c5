//! Background tasks: every task of the server is started and stopped here.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

/// Tracks tasks and stops them in two steps: a soft stop asks them to finish their current work, a hard stop drops them.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    soft: CancellationToken,
    hard: CancellationToken,
}

impl Tasks {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Spawns a named task. A hard stop drops it at its next await point; its result is then `None`.
    pub fn spawn<F>(&self, name: &'static str, future: F) -> JoinHandle<Option<F::Output>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let hard = self.hard.clone();
        let task = async move { hard.run_until_cancelled(future).await };
        #[expect(clippy::disallowed_methods, reason = "this is the only place that starts tasks")]
        tokio::spawn(self.tracker.track_future(task.instrument(tracing::info_span!("task", name))))
    }

    /// Returns the token that is cancelled when the server begins to stop. Tasks with a loop also wait for this token.
    #[must_use]
    pub fn stopping(&self) -> &CancellationToken {
        &self.soft
    }

    /// Returns the number of tasks that have not ended.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tracker.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tracker.is_empty()
    }

    /// Asks all tasks to stop, waits at most `grace`, then drops the remaining ones and returns their number.
    pub async fn stop(&self, grace: Duration) -> usize {
        self.soft.cancel();
        self.tracker.close();
        if tokio::time::timeout(grace, self.tracker.wait()).await.is_ok() {
            return 0;
        }
        let left = self.tracker.len();
        self.abort();
        // Dropping takes one poll of each task; only a task that blocks its thread could exceed this timeout.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.tracker.wait()).await;
        left
    }

    /// Stops all tasks hard, without waiting for them to finish.
    pub fn abort(&self) {
        self.soft.cancel();
        self.hard.cancel();
        self.tracker.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_waits_for_the_token_stops_softly() {
        let tasks = Tasks::new();
        let stopping = tasks.stopping().clone();
        let task = tasks.spawn("listens", async move { stopping.cancelled().await });
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks.stop(Duration::from_secs(5)).await, 0);
        assert_eq!(task.await.expect("it does not panic"), Some(()));
        assert!(tasks.is_empty());
    }

    #[tokio::test]
    async fn a_task_that_ignores_the_token_is_dropped() {
        let tasks = Tasks::new();
        let task = tasks.spawn("deaf", std::future::pending::<()>());
        assert_eq!(tasks.stop(Duration::from_millis(10)).await, 1);
        assert_eq!(task.await.expect("it does not panic"), None);
    }
}
