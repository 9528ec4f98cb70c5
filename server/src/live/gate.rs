//! The gate: a replica of the document in which each client's update is tried before anything else sees it. It is ahead
//! of the live document by the edits in flight to the database.
//!
//! yrs has no rollback: dropping a transaction commits it. A refusal after yrs has seen the update therefore spoils the
//! gate, and its owner rebuilds it from the live document and the edits in flight.

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
use crate::document::{Applied, DocumentError, ItemDocument, ObservedDocument, ReadLabel, ServerChange, Touch};

/// Limits on the CPU time for a large update. An honest update of a few blocks takes microseconds, one of many blocks
/// 1.5 µs per block.
const APPLY_BUDGET: Duration = Duration::from_millis(30);
const APPLY_BUDGET_PER_BLOCK: Duration = Duration::from_micros(if cfg!(debug_assertions) { 200 } else { 8 });

pub struct Gate {
    watched: ObservedDocument,
    /// The next clock of each client.
    clocks: BTreeMap<ClientId, u32>,
    /// Each label's shape, which never changes. `None` if the stored label violates the schema, which the gate never admits.
    shapes: HashMap<String, Option<Shape>>,
    spoiled: bool,
}

/// What the content of an update is checked against. The room checks lock, role and epoch.
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

/// An admitted update, which can be stored and broadcast.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admitted {
    /// The new part of the update, encoded by the server; empty if nothing is new.
    pub update: Bytes,
    pub changed: LabelChanges,
}

/// Why an update was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    pub code: RefusalCode,
    /// The explanation for the person who made the edit.
    pub reason: String,
    /// The label that caused the refusal.
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
            DocumentError::Timeout => RefusalCode::TooLarge,
            DocumentError::Schema { code, .. } => *code,
            DocumentError::UnknownIssue(_) => RefusalCode::ServerOnly,
        };
        Self::new(code, error.to_string())
    }
}

impl Gate {
    /// Creates a gate from `document`, which nothing else may write to.
    #[must_use]
    pub fn new(document: ItemDocument) -> Self {
        let clocks = document.clocks();
        let watched = ObservedDocument::new(document);
        let shapes = watched.shapes().into_iter().collect();
        Self { watched, clocks, shapes, spoiled: false }
    }

    /// Creates a gate from the state of `live` and the updates in flight to it.
    ///
    /// # Errors
    /// Returns a [`DocumentError`] if the live document cannot be read or an update cannot be applied to it.
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

    /// Returns `true` if an update was refused after yrs had seen it. All further updates are refused until the gate is
    /// rebuilt.
    #[must_use]
    pub fn is_spoiled(&self) -> bool {
        self.spoiled
    }

    /// Writes a server change, ahead of the live document, and returns the update to store and apply there.
    ///
    /// # Errors
    /// Returns a [`DocumentError`] if the change cannot be written; see [`Self::is_spoiled`].
    pub fn write(&mut self, change: &ServerChange) -> Result<Bytes, DocumentError> {
        let update = self.watched.write(change).inspect_err(|error| {
            // All other errors are found before anything is written.
            self.spoiled |= *error == DocumentError::Broken;
        })?;
        self.clocks = self.watched.document().clocks();
        if matches!(change, ServerChange::Create { .. }) {
            self.shapes = self.watched.shapes().into_iter().collect();
        }
        Ok(update)
    }

    /// Returns the document with all admitted updates.
    #[must_use]
    pub fn document(&self) -> &ItemDocument {
        self.watched.document()
    }

    /// Returns the clock at which the next block of `client` must begin.
    #[must_use]
    pub fn next_clock(&self, client: ClientId) -> u32 {
        self.clocks.get(&client).copied().unwrap_or_default()
    }

    /// Tries an update from a client.
    ///
    /// # Errors
    /// Returns a [`Refusal`] if the update breaks a rule or the gate is spoiled; see [`Self::is_spoiled`].
    pub fn admit(&mut self, update: &[u8], rules: &Rules<'_>) -> Result<Admitted, Refusal> {
        if self.spoiled {
            return Err(Refusal::new(RefusalCode::Malformed, "an earlier edit was refused"));
        }
        let scanned = prescan(update)?;
        self.admit_scanned(update, &scanned, rules)
    }

    /// Tries an update that has passed the prescan with the result `scanned`.
    ///
    /// # Errors
    /// Returns a [`Refusal`] if the update breaks a rule or the gate is spoiled; see [`Self::is_spoiled`].
    pub fn admit_scanned(&mut self, update: &[u8], scanned: &Prescan, rules: &Rules<'_>) -> Result<Admitted, Refusal> {
        if self.spoiled {
            return Err(Refusal::new(RefusalCode::Malformed, "an earlier edit was refused"));
        }
        if scanned.is_empty() {
            return Ok(Admitted { update: Bytes::new(), changed: LabelChanges::default() });
        }
        self.check_clocks(scanned)?;
        // The document is untouched up to here.
        self.spoiled = true;
        let applied = self.apply(update, scanned.blocks)?;
        if applied.touches.outside_labels {
            return Err(Refusal::new(RefusalCode::ServerOnly, "only the server can write verdicts, issues and stages"));
        }
        if applied.touches.not_a_map {
            return Err(Refusal::new(RefusalCode::Schema, "a label can contain only maps and plain values"));
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

    /// Applies an update. A large one is applied in portions, within a time limit in proportion to its size.
    fn apply(&mut self, update: &[u8], blocks: usize) -> Result<Applied, Refusal> {
        if blocks <= PORTION_BLOCKS {
            return Ok(self.watched.apply(update)?);
        }
        let portions = portions(update)?;
        let most = APPLY_BUDGET + APPLY_BUDGET_PER_BLOCK.saturating_mul(u32::try_from(blocks).unwrap_or(u32::MAX));
        let start = thread_cpu_time();
        let portions = portions.iter().map(Vec::as_slice);
        Ok(self.watched.apply_all(portions, || thread_cpu_time().saturating_sub(start) < most)?)
    }

    fn check_clocks(&self, scanned: &Prescan) -> Result<(), Refusal> {
        let known = |client| self.clocks.get(&client).copied().unwrap_or_default();
        if scanned.inserted.iter().any(|range| range.start > known(range.client)) {
            return Err(Refusal::new(RefusalCode::Gap, "edits before this one are missing"));
        }
        for range in &scanned.deleted {
            let inserted = scanned.inserted.iter().find(|inserted| inserted.client == range.client);
            if range.end > known(range.client).max(inserted.map_or(0, |inserted| inserted.end)) {
                return Err(Refusal::new(RefusalCode::Gap, "the edit deletes something that does not exist"));
            }
        }
        Ok(())
    }

    /// Checks the touched labels and updates the known shapes.
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
                        return Err(Refusal::of_label(id, RefusalCode::Schema, "the shape of a label cannot change"));
                    }
                    check_label(id, &now, rules)?;
                    changes.changed.push(id.to_owned());
                }
            }
            // On a returned item, annotators can also change labels with a verdict; reviewers can change only pending
            // ones.
            if rules.stage != Stage::Annotate && self.watched.has_verdict(id) {
                return Err(Refusal::of_label(
                    id,
                    RefusalCode::Judged,
                    "the label has a verdict and cannot be changed",
                ));
            }
        }
        if !changes.added.is_empty() && self.shapes.len() > limits::MAX_LABELS_PER_ITEM {
            let reason = format!("an item can have at most {} labels", limits::MAX_LABELS_PER_ITEM);
            return Err(Refusal::new(RefusalCode::Limit, reason));
        }
        Ok(changes)
    }
}

/// Returns this thread's CPU time. With wall time, the load of the machine would decide what is refused.
fn thread_cpu_time() -> Duration {
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
        let reason = format!("a label can have at most {} attributes", limits::MAX_ATTRIBUTES_PER_LABEL);
        return Err(Refusal::of_label(id, RefusalCode::Limit, reason));
    }
    read.label.check(rules.ontology, rules.media).map_err(|error| label_refusal(id, &error))
}

#[cfg(test)]
pub(super) mod tests;
