//! Who works on a task, in which roles.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::{TaskId, UserId};
use countersign_shared::lock::Person;
use countersign_shared::role::{Role, Roles};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::db::audit::{self, Audit};
use crate::events::{Ended, TaskEvent};
use crate::http::error::ApiError;
use crate::http::extract::{Json, Path, TaskAccess, effective_roles};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_members)).routes(routes!(put_member))
}

#[derive(Serialize, ToSchema)]
pub struct Member {
    person: Person,
    email: String,
    roles: Roles,
}

#[derive(Deserialize, ToSchema)]
pub struct MemberRoles {
    /// Empty: no longer a member.
    roles: Vec<Role>,
}

/// The members of a task
#[utoipa::path(get, path = "/tasks/{id}/members", tag = "members", params(("id" = TaskId, Path)),
    responses((status = 200, body = Vec<Member>, description = "By name")))]
async fn list_members(State(app): State<AppState>, access: TaskAccess) -> Result<Json<Vec<Member>>, ApiError> {
    let members = db::members::list(&mut *app.db.acquire().await?, access.task).await?;
    let shown = members.into_iter().map(|db::members::Member { person, email, roles }| Member { person, email, roles });
    Ok(Json(shown.collect()))
}

/// Give a person exactly these roles in a task. Open sockets learn it at once; the last admin stays
#[utoipa::path(put, path = "/tasks/{id}/members/{user_id}", tag = "members",
    params(("id" = TaskId, Path), ("user_id" = UserId, Path)), request_body = MemberRoles,
    responses((status = 204, description = "Given")))]
async fn put_member(
    State(app): State<AppState>,
    access: TaskAccess,
    Path((_task, user)): Path<(TaskId, UserId)>,
    Json(body): Json<MemberRoles>,
) -> Result<StatusCode, ApiError> {
    access.require_manage()?;
    let (task, roles) = (access.task, body.roles.into_iter().collect::<Roles>());
    let mut db = app.db.begin().await?;
    let person = db::users::get(&mut db, user).await?.ok_or(ApiError::NotFound("There is no such person."))?;
    let other_admin = db::members::lock_has_other_admin(&mut db, task, user).await?;
    let before = db::members::roles(&mut db, task, user).await?;
    if before.contains(Role::Admin) && !roles.contains(Role::Admin) && !other_admin {
        return Err(ApiError::Conflict(
            "This is the last admin of the task. Make somebody else its admin first.".to_owned(),
        ));
    }
    db::members::set(&mut db, task, user, &roles).await?;
    let detail = json!({ "before": before, "after": roles });
    let by = Some(access.caller.user.person.id);
    let audit = Audit { task: Some(task), subject: Some(user), detail, ..Audit::new(by, "member.change") };
    audit::write(&mut db, &audit).await?;
    db.commit().await?;

    let acting = effective_roles(person.is_admin, &roles);
    if acting.is_empty() {
        app.events.end(Ended::Membership(task, user));
    }
    app.rooms.roles_changed(task, user, acting).await;
    app.events.publish(task, TaskEvent::Task {});
    Ok(StatusCode::NO_CONTENT)
}
