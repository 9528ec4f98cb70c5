//! Snapshots of the items' documents: the encoded state and the typed labels, at a sequence number of the log.

use std::collections::HashMap;

use bytes::Bytes;
use countersign_shared::ids::{ItemId, Seq, UserId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// A document at a sequence number of its log.
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

pub async fn newest(db: &mut PgConnection, items: &[Uuid]) -> sqlx::Result<HashMap<ItemId, Snapshot>> {
    let rows = sqlx::query!(
        "SELECT w.item_id AS \"item_id!\", s.seq, s.state
         FROM unnest($1::uuid[]) AS w (item_id) CROSS JOIN LATERAL (
             SELECT seq, state FROM item_snapshots WHERE item_id = w.item_id
             ORDER BY seq DESC, created_at DESC LIMIT 1) s",
        items
    )
    .fetch_all(db)
    .await?;
    let snapshot = |seq, state| Snapshot { seq: Seq(seq), state: Bytes::from(state) };
    Ok(rows.into_iter().map(|row| (ItemId(row.item_id), snapshot(row.seq, row.state))).collect())
}

/// Inserts snapshots. An existing one with the same item, sequence number and reason is kept.
pub async fn insert(db: &mut PgConnection, snapshots: &[NewSnapshot<'_>]) -> sqlx::Result<()> {
    let items: Vec<Uuid> = snapshots.iter().map(|new| new.item.0).collect();
    let seqs: Vec<i64> = snapshots.iter().map(|new| new.seq.0).collect();
    let reasons: Vec<&str> = snapshots.iter().map(|new| new.reason).collect();
    let generations: Vec<i64> = snapshots.iter().map(|new| new.generation).collect();
    let authors: Vec<Option<Uuid>> = snapshots.iter().map(|new| new.author.map(|author| author.0)).collect();
    let states: Vec<&[u8]> = snapshots.iter().map(|new| new.state).collect();
    let annotations: Vec<&Value> = snapshots.iter().map(|new| new.annotations).collect();
    sqlx::query!(
        "INSERT INTO item_snapshots (item_id, seq, reason, generation, author_id, state, annotations)
         SELECT n.item_id, n.seq, n.reason, n.generation, n.author_id, n.state, n.annotations
         FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::uuid[], $6::bytea[], $7::jsonb[])
             AS n (item_id, seq, reason, generation, author_id, state, annotations)
         ON CONFLICT (item_id, seq, reason) DO NOTHING",
        &items,
        &seqs,
        &reasons as &[&str],
        &generations,
        &authors as &[Option<Uuid>],
        &states as &[&[u8]],
        &annotations as &[&Value],
    )
    .execute(db)
    .await?;
    Ok(())
}
