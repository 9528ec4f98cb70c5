//! Verdicts: any number of labels judged by one command, with the threads that rejections open and close.

use std::collections::{BTreeMap, BTreeSet};

use countersign_shared::issue::{Comment, FrameSpan, Issue, IssueKind, IssueState};
use countersign_shared::limits;
use countersign_shared::review::{Judgement, Verdict, VerdictKind};
use countersign_shared::workflow::Stage;
use serde_json::json;

use super::commands::{Asked, allowed};
use super::threads::{comment, mentioned, resolved_by};
use super::{Core, Now};
use crate::document::{ServerChange, fingerprint};
use crate::live::room::command::{Actor, CommandError, Judging, Outcome};
use crate::live::room::operation::{Note, Operation};

impl Core {
    pub(super) fn prepare_judgement(
        &mut self,
        asked: &Asked,
        judging: &Judging,
        now: Now,
    ) -> Result<Operation, CommandError> {
        let Judging { judgement, labels, frame, reason, tags } = judging;
        let by = &asked.by;
        self.may_judge(by)?;
        if *frame >= self.facts.bounds.frames {
            let reason = "this frame does not exist".to_owned();
            return Err(CommandError::Invalid { field: "frame", reason });
        }
        let wanted: BTreeSet<&String> = labels.iter().collect();
        if wanted.is_empty() || wanted.len() > limits::MAX_LABELS_PER_JUDGEMENT {
            let reason = format!("name 1 to {} labels", limits::MAX_LABELS_PER_JUDGEMENT);
            return Err(CommandError::Invalid { field: "labels", reason });
        }
        // One that was deleted meanwhile does not keep the others from being judged.
        let (found, gone): (Vec<&String>, Vec<&String>) =
            wanted.into_iter().partition(|id| self.document.has_label(id));
        if found.is_empty() {
            return Err(CommandError::UnknownLabels);
        }
        let reason = reason.as_ref().map(|remark| comment(asked, "reason", remark, now)).transpose()?;
        let rejecting = Rejecting { frame: *frame, reason, tags: self.known_tags(tags)? };
        let verdicts = match judgement.verdict() {
            Some(kind) => self.verdicts(found.iter().copied(), kind, by, *frame, now)?,
            None => found.iter().map(|id| ((*id).clone(), None)).collect(),
        };
        let threads = self.rejection_threads(&found)?;
        let mut changes = vec![ServerChange::SetVerdicts { verdicts }];
        let mut notices = Vec::new();
        if *judgement == Judgement::Rejected {
            let opened = self.reject_labels(asked, &found, &threads, &rejecting, now)?;
            if let (Some(first), Some(reason)) = (opened.first, &rejecting.reason) {
                notices = mentioned(reason, &first);
            }
            changes.extend(opened.changes);
        } else {
            let open = threads.values().flatten().filter(|(_, issue)| issue.state == IssueState::Open);
            changes.extend(open.map(|(id, _)| ServerChange::SetIssueState {
                issue_id: id.clone(),
                resolved: Some(resolved_by(asked, now)),
            }));
        }
        let words = rejecting.reason.as_ref().map(|reason| &reason.text);
        let note = Note {
            action: "label.judge",
            subject: None,
            detail: json!({ "verdict": judgement.as_str(), "labels": found, "frame": frame, "reason": words,
                "round": self.standing.round, "stage": self.stage() }),
        };
        self.will_answer(Outcome::Judged { judged: found.len(), skipped: gone.into_iter().cloned().collect() });
        self.prepared.begun = true;
        self.write_review(asked, &ServerChange::All(changes), Some(note), notices, now)
    }

    /// At this stage, in words of what stands against it.
    pub(super) fn may_judge(&self, by: &Actor) -> Result<(), CommandError> {
        allowed([Stage::Review, Stage::Acceptance].into_iter().any(|stage| by.roles.can_judge(stage)))?;
        if !matches!(self.stage(), Stage::Review | Stage::Acceptance) {
            return Err(CommandError::WrongStage { at: self.stage(), needs: Stage::Review });
        }
        allowed(by.roles.can_judge(self.stage()))?;
        self.may_work(by)
    }

    /// The same verdict on each of these labels, as they are now with what is on its way.
    pub(super) fn verdicts<'l>(
        &self,
        labels: impl IntoIterator<Item = &'l String>,
        verdict: VerdictKind,
        by: &Actor,
        frame: u32,
        now: Now,
    ) -> Result<BTreeMap<String, Option<Verdict>>, CommandError> {
        let document = self.newest();
        let on = |id: &String| {
            let label = document.label(id).ok().flatten().ok_or(CommandError::Internal)?;
            let (by_name, label_hash) = (by.person.name.clone(), fingerprint(&label));
            let verdict =
                Verdict { verdict, by: by.user, by_name, at: now.wall, round: self.standing.round, frame, label_hash };
            Ok((id.clone(), Some(verdict)))
        };
        labels.into_iter().map(on).collect()
    }

    /// Threads about rejections of these labels by label, the newest last.
    fn rejection_threads(&self, labels: &[&String]) -> Result<BTreeMap<String, Vec<(String, Issue)>>, CommandError> {
        let wanted: BTreeSet<&str> = labels.iter().map(|id| id.as_str()).collect();
        let mut found: BTreeMap<String, Vec<(String, Issue)>> = BTreeMap::new();
        for (id, issue) in self.document.issues().map_err(|_| CommandError::Internal)? {
            let label = issue.label.clone().filter(|label| wanted.contains(label.as_str()));
            if let (IssueKind::LabelRejection, Some(label)) = (issue.kind, label) {
                found.entry(label).or_default().push((id, issue));
            }
        }
        for threads in found.values_mut() {
            threads.sort_by(|(a, one), (b, other)| (one.at, a).cmp(&(other.at, b)));
        }
        Ok(found)
    }

    /// Each label gets its reason: in the thread that is open about it, or in one of its own. Without a reason the last
    /// thread is opened again, as when a verdict is put back.
    fn reject_labels(
        &self,
        asked: &Asked,
        labels: &[&String],
        threads: &BTreeMap<String, Vec<(String, Issue)>>,
        with: &Rejecting,
        now: Now,
    ) -> Result<Opened, CommandError> {
        let mut opened_now = Opened { changes: Vec::with_capacity(labels.len()), first: None };
        for (index, label) in labels.iter().enumerate() {
            let known = threads.get(*label).map(Vec::as_slice).unwrap_or_default();
            let open = known.iter().rev().find(|(_, issue)| issue.state == IssueState::Open);
            let (id, change) = match (&with.reason, open, known.last()) {
                (Some(reason), Some((id, thread)), _) if thread.comments.len() < limits::MAX_COMMENTS_PER_ISSUE => {
                    let comment = Comment { id: format!("{}-{index}", asked.fresh), ..reason.clone() };
                    (id.clone(), Some(ServerChange::AddComment { issue_id: id.clone(), comment }))
                }
                (Some(reason), ..) => {
                    let id = format!("{}-{index}", asked.fresh);
                    let several = self.facts.bounds.frames > 1;
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
                    let reason = "say why: a rejected label carries its reason".to_owned();
                    return Err(CommandError::Invalid { field: "reason", reason });
                }
            };
            opened_now.changes.extend(change);
            opened_now.first.get_or_insert(id);
        }
        Ok(opened_now)
    }
}

/// What a rejection says.
struct Rejecting {
    frame: u32,
    reason: Option<Comment>,
    tags: Vec<String>,
}

struct Opened {
    changes: Vec<ServerChange>,
    /// The first of the threads.
    first: Option<String>,
}
