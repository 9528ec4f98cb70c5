//! Samples of the items in acceptance: drawing, progress, and the decision on the result.

mod decision;

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::{BulkId, SampleId, TaskId};
use countersign_shared::item_filter::{DenyUnknownFields, ItemFilter};
use countersign_shared::limits;
use countersign_shared::lock::Person;
use countersign_shared::sampling::{self, ErrorEstimate, Method, Size, Suggestion};
use countersign_shared::workflow::Stage;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::items::page::ItemQuery;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path, TaskAccess};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_samples, draw_sample))
        .routes(routes!(get_sample, delete_sample))
        .routes(routes!(decision::decide_sample))
}

/// A sample that represents the items in acceptance.
#[derive(Serialize, ToSchema)]
pub struct Sample {
    id: SampleId,
    task_id: TaskId,
    method: Method,
    size: Size,
    /// The filter of the items in acceptance that it was drawn from.
    filter: ItemFilter,
    /// Seed of the draw. The same seed draws the same sample from the same items.
    seed: i64,
    /// Number of items that it was drawn from.
    population: i32,
    drawn: u32,
    /// Number of drawn items that have been accepted or rejected since.
    judged: u32,
    accepted: u32,
    rejected: u32,
    /// Error rate of the judged items, with the 95 % confidence interval for all items, as fractions. `null` while none is
    /// judged.
    #[schema(required)]
    error: Option<ErrorEstimate>,
    /// Allowed error rate in percent, 0 to 100.
    max_error_percent: f64,
    suggestion: Suggestion,
    /// Number of matching items that a decision would apply to: in acceptance since before the sample was drawn, and not part
    /// of it. 0 once decided.
    rest: usize,
    #[schema(required)]
    created_by: Option<Person>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[schema(required)]
    decision: Option<SampleDecision>,
}

/// The decision on the rest of the items.
#[derive(Serialize, ToSchema)]
pub struct SampleDecision {
    decision: Verdict,
    note: String,
    #[schema(required)]
    by: Option<Person>,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// The bulk action on the rest.
    #[schema(required)]
    bulk_id: Option<BulkId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SampleVerdict)]
pub enum Verdict {
    Accept,
    Reject,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSample {
    method: Method,
    size: Size,
    /// Seed of the draw, at most 2^53 - 1. Chosen at random if omitted.
    seed: Option<u64>,
    /// Filter of the items in acceptance to draw from. Default: all.
    #[serde(default)]
    #[schema(value_type = ItemFilter)]
    filter: DenyUnknownFields<ItemFilter>,
    /// Allowed error rate in percent, 0 to 100.
    max_error_percent: f64,
}

const SAMPLE_NOT_FOUND: ApiError = ApiError::NotFound("Sample not found.");

impl Sample {
    fn new(row: db::samples::Sample, rest: usize) -> Self {
        let db::samples::Progress { drawn, accepted, rejected } = row.progress;
        let judged = accepted + rejected;
        Self {
            id: row.id,
            task_id: row.task,
            method: row.method,
            size: row.size,
            filter: row.filter,
            seed: row.seed,
            population: row.population,
            drawn,
            judged,
            accepted,
            rejected,
            error: ErrorEstimate::new(rejected, judged),
            max_error_percent: row.max_error,
            suggestion: sampling::suggest(rejected, judged, drawn, row.max_error),
            rest,
            created_by: row.created_by,
            created_at: row.created_at,
            decision: row.decision.map(|made| SampleDecision {
                decision: if made.accept { Verdict::Accept } else { Verdict::Reject },
                note: made.note,
                by: made.by,
                at: made.at,
                bulk_id: made.bulk,
            }),
        }
    }

    async fn read(db: &mut PgConnection, row: db::samples::Sample) -> sqlx::Result<Self> {
        let rest = if row.decision.is_none() { db::samples::remaining_items(db, &row).await?.len() } else { 0 };
        Ok(Self::new(row, rest))
    }
}

/// List the samples of a task with their progress
#[utoipa::path(get, path = "/tasks/{id}/samples", tag = "acceptance", params(("id" = TaskId, Path)),
    responses((status = 200, body = Vec<Sample>, description = "Newest first")))]
async fn list_samples(State(app): State<AppState>, access: TaskAccess) -> Result<Json<Vec<Sample>>, ApiError> {
    access.require_inspect()?;
    let mut db = app.db.acquire().await?;
    let mut samples = Vec::new();
    for row in db::samples::list(&mut db, access.task, None).await? {
        samples.push(Sample::read(&mut db, row).await?);
    }
    Ok(Json(samples))
}

/// Draw a sample from the items in acceptance
#[utoipa::path(post, path = "/tasks/{id}/samples", tag = "acceptance", params(("id" = TaskId, Path)),
    request_body = NewSample, responses((status = 201, body = Sample, description = "The new sample")))]
async fn draw_sample(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(new): Json<NewSample>,
) -> Result<(StatusCode, Json<Sample>), ApiError> {
    access.require_inspect()?;
    check(&new)?;
    let NewSample { method, size, seed, filter: DenyUnknownFields(filter), max_error_percent } = new;
    // 32 bits are short enough to copy by hand.
    let seed = seed.unwrap_or_else(|| rand::random::<u32>().into());
    let (task, by) = (access.task, access.caller.user.person.id);
    let mut db = app.db.begin().await?;
    if db::samples::count(&mut db, task).await? >= limits::MAX_SAMPLES_PER_TASK {
        let most = limits::MAX_SAMPLES_PER_TASK;
        return Err(ApiError::Conflict(format!(
            "This task already has {most} samples. Delete an undecided one first."
        )));
    }
    let elsewhere = filter.stage.is_some_and(|stage| stage != Stage::Acceptance);
    let query = ItemQuery { task, reader: by, filter: &filter };
    let population = if elsewhere { Vec::new() } else { db::samples::candidates(&mut db, query, method).await? };
    if population.is_empty() {
        let message = "No item in acceptance matches. Choose another filter.";
        return Err(ApiError::Conflict(message.to_owned()));
    }
    let (ids, candidates): (Vec<Uuid>, Vec<sampling::Candidate>) = population.into_iter().unzip();
    let count = size.of(ids.len()).min(limits::MAX_SAMPLE_ITEMS);
    let drawn: Vec<Uuid> =
        sampling::draw(method, &candidates, count, seed).into_iter().map(|place| ids[place]).collect();
    let sample = db::samples::NewSample {
        id: app.clock.new_id(),
        task,
        method,
        size,
        filter: &filter,
        seed: i64::try_from(seed).map_err(anyhow::Error::from)?,
        population: i32::try_from(ids.len()).map_err(anyhow::Error::from)?,
        max_error: max_error_percent,
        by,
    };
    db::samples::insert(&mut db, &sample, &drawn).await?;
    let detail = json!({ "sample": sample.id, "method": method, "size": size, "seed": seed, "filter": &filter,
        "population": ids.len(), "drawn": drawn.len(), "max_error_percent": max_error_percent });
    audit::write(&mut db, &Audit { task: Some(task), detail, ..Audit::new(Some(by), "sample.draw") }).await?;
    let row = db::samples::list(&mut db, task, Some(sample.id)).await?.pop().ok_or(SAMPLE_NOT_FOUND)?;
    let shown = Sample::read(&mut db, row).await?;
    db.commit().await?;
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Get a sample with its progress
#[utoipa::path(get, path = "/samples/{id}", tag = "acceptance", params(("id" = SampleId, Path)),
    responses((status = 200, body = Sample, description = "The sample")))]
async fn get_sample(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<SampleId>,
) -> Result<Json<Sample>, ApiError> {
    let access = load(&app, caller, id).await?;
    let mut db = app.db.acquire().await?;
    let row = db::samples::list(&mut db, access.task, Some(id)).await?.pop().ok_or(SAMPLE_NOT_FOUND)?;
    Ok(Json(Sample::read(&mut db, row).await?))
}

/// Delete an undecided sample
///
/// Its items, and what was decided about each of them, stay as they are.
#[utoipa::path(delete, path = "/samples/{id}", tag = "acceptance", params(("id" = SampleId, Path)),
    responses((status = 204, description = "Deleted")))]
async fn delete_sample(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<SampleId>,
) -> Result<StatusCode, ApiError> {
    let access = load(&app, caller, id).await?;
    let mut db = app.db.begin().await?;
    if !db::samples::delete(&mut db, id).await? {
        let message = "This sample cannot be deleted, because the rest of the items was decided on its result.";
        return Err(ApiError::Conflict(message.to_owned()));
    }
    let by = Some(access.caller.user.person.id);
    let detail = json!({ "sample": id });
    audit::write(&mut db, &Audit { task: Some(access.task), detail, ..Audit::new(by, "sample.delete") }).await?;
    db.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Loads access to the sample's task for its admins and inspectors. For people outside the task the sample does not exist.
async fn load(app: &App, caller: Caller, id: SampleId) -> Result<TaskAccess, ApiError> {
    let task = db::samples::task_of(&mut *app.db.acquire().await?, id).await?.ok_or(SAMPLE_NOT_FOUND)?;
    let access = TaskAccess::load(app, caller, task).await.map_err(|error| error.hidden_as(SAMPLE_NOT_FOUND))?;
    access.require_inspect()?;
    Ok(access)
}

fn check(new: &NewSample) -> Result<(), ApiError> {
    let most = limits::MAX_SAMPLE_ITEMS;
    let too_many = matches!(new.size, Size::Count(count) if count as usize > most);
    if !new.size.is_valid() || too_many {
        let message = format!("A sample must have 1 to {most} items, or more than 0 and at most 100 percent of them.");
        return Err(ApiError::field("size", message));
    }
    if new.seed.is_some_and(|seed| seed > limits::MAX_SEED) {
        return Err(ApiError::field("seed", format!("A seed can be at most {}.", limits::MAX_SEED)));
    }
    if !(0.0..=100.0).contains(&new.max_error_percent) {
        return Err(ApiError::field("max_error_percent", "The allowed error rate must be 0 to 100 percent."));
    }
    Ok(())
}
