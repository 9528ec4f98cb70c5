//! Answers to state vectors: encoded once, then followed by the updates since, so that a thousand clients that come at
//! once cost one encoding.

use bytes::Bytes;

use crate::document::{DocumentError, ItemDocument};
use crate::live::frame;

/// Different state vectors that are remembered; most who come at once know the same or nothing.
const MAX_ANSWERS: usize = 8;
/// The tail is sent frame by frame up to here; then a new encoding is cheaper.
const MAX_TAIL_FRAMES: usize = 64;
const MAX_TAIL_BYTES: usize = 64 << 10;
/// Milliseconds without a joiner after which the memory is given back.
const KEEP_MS: u64 = 5_000;

#[derive(Default)]
pub struct JoinCache {
    /// State vector and the answer to it, all of one moment.
    answers: Vec<(Bytes, Bytes)>,
    /// Update frames since that moment.
    tail: Vec<Bytes>,
    tail_bytes: usize,
    used: u64,
}

impl JoinCache {
    /// The frames that bring a replica with this state vector to where `document` is.
    ///
    /// # Errors
    /// The bytes are no state vector.
    pub fn answer(&mut self, document: &ItemDocument, vector: &Bytes, now: u64) -> Result<Vec<Bytes>, DocumentError> {
        self.used = now;
        if let Some((_, answer)) = self.answers.iter().find(|(known, _)| known == vector) {
            return Ok(std::iter::once(answer).chain(&self.tail).cloned().collect());
        }
        let update = if is_empty(vector) { document.encode() } else { document.diff(vector)? };
        let answer = frame::step2(&update);
        // All answers are of one moment: a new one can join them only while nothing has followed.
        if !self.tail.is_empty() || self.answers.len() >= MAX_ANSWERS {
            self.clear();
        }
        // The vector may be a slice of a larger read; it is not worth keeping that alive.
        self.answers.push((Bytes::copy_from_slice(vector), answer.clone()));
        Ok(vec![answer])
    }

    /// An update was applied to the document.
    pub fn follow(&mut self, frame: &Bytes) {
        if self.answers.is_empty() {
            return;
        }
        self.tail_bytes += frame.len();
        self.tail.push(frame.clone());
        if self.tail.len() > MAX_TAIL_FRAMES || self.tail_bytes > MAX_TAIL_BYTES {
            self.clear();
        }
    }

    /// When [`JoinCache::forget`] has something to give back.
    #[must_use]
    pub fn due(&self) -> Option<u64> {
        (!self.answers.is_empty()).then_some(self.used + KEEP_MS)
    }

    pub fn forget(&mut self, now: u64) {
        if self.due().is_some_and(|due| due <= now) {
            self.clear();
        }
    }

    fn clear(&mut self) {
        *self = Self { used: self.used, ..Self::default() };
    }
}

fn is_empty(vector: &[u8]) -> bool {
    vector.is_empty() || vector == [0]
}
