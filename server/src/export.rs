//! Exports: write a task's items or a dataset's results to annotation files.

pub mod dataset;
pub mod job;
pub mod merge;

use std::io::{BufWriter, Write};

use countersign_shared::geometry::Size;
use countersign_shared::ids::{ClientId, TaskId};
use countersign_shared::label::Labels;
use sqlx::PgPool;
use thiserror::Error;

use crate::db;
use crate::db::exports::Source;
use crate::document::{DocumentError, ItemDocument};
use crate::formats::coco::write::{Image, Writer};
use crate::formats::report::Report;

/// Items read at a time. Their labels are in memory together.
const ITEMS_PER_PAGE: i64 = 50;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The newest accepted version of each item that was ever accepted.
    Accepted,
    /// Every item in its current state.
    All,
}

#[derive(Debug)]
pub struct Exported<W> {
    pub out: W,
    /// Name of the task or dataset.
    pub name: String,
    pub images: usize,
    pub labels: usize,
    /// What the format could not represent.
    pub report: Report,
}

#[derive(Debug, Error)]
pub enum ExportError {
    #[error("there is no such task")]
    NoTask,
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    #[error("a document cannot be read: {0}")]
    Document(#[from] DocumentError),
    #[error("the file cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Writes the task's annotations as COCO JSON, all from one database snapshot.
///
/// # Errors
/// Returns [`ExportError`]. `out` then has an incomplete file.
pub async fn write_coco<W: Write + Send>(
    db: &PgPool,
    task: TaskId,
    scope: Scope,
    out: W,
) -> Result<Exported<W>, ExportError> {
    let mut snapshot = db::exports::begin_consistent_read(db).await?;
    let db = &mut *snapshot;
    let Some(setup) = db::tasks::setup(db, task).await? else { return Err(ExportError::NoTask) };
    let name = db::exports::task_name(db, task).await?.ok_or(ExportError::NoTask)?;
    let mut writer = Writer::begin(BufWriter::new(out), &setup.settings.ontology, &name)?;
    let accepted = scope == Scope::Accepted;
    let (mut images, mut labels) = (0, 0);
    let mut after = 0;
    loop {
        let page = db::exports::media_files(db, task, accepted, after, 20 * ITEMS_PER_PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        images += page.len();
        for picture in &page {
            writer.image(&image(picture))?;
        }
    }
    after = 0;
    loop {
        let page = db::exports::media_files(db, task, accepted, after, ITEMS_PER_PAGE).await?;
        let Some(last) = page.last() else { break };
        let through = last.position;
        for (position, source) in db::exports::annotations(db, task, accepted, after, through).await? {
            let Some(picture) = page.iter().find(|picture| picture.position == position) else { continue };
            let read = read_labels(source)?;
            labels += read.len();
            writer.annotations(&image(picture), &read, &setup.settings.ontology)?;
        }
        after = through;
    }
    let (out, report) = writer.end()?;
    let out = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok(Exported { out, name, images, labels, report })
}

fn image(picture: &db::exports::MediaFile) -> Image<'_> {
    Image {
        id: u64::try_from(picture.position).unwrap_or_default(),
        file_name: &picture.file_name,
        size: size(picture.width, picture.height),
    }
}

fn size(width: i32, height: i32) -> Size {
    Size { width: u32::try_from(width).unwrap_or_default(), height: u32::try_from(height).unwrap_or_default() }
}

/// Returns the labels of an item.
///
/// # Errors
/// Returns an error if its document cannot be read.
pub fn read_labels(source: Source) -> Result<Labels, DocumentError> {
    match source {
        Source::Typed(labels) => Ok(labels),
        Source::Document { state, updates } => {
            // Nothing is written here, so any client id will do.
            let mut document = ItemDocument::new(ClientId(1));
            for bytes in state.iter().chain(&updates) {
                document.apply(bytes)?;
            }
            document.labels()
        }
    }
}
