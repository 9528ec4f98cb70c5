//! Sessions: rows of `sessions`. All times come from the database's clock.

use countersign_shared::ids::{SessionId, UserId};
use countersign_shared::limits;
use countersign_shared::lock::Person;
use sqlx::PgConnection;
use sqlx::postgres::types::PgInterval;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::accounts::secret::SecretHash;
use crate::db::users::User;

/// The user that a valid session, API token or ticket belongs to.
pub struct AuthenticatedUser {
    pub session: SessionId,
    pub user: User,
    /// Whether the last recorded use is more than a minute ago.
    pub stale: bool,
}

/// The columns that identify a holder, for sessions, API tokens and tickets alike.
pub(super) struct HolderRow {
    pub session: Uuid,
    pub stale: bool,
    pub id: Uuid,
    pub email: String,
    pub name: String,
    pub color: String,
    pub is_admin: bool,
}

impl From<HolderRow> for AuthenticatedUser {
    fn from(row: HolderRow) -> Self {
        let HolderRow { session, stale, id, email, name, color, is_admin } = row;
        let person = Person { id: UserId(id), name, color };
        // The queries do not find disabled users.
        Self { session: SessionId(session), user: User { person, email, is_admin, disabled: false }, stale }
    }
}

fn lifetime() -> PgInterval {
    let hours = i64::try_from(limits::SESSION_HOURS).expect("a limit fits");
    PgInterval { months: 0, days: 0, microseconds: hours * 3_600_000_000 }
}

/// Inserts a session. Returns `false` if `password_hash` is no longer the user's current one, or if the user was disabled.
pub async fn insert(
    db: &mut PgConnection,
    id: SessionId,
    user: UserId,
    password_hash: &str,
    hash: &SecretHash,
    user_agent: &str,
) -> sqlx::Result<bool> {
    // With the row lock, a password change is either visible here or waits until it can end this session with the others.
    let done = sqlx::query!(
        "INSERT INTO sessions (id, user_id, token_hash, user_agent, expires_at)
         SELECT $1, u.id, $4, $5, now() + $6 FROM users u
         WHERE u.id = $2 AND u.password_hash = $3 AND u.disabled_at IS NULL FOR SHARE",
        id.0,
        user.0,
        password_hash,
        hash.as_bytes(),
        user_agent,
        lifetime()
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn find(db: &mut PgConnection, hash: &SecretHash) -> sqlx::Result<Option<AuthenticatedUser>> {
    let row = sqlx::query_as!(
        HolderRow,
        r#"SELECT s.id AS session, s.last_used_at < now() - interval '1 minute' AS "stale!",
               u.id, u.email, u.name, u.color, u.is_admin
           FROM sessions s JOIN users u ON u.id = s.user_id
           WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL"#,
        hash.as_bytes()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(AuthenticatedUser::from))
}

/// Returns whether this session or API token is still valid.
pub async fn is_valid(db: &mut PgConnection, id: SessionId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM sessions WHERE id = $1 AND revoked_at IS NULL AND expires_at > now())
               OR EXISTS (SELECT FROM api_tokens WHERE id = $1 AND revoked_at IS NULL) AS "valid!""#,
        id.0
    )
    .fetch_one(db)
    .await
}

/// Records that the session was used now, which renews its lifetime.
pub async fn touch(db: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET last_used_at = now(), expires_at = now() + $2
         WHERE id = $1 AND revoked_at IS NULL AND expires_at > now()",
        id.0,
        lifetime()
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn revoke(db: &mut PgConnection, id: SessionId) -> sqlx::Result<()> {
    sqlx::query!("UPDATE sessions SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL", id.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Ends all sessions and API tokens of a user except `keep`. Returns the ids of those that had not ended yet.
pub async fn revoke_all_of(
    db: &mut PgConnection,
    user: UserId,
    keep: Option<SessionId>,
) -> sqlx::Result<Vec<SessionId>> {
    let ids = sqlx::query_scalar!(
        r#"WITH s AS (UPDATE sessions SET revoked_at = now()
                      WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL RETURNING id),
               t AS (UPDATE api_tokens SET revoked_at = now()
                     WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL RETURNING id)
           SELECT id AS "id!" FROM s UNION ALL SELECT id FROM t"#,
        user.0,
        keep.map(|id| id.0)
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(SessionId).collect())
}

/// Ends the sessions that have expired.
pub async fn expire(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL AND expires_at <= now()")
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes the sessions that ended more than 30 days ago.
pub async fn delete_old(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM sessions WHERE revoked_at < now() - interval '30 days'").execute(db).await?;
    Ok(())
}

/// Returns the database's current time, and the sessions and API tokens that ended at or after `since`; none without it.
pub async fn ended_since(
    db: &mut PgConnection,
    since: Option<OffsetDateTime>,
) -> sqlx::Result<(OffsetDateTime, Vec<SessionId>)> {
    let row = sqlx::query!(
        r#"SELECT now() AS "now!",
               ARRAY(SELECT id FROM sessions WHERE revoked_at >= $1
                     UNION ALL SELECT id FROM api_tokens WHERE revoked_at >= $1) AS "ended!""#,
        since
    )
    .fetch_one(db)
    .await?;
    Ok((row.now, row.ended.into_iter().map(SessionId).collect()))
}
