//! The document of an item: a Yjs document in memory, its schema, and what the server writes into it. Only this module
//! knows yrs.

mod change;
mod difference;
mod fingerprint;
mod json;
mod read;
mod schema;
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
pub use difference::{Applied, Touch, Touches, WatchedDocument};
pub use fingerprint::fingerprint;
pub use read::ReadLabel;

use schema::Roots;

#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DocumentError {
    #[error("the bytes are not a document update: {0}")]
    Malformed(String),
    /// Something the bytes build upon is not there.
    #[error("the update leaves a gap")]
    Gap,
    #[error("the update takes too long to fit in")]
    TooSlow,
    /// yrs panicked; what it was working on is not to be trusted any more.
    #[error("the document cannot be worked on")]
    Broken,
    /// The content is not what the schema says.
    #[error("{reason}")]
    Schema { code: RefusalCode, reason: String },
    #[error("no issue {0:?}")]
    UnknownIssue(String),
}

/// One item's document.
pub struct ItemDocument {
    doc: Doc,
    roots: Roots,
}

impl ItemDocument {
    /// An empty document that writes as `client_id`, which nobody else may use.
    #[must_use]
    pub fn new(client_id: ClientId) -> Self {
        let mut options = Options::with_client_id(ClientID::new(client_id.0));
        options.cleanup_formatting = false;
        let doc = Doc::with_options(options);
        let roots = Roots::of(&doc);
        Self { doc, roots }
    }

    /// A document from what [`Self::encode`] gave.
    ///
    /// # Errors
    /// [`DocumentError`] when the bytes are not a whole document.
    pub fn load(client_id: ClientId, state: &[u8]) -> Result<Self, DocumentError> {
        let mut document = Self::new(client_id);
        document.apply(state)?;
        Ok(document)
    }

    /// Takes in an update of our own log, or one that the gate let through.
    ///
    /// # Errors
    /// [`DocumentError`]; the document is then not to be used any more.
    pub fn apply(&mut self, update: &[u8]) -> Result<(), DocumentError> {
        self.integrate(update).map(|_| ())
    }

    /// The whole document as one update.
    #[must_use]
    pub fn encode(&self) -> Bytes {
        Bytes::from(self.doc.transact().encode_diff_v1(&StateVector::default()))
    }

    #[must_use]
    pub fn state_vector(&self) -> Bytes {
        Bytes::from(self.doc.transact().state_vector().encode_v1())
    }

    /// What a replica with this state vector lacks. The state vector may come from a client.
    ///
    /// # Errors
    /// [`DocumentError::Malformed`]
    pub fn diff(&self, state_vector: &[u8]) -> Result<Bytes, DocumentError> {
        let theirs = schema::state_vector(state_vector)
            .ok_or_else(|| DocumentError::Malformed("not a state vector".to_owned()))?;
        Ok(Bytes::from(self.doc.transact().encode_diff_v1(&theirs)))
    }

    /// Whether everything that `update` deletes is deleted already, as in the answer of a replica that has just synced.
    /// The prescan must have passed it.
    #[must_use]
    pub fn deletes_nothing(&self, update: &[u8]) -> bool {
        let Ok(Ok(update)) = catch_unwind(|| Update::decode_v1(update)) else { return false };
        let deleted = self.doc.transact().snapshot().delete_set;
        let mut named = update.delete_set().iter().map(|(client, _)| client);
        named.all(|client| match (update.delete_set().get(client), deleted.get(client)) {
            (Some(theirs), Some(known)) => theirs.subset_of(known),
            (theirs, _) => theirs.is_none(),
        })
    }

    /// The clock at which the next block of `client` must begin.
    #[must_use]
    pub fn next_clock(&self, client: ClientId) -> u32 {
        self.doc.transact().state_vector().get(&ClientID::new(client.0))
    }

    /// The next clock of each client that ever wrote.
    #[must_use]
    pub fn clocks(&self) -> BTreeMap<ClientId, u32> {
        self.doc.transact().state_vector().iter().map(|(client, clock)| (ClientId(client.get()), *clock)).collect()
    }

    /// All labels, typed.
    ///
    /// # Errors
    /// [`DocumentError::Schema`]
    pub fn labels(&self) -> Result<Labels, DocumentError> {
        read::labels(&self.doc.transact(), &self.roots)
    }

    #[must_use]
    pub fn label_count(&self) -> usize {
        self.roots.labels.len(&self.doc.transact()) as usize
    }

    /// One label, typed.
    ///
    /// # Errors
    /// [`DocumentError::Schema`]
    pub fn label(&self, id: &str) -> Result<Option<Label>, DocumentError> {
        let txn = self.doc.transact();
        self.roots.labels.get(&txn, id).map(|value| Ok(read::label(&txn, &value, None)?.label)).transpose()
    }

    #[must_use]
    pub fn has_label(&self, id: &str) -> bool {
        self.roots.labels.contains_key(&self.doc.transact(), id)
    }

    /// Ids of all labels, in no order.
    #[must_use]
    pub fn label_ids(&self) -> Vec<String> {
        self.roots.labels.keys(&self.doc.transact()).map(ToOwned::to_owned).collect()
    }

    /// What was said of labels, by label id; that of a label which is gone too.
    ///
    /// # Errors
    /// [`DocumentError::Schema`]
    pub fn verdicts(&self) -> Result<BTreeMap<String, Verdict>, DocumentError> {
        read::verdicts(&self.doc.transact(), &self.roots)
    }

    /// All issues, typed.
    ///
    /// # Errors
    /// [`DocumentError::Schema`]
    pub fn issues(&self) -> Result<BTreeMap<String, Issue>, DocumentError> {
        read::issues(&self.doc.transact(), &self.roots)
    }

    /// What lists show of it.
    ///
    /// # Errors
    /// [`DocumentError::Schema`]
    pub fn counts(&self) -> Result<Counts, DocumentError> {
        let mut counts = Counts::default();
        for issue in self.issues()?.values() {
            let open = issue.state == IssueState::Open;
            counts.open_issues += i32::from(open);
            counts.violations += i32::from(open && issue.kind == IssueKind::TaskRequirement);
            counts.comments += i32::try_from(issue.comments.len()).unwrap_or(i32::MAX);
        }
        // A label that was deleted after it was judged counts no more.
        for (_, verdict) in self.verdicts()?.iter().filter(|(id, _)| self.has_label(id)) {
            match verdict.verdict {
                VerdictKind::Approved => counts.approved += 1,
                VerdictKind::Rejected => counts.rejected += 1,
            }
        }
        Ok(counts)
    }

    /// Who made and changed each label, as far as it was written.
    #[must_use]
    pub fn provenance(&self) -> BTreeMap<String, Provenance> {
        read::provenance(&self.doc.transact(), &self.roots)
    }

    #[must_use]
    pub fn stage(&self) -> Option<Stage> {
        read::stage(&self.doc.transact(), &self.roots)
    }

    /// Writes as the server and gives the update to store and send.
    ///
    /// # Errors
    /// [`DocumentError`]; nothing was written then, but for [`DocumentError::Broken`], after which the document is not
    /// to be used any more.
    pub fn write(&mut self, change: &ServerChange) -> Result<Bytes, DocumentError> {
        write::check(&self.doc.transact(), &self.roots, change)?;
        let ((), update) = transact(&self.doc, |txn| write::write(txn, &self.roots, change))?;
        Ok(update)
    }

    fn integrate(&self, update: &[u8]) -> Result<Bytes, DocumentError> {
        self.integrate_all([update].into_iter(), || true)
    }

    /// Several updates as one transaction, given up when `go_on` says so between two of them.
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
                    reason: format!("the update does not fit: {error}"),
                })?;
                if txn.has_missing_updates() {
                    return Err(DocumentError::Gap);
                }
                if !go_on() {
                    return Err(DocumentError::TooSlow);
                }
            }
            Ok(())
        })?;
        applied.map(|()| update)
    }
}

/// Runs and commits one transaction, and gives what it changed as an update: empty bytes when it changed nothing.
///
/// A transaction commits itself when it is dropped. Were it dropped while a panic unwinds, a second panic of the commit
/// would abort the process; so it lives outside of what is caught and is dropped on its own.
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
            // The panic is already reported by its hook; what the drop adds is of no interest.
            let _ = catch_unwind(AssertUnwindSafe(move || drop(txn)));
            Err(DocumentError::Broken)
        }
    }
}

#[cfg(test)]
mod tests;
