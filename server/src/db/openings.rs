//! Who has opened which items since they entered their stage: nobody may decide on a single item without opening it.

use countersign_shared::ids::{ItemId, UserId};
use sqlx::PgConnection;

pub async fn record(db: &mut PgConnection, item: ItemId, user: UserId) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO item_openings (item_id, user_id, stage_since) SELECT id, $2, stage_since FROM items WHERE id = $1
         ON CONFLICT (item_id, user_id) DO UPDATE SET stage_since = excluded.stage_since",
        item.0,
        user.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Returns whether the user has opened the item since it entered its stage.
pub async fn has_opened(db: &mut PgConnection, item: ItemId, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM item_openings o JOIN items i ON i.id = o.item_id
               WHERE o.item_id = $1 AND o.user_id = $2 AND o.stage_since = i.stage_since) AS "opened!""#,
        item.0,
        user.0
    )
    .fetch_one(db)
    .await
}
