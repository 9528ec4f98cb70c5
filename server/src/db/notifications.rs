//! The notifications of users: rows of `notifications`.

use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::lock::Person;
use countersign_shared::notification::NotificationKind;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::users::joined_person;

pub struct NewNotification {
    pub id: Uuid,
    /// The recipient.
    pub user: UserId,
    pub kind: NotificationKind,
    pub item: ItemId,
    pub issue: Option<String>,
    /// The user who caused it; `None` if the server did.
    pub actor: Option<UserId>,
    /// The beginning of the comment or the reason.
    pub excerpt: String,
}

pub struct Notification {
    pub id: Uuid,
    pub kind: NotificationKind,
    pub task: TaskId,
    pub task_name: String,
    pub item: ItemId,
    pub file_name: String,
    pub issue: Option<String>,
    pub actor: Option<Person>,
    pub excerpt: String,
    pub created_at: OffsetDateTime,
    pub read: bool,
}

struct Row {
    id: Uuid,
    kind: String,
    task_id: Uuid,
    task_name: String,
    item_id: Uuid,
    file_name: String,
    issue_id: Option<String>,
    actor_id: Option<Uuid>,
    actor_name: Option<String>,
    actor_color: Option<String>,
    excerpt: String,
    created_at: OffsetDateTime,
    read: bool,
}

impl Row {
    /// Returns `None` for an unknown kind, which the table does not allow.
    fn parse(self) -> Option<Notification> {
        Some(Notification {
            id: self.id,
            kind: NotificationKind::parse(&self.kind)?,
            task: TaskId(self.task_id),
            task_name: self.task_name,
            item: ItemId(self.item_id),
            file_name: self.file_name,
            issue: self.issue_id,
            actor: joined_person(self.actor_id, self.actor_name, self.actor_color),
            excerpt: self.excerpt,
            created_at: self.created_at,
            read: self.read,
        })
    }
}

/// Inserts notifications, except for recipients who may not (or no longer) see the item, or who are the actor themselves.
pub async fn insert(db: &mut PgConnection, rows: &[&NewNotification]) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let users: Vec<Uuid> = rows.iter().map(|row| row.user.0).collect();
    let kinds: Vec<String> = rows.iter().map(|row| row.kind.as_str().to_owned()).collect();
    let items: Vec<Uuid> = rows.iter().map(|row| row.item.0).collect();
    let issues: Vec<Option<String>> = rows.iter().map(|row| row.issue.clone()).collect();
    let actors: Vec<Option<Uuid>> = rows.iter().map(|row| row.actor.map(|id| id.0)).collect();
    let excerpts: Vec<String> = rows.iter().map(|row| row.excerpt.clone()).collect();
    sqlx::query!(
        "INSERT INTO notifications (id, user_id, kind, item_id, issue_id, actor_id, excerpt)
         SELECT n.id, n.user_id, n.kind, n.item_id, n.issue_id, n.actor_id, n.excerpt
         FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::text[])
                  AS n (id, user_id, kind, item_id, issue_id, actor_id, excerpt)
             JOIN users u ON u.id = n.user_id JOIN items i ON i.id = n.item_id
         WHERE u.disabled_at IS NULL AND n.actor_id IS DISTINCT FROM n.user_id
             AND (u.is_admin OR EXISTS (SELECT FROM task_members m WHERE m.task_id = i.task_id AND m.user_id = u.id))",
        &ids,
        &users,
        &kinds,
        &items,
        &issues as &[Option<String>],
        &actors as &[Option<Uuid>],
        &excerpts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A query over the notifications that the user may still see, ending in `$tail`.
macro_rules! visible {
    ($tail:tt, $user:expr $(, $arg:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"SELECT n.id, n.kind, t.id AS task_id, t.name AS task_name, n.item_id, m.file_name, n.issue_id,
                   a.id AS "actor_id?", a.name AS "actor_name?", a.color AS "actor_color?",
                   n.excerpt, n.created_at, n.read_at IS NOT NULL AS "read!"
               FROM notifications n JOIN users u ON u.id = n.user_id
                   JOIN items i ON i.id = n.item_id JOIN tasks t ON t.id = i.task_id JOIN media m ON m.id = i.media_id
                   LEFT JOIN users a ON a.id = n.actor_id
               WHERE n.user_id = $1
                   AND (u.is_admin OR EXISTS (SELECT FROM task_members p WHERE p.task_id = t.id AND p.user_id = u.id)) "#
                + $tail,
            $user.0
            $(, $arg)*
        )
    };
}

/// Returns the notifications older than `after`, newest first. Ids sort by creation time, to the millisecond.
pub async fn page(
    db: &mut PgConnection,
    user: UserId,
    after: Option<Uuid>,
    limit: i64,
) -> sqlx::Result<Vec<Notification>> {
    let rows = visible!("AND ($2::uuid IS NULL OR n.id < $2) ORDER BY n.id DESC LIMIT $3", user, after, limit)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().filter_map(Row::parse).collect())
}

pub async fn get(db: &mut PgConnection, user: UserId, ids: &[Uuid]) -> sqlx::Result<Vec<Notification>> {
    let rows = visible!("AND n.id = ANY($2) ORDER BY n.id DESC", user, ids).fetch_all(db).await?;
    Ok(rows.into_iter().filter_map(Row::parse).collect())
}

/// Returns how many of the notifications that the user may still see are unread.
pub async fn unread(db: &mut PgConnection, user: UserId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!"
           FROM notifications n JOIN users u ON u.id = n.user_id JOIN items i ON i.id = n.item_id
           WHERE n.user_id = $1 AND n.read_at IS NULL
               AND (u.is_admin OR EXISTS (SELECT FROM task_members m WHERE m.task_id = i.task_id AND m.user_id = u.id))"#,
        user.0
    )
    .fetch_one(db)
    .await
}

/// Marks the user's notifications as read; `None` marks all. Ignores the ids of other users' notifications. Returns whether any
/// was unread.
pub async fn mark_read(db: &mut PgConnection, user: UserId, ids: Option<&[Uuid]>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE notifications SET read_at = now()
         WHERE user_id = $1 AND read_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY($2))",
        user.0,
        ids
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes notifications that are older than [`limits::NOTIFICATION_DAYS`] days.
pub async fn delete_old(db: &mut PgConnection) -> sqlx::Result<()> {
    let days = i32::try_from(limits::NOTIFICATION_DAYS).expect("a limit fits");
    sqlx::query!("DELETE FROM notifications WHERE created_at < now() - make_interval(days => $1)", days)
        .execute(db)
        .await?;
    Ok(())
}
