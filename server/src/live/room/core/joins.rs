//! Answers to state vectors, each encoded once between two changes of the document: a thousand clients that join at
//! once cost a few encodings.
//!
//! An answer is always one whole sync step 2, because providers consider themselves in sync when they receive it.
//! Sending an older answer and the updates since then would be cheaper under a stream of edits, but would break that.

use bytes::Bytes;

use crate::document::{DocumentError, ItemDocument};
use crate::live::frame;

/// The maximum number of cached answers. Most clients that join at once have the same state vector or an empty one.
const MAX_ANSWERS: usize = 8;
/// Milliseconds without a join after which the cached answers are freed.
const CACHE_IDLE_MS: u64 = 5_000;

#[derive(Default)]
pub struct JoinCache {
    /// State vectors and the frames that answer them, all for the current document.
    answers: Vec<(Bytes, Bytes)>,
    used: u64,
}

impl JoinCache {
    /// Returns the frame that brings a replica with this state vector up to date with `document`.
    ///
    /// # Errors
    /// Returns a [`DocumentError`] if the bytes are not a state vector.
    pub fn answer(&mut self, document: &ItemDocument, vector: &Bytes, now: u64) -> Result<Bytes, DocumentError> {
        self.used = now;
        if let Some((_, answer)) = self.answers.iter().find(|(known, _)| known == vector) {
            return Ok(answer.clone());
        }
        let update = if is_empty(vector) { document.encode() } else { document.diff(vector)? };
        let answer = frame::step2(&update);
        if self.answers.len() >= MAX_ANSWERS {
            self.answers.clear();
        }
        // The vector is a slice of a larger buffer, which is not worth keeping alive.
        self.answers.push((Bytes::copy_from_slice(vector), answer.clone()));
        Ok(answer)
    }

    /// Discards the cached answers, because the document has changed.
    pub fn forget(&mut self) {
        self.answers.clear();
    }

    /// Returns when [`JoinCache::tick`] has something to free, in the room's milliseconds.
    #[must_use]
    pub fn due(&self) -> Option<u64> {
        (!self.answers.is_empty()).then_some(self.used + CACHE_IDLE_MS)
    }

    pub fn tick(&mut self, now: u64) {
        if self.due().is_some_and(|due| due <= now) {
            self.answers = Vec::new();
        }
    }
}

fn is_empty(vector: &[u8]) -> bool {
    vector.is_empty() || vector == [0]
}
