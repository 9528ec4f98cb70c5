//! The newest results of a dataset: filters, two orders, and the position of the next page.

use countersign_shared::ids::{DatasetId, ItemId, MediaId, Seq, TaskId, UserId};
use countersign_shared::label::Labels;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Version;
use crate::db::users::joined_person;
use crate::db::{begin_with_custom_plans, truncate_page};

/// Conditions on results; `None` matches all.
#[derive(Clone, Debug, Default)]
pub struct ResultFilter {
    /// Only results of these tasks.
    pub tasks: Vec<Uuid>,
    /// Id of a class; the result must have a label of it.
    pub class: Option<String>,
    /// Part of the file name, ignoring case.
    pub search: Option<String>,
    pub accepted_by: Option<UserId>,
    pub from: Option<OffsetDateTime>,
    pub before: Option<OffsetDateTime>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Name,
    /// Most recently accepted first.
    Accepted,
}

/// The last row of the previous page, identified by the values that its order sorts by.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cursor {
    Name(String, Uuid),
    Accepted(#[serde(with = "time::serde::rfc3339")] OffsetDateTime, Uuid),
}

impl Cursor {
    #[must_use]
    pub fn order(&self) -> Order {
        match self {
            Self::Name(..) => Order::Name,
            Self::Accepted(..) => Order::Accepted,
        }
    }
}

pub struct Page {
    pub keys: Vec<ResultKey>,
    pub next: Option<Cursor>,
    /// The number of matching results on all pages.
    pub total: i64,
}

/// Identifies a result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ResultKey {
    pub item: ItemId,
    pub version: i32,
}

/// One accepted result with its labels.
pub struct AcceptedResult {
    pub item: ItemId,
    pub task: TaskId,
    pub media: MediaId,
    pub file_name: String,
    pub width: i32,
    pub height: i32,
    pub version: Version,
    pub labels: Labels,
}

/// A query over the newest results that match the filter, ending in `$tail`. All uses share one text; each is checked
/// separately.
macro_rules! select_matching {
    ($select:tt, $tail:tt, $dataset:expr, $filter:expr $(, $arg:expr)*) => {
        sqlx::query!(
            $select + " FROM dataset_annotations d JOIN items i ON i.id = d.item_id
            WHERE d.dataset_id = $1 AND d.task_id = ANY($2)
                AND NOT EXISTS (SELECT FROM dataset_annotations newer
                                WHERE newer.item_id = d.item_id AND newer.version = d.version + 1)
                AND ($3::text IS NULL OR strpos(i.folded_name, (SELECT lower($3))) > 0)
                AND ($4::uuid IS NULL OR d.accepted_by = $4)
                AND ($5::timestamptz IS NULL OR d.accepted_at >= $5)
                AND ($6::timestamptz IS NULL OR d.accepted_at < $6)
                AND ($7::text IS NULL OR d.class_counts ? $7) "
                + $tail,
            $dataset.0,
            &$filter.tasks,
            $filter.search,
            $filter.accepted_by.map(|id| id.0),
            $filter.from,
            $filter.before,
            $filter.class
            $(, $arg)*
        )
    };
}

async fn count(db: &mut PgConnection, dataset: DatasetId, filter: &ResultFilter) -> sqlx::Result<i64> {
    Ok(select_matching!(r#"SELECT count(*) AS "count!""#, "", dataset, filter).fetch_one(db).await?.count)
}

/// Returns all matching results, ordered by file name.
pub async fn keys(db: &mut PgConnection, dataset: DatasetId, filter: &ResultFilter) -> sqlx::Result<Vec<ResultKey>> {
    let mut db = begin_with_custom_plans(db).await?;
    let rows = select_matching!("SELECT d.item_id, d.version", "ORDER BY i.file_name, d.item_id", dataset, filter)
        .fetch_all(&mut *db)
        .await?;
    db.commit().await?;
    Ok(rows.into_iter().map(|row| ResultKey { item: ItemId(row.item_id), version: row.version }).collect())
}

/// Returns the tasks of these results with their names, oldest first.
pub async fn tasks(db: &mut PgConnection, keys: &[ResultKey]) -> sqlx::Result<Vec<(TaskId, String)>> {
    let items: Vec<Uuid> = keys.iter().map(|key| key.item.0).collect();
    let rows = sqlx::query!(
        "SELECT id, name FROM tasks WHERE id IN (SELECT task_id FROM items WHERE id = ANY($1)) ORDER BY created_at, id",
        &items
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (TaskId(row.id), row.name)).collect())
}

/// Returns the page after `after`. If `after` belongs to another order, returns the first page.
pub async fn page(
    db: &mut PgConnection,
    dataset: DatasetId,
    filter: &ResultFilter,
    order: Order,
    after: Option<Cursor>,
    limit: i64,
) -> sqlx::Result<Page> {
    let mut db = begin_with_custom_plans(db).await?;
    let total = count(&mut db, dataset, filter).await?;
    // One row more than requested shows whether there is a next page.
    let mut rows = rows(&mut db, dataset, filter, order, after, limit + 1).await?;
    db.commit().await?;
    let next = truncate_page(&mut rows, limit, |(_, after)| after.clone());
    Ok(Page { keys: rows.into_iter().map(|(key, _)| key).collect(), next, total })
}

async fn rows(
    db: &mut PgConnection,
    dataset: DatasetId,
    filter: &ResultFilter,
    order: Order,
    after: Option<Cursor>,
    fetch: i64,
) -> sqlx::Result<Vec<(ResultKey, Cursor)>> {
    let key = |item, version| ResultKey { item: ItemId(item), version };
    Ok(match order {
        Order::Name => {
            let (name, id) = match after {
                Some(Cursor::Name(name, id)) => (Some(name), Some(id)),
                Some(Cursor::Accepted(..)) | None => (None, None),
            };
            select_matching!(
                "SELECT d.item_id, d.version, i.file_name",
                "AND ($8::text IS NULL OR (i.file_name, d.item_id) > ($8, $9::uuid))
                 ORDER BY i.file_name, d.item_id LIMIT $10",
                dataset,
                filter,
                name,
                id,
                fetch
            )
            .fetch_all(db)
            .await?
            .into_iter()
            .map(|row| (key(row.item_id, row.version), Cursor::Name(row.file_name, row.item_id)))
            .collect()
        }
        Order::Accepted => {
            let (at, id) = match after {
                Some(Cursor::Accepted(at, id)) => (Some(at), Some(id)),
                Some(Cursor::Name(..)) | None => (None, None),
            };
            select_matching!(
                "SELECT d.item_id, d.version, d.accepted_at",
                "AND ($8::timestamptz IS NULL OR (d.accepted_at, d.item_id) < ($8, $9::uuid))
                 ORDER BY d.accepted_at DESC, d.item_id DESC LIMIT $10",
                dataset,
                filter,
                at,
                id,
                fetch
            )
            .fetch_all(db)
            .await?
            .into_iter()
            .map(|row| (key(row.item_id, row.version), Cursor::Accepted(row.accepted_at, row.item_id)))
            .collect()
        }
    })
}

/// Reads these results, in the order of `keys`.
pub async fn read(db: &mut PgConnection, keys: &[ResultKey]) -> sqlx::Result<Vec<AcceptedResult>> {
    let items: Vec<Uuid> = keys.iter().map(|key| key.item.0).collect();
    let versions: Vec<i32> = keys.iter().map(|key| key.version).collect();
    let rows = sqlx::query!(
        r#"SELECT d.item_id, d.task_id, d.media_id, m.file_name, m.width, m.height, d.version, d.seq, d.label_count,
               d.added, d.changed, d.removed, d.accepted_at, d.annotations AS "annotations: Json<Labels>",
               u.id AS "by_id?: Uuid", u.name AS "by_name?", u.color AS "by_color?"
           FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS k (item_id, version, n)
               JOIN dataset_annotations d ON d.item_id = k.item_id AND d.version = k.version
               JOIN media m ON m.id = d.media_id LEFT JOIN users u ON u.id = d.accepted_by
           ORDER BY k.n"#,
        &items,
        &versions
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AcceptedResult {
            item: ItemId(row.item_id),
            task: TaskId(row.task_id),
            media: MediaId(row.media_id),
            file_name: row.file_name,
            width: row.width,
            height: row.height,
            version: version!(row),
            labels: row.annotations.0,
        })
        .collect())
}

/// The media file of a result, without its labels.
pub struct MediaFile {
    pub media: MediaId,
    pub file_name: String,
    pub width: i32,
    pub height: i32,
}

/// Returns the media files of these results, in the order of `keys`.
pub async fn media_files(db: &mut PgConnection, keys: &[ResultKey]) -> sqlx::Result<Vec<MediaFile>> {
    let items: Vec<Uuid> = keys.iter().map(|key| key.item.0).collect();
    let rows = sqlx::query!(
        "SELECT m.id, m.file_name, m.width, m.height
         FROM unnest($1::uuid[]) WITH ORDINALITY AS k (item_id, n)
             JOIN items i ON i.id = k.item_id JOIN media m ON m.id = i.media_id
         ORDER BY k.n",
        &items
    )
    .fetch_all(db)
    .await?;
    let picture = |id, file_name, width, height| MediaFile { media: MediaId(id), file_name, width, height };
    Ok(rows.into_iter().map(|row| picture(row.id, row.file_name, row.width, row.height)).collect())
}
