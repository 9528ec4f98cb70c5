//! The accepted results of items: what a dataset holds. A newer acceptance is a newer version; none is ever changed.

pub mod page;

use countersign_shared::ids::{DatasetId, ItemId, MediaId, Seq, TaskId, UserId};
use countersign_shared::label::Labels;
use countersign_shared::lock::Person;
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::users::joined_person;

pub struct NewResult<'a> {
    pub dataset: DatasetId,
    pub media: MediaId,
    pub task: TaskId,
    pub item: ItemId,
    /// The last update that the result contains.
    pub seq: Seq,
    /// Typed labels by id.
    pub annotations: &'a Value,
    /// `{class id: labels}`
    pub class_counts: &'a Value,
    pub accepted_by: Option<UserId>,
}

/// One acceptance of an item, and what it changed against the one before.
pub struct Version {
    pub version: i32,
    pub seq: Seq,
    pub label_count: i32,
    pub added: i32,
    pub changed: i32,
    pub removed: i32,
    pub accepted_by: Option<Person>,
    pub accepted_at: OffsetDateTime,
}

/// Adds the item's next version and returns its number.
pub async fn insert(db: &mut PgConnection, result: &NewResult<'_>) -> sqlx::Result<i32> {
    // Label by label against the version before. Joined, since asking one object for each key would read it each time.
    sqlx::query_scalar!(
        "INSERT INTO dataset_annotations (dataset_id, media_id, task_id, item_id, version, seq, annotations, accepted_by,
                                          class_counts, label_count, added, changed, removed)
         SELECT $1, $2, $3, $4, coalesce((SELECT max(version) FROM dataset_annotations WHERE item_id = $4), 0) + 1, $5, $6,
             $7, $8, count(n.key), count(*) FILTER (WHERE o.key IS NULL), count(*) FILTER (WHERE n.value <> o.value),
             count(*) FILTER (WHERE n.key IS NULL)
         FROM jsonb_each($6::jsonb) n FULL JOIN jsonb_each(coalesce(
             (SELECT annotations FROM dataset_annotations WHERE item_id = $4 ORDER BY version DESC LIMIT 1), '{}')) o
             ON o.key = n.key
         RETURNING version",
        result.dataset.0,
        result.media.0,
        result.task.0,
        result.item.0,
        result.seq.0,
        result.annotations,
        result.accepted_by.map(|id| id.0),
        result.class_counts
    )
    .fetch_one(db)
    .await
}

/// All versions of an item, newest first.
pub async fn versions(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Vec<Version>> {
    let rows = sqlx::query!(
        r#"SELECT d.version, d.seq, d.label_count, d.added, d.changed, d.removed, d.accepted_at,
               u.id AS "by_id?: Uuid", u.name AS "by_name?", u.color AS "by_color?"
           FROM dataset_annotations d LEFT JOIN users u ON u.id = d.accepted_by
           WHERE d.item_id = $1 ORDER BY d.version DESC"#,
        item.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Version {
            version: row.version,
            seq: Seq(row.seq),
            label_count: row.label_count,
            added: row.added,
            changed: row.changed,
            removed: row.removed,
            accepted_by: joined_person(row.by_id, row.by_name, row.by_color),
            accepted_at: row.accepted_at,
        })
        .collect())
}

/// The labels of one version.
pub async fn labels(db: &mut PgConnection, item: ItemId, version: i32) -> sqlx::Result<Option<Labels>> {
    let labels = sqlx::query_scalar!(
        r#"SELECT annotations AS "annotations: Json<Labels>" FROM dataset_annotations WHERE item_id = $1 AND version = $2"#,
        item.0,
        version
    )
    .fetch_optional(db)
    .await?;
    Ok(labels.map(|labels| labels.0))
}
