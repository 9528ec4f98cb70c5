//! Answers to state vectors, encoded once for all who ask between two changes of the document: a thousand clients that
//! come at once cost a few encodings.
//!
//! An answer is always one whole step 2, since providers take it for the moment they are in sync. Sending an older
//! answer and the updates since then would be cheaper under a stream of edits, but would break that.

use bytes::Bytes;

use crate::document::{DocumentError, ItemDocument};
use crate::live::frame;

/// Different state vectors that are remembered; most who come at once know the same or nothing.
const MAX_ANSWERS: usize = 8;
/// Milliseconds without a joiner after which the memory is given back.
const KEEP_MS: u64 = 5_000;

#[derive(Default)]
pub struct JoinCache {
    /// State vector and the frame that answers it, all of the present document.
    answers: Vec<(Bytes, Bytes)>,
    used: u64,
}

impl JoinCache {
    /// The frame that brings a replica with this state vector to where `document` is.
    ///
    /// # Errors
    /// The bytes are no state vector.
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
        // The vector is a slice of a larger read, which is not worth keeping alive.
        self.answers.push((Bytes::copy_from_slice(vector), answer.clone()));
        Ok(answer)
    }

    /// The document has changed.
    pub fn forget(&mut self) {
        self.answers.clear();
    }

    /// When [`JoinCache::tick`] has something to give back.
    #[must_use]
    pub fn due(&self) -> Option<u64> {
        (!self.answers.is_empty()).then_some(self.used + KEEP_MS)
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
