//! Performs a room's operations in the database, each in one transaction.

use countersign_shared::ids::{ItemId, Seq, TaskId};
use serde_json::json;
use sqlx::{Connection, PgConnection};
use tokio::time::timeout;

use super::operation::{Operated, Operation};
use super::shared::Inner;
use super::write::{failed, write};
use crate::db::audit::{self, Audit};
use crate::db::locks::{self, Terms};
use crate::db::{PATIENCE, Trip, live_items, updates};
use crate::live::lock::{LockChange, LockRow};

pub async fn operate(inner: &Inner, operation: Operation, terms: Terms) -> Operated {
    let operated = async {
        match operation {
            Operation::Write(rows) => Ok(write(&inner.deps, &inner.writes, *rows).await),
            Operation::Lock { item, task, change } => {
                let mut db = Trip::start(&inner.deps.db).await?;
                let operated = timeout(PATIENCE, change_lock(&mut db, item, task, &change, terms)).await;
                db.ended(operated)
            }
            Operation::Refresh { item } => {
                let mut db = Trip::start(&inner.deps.db).await?;
                let operated = timeout(PATIENCE, refresh(&mut db, item)).await;
                db.ended(operated)
            }
        }
    };
    operated.await.unwrap_or_else(|error| failed(&error))
}

async fn change_lock(
    db: &mut PgConnection,
    item: ItemId,
    task: TaskId,
    change: &LockChange,
    terms: Terms,
) -> sqlx::Result<Operated> {
    let mut tx = db.begin().await?;
    // The audit log records whose lock expired.
    let holder = match change {
        LockChange::Expire { .. } => locks::holder(&mut tx, item).await?,
        _ => None,
    };
    let done = locks::change(&mut tx, item, change, terms).await?;
    if done {
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
    Ok(Operated::Lock { row, done })
}

async fn refresh(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Operated> {
    let row = locks::read(db, item).await?;
    let seq: Seq = updates::last(db, item).await?;
    let step = live_items::step_of(db, item).await?;
    Ok(step.map_or(Operated::Conflict, |step| Operated::Refreshed { row, seq, step }))
}
