//! Bulk actions: preview, start, progress, the outcome of each item, and cancelling.

use std::collections::HashSet;

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::bulk::{BulkAction, BulkKind, BulkState};
use countersign_shared::ids::{BulkId, ItemId, SampleId, TaskId};
use countersign_shared::item_filter::{DenyUnknownFields, ItemFilter};
use countersign_shared::limits;
use countersign_shared::lock::Person;
use countersign_shared::workflow::Stage;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::{App, AppState};
use crate::bulk::BulkError;
use crate::db;
use crate::db::bulk::{Job, JobItem, PreviewCounts};
use crate::db::items::page::{ItemQuery, matching_ids};
use crate::http::commands::checked_reason;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path, Query, TaskAccess, require};
use crate::http::pagination::page_size;
use crate::http::stage_changes::require_worker;
use crate::http::tasks::StageCounts;
use crate::http::unlock::REASON_REQUIRED as WHY_UNLOCK;
use crate::live::room::refusal::as_sentence;

/// Number of jobs in the list of a task.
const MAX_LISTED_JOBS: i64 = 50;
/// Number of file names of unopened items in a preview.
const MAX_UNOPENED_NAMES: i64 = 20;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(preview_bulk))
        .routes(routes!(list_bulk, start_bulk))
        .routes(routes!(get_bulk))
        .routes(routes!(list_bulk_items))
        .routes(routes!(cancel_bulk))
}

/// The items to act on: either `items`, or all that match `filter`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Ids of the items.
    items: Option<Vec<ItemId>>,
    #[schema(value_type = Option<ItemFilter>)]
    filter: Option<DenyUnknownFields<ItemFilter>>,
    /// Ids of matching items to leave out.
    #[serde(default)]
    except: Vec<ItemId>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRequest {
    action: BulkAction,
    selection: Selection,
}

/// The items that a bulk action would affect.
#[derive(Serialize, ToSchema)]
pub struct BulkPreview {
    total: i64,
    stages: StageCounts,
    /// Number of items that the action can change.
    applies: i64,
    /// Number of these that the caller has not opened since they entered their stage.
    not_opened: i64,
    /// File names of the first 20 of these.
    not_opened_names: Vec<String>,
    /// Number of items that others are editing now.
    locked: i64,
}

/// A bulk action.
#[derive(Serialize, ToSchema)]
pub struct BulkJob {
    id: BulkId,
    task_id: TaskId,
    action: BulkAction,
    state: BulkState,
    total: i32,
    done: i32,
    failed: i32,
    /// The sample whose decision started it.
    #[schema(required)]
    sample_id: Option<SampleId>,
    created_by: Person,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    finished_at: Option<OffsetDateTime>,
}

impl From<Job> for BulkJob {
    fn from(job: Job) -> Self {
        let Job { id, task, action, state, total, done, failed, sample, created_by, created_at, finished_at } = job;
        Self {
            id,
            task_id: task,
            action,
            state,
            total,
            done,
            failed,
            sample_id: sample,
            created_by,
            created_at,
            finished_at,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct BulkItems {
    rows: Vec<BulkItem>,
    /// Cursor of the next page, or `null` on the last page.
    #[schema(required)]
    next: Option<i32>,
}

/// The outcome of one item.
#[derive(Serialize, ToSchema)]
pub struct BulkItem {
    item_id: ItemId,
    file_name: String,
    /// `done` or `failed`; `null` while it is waiting.
    #[schema(required)]
    outcome: Option<String>,
    /// Why it failed.
    #[schema(required)]
    message: Option<String>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkOutcome {
    Done,
    Failed,
    Waiting,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BulkItemsQuery {
    outcome: Option<BulkOutcome>,
    /// `next` of the previous page.
    after: Option<i32>,
    limit: Option<u32>,
}

/// Preview a bulk action
///
/// Changes nothing.
#[utoipa::path(post, path = "/tasks/{id}/bulk/preview", tag = "bulk", params(("id" = TaskId, Path)),
    request_body = BulkRequest, responses((status = 200, body = BulkPreview, description = "What it would affect")))]
async fn preview_bulk(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(BulkRequest { action, selection }): Json<BulkRequest>,
) -> Result<Json<BulkPreview>, ApiError> {
    let kind = action.kind();
    require(kind.is_allowed(&access.roles), "Your role in this task does not allow this.")?;
    let mut db = app.db.acquire().await?;
    let ids = selected_ids(&mut db, &access, selection).await?;
    let me = access.caller.user.person.id;
    let at: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| kind.applies_at(*stage)).collect();
    let PreviewCounts { stages, not_opened, locked_by_others: locked, locked_by_any: held } =
        db::bulk::preview(&mut db, access.task, me, &ids, &at).await?;
    let not_opened_names = db::bulk::not_opened(&mut db, me, &ids, &at, MAX_UNOPENED_NAMES).await?;
    let of = |stage: Stage| stages.iter().filter(|(at, _)| *at == stage).map(|(_, count)| *count).sum::<i64>();
    Ok(Json(BulkPreview {
        total: stages.iter().map(|(_, count)| count).sum(),
        applies: if kind == BulkKind::Unlock { held } else { at.into_iter().map(of).sum() },
        stages: StageCounts::new(of),
        not_opened,
        not_opened_names,
        locked,
    }))
}

/// Start a bulk action
///
/// Runs in the background. Each item is handled independently: one that fails does not stop the others.
#[utoipa::path(post, path = "/tasks/{id}/bulk", tag = "bulk", params(("id" = TaskId, Path)), request_body = BulkRequest,
    responses((status = 202, body = BulkJob, description = "The action has started")))]
async fn start_bulk(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(BulkRequest { action, selection }): Json<BulkRequest>,
) -> Result<(StatusCode, Json<BulkJob>), ApiError> {
    require(action.kind().is_allowed(&access.roles), "Your role in this task does not allow this.")?;
    let mut db = app.db.begin().await?;
    let action = validated(&mut db, &access, action).await?;
    let ids = selected_ids(&mut db, &access, selection).await?;
    let me = access.caller.user.person.id;
    let id = app.bulk.create(&mut db, access.task, me, &action, &ids, None).await?;
    db.commit().await?;
    app.bulk.start(id);
    Ok((StatusCode::ACCEPTED, Json(started_job(&app, id).await?)))
}

/// Returns the job that was just written.
///
/// # Errors
/// Returns an error if the database failed.
pub async fn started_job(app: &App, id: BulkId) -> Result<BulkJob, ApiError> {
    let job = db::bulk::get(&mut *app.db.acquire().await?, id).await?;
    job.map(BulkJob::from).ok_or_else(|| ApiError::Internal(anyhow::anyhow!("the job that was just written is gone")))
}

/// List the newest 50 bulk actions of a task
#[utoipa::path(get, path = "/tasks/{id}/bulk", tag = "bulk", params(("id" = TaskId, Path)),
    responses((status = 200, body = Vec<BulkJob>, description = "Newest first")))]
async fn list_bulk(State(app): State<AppState>, access: TaskAccess) -> Result<Json<Vec<BulkJob>>, ApiError> {
    let jobs = db::bulk::of_task(&mut *app.db.acquire().await?, access.task, MAX_LISTED_JOBS).await?;
    Ok(Json(jobs.into_iter().map(BulkJob::from).collect()))
}

/// Get the progress of a bulk action
#[utoipa::path(get, path = "/bulk/{id}", tag = "bulk", params(("id" = BulkId, Path)),
    responses((status = 200, body = BulkJob, description = "The action")))]
async fn get_bulk(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<BulkId>,
) -> Result<Json<BulkJob>, ApiError> {
    let (_, job) = load(&app, caller, id).await?;
    Ok(Json(job.into()))
}

/// List the outcome of each item of a bulk action
#[utoipa::path(get, path = "/bulk/{id}/items", tag = "bulk", params(("id" = BulkId, Path), BulkItemsQuery),
    responses((status = 200, body = BulkItems, description = "One page, in the order of the selection")))]
async fn list_bulk_items(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<BulkId>,
    Query(query): Query<BulkItemsQuery>,
) -> Result<Json<BulkItems>, ApiError> {
    let (_, job) = load(&app, caller, id).await?;
    let outcome = query.outcome.map(|outcome| match outcome {
        BulkOutcome::Done => "done",
        BulkOutcome::Failed => "failed",
        BulkOutcome::Waiting => "waiting",
    });
    let limit = page_size(query.limit);
    let after = query.after.unwrap_or_default();
    let mut rows = db::bulk::items(&mut *app.db.acquire().await?, job.id, outcome, after, limit + 1).await?;
    let next = db::truncate_page(&mut rows, limit, |row| row.place);
    let shown = |row: JobItem| {
        let JobItem { place: _, item, file_name, outcome, message } = row;
        BulkItem { item_id: item, file_name, outcome, message }
    };
    Ok(Json(BulkItems { rows: rows.into_iter().map(shown).collect(), next }))
}

/// Cancel a running bulk action
///
/// Items that were already handled stay as they are.
#[utoipa::path(post, path = "/bulk/{id}/cancel", tag = "bulk", params(("id" = BulkId, Path)),
    responses((status = 204, description = "Cancelled")))]
async fn cancel_bulk(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<BulkId>,
) -> Result<StatusCode, ApiError> {
    let (access, job) = load(&app, caller, id).await?;
    let me = access.caller.user.person.id;
    let own = job.created_by.id == me;
    require(own || access.roles.can_manage(), "Only the person who started it and admins of the task may cancel it.")?;
    app.bulk.cancel(&job, me).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Loads a job of a task that the caller is a member of. For anyone else the job does not exist.
async fn load(app: &App, caller: Caller, id: BulkId) -> Result<(TaskAccess, Job), ApiError> {
    const UNKNOWN: ApiError = ApiError::NotFound("Bulk action not found.");
    let job = db::bulk::get(&mut *app.db.acquire().await?, id).await?.ok_or(UNKNOWN)?;
    let access = TaskAccess::load(app, caller, job.task).await.map_err(|error| error.hidden_as(UNKNOWN))?;
    Ok((access, job))
}

/// Checks the parameters of an action, so that no item fails because of them.
///
/// # Errors
/// Returns an error about the parameter that is not valid.
pub async fn validated(db: &mut PgConnection, access: &TaskAccess, action: BulkAction) -> Result<BulkAction, ApiError> {
    Ok(match action {
        BulkAction::Accept {} => action,
        BulkAction::Reject(mut back) => {
            back.reason = checked_reason(&back.reason, "Give a reason for sending the items back.")?;
            if let Some(worker) = back.assignee {
                require_worker(db, access.task, worker, back.stage).await?;
            }
            let setup = db::tasks::setup(db, access.task).await?.ok_or(ApiError::NotFound("Task not found."))?;
            if back.tags.iter().any(|tag| setup.settings.tags.iter().all(|known| known.id != *tag)) {
                return Err(ApiError::field("tags", "A tag you chose no longer exists in this task."));
            }
            if back.tags.len() > limits::MAX_TAGS_PER_ISSUE {
                let most = limits::MAX_TAGS_PER_ISSUE;
                return Err(ApiError::field("tags", format!("Choose at most {most} tags.")));
            }
            let to = back.stage.unwrap_or(Stage::Annotate);
            if to >= Stage::Acceptance || !setup.settings.workflow.has(to) {
                return Err(ApiError::field("stage", "An item can only go back to an earlier stage."));
            }
            BulkAction::Reject(back)
        }
        BulkAction::Unlock { reason: None } => action,
        BulkAction::Unlock { reason: Some(reason) } => {
            BulkAction::Unlock { reason: Some(checked_reason(&reason, WHY_UNLOCK)?) }
        }
        BulkAction::Assign { to } => {
            let found = db::members::mentionable(db, access.task, &to).await?;
            if to.iter().any(|user| found.iter().all(|member| member.id != *user)) {
                return Err(ApiError::field("to", "Someone you chose is not a member of this task."));
            }
            BulkAction::Assign { to }
        }
        BulkAction::Prioritise { priority } if (-1..=2).contains(&priority) => action,
        BulkAction::Prioritise { .. } => {
            return Err(ApiError::field(
                "priority",
                "The priority must be -1 (low), 0 (normal), 1 (high) or 2 (urgent).",
            ));
        }
    })
}

/// Returns the ids of the selected items that belong to the task.
async fn selected_ids(db: &mut PgConnection, access: &TaskAccess, selection: Selection) -> Result<Vec<Uuid>, ApiError> {
    let Selection { items, filter, except } = selection;
    match (items, filter) {
        (Some(items), None) if items.len() <= limits::MAX_SELECTED_ITEMS => {
            let ids: Vec<Uuid> = items.iter().map(|item| item.0).collect();
            Ok(db::bulk::filter_by_task(db, access.task, &ids).await?)
        }
        (Some(_), None) => {
            let most = limits::MAX_SELECTED_ITEMS;
            Err(ApiError::TooLarge(format!("Select at most {most} items by id, or use a filter.")))
        }
        (None, Some(DenyUnknownFields(filter))) => {
            let query = ItemQuery { task: access.task, reader: access.caller.user.person.id, filter: &filter };
            let most = i64::try_from(limits::MAX_BULK_ITEMS + 1).unwrap_or(i64::MAX);
            let mut ids = matching_ids(db, query, most).await?;
            let except: HashSet<Uuid> = except.iter().map(|item| item.0).collect();
            ids.retain(|id| !except.contains(id));
            Ok(ids)
        }
        (None, None) | (Some(_), Some(_)) => {
            Err(ApiError::field("selection", "Select items either by their ids or by a filter."))
        }
    }
}

impl From<BulkError> for ApiError {
    fn from(error: BulkError) -> Self {
        let message = as_sentence(&error.to_string());
        match error {
            BulkError::NoItems | BulkError::TooManyJobs | BulkError::AlreadyEnded => Self::Conflict(message),
            BulkError::TooManyItems => Self::TooLarge(message),
            BulkError::Database(error) => error.into(),
        }
    }
}
