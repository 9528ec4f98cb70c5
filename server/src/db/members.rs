//! The members of a task and their roles: rows of `task_members`.

use countersign_shared::ids::{TaskId, UserId};
use countersign_shared::issue::Mention;
use countersign_shared::lock::Person;
use countersign_shared::role::{Role, Roles};
use sqlx::PgConnection;
use uuid::Uuid;

pub struct Member {
    pub person: Person,
    pub email: String,
    pub roles: Roles,
}

pub async fn roles(db: &mut PgConnection, task: TaskId, user: UserId) -> sqlx::Result<Roles> {
    let names =
        sqlx::query_scalar!("SELECT role FROM task_members WHERE task_id = $1 AND user_id = $2", task.0, user.0)
            .fetch_all(db)
            .await?;
    Ok(parse_roles(&names))
}

pub async fn list(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Vec<Member>> {
    let rows = sqlx::query!(
        r#"SELECT u.id, u.name, u.color, u.email, array_agg(m.role) AS "roles!"
           FROM task_members m JOIN users u ON u.id = m.user_id
           WHERE m.task_id = $1 AND u.disabled_at IS NULL GROUP BY u.id ORDER BY lower(u.name), u.id"#,
        task.0
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Member {
            person: Person { id: UserId(row.id), name: row.name, color: row.color },
            email: row.email,
            roles: parse_roles(&row.roles),
        })
        .collect())
}

/// Returns those of these users who are members and can sign in.
pub async fn mentionable(db: &mut PgConnection, task: TaskId, users: &[UserId]) -> sqlx::Result<Vec<Mention>> {
    let ids: Vec<Uuid> = users.iter().map(|user| user.0).collect();
    let rows = sqlx::query!(
        "SELECT u.id, u.name FROM users u
         WHERE u.id = ANY($2) AND u.disabled_at IS NULL
             AND EXISTS (SELECT FROM task_members m WHERE m.task_id = $1 AND m.user_id = u.id)
         ORDER BY lower(u.name), u.id",
        task.0,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| Mention { id: UserId(row.id), name: row.name }).collect())
}

pub async fn add(db: &mut PgConnection, task: TaskId, user: UserId, role: Role) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO task_members (task_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        task.0,
        user.0,
        role.as_str()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives the user exactly these roles.
pub async fn set(db: &mut PgConnection, task: TaskId, user: UserId, roles: &Roles) -> sqlx::Result<()> {
    let names: Vec<String> = roles.iter().map(|role| role.as_str().to_owned()).collect();
    sqlx::query!(
        "DELETE FROM task_members WHERE task_id = $1 AND user_id = $2 AND role <> ALL($3)",
        task.0,
        user.0,
        &names
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO task_members (task_id, user_id, role) SELECT $1, $2, unnest($3::text[]) ON CONFLICT DO NOTHING",
        task.0,
        user.0,
        &names
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Serialises changes of a task's members, so that two admins cannot remove each other at the same time.
pub async fn lock_members(db: &mut PgConnection, task: TaskId) -> sqlx::Result<()> {
    sqlx::query!("SELECT id FROM tasks WHERE id = $1 FOR UPDATE", task.0).fetch_optional(db).await?;
    Ok(())
}

/// Returns whether the task has an admin other than this user who can sign in.
pub async fn has_other_admin(db: &mut PgConnection, task: TaskId, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM task_members m JOIN users u ON u.id = m.user_id
                          WHERE m.task_id = $1 AND m.user_id <> $2 AND m.role = 'admin' AND u.disabled_at IS NULL)
           AS "found!""#,
        task.0,
        user.0
    )
    .fetch_one(db)
    .await
}

/// Parses the role names of the database. The table allows only known names.
pub(super) fn parse_roles(names: &[String]) -> Roles {
    names.iter().filter_map(|name| Role::parse(name)).collect()
}
