//! Performs a room's operations in the database, each in one transaction.

use countersign_shared::ids::{ItemId, Seq, TaskId};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use tokio::time::timeout;

use super::operation::{Operation, OperationOutcome};
use super::shared::Inner;
use super::write::{failed, write};
use crate::db::audit::{self, Audit};
use crate::db::locks::{self, LockDurations};
use crate::db::{GuardedConnection, QUERY_TIMEOUT, live_items, updates};
use crate::live::lock::{LockChange, LockRow};

pub async fn operate(inner: &Inner, operation: Operation, durations: LockDurations) -> OperationOutcome {
    let outcome = async {
        match operation {
            Operation::Write(rows) => Ok(write(&inner.deps, &inner.writes, *rows).await),
            Operation::Lock { item, task, change } => {
                let mut db = GuardedConnection::acquire(&inner.deps.db).await?;
                let outcome = timeout(QUERY_TIMEOUT, change_lock(&mut db, item, task, &change, durations)).await;
                db.finish(outcome)
            }
            Operation::Refresh { item } => {
                let mut db = GuardedConnection::acquire(&inner.deps.db).await?;
                let outcome = timeout(QUERY_TIMEOUT, refresh(&mut db, item)).await;
                db.finish(outcome)
            }
        }
    };
    outcome.await.unwrap_or_else(|error| failed(&error))
}

async fn change_lock(
    db: &mut PgConnection,
    item: ItemId,
    task: TaskId,
    change: &LockChange,
    durations: LockDurations,
) -> sqlx::Result<OperationOutcome> {
    let mut tx = db.begin().await?;
    // The audit log records whose lock expired.
    let holder = match change {
        LockChange::Expire { .. } => locks::holder(&mut tx, item).await?,
        _ => None,
    };
    let applied = locks::apply(&mut tx, item, change, durations).await?;
    if applied {
        // Every unlock is audited, no matter who asked for it.
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
            audit::write(&mut tx, &row).await?;
        }
    }
    let row: LockRow = locks::read(&mut tx, item).await?;
    tx.commit().await?;
    Ok(OperationOutcome::Lock { row, applied })
}

async fn refresh(db: &mut PgConnection, item: ItemId) -> sqlx::Result<OperationOutcome> {
    let row = locks::read(db, item).await?;
    let seq: Seq = updates::last_seq(db, item).await?;
    let step = live_items::step_of(db, item).await?;
    Ok(step.map_or(OperationOutcome::Conflict, |step| OperationOutcome::Refreshed { row, seq, step }))
}
