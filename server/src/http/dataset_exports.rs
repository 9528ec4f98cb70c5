//! Dataset exports over HTTP. The work runs in the background, its row holds the progress, and the file is fetched afterwards.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use countersign_shared::ids::{DatasetId, ExportId, TaskId};
use countersign_shared::item_filter::DenyUnknownFields;
use countersign_shared::lock::Person;
use serde::Serialize;
use serde_json::{Value, json};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::export_jobs::{Scope, State as RunState};
use crate::export::dataset::DatasetExport;
use crate::export::job::{self, Exporter};
use crate::http::datasets::DatasetAccess;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path};
use crate::http::files;
use crate::http::results::ResultFilter;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_exports, start_export)).routes(routes!(get_export))
}

/// Routes without a timeout, since a download can take long.
pub fn file_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_export_file))
}

/// An export of a dataset's accepted annotations, as COCO.
#[derive(Serialize, ToSchema)]
pub struct Export {
    id: ExportId,
    dataset_id: DatasetId,
    #[schema(value_type = ResultFilter)]
    filter: Value,
    state: ExportState,
    /// Number of results written
    done: i32,
    /// Total number of results; 0 until they are counted
    total: i32,
    /// Size of the file in bytes
    #[schema(required)]
    bytes: Option<i64>,
    /// Why the export failed
    #[schema(required)]
    error: Option<String>,
    created_by: Person,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    finished_at: Option<OffsetDateTime>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    Running,
    Done,
    Failed,
}

impl From<db::export_jobs::Export> for Export {
    fn from(row: db::export_jobs::Export) -> Self {
        Self {
            id: row.id,
            dataset_id: row.dataset,
            filter: row.scope.filter,
            state: match row.state {
                RunState::Running => ExportState::Running,
                RunState::Done => ExportState::Done,
                RunState::Failed => ExportState::Failed,
            },
            done: row.done,
            total: row.total,
            bytes: row.bytes,
            error: row.error,
            created_by: row.created_by,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// Export the accepted annotations of a dataset as COCO
///
/// The filter selects media files; all accepted labels of each are written. What COCO cannot represent is listed in the file,
/// under `countersign.not_carried`. Poll the export until its state is no longer `running`. The file is kept for a week.
#[utoipa::path(post, path = "/datasets/{id}/exports", tag = "datasets", params(("id" = DatasetId, Path)),
    request_body = ResultFilter, responses((status = 202, body = Export, description = "The export has started")))]
async fn start_export(
    State(app): State<AppState>,
    caller: Caller,
    Path(dataset): Path<DatasetId>,
    Json(DenyUnknownFields(filter)): Json<DenyUnknownFields<ResultFilter>>,
) -> Result<(StatusCode, Json<Export>), ApiError> {
    let access = DatasetAccess::load(&app, caller, dataset).await?;
    let asked = serde_json::to_value(&filter).map_err(anyhow::Error::from)?;
    let filter = filter.within(&access)?;
    let scope = Scope { filter: asked, tasks: filter.tasks.iter().copied().map(TaskId).collect() };
    let (id, by): (ExportId, _) = (app.clock.new_id(), access.caller.user.person.id);
    let mut db = app.db.begin().await?;
    let name = db::datasets::name(&mut db, dataset).await?.ok_or(ApiError::NotFound("Dataset not found."))?;
    if !db::export_jobs::start(&mut db, id, dataset, by, &scope).await? {
        let message = "Several exports are already running. Try again when one has finished.";
        return Err(ApiError::Conflict(message.to_owned()));
    }
    let detail = json!({ "dataset": dataset, "export": id, "filter": scope.filter });
    audit::write(&mut db, &Audit { detail, ..Audit::new(Some(by), "dataset.export") }).await?;
    db.commit().await?;
    let data_dir = app.config.database.data_dir.clone();
    let exporter = Exporter { db: app.db.clone(), data_dir, tasks: app.tasks.clone() };
    app.tasks.spawn("export", job::run(exporter, id, DatasetExport { dataset, name, filter }));
    let export = find(&app, access.caller, id).await?.0;
    Ok((StatusCode::ACCEPTED, Json(export.into())))
}

/// List the newest exports of a dataset
///
/// Only exports whose entire content the caller may export are listed.
#[utoipa::path(get, path = "/datasets/{id}/exports", tag = "datasets", params(("id" = DatasetId, Path)),
    responses((status = 200, body = Vec<Export>, description = "Newest first")))]
async fn list_exports(
    State(app): State<AppState>,
    caller: Caller,
    Path(dataset): Path<DatasetId>,
) -> Result<Json<Vec<Export>>, ApiError> {
    let access = DatasetAccess::load(&app, caller, dataset).await?;
    let exports = db::export_jobs::list(&mut *app.db.acquire().await?, dataset).await?;
    Ok(Json(exports.into_iter().filter(|export| access.can_read(&export.scope.tasks)).map(Export::from).collect()))
}

/// Get the progress or outcome of an export
#[utoipa::path(get, path = "/exports/{id}", tag = "datasets", params(("id" = ExportId, Path)),
    responses((status = 200, body = Export, description = "The export")))]
async fn get_export(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<ExportId>,
) -> Result<Json<Export>, ApiError> {
    Ok(Json(find(&app, caller, id).await?.0.into()))
}

/// Download the file of an export
///
/// Supports range requests.
#[utoipa::path(get, path = "/exports/{id}/file", tag = "datasets", params(("id" = ExportId, Path)),
    responses((status = 200, description = "COCO JSON", content_type = "application/json"),
              (status = 206, description = "The requested range")))]
async fn get_export_file(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<ExportId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (export, name) = find(&app, caller, id).await?;
    match export.state {
        RunState::Done => {}
        RunState::Running => return Err(ApiError::NotReady("The export is still running.".to_owned())),
        RunState::Failed => {
            return Err(ApiError::NotReady(export.error.unwrap_or_else(|| "The export failed.".to_owned())));
        }
    }
    let path = job::file(&app.config.database.data_dir, id);
    let file = match tokio::fs::File::open(&path).await {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(ApiError::NotFound("The file of this export has been deleted. Export again."));
        }
        Err(error) => return Err(ApiError::Internal(error.into())),
    };
    let etag = format!("\"{id}\"");
    let range = files::requested_range(&headers, &etag);
    let mut response = files::attachment(file, range, "application/json", &format!("{name}.coco.json")).await?;
    response.headers_mut().insert(ETAG, HeaderValue::from_str(&etag).map_err(anyhow::Error::from)?);
    Ok(response)
}

/// Returns the export and the name of its dataset, if the caller may read everything in the export.
async fn find(app: &App, caller: Caller, id: ExportId) -> Result<(db::export_jobs::Export, String), ApiError> {
    const UNKNOWN: ApiError = ApiError::NotFound("Export not found.");
    let mut db = app.db.acquire().await?;
    let export = db::export_jobs::get(&mut db, id).await?.ok_or(UNKNOWN)?;
    let name = db::datasets::name(&mut db, export.dataset).await?.ok_or(UNKNOWN)?;
    drop(db);
    let access = DatasetAccess::load(app, caller, export.dataset).await.map_err(|error| error.hidden_as(UNKNOWN))?;
    if access.can_read(&export.scope.tasks) { Ok((export, name)) } else { Err(UNKNOWN) }
}
