//! User accounts, managed by site admins.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::users::{AccountChange, AccountError, NewAccount};
use crate::app::AppState;
use crate::db::users::User as Row;
use crate::http::error::ApiError;
use crate::http::extract::{Json, Path, SiteAdmin};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_users, create_user)).routes(routes!(change_user))
}

#[derive(Serialize, ToSchema)]
pub struct User {
    id: UserId,
    email: String,
    name: String,
    /// `#rrggbb`
    color: String,
    is_admin: bool,
    disabled: bool,
}

impl From<Row> for User {
    fn from(Row { person, email, is_admin, disabled }: Row) -> Self {
        Self { id: person.id, email, name: person.name, color: person.color, is_admin, disabled }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct NewUser {
    email: String,
    name: String,
    password: String,
    #[serde(default)]
    is_admin: bool,
}

/// Fields that are omitted stay unchanged.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    name: Option<String>,
    disabled: Option<bool>,
    is_admin: Option<bool>,
    password: Option<String>,
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Invalid { field, message } => Self::field(field, message),
            AccountError::EmailTaken | AccountError::LastAdmin => Self::Conflict(error.to_string()),
            AccountError::NotFound => Self::NotFound("User not found."),
            AccountError::RateLimited(wait) => {
                Self::TooFast { message: "Too many password attempts. Wait a minute and try again.", wait }
            }
            AccountError::Busy => Self::TooFast {
                message: "Too many passwords are being checked at the moment. Try again shortly.",
                wait: std::time::Duration::from_secs(1),
            },
            AccountError::Database(error) => error.into(),
            AccountError::Internal(error) => error.into(),
        }
    }
}

/// List all user accounts
#[utoipa::path(get, path = "/users", tag = "people",
    responses((status = 200, body = Vec<User>, description = "By name")))]
async fn list_users(State(app): State<AppState>, _: SiteAdmin) -> Result<Json<Vec<User>>, ApiError> {
    Ok(Json(app.accounts.list().await?.into_iter().map(User::from).collect()))
}

/// Create a user account
#[utoipa::path(post, path = "/users", tag = "people", request_body = NewUser,
    responses((status = 201, body = User, description = "The new account")))]
async fn create_user(
    State(app): State<AppState>,
    SiteAdmin(caller): SiteAdmin,
    Json(NewUser { email, name, password, is_admin }): Json<NewUser>,
) -> Result<(StatusCode, Json<User>), ApiError> {
    let new = NewAccount { email, name, password, is_admin };
    let user = app.accounts.create(Some(caller.user.person.id), new).await?;
    Ok((StatusCode::CREATED, Json(user.into())))
}

/// Change a user account
///
/// Setting a password, disabling the account or removing site admin rights ends the user's sessions and tokens.
#[utoipa::path(patch, path = "/users/{id}", tag = "people", params(("id" = UserId, Path)), request_body = UserChange,
    responses((status = 200, body = User, description = "The updated account")))]
async fn change_user(
    State(app): State<AppState>,
    SiteAdmin(caller): SiteAdmin,
    Path(id): Path<UserId>,
    Json(UserChange { name, disabled, is_admin, password }): Json<UserChange>,
) -> Result<Json<User>, ApiError> {
    let change = AccountChange { name, disabled, is_admin, password };
    let (user, ended) = app.accounts.change(Some(caller.user.person.id), id, change).await?;
    app.revocation.close(&ended).await;
    Ok(Json(user.into()))
}
