//! What the rooms read and write of an item's own row.

use countersign_shared::geometry::Size;
use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::label::MediaBounds;
use countersign_shared::review::Counts;
use countersign_shared::workflow::{Back, Standing, Step};
use serde_json::Value;
use sqlx::PgConnection;

use crate::db::items::{back, parse_stage};
use crate::db::tasks::{self, Setup};

/// An item with its task and media, as a room needs them.
pub struct LiveItem {
    pub task: TaskId,
    pub dataset: DatasetId,
    pub media: MediaId,
    pub bounds: MediaBounds,
    pub setup: Setup,
    pub standing: Standing,
    pub begun: bool,
    pub submitted_by: Option<UserId>,
    pub assignee: Option<UserId>,
    pub generation: i64,
    pub counts: Counts,
}

pub async fn get(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<LiveItem>> {
    let row = sqlx::query!(
        r#"SELECT i.task_id, i.media_id, i.stage, i.review_pass, i.round, i.returned_at IS NOT NULL AS "returned!",
               i.resubmitted, i.begun, i.submitted_by, i.assignee_id, i.generation, i.open_issues, i.comment_count,
               i.approved_count, i.rejected_count, i.violations, t.dataset_id,
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
        standing: Standing {
            step: step(&row.stage, row.review_pass)?,
            round: row.round.cast_unsigned(),
            back: back(row.returned, row.resubmitted),
        },
        begun: row.begun,
        submitted_by: row.submitted_by.map(UserId),
        assignee: row.assignee_id.map(UserId),
        generation: row.generation,
        counts: Counts {
            open_issues: row.open_issues,
            comments: row.comment_count,
            approved: row.approved_count,
            rejected: row.rejected_count,
            violations: row.violations,
        },
    }))
}

/// Where the item is, as the database has it.
pub async fn step_of(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<Step>> {
    let row = sqlx::query!("SELECT stage, review_pass FROM items WHERE id = $1", item.0).fetch_optional(db).await?;
    row.map(|row| step(&row.stage, row.review_pass)).transpose()
}

fn step(stage: &str, pass: i16) -> sqlx::Result<Step> {
    let pass = u8::try_from(pass).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Step::new(parse_stage(stage)?, pass))
}

pub async fn set_counts(db: &mut PgConnection, item: ItemId, counts: Counts, begun: bool) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE items SET open_issues = $2, comment_count = $3, approved_count = $4, rejected_count = $5,
             violations = $6, begun = begun OR $7, updated_at = now()
         WHERE id = $1",
        item.0,
        counts.open_issues,
        counts.comments,
        counts.approved,
        counts.rejected,
        counts.violations,
        begun
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is kept of a document for lists and exports.
pub struct Derived {
    /// Typed labels by id.
    pub annotations: Value,
    pub label_count: i32,
    /// `{class id: labels}`
    pub class_counts: Value,
    /// The same, of rejected labels.
    pub rejected_classes: Value,
    /// As `item_previews` says.
    pub preview: Value,
}

/// What lists show of the labels.
pub async fn set_labels(db: &mut PgConnection, item: ItemId, derived: &Derived) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE items SET label_count = $2, class_counts = $3, updated_at = now() WHERE id = $1",
        item.0,
        derived.label_count,
        derived.class_counts
    )
    .execute(&mut *db)
    .await?;
    set_preview(db, item, &derived.preview).await
}

/// Most moves change no label: what is the same is not written again.
async fn set_preview(db: &mut PgConnection, item: ItemId, preview: &Value) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO item_previews (item_id, preview) VALUES ($1, $2)
         ON CONFLICT (item_id) DO UPDATE SET preview = excluded.preview WHERE item_previews.preview <> excluded.preview",
        item.0,
        preview
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One step of an item through its workflow.
pub struct StageMove {
    pub from: Standing,
    pub to: Standing,
    pub assignee: Option<UserId>,
    /// Who submitted it, when this is a submission; else whoever did stays named. The same for reviews.
    pub submitted_by: Option<UserId>,
    pub reviewed_by: Option<UserId>,
    pub rejected: bool,
    pub revised: bool,
    pub by: Option<UserId>,
}

/// Moves an item, if it is where the step begins; whether it was. Lists show its labels as they are `derived`.
pub async fn move_stage(
    db: &mut PgConnection,
    item: ItemId,
    step: &StageMove,
    counts: Option<Counts>,
    derived: &Derived,
) -> sqlx::Result<bool> {
    let StageMove { from, to, assignee, submitted_by, reviewed_by, rejected, revised, by } = step;
    let sent_back = to.back == Back::Sent;
    let done = sqlx::query!(
        "UPDATE items SET stage = $4, review_pass = $5, round = $6, assignee_id = $7, begun = false, stage_since = now(),
             submitted_by = coalesce($8, submitted_by), reviewed_by = coalesce($9, reviewed_by),
             returned_by = CASE WHEN $10 THEN $11 WHEN $12 THEN NULL ELSE returned_by END,
             returned_at = CASE WHEN $10 THEN now() WHEN $12 THEN NULL ELSE returned_at END,
             resubmitted = $13, rejections = rejections + $14::bool::int, revisions = revisions + $15::bool::int,
             reserved_by = NULL, reserved_until = NULL, label_count = $16, class_counts = $17,
             open_issues = coalesce($18, open_issues), comment_count = coalesce($19, comment_count),
             approved_count = coalesce($20, approved_count), rejected_count = coalesce($21, rejected_count),
             violations = coalesce($22, violations),
             updated_at = now()
         WHERE id = $1 AND stage = $2 AND review_pass = $3",
        item.0,
        from.step.stage().as_str(),
        i16::from(from.step.pass()),
        to.step.stage().as_str(),
        i16::from(to.step.pass()),
        to.round.cast_signed(),
        assignee.map(|user| user.0),
        submitted_by.map(|user| user.0),
        reviewed_by.map(|user| user.0),
        sent_back,
        by.map(|user| user.0),
        to.back == Back::Not,
        to.back == Back::Resubmitted,
        *rejected,
        *revised,
        derived.label_count,
        derived.class_counts,
        counts.map(|counts| counts.open_issues),
        counts.map(|counts| counts.comments),
        counts.map(|counts| counts.approved),
        counts.map(|counts| counts.rejected),
        counts.map(|counts| counts.violations)
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    set_preview(db, item, &derived.preview).await?;
    Ok(true)
}
