//! The accepted results of items: what a dataset holds. A newer acceptance is a newer version; none is ever changed.

use countersign_shared::ids::{DatasetId, ItemId, MediaId, Seq, TaskId, UserId};
use serde_json::Value;
use sqlx::PgConnection;

pub struct NewResult<'a> {
    pub dataset: DatasetId,
    pub media: MediaId,
    pub task: TaskId,
    pub item: ItemId,
    /// The last update that the result contains.
    pub seq: Seq,
    /// Typed labels by id.
    pub annotations: &'a Value,
    pub accepted_by: Option<UserId>,
}

/// Adds the item's next version and returns its number.
pub async fn insert(db: &mut PgConnection, result: &NewResult<'_>) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        "INSERT INTO dataset_annotations (dataset_id, media_id, task_id, item_id, version, seq, annotations, accepted_by)
         SELECT $1, $2, $3, $4, coalesce(max(version), 0) + 1, $5, $6, $7 FROM dataset_annotations WHERE item_id = $4
         RETURNING version",
        result.dataset.0,
        result.media.0,
        result.task.0,
        result.item.0,
        result.seq.0,
        result.annotations,
        result.accepted_by.map(|id| id.0)
    )
    .fetch_one(db)
    .await
}
