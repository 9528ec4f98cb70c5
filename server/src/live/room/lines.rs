//! The connections of a room as it writes to them: who follows, who lags and from where.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ConnectionId};
use countersign_shared::wire::CloseCode;

use crate::document::ItemDocument;
use crate::live::frame;
use crate::live::outbound::{Frame, Outbound, Pushed};
use crate::live::prescan::prescan;

#[derive(Default)]
pub struct Lines(HashMap<ConnectionId, Line>);

struct Line {
    outbound: Arc<Outbound>,
    /// Its state vector was answered: what changes from then on is sent.
    follows: bool,
    /// What it was not sent since its queue was full.
    lag: Option<Lag>,
}

/// Where the updates that a peer missed begin, by client. They follow one another, so the first of each counts.
#[derive(Default)]
struct Lag(HashMap<ClientId, u64>);

impl Lag {
    fn missed(&mut self, frames: &[Bytes]) {
        for frame in frames {
            let Some(update) = frame::payload(frame) else { continue };
            let Ok(scan) = prescan(&update) else {
                // The server's own writes hold what clients may not send: then all is sent.
                self.0.insert(EVERYTHING, 0);
                continue;
            };
            for range in scan.inserted {
                self.0.entry(range.client).or_insert(u64::from(range.start));
            }
        }
    }

    /// What the peer had before it missed anything.
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

/// No client has this id: it stands for "from the beginning".
const EVERYTHING: ClientId = ClientId(u64::MAX);

impl Lines {
    pub fn add(&mut self, connection: ConnectionId, outbound: Arc<Outbound>) {
        self.0.insert(connection, Line { outbound, follows: false, lag: None });
    }

    pub fn remove(&mut self, connection: ConnectionId) {
        self.0.remove(&connection);
    }

    /// The connection takes nothing more, and ends after what waits.
    pub fn close(&mut self, connection: ConnectionId, code: CloseCode) {
        if let Some(line) = self.0.remove(&connection) {
            line.outbound.close(code);
        }
    }

    pub fn close_all(&mut self, code: CloseCode) {
        for (_, line) in self.0.drain() {
            line.outbound.close(code);
        }
    }

    pub fn send(&mut self, to: ConnectionId, frame: Frame) {
        if let Some(line) = self.0.get_mut(&to) {
            line.push([frame]);
        }
    }

    /// Answers a state vector; the connection follows from now on.
    pub fn answer(&mut self, to: ConnectionId, frame: Bytes) {
        if let Some(line) = self.0.get_mut(&to) {
            line.follows = true;
            // The answer is of this moment: nothing that was missed before is missing from it.
            line.push([Frame::Sync(frame)]);
        }
    }

    /// Sends each frame to all who follow, but for its author: one lock and one wake a connection, whatever the number.
    pub fn updates(&mut self, frames: &[(Option<ConnectionId>, Bytes)]) {
        for (connection, line) in &mut self.0 {
            if line.follows {
                let theirs = frames.iter().filter(|(author, _)| *author != Some(*connection));
                line.push(theirs.map(|(_, frame)| Frame::Document(frame.clone())));
            }
        }
    }

    pub fn presence(&mut self, frame: &Bytes) {
        for line in self.0.values_mut() {
            line.push([Frame::Presence(frame.clone())]);
        }
    }

    /// All that waited for a lagging connection has been written: now it gets one difference.
    pub fn drained(&mut self, connection: ConnectionId, document: &ItemDocument) {
        let Some(line) = self.0.get_mut(&connection) else { return };
        let lag = line.lag.take().unwrap_or_default();
        match document.diff(&lag.state_vector(document)) {
            Ok(difference) => line.outbound.catch_up(frame::update(&difference)),
            Err(_) => line.outbound.close(CloseCode::TooSlow),
        }
    }
}

impl Line {
    fn push(&mut self, frames: impl IntoIterator<Item = Frame>) {
        match self.outbound.push(frames) {
            // One that is gone is removed when its socket says so.
            Pushed::Queued | Pushed::Closed => {}
            Pushed::Overflowed(lost) => self.lag.get_or_insert_default().missed(&lost),
        }
    }
}

impl Drop for Lines {
    /// A room that ends, however it ends, leaves no socket behind that believes to be in it.
    fn drop(&mut self) {
        self.close_all(CloseCode::Restart);
    }
}
