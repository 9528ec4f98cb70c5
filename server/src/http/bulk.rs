//! Actions on many items: what one would meet, starting it, how far it is, what became of each item, ending it.

use std::collections::HashSet;

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::bulk::{BulkAction, BulkKind, BulkState};
use countersign_shared::ids::{BulkId, ItemId, SampleId, TaskId};
use countersign_shared::item_filter::{ItemFilter, Strict};
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
use crate::db;
use crate::db::bulk::{Job, JobItem, Met};
use crate::db::items::page::{Wanted, matching_ids};
use crate::http::commands::checked_reason;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path, Query, TaskAccess, require};
use crate::http::finish::require_worker;
use crate::http::pages::page_rows;
use crate::http::tasks::StageCounts;
use crate::http::unlock::WHY as WHY_UNLOCK;
use crate::workflow::bulk::BulkError;
use crate::workflow::refusal::as_sentence;

/// Jobs of a task that are listed.
const LISTED: i64 = 50;
/// Names of items not opened that a preview gives.
const NAMED: i64 = 20;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(preview_bulk))
        .routes(routes!(list_bulk, start_bulk))
        .routes(routes!(get_bulk))
        .routes(routes!(list_bulk_items))
        .routes(routes!(cancel_bulk))
}

/// Which items: these, or all that match.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// By their ids.
    items: Option<Vec<ItemId>>,
    #[schema(value_type = Option<ItemFilter>)]
    filter: Option<Strict<ItemFilter>>,
    /// Of those that match, not these.
    #[serde(default)]
    except: Vec<ItemId>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkOrder {
    action: BulkAction,
    selection: Selection,
}

/// What an action would meet.
#[derive(Serialize, ToSchema)]
pub struct BulkPreview {
    total: i64,
    stages: StageCounts,
    /// Items at a stage where the action can do something.
    applies: i64,
    /// Of these, items that the caller has not opened since they came there.
    not_opened: i64,
    /// The names of the first twenty.
    not_opened_names: Vec<String>,
    /// Items that others edit now.
    locked: i64,
}

/// One action on many items.
#[derive(Serialize, ToSchema)]
pub struct BulkJob {
    id: BulkId,
    task_id: TaskId,
    action: BulkAction,
    state: BulkState,
    total: i32,
    done: i32,
    failed: i32,
    /// The sample on whose result it was decided.
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
    /// Where the next page begins.
    #[schema(required)]
    next: Option<i32>,
}

/// What became of one item.
#[derive(Serialize, ToSchema)]
pub struct BulkItem {
    item_id: ItemId,
    file_name: String,
    /// `done` or `failed`; nothing when its turn has not come.
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
    /// `next` of the page before.
    after: Option<i32>,
    limit: Option<u32>,
}

/// What an action would meet, without doing anything
#[utoipa::path(post, path = "/tasks/{id}/bulk/preview", tag = "bulk", params(("id" = TaskId, Path)),
    request_body = BulkOrder, responses((status = 200, body = BulkPreview, description = "What it would meet")))]
async fn preview_bulk(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(BulkOrder { action, selection }): Json<BulkOrder>,
) -> Result<Json<BulkPreview>, ApiError> {
    let kind = action.kind();
    require(kind.is_allowed(&access.roles), "Your role in this task does not allow this.")?;
    let mut db = app.db.acquire().await?;
    let ids = chosen(&mut db, &access, selection).await?;
    let me = access.caller.user.person.id;
    let at: Vec<Stage> = Stage::ALL.into_iter().filter(|stage| kind.applies_at(*stage)).collect();
    let Met { stages, not_opened, locked, held } = db::bulk::meet(&mut db, access.task, me, &ids, &at).await?;
    let not_opened_names = db::bulk::not_opened(&mut db, me, &ids, &at, NAMED).await?;
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

/// Do something to many items, in the background. Each is done by itself: one that fails stops no other
#[utoipa::path(post, path = "/tasks/{id}/bulk", tag = "bulk", params(("id" = TaskId, Path)), request_body = BulkOrder,
    responses((status = 202, body = BulkJob, description = "It runs")))]
async fn start_bulk(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(BulkOrder { action, selection }): Json<BulkOrder>,
) -> Result<(StatusCode, Json<BulkJob>), ApiError> {
    require(action.kind().is_allowed(&access.roles), "Your role in this task does not allow this.")?;
    let mut db = app.db.begin().await?;
    let action = checked(&mut db, &access, action).await?;
    let ids = chosen(&mut db, &access, selection).await?;
    let me = access.caller.user.person.id;
    let id = app.bulk.prepare(&mut db, access.task, me, &action, &ids, None).await?;
    db.commit().await?;
    app.bulk.start(id);
    Ok((StatusCode::ACCEPTED, Json(started(&app, id).await?)))
}

/// The job that was just written.
///
/// # Errors
/// The database failed.
pub async fn started(app: &App, id: BulkId) -> Result<BulkJob, ApiError> {
    let job = db::bulk::get(&mut *app.db.acquire().await?, id).await?;
    job.map(BulkJob::from).ok_or_else(|| ApiError::Internal(anyhow::anyhow!("the job that was just written is gone")))
}

/// What runs and ran in a task, the newest fifty
#[utoipa::path(get, path = "/tasks/{id}/bulk", tag = "bulk", params(("id" = TaskId, Path)),
    responses((status = 200, body = Vec<BulkJob>, description = "Newest first")))]
async fn list_bulk(State(app): State<AppState>, access: TaskAccess) -> Result<Json<Vec<BulkJob>>, ApiError> {
    let jobs = db::bulk::of_task(&mut *app.db.acquire().await?, access.task, LISTED).await?;
    Ok(Json(jobs.into_iter().map(BulkJob::from).collect()))
}

/// How far an action is
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

/// What became of each item of an action
#[utoipa::path(get, path = "/bulk/{id}/items", tag = "bulk", params(("id" = BulkId, Path), BulkItemsQuery),
    responses((status = 200, body = BulkItems, description = "One page, in the order they were chosen")))]
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
    let limit = page_rows(query.limit);
    let after = query.after.unwrap_or_default();
    let mut rows = db::bulk::items(&mut *app.db.acquire().await?, job.id, outcome, after, limit + 1).await?;
    let next = db::cut_page(&mut rows, limit, |row| row.place);
    let shown = |row: JobItem| {
        let JobItem { place: _, item, file_name, outcome, message } = row;
        BulkItem { item_id: item, file_name, outcome, message }
    };
    Ok(Json(BulkItems { rows: rows.into_iter().map(shown).collect(), next }))
}

/// End an action that runs. What is done stays done
#[utoipa::path(post, path = "/bulk/{id}/cancel", tag = "bulk", params(("id" = BulkId, Path)),
    responses((status = 204, description = "Ended")))]
async fn cancel_bulk(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<BulkId>,
) -> Result<StatusCode, ApiError> {
    let (access, job) = load(&app, caller, id).await?;
    let me = access.caller.user.person.id;
    let own = job.created_by.id == me;
    require(own || access.roles.can_manage(), "Only who started it, and admins of the task, may end it.")?;
    app.bulk.cancel(&job, me).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A job of a task that the caller is a member of. For everybody else there is none.
async fn load(app: &App, caller: Caller, id: BulkId) -> Result<(TaskAccess, Job), ApiError> {
    const UNKNOWN: ApiError = ApiError::NotFound("There is no such action.");
    let job = db::bulk::get(&mut *app.db.acquire().await?, id).await?.ok_or(UNKNOWN)?;
    let access = TaskAccess::load(app, caller, job.task).await.map_err(|error| error.hidden_as(UNKNOWN))?;
    Ok((access, job))
}

/// The action with its words checked, so that none of its items fails for them.
///
/// # Errors
/// What is wrong with them.
pub async fn checked(db: &mut PgConnection, access: &TaskAccess, action: BulkAction) -> Result<BulkAction, ApiError> {
    Ok(match action {
        BulkAction::Accept {} => action,
        BulkAction::Reject(mut back) => {
            back.reason = checked_reason(&back.reason, "Say why the items go back.")?;
            if let Some(worker) = back.assignee {
                require_worker(db, access.task, worker, back.stage).await?;
            }
            let setup = db::tasks::setup(db, access.task).await?.ok_or(ApiError::NotFound("There is no such task."))?;
            if back.tags.iter().any(|tag| setup.settings.tags.iter().all(|known| known.id != *tag)) {
                return Err(ApiError::field("tags", "A tag you chose is no tag of this task any more."));
            }
            if back.tags.len() > limits::MAX_TAGS_PER_ISSUE {
                let most = limits::MAX_TAGS_PER_ISSUE;
                return Err(ApiError::field("tags", format!("Choose at most {most} tags.")));
            }
            let to = back.stage.unwrap_or(Stage::Annotate);
            if to >= Stage::Acceptance || !setup.settings.workflow.has(to) {
                return Err(ApiError::field("stage", "An item goes back to an earlier stage of its task."));
            }
            BulkAction::Reject(back)
        }
        BulkAction::Unlock { reason: None } => action,
        BulkAction::Unlock { reason: Some(reason) } => {
            BulkAction::Unlock { reason: Some(checked_reason(&reason, WHY_UNLOCK)?) }
        }
        BulkAction::Assign { to } => {
            let found = db::members::named(db, access.task, &to).await?;
            if to.iter().any(|user| found.iter().all(|member| member.id != *user)) {
                return Err(ApiError::field("to", "Somebody you chose is not a member of this task."));
            }
            BulkAction::Assign { to }
        }
        BulkAction::Prioritise { priority } if (-1..=2).contains(&priority) => action,
        BulkAction::Prioritise { .. } => {
            return Err(ApiError::field("priority", "A priority is -1 (low), 0, 1 or 2 (urgent)."));
        }
    })
}

/// The ids of the items that are meant, those of the task.
async fn chosen(db: &mut PgConnection, access: &TaskAccess, selection: Selection) -> Result<Vec<Uuid>, ApiError> {
    let Selection { items, filter, except } = selection;
    match (items, filter) {
        (Some(items), None) if items.len() <= limits::MAX_NAMED_ITEMS => {
            let ids: Vec<Uuid> = items.iter().map(|item| item.0).collect();
            Ok(db::bulk::of_this_task(db, access.task, &ids).await?)
        }
        (Some(_), None) => {
            let most = limits::MAX_NAMED_ITEMS;
            Err(ApiError::TooLarge(format!("Name at most {most} items, or choose them by a filter.")))
        }
        (None, Some(Strict(filter))) => {
            let wanted = Wanted { task: access.task, reader: access.caller.user.person.id, filter: &filter };
            let most = i64::try_from(limits::MAX_BULK_ITEMS + 1).unwrap_or(i64::MAX);
            let mut ids = matching_ids(db, wanted, most).await?;
            let except: HashSet<Uuid> = except.iter().map(|item| item.0).collect();
            ids.retain(|id| !except.contains(id));
            Ok(ids)
        }
        (None, None) | (Some(_), Some(_)) => {
            Err(ApiError::field("selection", "Choose items by their ids, or by a filter; one of both."))
        }
    }
}

impl From<BulkError> for ApiError {
    fn from(error: BulkError) -> Self {
        let said = as_sentence(&error.to_string());
        match error {
            BulkError::Nothing | BulkError::Busy | BulkError::Ended => Self::Conflict(said),
            BulkError::TooMany => Self::TooLarge(said),
            BulkError::Database(error) => error.into(),
        }
    }
}
