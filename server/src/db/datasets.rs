//! Datasets: collections of media files with their accepted annotations, and who may read which part of one.

use std::collections::HashMap;

use countersign_shared::ids::{DatasetId, TaskId, UserId};
use countersign_shared::role::Role;
use countersign_shared::task::TaskName;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

/// The user who reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Viewer {
    pub user: UserId,
    /// Set for site admins, who may read everything.
    pub all: bool,
}

/// A dataset, limited to what its viewer may read.
pub struct Dataset {
    pub id: DatasetId,
    pub name: String,
    /// Number of media files.
    pub media: i64,
    /// Tasks on the dataset whose results the viewer may export, by name.
    pub tasks: Vec<TaskName>,
    /// Number of items of those tasks that have a result.
    pub accepted: i64,
    pub created_at: OffsetDateTime,
}

/// Returns the oldest dataset of this name.
pub async fn id_by_name(db: &mut PgConnection, name: &str) -> sqlx::Result<Option<DatasetId>> {
    let id = sqlx::query_scalar!("SELECT id FROM datasets WHERE name = $1 ORDER BY created_at, id LIMIT 1", name)
        .fetch_optional(db)
        .await?;
    Ok(id.map(DatasetId))
}

pub async fn name(db: &mut PgConnection, id: DatasetId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT name FROM datasets WHERE id = $1", id.0).fetch_optional(db).await
}

pub async fn exists(db: &mut PgConnection, id: DatasetId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM datasets WHERE id = $1) AS "found!""#, id.0).fetch_one(db).await
}

pub async fn insert(db: &mut PgConnection, id: DatasetId, name: &str, by: Option<UserId>) -> sqlx::Result<()> {
    sqlx::query!("INSERT INTO datasets (id, name, created_by) VALUES ($1, $2, $3)", id.0, name, by.map(|id| id.0))
        .execute(db)
        .await?;
    Ok(())
}

/// Returns the datasets that the viewer may read, by name; with `only`, just that one.
pub async fn list(db: &mut PgConnection, viewer: Viewer, only: Option<DatasetId>) -> sqlx::Result<Vec<Dataset>> {
    let mut tasks: HashMap<Uuid, Vec<TaskName>> = HashMap::new();
    let mut readable = Vec::new();
    for (dataset, task) in tasks_of(&mut *db, viewer, only).await? {
        readable.push(task.id.0);
        tasks.entry(dataset.0).or_default().push(task);
    }
    let counts = sqlx::query!(
        r#"SELECT dataset_id, count(*) AS "count!" FROM dataset_annotations
           WHERE version = 1 AND task_id = ANY($1) GROUP BY dataset_id"#,
        &readable
    )
    .fetch_all(&mut *db)
    .await?;
    let counts: HashMap<Uuid, i64> = counts.into_iter().map(|row| (row.dataset_id, row.count)).collect();
    let mine: Vec<Uuid> = tasks.keys().copied().collect();
    let rows = sqlx::query!(
        r#"SELECT id, name, created_at, (SELECT count(*) FROM media m WHERE m.dataset_id = d.id) AS "media!"
           FROM datasets d WHERE ($1 OR id = ANY($2)) AND ($3::uuid IS NULL OR id = $3) ORDER BY lower(name), id"#,
        viewer.all,
        &mine,
        only.map(|id| id.0)
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Dataset {
            id: DatasetId(row.id),
            name: row.name,
            media: row.media,
            tasks: tasks.remove(&row.id).unwrap_or_default(),
            accepted: counts.get(&row.id).copied().unwrap_or_default(),
            created_at: row.created_at,
        })
        .collect())
}

/// Returns the tasks of a dataset whose results the viewer may export, by name. Returns `None` if the dataset does not exist
/// or the viewer may not know of it.
pub async fn readable_tasks(
    db: &mut PgConnection,
    dataset: DatasetId,
    viewer: Viewer,
) -> sqlx::Result<Option<Vec<TaskName>>> {
    let tasks = tasks_of(&mut *db, viewer, Some(dataset)).await?;
    let known = !tasks.is_empty() || (viewer.all && exists(db, dataset).await?);
    Ok(known.then(|| tasks.into_iter().map(|(_, task)| task).collect()))
}

async fn tasks_of(
    db: &mut PgConnection,
    viewer: Viewer,
    only: Option<DatasetId>,
) -> sqlx::Result<Vec<(DatasetId, TaskName)>> {
    let names = |may: fn(Role) -> bool| -> Vec<String> {
        Role::ALL.into_iter().filter(|role| may(*role)).map(|role| role.as_str().to_owned()).collect()
    };
    // Only members who can manage a draft task may know of it.
    let rows = sqlx::query!(
        "SELECT t.id, t.name, t.dataset_id FROM tasks t
         WHERE ($1::uuid IS NULL OR t.dataset_id = $1)
             AND ($2 OR EXISTS (SELECT FROM task_members m WHERE m.task_id = t.id AND m.user_id = $3
                     AND m.role = ANY($4) AND (t.state <> 'draft' OR m.role = ANY($5))))
         ORDER BY lower(t.name), t.id",
        only.map(|id| id.0),
        viewer.all,
        viewer.user.0,
        &names(Role::can_export),
        &names(Role::can_manage)
    )
    .fetch_all(db)
    .await?;
    let named =
        rows.into_iter().map(|row| (DatasetId(row.dataset_id), TaskName { id: TaskId(row.id), name: row.name }));
    Ok(named.collect())
}
