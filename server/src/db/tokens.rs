//! API tokens: rows of `api_tokens`.

use countersign_shared::ids::{TokenId, UserId};
use countersign_shared::limits;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::accounts::secret::SecretHash;
use crate::db::sessions::{AuthenticatedUser, HolderRow};

pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub created_at: OffsetDateTime,
    pub last_used_at: Option<OffsetDateTime>,
}

/// Inserts a token and returns its creation time, or `None` if the user already has the maximum number.
pub async fn insert(
    db: &mut PgConnection,
    id: TokenId,
    user: UserId,
    name: &str,
    hash: &SecretHash,
) -> sqlx::Result<Option<OffsetDateTime>> {
    sqlx::query_scalar!(
        "INSERT INTO api_tokens (id, user_id, name, token_hash) SELECT $1, $2, $3, $4
         WHERE (SELECT count(*) FROM api_tokens WHERE user_id = $2 AND revoked_at IS NULL) < $5
         RETURNING created_at",
        id.0,
        user.0,
        name,
        hash.as_bytes(),
        limits::MAX_TOKENS_PER_USER
    )
    .fetch_optional(db)
    .await
}

pub async fn list(db: &mut PgConnection, user: UserId) -> sqlx::Result<Vec<Token>> {
    sqlx::query_as!(
        Token,
        "SELECT id, name, created_at, last_used_at FROM api_tokens WHERE user_id = $1 AND revoked_at IS NULL
         ORDER BY created_at DESC, id",
        user.0
    )
    .fetch_all(db)
    .await
}

/// Revokes a token. Returns `false` if the user has no such token.
pub async fn revoke(db: &mut PgConnection, user: UserId, id: TokenId) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE api_tokens SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL",
        id.0,
        user.0
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn find(db: &mut PgConnection, hash: &SecretHash) -> sqlx::Result<Option<AuthenticatedUser>> {
    let row = sqlx::query_as!(
        HolderRow,
        r#"SELECT t.id AS session,
               t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute' AS "stale!",
               u.id, u.email, u.name, u.color, u.is_admin
           FROM api_tokens t JOIN users u ON u.id = t.user_id
           WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND u.disabled_at IS NULL"#,
        hash.as_bytes()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(AuthenticatedUser::from))
}

pub async fn touch(db: &mut PgConnection, id: TokenId) -> sqlx::Result<()> {
    sqlx::query!("UPDATE api_tokens SET last_used_at = now() WHERE id = $1", id.0).execute(db).await?;
    Ok(())
}
