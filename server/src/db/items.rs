//! Items: one media file within one task, as lists show them.

pub mod page;

use countersign_shared::ids::{ItemId, MediaId, TaskId, UserId};
use countersign_shared::lock::{LockHolder, Person};
use countersign_shared::role::Roles;
use countersign_shared::workflow::Stage;
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::members::parse_roles;
use crate::db::users::joined_person;

/// One row of the list.
pub struct Item {
    pub id: ItemId,
    pub task: TaskId,
    pub position: i32,
    pub stage: Stage,
    pub round: i32,
    pub generation: i64,
    pub media: Media,
    pub label_count: i32,
    pub open_issues: i32,
    pub comment_count: i32,
    pub approved_count: i32,
    pub rejected_count: i32,
    /// How often it was sent back, and who did so last.
    pub rejections: i32,
    pub rejected_by: Option<Person>,
    pub submitted_by: Option<Person>,
    /// Who holds the lock by the database's clock; `mine` as seen by the reader.
    pub lock: Option<LockHolder>,
    pub assignee: Option<Person>,
    /// As `items.preview` says.
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

/// Where an item is, and what the reader may do there.
pub struct Place {
    pub task: TaskId,
    pub stage: Stage,
    pub roles: Roles,
}

pub async fn place(db: &mut PgConnection, item: ItemId, user: UserId) -> sqlx::Result<Option<Place>> {
    let row = sqlx::query!(
        r#"SELECT i.task_id, i.stage,
               ARRAY(SELECT role FROM task_members m WHERE m.task_id = i.task_id AND m.user_id = $2) AS "roles!"
           FROM items i WHERE i.id = $1"#,
        item.0,
        user.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Place { task: TaskId(row.task_id), stage: parse_stage(&row.stage)?, roles: parse_roles(&row.roles) })
    })
    .transpose()
}

/// These items, in the order of `ids`.
pub async fn get(db: &mut PgConnection, ids: &[Uuid], reader: UserId) -> sqlx::Result<Vec<Item>> {
    let rows = sqlx::query!(
        r#"SELECT i.id, i.task_id, i.position, i.stage, i.round, i.generation, i.label_count, i.open_issues,
               i.comment_count, i.approved_count, i.rejected_count, i.rejections,
               i.preview AS "preview: Json<Value>", i.updated_at,
               m.id AS media_id, m.file_name, m.content_type, m.width, m.height, m.frames,
               a.id AS "assignee_id?: Uuid", a.name AS "assignee_name?", a.color AS "assignee_color?",
               s.id AS "submitter_id?: Uuid", s.name AS "submitter_name?", s.color AS "submitter_color?",
               r.id AS "rejecter_id?: Uuid", r.name AS "rejecter_name?", r.color AS "rejecter_color?",
               h.id AS "holder_id?: Uuid", h.name AS "holder_name?", h.color AS "holder_color?",
               l.acquired_at AS "since?"
           FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place)
               JOIN items i ON i.id = wanted.id
               JOIN media m ON m.id = i.media_id
               LEFT JOIN users a ON a.id = i.assignee_id
               LEFT JOIN users s ON s.id = i.submitted_by
               LEFT JOIN users r ON r.id = i.rejected_by
               LEFT JOIN item_locks l ON l.item_id = i.id AND l.expires_at > now()
               LEFT JOIN users h ON h.id = l.user_id
           ORDER BY wanted.place"#,
        ids
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
                round: row.round,
                generation: row.generation,
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
                rejections: row.rejections,
                rejected_by: joined_person(row.rejecter_id, row.rejecter_name, row.rejecter_color),
                submitted_by: joined_person(row.submitter_id, row.submitter_name, row.submitter_color),
                lock: holder.zip(row.since).map(|(person, since)| LockHolder { person, since, mine }),
                assignee: joined_person(row.assignee_id, row.assignee_name, row.assignee_color),
                preview: row.preview.0,
                updated_at: row.updated_at,
            })
        })
        .collect()
}

/// The items before and after one in the order of the task.
pub struct Neighbours {
    pub previous: Option<ItemId>,
    pub next: Option<ItemId>,
    /// Matching items up to this one, itself included when it matches.
    pub index: i64,
    pub total: i64,
}

/// Among the items of a stage, or of all; the item itself need not be in the stage.
pub async fn neighbours(db: &mut PgConnection, item: ItemId, stage: Option<Stage>) -> sqlx::Result<Neighbours> {
    let row = sqlx::query!(
        r#"WITH here AS (SELECT task_id, position FROM items WHERE id = $1),
               counts AS (SELECT count(*) FILTER (WHERE i.position <= here.position) AS index, count(*) AS total
                          FROM items i JOIN here ON here.task_id = i.task_id WHERE $2::text IS NULL OR i.stage = $2)
           SELECT index AS "index!", total AS "total!",
               (SELECT i.id FROM items i JOIN here ON here.task_id = i.task_id AND i.position < here.position
                WHERE $2::text IS NULL OR i.stage = $2 ORDER BY i.position DESC LIMIT 1) AS previous,
               (SELECT i.id FROM items i JOIN here ON here.task_id = i.task_id AND i.position > here.position
                WHERE $2::text IS NULL OR i.stage = $2 ORDER BY i.position LIMIT 1) AS next
           FROM counts"#,
        item.0,
        stage.map(Stage::as_str)
    )
    .fetch_one(db)
    .await?;
    Ok(Neighbours {
        previous: row.previous.map(ItemId),
        next: row.next.map(ItemId),
        index: row.index,
        total: row.total,
    })
}

fn parse_stage(name: &str) -> sqlx::Result<Stage> {
    Stage::parse(name).ok_or_else(|| sqlx::Error::Decode(format!("unknown stage {name:?}").into()))
}
