//! The outbound queue of one connection, bounded in bytes, from the room to the connection's writer.
//!
//! When the queue is full, document updates and presence are dropped, and the peer gets one difference instead once it
//! has read the rest. Responses to the peer's requests and control messages are never dropped; a connection on which
//! those pile up is closed.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::extract::ws::{Message, Utf8Bytes};
use bytes::Bytes;
use countersign_shared::limits::MAX_OUTBOUND_BYTES;
use countersign_shared::wire::CloseCode;
use tokio::sync::Notify;

/// One outgoing message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Frame {
    /// A document update for every peer, as a complete y-protocols frame.
    Document(Bytes),
    Presence(Bytes),
    /// The response to a state vector, or the difference for a lagging peer.
    Sync(Bytes),
    Control(Utf8Bytes),
    Ping,
}

impl Frame {
    fn len(&self) -> usize {
        match self {
            Self::Document(bytes) | Self::Presence(bytes) | Self::Sync(bytes) => bytes.len(),
            Self::Control(text) => text.len(),
            Self::Ping => 2,
        }
    }

    fn is_droppable(&self) -> bool {
        matches!(self, Self::Document(_) | Self::Presence(_))
    }

    #[must_use]
    pub fn into_message(self) -> Message {
        match self {
            Self::Document(bytes) | Self::Presence(bytes) | Self::Sync(bytes) => Message::Binary(bytes),
            Self::Control(text) => Message::Text(text),
            Self::Ping => Message::Ping(Bytes::new()),
        }
    }
}

/// The outcome of [`Outbound::push`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PushOutcome {
    Queued,
    /// The queue was full. These document frames were dropped, and later ones will be until the peer has caught up.
    Overflowed(Vec<Bytes>),
    /// The connection is closed or closing.
    Closed,
}

#[derive(Default)]
struct Queue {
    frames: VecDeque<Frame>,
    /// Bytes of the queued frames and of those being written.
    bytes: usize,
    lagging: bool,
    closing: Option<CloseCode>,
    gone: bool,
    writer_is_waiting: bool,
}

#[derive(Default)]
pub struct Outbound {
    queue: Mutex<Queue>,
    ready: Notify,
}

/// The outcome of [`Outbound::take`].
#[derive(PartialEq, Eq, Debug)]
pub struct Taken {
    /// Bytes of the taken frames, to pass to [`Outbound::record_flushed`].
    pub bytes: usize,
    /// The code to close with once the frames are written.
    pub close: Option<CloseCode>,
}

impl Outbound {
    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues all `frames` in order and wakes the writer once.
    pub fn push(&self, frames: impl IntoIterator<Item = Frame>) -> PushOutcome {
        let mut queue = self.lock();
        if queue.closing.is_some() || queue.gone {
            return PushOutcome::Closed;
        }
        let mut dropped: Option<Vec<Bytes>> = None;
        for frame in frames {
            let full = match &frame {
                // A whole document can be larger than the limit; one such frame is let through.
                Frame::Sync(_) | Frame::Control(_) | Frame::Ping => queue.bytes >= MAX_OUTBOUND_BYTES,
                Frame::Document(_) | Frame::Presence(_) => queue.bytes + frame.len() > MAX_OUTBOUND_BYTES,
            };
            if frame.is_droppable() && (full || queue.lagging) {
                let lost = dropped.get_or_insert_default();
                if !queue.lagging {
                    queue.lagging = true;
                    queue.drop_droppable(lost);
                }
                if let Frame::Document(bytes) = frame {
                    lost.push(bytes);
                }
                continue;
            }
            if full {
                let mut lost = Vec::new();
                queue.drop_droppable(&mut lost);
                queue.lagging = true;
                dropped.get_or_insert_default().append(&mut lost);
                if queue.bytes >= MAX_OUTBOUND_BYTES {
                    queue.closing = Some(CloseCode::TooSlow);
                    break;
                }
            }
            queue.bytes += frame.len();
            queue.frames.push_back(frame);
        }
        queue.wake(&self.ready);
        if queue.closing.is_some() {
            return PushOutcome::Closed;
        }
        dropped.map_or(PushOutcome::Queued, PushOutcome::Overflowed)
    }

    /// Queues `difference`, which is everything a lagging peer lacks, and resumes normal delivery.
    pub fn catch_up(&self, difference: Bytes) {
        let mut queue = self.lock();
        queue.lagging = false;
        let frame = Frame::Sync(difference);
        queue.bytes += frame.len();
        queue.frames.push_back(frame);
        queue.wake(&self.ready);
    }

    /// Closes the connection with a code once the queued frames are written. The first code wins.
    pub fn close(&self, code: CloseCode) {
        let mut queue = self.lock();
        queue.closing.get_or_insert(code);
        queue.wake(&self.ready);
    }

    /// Marks the connection as ended. Nothing is queued from now on.
    pub fn mark_ended(&self) {
        let mut queue = self.lock();
        queue.gone = true;
        queue.frames = VecDeque::new();
    }

    #[must_use]
    pub fn is_closing(&self) -> bool {
        let queue = self.lock();
        queue.closing.is_some() || queue.gone
    }

    /// Waits until there is something to write and moves all queued frames into `frames`.
    pub async fn take(&self, frames: &mut VecDeque<Frame>) -> Taken {
        loop {
            let waiting = self.ready.notified();
            {
                let mut queue = self.lock();
                if !queue.frames.is_empty() || queue.closing.is_some() {
                    queue.writer_is_waiting = false;
                    std::mem::swap(&mut queue.frames, frames);
                    // An idle connection does not keep the capacity of its busiest moment.
                    if queue.frames.capacity() > 64 {
                        queue.frames = VecDeque::new();
                    }
                    return Taken { bytes: frames.iter().map(Frame::len).sum(), close: queue.closing };
                }
                queue.writer_is_waiting = true;
            }
            waiting.await;
        }
    }

    /// Records that taken frames have reached the socket. Returns `true` if the queue is empty and the peer is lagging:
    /// the room must then send it a difference.
    pub fn record_flushed(&self, bytes: usize) -> bool {
        let mut queue = self.lock();
        queue.bytes -= bytes;
        queue.lagging && queue.frames.is_empty()
    }
}

impl Queue {
    fn drop_droppable(&mut self, lost: &mut Vec<Bytes>) {
        let mut freed = 0;
        self.frames.retain(|frame| {
            if !frame.is_droppable() {
                return true;
            }
            freed += frame.len();
            if let Frame::Document(bytes) = frame {
                lost.push(bytes.clone());
            }
            false
        });
        self.bytes -= freed;
    }

    fn wake(&mut self, ready: &Notify) {
        if self.writer_is_waiting {
            self.writer_is_waiting = false;
            ready.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(byte: u8, len: usize) -> Frame {
        Frame::Document(Bytes::from(vec![byte; len]))
    }

    #[tokio::test]
    async fn frames_come_out_in_order_and_all_at_once() {
        let outbound = Outbound::default();
        assert_eq!(outbound.push([document(1, 3), Frame::Ping]), PushOutcome::Queued);
        let mut frames = VecDeque::new();
        let taken = outbound.take(&mut frames).await;
        assert_eq!(taken, Taken { bytes: 5, close: None });
        assert_eq!(frames, [document(1, 3), Frame::Ping]);
        assert!(!outbound.record_flushed(taken.bytes));
    }

    #[tokio::test]
    async fn fault_12_a_full_queue_drops_updates_in_favour_of_one_difference() {
        let outbound = Outbound::default();
        let half = MAX_OUTBOUND_BYTES / 2;
        assert_eq!(outbound.push([document(1, half), Frame::Control("ack".into())]), PushOutcome::Queued);
        // Frames being written still count.
        let mut frames = VecDeque::new();
        let first = outbound.take(&mut frames).await;
        assert_eq!(outbound.push([document(2, half - 10)]), PushOutcome::Queued);
        let PushOutcome::Overflowed(lost) = outbound.push([document(3, 100)]) else { panic!("the queue was full") };
        assert_eq!(lost.len(), 2, "the queued frame and the new one: {lost:?}");
        // While the peer lags, nothing that the difference will contain is queued.
        assert!(matches!(outbound.push([document(4, 1)]), PushOutcome::Overflowed(lost) if lost.len() == 1));
        assert_eq!(outbound.push([Frame::Control("kept".into())]), PushOutcome::Queued);
        assert!(!outbound.record_flushed(first.bytes), "the control message is still queued");
        frames.clear();
        let second = outbound.take(&mut frames).await;
        assert_eq!(frames, [Frame::Control("kept".into())]);
        assert!(outbound.record_flushed(second.bytes), "now the room can send the difference");
        outbound.catch_up(Bytes::from_static(b"difference"));
        assert_eq!(outbound.push([document(5, 1)]), PushOutcome::Queued);
    }

    #[tokio::test]
    async fn a_peer_that_lets_responses_pile_up_is_closed() {
        let outbound = Outbound::default();
        let big = Bytes::from(vec![0; MAX_OUTBOUND_BYTES + 1]);
        assert_eq!(outbound.push([Frame::Sync(big.clone())]), PushOutcome::Queued, "one whole document is let through");
        assert_eq!(outbound.push([Frame::Sync(big)]), PushOutcome::Closed);
        let mut frames = VecDeque::new();
        assert_eq!(outbound.take(&mut frames).await.close, Some(CloseCode::TooSlow));
        assert_eq!(outbound.push([Frame::Ping]), PushOutcome::Closed);
    }

    #[tokio::test]
    async fn a_waiting_writer_is_woken_and_the_first_close_code_wins() {
        let outbound = std::sync::Arc::new(Outbound::default());
        let writer = {
            let outbound = outbound.clone();
            async move {
                let mut frames = VecDeque::new();
                outbound.take(&mut frames).await.close
            }
        };
        let room = async {
            tokio::task::yield_now().await;
            outbound.close(CloseCode::Forbidden);
            outbound.close(CloseCode::Restart);
        };
        let (code, ()) = tokio::join!(writer, room);
        assert_eq!(code, Some(CloseCode::Forbidden));
    }
}
