//! Stage changes of an item: submit, approve, accept, reject and reopen. Each is one transaction with its snapshot.

use std::collections::{BTreeMap, BTreeSet};

use countersign_shared::ids::UserId;
use countersign_shared::issue::{Issue, IssueKind, IssueState};
use countersign_shared::lock::Person;
use countersign_shared::notification::NotificationKind;
use countersign_shared::requirement::Missing;
use countersign_shared::review::{Verdict, VerdictKind};
use countersign_shared::wire::{Notice, ServerMessage};
use countersign_shared::workflow::{
    FinishAction, FinishRequires, NotApproved, Stage, Step, VerdictCounts, WorkflowError, WorkflowState,
};
use serde_json::json;

use super::commands::{QueuedCommand, StageChange, locked_error, require};
use super::issues::{excerpt, mention_notifications, new_comment};
use super::requirements::missing_message;
use super::{Core, Now};
use crate::document::{ServerChange, fingerprint};
use crate::live::room::command::{Actor, CommandError, DecisionScope, FinishCommand, Outcome, SendBack};
use crate::live::room::operation::{AuditNote, NotificationDraft, Operation, Transition, TransitionKind, Unlock};

/// A stage change that was checked.
struct CheckedTransition {
    kind: TransitionKind,
    to: WorkflowState,
    reason: Option<String>,
    tags: Vec<String>,
    assignee: Option<UserId>,
    changes: Vec<ServerChange>,
    /// What the ontology requires and is missing.
    missing: BTreeSet<Missing>,
    audit: AuditNote,
    notifications: Vec<NotificationDraft>,
}

impl Core {
    pub(super) fn prepare_finish(
        &mut self,
        queued: &QueuedCommand,
        finish: FinishCommand,
        now: Now,
    ) -> Result<Operation, CommandError> {
        let FinishCommand { action, scope } = finish;
        let by = &queued.by;
        require(by.roles.can_finish(action.required_stage()))?;
        let to = self.workflow_state.finish(&self.settings.workflow, self.item.id, action).map_err(wrong_stage)?;
        self.check_can_work(by)?;
        if action == FinishAction::Accept {
            self.check_opened(by.user, scope, "accept")?;
        }
        self.check_nobody_else_edits(by.user)?;
        let changes = self.check_verdicts(action, to, by, now)?.into_iter().collect();
        let missing = self.missing()?;
        self.check_finish_requirements(&missing)?;
        let kind = TransitionKind::Forward(action);
        let audit = AuditNote {
            action: kind.action(),
            subject: None,
            detail: json!({ "from": self.stage(), "to": to.step.stage(), "round": self.workflow_state.round,
                "from_pass": self.workflow_state.step.pass(), "to_pass": to.step.pass() }),
        };
        let (reason, tags, notifications) = (None, Vec::new(), Vec::new());
        let checked =
            CheckedTransition { kind, to, reason, tags, assignee: None, changes, missing, audit, notifications };
        self.prepare_transition(queued, checked, now)
    }

    pub(super) fn prepare_rejection(
        &mut self,
        queued: &QueuedCommand,
        back: &SendBack,
        now: Now,
    ) -> Result<Operation, CommandError> {
        let by = &queued.by;
        self.check_can_set_verdict(by)?;
        if back.scope == DecisionScope::Bulk && self.stage() != Stage::Acceptance {
            return Err(CommandError::WrongStage { at: self.stage(), needs: Stage::Acceptance });
        }
        let to = self.workflow_state.reject(&self.settings.workflow, back.to).map_err(invalid_target_stage)?;
        if self.stage() == Stage::Acceptance {
            self.check_opened(by.user, back.scope, "reject")?;
        }
        let counts = self.document.counts().map_err(|_| CommandError::Internal)?;
        // In review, rejected labels carry their own reasons.
        let has_reason = back.reason.is_some() || (counts.rejected > 0 && self.stage() == Stage::Review);
        self.prepare_send_back(queued, back, TransitionKind::Reject, to, has_reason, now)
    }

    /// Prepares reopening a complete item. The dataset keeps the accepted result until the next acceptance.
    pub(super) fn prepare_revision(
        &mut self,
        queued: &QueuedCommand,
        back: &SendBack,
        now: Now,
    ) -> Result<Operation, CommandError> {
        let by = &queued.by;
        require(by.roles.can_revise())?;
        if self.stage() != Stage::Complete {
            return Err(CommandError::WrongStage { at: self.stage(), needs: Stage::Complete });
        }
        self.check_open()?;
        let to = self.workflow_state.revise(&self.settings.workflow, back.to).map_err(invalid_target_stage)?;
        self.check_opened(by.user, back.scope, "revise")?;
        self.prepare_send_back(queued, back, TransitionKind::Revise, to, back.reason.is_some(), now)
    }

    fn prepare_send_back(
        &mut self,
        queued: &QueuedCommand,
        back: &SendBack,
        kind: TransitionKind,
        to: WorkflowState,
        has_reason: bool,
        now: Now,
    ) -> Result<Operation, CommandError> {
        self.check_nobody_else_edits(queued.by.user)?;
        let tags = self.validate_tags(&back.tags)?;
        let reason = back.reason.as_ref().map(|reason| new_comment(queued, "reason", reason, now)).transpose()?;
        if !has_reason {
            let reason = "give a reason for sending the item back".to_owned();
            return Err(CommandError::Invalid { field: "reason", reason });
        }
        let counts = self.document.counts().map_err(|_| CommandError::Internal)?;
        let issue = queued.new_id.to_string();
        let reason_text = reason.as_ref().map(|reason| reason.text.clone());
        let mut notifications = Vec::new();
        let mut changes = Vec::new();
        if let Some(comment) = reason {
            notifications = mention_notifications(&comment, &issue);
            let rejection = Issue { tags: tags.clone(), ..Issue::open(IssueKind::File, now.wall, vec![comment]) };
            changes.push(ServerChange::AddIssue { id: issue.clone(), issue: rejection });
        }
        let assignee = back.assignee.or(self.submitted_by.filter(|_| to.step == Step::Annotate));
        if let Some(user) = assignee {
            let rejected = usize::try_from(counts.rejected).unwrap_or_default();
            let excerpt_text =
                reason_text.as_deref().map_or_else(|| format!("{} rejected.", labels_are(rejected)), excerpt);
            let issue = reason_text.is_some().then_some(issue);
            let notification = match kind {
                TransitionKind::Revise => NotificationKind::Revised,
                TransitionKind::Forward(_) | TransitionKind::Reject => NotificationKind::Rejected,
            };
            notifications.retain(|notice| notice.user != user);
            notifications.push(NotificationDraft { user, kind: notification, issue, excerpt: excerpt_text });
        }
        let audit = AuditNote {
            action: kind.action(),
            subject: assignee,
            detail: json!({ "from": self.stage(), "to": to.step.stage(), "round": self.workflow_state.round,
                "from_pass": self.workflow_state.step.pass(), "to_pass": to.step.pass(), "reason": reason_text,
                "rejected": counts.rejected, "approved": counts.approved }),
        };
        let missing = self.missing()?;
        let checked =
            CheckedTransition { kind, to, reason: reason_text, tags, assignee, changes, missing, audit, notifications };
        self.prepare_transition(queued, checked, now)
    }

    fn prepare_transition(
        &mut self,
        queued: &QueuedCommand,
        checked: CheckedTransition,
        now: Now,
    ) -> Result<Operation, CommandError> {
        let CheckedTransition { kind, to, reason, tags, assignee, mut changes, missing, audit, notifications } =
            checked;
        let by = &queued.by;
        self.write_provenance(now)?;
        if kind == TransitionKind::Forward(FinishAction::Submit) {
            changes.extend(self.clear_stale_verdicts(now)?);
        }
        changes.extend(self.requirement_changes(&missing, now)?);
        changes.push(ServerChange::SetStage { stage: to.step.stage(), pass: to.step.pass(), round: to.round });
        self.write_to_gate(&ServerChange::Batch(changes), now)?;
        let counts = self.recount(now)?;
        let gate = self.gate_for_server(now).ok_or(CommandError::Internal)?;
        let state = gate.document().encode();
        let mut rows = self.transaction(Some(by));
        let seq = rows.updates.last().map_or(self.seq, |(seq, _)| *seq);
        let submitted = kind == TransitionKind::Forward(FinishAction::Submit);
        let submitted_by = if submitted { Some(by.user) } else { self.submitted_by };
        self.prepared.stage_change = Some(StageChange { workflow_state: to, submitted_by, assignee });
        self.prepared.snapshot = Some(seq);
        rows.transition = Some(Transition {
            kind,
            from: self.workflow_state,
            to,
            reason,
            tags,
            assignee,
            counts,
            generation: self.item.generation,
            dataset: self.item.dataset,
            media: self.item.media,
            state,
            seq,
            epoch: self.lock.epoch(),
        });
        let holder = self.lock.holder().filter(|_| !self.lock.is_off);
        rows.unlock = holder.map(|holder| Unlock { epoch: self.lock.epoch(), holder: holder.person.id });
        rows.audit = Some(audit);
        rows.notifications = notifications;
        self.set_outcome(Outcome::Finished(to.step.stage()));
        Ok(Operation::Write(Box::new(rows)))
    }

    /// Checks that the task accepts work.
    pub(super) fn check_open(&self) -> Result<(), CommandError> {
        let state = self.settings.state;
        if state.accepts_work() { Ok(()) } else { Err(CommandError::NotOpen(state)) }
    }

    /// Checks that the task accepts work and that the item is not reserved for another assignee.
    pub(super) fn check_can_work(&self, by: &Actor) -> Result<(), CommandError> {
        self.check_open()?;
        let anothers = self.settings.distribution.excludes(by.user, &by.roles, self.assignee);
        if anothers { Err(CommandError::Assigned) } else { Ok(()) }
    }

    /// Checks that a user who decides on a single item has opened it since it entered its stage (F11).
    fn check_opened(&self, user: UserId, scope: DecisionScope, act: &str) -> Result<(), CommandError> {
        let may = match scope {
            DecisionScope::Bulk => true,
            DecisionScope::Single { opened } => {
                opened || self.sessions.values().any(|session| session.actor.user == user)
            }
        };
        if may { Ok(()) } else { Err(CommandError::NotReady(format!("Open the item before you {act} it."))) }
    }

    fn check_nobody_else_edits(&self, user: UserId) -> Result<(), CommandError> {
        let holder = self.lock.holder().filter(|_| !self.lock.is_off);
        match holder.filter(|holder| holder.person.id != user) {
            Some(other) => Err(locked_error(other)),
            None => Ok(()),
        }
    }

    /// Checks that the verdicts allow the stage change, and returns what it changes in them. Where the review is not
    /// strict, approving an item approves its pending labels. An item with rejected labels is not accepted either.
    fn check_verdicts(
        &self,
        action: FinishAction,
        to: WorkflowState,
        by: &Actor,
        now: Now,
    ) -> Result<Option<ServerChange>, CommandError> {
        let approving = match action {
            FinishAction::Submit => return Ok(None),
            FinishAction::Approve => true,
            FinishAction::Accept => false,
        };
        let counts = self.document.counts().map_err(|_| CommandError::Internal)?;
        let count = |n: i32| usize::try_from(n).unwrap_or_default();
        let (approved, rejected) = (count(counts.approved), count(counts.rejected));
        let pending = self.document.label_count().saturating_sub(approved + rejected);
        let verdicts = VerdictCounts { approved, rejected, pending };
        let strict = self.settings.workflow.review(self.workflow_state.step).is_none_or(|review| review.strict);
        verdicts.check_approval(approving && strict).map_err(|error| {
            CommandError::NotReady(match error {
                NotApproved::Rejected(n) => {
                    format!("{} rejected. Approve every rejected label, or reject the item.", labels_are(n))
                }
                NotApproved::Pending(n) => {
                    format!("{} not judged yet. In a strict review, every label must be approved.", labels_are(n))
                }
            })
        })?;
        let judged = self.document.verdicts().map_err(|_| CommandError::Internal)?;
        if approving && to.step.stage() == Stage::Review {
            // The next review must reach its own verdicts.
            let verdicts: BTreeMap<_, _> = judged.into_keys().map(|label| (label, None)).collect();
            return Ok((!verdicts.is_empty()).then_some(ServerChange::SetVerdicts { verdicts }));
        }
        if !approving || pending == 0 {
            return Ok(None);
        }
        let mut pending = self.document.label_ids();
        pending.retain(|id| !judged.contains_key(id));
        let verdicts = self.verdicts(&pending, VerdictKind::Approved, by, 0, now)?;
        Ok(Some(ServerChange::SetVerdicts { verdicts }))
    }

    /// Checks the task's conditions for a stage change.
    fn check_finish_requirements(&self, missing: &BTreeSet<Missing>) -> Result<(), CommandError> {
        let wants = self.settings.finish_requires;
        if wants != FinishRequires::Nothing && !missing.is_empty() {
            return Err(CommandError::NotReady(missing_message(missing, &self.settings.ontology)));
        }
        if wants != FinishRequires::ResolvedIssues {
            return Ok(());
        }
        // Missing requirements are found in the labels, because the issues about them might not be written yet.
        let waits = |issue: &&Issue| issue.state == IssueState::Open && issue.kind != IssueKind::TaskRequirement;
        let open = self.document.issues().map_err(|_| CommandError::Internal)?.values().filter(waits).count();
        if open > 0 {
            let count = if open == 1 { "1 issue is".to_owned() } else { format!("{open} issues are") };
            return Err(CommandError::NotReady(format!("{count} still open. Resolve all issues first.")));
        }
        Ok(())
    }

    /// Returns the change that clears the verdicts which the next review must give again: those of rejected labels, and
    /// of labels that changed since their verdict.
    fn clear_stale_verdicts(&mut self, now: Now) -> Result<Option<ServerChange>, CommandError> {
        let document = self.gate_for_server(now).ok_or(CommandError::Internal)?.document();
        let verdicts = document.verdicts().map_err(|_| CommandError::Internal)?;
        if verdicts.is_empty() {
            return Ok(None);
        }
        let labels = document.labels().map_err(|_| CommandError::Internal)?;
        let stale = |id: &String, verdict: &Verdict| {
            let as_judged = labels.get(id).is_some_and(|label| fingerprint(label) == verdict.label_hash);
            verdict.verdict == VerdictKind::Rejected || !as_judged
        };
        let verdicts: BTreeMap<String, Option<Verdict>> =
            verdicts.into_iter().filter(|(id, verdict)| stale(id, verdict)).map(|(id, _)| (id, None)).collect();
        Ok((!verdicts.is_empty()).then_some(ServerChange::SetVerdicts { verdicts }))
    }

    /// Notifies everyone of the stage change and checks their write access again. Pending edits of users who lost
    /// access are refused.
    pub(super) fn stage_changed(&mut self, by: &Person, from: Stage, now: Now) {
        let message = ServerMessage::Notice { notice: Notice::Moved { by: by.clone(), from, to: self.stage() } };
        let connections: Vec<_> = self.sessions.keys().copied().collect();
        for connection in connections {
            self.send_control(connection, &message);
            self.recheck_write_access(connection, now);
        }
    }
}

fn labels_are(n: usize) -> String {
    if n == 1 { "1 label is".to_owned() } else { format!("{n} labels are") }
}

fn wrong_stage(error: WorkflowError) -> CommandError {
    match error {
        WorkflowError::WrongStage { at, needs } => CommandError::WrongStage { at, needs },
        WorkflowError::Order
        | WorkflowError::TooManyReviews
        | WorkflowError::Percent
        | WorkflowError::NotBack { .. } => CommandError::Internal,
    }
}

fn invalid_target_stage(_: WorkflowError) -> CommandError {
    CommandError::Invalid { field: "stage", reason: "an item can only go back to an earlier stage".to_owned() }
}
