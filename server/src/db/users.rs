//! Users: rows of `users`.

use countersign_shared::ids::UserId;
use countersign_shared::lock::Person;
use sqlx::PgConnection;
use uuid::Uuid;

/// A user account, without its password.
#[derive(Clone, Debug)]
pub struct User {
    pub person: Person,
    pub email: String,
    pub is_admin: bool,
    pub disabled: bool,
}

pub struct NewUser<'a> {
    pub id: UserId,
    pub email: &'a str,
    pub name: &'a str,
    pub color: &'a str,
    pub password_hash: &'a str,
    pub is_admin: bool,
}

/// Changes to a user; `None` leaves a field unchanged.
#[derive(Default)]
pub struct UserChange<'a> {
    pub name: Option<&'a str>,
    pub is_admin: Option<bool>,
    pub disabled: Option<bool>,
    pub password_hash: Option<&'a str>,
}

struct Row {
    id: UserId,
    email: String,
    name: String,
    color: String,
    is_admin: bool,
    disabled: bool,
}

impl From<Row> for User {
    fn from(row: Row) -> Self {
        let Row { id, email, name, color, is_admin, disabled } = row;
        Self { person: Person { id, name, color }, email, is_admin, disabled }
    }
}

/// Inserts a user. Returns `false` if the e-mail is taken.
pub async fn insert(db: &mut PgConnection, user: &NewUser<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO users (id, email, name, color, password_hash, is_admin) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (lower(email)) DO NOTHING",
        user.id.0,
        user.email,
        user.name,
        user.color,
        user.password_hash,
        user.is_admin
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn get(db: &mut PgConnection, id: UserId) -> sqlx::Result<Option<User>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, email, name, color, is_admin, disabled_at IS NOT NULL AS "disabled!" FROM users WHERE id = $1"#,
        id.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(User::from))
}

pub async fn list(db: &mut PgConnection) -> sqlx::Result<Vec<User>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, email, name, color, is_admin, disabled_at IS NOT NULL AS "disabled!" FROM users
           ORDER BY lower(name), id"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(User::from).collect())
}

pub async fn id_by_email(db: &mut PgConnection, email: &str) -> sqlx::Result<Option<UserId>> {
    let id =
        sqlx::query_scalar!("SELECT id FROM users WHERE lower(email) = lower($1)", email).fetch_optional(db).await?;
    Ok(id.map(UserId))
}

/// Counts the users with an e-mail in this domain who can sign in.
pub async fn active_in_domain(db: &mut PgConnection, domain: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM users
           WHERE disabled_at IS NULL AND lower(split_part(email, '@', 2)) = lower($1)"#,
        domain
    )
    .fetch_one(db)
    .await
}

/// Returns the user with this e-mail and their password hash. Does not find disabled users.
pub async fn sign_in_by_email(db: &mut PgConnection, email: &str) -> sqlx::Result<Option<(User, String)>> {
    let row = sqlx::query!(
        "SELECT id, email, name, color, is_admin, password_hash FROM users
         WHERE lower(email) = lower($1) AND disabled_at IS NULL",
        email
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| {
        let person = Person { id: UserId(row.id), name: row.name, color: row.color };
        (User { person, email: row.email, is_admin: row.is_admin, disabled: false }, row.password_hash)
    }))
}

/// Changes a user. Returns `false` if the user does not exist.
pub async fn update(db: &mut PgConnection, id: UserId, change: &UserChange<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET name = coalesce($2, name), is_admin = coalesce($3, is_admin),
             password_hash = coalesce($4, password_hash),
             disabled_at = CASE WHEN $5 THEN coalesce(disabled_at, now()) WHEN NOT $5 THEN NULL ELSE disabled_at END
         WHERE id = $1",
        id.0,
        change.name,
        change.is_admin,
        change.password_hash,
        change.disabled
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces a user's password hash. Returns `false` if it is no longer `before`, or if the user was disabled.
pub async fn replace_password(db: &mut PgConnection, id: UserId, before: &str, hash: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL",
        id.0,
        before,
        hash
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Returns the site admins who can sign in. Locks their rows, so that two of them cannot remove each other at the same time.
pub async fn lock_and_list_admins(db: &mut PgConnection) -> sqlx::Result<Vec<UserId>> {
    let ids = sqlx::query_scalar!("SELECT id FROM users WHERE is_admin AND disabled_at IS NULL ORDER BY id FOR UPDATE")
        .fetch_all(db)
        .await?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Builds a person from the columns of an outer join.
pub(super) fn joined_person(id: Option<Uuid>, name: Option<String>, color: Option<String>) -> Option<Person> {
    Some(Person { id: UserId(id?), name: name?, color: color? })
}
