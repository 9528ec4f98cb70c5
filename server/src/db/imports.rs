//! Imports: the jobs, and the rows that an import inserts.

use countersign_shared::ids::{ImportId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::review::Counts;
use countersign_shared::workflow::Stage;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};

use crate::formats::report::ReportLine;

/// Key of the advisory lock that an import holds while it runs: "counter" in ASCII, then 1.
const IMPORT_LOCK: i64 = 0x636f_756e_7465_7201;

/// Maximum number of unfinished imports: one works and the others wait, each with a connection to the database.
const MAX_RUNNING: i64 = 4;

/// An import job as the API shows it.
pub struct Import {
    pub state: String,
    pub done: i32,
    pub total: i32,
    pub report: Vec<ReportLine>,
    pub task: Option<TaskId>,
    pub error: Option<String>,
}

/// A new item with its first snapshot.
pub struct NewItem {
    pub id: ItemId,
    pub media: MediaId,
    pub position: i32,
    pub stage: Stage,
    pub submitted_by: Option<UserId>,
    pub label_count: i32,
    /// `{class id: number of labels}`
    pub class_counts: Value,
    pub counts: Counts,
    pub preview: Value,
    /// The encoded document.
    pub state: Vec<u8>,
    /// Typed labels by id.
    pub annotations: Value,
}

/// Waits until no other import runs, on a separate connection. Closing the connection releases the lock.
pub async fn lock(pool: &PgPool) -> sqlx::Result<sqlx::pool::PoolConnection<sqlx::Postgres>> {
    let mut connection = pool.acquire().await?;
    connection.close_on_drop();
    sqlx::query!("SELECT pg_advisory_lock($1)", IMPORT_LOCK).execute(&mut *connection).await?;
    Ok(connection)
}

pub async fn task_exists(db: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM tasks WHERE name = $1) AS "found!""#, name).fetch_one(db).await
}

/// Inserts items with their previews, lock rows and first snapshots.
pub async fn insert_items(
    db: &mut PgConnection,
    task: TaskId,
    author: Option<UserId>,
    items: &[NewItem],
) -> sqlx::Result<()> {
    let ids: Vec<_> = items.iter().map(|i| i.id.0).collect();
    let media: Vec<_> = items.iter().map(|i| i.media.0).collect();
    let positions: Vec<_> = items.iter().map(|i| i.position).collect();
    let stages: Vec<_> = items.iter().map(|i| i.stage.as_str().to_owned()).collect();
    let submitters: Vec<_> = items.iter().map(|i| i.submitted_by.map(|id| id.0)).collect();
    let labels: Vec<_> = items.iter().map(|i| i.label_count).collect();
    let issues: Vec<_> = items.iter().map(|i| i.counts.open_issues).collect();
    let comments: Vec<_> = items.iter().map(|i| i.counts.comments).collect();
    let approved: Vec<_> = items.iter().map(|i| i.counts.approved).collect();
    let rejected: Vec<_> = items.iter().map(|i| i.counts.rejected).collect();
    let violations: Vec<_> = items.iter().map(|i| i.counts.violations).collect();
    let classes: Vec<_> = items.iter().map(|i| i.class_counts.clone()).collect();
    let previews: Vec<_> = items.iter().map(|i| i.preview.clone()).collect();
    sqlx::query!(
        "INSERT INTO items (id, task_id, media_id, file_name, position, stage, review_pass, submitted_by, label_count,
                            open_issues, comment_count, approved_count, rejected_count, violations, class_counts)
         SELECT g.id, $1, g.media_id, m.file_name, g.position, g.stage, (g.stage = 'review')::int, g.submitted_by,
                g.label_count, g.open_issues, g.comment_count, g.approved_count, g.rejected_count, g.violations,
                g.class_counts
         FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::uuid[], $7::int[], $8::int[], $9::int[],
                     $10::int[], $11::int[], $12::int[], $13::jsonb[])
             AS g (id, media_id, position, stage, submitted_by, label_count, open_issues, comment_count,
                   approved_count, rejected_count, violations, class_counts)
             JOIN media m ON m.id = g.media_id",
        task.0,
        &ids,
        &media,
        &positions,
        &stages,
        &submitters as &[Option<uuid::Uuid>],
        &labels,
        &issues,
        &comments,
        &approved,
        &rejected,
        &violations,
        &classes
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO item_previews (item_id, preview) SELECT * FROM unnest($1::uuid[], $2::jsonb[])",
        &ids,
        &previews
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("INSERT INTO item_locks (item_id) SELECT unnest($1::uuid[])", &ids).execute(&mut *db).await?;
    let states: Vec<_> = items.iter().map(|i| i.state.clone()).collect();
    let annotations: Vec<_> = items.iter().map(|i| i.annotations.clone()).collect();
    sqlx::query!(
        "INSERT INTO item_snapshots (item_id, seq, reason, generation, author_id, state, annotations)
         SELECT id, 0, 'imported', 1, $2, state, annotations
         FROM unnest($1::uuid[], $3::bytea[], $4::jsonb[]) AS g (id, state, annotations)",
        &ids,
        author.map(|id| id.0),
        &states,
        &annotations
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Starts an import. Returns `false` if the maximum number of imports is already unfinished.
pub async fn start(db: &mut PgConnection, id: ImportId, by: UserId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO imports (id, created_by, state)
         SELECT $1, $2, 'running' WHERE (SELECT count(*) FROM imports WHERE state = 'running') < $3",
        id.0,
        by.0,
        MAX_RUNNING
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn progress(db: &mut PgConnection, id: ImportId, done: i32, total: i32) -> sqlx::Result<()> {
    sqlx::query!("UPDATE imports SET done = $2, total = $3 WHERE id = $1 AND state = 'running'", id.0, done, total)
        .execute(db)
        .await?;
    Ok(())
}

/// Records the end of an import: with an `error` it failed, otherwise `task` is the task that it created.
pub async fn finish(
    db: &mut PgConnection,
    id: ImportId,
    task: Option<TaskId>,
    report: &[ReportLine],
    error: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE imports SET state = CASE WHEN $4::text IS NULL THEN 'done' ELSE 'failed' END, task_id = $2, report = $3,
             error = $4, finished_at = now()
         WHERE id = $1",
        id.0,
        task.map(|id| id.0),
        Json(report) as _,
        error
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Marks imports that were interrupted by a stop of the server as failed. Returns their number.
pub async fn fail_interrupted(db: &mut PgConnection) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "UPDATE imports SET state = 'failed', finished_at = now(),
             error = 'The server stopped during the import. Nothing was imported; start it again.'
         WHERE state = 'running'"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

pub async fn get(db: &mut PgConnection, id: ImportId) -> sqlx::Result<Option<Import>> {
    let row = sqlx::query!(
        r#"SELECT state, done, total, report AS "report: Json<Vec<ReportLine>>", task_id, error
           FROM imports WHERE id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Import {
        state: row.state,
        done: row.done,
        total: row.total,
        report: row.report.0,
        task: row.task_id.map(TaskId),
        error: row.error,
    }))
}
