//! What the rooms read and write of an item's own row.

use countersign_shared::geometry::Size;
use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::label::MediaBounds;
use countersign_shared::ontology::Ontology;
use countersign_shared::workflow::{Stage, Workflow};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;

/// An item with its task and media, as a room needs them.
pub struct LiveItem {
    pub task: TaskId,
    pub dataset: DatasetId,
    pub media: MediaId,
    pub bounds: MediaBounds,
    pub ontology: Ontology,
    pub workflow: Workflow,
    pub editor_lock: bool,
    pub stage: Stage,
    pub round: u32,
    pub generation: i64,
    pub open_issues: i32,
    pub comment_count: i32,
}

pub async fn get(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<LiveItem>> {
    let row = sqlx::query!(
        r#"SELECT i.task_id, i.media_id, i.stage, i.round, i.generation, i.open_issues, i.comment_count,
               t.dataset_id, t.ontology AS "ontology: Json<Ontology>", t.workflow AS "workflow: Json<Workflow>",
               t.editor_lock, m.width, m.height, m.frames
           FROM items i JOIN tasks t ON t.id = i.task_id JOIN media m ON m.id = i.media_id
           WHERE i.id = $1"#,
        item.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let size = Size { width: row.width.cast_unsigned(), height: row.height.cast_unsigned() };
        Ok(LiveItem {
            task: TaskId(row.task_id),
            dataset: DatasetId(row.dataset_id),
            media: MediaId(row.media_id),
            bounds: MediaBounds { size, frames: row.frames.cast_unsigned() },
            ontology: row.ontology.0,
            workflow: row.workflow.0,
            editor_lock: row.editor_lock,
            stage: stage(&row.stage)?,
            round: row.round.cast_unsigned(),
            generation: row.generation,
            open_issues: row.open_issues,
            comment_count: row.comment_count,
        })
    })
    .transpose()
}

/// The stage as the database has it.
pub async fn stage_of(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<Stage>> {
    let name = sqlx::query_scalar!("SELECT stage FROM items WHERE id = $1", item.0).fetch_optional(db).await?;
    name.map(|name| stage(&name)).transpose()
}

fn stage(name: &str) -> sqlx::Result<Stage> {
    Stage::parse(name).ok_or_else(|| sqlx::Error::Decode(format!("{name:?} is no stage").into()))
}

pub async fn set_counts(db: &mut PgConnection, item: ItemId, open_issues: i32, comments: i32) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE items SET open_issues = $2, comment_count = $3, updated_at = now() WHERE id = $1",
        item.0,
        open_issues,
        comments
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What lists show of the labels.
pub async fn set_labels(db: &mut PgConnection, item: ItemId, count: i32, preview: &Value) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE items SET label_count = $2, preview = $3, updated_at = now() WHERE id = $1",
        item.0,
        count,
        preview
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Moves an item on, if it is where the move begins; whether it was. `submitted_by` stays when `None`.
pub async fn move_stage(
    db: &mut PgConnection,
    item: ItemId,
    from: Stage,
    to: Stage,
    submitted_by: Option<UserId>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE items SET stage = $3, submitted_by = coalesce($4, submitted_by), updated_at = now()
         WHERE id = $1 AND stage = $2",
        item.0,
        from.as_str(),
        to.as_str(),
        submitted_by.map(|user| user.0)
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
