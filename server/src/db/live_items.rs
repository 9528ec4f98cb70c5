//! What the rooms read and write of an item's own row.

use countersign_shared::geometry::Size;
use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::label::MediaBounds;
use countersign_shared::ontology::Ontology;
use countersign_shared::review::{Counts, IssueTag, ReviewSettings};
use countersign_shared::workflow::{FinishRequires, Stage, Workflow};
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
    pub settings: ReviewSettings,
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
               t.strict_review, t.finish_requires, t.consensus, t.issue_tags AS "issue_tags: Json<Vec<IssueTag>>", t.ontology AS "ontology: Json<Ontology>", t.workflow AS "workflow: Json<Workflow>",
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
            settings: ReviewSettings {
                strict: row.strict_review,
                finish_requires: finish_requires(&row.finish_requires)?,
                consensus: row.consensus,
                tags: row.issue_tags.0,
            },
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

pub(super) fn finish_requires(name: &str) -> sqlx::Result<FinishRequires> {
    FinishRequires::parse(name)
        .ok_or_else(|| sqlx::Error::Decode(format!("{name:?} is nothing a task requires").into()))
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

/// Moves an item, if it is where the move begins; whether it was.
pub async fn move_stage(
    db: &mut PgConnection,
    item: ItemId,
    from: Stage,
    to: Stage,
    round: u32,
    assignee: Option<UserId>,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE items SET stage = $3, round = $4, assignee_id = $5, updated_at = now() WHERE id = $1 AND stage = $2",
        item.0,
        from.as_str(),
        to.as_str(),
        round.cast_signed(),
        assignee.map(|user| user.0)
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn set_submitted(db: &mut PgConnection, item: ItemId, by: UserId) -> sqlx::Result<()> {
    sqlx::query!("UPDATE items SET submitted_by = $2 WHERE id = $1", item.0, by.0).execute(db).await?;
    Ok(())
}

/// It was sent back once more.
pub async fn set_rejected(db: &mut PgConnection, item: ItemId, by: UserId) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE items SET rejections = rejections + 1, rejected_by = $2, rejected_at = now() WHERE id = $1",
        item.0,
        by.0
    )
    .execute(db)
    .await?;
    Ok(())
}
