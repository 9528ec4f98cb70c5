//! Saved views: filters of the item list that users save, for themselves or for all members of the task.

use countersign_shared::ids::{TaskId, UserId, ViewId};
use countersign_shared::lock::Person;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

/// The query parameters as in the list's URL.
pub type Query = Map<String, Value>;

pub struct SavedView {
    pub id: ViewId,
    pub task: TaskId,
    pub name: String,
    pub query: Query,
    pub shared: bool,
    pub by: Person,
}

pub struct NewView<'a> {
    pub id: ViewId,
    pub task: TaskId,
    pub by: UserId,
    pub name: &'a str,
    pub query: &'a Query,
    pub shared: bool,
}

/// Changes to a view; `None` leaves a field unchanged.
pub struct Change<'a> {
    pub name: Option<&'a str>,
    pub query: Option<&'a Query>,
    pub shared: Option<bool>,
}

struct Row {
    id: Uuid,
    task_id: Uuid,
    name: String,
    query: Json<Query>,
    shared: bool,
    user_id: Uuid,
    user_name: String,
    color: String,
}

impl From<Row> for SavedView {
    fn from(row: Row) -> Self {
        Self {
            id: ViewId(row.id),
            task: TaskId(row.task_id),
            name: row.name,
            query: row.query.0,
            shared: row.shared,
            by: Person { id: UserId(row.user_id), name: row.user_name, color: row.color },
        }
    }
}

/// Why a view could not be written.
#[derive(Debug)]
pub enum ViewError {
    /// The user already has a view of this name in the task.
    NameTaken,
    Database(sqlx::Error),
}

impl From<sqlx::Error> for ViewError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(sqlx::error::DatabaseError::constraint) {
            Some("saved_views_name_key") => Self::NameTaken,
            _ => Self::Database(error),
        }
    }
}

/// A query over the views that the reader can see, ending in `$tail`: the reader's own, and those that others share. The
/// reader is the second parameter.
macro_rules! views {
    ($tail:tt, $first:expr, $reader:expr) => {
        sqlx::query_as!(
            Row,
            r#"SELECT v.id, v.task_id, v.name, v.query AS "query: Json<Query>", v.shared,
                   u.id AS user_id, u.name AS user_name, u.color
               FROM saved_views v JOIN users u ON u.id = v.user_id WHERE (v.user_id = $2 OR v.shared) "#
                + $tail,
            $first,
            $reader.0
        )
    };
}

/// Returns the views of a task that the reader can see: first the reader's own, then shared ones, each by name.
pub async fn list(db: &mut PgConnection, task: TaskId, reader: UserId) -> sqlx::Result<Vec<SavedView>> {
    let rows = views!("AND v.task_id = $1 ORDER BY v.user_id <> $2, lower(v.name), v.id", task.0, reader)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(SavedView::from).collect())
}

/// Returns a view if the reader can see it.
pub async fn get(db: &mut PgConnection, id: ViewId, reader: UserId) -> sqlx::Result<Option<SavedView>> {
    let row = views!("AND v.id = $1", id.0, reader).fetch_optional(db).await?;
    Ok(row.map(SavedView::from))
}

/// Inserts a view. Returns `false` if the user already has `most` views in the task.
pub async fn insert(db: &mut PgConnection, view: &NewView<'_>, most: i64) -> Result<bool, ViewError> {
    let done = sqlx::query!(
        "INSERT INTO saved_views (id, task_id, user_id, name, query, shared)
         SELECT $1, $2, $3, $4, $5, $6
         WHERE (SELECT count(*) FROM saved_views WHERE task_id = $2 AND user_id = $3) < $7",
        view.id.0,
        view.task.0,
        view.by.0,
        view.name,
        Json(view.query) as _,
        view.shared,
        most
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Changes a view. Returns `false` if the user has no such view.
pub async fn update(db: &mut PgConnection, id: ViewId, by: UserId, change: &Change<'_>) -> Result<bool, ViewError> {
    let done = sqlx::query!(
        "UPDATE saved_views SET name = coalesce($3, name), query = coalesce($4, query), shared = coalesce($5, shared)
         WHERE id = $1 AND user_id = $2",
        id.0,
        by.0,
        change.name,
        change.query.map(Json) as _,
        change.shared
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes a view. Returns `false` if it does not exist.
pub async fn delete(db: &mut PgConnection, id: ViewId) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM saved_views WHERE id = $1", id.0).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
