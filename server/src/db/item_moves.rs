//! The history of the items' stage changes. Append-only.

use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::lock::Person;
use countersign_shared::workflow::{Stage, Step};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::columns::parse_stage;
use crate::db::users::joined_person;

pub struct NewStageChange<'a> {
    pub item: ItemId,
    pub task: TaskId,
    pub by: Option<UserId>,
    /// `submit`, `approve`, `accept`, `reject` or `revise`.
    pub kind: &'a str,
    pub from: Step,
    pub to: Step,
    /// The round in which it was made.
    pub round: u32,
    pub assignee: Option<UserId>,
    pub reason: Option<&'a str>,
    pub tags: &'a [String],
    pub label_count: i32,
    /// `{class id: number of rejected labels}`
    pub rejected_classes: &'a Value,
}

pub struct StageChangeRecord {
    pub at: OffsetDateTime,
    pub by: Option<Person>,
    pub kind: String,
    pub from: Stage,
    pub from_pass: i16,
    pub to: Stage,
    pub to_pass: i16,
    pub round: i32,
    pub assignee: Option<Person>,
    pub reason: Option<String>,
    pub tags: Vec<String>,
    pub label_count: i32,
}

pub async fn insert(db: &mut PgConnection, moves: &[NewStageChange<'_>]) -> sqlx::Result<()> {
    let items: Vec<Uuid> = moves.iter().map(|new| new.item.0).collect();
    let tasks: Vec<Uuid> = moves.iter().map(|new| new.task.0).collect();
    let by: Vec<Option<Uuid>> = moves.iter().map(|new| new.by.map(|user| user.0)).collect();
    let kinds: Vec<&str> = moves.iter().map(|new| new.kind).collect();
    let from: Vec<&str> = moves.iter().map(|new| new.from.stage().as_str()).collect();
    let from_passes: Vec<i16> = moves.iter().map(|new| new.from.pass().into()).collect();
    let to: Vec<&str> = moves.iter().map(|new| new.to.stage().as_str()).collect();
    let to_passes: Vec<i16> = moves.iter().map(|new| new.to.pass().into()).collect();
    let rounds: Vec<i32> = moves.iter().map(|new| new.round.cast_signed()).collect();
    let assignees: Vec<Option<Uuid>> = moves.iter().map(|new| new.assignee.map(|user| user.0)).collect();
    let reasons: Vec<Option<&str>> = moves.iter().map(|new| new.reason).collect();
    let tags: Vec<Json<&[String]>> = moves.iter().map(|new| Json(new.tags)).collect();
    let label_counts: Vec<i32> = moves.iter().map(|new| new.label_count).collect();
    let rejected_classes: Vec<&Value> = moves.iter().map(|new| new.rejected_classes).collect();
    sqlx::query!(
        "INSERT INTO item_moves (item_id, task_id, by_id, kind, from_stage, from_pass, to_stage, to_pass, round,
             assignee_id, reason, tags, label_count, rejected_classes)
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::smallint[], $7::text[],
             $8::smallint[], $9::integer[], $10::uuid[], $11::text[], $12::jsonb[], $13::integer[], $14::jsonb[])",
        &items,
        &tasks,
        &by as &[Option<Uuid>],
        &kinds as &[&str],
        &from as &[&str],
        &from_passes,
        &to as &[&str],
        &to_passes,
        &rounds,
        &assignees as &[Option<Uuid>],
        &reasons as &[Option<&str>],
        &tags as &[Json<&[String]>],
        &label_counts,
        &rejected_classes as &[&Value]
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Returns whether the user has made a stage change of this kind on the item since the given time.
pub async fn exists_since(
    db: &mut PgConnection,
    item: ItemId,
    kind: &str,
    by: UserId,
    since: OffsetDateTime,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM item_moves WHERE item_id = $1 AND kind = $2 AND by_id = $3 AND at >= $4) AS "made!""#,
        item.0,
        kind,
        by.0,
        since
    )
    .fetch_one(db)
    .await
}

/// Returns the newest stage changes of an item, in the order in which they were made.
pub async fn of_item(db: &mut PgConnection, item: ItemId, most: i64) -> sqlx::Result<Vec<StageChangeRecord>> {
    let rows = sqlx::query!(
        r#"SELECT m.at, m.kind, m.from_stage, m.from_pass, m.to_stage, m.to_pass, m.round, m.reason,
               m.tags AS "tags: Json<Vec<String>>", m.label_count,
               b.id AS "by_id?: Uuid", b.name AS "by_name?", b.color AS "by_color?",
               a.id AS "assignee_id?: Uuid", a.name AS "assignee_name?", a.color AS "assignee_color?"
           FROM item_moves m LEFT JOIN users b ON b.id = m.by_id LEFT JOIN users a ON a.id = m.assignee_id
           WHERE m.item_id = $1 ORDER BY m.id DESC LIMIT $2"#,
        item.0,
        most
    )
    .fetch_all(db)
    .await?;
    let moves = rows.into_iter().rev().map(|row| {
        Ok(StageChangeRecord {
            at: row.at,
            by: joined_person(row.by_id, row.by_name, row.by_color),
            kind: row.kind,
            from: parse_stage(&row.from_stage)?,
            from_pass: row.from_pass,
            to: parse_stage(&row.to_stage)?,
            to_pass: row.to_pass,
            round: row.round,
            assignee: joined_person(row.assignee_id, row.assignee_name, row.assignee_color),
            reason: row.reason,
            tags: row.tags.0,
            label_count: row.label_count,
        })
    });
    moves.collect()
}
