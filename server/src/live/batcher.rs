//! A batcher: combines the database requests that many rooms make at the same time. One round trip for all of them
//! takes little longer than one for a single request.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, oneshot};

use crate::lifecycle::Tasks;

/// Combines pending requests. A caller that gets a free slot sends as many as fit; without contention, it sends its
/// own immediately.
pub struct Batcher<Q, A> {
    pending: Mutex<VecDeque<(Q, oneshot::Sender<A>)>>,
    slots: Arc<Semaphore>,
    weight: fn(&Q) -> usize,
    max_weight: usize,
}

impl<Q: Send + 'static, A: Send + 'static> Batcher<Q, A> {
    /// Creates a batcher with at most `slots` batches in flight. The requests of a batch weigh at most `max_weight` together,
    /// unless a single one weighs more.
    #[must_use]
    pub fn new(turns: usize, max_weight: usize, weight: fn(&Q) -> usize) -> Self {
        Self { pending: Mutex::default(), slots: Arc::new(Semaphore::new(turns)), weight, max_weight }
    }

    /// Sends a request, possibly with others, and waits for its response. `ask` must return responses in the order of
    /// the requests. Returns `None` if the server stops before the response arrives.
    pub async fn submit<F>(&self, tasks: &Tasks, question: Q, ask: impl Fn(Vec<Q>) -> F) -> Option<A>
    where
        F: Future<Output = Vec<A>> + Send + 'static,
    {
        let (sender, mut answer) = oneshot::channel();
        self.waiting().push_back((question, sender));
        loop {
            let turn = tokio::select! {
                biased;
                answer = &mut answer => return answer.ok(),
                turn = self.slots.clone().acquire_owned() => turn,
            };
            // The semaphore is never closed.
            let Ok(turn) = turn else { return None };
            let (questions, senders) = self.take_batch();
            if questions.is_empty() {
                // This request is already in flight.
                drop(turn);
                return answer.await.ok();
            }
            // In its own task, so that a caller that is cancelled does not cancel the requests of the others.
            let asked = ask(questions);
            tasks.spawn("together", async move {
                let answers = asked.await;
                drop(turn);
                for (sender, answer) in senders.into_iter().zip(answers) {
                    // The caller may be gone.
                    let _ = sender.send(answer);
                }
            });
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<(Q, oneshot::Sender<A>)>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_batch(&self) -> (Vec<Q>, Vec<oneshot::Sender<A>>) {
        let mut waiting = self.waiting();
        let mut weight = 0;
        let mut fits = |(question, _): &(Q, oneshot::Sender<A>)| {
            weight += (self.weight)(question);
            weight <= self.max_weight
        };
        let count = waiting.iter().take_while(|entry| fits(entry)).count();
        let count = count.max(1).min(waiting.len());
        waiting.drain(..count).unzip()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use tokio::sync::watch;

    use super::*;

    /// Responds with each request and the size of its batch, once the gate is open.
    fn asker(
        gate: watch::Receiver<bool>,
        trips: Arc<AtomicUsize>,
    ) -> impl Fn(Vec<u32>) -> futures_util::future::BoxFuture<'static, Vec<(u32, usize)>> {
        move |questions| {
            let mut gate = gate.clone();
            trips.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                gate.wait_for(|open| *open).await.expect("the sender is alive");
                let together = questions.len();
                questions.into_iter().map(|question| (question, together)).collect()
            })
        }
    }

    #[tokio::test]
    async fn the_first_request_runs_alone_and_later_ones_are_batched() {
        let (tasks, trips) = (Tasks::new(), Arc::new(AtomicUsize::new(0)));
        let (open, gate) = watch::channel(false);
        let together = Batcher::new(1, 4, |_| 1);
        let ask = asker(gate, trips.clone());
        let all = join_all((0..10).map(|n| together.submit(&tasks, n, &ask)));
        let (answers, ()) = tokio::join!(all, async {
            tokio::task::yield_now().await;
            open.send_replace(true);
        });
        let answers: Vec<_> = answers.into_iter().map(|answer| answer.expect("the server is running")).collect();
        let questions: Vec<u32> = answers.iter().map(|(question, _)| *question).collect();
        assert_eq!(questions, (0..10).collect::<Vec<_>>(), "each caller gets its own response");
        let sizes: Vec<usize> = answers.iter().map(|(_, together)| *together).collect();
        assert_eq!(sizes, [1, 4, 4, 4, 4, 4, 4, 4, 4, 1]);
        assert_eq!(trips.load(Ordering::Relaxed), 4);
    }

    #[tokio::test]
    async fn a_request_over_the_weight_limit_runs_alone() {
        let (tasks, trips) = (Tasks::new(), Arc::new(AtomicUsize::new(0)));
        let (_open, gate) = watch::channel(true);
        let together = Batcher::new(1, 10, |question: &u32| *question as usize);
        let ask = asker(gate, trips.clone());
        let answers = join_all([3, 50, 4, 5].map(|n| together.submit(&tasks, n, &ask))).await;
        assert_eq!(answers, [Some((3, 1)), Some((50, 1)), Some((4, 2)), Some((5, 2))]);
    }

    #[tokio::test]
    async fn a_cancelled_caller_does_not_cancel_the_others() {
        let (tasks, trips) = (Tasks::new(), Arc::new(AtomicUsize::new(0)));
        let (open, gate) = watch::channel(false);
        let together = Batcher::new(1, 4, |_| 1);
        let ask = asker(gate, trips.clone());
        let mut first = Box::pin(together.submit(&tasks, 1, &ask));
        assert!(futures_util::poll!(&mut first).is_pending());
        let mut second = Box::pin(together.submit(&tasks, 2, &ask));
        assert!(futures_util::poll!(&mut second).is_pending());
        drop(first);
        open.send_replace(true);
        assert_eq!(second.await, Some((2, 1)));
    }

    #[tokio::test]
    async fn a_batch_without_responses_returns_none() {
        let tasks = Tasks::new();
        let together: Batcher<u32, u32> = Batcher::new(1, 4, |_| 1);
        assert_eq!(together.submit(&tasks, 1, |_| async { Vec::new() }).await, None);
    }
}
