//! The subscribers of a room: its connections, which of them receive updates, and from where the lagging ones must
//! catch up.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ConnectionId};
use countersign_shared::wire::CloseCode;

use crate::document::ItemDocument;
use crate::live::frame;
use crate::live::outbound::{Frame, Outbound, PushOutcome};
use crate::live::prescan::prescan;

#[derive(Default)]
pub struct Subscribers(HashMap<ConnectionId, Subscriber>);

struct Subscriber {
    outbound: Arc<Outbound>,
    /// Whether its state vector was answered. From then on it receives every update.
    subscribed: bool,
    /// The updates it missed since its queue overflowed.
    lag: Option<Lag>,
}

/// The first clock that a peer missed, by client id. A client's updates are consecutive, so only the first one counts.
#[derive(Default)]
struct Lag(HashMap<ClientId, u64>);

impl Lag {
    fn record(&mut self, frames: &[Bytes]) {
        for frame in frames {
            let Some(update) = frame::update_of(frame) else { continue };
            let Ok(scan) = prescan(&update) else {
                // The server's own updates hold content that clients cannot send, so the prescan rejects them. Send
                // everything then.
                self.0.insert(EVERYTHING, 0);
                continue;
            };
            for range in scan.inserted {
                self.0.entry(range.client).or_insert(u64::from(range.start));
            }
        }
    }

    /// Returns the peer's state vector before its first missed update.
    fn state_vector(&self, document: &ItemDocument) -> Bytes {
        if self.0.contains_key(&EVERYTHING) {
            return frame::write_state_vector(&[]);
        }
        let now = frame::read_state_vector(&document.state_vector()).unwrap_or_default();
        let then: Vec<(ClientId, u64)> = now
            .into_iter()
            .map(|(client, clock)| (client, self.0.get(&client).map_or(clock, |start| clock.min(*start))))
            .collect();
        frame::write_state_vector(&then)
    }
}

/// Stands for "from the beginning". No client has this id.
const EVERYTHING: ClientId = ClientId(u64::MAX);

impl Subscribers {
    pub fn add(&mut self, connection: ConnectionId, outbound: Arc<Outbound>) {
        self.0.insert(connection, Subscriber { outbound, subscribed: false, lag: None });
    }

    pub fn remove(&mut self, connection: ConnectionId) {
        self.0.remove(&connection);
    }

    /// Removes a connection and closes it once its queued frames are sent.
    pub fn close(&mut self, connection: ConnectionId, code: CloseCode) {
        if let Some(subscriber) = self.0.remove(&connection) {
            subscriber.outbound.close(code);
        }
    }

    pub fn close_all(&mut self, code: CloseCode) {
        for (_, subscriber) in self.0.drain() {
            subscriber.outbound.close(code);
        }
    }

    pub fn send(&mut self, to: ConnectionId, frame: Frame) {
        if let Some(subscriber) = self.0.get_mut(&to) {
            subscriber.push([frame]);
        }
    }

    /// Sends the answer to a state vector. From now on the connection receives every update.
    pub fn answer(&mut self, to: ConnectionId, frame: Bytes) {
        if let Some(subscriber) = self.0.get_mut(&to) {
            subscriber.subscribed = true;
            // The answer encodes the current document, so it includes every update that was missed before.
            subscriber.push([Frame::Sync(frame)]);
        }
    }

    /// Sends each frame to every subscriber except its author. Takes one lock and wakes the writer once per connection,
    /// no matter how many frames there are.
    pub fn broadcast_updates(&mut self, frames: &[(Option<ConnectionId>, Bytes)]) {
        for (connection, subscriber) in &mut self.0 {
            if subscriber.subscribed {
                let theirs = frames.iter().filter(|(author, _)| *author != Some(*connection));
                subscriber.push(theirs.map(|(_, frame)| Frame::Document(frame.clone())));
            }
        }
    }

    pub fn broadcast_presence(&mut self, frame: &Bytes) {
        for subscriber in self.0.values_mut() {
            subscriber.push([Frame::Presence(frame.clone())]);
        }
    }

    /// Sends a lagging connection the difference that it lacks, once all its queued frames have been written.
    pub fn catch_up(&mut self, connection: ConnectionId, document: &ItemDocument) {
        let Some(subscriber) = self.0.get_mut(&connection) else { return };
        let lag = subscriber.lag.take().unwrap_or_default();
        match document.diff(&lag.state_vector(document)) {
            Ok(difference) => subscriber.outbound.catch_up(frame::update(&difference)),
            Err(_) => subscriber.outbound.close(CloseCode::TooSlow),
        }
    }
}

impl Subscriber {
    fn push(&mut self, frames: impl IntoIterator<Item = Frame>) {
        match self.outbound.push(frames) {
            // A closed connection is removed when its socket sends `Event::Leave`.
            PushOutcome::Queued | PushOutcome::Closed => {}
            PushOutcome::Overflowed(lost) => self.lag.get_or_insert_default().record(&lost),
        }
    }
}

impl Drop for Subscribers {
    /// Closes every socket, so that none outlives its room, however the room ends.
    fn drop(&mut self) {
        self.close_all(CloseCode::Restart);
    }
}
