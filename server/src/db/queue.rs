//! The queue of a task's items: reserves the next item for a user for a while, and records which items users skip.

use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::workflow::Stage;
use sqlx::PgConnection;
use time::OffsetDateTime;

pub struct Reservation {
    pub item: ItemId,
    pub until: OffsetDateTime,
}

/// Which items to offer to a user.
pub struct ReservationRequest {
    pub task: TaskId,
    pub stage: Stage,
    pub user: UserId,
    /// Only items that this user sent back and that were resubmitted.
    pub only_resubmitted: bool,
    /// Duration of the reservation.
    pub seconds: f64,
}

/// Reserves the next item for a user: first those assigned to the user, then by priority, then in task order. Two concurrent
/// requests get different items.
pub async fn reserve_next(db: &mut PgConnection, offer: &ReservationRequest) -> sqlx::Result<Option<Reservation>> {
    let row = sqlx::query!(
        r#"UPDATE items SET reserved_by = $3, reserved_until = now() + make_interval(secs => $5)
           WHERE id = (
               SELECT i.id FROM items i
               WHERE i.task_id = $1 AND i.stage = $2 AND (i.assignee_id IS NULL OR i.assignee_id = $3)
                   AND (i.reserved_by IS NULL OR i.reserved_by = $3 OR i.reserved_until <= now())
                   AND (NOT $4::bool OR (i.resubmitted AND i.returned_by = $3))
                   AND NOT EXISTS (SELECT FROM item_locks l WHERE l.item_id = i.id AND l.user_id IS NOT NULL
                       AND l.user_id <> $3 AND l.expires_at > now())
                   AND NOT EXISTS (SELECT FROM item_skips s WHERE s.item_id = i.id AND s.user_id = $3)
               ORDER BY (i.assignee_id = $3) IS NOT TRUE, i.priority DESC, i.position
               LIMIT 1 FOR UPDATE SKIP LOCKED)
           RETURNING id, reserved_until AS "until!""#,
        offer.task.0,
        offer.stage.as_str(),
        offer.user.0,
        offer.only_resubmitted,
        offer.seconds
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Reservation { item: ItemId(row.id), until: row.until }))
}

/// Records that the user skips an item: it is no longer offered, assigned or reserved to this user.
pub async fn skip(db: &mut PgConnection, item: ItemId, user: UserId, reason: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO item_skips (item_id, user_id, reason) VALUES ($1, $2, $3)
         ON CONFLICT (item_id, user_id) DO UPDATE SET reason = excluded.reason, at = now()",
        item.0,
        user.0,
        reason
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "UPDATE items SET skips = (SELECT count(*) FROM item_skips s WHERE s.item_id = $1), updated_at = now(),
             assignee_id = CASE WHEN assignee_id = $2 THEN NULL ELSE assignee_id END,
             reserved_until = CASE WHEN reserved_by = $2 THEN NULL ELSE reserved_until END,
             reserved_by = CASE WHEN reserved_by = $2 THEN NULL ELSE reserved_by END
         WHERE id = $1",
        item.0,
        user.0
    )
    .execute(db)
    .await?;
    Ok(())
}
