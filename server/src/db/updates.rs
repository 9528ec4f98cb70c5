//! The update log of the items' documents.

use std::collections::HashMap;

use bytes::Bytes;
use countersign_shared::ids::{ItemId, Seq};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::live::batch::{Batch, CommitError};

/// Stores the batches of many rooms in one statement. Each batch is stored as a whole or not at all; returns the result of
/// each.
///
/// The share lock on the lock's row delays an unlock until the statement is committed. A row that already exists with the same
/// bytes was stored by an earlier attempt whose answer was lost.
pub async fn store(db: &mut PgConnection, batches: &[&Batch]) -> sqlx::Result<Vec<Result<(), CommitError>>> {
    let count = batches.iter().map(|batch| batch.rows.len()).sum();
    let mut items = Vec::with_capacity(count);
    let mut seqs = Vec::with_capacity(count);
    let mut epochs = Vec::with_capacity(count);
    let mut users = Vec::with_capacity(count);
    let mut updates: Vec<&[u8]> = Vec::with_capacity(count);
    let (mut locked, mut locked_epochs) = (Vec::new(), Vec::new());
    let (mut bound, mut clients, mut owners) = (Vec::new(), Vec::new(), Vec::new());
    for batch in batches {
        for row in &batch.rows {
            items.push(batch.item.0);
            seqs.push(row.seq.0);
            epochs.push(row.epoch.map(|epoch| epoch.0));
            users.push(row.user.0);
            updates.push(&row.update);
        }
        // All rows of a batch were allowed under one epoch: a change of the lock waits for the batch.
        if let Some(epoch) = batch.rows.first().and_then(|row| row.epoch) {
            locked.push(batch.item.0);
            locked_epochs.push(epoch.0);
        }
        for binding in &batch.bindings {
            bound.push(batch.item.0);
            clients.push(i64::try_from(binding.client.0).unwrap_or(i64::MAX));
            owners.push(binding.user.0);
        }
    }
    let stored = sqlx::query!(
        r#"WITH held AS MATERIALIZED (
               SELECT l.item_id, l.epoch
               FROM item_locks l JOIN unnest($1::uuid[], $2::bigint[]) AS wanted (item_id, epoch)
                   ON l.item_id = wanted.item_id AND l.epoch = wanted.epoch
               WHERE l.user_id IS NOT NULL
               ORDER BY l.item_id
               FOR SHARE OF l
           ), stored AS (
               INSERT INTO item_updates (item_id, seq, epoch, user_id, update)
               SELECT b.item_id, b.seq, b.epoch, b.user_id, b.update
               FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[], $7::bytea[])
                   AS b (item_id, seq, epoch, user_id, update)
                   LEFT JOIN held ON held.item_id = b.item_id AND held.epoch = b.epoch
               WHERE b.epoch IS NULL OR held.item_id IS NOT NULL
               ON CONFLICT DO NOTHING
               RETURNING item_id
           ), bound AS (
               INSERT INTO item_clients (item_id, client_id, user_id)
               SELECT c.item_id, c.client_id, c.user_id
               FROM unnest($8::uuid[], $9::bigint[], $10::uuid[]) AS c (item_id, client_id, user_id)
               WHERE NOT c.item_id = ANY($1) OR c.item_id IN (SELECT held.item_id FROM held)
               ON CONFLICT DO NOTHING
           )
           SELECT item_id AS "item_id!", count(*) AS "count!" FROM stored GROUP BY item_id"#,
        &locked,
        &locked_epochs,
        &items,
        &seqs,
        &epochs as &[Option<i64>],
        &users,
        &updates as &[&[u8]],
        &bound,
        &clients,
        &owners,
    )
    .fetch_all(&mut *db)
    .await?;
    let stored: HashMap<Uuid, i64> = stored.into_iter().map(|row| (row.item_id, row.count)).collect();
    let mut results = Vec::with_capacity(batches.len());
    for batch in batches {
        let expected = i64::try_from(batch.rows.len()).unwrap_or(i64::MAX);
        let result = match stored.get(&batch.item.0) {
            Some(count) if *count == expected => Ok(()),
            found => resolve_partial(db, batch, found.copied().unwrap_or_default()).await?,
        };
        results.push(result);
    }
    Ok(results)
}

/// Returns the result of a batch whose rows were not all stored by this attempt: an earlier attempt might have stored them.
async fn resolve_partial(
    db: &mut PgConnection,
    batch: &Batch,
    just_stored: i64,
) -> sqlx::Result<Result<(), CommitError>> {
    let seqs: Vec<i64> = batch.rows.iter().map(|row| row.seq.0).collect();
    let updates: Vec<&[u8]> = batch.rows.iter().map(|row| row.update.as_ref()).collect();
    let found = sqlx::query!(
        r#"SELECT count(*) AS "there!", count(*) FILTER (WHERE u.update = b.update) AS "same!"
           FROM item_updates u JOIN unnest($2::bigint[], $3::bytea[]) AS b (seq, update) ON u.seq = b.seq
           WHERE u.item_id = $1"#,
        batch.item.0,
        &seqs,
        &updates as &[&[u8]],
    )
    .fetch_one(db)
    .await?;
    let expected = i64::try_from(batch.rows.len()).unwrap_or(i64::MAX);
    Ok(match (found.there, found.same) {
        (_, same) if same == expected => Ok(()),
        (0, _) if just_stored == 0 => Err(CommitError::Fenced),
        _ => Err(CommitError::Conflict),
    })
}

/// Returns the updates that follow each item's snapshot, in order.
pub async fn updates_after(
    db: &mut PgConnection,
    items: &[(ItemId, Seq)],
) -> sqlx::Result<HashMap<ItemId, Vec<(Seq, Bytes)>>> {
    let (ids, snapshots): (Vec<Uuid>, Vec<i64>) = items.iter().map(|(item, seq)| (item.0, seq.0)).unzip();
    let rows = sqlx::query!(
        "SELECT u.item_id, u.seq, u.update
         FROM unnest($1::uuid[], $2::bigint[]) AS w (item_id, seq)
             JOIN item_updates u ON u.item_id = w.item_id AND u.seq > w.seq
         ORDER BY u.item_id, u.seq",
        &ids,
        &snapshots
    )
    .fetch_all(db)
    .await?;
    let mut found: HashMap<ItemId, Vec<(Seq, Bytes)>> = HashMap::new();
    for row in rows {
        found.entry(ItemId(row.item_id)).or_default().push((Seq(row.seq), Bytes::from(row.update)));
    }
    Ok(found)
}

/// Returns the last sequence number of the log, or that of the newest snapshot if no update followed it.
pub async fn last_seq(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Seq> {
    let last = sqlx::query_scalar!(
        r#"SELECT greatest(
               (SELECT max(seq) FROM item_updates WHERE item_id = $1),
               (SELECT max(seq) FROM item_snapshots WHERE item_id = $1), 0) AS "last!""#,
        item.0
    )
    .fetch_one(db)
    .await?;
    Ok(Seq(last))
}

/// Appends the server's own updates at the given sequence numbers. A sequence number that is taken is an error of the named
/// constraint.
pub async fn append(db: &mut PgConnection, updates: &[(ItemId, Seq, &[u8])]) -> sqlx::Result<()> {
    let items: Vec<Uuid> = updates.iter().map(|(item, ..)| item.0).collect();
    let seqs: Vec<i64> = updates.iter().map(|(_, seq, _)| seq.0).collect();
    let bytes: Vec<&[u8]> = updates.iter().map(|(.., update)| *update).collect();
    sqlx::query!(
        "INSERT INTO item_updates (item_id, seq, update)
         SELECT b.item_id, b.seq, b.update FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS b (item_id, seq, update)",
        &items,
        &seqs,
        &bytes as &[&[u8]],
    )
    .execute(db)
    .await?;
    Ok(())
}
