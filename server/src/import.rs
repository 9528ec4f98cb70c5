//! Imports: create a task with items from annotated files, all or nothing.
//!
//! An import first stores its images, under keys derived from their contents, and then commits all rows in one transaction.
//! Before that commit nothing of it is visible. If the import fails, the images that it stored are deleted. Imports run one
//! after another, so that none deletes an image that another is about to use.

pub mod coco;
pub mod commit;
pub mod files;
pub mod job;
mod stored;
pub mod upload;

use countersign_shared::limits;
use countersign_shared::ontology::OntologyError;
use sqlx::PgPool;
use thiserror::Error;

use crate::clock::Clock;
use crate::document::DocumentError;
use crate::formats::coco::read::ReadError;
use crate::formats::report::Report;
use crate::media::{MediaError, MediaStore};
pub use crate::progress::Progress;

/// The services that an import uses.
#[derive(Clone)]
pub struct Importer {
    pub db: PgPool,
    pub media: MediaStore,
    pub clock: Clock,
}

/// The error that stopped an import, and the report up to that point.
#[derive(Debug, Error)]
#[error("{error}")]
pub struct ImportFailure {
    #[source]
    pub error: ImportError,
    pub report: Report,
}

#[derive(Debug, Error)]
pub enum ImportError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("the annotation file is larger than {} MiB", limits::MAX_ANNOTATION_FILE_BYTES >> 20)]
    TooLarge,
    #[error("the categories do not form a valid ontology: {0}")]
    Ontology(#[from] OntologyError),
    #[error("a task named {0:?} already exists; choose another name")]
    TaskExists(String),
    #[error("{0:?} is not a valid name (1 to {max} characters)", max = limits::MAX_NAME_CHARS)]
    Name(String),
    #[error("the task's workflow has no stage {0:?}")]
    Stage(&'static str),
    #[error("none of the {0} images that the annotation file lists could be imported")]
    NoPictures(usize),
    #[error("the folder {folder} cannot be read: {error}")]
    Folder { folder: String, error: std::io::Error },
    #[error("more than {} files", limits::MAX_IMPORT_FILES)]
    TooManyFiles,
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    #[error("a document could not be created: {0}")]
    Document(#[from] DocumentError),
    #[error("the server stopped during the import")]
    Stopped,
}

impl ImportError {
    /// Returns whether the server and not the input is at fault. The text of such an error is for the log only.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        match self {
            Self::Media(_) | Self::Database(_) | Self::Document(_) => true,
            Self::Read(_)
            | Self::TooLarge
            | Self::Ontology(_)
            | Self::TaskExists(_)
            | Self::Name(_)
            | Self::Stage(_)
            | Self::NoPictures(_)
            | Self::Folder { .. }
            | Self::TooManyFiles
            | Self::Stopped => false,
        }
    }
}
