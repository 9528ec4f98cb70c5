//! What rooms read and write of an item's row.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use countersign_shared::geometry::Size;
use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::label::MediaBounds;
use countersign_shared::review::Counts;
use countersign_shared::task::TaskSettings;
use countersign_shared::workflow::{ReturnState, Step, WorkflowState};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::db::columns::{parse_stage, return_state};
use crate::db::tasks;

/// An item with its task and media file, as a room needs it.
pub struct LiveItem {
    pub task: TaskId,
    pub dataset: DatasetId,
    pub media: MediaId,
    pub bounds: MediaBounds,
    pub settings: Arc<TaskSettings>,
    pub editor_lock: bool,
    pub workflow_state: WorkflowState,
    pub begun: bool,
    pub submitted_by: Option<UserId>,
    pub assignee: Option<UserId>,
    pub generation: i64,
    pub counts: Counts,
}

/// Returns those of these items that exist. Items of one task share its settings.
pub async fn get(db: &mut PgConnection, items: &[Uuid]) -> sqlx::Result<HashMap<ItemId, LiveItem>> {
    let rows = sqlx::query!(
        r#"SELECT i.id, i.task_id, i.media_id, i.stage, i.review_pass, i.round, i.returned_at IS NOT NULL AS "returned!",
               i.resubmitted, i.begun, i.submitted_by, i.assignee_id, i.generation, i.open_issues, i.comment_count,
               i.approved_count, i.rejected_count, i.violations, t.dataset_id,
               m.width, m.height, m.frames
           FROM items i JOIN tasks t ON t.id = i.task_id JOIN media m ON m.id = i.media_id
           WHERE i.id = ANY($1)"#,
        items
    )
    .fetch_all(&mut *db)
    .await?;
    let mut setups: HashMap<TaskId, Option<(Arc<TaskSettings>, bool)>> = HashMap::new();
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let task = TaskId(row.task_id);
        let setup = match setups.entry(task) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let setup = tasks::setup(db, task).await?;
                new.insert(setup.map(|setup| (Arc::new(setup.settings), setup.editor_lock)))
            }
        };
        // The task was deleted with its items meanwhile.
        let Some((settings, editor_lock)) = setup else { continue };
        let size = Size { width: row.width.cast_unsigned(), height: row.height.cast_unsigned() };
        let item = LiveItem {
            task,
            dataset: DatasetId(row.dataset_id),
            media: MediaId(row.media_id),
            bounds: MediaBounds { size, frames: row.frames.cast_unsigned() },
            settings: settings.clone(),
            editor_lock: *editor_lock,
            workflow_state: WorkflowState {
                step: step(&row.stage, row.review_pass)?,
                round: row.round.cast_unsigned(),
                back: return_state(row.returned, row.resubmitted),
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
        };
        found.insert(ItemId(row.id), item);
    }
    Ok(found)
}

/// Returns the step of an item as stored in the database.
pub async fn step_of(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<Step>> {
    let row = sqlx::query!("SELECT stage, review_pass FROM items WHERE id = $1", item.0).fetch_optional(db).await?;
    row.map(|row| step(&row.stage, row.review_pass)).transpose()
}

fn step(stage: &str, pass: i16) -> sqlx::Result<Step> {
    let pass = u8::try_from(pass).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Step::new(parse_stage(stage)?, pass))
}

/// What lists show of an item besides its labels. `begun` is set if labels were changed or got verdicts.
pub struct CountsUpdate {
    pub item: ItemId,
    pub counts: Counts,
    pub begun: bool,
}

pub async fn set_counts(db: &mut PgConnection, items: &[CountsUpdate]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = items.iter().map(|new| new.item.0).collect();
    let open_issues: Vec<i32> = items.iter().map(|new| new.counts.open_issues).collect();
    let comments: Vec<i32> = items.iter().map(|new| new.counts.comments).collect();
    let approved: Vec<i32> = items.iter().map(|new| new.counts.approved).collect();
    let rejected: Vec<i32> = items.iter().map(|new| new.counts.rejected).collect();
    let violations: Vec<i32> = items.iter().map(|new| new.counts.violations).collect();
    let begun: Vec<bool> = items.iter().map(|new| new.begun).collect();
    sqlx::query!(
        "UPDATE items i SET open_issues = n.open_issues, comment_count = n.comments, approved_count = n.approved,
             rejected_count = n.rejected, violations = n.violations, begun = i.begun OR n.begun, updated_at = now()
         FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::bool[])
             AS n (id, open_issues, comments, approved, rejected, violations, begun)
         WHERE i.id = n.id",
        &ids,
        &open_issues,
        &comments,
        &approved,
        &rejected,
        &violations,
        &begun
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is derived from a document for lists and exports.
pub struct Derived {
    /// Typed labels by id.
    pub annotations: Value,
    pub label_count: i32,
    /// `{class id: number of labels}`
    pub class_counts: Value,
    /// `{class id: number of rejected labels}`
    pub rejected_classes: Value,
    /// In the format of `item_previews`.
    pub preview: Value,
}

/// Stores what lists show of an item's labels.
pub async fn set_labels(db: &mut PgConnection, item: ItemId, derived: &Derived) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE items SET label_count = $2, class_counts = $3, updated_at = now() WHERE id = $1",
        item.0,
        derived.label_count,
        derived.class_counts
    )
    .execute(&mut *db)
    .await?;
    set_previews(db, &[(item, derived)]).await
}

/// Stores previews, except for unchanged ones: most stage changes do not change labels.
async fn set_previews(db: &mut PgConnection, items: &[(ItemId, &Derived)]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = items.iter().map(|(item, _)| item.0).collect();
    let previews: Vec<&Value> = items.iter().map(|(_, derived)| &derived.preview).collect();
    sqlx::query!(
        "INSERT INTO item_previews (item_id, preview)
         SELECT n.item_id, n.preview FROM unnest($1::uuid[], $2::jsonb[]) AS n (item_id, preview)
         ON CONFLICT (item_id) DO UPDATE SET preview = excluded.preview WHERE item_previews.preview <> excluded.preview",
        &ids,
        &previews as &[&Value]
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A stage change of an item.
pub struct StageTransition<'a> {
    pub item: ItemId,
    pub from: WorkflowState,
    pub to: WorkflowState,
    pub assignee: Option<UserId>,
    /// The submitter, if this is a submission; `None` keeps the previous one.
    pub submitted_by: Option<UserId>,
    /// The reviewer, if this is a review; `None` keeps the previous one.
    pub reviewed_by: Option<UserId>,
    pub rejected: bool,
    pub revised: bool,
    pub by: Option<UserId>,
    pub counts: Counts,
    /// What lists show of the item's labels from now on.
    pub derived: &'a Derived,
}

/// Applies those stage changes whose item is still in the step where the change starts. Returns these items.
pub async fn apply_transitions(db: &mut PgConnection, moves: &[StageTransition<'_>]) -> sqlx::Result<HashSet<ItemId>> {
    let items: Vec<Uuid> = moves.iter().map(|step| step.item.0).collect();
    let from: Vec<&str> = moves.iter().map(|step| step.from.step.stage().as_str()).collect();
    let from_passes: Vec<i16> = moves.iter().map(|step| step.from.step.pass().into()).collect();
    let to: Vec<&str> = moves.iter().map(|step| step.to.step.stage().as_str()).collect();
    let to_passes: Vec<i16> = moves.iter().map(|step| step.to.step.pass().into()).collect();
    let rounds: Vec<i32> = moves.iter().map(|step| step.to.round.cast_signed()).collect();
    let id = |user: Option<UserId>| user.map(|user| user.0);
    let assignees: Vec<Option<Uuid>> = moves.iter().map(|step| id(step.assignee)).collect();
    let submitted_by: Vec<Option<Uuid>> = moves.iter().map(|step| id(step.submitted_by)).collect();
    let reviewed_by: Vec<Option<Uuid>> = moves.iter().map(|step| id(step.reviewed_by)).collect();
    let by: Vec<Option<Uuid>> = moves.iter().map(|step| id(step.by)).collect();
    let sent_back: Vec<bool> = moves.iter().map(|step| step.to.back == ReturnState::Sent).collect();
    let not_back: Vec<bool> = moves.iter().map(|step| step.to.back == ReturnState::Not).collect();
    let resubmitted: Vec<bool> = moves.iter().map(|step| step.to.back == ReturnState::Resubmitted).collect();
    let rejected: Vec<bool> = moves.iter().map(|step| step.rejected).collect();
    let revised: Vec<bool> = moves.iter().map(|step| step.revised).collect();
    let label_counts: Vec<i32> = moves.iter().map(|step| step.derived.label_count).collect();
    let class_counts: Vec<&Value> = moves.iter().map(|step| &step.derived.class_counts).collect();
    let open_issues: Vec<i32> = moves.iter().map(|step| step.counts.open_issues).collect();
    let comments: Vec<i32> = moves.iter().map(|step| step.counts.comments).collect();
    let approved: Vec<i32> = moves.iter().map(|step| step.counts.approved).collect();
    let rejected_labels: Vec<i32> = moves.iter().map(|step| step.counts.rejected).collect();
    let violations: Vec<i32> = moves.iter().map(|step| step.counts.violations).collect();
    let moved = sqlx::query_scalar!(
        "UPDATE items i SET stage = m.to_stage, review_pass = m.to_pass, round = m.round, assignee_id = m.assignee,
             begun = false, stage_since = now(),
             submitted_by = coalesce(m.submitted_by, i.submitted_by), reviewed_by = coalesce(m.reviewed_by, i.reviewed_by),
             returned_by = CASE WHEN m.sent_back THEN m.by_id WHEN m.not_back THEN NULL ELSE i.returned_by END,
             returned_at = CASE WHEN m.sent_back THEN now() WHEN m.not_back THEN NULL ELSE i.returned_at END,
             resubmitted = m.resubmitted, rejections = i.rejections + m.rejected::int,
             revisions = i.revisions + m.revised::int,
             reserved_by = NULL, reserved_until = NULL, label_count = m.label_count, class_counts = m.class_counts,
             open_issues = m.open_issues, comment_count = m.comments, approved_count = m.approved_labels,
             rejected_count = m.rejected_labels, violations = m.violations, updated_at = now()
         FROM unnest($1::uuid[], $2::text[], $3::smallint[], $4::text[], $5::smallint[], $6::integer[], $7::uuid[],
                 $8::uuid[], $9::uuid[], $10::uuid[], $11::bool[], $12::bool[], $13::bool[], $14::bool[], $15::bool[],
                 $16::integer[], $17::jsonb[], $18::integer[], $19::integer[], $20::integer[], $21::integer[],
                 $22::integer[])
             AS m (id, from_stage, from_pass, to_stage, to_pass, round, assignee, submitted_by, reviewed_by, by_id,
                 sent_back, not_back, resubmitted, rejected, revised, label_count, class_counts, open_issues, comments,
                 approved_labels, rejected_labels, violations)
         WHERE i.id = m.id AND i.stage = m.from_stage AND i.review_pass = m.from_pass
         RETURNING i.id",
        &items,
        &from as &[&str],
        &from_passes,
        &to as &[&str],
        &to_passes,
        &rounds,
        &assignees as &[Option<Uuid>],
        &submitted_by as &[Option<Uuid>],
        &reviewed_by as &[Option<Uuid>],
        &by as &[Option<Uuid>],
        &sent_back,
        &not_back,
        &resubmitted,
        &rejected,
        &revised,
        &label_counts,
        &class_counts as &[&Value],
        &open_issues,
        &comments,
        &approved,
        &rejected_labels,
        &violations
    )
    .fetch_all(&mut *db)
    .await?;
    let moved: HashSet<ItemId> = moved.into_iter().map(ItemId).collect();
    let previews: Vec<_> =
        moves.iter().filter(|step| moved.contains(&step.item)).map(|step| (step.item, step.derived)).collect();
    set_previews(db, &previews).await?;
    Ok(moved)
}
