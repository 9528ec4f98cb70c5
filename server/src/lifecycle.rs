//! Background work with a name and an end: every task of the server is started here.

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

/// Tracks tasks and ends them in two steps: softly (they are asked to finish what they are at), then hard (dropped).
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

    /// Starts a task. It is dropped at its next await when the hard end comes; `None` is then its result.
    pub fn spawn<F>(&self, name: &'static str, future: F) -> JoinHandle<Option<F::Output>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let hard = self.hard.clone();
        let task = async move { hard.run_until_cancelled(future).await };
        #[expect(clippy::disallowed_methods, reason = "this is the one place that starts tasks")]
        tokio::spawn(self.tracker.track_future(task.instrument(tracing::info_span!("task", name))))
    }

    /// Cancelled when the server begins to stop: tasks with a loop wait for it beside their work.
    #[must_use]
    pub fn stopping(&self) -> &CancellationToken {
        &self.soft
    }

    /// Tasks that have not ended.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tracker.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tracker.is_empty()
    }

    /// Asks all tasks to end, waits at most `grace`, then drops those that are left; their number is returned.
    pub async fn stop(&self, grace: Duration) -> usize {
        self.soft.cancel();
        self.tracker.close();
        if tokio::time::timeout(grace, self.tracker.wait()).await.is_ok() {
            return 0;
        }
        let left = self.tracker.len();
        self.abort();
        // Dropping takes one poll of each task; only one that blocks its thread could exceed this.
        let _ = tokio::time::timeout(Duration::from_secs(2), self.tracker.wait()).await;
        left
    }

    /// The hard end, at once.
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
    async fn a_task_that_listens_ends_softly() {
        let tasks = Tasks::new();
        let stopping = tasks.stopping().clone();
        let task = tasks.spawn("listens", async move { stopping.cancelled().await });
        assert_eq!(tasks.len(), 1);
        assert_eq!(tasks.stop(Duration::from_secs(5)).await, 0);
        assert_eq!(task.await.expect("it does not panic"), Some(()));
        assert!(tasks.is_empty());
    }

    #[tokio::test]
    async fn a_task_that_does_not_listen_is_dropped() {
        let tasks = Tasks::new();
        let task = tasks.spawn("deaf", std::future::pending::<()>());
        assert_eq!(tasks.stop(Duration::from_millis(10)).await, 1);
        assert_eq!(task.await.expect("it does not panic"), None);
    }
}
