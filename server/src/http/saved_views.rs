//! Saved views: named filters of the data list, the caller's own and shared ones.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::{TaskId, ViewId};
use countersign_shared::limits;
use countersign_shared::lock::Person;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::db::saved_views::{Change, NewView, Query, ViewError};
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path, TaskAccess, require};
use crate::http::names::validated_name;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_views, create_view)).routes(routes!(change_view, delete_view))
}

#[derive(Serialize, ToSchema)]
pub struct SavedView {
    id: ViewId,
    name: String,
    /// The filter and order of the list, as in its URL.
    #[schema(value_type = Object)]
    query: Query,
    /// Whether all members of the task see it.
    shared: bool,
    /// Whether the caller owns it.
    mine: bool,
    by: Person,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSavedView {
    /// Must differ from the names of the caller's other views of the task.
    name: String,
    #[schema(value_type = Object)]
    query: Query,
    /// Whether all members of the task see it. Only admins and inspectors may share a view.
    #[serde(default)]
    shared: bool,
}

/// Fields that are omitted stay unchanged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SavedViewChange {
    name: Option<String>,
    #[schema(value_type = Option<Object>)]
    query: Option<Query>,
    shared: Option<bool>,
}

impl SavedView {
    fn new(row: db::saved_views::SavedView, reader: &Caller) -> Self {
        let mine = row.by.id == reader.user.person.id;
        Self { id: row.id, name: row.name, query: row.query, shared: row.shared, mine, by: row.by }
    }
}

impl From<ViewError> for ApiError {
    fn from(error: ViewError) -> Self {
        match error {
            ViewError::NameTaken => Self::Taken {
                field: "name",
                message: "You already have a view of this name in this task. Choose another name.".to_owned(),
            },
            ViewError::Database(error) => error.into(),
        }
    }
}

/// List the caller's views of a task, and those shared by others
#[utoipa::path(get, path = "/tasks/{id}/views", tag = "items", params(("id" = TaskId, Path)),
    responses((status = 200, body = Vec<SavedView>, description = "The caller's own first, by name")))]
async fn list_views(State(app): State<AppState>, access: TaskAccess) -> Result<Json<Vec<SavedView>>, ApiError> {
    let caller = &access.caller;
    let rows = db::saved_views::list(&mut *app.db.acquire().await?, access.task, caller.user.person.id).await?;
    Ok(Json(rows.into_iter().map(|row| SavedView::new(row, caller)).collect()))
}

/// Save a view
#[utoipa::path(post, path = "/tasks/{id}/views", tag = "items", params(("id" = TaskId, Path)),
    request_body = NewSavedView, responses((status = 201, body = SavedView, description = "The new view")))]
async fn create_view(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(NewSavedView { name, query, shared }): Json<NewSavedView>,
) -> Result<(StatusCode, Json<SavedView>), ApiError> {
    let name = validated_name("name", &name)?;
    check_query(&query)?;
    require(!shared || access.roles.can_inspect(), SHARE_FORBIDDEN)?;
    let by = access.caller.user.person.clone();
    let view = NewView { id: app.clock.new_id(), task: access.task, by: by.id, name, query: &query, shared };
    let mut db = app.db.acquire().await?;
    if !db::saved_views::insert(&mut db, &view, limits::MAX_VIEWS_PER_USER).await? {
        let most = limits::MAX_VIEWS_PER_USER;
        return Err(ApiError::Conflict(format!("You already have {most} views of this task. Delete one first.")));
    }
    let (id, name) = (view.id, name.to_owned());
    Ok((StatusCode::CREATED, Json(SavedView { id, name, query, shared, mine: true, by })))
}

/// Rename a view, change its filter, or share it
///
/// Only the owner may change a view.
#[utoipa::path(patch, path = "/views/{id}", tag = "items", params(("id" = ViewId, Path)),
    request_body = SavedViewChange, responses((status = 200, body = SavedView, description = "The updated view")))]
async fn change_view(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<ViewId>,
    Json(SavedViewChange { name, query, shared }): Json<SavedViewChange>,
) -> Result<Json<SavedView>, ApiError> {
    let (access, view) = load(&app, caller, id).await?;
    let me = access.caller.user.person.id;
    require(view.by.id == me, "Only the owner of this view may change it. Save your own view instead.")?;
    let name = name.as_deref().map(|name| validated_name("name", name)).transpose()?;
    if let Some(query) = &query {
        check_query(query)?;
    }
    require(view.shared || shared != Some(true) || access.roles.can_inspect(), SHARE_FORBIDDEN)?;
    let mut db = app.db.acquire().await?;
    let change = Change { name, query: query.as_ref(), shared };
    if !db::saved_views::update(&mut db, id, me, &change).await? {
        return Err(UNKNOWN);
    }
    let row = db::saved_views::get(&mut db, id, me).await?.ok_or(UNKNOWN)?;
    Ok(Json(SavedView::new(row, &access.caller)))
}

/// Delete a view
///
/// The owner may delete a view, and admins of the task may delete a shared one.
#[utoipa::path(delete, path = "/views/{id}", tag = "items", params(("id" = ViewId, Path)),
    responses((status = 204, description = "Deleted")))]
async fn delete_view(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<ViewId>,
) -> Result<StatusCode, ApiError> {
    let (access, view) = load(&app, caller, id).await?;
    let own = view.by.id == access.caller.user.person.id;
    require(own || access.roles.can_manage(), "Only the owner of this view and admins of the task may delete it.")?;
    if !db::saved_views::delete(&mut *app.db.acquire().await?, id).await? {
        return Err(UNKNOWN);
    }
    Ok(StatusCode::NO_CONTENT)
}

const UNKNOWN: ApiError = ApiError::NotFound("View not found.");
const SHARE_FORBIDDEN: &str = "Only admins and inspectors of the task may share a view.";

/// Loads a view that the caller sees: their own, or a shared one of a task they are a member of.
async fn load(app: &App, caller: Caller, id: ViewId) -> Result<(TaskAccess, db::saved_views::SavedView), ApiError> {
    let view = db::saved_views::get(&mut *app.db.acquire().await?, id, caller.user.person.id).await?.ok_or(UNKNOWN)?;
    let access = TaskAccess::load(app, caller, view.task).await.map_err(|error| error.hidden_as(UNKNOWN))?;
    Ok((access, view))
}

fn check_query(query: &Query) -> Result<(), ApiError> {
    let text = Value::from(query.clone()).to_string();
    if text.len() > limits::MAX_VIEW_QUERY_BYTES {
        let most = limits::MAX_VIEW_QUERY_BYTES;
        return Err(ApiError::field("query", format!("The filter of a view can have at most {most} bytes.")));
    }
    // The only character that the database cannot store.
    if text.contains("\\u0000") {
        return Err(ApiError::field("query", "The filter contains a character that cannot be stored."));
    }
    Ok(())
}
