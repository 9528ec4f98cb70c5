//! Imports over HTTP. The files are streamed to disk, the work runs in the background, and its row holds the progress.

use std::path::{Path as FilePath, PathBuf};
use std::time::Duration;

use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use countersign_shared::ids::{ImportId, TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::role::Role;
use countersign_shared::workflow::{Stage, Workflow};
use serde::Serialize;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::formats::report::ReportLine;
use crate::http::error::ApiError;
use crate::http::extract::{Json, Path, SiteAdmin};
use crate::import::coco::CocoImport;
use crate::import::files::Files;
use crate::import::{Importer, job};

/// A client that sends nothing for this long is considered gone.
const STALL_TIMEOUT: Duration = Duration::from_secs(60);
/// Maximum size of a text field, in bytes.
const MAX_TEXT_FIELD_BYTES: usize = 4_096;

pub fn routes() -> OpenApiRouter<AppState> {
    // Each file has its own limit; this one applies to the whole request.
    let bytes = usize::try_from(limits::MAX_IMPORT_BYTES).unwrap_or(usize::MAX);
    OpenApiRouter::new().routes(routes!(import_coco)).layer(DefaultBodyLimit::max(bytes)).routes(routes!(get_import))
}

/// The form of an import. Text fields come before the files.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; it is read field by field")]
struct CocoForm {
    /// Name of the new task
    task: String,
    /// Name of the dataset to add to. Default: the task's name
    dataset: Option<String>,
    /// Stage in which the items start: annotate (default), review or acceptance
    stage: Option<String>,
    /// Stages in order, separated by commas. Default: annotate,review,acceptance
    workflow: Option<String>,
    /// COCO JSON
    #[schema(value_type = String, format = Binary)]
    annotations: Vec<u8>,
    /// Images and panoptic PNGs, with the names or paths that the annotation file gives them
    #[schema(value_type = Vec<String>, format = Binary)]
    images: Vec<Vec<u8>>,
}

#[derive(Serialize, ToSchema)]
pub struct ImportStarted {
    id: ImportId,
}

#[derive(Serialize, ToSchema)]
pub struct Import {
    /// `running`, `done` or `failed`
    state: String,
    /// Number of images processed
    done: i32,
    /// Total number of images; 0 while the annotation file is being read
    total: i32,
    /// What was left out or changed, or is worth knowing
    report: Vec<ReportLine>,
    /// The new task
    task_id: Option<TaskId>,
    /// Why nothing was imported
    error: Option<String>,
}

/// Create a task from a COCO file and its images
///
/// Imports everything or nothing. Poll the import until its state is no longer `running`.
#[utoipa::path(post, path = "/imports/coco", tag = "imports",
    request_body(content = CocoForm, content_type = "multipart/form-data"),
    responses((status = 202, body = ImportStarted, description = "The files have arrived and the import has started")))]
async fn import_coco(
    State(app): State<AppState>,
    SiteAdmin(caller): SiteAdmin,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<ImportStarted>), ApiError> {
    let form = form.map_err(|_| ApiError::invalid("The request must be a form with files (multipart/form-data)."))?;
    let folder = upload_folder(&app)?;
    let upload = ImportForm::receive(form, folder.path()).await?;
    let by = caller.user.person.id;
    let import = upload.into_import(by)?;
    let id: ImportId = app.clock.new_id();
    if !db::imports::start(&mut *app.db.acquire().await?, id, by).await? {
        let message = "Several imports are already waiting. Try again when one has finished.";
        return Err(ApiError::Conflict(message.to_owned()));
    }
    let importer = Importer { db: app.db.clone(), media: app.media.clone(), clock: app.clock.clone() };
    app.tasks.spawn("import", job::run(importer, app.tasks.clone(), id, import, folder));
    Ok((StatusCode::ACCEPTED, Json(ImportStarted { id })))
}

/// Get the progress or outcome of an import
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = Import, description = "The import")))]
async fn get_import(
    State(app): State<AppState>,
    _admin: SiteAdmin,
    Path(id): Path<ImportId>,
) -> Result<Json<Import>, ApiError> {
    let found = db::imports::get(&mut *app.db.acquire().await?, id).await?;
    let db::imports::Import { state, done, total, report, task, error } =
        found.ok_or(ApiError::NotFound("Import not found."))?;
    Ok(Json(Import { state, done, total, report, task_id: task, error }))
}

pub(super) fn upload_folder(app: &App) -> Result<TempDir, ApiError> {
    let folder = job::uploads(&app.config.database.data_dir);
    std::fs::create_dir_all(&folder).map_err(anyhow::Error::from)?;
    Ok(tempfile::tempdir_in(folder).map_err(anyhow::Error::from)?)
}

#[derive(Default)]
struct ImportForm {
    task: Option<String>,
    dataset: Option<String>,
    stage: Option<String>,
    workflow: Option<String>,
    annotations: Option<PathBuf>,
    pictures: Files,
}

impl ImportForm {
    /// Reads the form field by field. Files go straight to disk, under names chosen here.
    async fn receive(mut form: Multipart, folder: &FilePath) -> Result<Self, ApiError> {
        let mut upload = Self::default();
        let mut files = 0_usize;
        while let Some(field) = with_stall_timeout(form.next_field()).await? {
            let name = field.name().unwrap_or_default().to_owned();
            match name.as_str() {
                "task" => upload.task = Some(read_text_field(field, "task").await?),
                "dataset" => {
                    upload.dataset = Some(read_text_field(field, "dataset").await?).filter(|name| !name.is_empty())
                }
                "stage" => upload.stage = Some(read_text_field(field, "stage").await?).filter(|name| !name.is_empty()),
                "workflow" => {
                    upload.workflow = Some(read_text_field(field, "workflow").await?).filter(|name| !name.is_empty())
                }
                "annotations" => {
                    let path = folder.join("annotations.json");
                    save_file(field, &path, limits::MAX_ANNOTATION_FILE_BYTES, "The annotation file").await?;
                    upload.annotations = Some(path);
                }
                "images" => {
                    files += 1;
                    let given = field.file_name().unwrap_or_default().to_owned();
                    // The extension only lets the import count unused files.
                    let path = folder.join(format!("{files}.jpg"));
                    save_file(field, &path, limits::MAX_MEDIA_BYTES, &format!("The image {given:?}")).await?;
                    let full =
                        |error: crate::import::ImportError| ApiError::TooLarge(format!("The import has {error}."));
                    upload.pictures.add(&given, path).map_err(full)?;
                }
                other => return Err(ApiError::invalid(format!("Unknown form field {other:?}."))),
            }
        }
        Ok(upload)
    }

    fn into_import(self, by: UserId) -> Result<CocoImport, ApiError> {
        let task = self.task.ok_or_else(|| ApiError::field("task", "Give the task a name."))?;
        let annotations =
            self.annotations.ok_or_else(|| ApiError::field("annotations", "Choose an annotation file."))?;
        if self.pictures.is_empty() {
            return Err(ApiError::field("images", "Choose the images."));
        }
        let unknown = |name: &str| ApiError::field("stage", format!("Unknown stage {name:?}."));
        let parse = |name: &str| Stage::parse(name).ok_or_else(|| unknown(name));
        let stage = self.stage.as_deref().map_or(Ok(Stage::Annotate), parse)?;
        let workflow = match &self.workflow {
            None => Workflow::full(),
            Some(names) => {
                let stages = names.split(',').map(|name| parse(name.trim())).collect::<Result<Vec<_>, _>>()?;
                Workflow::from_stages(&stages).map_err(|error| ApiError::field("workflow", format!("{error}.")))?
            }
        };
        Ok(CocoImport {
            annotations,
            images: self.pictures,
            panoptic: Files::default(),
            task,
            dataset: self.dataset,
            stage,
            workflow,
            members: vec![(by, Role::Admin)],
            by: Some(by),
        })
    }
}

pub(super) async fn with_stall_timeout<T>(
    step: impl Future<Output = Result<T, MultipartError>>,
) -> Result<T, ApiError> {
    match tokio::time::timeout(STALL_TIMEOUT, step).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(ApiError::TooLarge(format!(
            "An import can have at most {} GiB. Split a larger one, or use the command line.",
            limits::MAX_IMPORT_BYTES >> 30
        ))),
        Ok(Err(_)) => Err(ApiError::invalid("The form is malformed or incomplete.")),
        Err(_) => Err(ApiError::invalid("The upload was cancelled because no data arrived for a minute.")),
    }
}

async fn read_text_field(mut field: Field<'_>, name: &'static str) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = with_stall_timeout(field.chunk()).await? {
        if bytes.len() + chunk.len() > MAX_TEXT_FIELD_BYTES {
            return Err(ApiError::field(name, "This is too long."));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| ApiError::field(name, "This is not UTF-8 text."))
}

pub(super) async fn save_file(mut field: Field<'_>, path: &FilePath, max: u64, what: &str) -> Result<(), ApiError> {
    let mut file = tokio::fs::File::create(path).await.map_err(anyhow::Error::from)?;
    let mut size = 0;
    while let Some(chunk) = with_stall_timeout(field.chunk()).await? {
        size += chunk.len() as u64;
        if size > max {
            return Err(ApiError::TooLarge(format!("{what} is larger than {} MiB.", max >> 20)));
        }
        file.write_all(&chunk).await.map_err(anyhow::Error::from)?;
    }
    file.flush().await.map_err(anyhow::Error::from)?;
    Ok(())
}
