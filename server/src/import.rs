//! Imports: from annotated files to a task with items, all of it or nothing.
//!
//! An import stores its pictures first, under keys made of their contents, and then commits every row in one transaction.
//! Until that commit nobody sees anything of it; when it fails, the pictures it had stored are deleted again. Imports run
//! one after another, so that none deletes a picture that another is about to use.

pub mod coco;
pub mod commit;
pub mod job;
pub mod source;
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

/// What an import works with.
#[derive(Clone)]
pub struct Importer {
    pub db: PgPool,
    pub media: MediaStore,
    pub clock: Clock,
}

/// Why nothing was imported, and the lines that led there.
#[derive(Debug, Error)]
#[error("{error}")]
pub struct Failed {
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
    #[error("the categories do not make a usable ontology: {0}")]
    Ontology(#[from] OntologyError),
    #[error("a task named {0:?} exists already; choose another name")]
    TaskExists(String),
    #[error("{0:?} is not a usable name: 1 to {max} characters", max = limits::MAX_NAME_CHARS)]
    Name(String),
    #[error("the task's workflow has no stage {0:?}")]
    Stage(&'static str),
    #[error("none of the {0} pictures that the annotation file lists could be imported")]
    NoPictures(usize),
    #[error("the folder {folder} cannot be read: {error}")]
    Folder { folder: String, error: std::io::Error },
    #[error("more than {} files", limits::MAX_IMPORT_FILES)]
    TooManyFiles,
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    #[error("a document could not be made: {0}")]
    Document(#[from] DocumentError),
    #[error("the server stopped during the import")]
    Stopped,
}

impl ImportError {
    /// The fault lies with the server, not with what it was given; its text is for the log.
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
