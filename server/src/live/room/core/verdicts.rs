//! Verdicts: one command sets those of any number of labels, and opens and resolves the issues about rejections.

use std::collections::{BTreeMap, BTreeSet};

use countersign_shared::issue::{Comment, FrameSpan, Issue, IssueKind, IssueState};
use countersign_shared::limits;
use countersign_shared::review::{Verdict, VerdictKind, VerdictState};
use countersign_shared::workflow::Stage;
use serde_json::json;

use super::commands::{QueuedCommand, require};
use super::issues::{mention_notifications, new_comment, resolved_by};
use super::{Core, Now};
use crate::document::{ServerChange, fingerprint};
use crate::live::room::command::{Actor, CommandError, Outcome, SetVerdict};
use crate::live::room::operation::{AuditNote, Operation};

impl Core {
    pub(super) fn prepare_set_verdict(
        &mut self,
        queued: &QueuedCommand,
        command: &SetVerdict,
        now: Now,
    ) -> Result<Operation, CommandError> {
        let SetVerdict { verdict, labels, frame, reason, tags } = command;
        let by = &queued.by;
        self.check_can_set_verdict(by)?;
        if *frame >= self.item.bounds.frames {
            let reason = "this frame does not exist".to_owned();
            return Err(CommandError::Invalid { field: "frame", reason });
        }
        let wanted: BTreeSet<&String> = labels.iter().collect();
        if wanted.is_empty() || wanted.len() > limits::MAX_LABELS_PER_VERDICT {
            let reason = format!("select 1 to {} labels", limits::MAX_LABELS_PER_VERDICT);
            return Err(CommandError::Invalid { field: "labels", reason });
        }
        // A label that was deleted in the meantime does not prevent verdicts on the others.
        let (found, gone): (Vec<&String>, Vec<&String>) =
            wanted.into_iter().partition(|id| self.document.has_label(id));
        if found.is_empty() {
            return Err(CommandError::UnknownLabels);
        }
        let reason = reason.as_ref().map(|reason| new_comment(queued, "reason", reason, now)).transpose()?;
        let rejecting = Rejection { frame: *frame, reason, tags: self.validate_tags(tags)? };
        let verdicts = match verdict.verdict() {
            Some(kind) => self.verdicts(found.iter().copied(), kind, by, *frame, now)?,
            None => found.iter().map(|id| ((*id).clone(), None)).collect(),
        };
        let issues = self.rejection_issues(&found)?;
        let mut changes = vec![ServerChange::SetVerdicts { verdicts }];
        let mut notices = Vec::new();
        if *verdict == VerdictState::Rejected {
            let opened = self.rejection_changes(queued, &found, &issues, &rejecting, now)?;
            if let (Some(first), Some(reason)) = (opened.first, &rejecting.reason) {
                notices = mention_notifications(reason, &first);
            }
            changes.extend(opened.changes);
        } else {
            let open = issues.values().flatten().filter(|(_, issue)| issue.state == IssueState::Open);
            changes.extend(open.map(|(id, _)| ServerChange::SetIssueState {
                issue_id: id.clone(),
                resolved: Some(resolved_by(queued, now)),
            }));
        }
        let words = rejecting.reason.as_ref().map(|reason| &reason.text);
        let note = AuditNote {
            action: "label.judge",
            subject: None,
            detail: json!({ "verdict": verdict.as_str(), "labels": found, "frame": frame, "reason": words,
                "round": self.workflow_state.round, "stage": self.stage() }),
        };
        self.set_outcome(Outcome::VerdictSet { judged: found.len(), skipped: gone.into_iter().cloned().collect() });
        self.prepared.begun = true;
        self.prepare_review_write(queued, &ServerChange::Batch(changes), Some(note), notices, now)
    }

    /// Checks that the user can give verdicts at the item's stage. The error names what prevents it.
    pub(super) fn check_can_set_verdict(&self, by: &Actor) -> Result<(), CommandError> {
        require([Stage::Review, Stage::Acceptance].into_iter().any(|stage| by.roles.can_give_verdicts(stage)))?;
        if !matches!(self.stage(), Stage::Review | Stage::Acceptance) {
            return Err(CommandError::WrongStage { at: self.stage(), needs: Stage::Review });
        }
        require(by.roles.can_give_verdicts(self.stage()))?;
        self.check_can_work(by)
    }

    /// Returns the same verdict for each of these labels, based on their state with unstored edits included.
    pub(super) fn verdicts<'l>(
        &self,
        labels: impl IntoIterator<Item = &'l String>,
        verdict: VerdictKind,
        by: &Actor,
        frame: u32,
        now: Now,
    ) -> Result<BTreeMap<String, Option<Verdict>>, CommandError> {
        let document = self.latest_document();
        let on = |id: &String| {
            let label = document.label(id).ok().flatten().ok_or(CommandError::Internal)?;
            let (by_name, label_hash) = (by.person.name.clone(), fingerprint(&label));
            let verdict = Verdict {
                verdict,
                by: by.user,
                by_name,
                at: now.wall,
                round: self.workflow_state.round,
                frame,
                label_hash,
            };
            Ok((id.clone(), Some(verdict)))
        };
        labels.into_iter().map(on).collect()
    }

    /// Returns the issues about rejections of these labels, by label, the newest last.
    fn rejection_issues(&self, labels: &[&String]) -> Result<BTreeMap<String, Vec<(String, Issue)>>, CommandError> {
        let wanted: BTreeSet<&str> = labels.iter().map(|id| id.as_str()).collect();
        let mut found: BTreeMap<String, Vec<(String, Issue)>> = BTreeMap::new();
        for (id, issue) in self.document.issues().map_err(|_| CommandError::Internal)? {
            let label = issue.label.clone().filter(|label| wanted.contains(label.as_str()));
            if let (IssueKind::LabelRejection, Some(label)) = (issue.kind, label) {
                found.entry(label).or_default().push((id, issue));
            }
        }
        for issues in found.values_mut() {
            issues.sort_by(|(a, one), (b, other)| (one.at, a).cmp(&(other.at, b)));
        }
        Ok(found)
    }

    /// Adds the reason to each label: as a comment in its open issue, or else in a new issue. Without a reason, the
    /// last issue is reopened if none is open, as when a verdict is restored.
    fn rejection_changes(
        &self,
        queued: &QueuedCommand,
        labels: &[&String],
        issues: &BTreeMap<String, Vec<(String, Issue)>>,
        with: &Rejection,
        now: Now,
    ) -> Result<RejectionIssues, CommandError> {
        let mut opened_now = RejectionIssues { changes: Vec::with_capacity(labels.len()), first: None };
        for (index, label) in labels.iter().enumerate() {
            let known = issues.get(*label).map(Vec::as_slice).unwrap_or_default();
            let open = known.iter().rev().find(|(_, issue)| issue.state == IssueState::Open);
            let (id, change) = match (&with.reason, open, known.last()) {
                (Some(reason), Some((id, issue)), _) if issue.comments.len() < limits::MAX_COMMENTS_PER_ISSUE => {
                    let comment = Comment { id: format!("{}-{index}", queued.new_id), ..reason.clone() };
                    (id.clone(), Some(ServerChange::AddComment { issue_id: id.clone(), comment }))
                }
                (Some(reason), ..) => {
                    let id = format!("{}-{index}", queued.new_id);
                    let several = self.item.bounds.frames > 1;
                    let issue = Issue {
                        label: Some((*label).clone()),
                        frames: several.then_some(FrameSpan { first: with.frame, last: with.frame }),
                        tags: with.tags.clone(),
                        ..Issue::open(IssueKind::LabelRejection, now.wall, vec![reason.clone()])
                    };
                    (id.clone(), Some(ServerChange::AddIssue { id, issue }))
                }
                (None, Some((id, _)), _) => (id.clone(), None),
                (None, None, Some((id, _))) => {
                    (id.clone(), Some(ServerChange::SetIssueState { issue_id: id.clone(), resolved: None }))
                }
                (None, None, None) => {
                    let reason = "give a reason: every rejected label needs one".to_owned();
                    return Err(CommandError::Invalid { field: "reason", reason });
                }
            };
            opened_now.changes.extend(change);
            opened_now.first.get_or_insert(id);
        }
        Ok(opened_now)
    }
}

/// The content of a rejection.
struct Rejection {
    frame: u32,
    reason: Option<Comment>,
    tags: Vec<String>,
}

struct RejectionIssues {
    changes: Vec<ServerChange>,
    /// The id of the first issue.
    first: Option<String>,
}
