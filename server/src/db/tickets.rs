//! Tickets: rows of `tickets`, each valid for opening one item's socket once.

use countersign_shared::ids::{ItemId, SessionId, UserId};
use countersign_shared::limits;
use sqlx::PgConnection;
use sqlx::postgres::types::PgInterval;

use crate::accounts::secret::SecretHash;
use crate::db::sessions::{AuthenticatedUser, HolderRow};

pub async fn insert(
    db: &mut PgConnection,
    hash: &SecretHash,
    item: ItemId,
    user: UserId,
    session: SessionId,
) -> sqlx::Result<()> {
    let seconds = i64::try_from(limits::TICKET_SECONDS).expect("a limit fits");
    let lifetime = PgInterval { months: 0, days: 0, microseconds: seconds * 1_000_000 };
    sqlx::query!(
        "INSERT INTO tickets (token_hash, item_id, user_id, session_id, expires_at) VALUES ($1, $2, $3, $4, now() + $5)",
        hash.as_bytes(),
        item.0,
        user.0,
        session.0,
        lifetime
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Uses up a ticket. Returns its holder if the ticket is for this item and has not expired, and if the session or API token
/// it was created with is still valid.
pub async fn redeem(db: &mut PgConnection, hash: &SecretHash, item: ItemId) -> sqlx::Result<Option<AuthenticatedUser>> {
    let row = sqlx::query_as!(
        HolderRow,
        r#"WITH taken AS (DELETE FROM tickets WHERE token_hash = $1 RETURNING item_id, user_id, session_id, expires_at)
           SELECT taken.session_id AS session, false AS "stale!", u.id, u.email, u.name, u.color, u.is_admin
           FROM taken JOIN users u ON u.id = taken.user_id
           WHERE taken.item_id = $2 AND taken.expires_at > now() AND u.disabled_at IS NULL
             AND (EXISTS (SELECT FROM sessions s
                          WHERE s.id = taken.session_id AND s.revoked_at IS NULL AND s.expires_at > now())
                  OR EXISTS (SELECT FROM api_tokens t WHERE t.id = taken.session_id AND t.revoked_at IS NULL))"#,
        hash.as_bytes(),
        item.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(AuthenticatedUser::from))
}

/// Deletes the tickets that have expired.
pub async fn delete_expired(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM tickets WHERE expires_at <= now()").execute(db).await?;
    Ok(())
}
