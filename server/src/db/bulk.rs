//! Bulk actions: the jobs, the outcome of each of their items, and the changes that are made without a room.

use countersign_shared::bulk::{BulkAction, BulkState};
use countersign_shared::ids::{BulkId, ItemId, SampleId, TaskId, UserId};
use countersign_shared::lock::Person;
use countersign_shared::workflow::Stage;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::columns::parse_stage;

pub struct Job {
    pub id: BulkId,
    pub task: TaskId,
    pub action: BulkAction,
    pub state: BulkState,
    pub total: i32,
    pub done: i32,
    pub failed: i32,
    pub sample: Option<SampleId>,
    pub created_by: Person,
    pub created_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
}

pub struct NewJob<'a> {
    pub id: BulkId,
    pub task: TaskId,
    pub action: &'a BulkAction,
    pub sample: Option<SampleId>,
    pub by: UserId,
    /// In the order of processing.
    pub items: &'a [Uuid],
}

/// The outcome of one item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    pub place: i32,
    /// Why it failed, as text for users; `None` if it succeeded.
    pub failed: Option<String>,
}

impl Outcome {
    #[must_use]
    pub fn done(place: i32) -> Self {
        Self { place, failed: None }
    }

    #[must_use]
    pub fn failed(place: i32, why: &str) -> Self {
        Self { place, failed: Some(why.to_owned()) }
    }
}

impl Job {
    /// Returns the job's progress as it was read, but with the given state.
    #[must_use]
    pub fn progress(&self, state: BulkState) -> Progress {
        Progress { state, total: self.total, done: self.done, failed: self.failed }
    }
}

/// The progress of a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    pub state: BulkState,
    pub total: i32,
    pub done: i32,
    pub failed: i32,
}

/// Inserts a job and its items. Returns `false` if `most` jobs are already running in the task.
pub async fn insert(db: &mut PgConnection, job: &NewJob<'_>, most: i64) -> sqlx::Result<bool> {
    // Concurrent starts wait for each other here, so that each one counts the others.
    sqlx::query!("SELECT id FROM tasks WHERE id = $1 FOR NO KEY UPDATE", job.task.0).fetch_optional(&mut *db).await?;
    let total = i32::try_from(job.items.len()).unwrap_or(i32::MAX);
    let done = sqlx::query!(
        "INSERT INTO bulk_jobs (id, task_id, action, state, total, sample_id, created_by)
         SELECT $1, $2, $3, 'running', $4, $5, $6
         WHERE (SELECT count(*) FROM bulk_jobs WHERE task_id = $2 AND state = 'running') < $7",
        job.id.0,
        job.task.0,
        Json(job.action) as _,
        total,
        job.sample.map(|sample| sample.0),
        job.by.0,
        most
    )
    .execute(&mut *db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "INSERT INTO bulk_items (job_id, place, item_id)
         SELECT $1, wanted.place, wanted.id FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (id, place)",
        job.id.0,
        job.items
    )
    .execute(db)
    .await?;
    Ok(true)
}

macro_rules! select_jobs {
    ($tail:tt $(, $arg:expr)*) => {
        sqlx::query!(
            r#"SELECT j.id, j.task_id, j.action AS "action: Json<BulkAction>", j.state, j.total, j.done, j.failed,
                   j.sample_id, j.created_at, j.finished_at, u.id AS user_id, u.name, u.color
               FROM bulk_jobs j JOIN users u ON u.id = j.created_by "# + $tail
            $(, $arg)*
        )
    };
}

macro_rules! job_from_row {
    ($row:expr) => {{
        let row = $row;
        Ok(Job {
            id: BulkId(row.id),
            task: TaskId(row.task_id),
            action: row.action.0,
            state: parse_state(&row.state)?,
            total: row.total,
            done: row.done,
            failed: row.failed,
            sample: row.sample_id.map(SampleId),
            created_by: Person { id: UserId(row.user_id), name: row.name, color: row.color },
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }};
}

pub async fn get(db: &mut PgConnection, id: BulkId) -> sqlx::Result<Option<Job>> {
    select_jobs!("WHERE j.id = $1", id.0).fetch_optional(db).await?.map(|row| job_from_row!(row)).transpose()
}

/// Returns the newest jobs of a task, newest first.
pub async fn of_task(db: &mut PgConnection, task: TaskId, most: i64) -> sqlx::Result<Vec<Job>> {
    let rows =
        select_jobs!("WHERE j.task_id = $1 ORDER BY j.created_at DESC LIMIT $2", task.0, most).fetch_all(db).await?;
    rows.into_iter().map(|row| job_from_row!(row)).collect()
}

/// Returns the running jobs; at start, these are the ones that were interrupted when the server stopped.
pub async fn running(db: &mut PgConnection) -> sqlx::Result<Vec<BulkId>> {
    let ids = sqlx::query_scalar!("SELECT id FROM bulk_jobs WHERE state = 'running' ORDER BY created_at").fetch_all(db);
    Ok(ids.await?.into_iter().map(BulkId).collect())
}

/// Returns the next items of a job after the place `after` that have no outcome yet.
pub async fn pending_items(
    db: &mut PgConnection,
    job: BulkId,
    after: i32,
    most: i64,
) -> sqlx::Result<Vec<(i32, ItemId)>> {
    let rows = sqlx::query!(
        "SELECT place, item_id FROM bulk_items WHERE job_id = $1 AND place > $2 AND outcome IS NULL
         ORDER BY place LIMIT $3",
        job.0,
        after,
        most
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.place, ItemId(row.item_id))).collect())
}

/// Records the outcomes of some items and returns the job's progress, or `None` if the job no longer exists.
pub async fn record(db: &mut PgConnection, job: BulkId, outcomes: &[Outcome]) -> sqlx::Result<Option<Progress>> {
    let places: Vec<i32> = outcomes.iter().map(|outcome| outcome.place).collect();
    let failed = outcomes.iter().filter_map(|outcome| Some((outcome.place, outcome.failed.as_deref()?)));
    let (failed, messages): (Vec<i32>, Vec<&str>) = failed.unzip();
    // Selected by place instead of a join, which would read all items of the job.
    let row = sqlx::query!(
        r#"WITH said AS (
               UPDATE bulk_items SET outcome = CASE WHEN place = ANY($3) THEN 'failed' ELSE 'done' END,
                   message = ($4::text[])[array_position($3, place)]
               WHERE job_id = $1 AND place = ANY($2) AND outcome IS NULL RETURNING outcome)
           UPDATE bulk_jobs SET done = done + (SELECT count(*) FROM said WHERE outcome = 'done'),
               failed = failed + (SELECT count(*) FROM said WHERE outcome = 'failed')
           WHERE id = $1 RETURNING state, total, done, failed"#,
        job.0,
        &places,
        &failed,
        &messages as &[&str]
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Progress { state: parse_state(&row.state)?, total: row.total, done: row.done, failed: row.failed })
    })
    .transpose()
}

/// Ends a running job. Returns whether it was running.
pub async fn finish(db: &mut PgConnection, job: BulkId, state: BulkState) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE bulk_jobs SET state = $2, finished_at = now() WHERE id = $1 AND state = 'running'",
        job.0,
        state.as_str()
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub struct JobItem {
    pub place: i32,
    pub item: ItemId,
    pub file_name: String,
    /// `done` or `failed`; `None` if it has not been processed yet.
    pub outcome: Option<String>,
    pub message: Option<String>,
}

/// Returns the items of a job after the place `after`. `outcome` is `done`, `failed` or `waiting`; `None` selects all.
pub async fn items(
    db: &mut PgConnection,
    job: BulkId,
    outcome: Option<&str>,
    after: i32,
    limit: i64,
) -> sqlx::Result<Vec<JobItem>> {
    let rows = sqlx::query!(
        "SELECT b.place, b.item_id, i.file_name, b.outcome, b.message
         FROM bulk_items b JOIN items i ON i.id = b.item_id
         WHERE b.job_id = $1 AND b.place > $3 AND ($2::text IS NULL OR coalesce(b.outcome, 'waiting') = $2)
         ORDER BY b.place LIMIT $4",
        job.0,
        outcome,
        after,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| JobItem {
            place: row.place,
            item: ItemId(row.item_id),
            file_name: row.file_name,
            outcome: row.outcome,
            message: row.message,
        })
        .collect())
}

/// What an action would apply to: items by stage, how many the user has not opened, and how many are locked.
#[derive(Default)]
pub struct PreviewCounts {
    pub stages: Vec<(Stage, i64)>,
    pub not_opened: i64,
    /// Locked by other users.
    pub locked_by_others: i64,
    /// Locked by any user.
    pub locked_by_any: i64,
}

/// Counts what an action would apply to among these items of the task. `stages` are the stages in which the action applies.
pub async fn preview(
    db: &mut PgConnection,
    task: TaskId,
    user: UserId,
    items: &[Uuid],
    stages: &[Stage],
) -> sqlx::Result<PreviewCounts> {
    let at: Vec<String> = stages.iter().map(|stage| stage.as_str().to_owned()).collect();
    let rows = sqlx::query!(
        r#"SELECT i.stage, count(*) AS "count!",
               count(*) FILTER (WHERE i.stage = ANY($4) AND NOT EXISTS (SELECT FROM item_openings o
                   WHERE o.item_id = i.id AND o.user_id = $2 AND o.stage_since = i.stage_since)) AS "not_opened!",
               count(*) FILTER (WHERE EXISTS (SELECT FROM item_locks l WHERE l.item_id = i.id
                   AND l.user_id IS NOT NULL AND l.user_id <> $2 AND l.expires_at > now())) AS "locked!",
               count(*) FILTER (WHERE EXISTS (SELECT FROM item_locks l WHERE l.item_id = i.id
                   AND l.user_id IS NOT NULL AND l.expires_at > now())) AS "held!"
           FROM items i WHERE i.task_id = $1 AND i.id = ANY($3) GROUP BY i.stage"#,
        task.0,
        user.0,
        items,
        &at
    )
    .fetch_all(db)
    .await?;
    let mut met = PreviewCounts::default();
    for row in rows {
        met.stages.push((parse_stage(&row.stage)?, row.count));
        met.not_opened += row.not_opened;
        met.locked_by_others += row.locked;
        met.locked_by_any += row.held;
    }
    Ok(met)
}

/// Returns the file names of the first `most` items that the user has not opened since they entered their stage.
pub async fn not_opened(
    db: &mut PgConnection,
    user: UserId,
    items: &[Uuid],
    stages: &[Stage],
    most: i64,
) -> sqlx::Result<Vec<String>> {
    let at: Vec<String> = stages.iter().map(|stage| stage.as_str().to_owned()).collect();
    sqlx::query_scalar!(
        "SELECT i.file_name FROM items i
         WHERE i.id = ANY($2) AND i.stage = ANY($3) AND NOT EXISTS (SELECT FROM item_openings o
             WHERE o.item_id = i.id AND o.user_id = $1 AND o.stage_since = i.stage_since)
         ORDER BY i.position LIMIT $4",
        user.0,
        items,
        &at,
        most
    )
    .fetch_all(db)
    .await
}

/// Returns those of the ids that are items of the task, in the given order and without duplicates.
pub async fn filter_by_task(db: &mut PgConnection, task: TaskId, items: &[Uuid]) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        r#"SELECT i.id FROM (SELECT id, min(place) AS place FROM unnest($2::uuid[]) WITH ORDINALITY AS w (id, place)
               GROUP BY id) wanted JOIN items i ON i.id = wanted.id
           WHERE i.task_id = $1 ORDER BY wanted.place"#,
        task.0,
        items
    )
    .fetch_all(db)
    .await
}

/// Assigns those items that are not complete. Returns the ids of the assigned items.
pub async fn assign(db: &mut PgConnection, items: &[Uuid], to: &[Option<Uuid>]) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "UPDATE items i SET assignee_id = g.assignee, reserved_by = NULL, reserved_until = NULL, updated_at = now()
         FROM unnest($1::uuid[], $2::uuid[]) AS g (id, assignee)
         WHERE i.id = g.id AND i.stage <> 'complete' RETURNING i.id",
        items,
        to as &[Option<Uuid>]
    )
    .fetch_all(db)
    .await
}

/// Sets the priority of those items that are not complete. Returns their ids.
pub async fn prioritise(db: &mut PgConnection, items: &[Uuid], priority: i16) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "UPDATE items SET priority = $2, updated_at = now() WHERE id = ANY($1) AND stage <> 'complete' RETURNING id",
        items,
        priority
    )
    .fetch_all(db)
    .await
}

fn parse_state(name: &str) -> sqlx::Result<BulkState> {
    BulkState::parse(name).ok_or_else(|| sqlx::Error::Decode(format!("unknown job state {name:?}").into()))
}
