//! Media files: what is accepted, how files are inspected, and where they are stored.
//!
//! Label coordinates are pixels of the image as a browser shows it. Browsers rotate an image by its EXIF orientation, but
//! annotation files mostly refer to the pixels as stored. [`prepare`] resolves this once, when a file is imported: every
//! viewer shows the stored copy the way it was annotated.

pub mod orientation;
pub mod probe;
pub mod store;
pub mod thumbnails;

use bytes::Bytes;
use countersign_shared::geometry::Size;
use countersign_shared::limits;
use sha2::{Digest, Sha256};
use thiserror::Error;

pub use store::MediaStore;

#[derive(Debug, Error)]
pub enum MediaError {
    #[error("the file is empty")]
    Empty,
    #[error("not a supported image (JPEG, PNG, WebP, GIF, BMP or TIFF, recognised by its content, not by its name)")]
    UnknownType,
    #[error("animated {0} images are not supported; export the frames as separate images")]
    Animated(&'static str),
    #[error("the file is larger than {} MiB", limits::MAX_MEDIA_BYTES >> 20)]
    TooManyBytes,
    #[error("{width} × {height} pixels: a side can have at most {} pixels", limits::MAX_IMAGE_SIDE)]
    SideTooLong { width: u32, height: u32 },
    #[error("{width} × {height} pixels: the limit is {} million pixels", limits::MAX_IMAGE_PIXELS / 1_000_000)]
    TooManyPixels { width: u32, height: u32 },
    #[error("the image cannot be decoded: {0}")]
    Undecodable(String),
    #[error("the file cannot be read: {0}")]
    Read(#[from] std::io::Error),
    #[error("the media store failed: {0}")]
    Store(#[from] object_store::Error),
    #[error("the media store cannot be opened: {0}")]
    Open(String),
    #[error("the server is shutting down")]
    Stopped,
}

impl MediaError {
    /// Returns whether the file itself is at fault, not the server. If so, other files can still be imported.
    #[must_use]
    pub fn is_file_error(&self) -> bool {
        match self {
            Self::Empty
            | Self::UnknownType
            | Self::Animated(_)
            | Self::TooManyBytes
            | Self::SideTooLong { .. }
            | Self::TooManyPixels { .. }
            | Self::Undecodable(_)
            | Self::Read(_) => true,
            Self::Store(_) | Self::Open(_) | Self::Stopped => false,
        }
    }
}

/// An image ready to be stored.
#[derive(Clone, Debug)]
pub struct PreparedImage {
    /// The content to store and serve. Differs from the input if the orientation or the format was changed.
    pub bytes: Bytes,
    pub content_type: &'static str,
    /// Size in pixels as a browser shows the image.
    pub size: Size,
    pub sha256: [u8; 32],
    /// The thumbnail as a JPEG.
    pub thumbnail: Bytes,
    /// Notes for the user on how the file was converted.
    pub notes: Vec<String>,
}

/// Inspects a file, resolves its orientation and creates its thumbnail. `declared` is the image size that the annotations
/// state. Blocks: call it through [`MediaStore::prepare`], which bounds how many pixels are decoded at once.
///
/// # Errors
/// Returns a [`MediaError`] for which [`MediaError::is_file_error`] is `true`.
pub fn prepare(bytes: Bytes, declared: Option<Size>) -> Result<PreparedImage, MediaError> {
    let probe = probe::probe(&bytes)?;
    let (bytes, turn, mut notes) = orientation::resolve(bytes, &probe, declared)?;
    let image = thumbnails::decode(&bytes, probe.format)?;
    let (bytes, content_type, image) = if probe.format.shown_by_browsers() {
        let mut image = image;
        image.apply_orientation(turn);
        (bytes, probe.format.content_type(), image)
    } else {
        let mut image = image;
        image.apply_orientation(turn);
        notes.push(format!("browsers cannot show {}: converted to PNG without loss", probe.format.name()));
        let png = thumbnails::encode_png(&image)?;
        (png, "image/png", image)
    };
    let size = Size { width: image.width(), height: image.height() };
    let thumbnail = thumbnails::encode(image)?;
    let sha256 = Sha256::digest(&bytes).into();
    Ok(PreparedImage { bytes, content_type, size, sha256, thumbnail, notes })
}
