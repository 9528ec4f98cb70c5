//! Snapshots of the items' documents: the encoded state and the typed labels, at a position of the log.

use bytes::Bytes;
use countersign_shared::ids::{ItemId, Seq, UserId};
use serde_json::Value;
use sqlx::PgConnection;

/// A document at a position of its log.
pub struct Snapshot {
    pub seq: Seq,
    pub state: Bytes,
}

pub struct NewSnapshot<'a> {
    pub item: ItemId,
    pub seq: Seq,
    pub reason: &'a str,
    pub generation: i64,
    pub author: Option<UserId>,
    pub state: &'a [u8],
    /// Typed labels by id.
    pub annotations: &'a Value,
}

pub async fn newest(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<Snapshot>> {
    let row = sqlx::query!(
        "SELECT seq, state FROM item_snapshots WHERE item_id = $1 ORDER BY seq DESC, created_at DESC LIMIT 1",
        item.0
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Snapshot { seq: Seq(row.seq), state: Bytes::from(row.state) }))
}

/// One that is there already, of the same position and reason, stays.
pub async fn insert(db: &mut PgConnection, snapshot: &NewSnapshot<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO item_snapshots (item_id, seq, reason, generation, author_id, state, annotations)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (item_id, seq, reason) DO NOTHING",
        snapshot.item.0,
        snapshot.seq.0,
        snapshot.reason,
        snapshot.generation,
        snapshot.author.map(|author| author.0),
        snapshot.state,
        snapshot.annotations,
    )
    .execute(db)
    .await?;
    Ok(())
}
