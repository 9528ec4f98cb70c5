//! The gate: a replica of the document, ahead of the live one by the edits on their way to the database, in which each
//! client's update is tried before anything else hears of it.
//!
//! yrs has no rollback: dropping a transaction commits it. A refusal after yrs has seen the update therefore spoils the
//! gate, and its owner builds it again from the live document and what is on its way.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use countersign_shared::ids::ClientId;
use countersign_shared::label::{LabelError, MediaBounds, check_label_id};
use countersign_shared::limits;
use countersign_shared::ontology::{Ontology, Shape};
use countersign_shared::wire::RefusalCode;
use countersign_shared::workflow::Stage;

use super::prescan::{PORTION_BLOCKS, Prescan, PrescanError, portions, prescan};
use crate::document::{Applied, DocumentError, ItemDocument, ReadLabel, ServerChange, Touch, WatchedDocument};

/// An honest update of a few blocks takes microseconds, and one of many 1.5 µs for each block.
const PATIENCE: Duration = Duration::from_millis(30);
const PATIENCE_PER_BLOCK: Duration = Duration::from_micros(if cfg!(debug_assertions) { 200 } else { 8 });

pub struct Gate {
    watched: WatchedDocument,
    /// The next clock of each client.
    clocks: BTreeMap<ClientId, u32>,
    /// What each label's shape is, which never changes. `None` for one that is not in the schema (and not of ours).
    shapes: HashMap<String, Option<Shape>>,
    spoiled: bool,
}

/// What the content of an update is checked against. Lock, role and epoch are the room's.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub ontology: &'a Ontology,
    pub media: MediaBounds,
    pub stage: Stage,
}

/// Ids of the labels that an update changed, sorted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LabelChanges {
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
}

impl LabelChanges {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// An update that may be stored and sent on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admitted {
    /// What is new in it, encoded by us; empty when nothing is.
    pub update: Bytes,
    pub changed: LabelChanges,
}

/// Why an update is not let in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    pub code: RefusalCode,
    /// For the person who made the edit.
    pub reason: String,
    /// The label at fault.
    pub label: Option<String>,
}

impl Refusal {
    fn new(code: RefusalCode, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into(), label: None }
    }

    fn of_label(id: &str, code: RefusalCode, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into(), label: Some(id.to_owned()) }
    }
}

impl From<PrescanError> for Refusal {
    fn from(error: PrescanError) -> Self {
        Self::new(error.code, error.to_string())
    }
}

impl From<DocumentError> for Refusal {
    fn from(error: DocumentError) -> Self {
        let code = match &error {
            DocumentError::Malformed(_) | DocumentError::Broken => RefusalCode::Malformed,
            DocumentError::Gap => RefusalCode::Gap,
            DocumentError::TooSlow => RefusalCode::TooLarge,
            DocumentError::Schema { code, .. } => *code,
            DocumentError::UnknownIssue(_) => RefusalCode::ServerOnly,
        };
        Self::new(code, error.to_string())
    }
}

impl Gate {
    /// A gate that stands where `document` does, which nothing else may write to.
    #[must_use]
    pub fn new(document: ItemDocument) -> Self {
        let clocks = document.clocks();
        let watched = WatchedDocument::new(document);
        let shapes = watched.shapes().into_iter().collect();
        Self { watched, clocks, shapes, spoiled: false }
    }

    /// A gate that stands where `live` does, with the updates that are on their way to it.
    ///
    /// # Errors
    /// [`DocumentError`] if the live document itself cannot be read, or an update does not fit it.
    pub fn rebuild<'u>(
        live: &ItemDocument,
        client_id: ClientId,
        in_flight: impl IntoIterator<Item = &'u [u8]>,
    ) -> Result<Self, DocumentError> {
        let mut document = ItemDocument::load(client_id, &live.encode())?;
        for update in in_flight {
            document.apply(update)?;
        }
        Ok(Self::new(document))
    }

    /// A refusal came after yrs saw the update: every further one is refused, until the gate is built again.
    #[must_use]
    pub fn is_spoiled(&self) -> bool {
        self.spoiled
    }

    /// Writes as the server, ahead of the live document, and gives the update to store and apply there.
    ///
    /// # Errors
    /// [`DocumentError`]; see [`Self::is_spoiled`].
    pub fn write(&mut self, change: &ServerChange) -> Result<Bytes, DocumentError> {
        let update = self.watched.write(change).inspect_err(|error| {
            // What cannot be written is found before anything is.
            self.spoiled |= *error == DocumentError::Broken;
        })?;
        self.clocks = self.watched.document().clocks();
        if matches!(change, ServerChange::Create { .. }) {
            self.shapes = self.watched.shapes().into_iter().collect();
        }
        Ok(update)
    }

    /// The document with all that was let in.
    #[must_use]
    pub fn document(&self) -> &ItemDocument {
        self.watched.document()
    }

    /// The clock at which the next block of `client` must begin.
    #[must_use]
    pub fn next_clock(&self, client: ClientId) -> u32 {
        self.clocks.get(&client).copied().unwrap_or_default()
    }

    /// Tries an update of a client.
    ///
    /// # Errors
    /// [`Refusal`]; see [`Self::is_spoiled`].
    pub fn admit(&mut self, update: &[u8], rules: &Rules<'_>) -> Result<Admitted, Refusal> {
        if self.spoiled {
            return Err(Refusal::new(RefusalCode::Malformed, "an edit before this one was refused"));
        }
        let scanned = prescan(update)?;
        self.admit_scanned(update, &scanned, rules)
    }

    /// Tries an update that the prescan has found harmless, and found to be `scanned`.
    ///
    /// # Errors
    /// [`Refusal`]; see [`Self::is_spoiled`].
    pub fn admit_scanned(&mut self, update: &[u8], scanned: &Prescan, rules: &Rules<'_>) -> Result<Admitted, Refusal> {
        if self.spoiled {
            return Err(Refusal::new(RefusalCode::Malformed, "an edit before this one was refused"));
        }
        if scanned.is_empty() {
            return Ok(Admitted { update: Bytes::new(), changed: LabelChanges::default() });
        }
        self.check_clocks(scanned)?;
        // Nothing was touched up to here.
        self.spoiled = true;
        let applied = self.try_out(update, scanned.blocks)?;
        if applied.touches.outside_labels {
            return Err(Refusal::new(RefusalCode::ServerOnly, "only the server writes verdicts, issues and stages"));
        }
        if applied.touches.not_a_map {
            return Err(Refusal::new(RefusalCode::Schema, "a label is made of maps and plain values"));
        }
        let changed = self.check_labels(&applied.touches.labels, rules)?;
        if rules.stage == Stage::Complete && !changed.is_empty() {
            return Err(Refusal::new(RefusalCode::Stage, "the item is complete"));
        }
        for range in &scanned.inserted {
            let clock = self.clocks.entry(range.client).or_default();
            *clock = range.end.max(*clock);
        }
        self.spoiled = false;
        Ok(Admitted { update: applied.update, changed })
    }

    /// Large updates go in by portions, and only as long as they take a time in proportion to their size.
    fn try_out(&mut self, update: &[u8], blocks: usize) -> Result<Applied, Refusal> {
        if blocks <= PORTION_BLOCKS {
            return Ok(self.watched.apply(update)?);
        }
        let portions = portions(update)?;
        let most = PATIENCE + PATIENCE_PER_BLOCK.saturating_mul(u32::try_from(blocks).unwrap_or(u32::MAX));
        let start = cpu_time();
        let portions = portions.iter().map(Vec::as_slice);
        Ok(self.watched.apply_all(portions, || cpu_time().saturating_sub(start) < most)?)
    }

    fn check_clocks(&self, scanned: &Prescan) -> Result<(), Refusal> {
        let known = |client| self.clocks.get(&client).copied().unwrap_or_default();
        if scanned.inserted.iter().any(|range| range.start > known(range.client)) {
            return Err(Refusal::new(RefusalCode::Gap, "edits before this one are missing"));
        }
        for range in &scanned.deleted {
            let inserted = scanned.inserted.iter().find(|inserted| inserted.client == range.client);
            if range.end > known(range.client).max(inserted.map_or(0, |inserted| inserted.end)) {
                return Err(Refusal::new(RefusalCode::Gap, "something is deleted that is not there"));
            }
        }
        Ok(())
    }

    /// Checks what was touched and takes it over into what is known of each label.
    fn check_labels(
        &mut self,
        touched: &BTreeMap<Arc<str>, Touch>,
        rules: &Rules<'_>,
    ) -> Result<LabelChanges, Refusal> {
        let mut changes = LabelChanges::default();
        for (id, touch) in touched {
            let id: &str = id;
            let before = self.shapes.get(id).copied();
            let now = self.watched.touched_label(id, touch).map_err(|error| {
                let refusal = Refusal::from(error);
                Refusal { label: Some(id.to_owned()), ..refusal }
            })?;
            match (before, now) {
                (None, None) => continue,
                (Some(_), None) => {
                    self.shapes.remove(id);
                    changes.removed.push(id.to_owned());
                }
                (None, Some(now)) => {
                    check_label_id(id).map_err(|error| label_refusal(id, &error))?;
                    check_label(id, &now, rules)?;
                    self.shapes.insert(id.to_owned(), Some(now.label.shape));
                    changes.added.push(id.to_owned());
                }
                (Some(shape), Some(now)) => {
                    if shape != Some(now.label.shape) {
                        return Err(Refusal::of_label(id, RefusalCode::Schema, "the shape of a label does not change"));
                    }
                    check_label(id, &now, rules)?;
                    changes.changed.push(id.to_owned());
                }
            }
            // The annotator works on what came back, judged or not; in review only what is pending is changed.
            if rules.stage != Stage::Annotate && self.watched.has_verdict(id) {
                return Err(Refusal::of_label(id, RefusalCode::Judged, "the label was judged and is fixed"));
            }
        }
        if !changes.added.is_empty() && self.shapes.len() > limits::MAX_LABELS_PER_ITEM {
            let reason = format!("an item holds at most {} labels", limits::MAX_LABELS_PER_ITEM);
            return Err(Refusal::new(RefusalCode::Limit, reason));
        }
        Ok(changes)
    }
}

/// What this thread has computed so far: how busy the machine is must not decide what is refused.
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

fn label_refusal(id: &str, error: &LabelError) -> Refusal {
    Refusal::of_label(id, error.code(), error.to_string())
}

fn check_label(id: &str, read: &ReadLabel, rules: &Rules<'_>) -> Result<(), Refusal> {
    if read.keyframes > limits::MAX_KEYFRAMES_PER_LABEL {
        return Err(label_refusal(id, &LabelError::TooManyKeyframes));
    }
    if read.label.attributes.len() > limits::MAX_ATTRIBUTES_PER_LABEL {
        let reason = format!("a label has at most {} attributes", limits::MAX_ATTRIBUTES_PER_LABEL);
        return Err(Refusal::of_label(id, RefusalCode::Limit, reason));
    }
    read.label.check(rules.ontology, rules.media).map_err(|error| label_refusal(id, &error))
}

#[cfg(test)]
pub(super) mod tests;
