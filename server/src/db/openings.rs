//! When people last opened items: nobody decides alone on what they have not looked at.

use countersign_shared::ids::{ItemId, UserId};
use sqlx::PgConnection;

pub async fn record(db: &mut PgConnection, item: ItemId, user: UserId) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO item_openings (item_id, user_id) VALUES ($1, $2)
         ON CONFLICT (item_id, user_id) DO UPDATE SET opened_at = now()",
        item.0,
        user.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether the person has opened the item since it came to its stage.
pub async fn has_opened(db: &mut PgConnection, item: ItemId, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM item_openings o JOIN items i ON i.id = o.item_id
               WHERE o.item_id = $1 AND o.user_id = $2 AND o.opened_at >= i.stage_since) AS "opened!""#,
        item.0,
        user.0
    )
    .fetch_one(db)
    .await
}
