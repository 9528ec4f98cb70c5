//! What is kept of a document beside its bytes: the typed labels, their number, and outlines for lists.

use bytes::Bytes;
use countersign_shared::ids::ClientId;
use countersign_shared::outline::outlines;
use serde_json::Value;

use crate::document::{DocumentError, ItemDocument};

pub struct Derived {
    /// Typed labels by id.
    pub annotations: Value,
    pub label_count: i32,
    /// `[{"class": id, "rings": [[x, y, …]]}]`
    pub preview: Value,
}

/// Reads an encoded document. Takes milliseconds for thousands of labels, so not in a room's own task.
///
/// # Errors
/// The bytes are no document of ours.
pub fn derive(state: &Bytes) -> Result<Derived, DocumentError> {
    // Nothing is written with this replica, so its client id does not matter.
    let labels = ItemDocument::load(ClientId(1), state)?.labels()?;
    let preview =
        serde_json::to_value(outlines(&labels)).map_err(|error| DocumentError::Malformed(error.to_string()))?;
    let label_count = i32::try_from(labels.len()).unwrap_or(i32::MAX);
    let annotations = serde_json::to_value(labels).map_err(|error| DocumentError::Malformed(error.to_string()))?;
    Ok(Derived { annotations, label_count, preview })
}
