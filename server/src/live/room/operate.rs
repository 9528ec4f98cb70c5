//! Performs a room's operations in the database, each in one transaction.

use sqlx::PgConnection;

use super::RoomDeps;
use super::operation::{Notify, Operated, Operation, Transaction, Transition, TransitionKind};
use super::snapshot;
use crate::db::audit::{self, Audit};
use crate::db::dataset_annotations::{self, NewResult};
use crate::db::item_moves::{self, NewMove};
use crate::db::live_items::{self, Derived, StageMove};
use crate::db::locks::{self, Terms};
use crate::db::notifications::{self, NewNotification};
use crate::db::snapshots::{self, NewSnapshot};
use crate::db::updates;
use crate::live::lock::{LockChange, LockRow};
use countersign_shared::ids::{ItemId, Seq, TaskId};
use countersign_shared::workflow::{Move, Step};
use serde_json::json;
use tokio::time::{Duration, timeout};

/// A transaction without an answer for so long counts as lost.
const PATIENCE: Duration = Duration::from_secs(5);

/// What goes with the rows of a command.
#[derive(Default)]
struct Beside {
    /// Of a stage change.
    derived: Option<Derived>,
    notifications: Vec<NewNotification>,
}

pub async fn operate(deps: &RoomDeps, operation: Operation, terms: Terms) -> Operated {
    // What takes long is prepared before anything is locked.
    let mut beside = Beside::default();
    if let Operation::Write(rows) = &operation {
        beside.notifications = addressed(deps, rows);
        if let Some(transition) = &rows.transition {
            match derive(transition).await {
                Ok(derived) => beside.derived = Some(derived),
                Err(error) => return failed(&error),
            }
        }
    }
    let mut connection = match deps.db.acquire().await {
        Ok(connection) => connection,
        Err(error) => return sorted(&error),
    };
    match timeout(PATIENCE, run(&mut connection, operation, &beside, terms)).await {
        Ok(Ok(operated)) => {
            if matches!(operated, Operated::Written { done: true, .. }) {
                for notification in &beside.notifications {
                    deps.events.notify(notification.user, notification.id);
                }
            }
            operated
        }
        Ok(Err(error)) => sorted(&error),
        Err(_) => {
            drop(connection.detach());
            Operated::Down
        }
    }
}

fn sorted(error: &sqlx::Error) -> Operated {
    if crate::db::is_unreachable(error) {
        tracing::warn!(%error, "room.storage: an operation got no answer");
        return Operated::Down;
    }
    let taken = error.as_database_error().is_some_and(|error| error.constraint() == Some("item_updates_pkey"));
    if taken { Operated::Conflict } else { failed(&error.to_string()) }
}

fn failed(error: &str) -> Operated {
    tracing::error!(error, "room.operation: an operation failed");
    Operated::Failed
}

/// Each with an id of its own.
fn addressed(deps: &RoomDeps, rows: &Transaction) -> Vec<NewNotification> {
    let new = |notice: &Notify| NewNotification {
        id: deps.clock.new_id(),
        user: notice.user,
        kind: notice.kind,
        item: rows.item,
        issue: notice.issue.clone(),
        actor: rows.by,
        excerpt: notice.excerpt.clone(),
    };
    rows.notices.iter().map(new).collect()
}

async fn derive(transition: &Transition) -> Result<Derived, String> {
    let state = transition.state.clone();
    let derived = tokio::task::spawn_blocking(move || snapshot::derive(&state)).await;
    derived.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

async fn run(db: &mut PgConnection, operation: Operation, beside: &Beside, terms: Terms) -> sqlx::Result<Operated> {
    use sqlx::Connection;
    let mut tx = db.begin().await?;
    let (operated, keep) = match operation {
        Operation::Lock { item, task, change } => {
            let (row, done) = change_lock(&mut tx, item, task, &change, terms).await?;
            (Operated::Lock { row, done }, done)
        }
        Operation::Write(transaction) => {
            let done = write(&mut tx, &transaction, beside).await?;
            if !done {
                tx.rollback().await?;
                let row = locks::read(db, transaction.item).await?;
                return Ok(Operated::Written { row, done });
            }
            (Operated::Written { row: locks::read(&mut tx, transaction.item).await?, done }, true)
        }
        Operation::Refresh { item } => {
            let row = locks::read(&mut tx, item).await?;
            let seq: Seq = updates::last(&mut tx, item).await?;
            let Some(step) = live_items::step_of(&mut tx, item).await? else { return Ok(Operated::Conflict) };
            (Operated::Refreshed { row, seq, step }, false)
        }
    };
    if keep {
        tx.commit().await?;
    } else {
        tx.rollback().await?;
    }
    Ok(operated)
}

async fn change_lock(
    tx: &mut PgConnection,
    item: ItemId,
    task: TaskId,
    change: &LockChange,
    terms: Terms,
) -> sqlx::Result<(LockRow, bool)> {
    // For the audit log: who lost it by running out, or whose session it was taken from.
    let holder = match change {
        LockChange::Expire { .. } => locks::holder(tx, item).await?,
        _ => None,
    };
    let done = locks::change(tx, item, change, terms).await?;
    if done {
        // Every unlock is audited, whoever asked for it.
        let (actor, action, subject) = match change {
            LockChange::Release { by, .. } => (Some(*by), "lock.release", Some(*by)),
            LockChange::HandOver { from, user, .. } => (Some(*from), "lock.hand_over", Some(*user)),
            LockChange::TakeOver { user, .. } => (Some(*user), "lock.take_over", Some(*user)),
            LockChange::Expire { .. } => (None, "lock.expire", holder),
            LockChange::Acquire { .. }
            | LockChange::Disconnect { .. }
            | LockChange::Resume { .. }
            | LockChange::Renew { .. } => (None, "", None),
        };
        if !action.is_empty() {
            let row = Audit { actor, action, task: Some(task), item: Some(item), subject, detail: json!({}) };
            audit::write(tx, &row).await?;
        }
    }
    Ok((locks::read(tx, item).await?, done))
}

/// False: something it was checked against has changed; the transaction is to be rolled back.
async fn write(tx: &mut PgConnection, rows: &Transaction, beside: &Beside) -> sqlx::Result<bool> {
    let item = rows.item;
    if rows.transition.is_some() && !locks::keep_from_others(tx, item, rows.by).await? {
        return Ok(false);
    }
    if let Some(unlock) = rows.unlock
        && !locks::unlock(tx, item, unlock.epoch, unlock.holder).await?
    {
        return Ok(false);
    }
    if !rows.updates.is_empty() {
        updates::append(tx, item, &rows.updates).await?;
    }
    // A move writes them with the rest of the row.
    if let Some(counts) = rows.counts.filter(|_| rows.transition.is_none()) {
        live_items::set_counts(tx, item, counts, rows.begun).await?;
    }
    if let (Some(transition), Some(derived)) = (&rows.transition, &beside.derived)
        && !make_transition(tx, rows, transition, derived).await?
    {
        return Ok(false);
    }
    notifications::insert(tx, &beside.notifications).await?;
    if let Some(note) = &rows.audit {
        let row = Audit {
            actor: rows.by,
            action: note.action,
            task: Some(rows.task),
            item: Some(item),
            subject: note.subject,
            detail: note.detail.clone(),
        };
        audit::write(tx, &row).await?;
    }
    Ok(true)
}

/// The item's row, its snapshot and, on acceptance, the dataset's row. False: the item is not where the move begins.
async fn make_transition(
    tx: &mut PgConnection,
    rows: &Transaction,
    transition: &Transition,
    derived: &Derived,
) -> sqlx::Result<bool> {
    let item = rows.item;
    let Transition { kind, from, to, assignee, .. } = transition;
    let by = |which: TransitionKind| rows.by.filter(|_| *kind == which);
    let step = StageMove {
        from: *from,
        to: *to,
        assignee: *assignee,
        submitted_by: by(TransitionKind::Forward(Move::Submit)),
        reviewed_by: by(TransitionKind::Forward(Move::Approve)),
        rejected: *kind == TransitionKind::Reject,
        revised: *kind == TransitionKind::Revise,
        by: rows.by,
    };
    if !live_items::move_stage(tx, item, &step, rows.counts, derived).await? {
        return Ok(false);
    }
    let history = NewMove {
        item,
        task: rows.task,
        by: rows.by,
        kind: kind.as_str(),
        from: from.step,
        to: to.step,
        round: from.round,
        assignee: *assignee,
        reason: transition.reason.as_deref(),
        tags: &transition.tags,
        label_count: derived.label_count,
        rejected_classes: &derived.rejected_classes,
    };
    item_moves::insert(tx, &history).await?;
    let snapshot = NewSnapshot {
        item,
        seq: transition.seq,
        reason: kind.snapshot_reason(),
        generation: transition.generation,
        author: rows.by,
        state: &transition.state,
        annotations: &derived.annotations,
    };
    snapshots::insert(tx, &snapshot).await?;
    if *kind == TransitionKind::Forward(Move::Accept) {
        debug_assert_eq!(to.step, Step::Complete, "acceptance is the last stage");
        let result = NewResult {
            dataset: transition.dataset,
            media: transition.media,
            task: rows.task,
            item,
            seq: transition.seq,
            annotations: &derived.annotations,
            class_counts: &derived.class_counts,
            accepted_by: rows.by,
        };
        dataset_annotations::insert(tx, &result).await?;
    }
    Ok(true)
}
