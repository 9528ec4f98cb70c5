//! Creating tasks and adding items to them.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId};
use countersign_shared::issue::{IssueTag, check_tags};
use countersign_shared::label::Labels;
use countersign_shared::limits;
use countersign_shared::ontology::Ontology;
use countersign_shared::requirement::missing;
use countersign_shared::role::Role;
use countersign_shared::task::{Distribution, TaskState};
use countersign_shared::workflow::{FinishRequires, Workflow};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::task_setup::NewTask;
use crate::events::TaskEvent;
use crate::http::datasets::name_taken;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, SiteAdmin, TaskAccess};
use crate::http::names::validated_name;
use crate::http::ontology;
use crate::http::tasks::{self, Task};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create_task)).routes(routes!(add_items))
}

/// A task to create. Optional fields have the same defaults everywhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskDraft {
    name: String,
    dataset: DatasetChoice,
    ontology: Ontology,
    workflow: Workflow,
    #[serde(default)]
    distribution: Distribution,
    /// Whether only one person can edit an item at a time. Default: `true`.
    editor_lock: Option<bool>,
    #[serde(default)]
    finish_requires: FinishRequires,
    #[serde(default)]
    consensus: bool,
    #[serde(default)]
    issue_tags: Vec<IssueTag>,
    /// People with an account. If none of them is an admin, the caller becomes one.
    #[serde(default)]
    members: Vec<DraftMember>,
    #[serde(default)]
    media: DraftMedia,
}

/// An existing dataset by id, or a new dataset by name.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatasetChoice {
    Id(DatasetId),
    Name(String),
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftMember {
    email: String,
    /// At least one role.
    roles: Vec<Role>,
}

/// Which media files of the dataset become items.
#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftMedia {
    #[default]
    All,
    None,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoreItems {
    /// Ids of media files of the task's dataset. Default: all that are not in the task yet.
    media: Option<Vec<MediaId>>,
}

#[derive(Serialize, ToSchema)]
pub struct ItemsAdded {
    /// Number of new items. Media files that are already in the task are not added again.
    added: usize,
}

/// Create a task
///
/// It starts as a draft, which only its admins can see.
#[utoipa::path(post, path = "/tasks", tag = "tasks", request_body = TaskDraft,
    responses((status = 201, body = Task, description = "The draft")))]
async fn create_task(
    State(app): State<AppState>,
    SiteAdmin(caller): SiteAdmin,
    Json(draft): Json<TaskDraft>,
) -> Result<(StatusCode, Json<Task>), ApiError> {
    let name = validated_name("name", &draft.name)?;
    ontology::check(&draft.ontology)?;
    check_tags(&draft.issue_tags).map_err(|error| ApiError::field("issue_tags", format!("{error}.")))?;
    if draft.members.len() > limits::MAX_NEW_MEMBERS {
        let most = limits::MAX_NEW_MEMBERS;
        return Err(ApiError::field(
            "members",
            format!("Add at most {most} people at once. You can add the others later."),
        ));
    }
    let by = caller.user.person.id;
    let id: TaskId = app.clock.new_id();
    let mut db = app.db.begin().await?;
    if !db::task_setup::claim_name(&mut db, name).await? {
        return Err(ApiError::Conflict(format!("A task named {name:?} already exists. Choose another name.")));
    }
    let dataset = choose_dataset(&app, &mut db, &draft.dataset, &caller).await?;
    let task = NewTask {
        id,
        dataset,
        name,
        ontology: &draft.ontology,
        workflow: &draft.workflow,
        state: TaskState::Draft,
        distribution: draft.distribution,
        editor_lock: draft.editor_lock.unwrap_or(true),
        finish_requires: draft.finish_requires,
        consensus: draft.consensus,
        issue_tags: &draft.issue_tags,
        created_by: Some(by),
    };
    db::task_setup::insert(&mut db, &task).await?;
    add_members(&mut db, id, &draft.members, &caller).await?;
    let items = match draft.media {
        DraftMedia::All => insert_items(&app, &mut db, id, dataset, None).await?,
        DraftMedia::None => 0,
    };
    let detail = json!({ "name": name, "dataset": dataset, "items": items, "members": draft.members.len() });
    audit::write(&mut db, &Audit { task: Some(id), detail, ..Audit::new(Some(by), "task.create") }).await?;
    db.commit().await?;
    let access = TaskAccess::load(&app, caller, id).await?;
    Ok((StatusCode::CREATED, Json(tasks::read(&app, &access).await?)))
}

async fn choose_dataset(
    app: &App,
    db: &mut PgConnection,
    choice: &DatasetChoice,
    caller: &Caller,
) -> Result<DatasetId, ApiError> {
    match choice {
        DatasetChoice::Id(id) if db::datasets::exists(db, *id).await? => Ok(*id),
        DatasetChoice::Id(_) => Err(ApiError::field("dataset", "Dataset not found.")),
        DatasetChoice::Name(name) => {
            let name = validated_name("dataset", name)?;
            if db::datasets::id_by_name(db, name).await?.is_some() {
                return Err(name_taken(name));
            }
            let id: DatasetId = app.clock.new_id();
            db::datasets::insert(db, id, name, Some(caller.user.person.id)).await?;
            Ok(id)
        }
    }
}

async fn add_members(
    db: &mut PgConnection,
    task: TaskId,
    members: &[DraftMember],
    caller: &Caller,
) -> Result<(), ApiError> {
    let mut has_admin = false;
    for DraftMember { email, roles } in members {
        let user = match db::users::id_by_email(db, email.trim()).await? {
            Some(id) => db::users::get(db, id).await?.filter(|user| !user.disabled),
            None => None,
        };
        let unknown = || ApiError::field("members", format!("No account has the e-mail {email:?}."));
        let user = user.ok_or_else(unknown)?.person.id;
        if roles.is_empty() {
            return Err(ApiError::field("members", format!("Choose at least one role for {email:?}.")));
        }
        for role in roles {
            has_admin |= *role == Role::Admin;
            db::members::add(db, task, user, *role).await?;
        }
    }
    if !has_admin {
        db::members::add(db, task, caller.user.person.id, Role::Admin).await?;
    }
    Ok(())
}

/// Add media files of its dataset to a task
#[utoipa::path(post, path = "/tasks/{id}/items", tag = "tasks", params(("id" = TaskId, Path)),
    request_body = MoreItems, responses((status = 200, body = ItemsAdded, description = "How many were added")))]
async fn add_items(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(MoreItems { media }): Json<MoreItems>,
) -> Result<Json<ItemsAdded>, ApiError> {
    access.require_manage()?;
    let task = access.task;
    let mut db = app.db.begin().await?;
    // One at a time, since each request continues from the last position.
    db::members::lock_members(&mut db, task).await?;
    let dataset = db::task_setup::dataset(&mut db, task).await?.ok_or(ApiError::NotFound("Task not found."))?;
    let media = media.map(|mut media| {
        media.sort_unstable();
        media.dedup();
        media.into_iter().map(|id| id.0).collect::<Vec<Uuid>>()
    });
    if let Some(media) = &media {
        let known = db::media::count_in_dataset(&mut db, dataset, media).await?;
        let unknown = i64::try_from(media.len()).unwrap_or(i64::MAX) - known;
        if unknown > 0 {
            let message = format!("Media files that are not in the task's dataset: {unknown}.");
            return Err(ApiError::field("media", message));
        }
    }
    let added = insert_items(&app, &mut db, task, dataset, media.as_deref()).await?;
    if added > 0 {
        let detail = json!({ "items": added });
        let by = Some(access.caller.user.person.id);
        audit::write(&mut db, &Audit { task: Some(task), detail, ..Audit::new(by, "task.items") }).await?;
    }
    db.commit().await?;
    app.events.publish(task, TaskEvent::Task {});
    Ok(Json(ItemsAdded { added }))
}

/// Creates items for the dataset's media files that have none in the task, or just for those in `only`. Returns their number.
async fn insert_items(
    app: &App,
    db: &mut PgConnection,
    task: TaskId,
    dataset: DatasetId,
    only: Option<&[Uuid]>,
) -> Result<usize, ApiError> {
    let media = db::media::not_in_task(db, dataset, task, only).await?;
    let items: Vec<(ItemId, MediaId)> = media.into_iter().map(|media| (app.clock.new_id(), media)).collect();
    let setup = db::tasks::setup(db, task).await?.ok_or(ApiError::NotFound("Task not found."))?;
    let lacking = missing(&setup.settings.ontology, &Labels::new());
    let violations = i32::try_from(lacking.len()).unwrap_or(i32::MAX);
    db::task_setup::insert_items(db, task, &items, violations).await?;
    Ok(items.len())
}
