//! Adds images without annotations to a dataset. Images that cannot be added are reported.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::PathBuf;
use std::time::Duration;

use countersign_shared::ids::{DatasetId, MediaId, UserId};
use countersign_shared::limits::{self, MAX_NAME_CHARS as NAME};
use futures_util::StreamExt;
use serde_json::json;
use sqlx::Connection;

use super::coco::CONCURRENCY;
use super::files::is_valid_name;
use super::stored::StoredObjects;
use super::{ImportError, Importer};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::media::NewMedia;

const LOCK_TIMEOUT: Duration = Duration::from_secs(limits::UPLOAD_WAIT_SECONDS);

/// A received file, with the name it was given.
pub struct Upload {
    pub name: String,
    pub file: PathBuf,
}

#[derive(Debug, Default)]
pub struct Uploaded {
    pub added: Vec<(MediaId, String)>,
    /// File names, and why the images were not added.
    pub failed: Vec<(String, String)>,
}

impl Importer {
    /// Stores the images and adds them to the dataset. Imports and uploads run one after another; returns `None` if the
    /// previous one did not end in time.
    ///
    /// # Errors
    /// Returns an error if the store or the database failed. Nothing was added then.
    pub async fn upload(
        &self,
        dataset: DatasetId,
        uploads: Vec<Upload>,
        by: UserId,
    ) -> Result<Option<Uploaded>, ImportError> {
        let Ok(lock) = tokio::time::timeout(LOCK_TIMEOUT, db::imports::lock(&self.db)).await else { return Ok(None) };
        // Hold the lock until the clean-up is done: no import may start to rely on what is being deleted.
        let mut lock = lock?;
        let stored = StoredObjects::default();
        let done = async {
            let (media, mut uploaded) = self.store_all(&mut lock, dataset, uploads, &stored).await?;
            let mut transaction = lock.begin().await?;
            let ids = db::media::insert(&mut transaction, dataset, &media).await?;
            let detail = json!({ "dataset": dataset, "pictures": ids.len() });
            audit::write(&mut transaction, &Audit { detail, ..Audit::new(Some(by), "dataset.upload") }).await?;
            transaction.commit().await?;
            uploaded.added = ids.into_iter().zip(media.into_iter().map(|media| media.file_name)).collect();
            Ok(uploaded)
        };
        match done.await {
            Ok(uploaded) => Ok(Some(uploaded)),
            Err(error) => {
                stored.discard(&self.db, &self.media).await;
                Err(error)
            }
        }
    }

    async fn store_all(
        &self,
        lock: &mut sqlx::PgConnection,
        dataset: DatasetId,
        uploads: Vec<Upload>,
        stored: &StoredObjects,
    ) -> Result<(Vec<NewMedia>, Uploaded), ImportError> {
        let mut uploaded = Uploaded::default();
        let mut taken = Vec::with_capacity(uploads.len());
        let mut tasks = futures_util::stream::iter(uploads)
            .map(|Upload { name, file }| {
                let (importer, stored) = (self.clone(), stored.clone());
                async move {
                    if !is_valid_name(&name) {
                        return Ok(Err((
                            truncated(&name),
                            format!("its name is empty or longer than {NAME} characters"),
                        )));
                    }
                    match importer.store_image(&file, &name, None, &stored).await {
                        Ok((media, _)) => Ok(Ok(media)),
                        Err(error) if error.is_file_error() => Ok(Err((name, error.to_string()))),
                        Err(error) => Err(error),
                    }
                }
            })
            .buffered(CONCURRENCY);
        while let Some(outcome) = tasks.next().await {
            match outcome? {
                Ok(media) => taken.push(media),
                Err(refused) => uploaded.failed.push(refused),
            }
        }
        let hashes: Vec<Vec<u8>> = taken.iter().map(|media| media.sha256.to_vec()).collect();
        let mut known: HashMap<Vec<u8>, String> =
            db::media::find_duplicates(lock, dataset, &hashes).await?.into_iter().collect();
        let mut media = Vec::with_capacity(taken.len());
        for one in taken {
            match known.entry(one.sha256.to_vec()) {
                Entry::Occupied(there) => {
                    let message = format!("it is already there as {:?}", there.get());
                    uploaded.failed.push((one.file_name, message));
                }
                Entry::Vacant(place) => {
                    place.insert(one.file_name.clone());
                    media.push(one);
                }
            }
        }
        Ok((media, uploaded))
    }
}

fn truncated(name: &str) -> String {
    name.chars().take(NAME).collect()
}
