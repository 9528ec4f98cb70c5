//! Loads an item into memory: the newest snapshot, then the log entries after it. Items that are opened at the same
//! time are read in one batch.

use std::collections::HashMap;

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ItemId, Seq, UserId};
use sqlx::{PgConnection, PgPool};
use tokio::time::timeout;
use uuid::Uuid;

use super::command::OpenError;
use super::core::{ItemInfo, LoadedItem};
use super::deps::RoomDeps;
use crate::db::live_items::{self, LiveItem};
use crate::db::snapshots::{self, Snapshot};
use crate::db::{GuardedConnection, QUERY_TIMEOUT, clients, locks, updates};
use crate::document::{DocumentError, ItemDocument};
use crate::live::batcher::Batcher;
use crate::live::lock::LockRow;

/// The batcher of items to read.
pub type LoadBatcher = Batcher<ItemId, Result<StoredItem, OpenError>>;

/// The maximum number of concurrent reads.
const MAX_CONCURRENT_READS: usize = 2;
/// The maximum number of items per read.
const MAX_ITEMS_PER_READ: usize = 32;

pub struct StoredItem {
    item: LiveItem,
    snapshot: Option<Snapshot>,
    log: Vec<(Seq, Bytes)>,
    bindings: HashMap<ClientId, UserId>,
    lock: LockRow,
}

#[must_use]
pub fn load_batcher() -> LoadBatcher {
    Batcher::new(MAX_CONCURRENT_READS, MAX_ITEMS_PER_READ, |_| 1)
}

/// Loads an item. `client` is the client id that the server writes with; it is fresh at each load.
///
/// # Errors
/// Returns an [`OpenError`] if the item does not exist, the database cannot be reached, the stored document cannot be
/// read or the server is stopping.
pub async fn load(
    deps: &RoomDeps,
    loads: &LoadBatcher,
    item: ItemId,
    client: ClientId,
) -> Result<LoadedItem, OpenError> {
    let db = &deps.db;
    let stored = loads.submit(&deps.tasks, item, |items| fetch(db.clone(), items)).await;
    let stored = stored.unwrap_or(Err(OpenError::ShuttingDown))?;
    let StoredItem { item: row, snapshot, log, bindings, lock } = stored;
    let snapshot_seq = snapshot.as_ref().map_or(Seq(0), |snapshot| snapshot.seq);
    let seq = log.last().map_or(snapshot_seq, |(seq, _)| *seq);
    let built = tokio::task::spawn_blocking(move || build(client, snapshot, &log)).await;
    let document = match built {
        Ok(Ok(document)) => document,
        Ok(Err(error)) => {
            tracing::error!(%item, %error, "room.load: the stored document cannot be read");
            return Err(OpenError::Broken);
        }
        Err(error) => {
            tracing::error!(%item, %error, "room.load: reading the document failed");
            return Err(OpenError::Broken);
        }
    };
    Ok(LoadedItem {
        item: ItemInfo {
            id: item,
            task: row.task,
            dataset: row.dataset,
            media: row.media,
            bounds: row.bounds,
            generation: row.generation,
        },
        settings: row.settings,
        workflow_state: row.workflow_state,
        begun: row.begun,
        submitted_by: row.submitted_by,
        assignee: row.assignee,
        lock_off: !row.editor_lock,
        lock,
        document,
        seq,
        snapshot: snapshot_seq,
        bindings,
        counts: row.counts,
    })
}

async fn fetch(db: PgPool, items: Vec<ItemId>) -> Vec<Result<StoredItem, OpenError>> {
    match fetch_together(&db, &items).await {
        Ok(mut stored) => items.iter().map(|item| stored.remove(item).ok_or(OpenError::UnknownItem)).collect(),
        Err(error) if crate::db::is_unreachable(&error) => items.iter().map(|_| Err(OpenError::StorageDown)).collect(),
        Err(error) if items.len() == 1 => {
            tracing::error!(item = %items[0], %error, "room.load: the item cannot be read");
            vec![Err(OpenError::Broken)]
        }
        // One bad item must not fail the others, so read each separately.
        Err(_) => {
            let mut all = Vec::with_capacity(items.len());
            for item in items {
                all.extend(Box::pin(fetch(db.clone(), vec![item])).await);
            }
            all
        }
    }
}

async fn fetch_together(db: &PgPool, items: &[ItemId]) -> sqlx::Result<HashMap<ItemId, StoredItem>> {
    let mut db = GuardedConnection::acquire(db).await?;
    let stored = timeout(QUERY_TIMEOUT, read(&mut db, items)).await;
    db.finish(stored)
}

async fn read(db: &mut PgConnection, items: &[ItemId]) -> sqlx::Result<HashMap<ItemId, StoredItem>> {
    let ids: Vec<Uuid> = items.iter().map(|item| item.0).collect();
    let found = live_items::get(db, &ids).await?;
    let mut snapshots = snapshots::newest(db, &ids).await?;
    // Only these rooms write the items, and they have not started yet, so nothing can change between these reads.
    let from = |item: &ItemId| (*item, snapshots.get(item).map_or(Seq(0), |snapshot| snapshot.seq));
    let from: Vec<_> = items.iter().map(from).collect();
    let mut logs = updates::updates_after(db, &from).await?;
    let mut bindings = clients::of_items(db, &ids).await?;
    let mut locks = locks::read_all(db, &ids).await?;
    let stored = found.into_iter().map(|(item, row)| {
        let stored = StoredItem {
            item: row,
            snapshot: snapshots.remove(&item),
            log: logs.remove(&item).unwrap_or_default(),
            bindings: bindings.remove(&item).unwrap_or_default(),
            lock: locks.remove(&item).unwrap_or_default(),
        };
        (item, stored)
    });
    Ok(stored.collect())
}

fn build(client: ClientId, snapshot: Option<Snapshot>, log: &[(Seq, Bytes)]) -> Result<ItemDocument, DocumentError> {
    let mut document = match snapshot {
        Some(snapshot) => ItemDocument::load(client, &snapshot.state)?,
        None => ItemDocument::new(client),
    };
    for (_, update) in log {
        document.apply(update)?;
    }
    Ok(document)
}
