//! Media files: what is accepted, how it is looked into, and where it is kept.
//!
//! Coordinates of labels are pixels of the picture as a browser shows it. Browsers turn a picture by its EXIF orientation,
//! annotation files mostly count the pixels as they are stored, so [`prepare`] settles the question once, when a file comes
//! in: the stored copy is one that every viewer shows the way its annotations were made.

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
    #[error("not a picture this server takes (JPEG, PNG, WebP, GIF, BMP or TIFF, told by its bytes, not by its name)")]
    UnknownType,
    #[error("moving {0} pictures are not taken; export the frames as single pictures")]
    Animated(&'static str),
    #[error("the file is larger than {} MiB", limits::MAX_MEDIA_BYTES >> 20)]
    TooManyBytes,
    #[error("{width} × {height} pixels: a side may be at most {} pixels", limits::MAX_IMAGE_SIDE)]
    SideTooLong { width: u32, height: u32 },
    #[error("{width} × {height} pixels are more than {} million", limits::MAX_IMAGE_PIXELS / 1_000_000)]
    TooManyPixels { width: u32, height: u32 },
    #[error("the picture cannot be decoded: {0}")]
    Broken(String),
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
    /// The file itself is at fault, not the machine: other files may still go in.
    #[must_use]
    pub fn is_of_the_file(&self) -> bool {
        match self {
            Self::Empty
            | Self::UnknownType
            | Self::Animated(_)
            | Self::TooManyBytes
            | Self::SideTooLong { .. }
            | Self::TooManyPixels { .. }
            | Self::Broken(_)
            | Self::Read(_) => true,
            Self::Store(_) | Self::Open(_) | Self::Stopped => false,
        }
    }
}

/// A picture ready to be stored.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What is stored and served; differs from what came in where the orientation or the format was settled.
    pub bytes: Bytes,
    pub content_type: &'static str,
    /// Pixels as a browser shows them.
    pub size: Size,
    pub sha256: [u8; 32],
    /// JPEG.
    pub thumbnail: Bytes,
    /// What a person should know about how the file was taken in.
    pub notes: Vec<String>,
}

/// Looks into a file, settles its orientation and makes its thumbnail. `declared` is the size that the annotations say the
/// picture has. Blocks: run it through [`MediaStore::prepare`], which bounds how many pixels are decoded at once.
///
/// # Errors
/// A [`MediaError`] for which [`MediaError::is_of_the_file`] holds.
pub fn prepare(bytes: Bytes, declared: Option<Size>) -> Result<Prepared, MediaError> {
    let probe = probe::probe(&bytes)?;
    let (bytes, turn, mut notes) = orientation::settle(bytes, &probe, declared)?;
    let image = thumbnails::decode(&bytes, probe.format)?;
    let (bytes, content_type, image) = if probe.format.shown_by_browsers() {
        let mut image = image;
        image.apply_orientation(turn);
        (bytes, probe.format.content_type(), image)
    } else {
        let mut image = image;
        image.apply_orientation(turn);
        notes.push(format!("{} is not shown by browsers: stored as PNG, without loss", probe.format.name()));
        let png = thumbnails::encode_png(&image)?;
        (png, "image/png", image)
    };
    let size = Size { width: image.width(), height: image.height() };
    let thumbnail = thumbnails::encode(image)?;
    let sha256 = Sha256::digest(&bytes).into();
    Ok(Prepared { bytes, content_type, size, sha256, thumbnail, notes })
}
