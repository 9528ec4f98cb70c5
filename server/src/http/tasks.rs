//! Tasks: the cards of My Tasks, and a single task with its ontology and settings.

use std::sync::Arc;

use axum::extract::State;
use countersign_shared::ids::{DatasetId, TaskId};
use countersign_shared::issue::{IssueTag, check_tags};
use countersign_shared::lock::Person;
use countersign_shared::ontology::Ontology;
use countersign_shared::role::Roles;
use countersign_shared::task::{Distribution, TaskState};
use countersign_shared::workflow::{FinishRequires, Stage, Workflow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::events::TaskEvent;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, TaskAccess};
use crate::http::names::validated_name;
use crate::http::publishing::{check_state, check_workflow};

const UNKNOWN: ApiError = ApiError::NotFound("Task not found.");

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_tasks)).routes(routes!(get_task, change_task))
}

#[derive(Serialize, ToSchema)]
pub struct TaskCard {
    id: TaskId,
    name: String,
    dataset_id: DatasetId,
    state: TaskState,
    distribution: Distribution,
    /// The roles that the caller acts with. Site admins are admins of every task.
    roles: Roles,
    /// Number of items by stage.
    stages: StageCounts,
    total: i64,
    admins: Vec<Contact>,
    /// Number of items by stage that wait for the caller's roles. Items assigned to others count only for admins.
    todo: TodoCounts,
    /// Number of items that were sent back to the caller.
    rejected_to_me: i64,
    /// Number of items that the caller sent back and that are waiting for their review again.
    to_review_again: i64,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

#[derive(Serialize, ToSchema)]
pub struct StageCounts {
    annotate: i64,
    review: i64,
    acceptance: i64,
    complete: i64,
}

impl StageCounts {
    pub fn new(of: impl Fn(Stage) -> i64) -> Self {
        Self {
            annotate: of(Stage::Annotate),
            review: of(Stage::Review),
            acceptance: of(Stage::Acceptance),
            complete: of(Stage::Complete),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub struct TodoCounts {
    annotate: i64,
    review: i64,
    acceptance: i64,
}

/// A person with their e-mail address.
#[derive(Serialize, ToSchema)]
pub struct Contact {
    #[serde(flatten)]
    person: Person,
    email: String,
}

#[derive(Serialize, ToSchema)]
pub struct Task {
    #[serde(flatten)]
    card: TaskCard,
    ontology: Ontology,
    workflow: Workflow,
    /// Whether only one person can edit an item at a time.
    editor_lock: bool,
    finish_requires: FinishRequires,
    /// Whether annotators work without seeing or writing comments.
    consensus: bool,
    issue_tags: Vec<IssueTag>,
}

/// Fields that are omitted stay unchanged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskChange {
    name: Option<String>,
    state: Option<TaskState>,
    distribution: Option<Distribution>,
    workflow: Option<Workflow>,
    editor_lock: Option<bool>,
    finish_requires: Option<FinishRequires>,
    consensus: Option<bool>,
    /// The complete list, in order.
    issue_tags: Option<Vec<IssueTag>>,
}

impl TaskCard {
    fn new(card: db::tasks::TaskSummary, site_admin: bool) -> Self {
        let roles = card.roles.acting(site_admin);
        let waiting = if roles.can_manage() { &card.stages } else { &card.unassigned_or_mine };
        let todo = |stage| if roles.can_finish(stage) { waiting.of(stage) } else { 0 };
        let again = [Stage::Review, Stage::Acceptance].into_iter().filter(|stage| roles.can_give_verdicts(*stage));
        let to_review_again = again.map(|stage| card.resubmitted_to_me.of(stage)).sum();
        Self {
            id: card.id,
            name: card.name,
            state: card.state,
            distribution: card.distribution,
            dataset_id: card.dataset,
            rejected_to_me: card.sent_back_to_me.total(),
            to_review_again,
            todo: TodoCounts {
                annotate: todo(Stage::Annotate),
                review: todo(Stage::Review),
                acceptance: todo(Stage::Acceptance),
            },
            roles,
            total: card.stages.total(),
            stages: StageCounts::new(|stage| card.stages.of(stage)),
            admins: card.admins.into_iter().map(|(person, email)| Contact { person, email }).collect(),
            created_at: card.created_at,
        }
    }
}

/// List the caller's tasks
///
/// A site admin gets all tasks.
#[utoipa::path(get, path = "/tasks", tag = "tasks",
    responses((status = 200, body = Vec<TaskCard>, description = "By name")))]
async fn list_tasks(State(app): State<AppState>, caller: Caller) -> Result<Json<Vec<TaskCard>>, ApiError> {
    let mut db = app.db.acquire().await?;
    let all = caller.user.is_admin;
    let mut cards = db::tasks::summaries(&mut db, caller.user.person.id, all, None).await?;
    cards.retain(|card| card.state.is_visible_to(&card.roles.acting(all)));
    Ok(Json(cards.into_iter().map(|card| TaskCard::new(card, all)).collect()))
}

/// Get a task
#[utoipa::path(get, path = "/tasks/{id}", tag = "tasks", params(("id" = TaskId, Path)),
    responses((status = 200, body = Task, description = "The task")))]
async fn get_task(State(app): State<AppState>, access: TaskAccess) -> Result<Json<Task>, ApiError> {
    read(&app, &access).await.map(Json)
}

/// Change a task's name, state and settings
///
/// Setting a draft's state to `open` publishes it, if nothing is missing. A workflow must keep every stage that has items.
#[utoipa::path(patch, path = "/tasks/{id}", tag = "tasks", params(("id" = TaskId, Path)), request_body = TaskChange,
    responses((status = 200, body = Task, description = "The updated task")))]
async fn change_task(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(change): Json<TaskChange>,
) -> Result<Json<Task>, ApiError> {
    access.require_manage()?;
    let TaskChange { name, state, distribution, workflow, editor_lock, finish_requires, consensus, issue_tags } =
        change;
    let name = name.as_deref().map(|name| validated_name("name", name)).transpose()?;
    if let Some(tags) = &issue_tags {
        check_tags(tags).map_err(|error| ApiError::field("issue_tags", format!("{error}.")))?;
    }
    let _turn = app.task_changes.lock().await;
    let mut db = app.db.begin().await?;
    let mut before = db::tasks::setup(&mut db, access.task).await?.ok_or(UNKNOWN)?.settings;
    if let Some(workflow) = &workflow {
        check_workflow(&mut db, access.task, workflow).await?;
        before.workflow = workflow.clone();
    }
    if let Some(state) = state {
        check_state(&mut db, access.task, &before, state).await?;
    }
    let (workflow, issue_tags) = (workflow.as_ref(), issue_tags.as_deref());
    let change =
        db::tasks::Change { name, state, distribution, workflow, editor_lock, finish_requires, consensus, issue_tags };
    db::tasks::update(&mut db, access.task, &change).await?;
    let setup = db::tasks::setup(&mut db, access.task).await?.ok_or(UNKNOWN)?;
    let detail = json!({ "name": name, "state": state, "distribution": distribution, "workflow": workflow,
        "editor_lock": editor_lock, "finish_requires": finish_requires, "consensus": consensus,
        "issue_tags": issue_tags });
    let by = Some(access.caller.user.person.id);
    audit::write(&mut db, &Audit { task: Some(access.task), detail, ..Audit::new(by, "task.change") }).await?;
    db.commit().await?;
    if let Some(on) = editor_lock {
        app.rooms.lock_switched(access.task, !on).await;
    }
    app.rooms.settings_changed(access.task, Arc::new(setup.settings)).await;
    app.events.publish(access.task, TaskEvent::Task {});
    read(&app, &access).await.map(Json)
}

pub(super) async fn read(app: &App, access: &TaskAccess) -> Result<Task, ApiError> {
    let mut db = app.db.acquire().await?;
    let caller = &access.caller.user;
    let card = db::tasks::summaries(&mut db, caller.person.id, caller.is_admin, Some(access.task)).await?.pop();
    let setup = db::tasks::setup(&mut db, access.task).await?;
    let (card, setup) = card.zip(setup).ok_or(UNKNOWN)?;
    Ok(Task {
        card: TaskCard::new(card, caller.is_admin),
        ontology: setup.settings.ontology,
        workflow: setup.settings.workflow,
        editor_lock: setup.editor_lock,
        finish_requires: setup.settings.finish_requires,
        consensus: setup.settings.consensus,
        issue_tags: setup.settings.tags,
    })
}
