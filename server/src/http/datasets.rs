//! Datasets: what there is, new ones, and pictures into them.

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
use crate::http::imports::{patient, save, upload_folder};
use crate::http::names::usable_name;
use crate::import::Importer;
use crate::import::upload::Upload;
use crate::workflow::refusal::as_sentence;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_datasets, create_dataset)).routes(routes!(get_dataset))
}

/// Apart from the others: files take their time.
pub fn upload_routes() -> OpenApiRouter<AppState> {
    // The files are counted one by one; this is the bound of all of them.
    let bytes = usize::try_from(limits::MAX_IMPORT_BYTES).unwrap_or(usize::MAX);
    OpenApiRouter::new().routes(routes!(upload_media)).layer(DefaultBodyLimit::max(bytes))
}

/// A collection of pictures and their accepted annotations.
#[derive(Serialize, ToSchema)]
pub struct Dataset {
    id: DatasetId,
    name: String,
    /// How many pictures it has.
    media: i64,
    /// The tasks over it whose results the caller may export.
    tasks: Vec<TaskName>,
    /// Items of those tasks that have an accepted result.
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
    /// Pictures, under the names they shall have
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
    /// Why it was not taken.
    message: String,
}

/// Somebody who may read a dataset, and which part of it. For everybody else there is no such dataset.
pub struct DatasetAccess {
    pub caller: Caller,
    pub dataset: DatasetId,
    /// The tasks whose results they may read.
    pub tasks: Vec<TaskName>,
}

impl DatasetAccess {
    /// # Errors
    /// The dataset does not exist for this person.
    pub async fn load(app: &App, caller: Caller, dataset: DatasetId) -> Result<Self, ApiError> {
        let viewer = viewer(&caller);
        let tasks = db::datasets::readable_tasks(&mut *app.db.acquire().await?, dataset, viewer).await?;
        let tasks = tasks.ok_or(ApiError::NotFound("There is no such dataset."))?;
        Ok(Self { caller, dataset, tasks })
    }

    /// The ids of those tasks, or of `only` one of them.
    ///
    /// # Errors
    /// It is none of them.
    pub fn task_ids(&self, only: Option<TaskId>) -> Result<Vec<Uuid>, ApiError> {
        let ids: Vec<Uuid> = self
            .tasks
            .iter()
            .map(|task| task.id)
            .filter(|id| only.is_none_or(|only| only == *id))
            .map(|id| id.0)
            .collect();
        if only.is_some() && ids.is_empty() {
            return Err(ApiError::field("task", "The dataset has no such task."));
        }
        Ok(ids)
    }

    /// Whether the caller may read results of all these tasks.
    #[must_use]
    pub fn reads(&self, tasks: &[TaskId]) -> bool {
        // For a site admin also those of tasks that are gone.
        self.caller.user.is_admin || tasks.iter().all(|id| self.tasks.iter().any(|task| task.id == *id))
    }
}

pub fn viewer(caller: &Caller) -> Viewer {
    Viewer { user: caller.user.person.id, all: caller.user.is_admin }
}

/// The datasets that the caller may export from; a site admin's are all
#[utoipa::path(get, path = "/datasets", tag = "datasets",
    responses((status = 200, body = Vec<Dataset>, description = "By name")))]
async fn list_datasets(State(app): State<AppState>, caller: Caller) -> Result<Json<Vec<Dataset>>, ApiError> {
    let datasets = db::datasets::list(&mut *app.db.acquire().await?, viewer(&caller), None).await?;
    Ok(Json(datasets.into_iter().map(Dataset::from).collect()))
}

/// One dataset
#[utoipa::path(get, path = "/datasets/{id}", tag = "datasets", params(("id" = DatasetId, Path)),
    responses((status = 200, body = Dataset, description = "The dataset")))]
async fn get_dataset(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<DatasetId>,
) -> Result<Json<Dataset>, ApiError> {
    read(&app, &caller, id).await.map(Json)
}

/// Make an empty dataset
#[utoipa::path(post, path = "/datasets", tag = "datasets", request_body = NewDataset,
    responses((status = 201, body = Dataset, description = "The new dataset")))]
async fn create_dataset(
    State(app): State<AppState>,
    SiteAdmin(caller): SiteAdmin,
    Json(NewDataset { name }): Json<NewDataset>,
) -> Result<(StatusCode, Json<Dataset>), ApiError> {
    let name = usable_name("name", &name)?;
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
    ApiError::Conflict(format!("There is a dataset named {name:?} already. Choose that one, or another name."))
}

/// Add pictures to a dataset
///
/// Each is taken or refused on its own. What the dataset has already, told by content, is refused.
#[utoipa::path(post, path = "/datasets/{id}/media", tag = "datasets", params(("id" = DatasetId, Path)),
    request_body(content = MediaForm, content_type = "multipart/form-data"),
    responses((status = 201, body = Uploaded, description = "What was taken, and what was not")))]
async fn upload_media(
    State(app): State<AppState>,
    SiteAdmin(caller): SiteAdmin,
    Path(id): Path<DatasetId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<Uploaded>), ApiError> {
    if !db::datasets::exists(&mut *app.db.acquire().await?, id).await? {
        return Err(ApiError::NotFound("There is no such dataset."));
    }
    let mut form =
        form.map_err(|_| ApiError::invalid("The request must be a form with files (multipart/form-data)."))?;
    let folder = upload_folder(&app)?;
    let (mut uploads, mut failed) = (Vec::new(), Vec::new());
    while let Some(field) = patient(form.next_field()).await? {
        if field.name() != Some("images") {
            return Err(ApiError::invalid(format!("The form has no field {:?}.", field.name().unwrap_or_default())));
        }
        let most = limits::MAX_UPLOAD_FILES;
        if uploads.len() == most {
            return Err(ApiError::TooLarge(format!(
                "An upload takes at most {most} pictures: send the rest after it."
            )));
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let file = folder.path().join(uploads.len().to_string());
        match save(field, &file, limits::MAX_MEDIA_BYTES, "The picture").await {
            Ok(()) => uploads.push(Upload { name, file }),
            // What is left of it is passed by; where the whole form is too large, its next field tells.
            Err(ApiError::TooLarge(message)) => failed.push(FailedMedia { file_name: name, message }),
            Err(error) => return Err(error),
        }
    }
    if uploads.is_empty() && failed.is_empty() {
        return Err(ApiError::field("images", "Choose the pictures."));
    }
    let importer = Importer { db: app.db.clone(), media: app.media.clone(), clock: app.clock.clone() };
    let by = caller.user.person.id;
    // On its own: whoever closes the page in the middle of it leaves nothing half done.
    let work = app.tasks.spawn("upload", async move {
        let uploaded = importer.upload(id, uploads, by).await;
        drop(folder);
        uploaded
    });
    let Ok(Some(uploaded)) = work.await else { return Err(ApiError::Unavailable) };
    let uploaded = uploaded.map_err(anyhow::Error::from)?.ok_or_else(|| {
        ApiError::Conflict("An import or another upload is running. Try again when it is done.".to_owned())
    })?;
    let added = uploaded.added.into_iter().map(|(id, file_name)| AddedMedia { id, file_name }).collect();
    let refused = uploaded.failed.into_iter();
    failed.extend(refused.map(|(file_name, message)| FailedMedia { file_name, message: as_sentence(&message) }));
    Ok((StatusCode::CREATED, Json(Uploaded { added, failed })))
}

async fn read(app: &App, caller: &Caller, id: DatasetId) -> Result<Dataset, ApiError> {
    let found = db::datasets::list(&mut *app.db.acquire().await?, viewer(caller), Some(id)).await?.pop();
    found.map(Dataset::from).ok_or(ApiError::NotFound("There is no such dataset."))
}
