//! The editor locks: one row per item. Each change is a single statement that checks the current row. All times come from
//! the database's clock.

use std::collections::{HashMap, HashSet};

use countersign_shared::ids::{Epoch, ItemId, SessionId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::db::users;
use crate::live::lock::{Holder, LockChange, LockRow};

/// How many seconds a lock lives: `ttl` without renewal, `grace` after its holder has disconnected.
#[derive(Clone, Copy, Debug)]
pub struct LockDurations {
    pub ttl: i32,
    pub grace: i32,
}

/// Reads the lock of an item. An expired lock has no holder.
pub async fn read(db: &mut PgConnection, item: ItemId) -> sqlx::Result<LockRow> {
    Ok(read_all(db, &[item.0]).await?.remove(&item).unwrap_or_default())
}

/// Reads the locks of those items that have a row.
pub async fn read_all(db: &mut PgConnection, items: &[Uuid]) -> sqlx::Result<HashMap<ItemId, LockRow>> {
    let rows = sqlx::query!(
        r#"SELECT l.item_id AS "item_id!", l.epoch AS "epoch!", l.session_id, l.tab, l.acquired_at,
               l.disconnected AS "disconnected!",
               greatest(0, (extract(epoch FROM l.expires_at - now()) * 1000)::bigint) AS remaining_ms,
               u.id AS "user_id?", u.name AS "name?", u.color AS "color?"
           FROM item_locks l LEFT JOIN users u ON u.id = l.user_id AND l.expires_at > now()
           WHERE l.item_id = ANY($1)"#,
        items
    )
    .fetch_all(db)
    .await?;
    let locks = rows.into_iter().map(|row| {
        let person = users::joined_person(row.user_id, row.name, row.color);
        let holder = match (person, row.session_id, row.acquired_at) {
            (Some(person), Some(session), Some(since)) => {
                Some(Holder { person, session: SessionId(session), tab: row.tab, since })
            }
            _ => None,
        };
        let lock = LockRow {
            epoch: Epoch(row.epoch),
            is_disconnected: holder.is_some() && row.disconnected,
            holder,
            remaining_ms: row.remaining_ms.and_then(|ms| u64::try_from(ms).ok()).unwrap_or_default(),
        };
        (ItemId(row.item_id), lock)
    });
    Ok(locks.collect())
}

/// Applies a change to a lock. Returns whether it took effect.
pub async fn apply(
    db: &mut PgConnection,
    item: ItemId,
    change: &LockChange,
    durations: LockDurations,
) -> sqlx::Result<bool> {
    let done = match change {
        LockChange::Acquire { user, session, tab } => {
            sqlx::query!(
                "UPDATE item_locks SET epoch = epoch + 1, user_id = $2, session_id = $3, tab = $4, acquired_at = now(),
                 expires_at = now() + make_interval(secs => $5), disconnected = false
             WHERE item_id = $1 AND (user_id IS NULL OR expires_at <= now())",
                item.0,
                user.0,
                session.0,
                tab.as_deref(),
                f64::from(durations.ttl)
            )
            .execute(db)
            .await?
        }
        LockChange::TakeOver { user, session, tab } => {
            sqlx::query!(
                "UPDATE item_locks SET epoch = epoch + 1, session_id = $3, tab = $4, acquired_at = now(),
                 expires_at = now() + make_interval(secs => $5), disconnected = false
             WHERE item_id = $1 AND user_id = $2",
                item.0,
                user.0,
                session.0,
                tab.as_deref(),
                f64::from(durations.ttl)
            )
            .execute(db)
            .await?
        }
        LockChange::HandOver { epoch, from: _, user, session, tab } => {
            sqlx::query!(
                "UPDATE item_locks SET epoch = epoch + 1, user_id = $3, session_id = $4, tab = $5, acquired_at = now(),
                 expires_at = now() + make_interval(secs => $6), disconnected = false
             WHERE item_id = $1 AND epoch = $2 AND user_id IS NOT NULL",
                item.0,
                epoch.0,
                user.0,
                session.0,
                tab.as_deref(),
                f64::from(durations.ttl)
            )
            .execute(db)
            .await?
        }
        LockChange::Release { epoch, by: _ } => {
            sqlx::query!(
                "UPDATE item_locks SET epoch = epoch + 1, user_id = NULL, session_id = NULL, tab = NULL,
                 acquired_at = NULL, expires_at = NULL, disconnected = false
             WHERE item_id = $1 AND epoch = $2 AND user_id IS NOT NULL",
                item.0,
                epoch.0
            )
            .execute(db)
            .await?
        }
        LockChange::Disconnect { epoch } => {
            sqlx::query!(
                "UPDATE item_locks SET disconnected = true, expires_at = now() + make_interval(secs => $3)
             WHERE item_id = $1 AND epoch = $2 AND user_id IS NOT NULL",
                item.0,
                epoch.0,
                f64::from(durations.grace)
            )
            .execute(db)
            .await?
        }
        LockChange::Resume { epoch } | LockChange::Renew { epoch } => {
            sqlx::query!(
                "UPDATE item_locks SET disconnected = false, expires_at = now() + make_interval(secs => $3)
             WHERE item_id = $1 AND epoch = $2 AND user_id IS NOT NULL",
                item.0,
                epoch.0,
                f64::from(durations.ttl)
            )
            .execute(db)
            .await?
        }
        LockChange::Expire { epoch } => {
            sqlx::query!(
                "UPDATE item_locks SET epoch = epoch + 1, user_id = NULL, session_id = NULL, tab = NULL,
                 acquired_at = NULL, expires_at = NULL, disconnected = false
             WHERE item_id = $1 AND epoch = $2 AND user_id IS NOT NULL AND expires_at <= now()",
                item.0,
                epoch.0
            )
            .execute(db)
            .await?
        }
    };
    Ok(done.rows_affected() > 0)
}

/// Releases those locks that still have the given epoch and holder. Returns their items.
pub async fn unlock(db: &mut PgConnection, locks: &[(ItemId, Epoch, UserId)]) -> sqlx::Result<HashSet<ItemId>> {
    let items: Vec<Uuid> = locks.iter().map(|(item, ..)| item.0).collect();
    let epochs: Vec<i64> = locks.iter().map(|(_, epoch, _)| epoch.0).collect();
    let holders: Vec<Uuid> = locks.iter().map(|(.., holder)| holder.0).collect();
    let freed = sqlx::query_scalar!(
        "UPDATE item_locks l SET epoch = l.epoch + 1, user_id = NULL, session_id = NULL, tab = NULL,
             acquired_at = NULL, expires_at = NULL, disconnected = false
         FROM unnest($1::uuid[], $2::bigint[], $3::uuid[]) AS seen (item_id, epoch, user_id)
         WHERE l.item_id = seen.item_id AND l.epoch = seen.epoch AND l.user_id = seen.user_id
         RETURNING l.item_id",
        &items,
        &epochs,
        &holders
    )
    .fetch_all(db)
    .await?;
    Ok(freed.into_iter().map(ItemId).collect())
}

/// Returns the items whose lock is held by another user than the one given for the item. Nobody can acquire the locks of the
/// other items until the transaction ends.
pub async fn held_by_others(
    db: &mut PgConnection,
    items: &[(ItemId, Option<UserId>)],
) -> sqlx::Result<HashSet<ItemId>> {
    let ids: Vec<Uuid> = items.iter().map(|(item, _)| item.0).collect();
    let users: Vec<Option<Uuid>> = items.iter().map(|(_, user)| user.map(|user| user.0)).collect();
    // In a fixed order, so that two transactions that lock many rows cannot deadlock.
    let rows = sqlx::query!(
        r#"SELECT l.item_id, coalesce(l.user_id IS NOT NULL AND l.expires_at > now()
                   AND l.user_id IS DISTINCT FROM w.user_id, false) AS "held!"
           FROM item_locks l JOIN unnest($1::uuid[], $2::uuid[]) AS w (item_id, user_id) ON w.item_id = l.item_id
           ORDER BY l.item_id FOR UPDATE OF l"#,
        &ids,
        &users as &[Option<Uuid>]
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter(|row| row.held).map(|row| ItemId(row.item_id)).collect())
}

/// Returns the user that the row names as the holder, even if the lock has expired.
pub async fn holder(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<UserId>> {
    let holder =
        sqlx::query_scalar!("SELECT user_id FROM item_locks WHERE item_id = $1", item.0).fetch_optional(db).await?;
    Ok(holder.flatten().map(UserId))
}
