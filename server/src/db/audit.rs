//! The audit log: who did what to whom. Rows are only ever added.

use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::lock::Person;
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::users::joined_person;

/// What happened. `detail` is what a reader needs beside the ids.
pub struct Audit<'a> {
    /// Nobody signed in: the command line, or the server by itself.
    pub actor: Option<UserId>,
    pub action: &'a str,
    pub task: Option<TaskId>,
    pub item: Option<ItemId>,
    /// The person it was done to.
    pub subject: Option<UserId>,
    pub detail: Value,
}

impl<'a> Audit<'a> {
    #[must_use]
    pub fn new(actor: Option<UserId>, action: &'a str) -> Self {
        Self { actor, action, task: None, item: None, subject: None, detail: json!({}) }
    }
}

pub struct AuditRow {
    pub id: i64,
    pub at: OffsetDateTime,
    pub actor: Option<Person>,
    pub action: String,
    pub item: Option<ItemId>,
    pub subject: Option<Person>,
    pub detail: Value,
}

pub async fn write(db: &mut PgConnection, audit: &Audit<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit_log (actor_id, action, task_id, item_id, subject_id, detail) VALUES ($1, $2, $3, $4, $5, $6)",
        audit.actor.map(|id| id.0),
        audit.action,
        audit.task.map(|id| id.0),
        audit.item.map(|id| id.0),
        audit.subject.map(|id| id.0),
        audit.detail
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The task's rows, newest first, those older than `before`.
pub async fn page(db: &mut PgConnection, task: TaskId, before: Option<i64>, limit: i64) -> sqlx::Result<Vec<AuditRow>> {
    let rows = sqlx::query!(
        r#"SELECT a.id, a.at, a.action, a.item_id, a.detail AS "detail: Json<Value>",
               actor.id AS "actor_id?: Uuid", actor.name AS "actor_name?", actor.color AS "actor_color?",
               subject.id AS "subject_id?: Uuid", subject.name AS "subject_name?", subject.color AS "subject_color?"
           FROM audit_log a LEFT JOIN users actor ON actor.id = a.actor_id
               LEFT JOIN users subject ON subject.id = a.subject_id
           WHERE a.task_id = $1 AND ($2::bigint IS NULL OR a.id < $2)
           ORDER BY a.id DESC LIMIT $3"#,
        task.0,
        before,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditRow {
            id: row.id,
            at: row.at,
            actor: joined_person(row.actor_id, row.actor_name, row.actor_color),
            action: row.action,
            item: row.item_id.map(ItemId),
            subject: joined_person(row.subject_id, row.subject_name, row.subject_color),
            detail: row.detail.0,
        })
        .collect())
}
