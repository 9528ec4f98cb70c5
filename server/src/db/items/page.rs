//! One page of a task's items: filters, three orders, and the place to go on from.

use countersign_shared::ids::TaskId;
use countersign_shared::workflow::Stage;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// What must hold of an item; `None` and `false` ask nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub stage: Option<Stage>,
    /// Part of the file name, in any case.
    pub search: Option<String>,
    pub open_issues: bool,
    pub comments: bool,
    pub locked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Position,
    Name,
    /// Last changed first.
    Updated,
}

/// The last row of the page before, by what its order goes by.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    Position(i32),
    Name(String, Uuid),
    Updated(#[serde(with = "time::serde::rfc3339")] OffsetDateTime, Uuid),
}

pub struct Page {
    pub ids: Vec<Uuid>,
    pub next: Option<After>,
    /// All that match, on whichever page.
    pub total: i64,
}

/// A query over the task's items that match the filter, ending in `$tail`. One text for all four, each checked on its own.
macro_rules! matching {
    ($select:tt, $tail:tt, $task:expr, $filter:expr $(, $arg:expr)*) => {
        sqlx::query!(
            $select + " FROM items i JOIN media m ON m.id = i.media_id
                LEFT JOIN item_locks l ON l.item_id = i.id AND l.user_id IS NOT NULL AND l.expires_at > now()
            WHERE i.task_id = $1 AND ($2::text IS NULL OR i.stage = $2)
                AND ($3::text IS NULL OR strpos(lower(m.file_name), lower($3)) > 0)
                AND (NOT $4::bool OR i.open_issues > 0) AND (NOT $5::bool OR i.comment_count > 0)
                AND (NOT $6::bool OR l.item_id IS NOT NULL) " + $tail,
            $task.0,
            $filter.stage.map(Stage::as_str),
            $filter.search,
            $filter.open_issues,
            $filter.comments,
            $filter.locked
            $(, $arg)*
        )
    };
}

/// `after` must be of `order`; one of another order begins anew.
pub async fn page(
    db: &mut PgConnection,
    task: TaskId,
    filter: &Filter,
    order: Order,
    after: Option<After>,
    limit: i64,
) -> sqlx::Result<Page> {
    let total = matching!(r#"SELECT count(*) AS "count!""#, "", task, filter).fetch_one(&mut *db).await?.count;
    // One more than asked for tells whether there is a next page.
    let fetch = limit + 1;
    let mut rows: Vec<(Uuid, After)> =
        match order {
            Order::Position => {
                let from = match after {
                    Some(After::Position(position)) => Some(position),
                    _ => None,
                };
                matching!(
                    "SELECT i.id, i.position",
                    "AND ($7::int IS NULL OR i.position > $7) ORDER BY i.position LIMIT $8",
                    task,
                    filter,
                    from,
                    fetch
                )
                .fetch_all(db)
                .await?
                .into_iter()
                .map(|row| (row.id, After::Position(row.position)))
                .collect()
            }
            Order::Name => {
                let (name, id) = match after {
                    Some(After::Name(name, id)) => (Some(name), Some(id)),
                    _ => (None, None),
                };
                matching!(
                "SELECT i.id, m.file_name",
                "AND ($7::text IS NULL OR (m.file_name, i.id) > ($7, $8::uuid)) ORDER BY m.file_name, i.id LIMIT $9",
                task, filter, name, id, fetch
            )
            .fetch_all(db)
            .await?
            .into_iter()
            .map(|row| (row.id, After::Name(row.file_name, row.id)))
            .collect()
            }
            Order::Updated => {
                let (at, id) = match after {
                    Some(After::Updated(at, id)) => (Some(at), Some(id)),
                    _ => (None, None),
                };
                matching!(
                    "SELECT i.id, i.updated_at",
                    "AND ($7::timestamptz IS NULL OR (i.updated_at, i.id) < ($7, $8::uuid))
                 ORDER BY i.updated_at DESC, i.id DESC LIMIT $9",
                    task,
                    filter,
                    at,
                    id,
                    fetch
                )
                .fetch_all(db)
                .await?
                .into_iter()
                .map(|row| (row.id, After::Updated(row.updated_at, row.id)))
                .collect()
            }
        };
    let more = rows.len() as i64 > limit;
    if more {
        rows.pop();
    }
    let next = if more { rows.last().map(|(_, after)| after.clone()) } else { None };
    Ok(Page { ids: rows.into_iter().map(|(id, _)| id).collect(), next, total })
}
