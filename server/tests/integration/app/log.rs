//! The update log of an item, read directly from the database.

use countersign_shared::ids::ItemId;
use sqlx::Row;
use sqlx::{PgPool, query, query_scalar};

/// Counts the rows of the item's log whose update contains these bytes. A label's id occurs only where the label was created.
pub async fn rows_with(db: &PgPool, item: ItemId, bytes: &str) -> i64 {
    query_scalar("SELECT count(*) FROM item_updates WHERE item_id = $1 AND position($2::bytea IN update) > 0")
        .bind(item.0)
        .bind(bytes.as_bytes())
        .fetch_one(db)
        .await
        .expect("the log")
}

/// Asserts that the log's sequence numbers have no gap, and returns the number of rows.
pub async fn assert_gapless(db: &PgPool, item: ItemId) -> i64 {
    let row =
        query("SELECT count(*), coalesce(min(seq), 1), coalesce(max(seq), 0) FROM item_updates WHERE item_id = $1")
            .bind(item.0)
            .fetch_one(db)
            .await
            .expect("the log");
    let (count, first, last): (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
    assert_eq!(count, last - first + 1, "a gap in the log of {item}");
    count
}
