//! Commands: queued, prepared in the gate at their turn, and applied once they are stored. `issues`, `verdicts`,
//! `transitions` and `unlocking` hold what each one checks and changes.

use bytes::Bytes;
use countersign_shared::ids::{Seq, UserId};
use countersign_shared::review::Counts;
use countersign_shared::workflow::{Status, WorkflowState};
use uuid::Uuid;

use super::locking::{Cause, MAX_OPS};
use super::{Core, Effect, Now, Op};
use crate::document::{DocumentError, ServerChange};
use crate::events::TaskEvent;
use crate::live::frame;
use crate::live::lock::{Holder, LockRow};
use crate::live::room::command::{Actor, Command, CommandError, Outcome};
use crate::live::room::operation::{AuditNote, NotificationDraft, Operation, Transaction};

/// A command that is queued or in flight.
pub(super) struct QueuedCommand {
    pub id: u64,
    pub by: Actor,
    pub command: Command,
    /// The id for what the command creates.
    pub new_id: Uuid,
}

/// The changes that the command in flight makes once it is stored.
#[derive(Default)]
pub(super) struct Prepared {
    updates: Vec<Bytes>,
    pub counts: Option<Counts>,
    pub stage_change: Option<StageChange>,
    pub snapshot: Option<Seq>,
    /// Whether labels or their verdicts were changed.
    pub begun: bool,
    pub provenance: bool,
    outcome: Option<Outcome>,
}

/// The item's state after a stage change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct StageChange {
    pub workflow_state: WorkflowState,
    pub submitted_by: Option<UserId>,
    pub assignee: Option<UserId>,
}

impl Core {
    pub(super) fn enqueue_command(&mut self, id: u64, by: Actor, command: Command, new_id: Uuid) {
        match command {
            Command::ReadLabels => {
                let labels = self.document.labels().map(Outcome::Labels).map_err(|_| CommandError::Internal);
                self.reply(id, labels);
            }
            Command::ReadIssues => {
                let issues = self.document.issues().map(Outcome::Issues).map_err(|_| CommandError::Internal);
                self.reply(id, issues);
            }
            _ if self.storage_down => self.reply(id, Err(CommandError::StorageDown)),
            _ if self.ops.len() >= MAX_OPS => self.reply(id, Err(CommandError::Busy)),
            command => self.ops.push_back(Op::Command(Box::new(QueuedCommand { id, by, command, new_id }))),
        }
    }

    /// Checks a command at its turn and writes its changes into the gate.
    pub(super) fn prepare(&mut self, queued: &QueuedCommand, now: Now) -> Result<Operation, CommandError> {
        self.prepared = Prepared::default();
        match &queued.command {
            Command::AddIssue(draft) => self.prepare_add_issue(queued, draft, now),
            Command::AddComment { issue, comment } => self.prepare_add_comment(queued, issue, comment, now),
            Command::SetIssueState { issue, state } => self.prepare_set_issue_state(queued, issue, *state, now),
            Command::DeleteIssue { issue } => self.prepare_delete_issue(queued, issue, now),
            Command::SetVerdict(command) => self.prepare_set_verdict(queued, command, now),
            Command::Finish(finish) => self.prepare_finish(queued, *finish, now),
            Command::Reject(back) => self.prepare_rejection(queued, back, now),
            Command::Revise(back) => self.prepare_revision(queued, back, now),
            Command::ForceUnlock { reason } => self.prepare_unlock(queued, Some(reason)),
            Command::UnlockOwn => self.prepare_unlock(queued, None),
            Command::ReadLabels | Command::ReadIssues => Err(CommandError::Internal),
        }
    }

    /// Sets the command's outcome once it is stored. The default is [`Outcome::Done`].
    pub(super) fn set_outcome(&mut self, outcome: Outcome) {
        self.prepared.outcome = Some(outcome);
    }

    /// Writes a change into the gate, ahead of the document. A change that is not stored is discarded with the gate.
    pub(super) fn write_to_gate(&mut self, change: &ServerChange, now: Now) -> Result<(), CommandError> {
        let gate = self.gate_for_server(now).ok_or(CommandError::Internal)?;
        match gate.write(change) {
            Ok(update) => {
                if !update.is_empty() {
                    self.prepared.updates.push(update);
                }
                Ok(())
            }
            Err(error) => {
                self.gate = None;
                Err(match error {
                    DocumentError::UnknownIssue(_) => CommandError::UnknownIssue,
                    DocumentError::Malformed(_)
                    | DocumentError::Gap
                    | DocumentError::Timeout
                    | DocumentError::Broken
                    | DocumentError::Schema { .. } => CommandError::Internal,
                })
            }
        }
    }

    /// Recounts what lists show, including the prepared changes.
    pub(super) fn recount(&mut self, now: Now) -> Result<Counts, CommandError> {
        let gate = self.gate_for_server(now).ok_or(CommandError::Internal)?;
        let counts = gate.document().counts().map_err(|_| CommandError::Internal)?;
        self.prepared.counts = Some(counts);
        Ok(counts)
    }

    /// Prepares a change to issues or verdicts, with its counts, audit row and notifications.
    pub(super) fn prepare_review_write(
        &mut self,
        queued: &QueuedCommand,
        change: &ServerChange,
        audit: Option<AuditNote>,
        notifications: Vec<NotificationDraft>,
        now: Now,
    ) -> Result<Operation, CommandError> {
        self.write_to_gate(change, now)?;
        self.recount(now)?;
        let rows = Transaction { audit, notifications, ..self.transaction(Some(&queued.by)) };
        Ok(Operation::Write(Box::new(rows)))
    }

    /// Returns the rows of the prepared changes.
    pub(super) fn transaction(&self, by: Option<&Actor>) -> Transaction {
        let mut seq = self.seq;
        let updates = self
            .prepared
            .updates
            .iter()
            .map(|update| {
                seq = seq.next();
                (seq, update.clone())
            })
            .collect();
        Transaction {
            item: self.item.id,
            task: self.item.task,
            by: by.map(|actor| actor.user),
            updates,
            counts: self.prepared.counts,
            begun: self.prepared.begun,
            transition: None,
            unlock: None,
            audit: None,
            notifications: Vec::new(),
        }
    }

    pub(super) fn command_finished(&mut self, queued: QueuedCommand, row: LockRow, done: bool, now: Now) {
        let prepared = std::mem::take(&mut self.prepared);
        if !done {
            // The lock or the stage has changed since the command was checked.
            self.gate = None;
            let connection = self.lock.connection().filter(|_| row.epoch == self.lock.epoch());
            let error = row.holder.as_ref().map_or(CommandError::Busy, locked_error);
            self.update_lock(row, connection, &Cause::Expired, now);
            self.ops.push_front(Op::Refresh);
            return self.reply(queued.id, Err(error));
        }
        let outcome = prepared.outcome.clone().unwrap_or(Outcome::Done);
        let from = self.workflow_state.step;
        if self.apply_prepared(prepared, now).is_err() {
            return self.reply(queued.id, Err(CommandError::Internal));
        }
        let QueuedCommand { id, by, command, .. } = queued;
        self.idle_since = self.idle_since.map(|_| now.ms);
        if row.epoch != self.lock.epoch() {
            let unlocked = |reason: String| Cause::Unlocked { by: by.person.clone(), reason };
            let cause = match &command {
                // Only the user who changed the stage can have held its lock, and they need no notice.
                Command::Finish(_) | Command::Reject(_) | Command::Revise(_) => Cause::Requested,
                Command::ForceUnlock { reason } => unlocked(reason.trim().to_owned()),
                _ => unlocked(String::new()),
            };
            self.update_lock(row, None, &cause, now);
        }
        if self.workflow_state.step != from {
            self.stage_changed(&by.person, from.stage(), now);
        }
        self.reply(id, Ok(outcome));
    }

    pub(super) fn prepare_provenance(&mut self, now: Now) -> Option<Operation> {
        self.prepared = Prepared::default();
        self.write_provenance(now).ok()?;
        let missing = self.missing().ok()?;
        let changes = self.requirement_changes(&missing, now).ok()?;
        if !changes.is_empty() {
            self.write_to_gate(&ServerChange::Batch(changes), now).ok()?;
        }
        if self.prepared.updates.is_empty() {
            return None;
        }
        self.recount(now).ok()?;
        self.prepared.begun = true;
        Some(Operation::Write(Box::new(self.transaction(None))))
    }

    pub(super) fn write_provenance(&mut self, now: Now) -> Result<(), CommandError> {
        let labels = self.provenance();
        if !labels.is_empty() {
            self.write_to_gate(&ServerChange::SetProvenance { labels }, now)?;
        }
        self.prepared.provenance = true;
        Ok(())
    }

    pub(super) fn provenance_done(&mut self, done: bool, now: Now) {
        let prepared = std::mem::take(&mut self.prepared);
        if !done || self.apply_prepared(prepared, now).is_err() {
            self.gate = None;
        }
    }

    /// Applies the prepared changes to the document once they are stored, and broadcasts them.
    fn apply_prepared(&mut self, prepared: Prepared, now: Now) -> Result<(), DocumentError> {
        let mut frames = Vec::with_capacity(prepared.updates.len());
        for update in &prepared.updates {
            self.apply(update)?;
            self.seq = self.seq.next();
            frames.push((None, frame::update(update)));
        }
        if !frames.is_empty() {
            self.joins.forget();
            self.effects.push(Effect::Updates(frames));
        }
        if prepared.provenance {
            self.touched.clear();
        }
        self.begun |= prepared.begun;
        if let Some(StageChange { workflow_state, submitted_by, assignee }) = prepared.stage_change {
            self.begun = false;
            self.workflow_state = workflow_state;
            self.submitted_by = submitted_by;
            self.assignee = assignee;
        }
        if let Some(snapshot) = prepared.snapshot {
            self.snapshot = snapshot;
        }
        if let Some(counts) = prepared.counts {
            self.counts = counts;
        }
        if prepared.counts.is_some() || prepared.stage_change.is_some() {
            self.publish_item(now);
        }
        Ok(())
    }

    pub(super) fn publish_item(&mut self, now: Now) {
        let Counts { open_issues, comments, approved, rejected, violations } = self.counts;
        let event = TaskEvent::Item {
            item: self.item.id,
            stage: self.stage(),
            review_pass: self.workflow_state.step.pass(),
            status: Status::of(self.stage(), self.workflow_state.back, self.begun),
            back: self.workflow_state.back,
            label_count: i32::try_from(self.document.label_count()).unwrap_or(i32::MAX),
            open_issues,
            comment_count: comments,
            approved_count: approved,
            rejected_count: rejected,
            violations,
            updated_at: now.wall,
        };
        self.effects.push(Effect::Publish(event));
    }
}

pub(super) fn locked_error(holder: &Holder) -> CommandError {
    CommandError::Locked { holder: holder.person.clone(), since: holder.since }
}

pub(super) fn require(yes: bool) -> Result<(), CommandError> {
    if yes { Ok(()) } else { Err(CommandError::Forbidden) }
}

/// Trims a text and checks that it is not empty and has at most `most` characters.
pub(super) fn validate_text(field: &'static str, text: &str, most: usize) -> Result<String, CommandError> {
    let text = text.trim();
    let invalid = |reason: String| Err(CommandError::Invalid { field, reason });
    if text.is_empty() {
        return invalid(format!("the {field} is empty"));
    }
    if text.chars().count() > most {
        return invalid(format!("the {field} is longer than {most} characters"));
    }
    Ok(text.to_owned())
}
