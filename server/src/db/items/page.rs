//! One page of a task's items: filters, four orders, and the position of the next page.

use countersign_shared::ids::{TaskId, UserId};
use countersign_shared::item_filter::{Activity, Assignee, ItemFilter};
use countersign_shared::workflow::{Stage, Status};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::matching::{assigned_to, requires_activity, select_matching};
use crate::db::{begin_with_custom_plans, truncate_page};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Position,
    Name,
    /// Most recently changed first.
    Updated,
    /// Most urgent first.
    Priority,
}

/// The last row of the previous page, identified by the values that its order sorts by.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cursor {
    Position(i32),
    Name(String, Uuid),
    Updated(#[serde(with = "time::serde::rfc3339")] OffsetDateTime, Uuid),
    Priority(i16, i32),
}

impl Cursor {
    #[must_use]
    pub fn order(&self) -> Order {
        match self {
            Self::Position(_) => Order::Position,
            Self::Name(..) => Order::Name,
            Self::Updated(..) => Order::Updated,
            Self::Priority(..) => Order::Priority,
        }
    }
}

pub struct Page {
    pub ids: Vec<Uuid>,
    pub next: Option<Cursor>,
    /// The number of matching items on all pages.
    pub total: i64,
}

/// Up to this many matching items, sorting them is faster than finding them along the index of an order.
const SORT_THRESHOLD: i64 = 2_000;

/// Which items to return: those of `task` that match `filter`, as `reader` sees them.
#[derive(Clone, Copy)]
pub struct ItemQuery<'a> {
    pub task: TaskId,
    pub reader: UserId,
    pub filter: &'a ItemFilter,
}

/// Returns the page after `after`. If `after` belongs to another order, returns the first page.
pub async fn page(
    db: &mut PgConnection,
    query: ItemQuery<'_>,
    order: Order,
    after: Option<Cursor>,
    limit: i64,
) -> sqlx::Result<Page> {
    let mut db = begin_with_custom_plans(db).await?;
    let total = count(&mut db, query).await?;
    if total == 0 {
        return Ok(Page { ids: Vec::new(), next: None, total });
    }
    if total <= SORT_THRESHOLD {
        // Walking the order's index until the page is full would visit nearly all items, one by one.
        sqlx::query!("SET LOCAL enable_indexscan = off").execute(&mut *db).await?;
    }
    // One row more than requested shows whether there is a next page.
    let mut rows = rows(&mut db, query, order, after, limit + 1).await?;
    db.commit().await?;
    let next = truncate_page(&mut rows, limit, |(_, after)| after.clone());
    Ok(Page { ids: rows.into_iter().map(|(id, _)| id).collect(), next, total })
}

async fn count(db: &mut PgConnection, query: ItemQuery<'_>) -> sqlx::Result<i64> {
    let ItemQuery { task, reader, filter } = query;
    let row = select_matching!(r#"SELECT count(*) AS "count!""#, "", task, reader, filter).fetch_one(db).await?;
    Ok(row.count)
}

/// Returns the ids of the first `most` matching items, in task order.
pub async fn matching_ids(db: &mut PgConnection, query: ItemQuery<'_>, most: i64) -> sqlx::Result<Vec<Uuid>> {
    let ItemQuery { task, reader, filter } = query;
    let mut db = begin_with_custom_plans(db).await?;
    let rows = select_matching!("SELECT i.id", "ORDER BY i.position LIMIT $24", task, reader, filter, most)
        .fetch_all(&mut *db);
    let ids = rows.await?.into_iter().map(|row| row.id).collect();
    db.commit().await?;
    Ok(ids)
}

async fn rows(
    db: &mut PgConnection,
    query: ItemQuery<'_>,
    order: Order,
    after: Option<Cursor>,
    fetch: i64,
) -> sqlx::Result<Vec<(Uuid, Cursor)>> {
    let ItemQuery { task, reader, filter } = query;
    Ok(match order {
        Order::Position => {
            let from = match after {
                Some(Cursor::Position(position)) => Some(position),
                _ => None,
            };
            select_matching!(
                "SELECT i.id, i.position",
                "AND ($24::int IS NULL OR i.position > $24) ORDER BY i.position LIMIT $25",
                task,
                reader,
                filter,
                from,
                fetch
            )
            .fetch_all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, Cursor::Position(row.position)))
            .collect()
        }
        Order::Name => {
            let (name, id) = match after {
                Some(Cursor::Name(name, id)) => (Some(name), Some(id)),
                _ => (None, None),
            };
            select_matching!(
                "SELECT i.id, i.file_name",
                "AND ($24::text IS NULL OR (i.file_name, i.id) > ($24, $25::uuid))
                 ORDER BY i.file_name, i.id LIMIT $26",
                task,
                reader,
                filter,
                name,
                id,
                fetch
            )
            .fetch_all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, Cursor::Name(row.file_name, row.id)))
            .collect()
        }
        Order::Updated => {
            let (at, id) = match after {
                Some(Cursor::Updated(at, id)) => (Some(at), Some(id)),
                _ => (None, None),
            };
            select_matching!(
                "SELECT i.id, i.updated_at",
                "AND ($24::timestamptz IS NULL OR (i.updated_at, i.id) < ($24, $25::uuid))
                 ORDER BY i.updated_at DESC, i.id DESC LIMIT $26",
                task,
                reader,
                filter,
                at,
                id,
                fetch
            )
            .fetch_all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, Cursor::Updated(row.updated_at, row.id)))
            .collect()
        }
        Order::Priority => {
            let (priority, position) = match after {
                Some(Cursor::Priority(priority, position)) => (Some(priority), Some(position)),
                _ => (None, None),
            };
            select_matching!(
                "SELECT i.id, i.priority, i.position",
                "AND ($24::smallint IS NULL OR i.priority < $24 OR (i.priority = $24 AND i.position > $25::int))
                 ORDER BY i.priority DESC, i.position LIMIT $26",
                task,
                reader,
                filter,
                priority,
                position,
                fetch
            )
            .fetch_all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, Cursor::Priority(row.priority, row.position)))
            .collect()
        }
    })
}
