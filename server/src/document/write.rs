//! Writes server changes into the document.

use countersign_shared::issue::{Issue, IssueState};
use countersign_shared::label::Label;
use countersign_shared::workflow::Stage;
use serde::Serialize;
use serde_json::{Value, json};
use yrs::{Any, Array, ArrayPrelim, ArrayRef, In, Map, MapPrelim, MapRef, Out, ReadTxn, TransactionMut};

use super::json::to_any;
use super::schema::{self, Roots};
use super::{DocumentError, ServerChange};

/// Checks that `change` can be written. Called before the transaction, which could not be rolled back.
pub fn check<T: ReadTxn>(txn: &T, roots: &Roots, change: &ServerChange) -> Result<(), DocumentError> {
    match change {
        ServerChange::AddComment { issue_id, .. } if comments(txn, roots, issue_id).is_none() => {
            Err(DocumentError::UnknownIssue(issue_id.clone()))
        }
        ServerChange::SetIssueState { issue_id, .. } | ServerChange::DeleteIssue { issue_id }
            if issue(txn, roots, issue_id).is_none() =>
        {
            Err(DocumentError::UnknownIssue(issue_id.clone()))
        }
        ServerChange::Batch(changes) => changes.iter().try_for_each(|change| check(txn, roots, change)),
        _ => Ok(()),
    }
}

/// Writes a change that has passed [`check`].
pub fn write(txn: &mut TransactionMut<'_>, roots: &Roots, change: &ServerChange) {
    match change {
        ServerChange::Create { labels, stage, round, generation } => {
            for (id, label) in labels {
                roots.labels.insert(txn, id.as_str(), new_label(label));
            }
            set(txn, &roots.item, schema::item::STAGE, stage);
            // An item that starts in review starts in the first one.
            set(txn, &roots.item, schema::item::PASS, &u8::from(*stage == Stage::Review));
            set(txn, &roots.item, schema::item::ROUND, round);
            set(txn, &roots.item, schema::item::GENERATION, generation);
        }
        ServerChange::AddIssue { id, issue } => {
            roots.issues.insert(txn, id.as_str(), new_issue(issue));
        }
        ServerChange::AddComment { issue_id, comment } => {
            if let Some(comments) = comments(txn, roots, issue_id) {
                comments.push_back(txn, to_plain(comment));
            }
        }
        ServerChange::SetIssueState { issue_id, resolved } => {
            if let Some(issue) = issue(txn, roots, issue_id) {
                let state = if resolved.is_some() { IssueState::Resolved } else { IssueState::Open };
                set(txn, &issue, schema::issue::STATE, &state);
                match resolved {
                    Some(resolved) => set(txn, &issue, schema::issue::RESOLVED, resolved),
                    None => {
                        issue.remove(txn, schema::issue::RESOLVED);
                    }
                }
            }
        }
        ServerChange::DeleteIssue { issue_id } => {
            roots.issues.remove(txn, issue_id);
        }
        ServerChange::SetStage { stage, pass, round } => {
            set(txn, &roots.item, schema::item::STAGE, stage);
            set(txn, &roots.item, schema::item::PASS, pass);
            set(txn, &roots.item, schema::item::ROUND, round);
        }
        ServerChange::SetProvenance { labels } => {
            for (id, provenance) in labels {
                set(txn, &roots.provenance, id, provenance);
            }
        }
        ServerChange::SetVerdicts { verdicts } => {
            for (id, verdict) in verdicts {
                match verdict {
                    Some(verdict) => set(txn, &roots.verdicts, id, verdict),
                    None => {
                        roots.verdicts.remove(txn, id);
                    }
                }
            }
        }
        ServerChange::Batch(changes) => {
            for change in changes {
                write(txn, roots, change);
            }
        }
    }
}

/// Converts a value to JSON. Callers pass only numbers, strings, lists and maps with string keys, which JSON can
/// represent.
fn value(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("our own types can be represented in JSON")
}

fn to_plain(of: &impl Serialize) -> Any {
    to_any(&value(of))
}

fn set(txn: &mut TransactionMut<'_>, map: &MapRef, key: &str, to: &impl Serialize) {
    map.try_update(txn, key, to_plain(to));
}

fn new_label(label: &Label) -> MapPrelim {
    let frames: MapPrelim = label
        .frames
        .iter()
        .map(|(frame, keyframe)| {
            (frame.to_string(), to_plain(&json!({ "geometry": keyframe.geometry, "outside": keyframe.outside })))
        })
        .collect();
    let attributes: MapPrelim = label.attributes.iter().map(|(id, value)| (id.as_str(), to_any(value))).collect();
    MapPrelim::from([
        (schema::label::CLASS, In::Any(Any::from(label.class.as_str()))),
        (schema::label::SHAPE, In::Any(to_plain(&label.shape))),
        (schema::label::Z, In::Any(to_plain(&label.z))),
        (schema::label::FRAMES, In::Map(frames)),
        (schema::label::ATTRIBUTES, In::Map(attributes)),
    ])
}

fn new_issue(issue: &Issue) -> MapPrelim {
    let comments: ArrayPrelim = issue.comments.iter().map(to_plain).collect();
    let mut fields = MapPrelim::default();
    if let Value::Object(object) = value(issue) {
        for (key, value) in &object {
            if key != schema::issue::COMMENTS {
                fields.insert(key.as_str().into(), In::Any(to_any(value)));
            }
        }
    }
    fields.insert(schema::issue::COMMENTS.into(), In::Array(comments));
    fields
}

fn issue<T: ReadTxn>(txn: &T, roots: &Roots, id: &str) -> Option<MapRef> {
    match roots.issues.get(txn, id)? {
        Out::YMap(map) => Some(map),
        _ => None,
    }
}

fn comments<T: ReadTxn>(txn: &T, roots: &Roots, id: &str) -> Option<ArrayRef> {
    match issue(txn, roots, id)?.get(txn, schema::issue::COMMENTS)? {
        Out::YArray(array) => Some(array),
        _ => None,
    }
}
