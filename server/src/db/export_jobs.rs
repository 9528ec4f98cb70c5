//! Exports of datasets: the jobs, and how long they are kept.

use countersign_shared::ids::{DatasetId, ExportId, TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::lock::Person;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

/// An export job as the API shows it.
pub struct Export {
    pub id: ExportId,
    pub dataset: DatasetId,
    pub scope: Scope,
    pub state: State,
    pub done: i32,
    pub total: i32,
    pub bytes: Option<i64>,
    pub error: Option<String>,
    pub created_by: Person,
    pub created_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Running,
    Done,
    Failed,
}

impl State {
    fn parse(name: &str) -> sqlx::Result<Self> {
        match name {
            "running" => Ok(Self::Running),
            "done" => Ok(Self::Done),
            "failed" => Ok(Self::Failed),
            _ => Err(sqlx::Error::Decode(format!("unknown export state {name:?}").into())),
        }
    }
}

/// The contents of an export.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// The filter as requested.
    pub filter: Value,
    /// The tasks that its results belong to. Users who may not read all of these tasks may not read the file.
    pub tasks: Vec<TaskId>,
}

/// Starts an export. Returns `false` if the maximum number of exports is already running.
pub async fn start(
    db: &mut PgConnection,
    id: ExportId,
    dataset: DatasetId,
    by: UserId,
    scope: &Scope,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO exports (id, dataset_id, created_by, filter, state)
         SELECT $1, $2, $3, $4, 'running' WHERE (SELECT count(*) FROM exports WHERE state = 'running') < $5",
        id.0,
        dataset.0,
        by.0,
        Json(scope) as _,
        limits::MAX_EXPORTS_RUNNING
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn progress(db: &mut PgConnection, id: ExportId, done: i32, total: i32) -> sqlx::Result<()> {
    sqlx::query!("UPDATE exports SET done = $2, total = $3 WHERE id = $1 AND state = 'running'", id.0, done, total)
        .execute(db)
        .await?;
    Ok(())
}

/// Records how an export ended: the file's size in bytes, or the reason for the failure.
pub async fn finish(db: &mut PgConnection, id: ExportId, ended: Result<i64, &str>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE exports SET state = CASE WHEN $3::text IS NULL THEN 'done' ELSE 'failed' END, bytes = $2, error = $3,
             finished_at = now()
         WHERE id = $1",
        id.0,
        ended.ok(),
        ended.err()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Marks exports that were interrupted by a stop of the server as failed. Returns their number.
pub async fn fail_interrupted(db: &mut PgConnection) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "UPDATE exports SET state = 'failed', finished_at = now(),
             error = 'The server stopped during the export. Start it again.'
         WHERE state = 'running'"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes exports that ended more than [`limits::EXPORT_DAYS`] days ago. Returns their number.
pub async fn delete_old(db: &mut PgConnection) -> sqlx::Result<u64> {
    let days = i32::try_from(limits::EXPORT_DAYS).unwrap_or(i32::MAX);
    let done = sqlx::query!(
        "DELETE FROM exports WHERE state <> 'running' AND finished_at < now() - make_interval(days => $1)",
        days
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Returns the exports whose files are kept or being written.
pub async fn with_files(db: &mut PgConnection) -> sqlx::Result<Vec<ExportId>> {
    let ids = sqlx::query_scalar!("SELECT id FROM exports WHERE state <> 'failed'").fetch_all(db).await?;
    Ok(ids.into_iter().map(ExportId).collect())
}

/// Reads one export, or the newest exports of a dataset, newest first.
async fn read(db: &mut PgConnection, id: Option<ExportId>, dataset: Option<DatasetId>) -> sqlx::Result<Vec<Export>> {
    let most = limits::MAX_PAGE_ROWS as i64;
    let rows = sqlx::query!(
        r#"SELECT e.id, e.dataset_id, e.filter AS "filter: Json<Scope>", e.state, e.done, e.total, e.bytes, e.error,
               e.created_at, e.finished_at, u.id AS by_id, u.name AS by_name, u.color AS by_color
           FROM exports e JOIN users u ON u.id = e.created_by
           WHERE ($1::uuid IS NULL OR e.id = $1) AND ($2::uuid IS NULL OR e.dataset_id = $2)
           ORDER BY e.created_at DESC, e.id DESC LIMIT $3"#,
        id.map(|id| id.0),
        dataset.map(|id| id.0),
        most
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Export {
                id: ExportId(row.id),
                dataset: DatasetId(row.dataset_id),
                scope: row.filter.0,
                state: State::parse(&row.state)?,
                done: row.done,
                total: row.total,
                bytes: row.bytes,
                error: row.error,
                created_by: Person { id: UserId(row.by_id), name: row.by_name, color: row.by_color },
                created_at: row.created_at,
                finished_at: row.finished_at,
            })
        })
        .collect()
}

pub async fn get(db: &mut PgConnection, id: ExportId) -> sqlx::Result<Option<Export>> {
    Ok(read(db, Some(id), None).await?.pop())
}

/// Returns the newest exports of a dataset, newest first.
pub async fn list(db: &mut PgConnection, dataset: DatasetId) -> sqlx::Result<Vec<Export>> {
    read(db, None, Some(dataset)).await
}
