//! Datasets: listing and creating them, and uploading images.

use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::StatusCode;
use countersign_shared::ids::{DatasetId, MediaId, TaskId};
use countersign_shared::limits;
use countersign_shared::task::TaskName;
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::datasets::Viewer;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path, SiteAdmin};
use crate::http::imports::{save_file, upload_folder, with_stall_timeout};
use crate::http::names::validated_name;
use crate::import::Importer;
use crate::import::upload::Upload;
use crate::live::room::refusal::as_sentence;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_datasets, create_dataset)).routes(routes!(get_dataset))
}

/// Routes without a timeout, since an upload can take long.
pub fn upload_routes() -> OpenApiRouter<AppState> {
    // Each file has its own limit; this one applies to the whole request.
    let bytes = usize::try_from(limits::MAX_IMPORT_BYTES).unwrap_or(usize::MAX);
    OpenApiRouter::new().routes(routes!(upload_media)).layer(DefaultBodyLimit::max(bytes))
}

/// A collection of media files and their accepted annotations.
#[derive(Serialize, ToSchema)]
pub struct Dataset {
    id: DatasetId,
    name: String,
    /// Number of media files.
    media: i64,
    /// The tasks on it whose results the caller may export.
    tasks: Vec<TaskName>,
    /// Number of items of those tasks that have an accepted result.
    accepted: i64,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

impl From<db::datasets::Dataset> for Dataset {
    fn from(dataset: db::datasets::Dataset) -> Self {
        let db::datasets::Dataset { id, name, media, tasks, accepted, created_at } = dataset;
        Self { id, name, media, tasks, accepted, created_at }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDataset {
    name: String,
}

/// The form of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; it is read field by field")]
struct MediaForm {
    /// Images, with their file names
    #[schema(value_type = Vec<String>, format = Binary)]
    images: Vec<Vec<u8>>,
}

#[derive(Serialize, ToSchema)]
pub struct Uploaded {
    added: Vec<AddedMedia>,
    failed: Vec<FailedMedia>,
}

#[derive(Serialize, ToSchema)]
pub struct AddedMedia {
    id: MediaId,
    file_name: String,
}

#[derive(Serialize, ToSchema)]
pub struct FailedMedia {
    file_name: String,
    /// Why it was not added.
    message: String,
}

/// A caller who may read a dataset, and the part they may read. For anyone else the dataset does not exist.
pub struct DatasetAccess {
    pub caller: Caller,
    pub dataset: DatasetId,
    /// The tasks whose results the caller may read.
    pub tasks: Vec<TaskName>,
}

impl DatasetAccess {
    /// Loads the caller's access to a dataset.
    ///
    /// # Errors
    /// Returns an error if the dataset does not exist for this person.
    pub async fn load(app: &App, caller: Caller, dataset: DatasetId) -> Result<Self, ApiError> {
        let viewer = viewer(&caller);
        let tasks = db::datasets::readable_tasks(&mut *app.db.acquire().await?, dataset, viewer).await?;
        let tasks = tasks.ok_or(ApiError::NotFound("Dataset not found."))?;
        Ok(Self { caller, dataset, tasks })
    }

    /// Returns the ids of the readable tasks, or just the id of `only`.
    ///
    /// # Errors
    /// Returns an error if `only` is not one of them.
    pub fn task_ids(&self, only: Option<TaskId>) -> Result<Vec<Uuid>, ApiError> {
        let ids: Vec<Uuid> = self
            .tasks
            .iter()
            .map(|task| task.id)
            .filter(|id| only.is_none_or(|only| only == *id))
            .map(|id| id.0)
            .collect();
        if only.is_some() && ids.is_empty() {
            return Err(ApiError::field("task", "Task not found in this dataset."));
        }
        Ok(ids)
    }

    /// Returns whether the caller may read the results of all these tasks.
    #[must_use]
    pub fn can_read(&self, tasks: &[TaskId]) -> bool {
        // A site admin may also read those of deleted tasks.
        self.caller.user.is_admin || tasks.iter().all(|id| self.tasks.iter().any(|task| task.id == *id))
    }
}

pub fn viewer(caller: &Caller) -> Viewer {
    Viewer { user: caller.user.person.id, all: caller.user.is_admin }
}

/// List the datasets that the caller may export from
///
/// A site admin gets all datasets.
#[utoipa::path(get, path = "/datasets", tag = "datasets",
    responses((status = 200, body = Vec<Dataset>, description = "By name")))]
async fn list_datasets(State(app): State<AppState>, caller: Caller) -> Result<Json<Vec<Dataset>>, ApiError> {
    let datasets = db::datasets::list(&mut *app.db.acquire().await?, viewer(&caller), None).await?;
    Ok(Json(datasets.into_iter().map(Dataset::from).collect()))
}

/// Get a dataset
#[utoipa::path(get, path = "/datasets/{id}", tag = "datasets", params(("id" = DatasetId, Path)),
    responses((status = 200, body = Dataset, description = "The dataset")))]
async fn get_dataset(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<DatasetId>,
) -> Result<Json<Dataset>, ApiError> {
    read(&app, &caller, id).await.map(Json)
}

/// Create an empty dataset
#[utoipa::path(post, path = "/datasets", tag = "datasets", request_body = NewDataset,
    responses((status = 201, body = Dataset, description = "The new dataset")))]
async fn create_dataset(
    State(app): State<AppState>,
    SiteAdmin(caller): SiteAdmin,
    Json(NewDataset { name }): Json<NewDataset>,
) -> Result<(StatusCode, Json<Dataset>), ApiError> {
    let name = validated_name("name", &name)?;
    let id: DatasetId = app.clock.new_id();
    let by = Some(caller.user.person.id);
    let mut db = app.db.begin().await?;
    if db::datasets::id_by_name(&mut db, name).await?.is_some() {
        return Err(name_taken(name));
    }
    db::datasets::insert(&mut db, id, name, by).await?;
    let detail = json!({ "dataset": id, "name": name });
    audit::write(&mut db, &Audit { detail, ..Audit::new(by, "dataset.create") }).await?;
    db.commit().await?;
    Ok((StatusCode::CREATED, Json(read(&app, &caller, id).await?)))
}

#[must_use]
pub fn name_taken(name: &str) -> ApiError {
    ApiError::Conflict(format!("A dataset named {name:?} already exists. Choose it, or use another name."))
}

/// Add images to a dataset
///
/// Each image is added or refused independently of the others. An image whose content is already in the dataset is refused.
#[utoipa::path(post, path = "/datasets/{id}/media", tag = "datasets", params(("id" = DatasetId, Path)),
    request_body(content = MediaForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Uploaded, description = "The images that were added, and those that were not")))]
async fn upload_media(
    State(app): State<AppState>,
    SiteAdmin(caller): SiteAdmin,
    Path(id): Path<DatasetId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<Uploaded>), ApiError> {
    if !db::datasets::exists(&mut *app.db.acquire().await?, id).await? {
        return Err(ApiError::NotFound("Dataset not found."));
    }
    let mut form =
        form.map_err(|_| ApiError::invalid("The request must be a form with files (multipart/form-data)."))?;
    let folder = upload_folder(&app)?;
    let (mut uploads, mut failed) = (Vec::new(), Vec::new());
    while let Some(field) = with_stall_timeout(form.next_field()).await? {
        if field.name() != Some("images") {
            return Err(ApiError::invalid(format!("Unknown form field {:?}.", field.name().unwrap_or_default())));
        }
        let most = limits::MAX_UPLOAD_FILES;
        if uploads.len() == most {
            return Err(ApiError::TooLarge(format!(
                "An upload can have at most {most} images. Send the rest in another upload."
            )));
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let file = folder.path().join(uploads.len().to_string());
        match save_file(field, &file, limits::MAX_MEDIA_BYTES, "The image").await {
            Ok(()) => uploads.push(Upload { name, file }),
            // The rest of this file is skipped. If the whole form is too large, reading its next field reports it.
            Err(ApiError::TooLarge(message)) => failed.push(FailedMedia { file_name: name, message }),
            Err(error) => return Err(error),
        }
    }
    if uploads.is_empty() && failed.is_empty() {
        return Err(ApiError::field("images", "Choose the images."));
    }
    let importer = Importer { db: app.db.clone(), media: app.media.clone(), clock: app.clock.clone() };
    let by = caller.user.person.id;
    // In its own task, so that closing the page midway leaves nothing half done.
    let work = app.tasks.spawn("upload", async move {
        let uploaded = importer.upload(id, uploads, by).await;
        drop(folder);
        uploaded
    });
    let Ok(Some(uploaded)) = work.await else { return Err(ApiError::Unavailable) };
    let uploaded = uploaded.map_err(anyhow::Error::from)?.ok_or_else(|| {
        ApiError::Conflict("Another import or upload is running. Try again when it has finished.".to_owned())
    })?;
    let added = uploaded.added.into_iter().map(|(id, file_name)| AddedMedia { id, file_name }).collect();
    let refused = uploaded.failed.into_iter();
    failed.extend(refused.map(|(file_name, message)| FailedMedia { file_name, message: as_sentence(&message) }));
    Ok((StatusCode::CREATED, Json(Uploaded { added, failed })))
}

async fn read(app: &App, caller: &Caller, id: DatasetId) -> Result<Dataset, ApiError> {
    let found = db::datasets::list(&mut *app.db.acquire().await?, viewer(caller), Some(id)).await?.pop();
    found.map(Dataset::from).ok_or(ApiError::NotFound("Dataset not found."))
}
