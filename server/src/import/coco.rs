//! The import of a COCO file and its images.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use countersign_shared::geometry::Size;
use countersign_shared::ids::{TaskId, UserId};
use countersign_shared::label::Labels;
use countersign_shared::limits;
use countersign_shared::role::Role;
use countersign_shared::workflow::{Stage, Workflow};
use futures_util::StreamExt;
use sqlx::PgConnection;
use tokio_util::sync::CancellationToken;

use super::commit::{Plan, PlannedItem, commit};
use super::files::{Files, Lookup, is_valid_name};
use super::stored::StoredObjects;
use super::{ImportError, ImportFailure, Importer, Progress};
use crate::db;
use crate::db::media::NewMedia;
use crate::formats::coco::convert::{ImageLabels, group};
use crate::formats::coco::model::{Annotation, Id, Image};
use crate::formats::coco::ontology::{Classes, classes};
use crate::formats::coco::panoptic;
use crate::formats::coco::read::{CocoFile, read};
use crate::formats::report::Report;
use crate::media::{MediaError, probe, thumbnails};

/// Images read and decoded at the same time. The media store limits their pixels.
pub(super) const CONCURRENCY: usize = 4;

/// A COCO import: its files, and the task to create from them.
pub struct CocoImport {
    pub annotations: PathBuf,
    pub images: Files,
    /// Searched for panoptic PNGs before `images`.
    pub panoptic: Files,
    pub task: String,
    /// Name of the dataset. Default: the task's name. An existing dataset is extended.
    pub dataset: Option<String>,
    pub stage: Stage,
    pub workflow: Workflow,
    pub members: Vec<(UserId, Role)>,
    pub by: Option<UserId>,
}

#[derive(Debug)]
pub struct Imported {
    pub task: TaskId,
    pub items: usize,
    pub labels: usize,
    pub report: Report,
}

/// An image that is in the media store.
struct StoredImage {
    image: Image,
    media: NewMedia,
}

impl Importer {
    /// Imports everything or nothing. `arrange` can change the plan before it is committed.
    ///
    /// # Errors
    /// Returns [`ImportFailure`] with the report up to that point. Nothing is left behind.
    pub async fn coco(
        &self,
        import: CocoImport,
        progress: &(dyn Fn(Progress) + Send + Sync),
        stopping: &CancellationToken,
        arrange: impl FnOnce(&mut Plan) + Send,
    ) -> Result<Imported, ImportFailure> {
        let stored = StoredObjects::default();
        let mut report = Report::new();
        // Hold the lock until the clean-up is done: no other import may start to rely on what is being deleted.
        let mut lock = match stopping.run_until_cancelled(db::imports::lock(&self.db)).await {
            Some(Ok(lock)) => lock,
            Some(Err(error)) => return Err(ImportFailure { error: error.into(), report }),
            None => return Err(ImportFailure { error: ImportError::Stopped, report }),
        };
        let work = self.run(import, progress, arrange, &stored, &mut lock, &mut report);
        let done = stopping.run_until_cancelled(work).await.unwrap_or(Err(ImportError::Stopped));
        match done {
            Ok((task, items, labels)) => Ok(Imported { task, items, labels, report }),
            Err(error) => {
                stored.discard(&self.db, &self.media).await;
                Err(ImportFailure { error, report })
            }
        }
    }

    async fn run(
        &self,
        import: CocoImport,
        progress: &(dyn Fn(Progress) + Send + Sync),
        arrange: impl FnOnce(&mut Plan) + Send,
        stored: &StoredObjects,
        lock: &mut PgConnection,
        report: &mut Report,
    ) -> Result<(TaskId, usize, usize), ImportError> {
        let CocoImport { annotations, images: pictures, panoptic, task, dataset, stage, workflow, members, by } =
            import;
        let dataset = dataset.unwrap_or_else(|| task.clone());
        for name in [&task, &dataset] {
            let chars = name.chars().count();
            if name.trim().is_empty() || chars > limits::MAX_NAME_CHARS || name.chars().any(char::is_control) {
                return Err(ImportError::Name(name.chars().take(limits::MAX_NAME_CHARS).collect()));
            }
        }
        if stage == Stage::Complete || !workflow.has(stage) {
            return Err(ImportError::Stage(stage.as_str()));
        }
        // Fail before the work is done; the commit checks again.
        if db::imports::task_exists(lock, &task).await? {
            return Err(ImportError::TaskExists(task));
        }
        let (CocoFile { images, annotations, .. }, classes) =
            on_blocking_thread(report, move |report| parse(&annotations, report)).await?;
        let listed = images.len();
        let taken = self.store_images(images, &pictures, progress, stored, report).await?;
        if taken.is_empty() {
            return Err(ImportError::NoPictures(listed));
        }
        let (ontology, items) = on_blocking_thread(report, move |report| {
            let ids: HashSet<&Id> = taken.iter().map(|taken| &taken.image.id).collect();
            let mut groups = group(annotations, &ids, report);
            let items: Vec<PlannedItem> = taken
                .into_iter()
                .map(|StoredImage { image, media }| {
                    let annotations = groups.remove(&image.id).unwrap_or_default();
                    let labels = labels(&media, &annotations, &classes, [&panoptic, &pictures], report);
                    PlannedItem {
                        media,
                        labels,
                        stage,
                        submitted_by: None,
                        verdicts: BTreeMap::new(),
                        issues: Vec::new(),
                        accepted_by: None,
                    }
                })
                .collect();
            Ok((classes.ontology, items))
        })
        .await?;
        let mut plan = Plan { task, dataset, ontology, workflow, members, by, items };
        arrange(&mut plan);
        let counts = (plan.items.len(), plan.items.iter().map(|item| item.labels.len()).sum());
        let task = commit(lock, &self.clock, plan).await?;
        Ok((task, counts.0, counts.1))
    }

    /// Stores the images in the order of the file. Images that cannot be stored are reported and left out.
    async fn store_images(
        &self,
        images: Vec<Image>,
        files: &Files,
        progress: &(dyn Fn(Progress) + Send + Sync),
        stored: &StoredObjects,
        report: &mut Report,
    ) -> Result<Vec<StoredImage>, ImportError> {
        let total = images.len();
        progress(Progress { done: 0, total });
        let mut ids = HashSet::new();
        let mut used = HashSet::new();
        let mut work = Vec::with_capacity(total);
        for image in images {
            let name = image.file_name.as_str();
            let refusal = if !ids.insert(image.id.clone()) {
                Some(format!("image id {} appears twice; the second was left out", image.id))
            } else if !is_valid_name(name) {
                Some(format!("its name is empty or longer than {} characters; left out", limits::MAX_NAME_CHARS))
            } else {
                match files.find(name) {
                    Lookup::File(path) => {
                        used.insert(path.to_owned());
                        work.push((path.to_owned(), image));
                        continue;
                    }
                    Lookup::Missing => Some("there is no such image; it and its annotations were left out".to_owned()),
                    Lookup::Ambiguous(n) => {
                        Some(format!("{n} images have this name and none has this path; left out with its annotations"))
                    }
                }
            };
            if let Some(refusal) = refusal {
                report.warning(Some(name), refusal);
            }
        }
        let unused = files.images().filter(|path| !used.contains(*path)).count();
        if unused > 0 {
            report.info(None, format!("images that the annotation file does not list, left out: {unused}"));
        }
        let mut done = total - work.len();
        let mut taken = Vec::with_capacity(work.len());
        let mut tasks = futures_util::stream::iter(work)
            .map(|(path, image)| {
                let (importer, stored) = (self.clone(), stored.clone());
                async move {
                    let outcome = importer.store_image(&path, &image.file_name, declared_size(&image), &stored).await;
                    (image, outcome)
                }
            })
            .buffered(CONCURRENCY);
        while let Some((image, outcome)) = tasks.next().await {
            match outcome {
                Ok((media, notes)) => {
                    for note in notes {
                        report.info(Some(&image.file_name), note);
                    }
                    if declared_size(&image).is_some_and(|size| size != media.size) {
                        let Size { width, height } = media.size;
                        let message = format!(
                            "has {width} × {height} pixels, not {} × {} as the annotation file says: check its labels",
                            image.width.unwrap_or(0.0),
                            image.height.unwrap_or(0.0)
                        );
                        report.warning(Some(&image.file_name), message);
                    }
                    taken.push(StoredImage { image, media });
                }
                Err(error) if error.is_file_error() => {
                    let message = format!("{error}; left out with its annotations");
                    report.warning(Some(&image.file_name), message);
                }
                Err(error) => return Err(error.into()),
            }
            done += 1;
            progress(Progress { done, total });
        }
        Ok(taken)
    }

    /// Stores one image. Returns its row, and notes for the user. `declared_size` is the size that it should have.
    pub(super) async fn store_image(
        &self,
        path: &Path,
        name: &str,
        declared: Option<Size>,
        stored: &StoredObjects,
    ) -> Result<(NewMedia, Vec<String>), MediaError> {
        let bytes = read_image(path).await?;
        let prepared = self.media.prepare(bytes.into(), declared).await?;
        let (object_key, thumbnail_key) = stored.put(&self.media, &prepared).await?;
        let media = NewMedia {
            id: self.clock.new_id(),
            file_name: name.to_owned(),
            content_type: prepared.content_type,
            size: prepared.size,
            bytes: i64::try_from(prepared.bytes.len()).unwrap_or(i64::MAX),
            sha256: prepared.sha256,
            object_key,
            thumbnail_key,
        };
        Ok((media, prepared.notes))
    }
}

async fn read_image(path: &Path) -> Result<Vec<u8>, MediaError> {
    // Check the size before reading: a file of many gigabytes must not be loaded into memory only to be refused.
    if tokio::fs::metadata(path).await?.len() > limits::MAX_MEDIA_BYTES {
        return Err(MediaError::TooManyBytes);
    }
    Ok(tokio::fs::read(path).await?)
}

/// Runs slow work on a blocking thread. The report is moved there and back.
async fn on_blocking_thread<T: Send + 'static>(
    report: &mut Report,
    work: impl FnOnce(&mut Report) -> Result<T, ImportError> + Send + 'static,
) -> Result<T, ImportError> {
    let mut lines = std::mem::take(report);
    let (lines, result) = tokio::task::spawn_blocking(move || {
        let result = work(&mut lines);
        (lines, result)
    })
    .await
    .map_err(|_| ImportError::Stopped)?;
    *report = lines;
    result
}

fn parse(path: &Path, report: &mut Report) -> Result<(CocoFile, Classes), ImportError> {
    let fail = |error| ImportError::Folder { folder: path.display().to_string(), error };
    let file = File::open(path).map_err(fail)?;
    if file.metadata().map_err(fail)?.len() > limits::MAX_ANNOTATION_FILE_BYTES {
        return Err(ImportError::TooLarge);
    }
    let file = read(BufReader::with_capacity(1 << 16, file), report)?;
    let classes = classes(&file, report)?;
    Ok((file, classes))
}

fn declared_size(image: &Image) -> Option<Size> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole, small number")]
    let side = |v: f64| (v.fract() == 0.0 && (1.0..1e9).contains(&v)).then_some(v as u32);
    Some(Size { width: side(image.width?)?, height: side(image.height?)? })
}

fn labels(
    media: &NewMedia,
    annotations: &[Annotation],
    classes: &Classes,
    masks: [&Files; 2],
    report: &mut Report,
) -> Labels {
    let mut picture = ImageLabels::new(&media.file_name, media.size, classes, report);
    for annotation in annotations {
        if annotation.segments_info.is_none() {
            picture.add(annotation);
            continue;
        }
        let name = annotation.file_name.as_deref().unwrap_or_default();
        let found = masks.into_iter().find_map(|files| match files.find(name) {
            Lookup::File(path) => Some(path),
            Lookup::Missing | Lookup::Ambiguous(_) => None,
        });
        match found.map(decode_mask) {
            Some(Ok(png)) => panoptic::add(&mut picture, annotation, &png),
            Some(Err(error)) => picture.report_skipped(name, error),
            None => picture.report_skipped(name, "there is no such panoptic PNG"),
        }
    }
    picture.finish()
}

fn decode_mask(path: &Path) -> Result<image::RgbImage, MediaError> {
    if std::fs::metadata(path)?.len() > limits::MAX_MEDIA_BYTES {
        return Err(MediaError::TooManyBytes);
    }
    let bytes = std::fs::read(path)?;
    let probe = probe::probe(&bytes)?;
    Ok(thumbnails::decode(&bytes, probe.format)?.into_rgb8())
}

/// Returns the panoptic PNGs in COCO's customary place: the folder next to the annotation file that is named after it.
///
/// # Errors
/// Returns an error if the folder exists and cannot be read.
pub fn panoptic_next_to(annotations: &Path) -> Result<Files, ImportError> {
    let folder = annotations.with_extension("");
    if folder.is_dir() { Files::under(&folder) } else { Ok(Files::default()) }
}

/// Resolves members that the command line or the API names by e-mail.
///
/// # Errors
/// Returns, as the inner error, the e-mails that no account has.
/// Returns, as the outer error, a failure of the database.
pub async fn members_by_email(
    db: &mut PgConnection,
    wanted: &[(String, Role)],
) -> Result<Result<Vec<(UserId, Role)>, Vec<String>>, sqlx::Error> {
    let mut found = HashMap::new();
    let mut unknown = Vec::new();
    for (email, _) in wanted {
        match db::users::id_by_email(db, email).await? {
            Some(id) => {
                found.insert(email.as_str(), id);
            }
            None => unknown.push(email.clone()),
        }
    }
    if !unknown.is_empty() {
        return Ok(Err(unknown));
    }
    Ok(Ok(wanted.iter().map(|(email, role)| (found[email.as_str()], *role)).collect()))
}
