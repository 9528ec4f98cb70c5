//! What an update changed, seen while it was applied: the labels it touched, and whether it touched anything else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use countersign_shared::ontology::Shape;
use smallvec::SmallVec;
use yrs::types::{Event, PathSegment};
use yrs::{DeepObservable, Map, Transact, TransactionMut};

use super::schema::label;
use super::{DocumentError, ItemDocument, ReadLabel, ServerChange, read};

/// How much of one label was touched.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Touch {
    /// The label came, went, or changed so that all of its keyframes count.
    pub whole: bool,
    /// Else the keyframes set or removed.
    pub frames: SmallVec<[Arc<str>; 2]>,
}

#[derive(Debug, Default)]
pub struct Touches {
    /// By label id.
    pub labels: BTreeMap<Arc<str>, Touch>,
    /// Something that only the server writes.
    pub outside_labels: bool,
    /// Something within the labels that is no map.
    pub not_a_map: bool,
}

/// What an applied update was.
#[derive(Debug)]
pub struct Applied {
    /// What was new in it, encoded by us; empty when nothing was.
    pub update: Bytes,
    pub touches: Touches,
}

/// A document that tells what each update touches.
pub struct WatchedDocument {
    document: ItemDocument,
    touches: Arc<Mutex<Touches>>,
}

const OBSERVER: &str = "difference";

impl WatchedDocument {
    #[must_use]
    pub fn new(document: ItemDocument) -> Self {
        let touches = Arc::new(Mutex::new(Touches::default()));
        let seen = Arc::clone(&touches);
        document.roots.labels.observe_deep(OBSERVER, move |txn, events| {
            let mut seen = lock(&seen);
            for event in events.iter() {
                seen.note(txn, event);
            }
        });
        for root in document.roots.of_server() {
            let seen = Arc::clone(&touches);
            root.observe_deep(OBSERVER, move |_, _| lock(&seen).outside_labels = true);
        }
        Self { document, touches }
    }

    /// Applies an update whose bytes the prescan found harmless.
    ///
    /// # Errors
    /// [`DocumentError`]; the document is then not to be used any more.
    pub fn apply(&mut self, update: &[u8]) -> Result<Applied, DocumentError> {
        self.apply_all([update].into_iter(), || true)
    }

    /// The same in portions, given up with [`DocumentError::TooSlow`] when `go_on` says so between two of them.
    ///
    /// # Errors
    /// [`DocumentError`]; the document is then not to be used any more.
    pub fn apply_all<'u>(
        &mut self,
        portions: impl Iterator<Item = &'u [u8]>,
        go_on: impl FnMut() -> bool,
    ) -> Result<Applied, DocumentError> {
        let update = self.document.integrate_all(portions, go_on)?;
        Ok(Applied { update, touches: std::mem::take(&mut lock(&self.touches)) })
    }

    /// Writes as the server does.
    ///
    /// # Errors
    /// As of [`ItemDocument::write`].
    pub fn write(&mut self, change: &ServerChange) -> Result<Bytes, DocumentError> {
        let update = self.document.write(change);
        *lock(&self.touches) = Touches::default();
        update
    }

    #[must_use]
    pub fn document(&self) -> &ItemDocument {
        &self.document
    }

    /// The label as far as it was touched; `None` when it is not there.
    ///
    /// # Errors
    /// [`DocumentError::Schema`]
    pub fn touched_label(&self, id: &str, touch: &Touch) -> Result<Option<ReadLabel>, DocumentError> {
        let txn = self.document.doc.transact();
        let Some(value) = self.document.roots.labels.get(&txn, id) else { return Ok(None) };
        read::label(&txn, &value, (!touch.whole).then_some(&touch.frames[..])).map(Some)
    }

    #[must_use]
    pub fn has_verdict(&self, label: &str) -> bool {
        self.document.roots.verdicts.contains_key(&self.document.doc.transact(), label)
    }

    /// Each label's shape.
    #[must_use]
    pub fn shapes(&self) -> Vec<(String, Option<Shape>)> {
        let txn = self.document.doc.transact();
        self.document.roots.labels.iter(&txn).map(|(id, value)| (id.to_owned(), read::shape(&txn, &value))).collect()
    }
}

/// A panic within an observer leaves nothing half-done in the plain values it guards.
fn lock(touches: &Mutex<Touches>) -> MutexGuard<'_, Touches> {
    touches.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Touches {
    fn note(&mut self, txn: &TransactionMut<'_>, event: &Event) {
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
                // Attributes and z are read and checked anyway.
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
