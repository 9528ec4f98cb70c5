//! What the rooms read and write of an item's own row.

use countersign_shared::geometry::Size;
use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::label::MediaBounds;
use countersign_shared::review::Counts;
use countersign_shared::workflow::Stage;
use serde_json::Value;
use sqlx::PgConnection;

use crate::db::tasks::{self, Setup};

/// An item with its task and media, as a room needs them.
pub struct LiveItem {
    pub task: TaskId,
    pub dataset: DatasetId,
    pub media: MediaId,
    pub bounds: MediaBounds,
    pub setup: Setup,
    pub stage: Stage,
    pub round: u32,
    pub submitted_by: Option<UserId>,
    pub generation: i64,
    pub counts: Counts,
}

pub async fn get(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<LiveItem>> {
    let row = sqlx::query!(
        r#"SELECT i.task_id, i.media_id, i.stage, i.round, i.submitted_by, i.generation,
               i.open_issues, i.comment_count, i.approved_count, i.rejected_count, t.dataset_id,
               m.width, m.height, m.frames
           FROM items i JOIN tasks t ON t.id = i.task_id JOIN media m ON m.id = i.media_id
           WHERE i.id = $1"#,
        item.0
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let Some(setup) = tasks::setup(db, TaskId(row.task_id)).await? else { return Ok(None) };
    let size = Size { width: row.width.cast_unsigned(), height: row.height.cast_unsigned() };
    Ok(Some(LiveItem {
        task: TaskId(row.task_id),
        dataset: DatasetId(row.dataset_id),
        media: MediaId(row.media_id),
        bounds: MediaBounds { size, frames: row.frames.cast_unsigned() },
        setup,
        stage: stage(&row.stage)?,
        round: row.round.cast_unsigned(),
        submitted_by: row.submitted_by.map(UserId),
        generation: row.generation,
        counts: Counts {
            open_issues: row.open_issues,
            comments: row.comment_count,
            approved: row.approved_count,
            rejected: row.rejected_count,
        },
    }))
}

/// The stage as the database has it.
pub async fn stage_of(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<Stage>> {
    let name = sqlx::query_scalar!("SELECT stage FROM items WHERE id = $1", item.0).fetch_optional(db).await?;
    name.map(|name| stage(&name)).transpose()
}

fn stage(name: &str) -> sqlx::Result<Stage> {
    Stage::parse(name).ok_or_else(|| sqlx::Error::Decode(format!("{name:?} is no stage").into()))
}

pub async fn set_counts(db: &mut PgConnection, item: ItemId, counts: Counts) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE items SET open_issues = $2, comment_count = $3, approved_count = $4, rejected_count = $5,
             updated_at = now()
         WHERE id = $1",
        item.0,
        counts.open_issues,
        counts.comments,
        counts.approved,
        counts.rejected
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

/// One step of an item through its workflow.
pub struct StageMove {
    pub from: Stage,
    pub to: Stage,
    pub round: u32,
    pub assignee: Option<UserId>,
    /// Who submitted it, when this is a submission; else whoever did stays named.
    pub submitted_by: Option<UserId>,
    /// Who sent it back, when this is a rejection.
    pub rejected_by: Option<UserId>,
}

/// Moves an item, if it is where the step begins; whether it was.
pub async fn move_stage(db: &mut PgConnection, item: ItemId, step: &StageMove) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE items SET stage = $3, round = $4, assignee_id = $5, submitted_by = coalesce($6, submitted_by),
             rejected_by = coalesce($7, rejected_by), rejections = rejections + ($7::uuid IS NOT NULL)::int,
             rejected_at = CASE WHEN $7::uuid IS NULL THEN rejected_at ELSE now() END, updated_at = now()
         WHERE id = $1 AND stage = $2",
        item.0,
        step.from.as_str(),
        step.to.as_str(),
        step.round.cast_signed(),
        step.assignee.map(|user| user.0),
        step.submitted_by.map(|user| user.0),
        step.rejected_by.map(|user| user.0)
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}
