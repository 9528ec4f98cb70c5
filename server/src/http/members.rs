//! The members of a task and their roles.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::{TaskId, UserId};
use countersign_shared::lock::Person;
use countersign_shared::role::{Role, Roles};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{Postgres, Transaction};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::db::users::User;
use crate::events::{StreamEnd, TaskEvent, UserEvent};
use crate::http::error::ApiError;
use crate::http::extract::{Json, Path, TaskAccess};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_members, add_member)).routes(routes!(put_member))
}

#[derive(Serialize, ToSchema)]
pub struct Member {
    person: Person,
    email: String,
    roles: Roles,
}

#[derive(Deserialize, ToSchema)]
pub struct MemberRoles {
    /// All roles of the person. An empty list removes them from the task.
    roles: Vec<Role>,
}

#[derive(Deserialize, ToSchema)]
pub struct NewMember {
    /// The e-mail of an existing account.
    email: String,
    /// At least one role.
    roles: Vec<Role>,
}

/// List the members of a task
#[utoipa::path(get, path = "/tasks/{id}/members", tag = "members", params(("id" = TaskId, Path)),
    responses((status = 200, body = Vec<Member>, description = "By name")))]
async fn list_members(State(app): State<AppState>, access: TaskAccess) -> Result<Json<Vec<Member>>, ApiError> {
    let members = db::members::list(&mut *app.db.acquire().await?, access.task).await?;
    let shown = members.into_iter().map(|db::members::Member { person, email, roles }| Member { person, email, roles });
    Ok(Json(shown.collect()))
}

/// Set a person's roles in a task
///
/// Takes effect at once, also on open connections. The last admin of a task must stay an admin.
#[utoipa::path(put, path = "/tasks/{id}/members/{user_id}", tag = "members",
    params(("id" = TaskId, Path), ("user_id" = UserId, Path)), request_body = MemberRoles,
    responses((status = 204, description = "Set")))]
async fn put_member(
    State(app): State<AppState>,
    access: TaskAccess,
    Path((_task, user)): Path<(TaskId, UserId)>,
    Json(body): Json<MemberRoles>,
) -> Result<StatusCode, ApiError> {
    access.require_manage()?;
    let (task, roles) = (access.task, body.roles.into_iter().collect::<Roles>());
    let mut db = app.db.begin().await?;
    let user = db::users::get(&mut db, user).await?.ok_or(ApiError::NotFound("User not found."))?;
    db::members::lock_members(&mut db, task).await?;
    let before = db::members::roles(&mut db, task, user.person.id).await?;
    if before.contains(Role::Admin)
        && !roles.contains(Role::Admin)
        && !db::members::has_other_admin(&mut db, task, user.person.id).await?
    {
        return Err(ApiError::Conflict(
            "This is the last admin of the task. Make another member an admin first.".to_owned(),
        ));
    }
    apply_roles(&app, &access, db, &user, &before, &roles).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add a person to a task by e-mail
///
/// An existing member keeps their roles in addition to the new ones.
#[utoipa::path(post, path = "/tasks/{id}/members", tag = "members", params(("id" = TaskId, Path)),
    request_body = NewMember, responses((status = 200, body = Member, description = "The member with all their roles")))]
async fn add_member(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(NewMember { email, roles }): Json<NewMember>,
) -> Result<Json<Member>, ApiError> {
    access.require_manage()?;
    if roles.is_empty() {
        return Err(ApiError::field("roles", "Choose at least one role."));
    }
    let mut db = app.db.begin().await?;
    let user = match db::users::id_by_email(&mut db, email.trim()).await? {
        Some(id) => db::users::get(&mut db, id).await?.filter(|user| !user.disabled),
        None => None,
    };
    let user =
        user.ok_or_else(|| ApiError::field("email", "No account has this e-mail. Ask a site admin to create one."))?;
    db::members::lock_members(&mut db, access.task).await?;
    let before = db::members::roles(&mut db, access.task, user.person.id).await?;
    let roles: Roles = before.iter().chain(roles).collect();
    apply_roles(&app, &access, db, &user, &before, &roles).await?;
    Ok(Json(Member { person: user.person, email: user.email, roles }))
}

/// Commits the change and notifies everyone who has the task or one of its items open.
async fn apply_roles(
    app: &App,
    access: &TaskAccess,
    mut db: Transaction<'_, Postgres>,
    user: &User,
    before: &Roles,
    roles: &Roles,
) -> Result<(), ApiError> {
    let (task, id) = (access.task, user.person.id);
    db::members::set(&mut db, task, id, roles).await?;
    let detail = json!({ "before": before, "after": roles });
    let by = Some(access.caller.user.person.id);
    let audit = Audit { task: Some(task), subject: Some(id), detail, ..Audit::new(by, "member.change") };
    audit::write(&mut db, &audit).await?;
    db.commit().await?;

    let acting = roles.acting(user.is_admin);
    if acting.is_empty() {
        app.events.end_streams(StreamEnd::Membership(task, id));
    }
    app.rooms.roles_changed(task, id, acting).await;
    app.events.publish(task, TaskEvent::Task {});
    // Their notifications about the task may now be hidden, or visible again.
    app.events.publish(id, UserEvent::Read {});
    Ok(())
}
