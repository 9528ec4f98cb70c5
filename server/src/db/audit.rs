//! The audit log: who did what to whom. Append-only.

use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::lock::Person;
use countersign_shared::task::TaskName;
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::begin_with_custom_plans;
use crate::db::users::joined_person;

/// A new entry of the audit log. `detail` holds what a reader needs in addition to the ids.
pub struct Audit<'a> {
    /// The acting user; `None` for the command line and for the server itself.
    pub actor: Option<UserId>,
    pub action: &'a str,
    pub task: Option<TaskId>,
    pub item: Option<ItemId>,
    /// The user it was done to.
    pub subject: Option<UserId>,
    pub detail: Value,
}

impl<'a> Audit<'a> {
    #[must_use]
    pub fn new(actor: Option<UserId>, action: &'a str) -> Self {
        Self { actor, action, task: None, item: None, subject: None, detail: json!({}) }
    }
}

/// Conditions on entries; `None` matches all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Entries of this task.
    pub task: Option<TaskId>,
    /// Entries with one of these actions.
    pub actions: Option<Vec<String>>,
    pub actor: Option<UserId>,
    pub item: Option<ItemId>,
    /// Inclusive.
    pub from: Option<OffsetDateTime>,
    /// Exclusive.
    pub to: Option<OffsetDateTime>,
}

pub struct AuditRow {
    pub id: i64,
    pub at: OffsetDateTime,
    pub actor: Option<Person>,
    pub action: String,
    /// `None` also if the task no longer exists.
    pub task: Option<TaskName>,
    pub item: Option<ItemId>,
    pub file_name: Option<String>,
    pub subject: Option<Person>,
    pub detail: Value,
}

pub async fn write(db: &mut PgConnection, audit: &Audit<'_>) -> sqlx::Result<()> {
    write_all(db, std::slice::from_ref(audit)).await
}

/// Writes the entries in the given order.
pub async fn write_all(db: &mut PgConnection, rows: &[Audit<'_>]) -> sqlx::Result<()> {
    let actors: Vec<Option<Uuid>> = rows.iter().map(|row| row.actor.map(|id| id.0)).collect();
    let actions: Vec<&str> = rows.iter().map(|row| row.action).collect();
    let tasks: Vec<Option<Uuid>> = rows.iter().map(|row| row.task.map(|id| id.0)).collect();
    let items: Vec<Option<Uuid>> = rows.iter().map(|row| row.item.map(|id| id.0)).collect();
    let subjects: Vec<Option<Uuid>> = rows.iter().map(|row| row.subject.map(|id| id.0)).collect();
    let details: Vec<&Value> = rows.iter().map(|row| &row.detail).collect();
    sqlx::query!(
        "INSERT INTO audit_log (actor_id, action, task_id, item_id, subject_id, detail)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::jsonb[])",
        &actors as &[Option<Uuid>],
        &actions as &[&str],
        &tasks as &[Option<Uuid>],
        &items as &[Option<Uuid>],
        &subjects as &[Option<Uuid>],
        &details as &[&Value]
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Returns matching entries older than `before`, newest first.
pub async fn page(
    db: &mut PgConnection,
    filter: &Filter,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<AuditRow>> {
    let mut db = begin_with_custom_plans(db).await?;
    let rows = sqlx::query!(
        r#"SELECT a.id, a.at, a.action, a.item_id, a.detail AS "detail: Json<Value>",
               t.id AS "task_id?: Uuid", t.name AS "task_name?", i.file_name AS "file_name?",
               actor.id AS "actor_id?: Uuid", actor.name AS "actor_name?", actor.color AS "actor_color?",
               subject.id AS "subject_id?: Uuid", subject.name AS "subject_name?", subject.color AS "subject_color?"
           FROM audit_log a LEFT JOIN tasks t ON t.id = a.task_id LEFT JOIN items i ON i.id = a.item_id
               LEFT JOIN users actor ON actor.id = a.actor_id LEFT JOIN users subject ON subject.id = a.subject_id
           WHERE ($1::uuid IS NULL OR a.task_id = $1) AND ($2::text[] IS NULL OR a.action = ANY($2))
               AND ($3::uuid IS NULL OR a.actor_id = $3) AND ($4::uuid IS NULL OR a.item_id = $4)
               AND ($5::timestamptz IS NULL OR a.at >= $5) AND ($6::timestamptz IS NULL OR a.at < $6)
               AND ($7::bigint IS NULL OR a.id < $7)
           ORDER BY a.id DESC LIMIT $8"#,
        filter.task.map(|id| id.0),
        filter.actions.as_deref(),
        filter.actor.map(|id| id.0),
        filter.item.map(|id| id.0),
        filter.from,
        filter.to,
        before,
        limit
    )
    .fetch_all(&mut *db)
    .await?;
    db.commit().await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditRow {
            id: row.id,
            at: row.at,
            actor: joined_person(row.actor_id, row.actor_name, row.actor_color),
            action: row.action,
            task: row.task_id.zip(row.task_name).map(|(id, name)| TaskName { id: TaskId(id), name }),
            item: row.item_id.map(ItemId),
            file_name: row.file_name,
            subject: joined_person(row.subject_id, row.subject_name, row.subject_color),
            detail: row.detail.0,
        })
        .collect())
}

/// Returns the actions that occur in the task, by name. Steps through the index from one action to the next, so that the cost
/// does not grow with the log.
pub async fn actions(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"WITH RECURSIVE found AS (
               (SELECT action FROM audit_log WHERE task_id = $1 ORDER BY action LIMIT 1)
               UNION ALL
               SELECT next.action FROM found CROSS JOIN LATERAL (
                   SELECT a.action FROM audit_log a WHERE a.task_id = $1 AND a.action > found.action
                   ORDER BY a.action LIMIT 1) next)
           SELECT action AS "action!" FROM found ORDER BY action"#,
        task.0
    )
    .fetch_all(db)
    .await
}

/// Returns the actions that occur anywhere, by name. Works like [`actions`], over all tasks and over entries without a task.
pub async fn all_actions(db: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"WITH RECURSIVE of_tasks AS (
               (SELECT task_id, action FROM audit_log WHERE task_id IS NOT NULL ORDER BY task_id, action LIMIT 1)
               UNION ALL
               SELECT next.task_id, next.action FROM of_tasks CROSS JOIN LATERAL (
                   SELECT a.task_id, a.action FROM audit_log a
                   WHERE (a.task_id, a.action) > (of_tasks.task_id, of_tasks.action)
                   ORDER BY a.task_id, a.action LIMIT 1) next),
           of_none AS (
               (SELECT action FROM audit_log WHERE task_id IS NULL ORDER BY action LIMIT 1)
               UNION ALL
               SELECT next.action FROM of_none CROSS JOIN LATERAL (
                   SELECT a.action FROM audit_log a WHERE a.task_id IS NULL AND a.action > of_none.action
                   ORDER BY a.action LIMIT 1) next)
           SELECT action AS "action!" FROM of_tasks UNION SELECT action FROM of_none ORDER BY 1"#
    )
    .fetch_all(db)
    .await
}
