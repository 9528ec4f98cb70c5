//! The items before and after an item, among those that match a filter, in task order.

use countersign_shared::ids::ItemId;
use countersign_shared::item_filter::{Activity, Assignee};
use countersign_shared::workflow::{Stage, Status};
use sqlx::PgConnection;

use super::matching::{assigned_to, requires_activity, select_matching};
use super::page::ItemQuery;
use crate::db::begin_with_custom_plans;

pub struct Neighbours {
    pub previous: Option<ItemId>,
    pub next: Option<ItemId>,
    /// Number of matching items up to this one, including itself if it matches.
    pub index: i64,
    pub total: i64,
}

/// Returns the neighbours of an item. The item itself need not match the filter.
pub async fn neighbours(db: &mut PgConnection, query: ItemQuery<'_>, item: ItemId) -> sqlx::Result<Neighbours> {
    let ItemQuery { task, reader, filter } = query;
    let mut db = begin_with_custom_plans(db).await?;
    let here = sqlx::query_scalar!("SELECT position FROM items WHERE id = $1", item.0).fetch_optional(&mut *db).await?;
    let here = here.unwrap_or_default();
    let counts = select_matching!(
        r#"SELECT count(*) FILTER (WHERE i.position <= $24) AS "index!", count(*) AS "total!""#,
        "",
        task,
        reader,
        filter,
        here
    )
    .fetch_one(&mut *db)
    .await?;
    let previous = select_matching!(
        "SELECT i.id",
        "AND i.position < $24 ORDER BY i.position DESC LIMIT 1",
        task,
        reader,
        filter,
        here
    )
    .fetch_optional(&mut *db)
    .await?;
    let next =
        select_matching!("SELECT i.id", "AND i.position > $24 ORDER BY i.position LIMIT 1", task, reader, filter, here)
            .fetch_optional(&mut *db)
            .await?;
    db.commit().await?;
    Ok(Neighbours {
        previous: previous.map(|row| ItemId(row.id)),
        next: next.map(|row| ItemId(row.id)),
        index: counts.index,
        total: counts.total,
    })
}
