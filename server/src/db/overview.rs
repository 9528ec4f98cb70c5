//! Statistics of a task: what was done, by day and user, and what is pending. Counted from its stage changes and items.

use countersign_shared::ids::{TaskId, UserId};
use countersign_shared::lock::Person;
use countersign_shared::workflow::Stage;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};
use time::{Date, OffsetDateTime};

use crate::db::columns::parse_stage;
use crate::db::exports;

/// A half-open period: `from` inclusive, `to` exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub from: OffsetDateTime,
    pub to: OffsetDateTime,
}

/// The items of one stage.
pub struct StageSummary {
    pub stage: Stage,
    pub items: i64,
    /// When the item that has been there longest entered the stage.
    pub oldest: Option<OffsetDateTime>,
}

/// The stage changes of one kind that one user made on one day.
pub struct ActivityCount {
    pub day: Date,
    pub by: Option<UserId>,
    /// A value of `item_moves.kind`.
    pub kind: String,
    /// Stage changes that completed an item.
    pub completed: i64,
    /// Stage changes that reopened a complete item.
    pub reopened: i64,
    pub moves: i64,
}

/// Begins a transaction in which all counts are consistent: what is complete now, minus what was completed since, is what was
/// complete then. A year of a large task is a million rows to group, which the default memory would sort on disk.
pub async fn begin_consistent_read(pool: &PgPool) -> sqlx::Result<Transaction<'static, Postgres>> {
    let mut transaction = exports::begin_consistent_read(pool).await?;
    sqlx::query!("SET LOCAL work_mem = '32MB'").execute(&mut *transaction).await?;
    Ok(transaction)
}

/// Returns the stages that have items.
pub async fn stages(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Vec<StageSummary>> {
    let rows = sqlx::query!(
        r#"SELECT stage, count(*) AS "items!", min(stage_since) AS oldest FROM items WHERE task_id = $1 GROUP BY stage"#,
        task.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| Ok(StageSummary { stage: parse_stage(&row.stage)?, items: row.items, oldest: row.oldest }))
        .collect()
}

/// Counts the stage changes of the period. One pass over them yields the numbers by day, by user and in total.
pub async fn activity(db: &mut PgConnection, task: TaskId, period: Period) -> sqlx::Result<Vec<ActivityCount>> {
    let rows = sqlx::query!(
        r#"SELECT (at AT TIME ZONE 'UTC')::date AS "day!", by_id, kind,
               count(*) FILTER (WHERE to_stage = 'complete') AS "completed!",
               count(*) FILTER (WHERE from_stage = 'complete') AS "reopened!", count(*) AS "moves!"
           FROM item_moves WHERE task_id = $1 AND at >= $2 AND at < $3 GROUP BY 1, 2, 3"#,
        task.0,
        period.from,
        period.to
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ActivityCount {
            day: row.day,
            by: row.by_id.map(UserId),
            kind: row.kind,
            completed: row.completed,
            reopened: row.reopened,
            moves: row.moves,
        })
        .collect())
}

/// Returns how many items were completed since `from`, minus those that were reopened.
pub async fn net_completed_since(db: &mut PgConnection, task: TaskId, from: OffsetDateTime) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) FILTER (WHERE to_stage = 'complete') - count(*) FILTER (WHERE from_stage = 'complete') AS "n!"
           FROM item_moves WHERE task_id = $1 AND at >= $2"#,
        task.0,
        from
    )
    .fetch_one(db)
    .await
}

/// Counts the labels that were rejected when their items were sent back, by class, largest count first.
pub async fn rejected_classes(db: &mut PgConnection, task: TaskId, period: Period) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT c.key AS "class!", sum(c.value::bigint)::bigint AS "labels!"
           FROM item_moves m, jsonb_each_text(m.rejected_classes) c
           WHERE m.task_id = $1 AND m.at >= $2 AND m.at < $3 AND m.kind IN ('reject', 'revise')
           GROUP BY c.key ORDER BY 2 DESC, 1"#,
        task.0,
        period.from,
        period.to
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.class, row.labels)).collect())
}

/// Counts the items that were sent back, by tag of the reason, largest count first. The empty tag stands for no tag.
pub async fn rejected_tags(db: &mut PgConnection, task: TaskId, period: Period) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT tag AS "tag!", count(*) AS "items!" FROM (
               SELECT DISTINCT coalesce(t.tag, '') AS tag, m.item_id
               FROM item_moves m LEFT JOIN LATERAL jsonb_array_elements_text(m.tags) t (tag) ON true
               WHERE m.task_id = $1 AND m.at >= $2 AND m.at < $3 AND m.kind IN ('reject', 'revise')) tagged
           GROUP BY tag ORDER BY 2 DESC, 1"#,
        task.0,
        period.from,
        period.to
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.tag, row.items)).collect())
}

/// Counts how often items came back to each user: to the one who had last handed the item on from the stage it was sent to.
pub async fn returns_by_user(db: &mut PgConnection, task: TaskId, period: Period) -> sqlx::Result<Vec<(UserId, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT worker.by_id AS "by!", count(*) AS "times!"
           FROM item_moves m JOIN LATERAL (
               SELECT w.by_id FROM item_moves w
               WHERE w.item_id = m.item_id AND w.id < m.id AND w.from_stage = m.to_stage
                   AND w.kind IN ('submit', 'approve', 'accept')
               ORDER BY w.id DESC LIMIT 1) worker ON worker.by_id IS NOT NULL
           WHERE m.task_id = $1 AND m.at >= $2 AND m.at < $3 AND m.kind IN ('reject', 'revise')
           GROUP BY 1"#,
        task.0,
        period.from,
        period.to
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (UserId(row.by), row.times)).collect())
}

/// Returns those of these users who have an account, by name.
pub async fn users(db: &mut PgConnection, ids: &[UserId]) -> sqlx::Result<Vec<Person>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!("SELECT id, name, color FROM users WHERE id = ANY($1) ORDER BY lower(name), id", &ids)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| Person { id: UserId(row.id), name: row.name, color: row.color }).collect())
}
