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
    /// Creates a batcher with at most `slots` batches in flight. The requests of a batch weigh at most `max_weight` batcher,
    /// unless a single one weighs more.
    #[must_use]
    pub fn new(slots: usize, max_weight: usize, weight: fn(&Q) -> usize) -> Self {
        Self { pending: Mutex::default(), slots: Arc::new(Semaphore::new(slots)), weight, max_weight }
    }

    /// Sends a request, possibly with others, and waits for its response. `send` must return responses in the order of
    /// the requests. Returns `None` if the server stops before the response arrives.
    pub async fn submit<F>(&self, tasks: &Tasks, request: Q, send: impl Fn(Vec<Q>) -> F) -> Option<A>
    where
        F: Future<Output = Vec<A>> + Send + 'static,
    {
        let (sender, mut response) = oneshot::channel();
        self.pending().push_back((request, sender));
        loop {
            let permit = tokio::select! {
                biased;
                response = &mut response => return response.ok(),
                permit = self.slots.clone().acquire_owned() => permit,
            };
            // The semaphore is never closed.
            let Ok(permit) = permit else { return None };
            let (requests, senders) = self.take_batch();
            if requests.is_empty() {
                // This request is already in flight.
                drop(permit);
                return response.await.ok();
            }
            // In its own task, so that a caller that is cancelled does not cancel the requests of the others.
            let responses = send(requests);
            tasks.spawn("batcher", async move {
                let responses = responses.await;
                drop(permit);
                for (sender, response) in senders.into_iter().zip(responses) {
                    // The caller may be gone.
                    let _ = sender.send(response);
                }
            });
        }
    }

    fn pending(&self) -> MutexGuard<'_, VecDeque<(Q, oneshot::Sender<A>)>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_batch(&self) -> (Vec<Q>, Vec<oneshot::Sender<A>>) {
        let mut pending = self.pending();
        let mut weight = 0;
        let mut fits = |(request, _): &(Q, oneshot::Sender<A>)| {
            weight += (self.weight)(request);
            weight <= self.max_weight
        };
        let count = pending.iter().take_while(|entry| fits(entry)).count();
        let count = count.max(1).min(pending.len());
        pending.drain(..count).unzip()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use tokio::sync::watch;

    use super::*;

    /// Responds with each request and the size of its batch, once the gate is open.
    fn responder(
        gate: watch::Receiver<bool>,
        round_trips: Arc<AtomicUsize>,
    ) -> impl Fn(Vec<u32>) -> futures_util::future::BoxFuture<'static, Vec<(u32, usize)>> {
        move |requests| {
            let mut gate = gate.clone();
            round_trips.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                gate.wait_for(|open| *open).await.expect("the sender is alive");
                let batcher = requests.len();
                requests.into_iter().map(|request| (request, batcher)).collect()
            })
        }
    }

    #[tokio::test]
    async fn the_first_request_runs_alone_and_later_ones_are_batched() {
        let (tasks, round_trips) = (Tasks::new(), Arc::new(AtomicUsize::new(0)));
        let (open, gate) = watch::channel(false);
        let batcher = Batcher::new(1, 4, |_| 1);
        let send = responder(gate, round_trips.clone());
        let all = join_all((0..10).map(|n| batcher.submit(&tasks, n, &send)));
        let (responses, ()) = tokio::join!(all, async {
            tokio::task::yield_now().await;
            open.send_replace(true);
        });
        let responses: Vec<_> =
            responses.into_iter().map(|response| response.expect("the server is running")).collect();
        let requests: Vec<u32> = responses.iter().map(|(request, _)| *request).collect();
        assert_eq!(requests, (0..10).collect::<Vec<_>>(), "each caller gets its own response");
        let sizes: Vec<usize> = responses.iter().map(|(_, batcher)| *batcher).collect();
        assert_eq!(sizes, [1, 4, 4, 4, 4, 4, 4, 4, 4, 1]);
        assert_eq!(round_trips.load(Ordering::Relaxed), 4);
    }

    #[tokio::test]
    async fn a_request_over_the_weight_limit_runs_alone() {
        let (tasks, round_trips) = (Tasks::new(), Arc::new(AtomicUsize::new(0)));
        let (_open, gate) = watch::channel(true);
        let batcher = Batcher::new(1, 10, |request: &u32| *request as usize);
        let send = responder(gate, round_trips.clone());
        let responses = join_all([3, 50, 4, 5].map(|n| batcher.submit(&tasks, n, &send))).await;
        assert_eq!(responses, [Some((3, 1)), Some((50, 1)), Some((4, 2)), Some((5, 2))]);
    }

    #[tokio::test]
    async fn a_cancelled_caller_does_not_cancel_the_others() {
        let (tasks, round_trips) = (Tasks::new(), Arc::new(AtomicUsize::new(0)));
        let (open, gate) = watch::channel(false);
        let batcher = Batcher::new(1, 4, |_| 1);
        let send = responder(gate, round_trips.clone());
        let mut first = Box::pin(batcher.submit(&tasks, 1, &send));
        assert!(futures_util::poll!(&mut first).is_pending());
        let mut second = Box::pin(batcher.submit(&tasks, 2, &send));
        assert!(futures_util::poll!(&mut second).is_pending());
        drop(first);
        open.send_replace(true);
        assert_eq!(second.await, Some((2, 1)));
    }

    #[tokio::test]
    async fn a_batch_without_responses_returns_none() {
        let tasks = Tasks::new();
        let batcher: Batcher<u32, u32> = Batcher::new(1, 4, |_| 1);
        assert_eq!(batcher.submit(&tasks, 1, |_| async { Vec::new() }).await, None);
    }
}
