//! The store of media files: a local folder or an S3 bucket, with content-addressed keys.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use countersign_shared::geometry::Size;
use countersign_shared::limits;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::prefix::PrefixStore;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload};
use tokio::sync::Semaphore;

use super::{MediaError, PreparedImage};
use crate::config::{DatabaseConfig, MediaConfig, MediaStoreKind};

/// Number of pixels per permit of the decoding semaphore.
const PIXELS_PER_PERMIT: u64 = 1_000_000;

#[derive(Clone, Debug)]
pub struct MediaStore {
    objects: Arc<dyn ObjectStore>,
    /// Bounds the pixels decoded at the same time across all imports: many small images or one of the largest.
    decoding: Arc<Semaphore>,
}

/// Content of a stored object: the range that was read, the object's total size in bytes, and the bytes of the range.
pub struct ObjectContent {
    pub range: Range<u64>,
    pub total: u64,
    pub bytes: BoxStream<'static, Result<Bytes, object_store::Error>>,
}

impl MediaStore {
    fn new(objects: Arc<dyn ObjectStore>) -> Self {
        let permits = usize::try_from(limits::MAX_IMAGE_PIXELS / PIXELS_PER_PERMIT).expect("fits: a small number");
        Self { objects, decoding: Arc::new(Semaphore::new(permits)) }
    }

    /// Opens a store in a local folder, which is created if it is missing.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be created or opened.
    pub fn local(folder: &Path) -> Result<Self, MediaError> {
        let open = |error: &dyn std::fmt::Display| MediaError::Open(format!("{}: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(|error| open(&error))?;
        // Acknowledged means durable: media files must survive a power cut after their import was reported as done.
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(|error| open(&error))?.with_fsync(true);
        Ok(Self::new(Arc::new(objects)))
    }

    /// Opens the store that the settings name.
    ///
    /// # Errors
    /// Returns an error if the store's settings are incomplete, or if its folder cannot be created.
    pub fn open(media: &MediaConfig, database: &DatabaseConfig) -> Result<Self, MediaError> {
        match media.media_store {
            MediaStoreKind::Local => Self::local(&database.data_dir.join("media")),
            MediaStoreKind::S3 => {
                let bucket = media.s3_bucket.as_deref().ok_or_else(|| {
                    MediaError::Open("--media-store s3 requires --s3-bucket (COUNTERSIGN_S3_BUCKET)".into())
                })?;
                Self::s3(bucket, &media.s3_prefix)
            }
        }
    }

    /// Opens a store in an S3 bucket. Credentials, region and endpoint come from the usual `AWS_*` variables.
    fn s3(bucket: &str, prefix: &str) -> Result<Self, MediaError> {
        let objects = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .build()
            .map_err(|error| MediaError::Open(error.to_string()))?;
        Ok(Self::new(Arc::new(PrefixStore::new(objects, prefix))))
    }

    /// Runs [`super::prepare`] on a blocking thread, once there are enough permits for the image's pixels.
    ///
    /// # Errors
    /// Returns the errors of [`super::prepare`], [`MediaError::Undecodable`] if the decoder crashes, and [`MediaError::Stopped`] if
    /// decoding has been shut down.
    pub async fn prepare(&self, bytes: Bytes, declared: Option<Size>) -> Result<PreparedImage, MediaError> {
        let stored = super::probe::probe(&bytes)?.stored;
        let pixels = u64::from(stored.width) * u64::from(stored.height);
        let permits = u32::try_from(pixels.div_ceil(PIXELS_PER_PERMIT)).expect("fits: bounded by the probe");
        let permit = self.decoding.clone().acquire_many_owned(permits).await.map_err(|_| MediaError::Stopped)?;
        tokio::task::spawn_blocking(move || {
            let prepared = super::prepare(bytes, declared);
            drop(permit);
            prepared
        })
        .await
        .map_err(|_| MediaError::Undecodable("its decoder crashed".into()))?
    }

    /// Stores an object under its key. Returns `false` if it was already stored.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<bool, MediaError> {
        let key = Key::from(key);
        match self.objects.head(&key).await {
            // Content-addressed: an existing object has the same content.
            Ok(meta) if meta.size == bytes.len() as u64 => return Ok(false),
            Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        self.objects.put(&key, PutPayload::from_bytes(bytes)).await?;
        Ok(true)
    }

    /// Reads an object, or a range of it.
    ///
    /// # Errors
    /// Returns an error if the object is missing, or if the store fails.
    pub async fn read(&self, key: &str, range: Option<GetRange>) -> Result<ObjectContent, MediaError> {
        let result = self.objects.get_opts(&Key::from(key), GetOptions { range, ..GetOptions::default() }).await?;
        Ok(ObjectContent { range: result.range.clone(), total: result.meta.size, bytes: result.into_stream() })
    }

    /// Deletes an object. A missing object is not an error.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    pub async fn delete(&self, key: &str) -> Result<(), MediaError> {
        match self.objects.delete(&Key::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Returns the keys of an original and its thumbnail.
#[must_use]
pub fn keys(sha256: &[u8; 32]) -> (String, String) {
    let hex = hex(sha256);
    let folder = &hex[..2];
    (format!("originals/{folder}/{hex}"), format!("thumbnails/{folder}/{hex}-{}.jpg", limits::THUMBNAIL_SIDE))
}

#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;

    use super::*;

    #[tokio::test]
    async fn a_stored_object_can_be_read_in_ranges_and_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = MediaStore::local(folder.path()).expect("opens");
        assert!(store.put("originals/ab/abcd", Bytes::from_static(b"0123456789")).await.expect("stores"));
        assert!(!store.put("originals/ab/abcd", Bytes::from_static(b"0123456789")).await.expect("stores"));
        let read = store.read("originals/ab/abcd", Some(GetRange::Bounded(2..5))).await.expect("reads");
        assert_eq!((read.range.clone(), read.total), (2..5, 10));
        let bytes: Vec<Bytes> = read.bytes.try_collect().await.expect("streams");
        assert_eq!(bytes.concat(), b"234");
        store.delete("originals/ab/abcd").await.expect("deletes");
        store.delete("originals/ab/abcd").await.expect("a missing object is not an error");
        assert!(store.read("originals/ab/abcd", None).await.is_err());
    }
}
