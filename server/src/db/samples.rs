//! Samples: the drawn items, how many of them have been inspected, and the decision on the result.

use countersign_shared::ids::{BulkId, SampleId, TaskId, UserId};
use countersign_shared::item_filter::ItemFilter;
use countersign_shared::lock::Person;
use countersign_shared::sampling::{Candidate, Method, Size};
use countersign_shared::workflow::Stage;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::items::page::{self, ItemQuery};
use crate::db::users::joined_person;

pub struct Sample {
    pub id: SampleId,
    pub task: TaskId,
    pub method: Method,
    pub size: Size,
    pub filter: ItemFilter,
    pub seed: i64,
    pub population: i32,
    pub progress: Progress,
    /// Allowed error rate, in percent.
    pub max_error: f64,
    pub created_by: Option<Person>,
    pub created_at: OffsetDateTime,
    pub decision: Option<Decision>,
}

/// How many items were drawn, and how many of these have been accepted or rejected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    pub drawn: u32,
    pub accepted: u32,
    pub rejected: u32,
}

/// The decision on the remaining items.
pub struct Decision {
    pub accept: bool,
    pub note: String,
    pub by: Option<Person>,
    pub at: OffsetDateTime,
    pub bulk: Option<BulkId>,
}

pub struct NewSample<'a> {
    pub id: SampleId,
    pub task: TaskId,
    pub method: Method,
    pub size: Size,
    pub filter: &'a ItemFilter,
    pub seed: i64,
    pub population: i32,
    pub max_error: f64,
    pub by: UserId,
}

const ACCEPT: &str = "accept";
const REJECT: &str = "reject";

/// Returns what the draw needs to know of all matching items in acceptance, in task order. Classes are stored apart from the
/// rows, so they are read only if the method needs them.
pub async fn candidates(
    db: &mut PgConnection,
    query: ItemQuery<'_>,
    method: Method,
) -> sqlx::Result<Vec<(Uuid, Candidate)>> {
    let filter = ItemFilter { stage: Some(Stage::Acceptance), ..query.filter.clone() };
    let ids = page::matching_ids(db, ItemQuery { filter: &filter, ..query }, i64::MAX).await?;
    let rows = sqlx::query!(
        r#"SELECT id, submitted_by, violations,
               CASE WHEN $2 THEN ARRAY(SELECT jsonb_object_keys(class_counts)) ELSE '{}' END AS "classes!"
           FROM items WHERE id = ANY($1) ORDER BY position"#,
        &ids,
        method == Method::PerClass
    )
    .fetch_all(db)
    .await?;
    let candidate = |annotator: Option<Uuid>, classes, violations| Candidate {
        annotator: annotator.map(UserId),
        classes,
        violations,
    };
    Ok(rows.into_iter().map(|row| (row.id, candidate(row.submitted_by, row.classes, row.violations))).collect())
}

/// Inserts a sample with its items, in the order of the draw. The sample's time is the current time, later than the state it
/// was drawn from.
pub async fn insert(db: &mut PgConnection, sample: &NewSample<'_>, drawn: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO samples (id, task_id, method, size, filter, seed, population, max_error, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())",
        sample.id.0,
        sample.task.0,
        sample.method.as_str(),
        Json(sample.size) as _,
        Json(sample.filter) as _,
        sample.seed,
        sample.population,
        sample.max_error,
        sample.by.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO sample_items (sample_id, place, item_id)
         SELECT $1, drawn.place::int, drawn.id FROM unnest($2::uuid[]) WITH ORDINALITY AS drawn (id, place)",
        sample.id.0,
        drawn
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn count(db: &mut PgConnection, task: TaskId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM samples WHERE task_id = $1"#, task.0).fetch_one(db).await
}

pub async fn task_of(db: &mut PgConnection, id: SampleId) -> sqlx::Result<Option<TaskId>> {
    let task = sqlx::query_scalar!("SELECT task_id FROM samples WHERE id = $1", id.0).fetch_optional(db).await?;
    Ok(task.map(TaskId))
}

/// Returns the task's samples, newest first; with `only`, just that one.
///
/// An item counts by the first accept or reject after the arrival in acceptance at which it was drawn. That way, no clock has
/// to distinguish a decision that was in flight from an earlier one.
pub async fn list(db: &mut PgConnection, task: TaskId, only: Option<SampleId>) -> sqlx::Result<Vec<Sample>> {
    let rows = sqlx::query!(
        r#"SELECT s.id, s.method, s.size AS "size: Json<Size>", s.filter AS "filter: Json<ItemFilter>", s.seed,
               s.population, s.max_error, s.created_at, s.decision, s.note, s.decided_at,
               c.id AS "creator_id?: Uuid", c.name AS "creator_name?", c.color AS "creator_color?",
               d.id AS "decider_id?: Uuid", d.name AS "decider_name?", d.color AS "decider_color?",
               progress.drawn AS "drawn!", progress.accepted AS "accepted!", progress.rejected AS "rejected!",
               (SELECT b.id FROM bulk_jobs b WHERE b.task_id = s.task_id AND b.sample_id = s.id
                ORDER BY b.created_at LIMIT 1) AS bulk_id
           FROM samples s
               LEFT JOIN users c ON c.id = s.created_by
               LEFT JOIN users d ON d.id = s.decided_by
               CROSS JOIN LATERAL (
                   SELECT count(*)::int AS drawn, (count(*) FILTER (WHERE verdict.kind = 'accept'))::int AS accepted,
                       (count(*) FILTER (WHERE verdict.kind = 'reject'))::int AS rejected
                   FROM sample_items i LEFT JOIN LATERAL (
                       SELECT m.kind FROM item_moves m
                       WHERE m.item_id = i.item_id AND m.from_stage = 'acceptance' AND m.kind IN ('accept', 'reject')
                           AND m.id > coalesce((SELECT max(a.id) FROM item_moves a WHERE a.item_id = i.item_id
                               AND a.to_stage = 'acceptance' AND a.at <= s.created_at), 0)
                       ORDER BY m.id LIMIT 1) verdict ON true
                   WHERE i.sample_id = s.id) progress
           WHERE s.task_id = $1 AND ($2::uuid IS NULL OR s.id = $2)
           ORDER BY s.created_at DESC, s.id DESC"#,
        task.0,
        only.map(|id| id.0)
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let by = joined_person(row.decider_id, row.decider_name, row.decider_color);
            let bulk = row.bulk_id.map(BulkId);
            Ok(Sample {
                id: SampleId(row.id),
                task,
                method: Method::parse(&row.method).ok_or_else(|| unknown(&row.method))?,
                size: row.size.0,
                filter: row.filter.0,
                seed: row.seed,
                population: row.population,
                progress: Progress {
                    drawn: row.drawn.unsigned_abs(),
                    accepted: row.accepted.unsigned_abs(),
                    rejected: row.rejected.unsigned_abs(),
                },
                max_error: row.max_error,
                created_by: joined_person(row.creator_id, row.creator_name, row.creator_color),
                created_at: row.created_at,
                decision: row.decision.zip(row.decided_at).map(|(decision, at)| Decision {
                    accept: decision == ACCEPT,
                    note: row.note,
                    by,
                    at,
                    bulk,
                }),
            })
        })
        .collect()
}

fn unknown(method: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("unknown sampling method {method:?}").into())
}

/// Returns the items that the sample stands for, in task order: items in acceptance that match its filter as seen by the user
/// who drew it, that were there before it was drawn, and that are not part of it.
pub async fn remaining_items(db: &mut PgConnection, sample: &Sample) -> sqlx::Result<Vec<Uuid>> {
    let reader = sample.created_by.as_ref().map_or(UserId(Uuid::nil()), |person| person.id);
    let filter = ItemFilter { stage: Some(Stage::Acceptance), ..sample.filter.clone() };
    let ids = page::matching_ids(db, ItemQuery { task: sample.task, reader, filter: &filter }, i64::MAX).await?;
    sqlx::query_scalar!(
        r#"SELECT i.id FROM items i
           WHERE i.id = ANY($2) AND i.stage_since <= $3
               AND NOT EXISTS (SELECT FROM sample_items s WHERE s.sample_id = $1 AND s.item_id = i.id)
           ORDER BY i.position"#,
        sample.id.0,
        &ids,
        sample.created_at
    )
    .fetch_all(db)
    .await
}

/// Records the decision on a sample. Returns `false` if the sample is already decided or no longer exists. Of two concurrent
/// decisions, the second waits and then gets `false`.
pub async fn decide(db: &mut PgConnection, id: SampleId, accept: bool, note: &str, by: UserId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE samples SET decision = $2, note = $3, decided_by = $4, decided_at = now()
         WHERE id = $1 AND decision IS NULL",
        id.0,
        if accept { ACCEPT } else { REJECT },
        note,
        by.0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes an undecided sample. Returns `false` if the sample is decided or no longer exists.
pub async fn delete(db: &mut PgConnection, id: SampleId) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM samples WHERE id = $1 AND decision IS NULL", id.0).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
