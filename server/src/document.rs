//! The document of an item: a Yjs document in memory, its schema, and the server's writes. Only this module depends on
//! yrs.

mod change;
mod fingerprint;
mod json;
mod read;
mod schema;
mod watched;
mod write;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use countersign_shared::ids::ClientId;
use countersign_shared::issue::{Issue, IssueKind, IssueState};
use countersign_shared::label::{Label, Labels};
use countersign_shared::review::{Counts, Verdict, VerdictKind};
use countersign_shared::wire::RefusalCode;
use countersign_shared::workflow::Stage;
use thiserror::Error;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{ClientID, Doc, Map, Options, ReadTxn, StateVector, Transact, TransactionMut, Update};

pub use change::{Provenance, ServerChange};
pub use fingerprint::fingerprint;
pub use read::ReadLabel;
pub use watched::{Applied, ObservedDocument, Touch, Touches};

use schema::Roots;

#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DocumentError {
    #[error("the bytes are not a document update: {0}")]
    Malformed(String),
    /// The update depends on something that the document lacks.
    #[error("the update leaves a gap")]
    Gap,
    #[error("the update takes too long to apply")]
    Timeout,
    /// yrs panicked; the document it was working on can no longer be trusted.
    #[error("the document could not be processed")]
    Broken,
    /// The content violates the schema.
    #[error("{reason}")]
    Schema { code: RefusalCode, reason: String },
    #[error("there is no issue {0:?}")]
    UnknownIssue(String),
}

/// One item's document.
pub struct ItemDocument {
    doc: Doc,
    roots: Roots,
}

impl ItemDocument {
    /// Creates an empty document that writes as `client_id`, which no other replica may use.
    #[must_use]
    pub fn new(client_id: ClientId) -> Self {
        let mut options = Options::with_client_id(ClientID::new(client_id.0));
        options.cleanup_formatting = false;
        let doc = Doc::with_options(options);
        let roots = Roots::of(&doc);
        Self { doc, roots }
    }

    /// Loads a document from the bytes that [`Self::encode`] returned.
    ///
    /// # Errors
    /// Returns a [`DocumentError`] if the bytes are not a whole document.
    pub fn load(client_id: ClientId, state: &[u8]) -> Result<Self, DocumentError> {
        let mut document = Self::new(client_id);
        document.apply(state)?;
        Ok(document)
    }

    /// Applies an update from the log, or one that the gate has admitted.
    ///
    /// # Errors
    /// Returns a [`DocumentError`] if the update cannot be applied. The document must not be used after that.
    pub fn apply(&mut self, update: &[u8]) -> Result<(), DocumentError> {
        self.integrate(update).map(|_| ())
    }

    /// Encodes the whole document as one update.
    #[must_use]
    pub fn encode(&self) -> Bytes {
        Bytes::from(self.doc.transact().encode_diff_v1(&StateVector::default()))
    }

    #[must_use]
    pub fn state_vector(&self) -> Bytes {
        Bytes::from(self.doc.transact().state_vector().encode_v1())
    }

    /// Returns what a replica with this state vector lacks. The state vector can come from a client.
    ///
    /// # Errors
    /// Returns [`DocumentError::Malformed`] if the bytes are not a state vector.
    pub fn diff(&self, state_vector: &[u8]) -> Result<Bytes, DocumentError> {
        let theirs = schema::state_vector(state_vector)
            .ok_or_else(|| DocumentError::Malformed("not a state vector".to_owned()))?;
        Ok(Bytes::from(self.doc.transact().encode_diff_v1(&theirs)))
    }

    /// Returns `true` if everything that `update` deletes is deleted already, as in the response of a replica that has
    /// just synced. The update must have passed the prescan.
    #[must_use]
    pub fn deletes_nothing_new(&self, update: &[u8]) -> bool {
        let Ok(Ok(update)) = catch_unwind(|| Update::decode_v1(update)) else { return false };
        let deleted = self.doc.transact().snapshot().delete_set;
        let mut named = update.delete_set().iter().map(|(client, _)| client);
        named.all(|client| match (update.delete_set().get(client), deleted.get(client)) {
            (Some(theirs), Some(known)) => theirs.subset_of(known),
            (theirs, _) => theirs.is_none(),
        })
    }

    /// Returns the clock at which the next block of `client` must begin.
    #[must_use]
    pub fn next_clock(&self, client: ClientId) -> u32 {
        self.doc.transact().state_vector().get(&ClientID::new(client.0))
    }

    /// Returns the next clock of each client that has ever written.
    #[must_use]
    pub fn clocks(&self) -> BTreeMap<ClientId, u32> {
        self.doc.transact().state_vector().iter().map(|(client, clock)| (ClientId(client.get()), *clock)).collect()
    }

    /// Reads all labels.
    ///
    /// # Errors
    /// Returns [`DocumentError::Schema`] if a label violates the schema.
    pub fn labels(&self) -> Result<Labels, DocumentError> {
        read::labels(&self.doc.transact(), &self.roots)
    }

    #[must_use]
    pub fn label_count(&self) -> usize {
        self.roots.labels.len(&self.doc.transact()) as usize
    }

    /// Reads one label; `None` if it does not exist.
    ///
    /// # Errors
    /// Returns [`DocumentError::Schema`] if the label violates the schema.
    pub fn label(&self, id: &str) -> Result<Option<Label>, DocumentError> {
        let txn = self.doc.transact();
        self.roots.labels.get(&txn, id).map(|value| Ok(read::label(&txn, &value, None)?.label)).transpose()
    }

    #[must_use]
    pub fn has_label(&self, id: &str) -> bool {
        self.roots.labels.contains_key(&self.doc.transact(), id)
    }

    /// Returns the ids of all labels, in no particular order.
    #[must_use]
    pub fn label_ids(&self) -> Vec<String> {
        self.roots.labels.keys(&self.doc.transact()).map(ToOwned::to_owned).collect()
    }

    /// Reads all verdicts by label id, including those on deleted labels.
    ///
    /// # Errors
    /// Returns [`DocumentError::Schema`] if a verdict violates the schema.
    pub fn verdicts(&self) -> Result<BTreeMap<String, Verdict>, DocumentError> {
        read::verdicts(&self.doc.transact(), &self.roots)
    }

    /// Reads all issues by id.
    ///
    /// # Errors
    /// Returns [`DocumentError::Schema`] if an issue violates the schema.
    pub fn issues(&self) -> Result<BTreeMap<String, Issue>, DocumentError> {
        read::issues(&self.doc.transact(), &self.roots)
    }

    /// Counts what lists show of the item: issues, comments and verdicts.
    ///
    /// # Errors
    /// Returns [`DocumentError::Schema`] if an issue or a verdict violates the schema.
    pub fn counts(&self) -> Result<Counts, DocumentError> {
        let mut counts = Counts::default();
        for issue in self.issues()?.values() {
            let open = issue.state == IssueState::Open;
            counts.open_issues += i32::from(open);
            counts.violations += i32::from(open && issue.kind == IssueKind::TaskRequirement);
            counts.comments += i32::try_from(issue.comments.len()).unwrap_or(i32::MAX);
        }
        // A verdict on a label that was deleted afterwards does not count.
        for (_, verdict) in self.verdicts()?.iter().filter(|(id, _)| self.has_label(id)) {
            match verdict.verdict {
                VerdictKind::Approved => counts.approved += 1,
                VerdictKind::Rejected => counts.rejected += 1,
            }
        }
        Ok(counts)
    }

    /// Reads who created and last edited each label, for labels that have an entry.
    #[must_use]
    pub fn provenance(&self) -> BTreeMap<String, Provenance> {
        read::provenance(&self.doc.transact(), &self.roots)
    }

    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        read::stage(&self.doc.transact(), &self.roots)
    }

    /// Writes a server change and returns the update to store and broadcast.
    ///
    /// # Errors
    /// Returns a [`DocumentError`] if the change cannot be written. The document is then unchanged, except with
    /// [`DocumentError::Broken`], after which it must not be used.
    pub fn write(&mut self, change: &ServerChange) -> Result<Bytes, DocumentError> {
        write::check(&self.doc.transact(), &self.roots, change)?;
        let ((), update) = transact(&self.doc, |txn| write::write(txn, &self.roots, change))?;
        Ok(update)
    }

    fn integrate(&self, update: &[u8]) -> Result<Bytes, DocumentError> {
        self.integrate_all([update].into_iter(), || true)
    }

    /// Applies several updates in one transaction. Stops with [`DocumentError::Timeout`] if `go_on` returns `false`
    /// after one of them.
    fn integrate_all<'u>(
        &self,
        updates: impl Iterator<Item = &'u [u8]>,
        mut go_on: impl FnMut() -> bool,
    ) -> Result<Bytes, DocumentError> {
        let (applied, update) = transact(&self.doc, |txn| {
            for update in updates {
                let decoded = Update::decode_v1(update).map_err(|error| DocumentError::Malformed(error.to_string()))?;
                txn.apply_update(decoded).map_err(|error| DocumentError::Schema {
                    code: RefusalCode::Schema,
                    reason: format!("the update cannot be applied: {error}"),
                })?;
                if txn.has_missing_updates() {
                    return Err(DocumentError::Gap);
                }
                if !go_on() {
                    return Err(DocumentError::Timeout);
                }
            }
            Ok(())
        })?;
        applied.map(|()| update)
    }
}

/// Runs and commits one transaction and returns its changes as an update; empty bytes if it changed nothing.
///
/// A transaction commits when it is dropped. If it were dropped while a panic unwinds, a second panic in the commit
/// would abort the process; so it lives outside the closure whose panics are caught, and is dropped separately.
fn transact<R>(doc: &Doc, work: impl FnOnce(&mut TransactionMut<'_>) -> R) -> Result<(R, Bytes), DocumentError> {
    let mut txn = doc.transact_mut();
    let done = catch_unwind(AssertUnwindSafe(|| {
        let result = work(&mut txn);
        txn.commit();
        let update = if txn.has_changes() { Bytes::from(txn.encode_update_v1()) } else { Bytes::new() };
        (result, update)
    }));
    match done {
        Ok(done) => Ok(done),
        Err(_) => {
            // The panic hook has already reported the panic; a further panic in the drop is of no interest.
            let _ = catch_unwind(AssertUnwindSafe(move || drop(txn)));
            Err(DocumentError::Broken)
        }
    }
}

#[cfg(test)]
mod tests;
