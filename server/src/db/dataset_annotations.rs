//! The accepted results of items, which make up a dataset. Each acceptance adds a version; a version never changes.

/// Builds a [`Version`] from a row with its columns, and with those of the accepting user as `by_id`, `by_name` and `by_color`.
macro_rules! version {
    ($row:ident) => {
        Version {
            version: $row.version,
            seq: Seq($row.seq),
            label_count: $row.label_count,
            added: $row.added,
            changed: $row.changed,
            removed: $row.removed,
            accepted_by: joined_person($row.by_id, $row.by_name, $row.by_color),
            accepted_at: $row.accepted_at,
        }
    };
}

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
    /// Sequence number of the last update that the result contains.
    pub seq: Seq,
    /// Typed labels by id.
    pub annotations: &'a Value,
    /// `{class id: number of labels}`
    pub class_counts: &'a Value,
    pub accepted_by: Option<UserId>,
}

/// One acceptance of an item, and its changes from the previous version.
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

/// Adds the next version of each item. An item can occur only once in `results`.
pub async fn insert(db: &mut PgConnection, results: &[NewResult<'_>]) -> sqlx::Result<()> {
    let datasets: Vec<Uuid> = results.iter().map(|new| new.dataset.0).collect();
    let media: Vec<Uuid> = results.iter().map(|new| new.media.0).collect();
    let tasks: Vec<Uuid> = results.iter().map(|new| new.task.0).collect();
    let items: Vec<Uuid> = results.iter().map(|new| new.item.0).collect();
    let seqs: Vec<i64> = results.iter().map(|new| new.seq.0).collect();
    let annotations: Vec<&Value> = results.iter().map(|new| new.annotations).collect();
    let accepted_by: Vec<Option<Uuid>> = results.iter().map(|new| new.accepted_by.map(|user| user.0)).collect();
    let class_counts: Vec<&Value> = results.iter().map(|new| new.class_counts).collect();
    // Compared label by label with the previous version. Joined, since looking up each key would read the whole object each
    // time.
    sqlx::query!(
        "INSERT INTO dataset_annotations (dataset_id, media_id, task_id, item_id, version, seq, annotations, accepted_by,
                                          class_counts, label_count, added, changed, removed)
         SELECT n.dataset_id, n.media_id, n.task_id, n.item_id, coalesce(last.version, 0) + 1, n.seq, n.annotations,
             n.accepted_by, n.class_counts, differs.labels, differs.added, differs.changed, differs.removed
         FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::jsonb[], $7::uuid[], $8::jsonb[])
                 AS n (dataset_id, media_id, task_id, item_id, seq, annotations, accepted_by, class_counts)
             LEFT JOIN LATERAL (SELECT d.version, d.annotations FROM dataset_annotations d
                 WHERE d.item_id = n.item_id ORDER BY d.version DESC LIMIT 1) last ON true
             CROSS JOIN LATERAL (
                 SELECT count(new.key) AS labels, count(*) FILTER (WHERE old.key IS NULL) AS added,
                     count(*) FILTER (WHERE new.value <> old.value) AS changed,
                     count(*) FILTER (WHERE new.key IS NULL) AS removed
                 FROM jsonb_each(n.annotations) new FULL JOIN jsonb_each(coalesce(last.annotations, '{}')) old
                     ON old.key = new.key) differs",
        &datasets,
        &media,
        &tasks,
        &items,
        &seqs,
        &annotations as &[&Value],
        &accepted_by as &[Option<Uuid>],
        &class_counts as &[&Value]
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Returns all versions of an item, newest first.
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
    Ok(rows.into_iter().map(|row| version!(row)).collect())
}

/// Returns the labels of one version.
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
