//! Items: one media file within one task, as lists show them.

mod matching;

pub mod neighbours;
pub mod page;

use countersign_shared::ids::{ItemId, MediaId, TaskId, UserId};
use countersign_shared::lock::{LockHolder, Person};
use countersign_shared::role::Roles;
use countersign_shared::task::TaskState;
use countersign_shared::workflow::{ReturnState, Stage};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::columns::{parse_stage, parse_task_state, return_state};
use crate::db::members::parse_roles;
use crate::db::users::joined_person;

/// An item as a row of the list.
pub struct Item {
    pub id: ItemId,
    pub task: TaskId,
    pub position: i32,
    pub stage: Stage,
    /// The number of the review, from 1; 0 in other stages.
    pub review_pass: i16,
    pub round: i32,
    pub generation: i64,
    pub stage_since: OffsetDateTime,
    pub back: ReturnState,
    pub begun: bool,
    pub media: Media,
    pub label_count: i32,
    pub open_issues: i32,
    pub comment_count: i32,
    pub approved_count: i32,
    pub rejected_count: i32,
    pub violations: i32,
    pub priority: i16,
    pub skips: i32,
    /// How often it was rejected.
    pub rejections: i32,
    /// How often it was reopened after it had been accepted.
    pub revisions: i32,
    /// The user who sent it back, until it is complete again.
    pub returned_by: Option<Person>,
    pub returned_at: Option<OffsetDateTime>,
    pub submitted_by: Option<Person>,
    pub reviewed_by: Option<Person>,
    /// The lock's holder by the database's clock; `mine` is relative to the reader.
    pub lock: Option<LockHolder>,
    pub assignee: Option<Person>,
    /// The user it is reserved for, until the reservation expires.
    pub reserved_by: Option<Person>,
    /// Whether the reader has opened it since it entered its stage.
    pub opened: bool,
    /// In the format of `item_previews`.
    pub preview: Value,
    pub updated_at: OffsetDateTime,
}

pub struct Media {
    pub id: MediaId,
    pub file_name: String,
    pub content_type: String,
    pub width: i32,
    pub height: i32,
    pub frames: i32,
}

/// The task and stage of an item, and the user's roles in the task.
pub struct ItemContext {
    pub task: TaskId,
    pub task_state: TaskState,
    pub stage: Stage,
    pub roles: Roles,
}

pub async fn context(db: &mut PgConnection, item: ItemId, user: UserId) -> sqlx::Result<Option<ItemContext>> {
    let row = sqlx::query!(
        r#"SELECT i.task_id, t.state, i.stage,
               ARRAY(SELECT role FROM task_members m WHERE m.task_id = i.task_id AND m.user_id = $2) AS "roles!"
           FROM items i JOIN tasks t ON t.id = i.task_id WHERE i.id = $1"#,
        item.0,
        user.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(ItemContext {
            task: TaskId(row.task_id),
            task_state: parse_task_state(&row.state)?,
            stage: parse_stage(&row.stage)?,
            roles: parse_roles(&row.roles),
        })
    })
    .transpose()
}

/// Returns these items as `reader` sees them, in the order of `ids`.
pub async fn get(db: &mut PgConnection, ids: &[Uuid], reader: UserId) -> sqlx::Result<Vec<Item>> {
    let rows = sqlx::query!(
        r#"SELECT i.id, i.task_id, i.position, i.stage, i.review_pass, i.round, i.generation, i.stage_since, i.begun,
               i.label_count, i.open_issues, i.comment_count, i.approved_count, i.rejected_count, i.violations,
               i.priority, i.skips, i.rejections, i.revisions, i.returned_at, i.resubmitted,
               coalesce(w.preview, '[]') AS "preview!: Json<Value>", i.updated_at, i.file_name,
               m.id AS media_id, m.content_type, m.width, m.height, m.frames,
               a.id AS "assignee_id?: Uuid", a.name AS "assignee_name?", a.color AS "assignee_color?",
               s.id AS "submitter_id?: Uuid", s.name AS "submitter_name?", s.color AS "submitter_color?",
               v.id AS "reviewer_id?: Uuid", v.name AS "reviewer_name?", v.color AS "reviewer_color?",
               r.id AS "returner_id?: Uuid", r.name AS "returner_name?", r.color AS "returner_color?",
               o.id AS "offered_id?: Uuid", o.name AS "offered_name?", o.color AS "offered_color?",
               h.id AS "holder_id?: Uuid", h.name AS "holder_name?", h.color AS "holder_color?",
               l.acquired_at AS "since?",
               EXISTS (SELECT FROM item_openings p
                   WHERE p.item_id = i.id AND p.user_id = $2 AND p.stage_since = i.stage_since) AS "opened!"
           FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place)
               JOIN items i ON i.id = wanted.id
               JOIN media m ON m.id = i.media_id
               LEFT JOIN item_previews w ON w.item_id = i.id
               LEFT JOIN users a ON a.id = i.assignee_id
               LEFT JOIN users s ON s.id = i.submitted_by
               LEFT JOIN users v ON v.id = i.reviewed_by
               LEFT JOIN users r ON r.id = i.returned_by
               LEFT JOIN users o ON o.id = i.reserved_by AND i.reserved_until > now()
               LEFT JOIN item_locks l ON l.item_id = i.id AND l.expires_at > now()
               LEFT JOIN users h ON h.id = l.user_id
           ORDER BY wanted.place"#,
        ids,
        reader.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let holder = joined_person(row.holder_id, row.holder_name, row.holder_color);
            let mine = holder.as_ref().is_some_and(|holder| holder.id == reader);
            Ok(Item {
                id: ItemId(row.id),
                task: TaskId(row.task_id),
                position: row.position,
                stage: parse_stage(&row.stage)?,
                review_pass: row.review_pass,
                round: row.round,
                generation: row.generation,
                stage_since: row.stage_since,
                back: return_state(row.returned_at.is_some(), row.resubmitted),
                begun: row.begun,
                media: Media {
                    id: MediaId(row.media_id),
                    file_name: row.file_name,
                    content_type: row.content_type,
                    width: row.width,
                    height: row.height,
                    frames: row.frames,
                },
                label_count: row.label_count,
                open_issues: row.open_issues,
                comment_count: row.comment_count,
                approved_count: row.approved_count,
                rejected_count: row.rejected_count,
                violations: row.violations,
                priority: row.priority,
                skips: row.skips,
                rejections: row.rejections,
                revisions: row.revisions,
                returned_by: joined_person(row.returner_id, row.returner_name, row.returner_color),
                returned_at: row.returned_at,
                submitted_by: joined_person(row.submitter_id, row.submitter_name, row.submitter_color),
                reviewed_by: joined_person(row.reviewer_id, row.reviewer_name, row.reviewer_color),
                lock: holder.zip(row.since).map(|(person, since)| LockHolder { person, since, mine }),
                assignee: joined_person(row.assignee_id, row.assignee_name, row.assignee_color),
                reserved_by: joined_person(row.offered_id, row.offered_name, row.offered_color),
                opened: row.opened,
                preview: row.preview.0,
                updated_at: row.updated_at,
            })
        })
        .collect()
}

/// Returns the assignee of an item.
pub async fn assignee(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<UserId>> {
    let assignee =
        sqlx::query_scalar!("SELECT assignee_id FROM items WHERE id = $1", item.0).fetch_optional(db).await?;
    Ok(assignee.flatten().map(UserId))
}

/// Stores how many requirements of the ontology each item violates. `counts` are pairs of position and number.
pub async fn set_violations(db: &mut PgConnection, task: TaskId, counts: &[(i32, i32)]) -> sqlx::Result<()> {
    let (positions, violations): (Vec<i32>, Vec<i32>) = counts.iter().copied().unzip();
    sqlx::query!(
        "UPDATE items i SET violations = c.violations FROM unnest($2::int[], $3::int[]) AS c (position, violations)
         WHERE i.task_id = $1 AND i.position = c.position AND i.violations <> c.violations",
        task.0,
        &positions,
        &violations
    )
    .execute(db)
    .await?;
    Ok(())
}
