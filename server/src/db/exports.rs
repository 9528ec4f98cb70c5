//! What exports of a task read: media files and their labels, ordered by position.

use countersign_shared::ids::TaskId;
use countersign_shared::label::Labels;
use sqlx::types::Json;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

pub struct MediaFile {
    pub position: i32,
    pub file_name: String,
    pub width: i32,
    pub height: i32,
}

/// Where an item's labels come from.
pub enum Source {
    Typed(Labels),
    /// The newest snapshot, if any, and the updates that follow it.
    Document {
        state: Option<Vec<u8>>,
        updates: Vec<Vec<u8>>,
    },
}

/// Begins a transaction that sees the database as it is now, no matter how long it runs.
pub async fn begin_consistent_read(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    let mut transaction = pool.begin().await?;
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *transaction).await?;
    Ok(transaction)
}

pub async fn task_name(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT name FROM tasks WHERE id = $1", task.0).fetch_optional(db).await
}

/// Returns the tasks of this name, oldest first. Names can repeat.
pub async fn tasks_by_name(db: &mut PgConnection, name: &str) -> sqlx::Result<Vec<TaskId>> {
    let ids =
        sqlx::query_scalar!("SELECT id FROM tasks WHERE name = $1 ORDER BY created_at", name).fetch_all(db).await?;
    Ok(ids.into_iter().map(TaskId).collect())
}

/// Returns the position of the task's last item, or 0 if it has no items.
pub async fn last_position(db: &mut PgConnection, task: TaskId) -> sqlx::Result<i32> {
    sqlx::query_scalar!(r#"SELECT coalesce(max(position), 0) AS "last!" FROM items WHERE task_id = $1"#, task.0)
        .fetch_one(db)
        .await
}

pub async fn media_files(
    db: &mut PgConnection,
    task: TaskId,
    accepted: bool,
    after: i32,
    limit: i64,
) -> sqlx::Result<Vec<MediaFile>> {
    sqlx::query_as!(
        MediaFile,
        "SELECT i.position, m.file_name, m.width, m.height FROM items i JOIN media m ON m.id = i.media_id
         WHERE i.task_id = $1 AND i.position > $3
             AND (NOT $2 OR EXISTS (SELECT FROM dataset_annotations a WHERE a.item_id = i.id))
         ORDER BY i.position LIMIT $4",
        task.0,
        accepted,
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Returns the labels of the items at positions in (`after`, `through`]: those of the newest accepted version, or the current
/// ones.
pub async fn annotations(
    db: &mut PgConnection,
    task: TaskId,
    accepted: bool,
    after: i32,
    through: i32,
) -> sqlx::Result<Vec<(i32, Source)>> {
    if accepted {
        let rows = sqlx::query!(
            r#"SELECT DISTINCT ON (i.position) i.position, a.annotations AS "annotations: Json<Labels>"
               FROM items i JOIN dataset_annotations a ON a.item_id = i.id
               WHERE i.task_id = $1 AND i.position > $2 AND i.position <= $3
               ORDER BY i.position, a.version DESC"#,
            task.0,
            after,
            through
        )
        .fetch_all(db)
        .await?;
        return Ok(rows.into_iter().map(|row| (row.position, Source::Typed(row.annotations.0))).collect());
    }
    // The typed labels of the snapshot are current if nothing has been written since.
    let rows = sqlx::query!(
        r#"SELECT i.position, l.updates AS "updates?", CASE WHEN l.updates IS NOT NULL THEN s.state END AS "state?",
               CASE WHEN l.updates IS NULL THEN s.annotations END AS "annotations?: Json<Labels>"
           FROM items i
               LEFT JOIN LATERAL (SELECT state, annotations, seq FROM item_snapshots WHERE item_id = i.id
                                  ORDER BY seq DESC LIMIT 1) s ON true
               LEFT JOIN LATERAL (SELECT array_agg(u.update ORDER BY u.seq) AS updates FROM item_updates u
                                  WHERE u.item_id = i.id AND u.seq > coalesce(s.seq, 0)) l ON true
           WHERE i.task_id = $1 AND i.position > $2 AND i.position <= $3
           ORDER BY i.position"#,
        task.0,
        after,
        through
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let source = match row.updates {
                Some(updates) => Source::Document { state: row.state, updates },
                None => Source::Typed(row.annotations.map(|labels| labels.0).unwrap_or_default()),
            };
            (row.position, source)
        })
        .collect())
}
