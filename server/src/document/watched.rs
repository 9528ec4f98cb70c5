//! Observes what an update changes while it is applied: the labels it touches, and whether it touches anything else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use countersign_shared::ontology::Shape;
use smallvec::SmallVec;
use yrs::types::{Event, PathSegment};
use yrs::{DeepObservable, Map, Transact, TransactionMut};

use super::schema::label;
use super::{DocumentError, ItemDocument, ReadLabel, ServerChange, read};

/// How much of one label an update has touched.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Touch {
    /// The label was added, removed, or changed in a way that concerns all its keyframes.
    pub whole: bool,
    /// Otherwise, the keyframes that were set or removed.
    pub frames: SmallVec<[Arc<str>; 2]>,
}

#[derive(Debug, Default)]
pub struct Touches {
    /// Touched labels by id.
    pub labels: BTreeMap<Arc<str>, Touch>,
    /// The update touched something that only the server may write.
    pub outside_labels: bool,
    /// The update touched something within the labels that is not a map.
    pub not_a_map: bool,
}

/// The outcome of applying an update.
#[derive(Debug)]
pub struct Applied {
    /// The new part of the update, encoded by the server; empty if nothing is new.
    pub update: Bytes,
    pub touches: Touches,
}

/// A document that reports what each update touches.
pub struct ObservedDocument {
    document: ItemDocument,
    touches: Arc<Mutex<Touches>>,
}

const OBSERVER: &str = "observer";

impl ObservedDocument {
    #[must_use]
    pub fn new(document: ItemDocument) -> Self {
        let touches = Arc::new(Mutex::new(Touches::default()));
        let seen = Arc::clone(&touches);
        document.roots.labels.observe_deep(OBSERVER, move |txn, events| {
            let mut seen = lock(&seen);
            for event in events.iter() {
                seen.record(txn, event);
            }
        });
        for root in document.roots.server_only() {
            let seen = Arc::clone(&touches);
            root.observe_deep(OBSERVER, move |_, _| lock(&seen).outside_labels = true);
        }
        Self { document, touches }
    }

    /// Applies an update that has passed the prescan.
    ///
    /// # Errors
    /// Returns a [`DocumentError`] if the update cannot be applied. The document must not be used after that.
    pub fn apply(&mut self, update: &[u8]) -> Result<Applied, DocumentError> {
        self.apply_all([update].into_iter(), || true)
    }

    /// Applies an update in portions. Stops if `go_on` returns `false` after one of them.
    ///
    /// # Errors
    /// Returns [`DocumentError::Timeout`] if `go_on` returned `false`, and another [`DocumentError`] if a portion
    /// cannot be applied. The document must not be used after that.
    pub fn apply_all<'u>(
        &mut self,
        portions: impl Iterator<Item = &'u [u8]>,
        go_on: impl FnMut() -> bool,
    ) -> Result<Applied, DocumentError> {
        let update = self.document.integrate_all(portions, go_on)?;
        Ok(Applied { update, touches: std::mem::take(&mut lock(&self.touches)) })
    }

    /// Writes a server change, which does not count as a touch.
    ///
    /// # Errors
    /// Returns the errors of [`ItemDocument::write`].
    pub fn write(&mut self, change: &ServerChange) -> Result<Bytes, DocumentError> {
        let update = self.document.write(change);
        *lock(&self.touches) = Touches::default();
        update
    }

    #[must_use]
    pub fn document(&self) -> &ItemDocument {
        &self.document
    }

    /// Reads a label with the keyframes that were touched; `None` if the label does not exist.
    ///
    /// # Errors
    /// Returns [`DocumentError::Schema`] if the label violates the schema.
    pub fn touched_label(&self, id: &str, touch: &Touch) -> Result<Option<ReadLabel>, DocumentError> {
        let txn = self.document.doc.transact();
        let Some(value) = self.document.roots.labels.get(&txn, id) else { return Ok(None) };
        read::label(&txn, &value, (!touch.whole).then_some(&touch.frames[..])).map(Some)
    }

    #[must_use]
    pub fn has_verdict(&self, label: &str) -> bool {
        self.document.roots.verdicts.contains_key(&self.document.doc.transact(), label)
    }

    /// Returns the id and the shape of each label; the shape is `None` if it cannot be read.
    #[must_use]
    pub fn shapes(&self) -> Vec<(String, Option<Shape>)> {
        let txn = self.document.doc.transact();
        self.document.roots.labels.iter(&txn).map(|(id, value)| (id.to_owned(), read::shape(&txn, &value))).collect()
    }
}

/// Locks the touches. Ignores poisoning: a panic in an observer leaves these plain values consistent.
fn lock(touches: &Mutex<Touches>) -> MutexGuard<'_, Touches> {
    touches.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Touches {
    fn record(&mut self, txn: &TransactionMut<'_>, event: &Event) {
        let Event::Map(event) = event else {
            self.not_a_map = true;
            return;
        };
        let path = event.path();
        let mut steps = path.iter().map(|step| match step {
            PathSegment::Key(key) => Some(key),
            PathSegment::Index(_) => None,
        });
        match (steps.next(), steps.next(), steps.next()) {
            (None, ..) => {
                for id in event.keys(txn).keys() {
                    self.labels.entry(Arc::clone(id)).or_default().whole = true;
                }
            }
            (Some(Some(id)), None, _) => {
                let touch = self.labels.entry(Arc::clone(id)).or_default();
                // Attributes and z are always read and checked.
                touch.whole |= event.keys(txn).keys().any(|key| !matches!(key.as_ref(), label::ATTRIBUTES | label::Z));
            }
            (Some(Some(id)), Some(Some(field)), None) => {
                let touch = self.labels.entry(Arc::clone(id)).or_default();
                match field.as_ref() {
                    label::FRAMES => touch.frames.extend(event.keys(txn).keys().cloned()),
                    label::ATTRIBUTES => {}
                    _ => touch.whole = true,
                }
            }
            _ => self.not_a_map = true,
        }
    }
}
