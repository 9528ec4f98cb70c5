//! Reads an item into memory: the newest snapshot, then the log after it.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::ids::{ClientId, ItemId, Seq, UserId};
use sqlx::{PgConnection, PgPool};
use tokio::time::{Duration, timeout};

use super::command::OpenError;
use super::core::{Facts, Loaded};
use crate::db::live_items::{self, LiveItem};
use crate::db::snapshots::{self, Snapshot};
use crate::db::{clients, locks, updates};
use crate::document::{DocumentError, ItemDocument};
use crate::live::lock::LockRow;

const PATIENCE: Duration = Duration::from_secs(5);

struct Stored {
    item: LiveItem,
    snapshot: Option<Snapshot>,
    log: Vec<(Seq, Bytes)>,
    bindings: HashMap<ClientId, UserId>,
    lock: LockRow,
}

/// `client` is the server's own in this document, fresh at each load.
///
/// # Errors
/// [`OpenError`]
pub async fn load(db: &PgPool, item: ItemId, client: ClientId) -> Result<Loaded, OpenError> {
    let read = async {
        let mut connection = db.acquire().await?;
        read(&mut connection, item).await
    };
    let stored = match timeout(PATIENCE, read).await {
        Ok(Ok(Some(stored))) => stored,
        Ok(Ok(None)) => return Err(OpenError::UnknownItem),
        Ok(Err(error)) if crate::db::is_unreachable(&error) => return Err(OpenError::StorageDown),
        Ok(Err(error)) => {
            tracing::error!(%item, %error, "room.load: the item cannot be read");
            return Err(OpenError::Broken);
        }
        Err(_) => return Err(OpenError::StorageDown),
    };
    let Stored { item: row, snapshot, log, bindings, lock } = stored;
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
    Ok(Loaded {
        facts: Facts {
            item,
            task: row.task,
            dataset: row.dataset,
            media: row.media,
            bounds: row.bounds,
            generation: row.generation,
        },
        settings: Arc::new(row.setup.settings),
        standing: row.standing,
        begun: row.begun,
        submitted_by: row.submitted_by,
        assignee: row.assignee,
        lock_off: !row.setup.editor_lock,
        lock,
        document,
        seq,
        snapshot: snapshot_seq,
        bindings,
        counts: row.counts,
    })
}

async fn read(db: &mut PgConnection, item: ItemId) -> sqlx::Result<Option<Stored>> {
    let Some(row) = live_items::get(db, item).await? else { return Ok(None) };
    let snapshot = snapshots::newest(db, item).await?;
    // Only this room writes the item, and it has not begun: nothing can come between these reads.
    let log = updates::since(db, item, snapshot.as_ref().map_or(Seq(0), |snapshot| snapshot.seq)).await?;
    let bindings = clients::of_item(db, item).await?;
    let lock = locks::read(db, item).await?;
    Ok(Some(Stored { item: row, snapshot, log, bindings, lock }))
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
