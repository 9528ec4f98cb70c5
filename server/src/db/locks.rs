//! The editor locks: one row an item. Each change is one statement that looks at the row as it then is; time is the
//! database's alone.

use countersign_shared::ids::{Epoch, ItemId, SessionId, UserId};
use sqlx::PgConnection;

use crate::db::users;
use crate::live::lock::{Holder, LockChange, LockRow};

/// Seconds a lock lives without a sign of life, and with its holder gone.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub ttl: i32,
    pub grace: i32,
}

/// The row; a lock that ran out has no holder.
pub async fn read(db: &mut PgConnection, item: ItemId) -> sqlx::Result<LockRow> {
    let row = sqlx::query!(
        r#"SELECT l.epoch, l.session_id, l.tab, l.acquired_at, l.disconnected,
               greatest(0, (extract(epoch FROM l.expires_at - now()) * 1000)::bigint) AS remaining_ms,
               u.id AS "user_id?", u.name AS "name?", u.color AS "color?"
           FROM item_locks l LEFT JOIN users u ON u.id = l.user_id AND l.expires_at > now()
           WHERE l.item_id = $1"#,
        item.0
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(LockRow::default()) };
    let person = users::joined_person(row.user_id, row.name, row.color);
    let holder = match (person, row.session_id, row.acquired_at) {
        (Some(person), Some(session), Some(since)) => {
            Some(Holder { person, session: SessionId(session), tab: row.tab, since })
        }
        _ => None,
    };
    Ok(LockRow {
        epoch: Epoch(row.epoch),
        disconnected: holder.is_some() && row.disconnected,
        holder,
        remaining_ms: row.remaining_ms.and_then(|ms| u64::try_from(ms).ok()).unwrap_or_default(),
    })
}

/// Whether the change applied.
pub async fn change(db: &mut PgConnection, item: ItemId, change: &LockChange, terms: Terms) -> sqlx::Result<bool> {
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
                f64::from(terms.ttl)
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
                f64::from(terms.ttl)
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
                f64::from(terms.ttl)
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
                f64::from(terms.grace)
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
                f64::from(terms.ttl)
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

/// Frees a lock that is as it was seen; whether it was.
pub async fn unlock(db: &mut PgConnection, item: ItemId, epoch: Epoch, holder: UserId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE item_locks SET epoch = epoch + 1, user_id = NULL, session_id = NULL, tab = NULL,
             acquired_at = NULL, expires_at = NULL, disconnected = false
         WHERE item_id = $1 AND epoch = $2 AND user_id = $3",
        item.0,
        epoch.0,
        holder.0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether nobody but `user` holds the lock, and nobody can take it until the transaction ends.
pub async fn keep_from_others(db: &mut PgConnection, item: ItemId, user: Option<UserId>) -> sqlx::Result<bool> {
    let holder = sqlx::query!(
        r#"SELECT user_id, expires_at <= now() AS "over?" FROM item_locks WHERE item_id = $1 FOR UPDATE"#,
        item.0
    )
    .fetch_optional(db)
    .await?;
    Ok(holder.is_none_or(|row| row.user_id.is_none() || row.over == Some(true) || row.user_id.map(UserId) == user))
}

/// Who the row names, run out or not.
pub async fn holder(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<UserId>> {
    let holder =
        sqlx::query_scalar!("SELECT user_id FROM item_locks WHERE item_id = $1", item.0).fetch_optional(db).await?;
    Ok(holder.flatten().map(UserId))
}
