//! The accepted results of a dataset as one COCO file: the newest version of each item that matches a filter.

use std::collections::HashMap;
use std::io::{BufWriter, Write};

use countersign_shared::ids::{DatasetId, MediaId};
use sqlx::{PgConnection, PgPool};

use super::merge::{MergedOntology, Source};
use super::{ExportError, Exported, size};
use crate::db;
use crate::db::dataset_annotations::page::{self, ResultFilter, ResultKey};
use crate::formats::coco::write::{Image, Writer};
use crate::formats::report::Report;
use crate::progress::Progress;

/// Results read at a time. Their labels are in memory together.
const PAGE: usize = 50;

/// What to export.
#[derive(Clone, Debug)]
pub struct DatasetExport {
    pub dataset: DatasetId,
    /// Name of the dataset, which becomes the description in the file.
    pub name: String,
    pub filter: ResultFilter,
}

/// Writes the results as COCO JSON, all from one database snapshot.
///
/// # Errors
/// Returns [`ExportError`]. `out` then has an incomplete file.
pub async fn coco<W: Write + Send>(
    db: &PgPool,
    export: &DatasetExport,
    progress: &(dyn Fn(Progress) + Send + Sync),
    out: W,
) -> Result<Exported<W>, ExportError> {
    let mut snapshot = db::exports::begin_consistent_read(db).await?;
    let db = &mut *snapshot;
    // All keys at once: page by page, each query would scan the whole dataset.
    let keys = page::keys(db, export.dataset, &export.filter).await?;
    let total = keys.len();
    progress(Progress { done: 0, total });
    let mut report = Report::new();
    let merged = MergedOntology::new(sources(db, &keys).await?, &mut report);
    let mut writer = Writer::begin(BufWriter::new(out), &merged.ontology, &export.name)?;
    for line in report.into_lines() {
        writer.report().push(line);
    }

    // A media file that several tasks worked on is one image with the labels of all of them.
    let mut images: HashMap<MediaId, u64> = HashMap::new();
    let mut shared = 0_usize;
    for keys in keys.chunks(20 * PAGE) {
        for picture in page::media_files(db, keys).await? {
            let id = images.len() as u64 + 1;
            if images.contains_key(&picture.media) {
                shared += 1;
                continue;
            }
            images.insert(picture.media, id);
            let size = size(picture.width, picture.height);
            writer.image(&Image { id, file_name: &picture.file_name, size })?;
        }
    }
    if shared > 0 {
        writer
            .report()
            .info(None, format!("further results of the same image from other tasks, all written: {shared}"));
    }
    let (mut labels, mut done) = (0, 0);
    for keys in keys.chunks(PAGE) {
        for result in page::read(db, keys).await? {
            done += 1;
            let Some(id) = images.get(&result.media).copied() else { continue };
            let Some((ontology, read)) = merged.read(result.task, result.labels) else { continue };
            labels += read.len();
            let image = Image { id, file_name: &result.file_name, size: size(result.width, result.height) };
            writer.annotations(&image, &read, ontology)?;
        }
        progress(Progress { done, total });
    }
    let (out, report) = writer.end()?;
    let out = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok(Exported { out, name: export.name.clone(), images: images.len(), labels, report })
}

async fn sources(db: &mut PgConnection, keys: &[ResultKey]) -> Result<Vec<Source>, ExportError> {
    let mut sources = Vec::new();
    for (task, name) in page::tasks(db, keys).await? {
        let Some(setup) = db::tasks::setup(db, task).await? else { return Err(ExportError::NoTask) };
        sources.push(Source { task, name, ontology: setup.settings.ontology });
    }
    Ok(sources)
}
