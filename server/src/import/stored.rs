//! The objects that an import has stored so far, so that a failed import can delete them.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use sqlx::PgPool;

use crate::db;
use crate::media::{MediaError, MediaStore, PreparedImage, store};

/// Keys that did not exist before this import.
#[derive(Clone, Default)]
pub(super) struct StoredObjects(Arc<Mutex<Vec<String>>>);

impl StoredObjects {
    /// Stores an image and its thumbnail. Returns their keys.
    pub async fn put(&self, media: &MediaStore, prepared: &PreparedImage) -> Result<(String, String), MediaError> {
        let (object, thumbnail) = store::keys(&prepared.sha256);
        self.put_one(media, &object, prepared.bytes.clone()).await?;
        self.put_one(media, &thumbnail, prepared.thumbnail.clone()).await?;
        Ok((object, thumbnail))
    }

    async fn put_one(&self, media: &MediaStore, key: &str, bytes: Bytes) -> Result<(), MediaError> {
        if media.put(key, bytes).await? {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(key.to_owned());
        }
        Ok(())
    }

    /// Deletes the objects that no row refers to. Objects that cannot be deleted remain as unused space, which is logged.
    pub async fn discard(&self, db: &PgPool, media: &MediaStore) {
        let keys = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if keys.is_empty() {
            return;
        }
        let unused = match db.acquire().await {
            Ok(mut connection) => db::media::unused_keys(&mut connection, &keys).await,
            Err(error) => Err(error),
        };
        match unused {
            Ok(unused) => {
                for key in unused {
                    if let Err(error) = media.delete(&key).await {
                        tracing::warn!(%error, media.key = key, "cannot delete an object of a failed import");
                    }
                }
            }
            Err(error) => tracing::warn!(%error, objects = keys.len(), "cannot delete the objects of a failed import"),
        }
    }
}
