//! The data derived from a document for its snapshot: typed labels, label counts by class, and outlines for lists.

use bytes::Bytes;
use countersign_shared::ids::ClientId;
use countersign_shared::label::class_counts;
use countersign_shared::outline::outlines;
use countersign_shared::review::VerdictKind;
use serde_json::Value;

use crate::db::live_items::Derived;
use crate::document::{DocumentError, ItemDocument};

/// Derives the data from an encoded document. Takes milliseconds for thousands of labels, so do not call it on a room's
/// task.
///
/// # Errors
/// Returns a [`DocumentError`] if the bytes are not an item document.
pub fn derive(state: &Bytes) -> Result<Derived, DocumentError> {
    // This replica writes nothing, so its client id does not matter.
    let document = ItemDocument::load(ClientId(1), state)?;
    let labels = document.labels()?;
    let verdicts = document.verdicts()?;
    let is_rejected = |id: &str| verdicts.get(id).is_some_and(|verdict| verdict.verdict == VerdictKind::Rejected);
    let rejected = labels.iter().filter(|(id, _)| is_rejected(id)).map(|(_, label)| label);
    Ok(Derived {
        label_count: i32::try_from(labels.len()).unwrap_or(i32::MAX),
        class_counts: to_value(&class_counts(labels.values()))?,
        rejected_classes: to_value(&class_counts(rejected))?,
        preview: to_value(&outlines(&labels))?,
        annotations: to_value(&labels)?,
    })
}

fn to_value<T: serde::Serialize>(value: &T) -> Result<Value, DocumentError> {
    serde_json::to_value(value).map_err(|error| DocumentError::Malformed(error.to_string()))
}
