//! Commands: checked against role, stage and lock, prepared in the gate, applied once they are stored.

use bytes::Bytes;
use countersign_shared::ids::Seq;
use countersign_shared::limits;
use countersign_shared::review::{Anchor, Comment, Issue, IssueKind, IssueState};
use countersign_shared::wire::{Notice, RefusalCode, ServerMessage};
use countersign_shared::workflow::{Move, Stage, WorkflowError};
use serde_json::json;
use uuid::Uuid;

use super::locking::{Cause, MAX_OPS};
use super::{Core, Counts, Effect, Now, Op};
use crate::document::{DocumentError, ServerChange};
use crate::events::TaskEvent;
use crate::live::frame;
use crate::live::lock::{Holder, LockRow};
use crate::live::room::command::{Actor, Command, CommandError, Outcome};
use crate::live::room::operation::{Finish, Note, Operation, Transaction, Unlock};

/// A command that waits for its turn or for the database.
pub(super) struct Asked {
    pub id: u64,
    by: Actor,
    command: Command,
    fresh: Uuid,
}

/// What a command under way changes once it is stored.
#[derive(Default)]
pub(super) struct Prepared {
    updates: Vec<Bytes>,
    counts: Option<Counts>,
    stage: Option<Stage>,
    snapshot: Option<Seq>,
    provenance: bool,
}

impl Core {
    pub(super) fn command(&mut self, id: u64, by: Actor, command: Command, fresh: Uuid) {
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
            command => self.ops.push_back(Op::Command(Asked { id, by, command, fresh })),
        }
    }

    /// Checks a command at its turn and writes what it changes into the gate.
    pub(super) fn prepare(&mut self, asked: &Asked, now: Now) -> Result<Operation, CommandError> {
        let by = &asked.by;
        match &asked.command {
            Command::AddIssue { kind, anchor, text } => {
                allowed(by.roles.can_comment())?;
                let comment = comment(asked, text, now)?;
                self.check_anchor(*kind, *anchor)?;
                let issues = self.document.issues().map_err(|_| CommandError::Internal)?;
                if issues.len() >= limits::MAX_ISSUES_PER_ITEM {
                    return Err(CommandError::Limit("this item holds as many threads as is allowed"));
                }
                let issue = Issue {
                    kind: *kind,
                    anchor: *anchor,
                    state: IssueState::Open,
                    by: by.user,
                    by_name: by.person.name.clone(),
                    at: now.wall,
                    comments: vec![comment],
                };
                self.write_review(asked, ServerChange::AddIssue { id: asked.fresh.to_string(), issue }, None, now)
            }
            Command::AddComment { issue, text } => {
                allowed(by.roles.can_comment())?;
                let comment = comment(asked, text, now)?;
                let thread = self.issue(issue)?;
                if thread.comments.len() >= limits::MAX_COMMENTS_PER_ISSUE {
                    return Err(CommandError::Limit("this thread holds as many comments as is allowed"));
                }
                self.write_review(asked, ServerChange::AddComment { issue_id: issue.clone(), comment }, None, now)
            }
            Command::SetIssueState { issue, state } => {
                allowed(by.roles.can_comment())?;
                self.issue(issue)?;
                let change = ServerChange::SetIssueState { issue_id: issue.clone(), state: *state };
                self.write_review(asked, change, None, now)
            }
            Command::DeleteIssue { issue } => {
                let thread = self.issue(issue)?;
                let own = thread.by == by.user;
                allowed((own && by.roles.can_comment()) || by.roles.can_manage())?;
                let note = (!own).then(|| Note {
                    action: "issue.delete",
                    subject: Some(thread.by),
                    detail: json!({ "issue": issue, "comments": thread.comments.len() }),
                });
                self.write_review(asked, ServerChange::DeleteIssue { issue_id: issue.clone() }, note, now)
            }
            Command::Finish(by_move) => self.prepare_finish(asked, *by_move, now),
            Command::ForceUnlock { reason } => self.prepare_unlock(asked, Some(reason)),
            Command::UnlockOwn => self.prepare_unlock(asked, None),
            Command::ReadLabels | Command::ReadIssues => Err(CommandError::Internal),
        }
    }

    fn issue(&self, id: &str) -> Result<Issue, CommandError> {
        let mut issues = self.document.issues().map_err(|_| CommandError::Internal)?;
        issues.remove(id).ok_or(CommandError::NotFound)
    }

    fn check_anchor(&self, kind: IssueKind, anchor: Option<Anchor>) -> Result<(), CommandError> {
        let invalid = |reason: &str| CommandError::Invalid { field: "anchor", reason: reason.to_owned() };
        match (kind, anchor) {
            (IssueKind::File, None) => Ok(()),
            (IssueKind::File, Some(_)) => Err(invalid("a thread about the whole item has no place on it")),
            (IssueKind::Pinned, None) => Err(invalid("a pinned thread needs a place")),
            (IssueKind::Pinned, Some(anchor)) => {
                let bounds = self.facts.bounds;
                let within = |value: f64, end: u32| value.is_finite() && (0.0..=f64::from(end)).contains(&value);
                let fits = within(anchor.x, bounds.size.width)
                    && within(anchor.y, bounds.size.height)
                    && anchor.frame < bounds.frames;
                if fits { Ok(()) } else { Err(invalid("the place lies outside of the picture")) }
            }
        }
    }

    /// Writes into the gate, ahead of the document; what is not stored is forgotten with the gate.
    fn write_ahead(&mut self, change: &ServerChange, now: Now) -> Result<(), CommandError> {
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
                    DocumentError::UnknownIssue(_) => CommandError::NotFound,
                    DocumentError::Malformed(_)
                    | DocumentError::Gap
                    | DocumentError::TooSlow
                    | DocumentError::Broken
                    | DocumentError::Schema { .. } => CommandError::Internal,
                })
            }
        }
    }

    fn write_review(
        &mut self,
        asked: &Asked,
        change: ServerChange,
        audit: Option<Note>,
        now: Now,
    ) -> Result<Operation, CommandError> {
        self.prepared = Prepared::default();
        self.write_ahead(&change, now)?;
        let gate = self.gate_for_server(now).ok_or(CommandError::Internal)?;
        let counts =
            gate.document().issues().map(|issues| counts(issues.values())).map_err(|_| CommandError::Internal)?;
        self.prepared.counts = Some(counts);
        Ok(self.transaction(Some(&asked.by), audit))
    }

    /// The rows of what is prepared.
    fn transaction(&self, by: Option<&Actor>, audit: Option<Note>) -> Operation {
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
        Operation::Write(Box::new(Transaction {
            item: self.facts.item,
            task: self.facts.task,
            by: by.map(|actor| actor.user),
            updates,
            counts: self.prepared.counts,
            finish: None,
            unlock: None,
            audit,
        }))
    }

    fn prepare_finish(&mut self, asked: &Asked, by_move: Move, now: Now) -> Result<Operation, CommandError> {
        let by = &asked.by;
        allowed(by.roles.can_finish(by_move.from_stage()))?;
        let to = self.facts.workflow.apply(self.stage, by_move).map_err(|error| match error {
            WorkflowError::WrongStage { at, needs } => CommandError::WrongStage { at, needs },
            WorkflowError::Order => CommandError::Internal,
        })?;
        let holder = self.lock.holder().filter(|_| !self.lock.off);
        if let Some(other) = holder.filter(|holder| holder.person.id != by.user) {
            return Err(locked(other));
        }
        let holder = holder.map(|holder| holder.person.id);
        self.prepared = Prepared::default();
        self.write_provenance(now)?;
        self.write_ahead(&ServerChange::SetStage { stage: to, round: self.round }, now)?;
        let gate = self.gate_for_server(now).ok_or(CommandError::Internal)?;
        let state = gate.document().encode();
        let audit = Note {
            action: match by_move {
                Move::Submit => "item.submit",
                Move::Approve => "item.approve",
                Move::Accept => "item.accept",
            },
            subject: None,
            detail: json!({ "from": self.stage, "to": to }),
        };
        let Operation::Write(mut transaction) = self.transaction(Some(by), Some(audit)) else {
            return Err(CommandError::Internal);
        };
        let seq = transaction.updates.last().map_or(self.seq, |(seq, _)| *seq);
        self.prepared.stage = Some(to);
        self.prepared.snapshot = Some(seq);
        transaction.finish = Some(Finish {
            by_move,
            to,
            generation: self.facts.generation,
            dataset: self.facts.dataset,
            media: self.facts.media,
            state,
            seq,
            epoch: self.lock.epoch(),
        });
        transaction.unlock = holder.map(|holder| Unlock { epoch: self.lock.epoch(), holder });
        Ok(Operation::Write(transaction))
    }

    fn prepare_unlock(&mut self, asked: &Asked, reason: Option<&String>) -> Result<Operation, CommandError> {
        let by = &asked.by;
        let holder = self.lock.holder();
        let own = holder.is_some_and(|holder| holder.person.id == by.user);
        let detail = match reason {
            Some(reason) => {
                allowed(own || by.roles.can_force_unlock())?;
                let reason = checked("reason", reason, limits::MAX_REASON_CHARS)?;
                json!({ "reason": reason })
            }
            None => {
                allowed(!by.roles.is_empty())?;
                json!({})
            }
        };
        let Some(holder) = holder.filter(|_| !self.lock.off) else { return Err(CommandError::NotLocked) };
        if reason.is_none() && !own {
            return Err(locked(holder));
        }
        let holder = holder.person.id;
        self.prepared = Prepared::default();
        let action = if own { "lock.release" } else { "lock.force" };
        let note = Note { action, subject: Some(holder), detail };
        let Operation::Write(mut transaction) = self.transaction(Some(by), Some(note)) else {
            return Err(CommandError::Internal);
        };
        transaction.unlock = Some(Unlock { epoch: self.lock.epoch(), holder });
        Ok(Operation::Write(transaction))
    }

    pub(super) fn command_done(&mut self, asked: Asked, row: LockRow, done: bool, now: Now) {
        let prepared = std::mem::take(&mut self.prepared);
        if !done {
            // The lock or the stage is not what it was checked against.
            self.gate = None;
            let connection = self.lock.connection().filter(|_| row.epoch == self.lock.epoch());
            let error = row.holder.as_ref().map_or(CommandError::Busy, locked);
            self.lock_is(row, connection, &Cause::Expired, now);
            self.ops.push_front(Op::Refresh);
            return self.reply(asked.id, Err(error));
        }
        if self.take_prepared(prepared, now).is_err() {
            return self.reply(asked.id, Err(CommandError::Internal));
        }
        let Asked { id, by, command, fresh } = asked;
        let cause = match &command {
            Command::ForceUnlock { reason } => {
                Cause::Unlocked { by: by.person.clone(), reason: reason.trim().to_owned() }
            }
            _ => Cause::Unlocked { by: by.person.clone(), reason: String::new() },
        };
        let moved = row.epoch != self.lock.epoch();
        if moved {
            self.lock_is(row, None, &cause, now);
        }
        let outcome = match command {
            Command::AddIssue { .. } => Outcome::Issue(fresh.to_string()),
            Command::AddComment { .. } => Outcome::Comment(fresh.to_string()),
            Command::Finish(by_move) => {
                self.moved_on(&by, by_move, now);
                Outcome::Finished(self.stage)
            }
            Command::SetIssueState { .. }
            | Command::DeleteIssue { .. }
            | Command::ForceUnlock { .. }
            | Command::UnlockOwn
            | Command::ReadLabels
            | Command::ReadIssues => Outcome::Done,
        };
        self.reply(id, Ok(outcome));
    }

    pub(super) fn prepare_provenance(&mut self, now: Now) -> Option<Operation> {
        self.prepared = Prepared::default();
        self.write_provenance(now).ok()?;
        if self.prepared.updates.is_empty() { None } else { Some(self.transaction(None, None)) }
    }

    fn write_provenance(&mut self, now: Now) -> Result<(), CommandError> {
        let labels = self.provenance();
        if !labels.is_empty() {
            self.write_ahead(&ServerChange::SetProvenance { labels }, now)?;
        }
        self.prepared.provenance = true;
        Ok(())
    }

    pub(super) fn provenance_done(&mut self, done: bool, now: Now) {
        let prepared = std::mem::take(&mut self.prepared);
        if !done || self.take_prepared(prepared, now).is_err() {
            self.gate = None;
        }
    }

    /// What was prepared is stored: it becomes the document, and everyone sees it.
    fn take_prepared(&mut self, prepared: Prepared, now: Now) -> Result<(), DocumentError> {
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
        if let Some(stage) = prepared.stage {
            self.stage = stage;
        }
        if let Some(snapshot) = prepared.snapshot {
            self.snapshot = snapshot;
        }
        if let Some(counts) = prepared.counts {
            self.counts = counts;
        }
        if prepared.counts.is_some() || prepared.stage.is_some() {
            self.publish_item(now);
        }
        Ok(())
    }

    /// The item is in another stage: everyone is told, and what was on its way under the old one is refused.
    fn moved_on(&mut self, by: &Actor, by_move: Move, now: Now) {
        let notice = Notice::Moved { by: by.person.clone(), from: by_move.from_stage(), to: self.stage };
        let message = ServerMessage::Notice { notice };
        let connections: Vec<_> = self.sessions.keys().copied().collect();
        for connection in connections {
            self.tell(connection, &message);
            self.tell_own_access(connection);
            let barred = self.sessions.get(&connection).and_then(|session| session.barred(self.stage));
            if barred.is_some() {
                self.refuse_pending_of(connection, RefusalCode::Stage, now);
            }
        }
    }

    pub(super) fn publish_item(&mut self, now: Now) {
        let event = TaskEvent::Item {
            item: self.facts.item,
            stage: self.stage,
            label_count: i32::try_from(self.document.label_count()).unwrap_or(i32::MAX),
            open_issues: self.counts.open_issues,
            comment_count: self.counts.comments,
            updated_at: now.wall,
        };
        self.effects.push(Effect::Publish(event));
    }
}

fn counts<'i>(issues: impl Iterator<Item = &'i Issue>) -> Counts {
    let mut counts = Counts::default();
    for issue in issues {
        counts.open_issues += i32::from(issue.state == IssueState::Open);
        counts.comments += i32::try_from(issue.comments.len()).unwrap_or(i32::MAX);
    }
    counts
}

fn locked(holder: &Holder) -> CommandError {
    CommandError::Locked { holder: holder.person.clone(), since: holder.since }
}

fn allowed(yes: bool) -> Result<(), CommandError> {
    if yes { Ok(()) } else { Err(CommandError::Forbidden) }
}

/// Text without blank ends, not empty and not too long.
fn checked(field: &'static str, text: &str, most: usize) -> Result<String, CommandError> {
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

fn comment(asked: &Asked, text: &str, now: Now) -> Result<Comment, CommandError> {
    Ok(Comment {
        id: asked.fresh.to_string(),
        text: checked("text", text, limits::MAX_COMMENT_CHARS)?,
        by: asked.by.user,
        by_name: asked.by.person.name.clone(),
        at: now.wall,
    })
}
