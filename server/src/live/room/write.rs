//! Stores the changes of commands. Commands of several rooms that are ready at the same time share one transaction.
//!
//! Each command is stored as a whole or not at all. If one of them makes the shared transaction fail, each is stored
//! separately.

use std::collections::HashSet;

use countersign_shared::ids::ItemId;
use countersign_shared::workflow::FinishAction;
use sqlx::postgres::PgPool;
use sqlx::{Connection, PgConnection};
use tokio::time::timeout;
use uuid::Uuid;

use super::deps::RoomDeps;
use super::operation::{NotificationDraft, OperationOutcome, Transaction, Transition, TransitionKind};
use super::snapshot;
use crate::db::audit::{self, Audit};
use crate::db::dataset_annotations::{self, NewResult};
use crate::db::item_moves::{self, NewStageChange};
use crate::db::live_items::{self, CountsUpdate, Derived, StageTransition};
use crate::db::notifications::{self, NewNotification};
use crate::db::snapshots::{self, NewSnapshot};
use crate::db::{GuardedConnection, QUERY_TIMEOUT, locks, updates};
use crate::live::batcher::Batcher;

/// The batcher of rows to write.
pub type WriteBatcher = Batcher<CommandRows, OperationOutcome>;

/// The maximum number of concurrent transactions.
const MAX_CONCURRENT_TRANSACTIONS: usize = 2;
/// The maximum size of one transaction.
const MAX_TRANSACTION_BYTES: usize = 16 << 20;
/// The size that each command counts as, at least.
const MIN_COMMAND_BYTES: usize = MAX_TRANSACTION_BYTES / 32;

/// The rows of one command, with the data derived from them before any row is locked.
pub struct CommandRows {
    command: Transaction,
    transitions: Option<(Transition, Derived)>,
    notifications: Vec<NewNotification>,
}

#[must_use]
pub fn write_batcher() -> WriteBatcher {
    Batcher::new(MAX_CONCURRENT_TRANSACTIONS, MAX_TRANSACTION_BYTES, |rows| {
        rows.transitions.as_ref().map_or(0, |(transition, _)| transition.state.len()).max(MIN_COMMAND_BYTES)
    })
}

pub async fn write(deps: &RoomDeps, writes: &WriteBatcher, mut command: Transaction) -> OperationOutcome {
    let transitions = match command.transition.take() {
        None => None,
        Some(transition) => match derive(&transition).await {
            Ok(derived) => Some((transition, derived)),
            Err(error) => {
                tracing::error!(item = %command.item, error, "room.operation: the document cannot be read back");
                return OperationOutcome::Failed;
            }
        },
    };
    let notifications = notifications(deps, &command);
    let recipients: Vec<_> = notifications.iter().map(|notification| (notification.user, notification.id)).collect();
    let rows = CommandRows { command, transitions, notifications };
    let db = &deps.db;
    let operated = writes.submit(&deps.tasks, rows, |batch| store(db.clone(), batch)).await;
    // The server is stopping.
    let Some(operated) = operated else { return OperationOutcome::Unreachable };
    if matches!(operated, OperationOutcome::Written { applied: true, .. }) {
        for (user, id) in recipients {
            deps.events.notify(user, id);
        }
    }
    operated
}

/// Builds the notifications of a command, each with a new id.
fn notifications(deps: &RoomDeps, command: &Transaction) -> Vec<NewNotification> {
    let new = |notice: &NotificationDraft| NewNotification {
        id: deps.clock.new_id(),
        user: notice.user,
        kind: notice.kind,
        item: command.item,
        issue: notice.issue.clone(),
        actor: command.by,
        excerpt: notice.excerpt.clone(),
    };
    command.notifications.iter().map(new).collect()
}

async fn derive(transition: &Transition) -> Result<Derived, String> {
    let state = transition.state.clone();
    let derived = tokio::task::spawn_blocking(move || snapshot::derive(&state)).await;
    derived.map_err(|error| error.to_string())?.map_err(|error| error.to_string())
}

async fn store(db: PgPool, batch: Vec<CommandRows>) -> Vec<OperationOutcome> {
    match store_together(&db, &batch).await {
        Ok(Some(answers)) => answers,
        Err(error) if batch.len() == 1 || error.as_database_error().is_none() => {
            batch.iter().map(|_| failed(&error)).collect()
        }
        // One bad item must not fail the others, so store each separately.
        Ok(None) | Err(_) => {
            let mut answers = Vec::with_capacity(batch.len());
            for rows in batch {
                answers.extend(Box::pin(store(db.clone(), vec![rows])).await);
            }
            answers
        }
    }
}

/// Returns `None` if the batch cannot be stored in one transaction.
async fn store_together(db: &PgPool, batch: &[CommandRows]) -> sqlx::Result<Option<Vec<OperationOutcome>>> {
    let mut db = GuardedConnection::acquire(db).await?;
    let answers = timeout(QUERY_TIMEOUT, transact(&mut db, batch)).await;
    db.finish(answers)
}

async fn transact(db: &mut PgConnection, batch: &[CommandRows]) -> sqlx::Result<Option<Vec<OperationOutcome>>> {
    let mut tx = db.begin().await?;
    let refused = release_locks(&mut tx, batch).await?;
    let write: Vec<&CommandRows> = batch.iter().filter(|rows| !refused.contains(&rows.command.item)).collect();
    let mut done: HashSet<ItemId> = write.iter().map(|rows| rows.command.item).collect();
    if !write_transitions(&mut tx, &write).await? {
        // An item is not at the step where its stage change starts.
        tx.rollback().await?;
        if batch.len() > 1 {
            return Ok(None);
        }
        done.clear();
        return Ok(Some(answers(db, batch, &done).await?));
    }
    write_remaining(&mut tx, &write).await?;
    let answers = answers(&mut tx, batch, &done).await?;
    tx.commit().await?;
    Ok(Some(answers))
}

async fn answers(
    db: &mut PgConnection,
    batch: &[CommandRows],
    done: &HashSet<ItemId>,
) -> sqlx::Result<Vec<OperationOutcome>> {
    let items: Vec<Uuid> = batch.iter().map(|rows| rows.command.item.0).collect();
    let mut locks = locks::read_all(db, &items).await?;
    let answer = |rows: &CommandRows| {
        let item = rows.command.item;
        OperationOutcome::Written { row: locks.remove(&item).unwrap_or_default(), applied: done.contains(&item) }
    };
    Ok(batch.iter().map(answer).collect())
}

/// Releases the locks as the commands ask, and returns the refused items, whose lock is not as the command saw it.
/// Nothing is written for a refused item.
async fn release_locks(tx: &mut PgConnection, batch: &[CommandRows]) -> sqlx::Result<HashSet<ItemId>> {
    let transitions = batch.iter().filter(|rows| rows.transitions.is_some());
    let transitions: Vec<_> = transitions.map(|rows| (rows.command.item, rows.command.by)).collect();
    let mut refused =
        if transitions.is_empty() { HashSet::new() } else { locks::held_by_others(tx, &transitions).await? };
    let unlock =
        |rows: &CommandRows| rows.command.unlock.map(|unlock| (rows.command.item, unlock.epoch, unlock.holder));
    let mut unlocks: Vec<_> = batch.iter().filter_map(unlock).collect();
    unlocks.retain(|(item, ..)| !refused.contains(item));
    if !unlocks.is_empty() {
        let freed = locks::unlock(tx, &unlocks).await?;
        refused.extend(unlocks.iter().map(|(item, ..)| *item).filter(|item| !freed.contains(item)));
    }
    Ok(refused)
}

/// Writes the items' rows, histories and snapshots and, on acceptance, the dataset's rows. Returns `false` if an item
/// is not at the step where its stage change starts.
async fn write_transitions(tx: &mut PgConnection, batch: &[&CommandRows]) -> sqlx::Result<bool> {
    let (mut steps, mut history, mut snapshots, mut results) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for rows in batch {
        let CommandRows { command, transitions: Some((transition, derived)), .. } = rows else { continue };
        let Transaction { item, task, by, .. } = *command;
        let Transition { kind, from, to, assignee, .. } = *transition;
        let by_this = |which: TransitionKind| by.filter(|_| kind == which);
        steps.push(StageTransition {
            item,
            from,
            to,
            assignee,
            submitted_by: by_this(TransitionKind::Forward(FinishAction::Submit)),
            reviewed_by: by_this(TransitionKind::Forward(FinishAction::Approve)),
            rejected: kind == TransitionKind::Reject,
            revised: kind == TransitionKind::Revise,
            by,
            counts: transition.counts,
            derived,
        });
        history.push(NewStageChange {
            item,
            task,
            by,
            kind: kind.as_str(),
            from: from.step,
            to: to.step,
            round: from.round,
            assignee,
            reason: transition.reason.as_deref(),
            tags: &transition.tags,
            label_count: derived.label_count,
            rejected_classes: &derived.rejected_classes,
        });
        snapshots.push(NewSnapshot {
            item,
            seq: transition.seq,
            reason: kind.snapshot_reason(),
            generation: transition.generation,
            author: by,
            state: &transition.state,
            annotations: &derived.annotations,
        });
        if kind == TransitionKind::Forward(FinishAction::Accept) {
            results.push(NewResult {
                dataset: transition.dataset,
                media: transition.media,
                task,
                item,
                seq: transition.seq,
                annotations: &derived.annotations,
                class_counts: &derived.class_counts,
                accepted_by: by,
            });
        }
    }
    if steps.is_empty() {
        return Ok(true);
    }
    if live_items::apply_transitions(tx, &steps).await?.len() < steps.len() {
        return Ok(false);
    }
    item_moves::insert(tx, &history).await?;
    snapshots::insert(tx, &snapshots).await?;
    if !results.is_empty() {
        dataset_annotations::insert(tx, &results).await?;
    }
    Ok(true)
}

/// Writes document updates, counts, notifications and audit rows.
async fn write_remaining(tx: &mut PgConnection, batch: &[&CommandRows]) -> sqlx::Result<()> {
    let (mut appended, mut counts, mut notified, mut audited) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for rows in batch {
        let CommandRows { command, transitions, notifications } = rows;
        let item = command.item;
        appended.extend(command.updates.iter().map(|(seq, update)| (item, *seq, update.as_ref())));
        // A stage change writes the counts with the rest of the item's row.
        if let Some(new) = command.counts.filter(|_| transitions.is_none()) {
            counts.push(CountsUpdate { item, counts: new, begun: command.begun });
        }
        notified.extend(notifications);
        audited.extend(command.audit.as_ref().map(|note| Audit {
            actor: command.by,
            action: note.action,
            task: Some(command.task),
            item: Some(item),
            subject: note.subject,
            detail: note.detail.clone(),
        }));
    }
    if !appended.is_empty() {
        updates::append(tx, &appended).await?;
    }
    if !counts.is_empty() {
        live_items::set_counts(tx, &counts).await?;
    }
    if !notified.is_empty() {
        notifications::insert(tx, &notified).await?;
    }
    if !audited.is_empty() {
        audit::write_all(tx, &audited).await?;
    }
    Ok(())
}

/// Logs a database error and returns the outcome it means for the room.
pub fn failed(error: &sqlx::Error) -> OperationOutcome {
    if crate::db::is_unreachable(error) {
        tracing::warn!(%error, "room.storage: the database did not answer an operation");
        return OperationOutcome::Unreachable;
    }
    let taken = error.as_database_error().is_some_and(|error| error.constraint() == Some("item_updates_pkey"));
    if taken {
        return OperationOutcome::Conflict;
    }
    tracing::error!(%error, "room.operation: an operation failed");
    OperationOutcome::Failed
}
