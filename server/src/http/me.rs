//! Oneself: who one is, and what one chose.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::UserId;
use countersign_shared::limits;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::revocation;
use crate::app::AppState;
use crate::db;
use crate::db::users::User;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, PeerAddress};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(me)).routes(routes!(put_settings)).routes(routes!(put_password))
}

/// The person who asks.
#[derive(Serialize, ToSchema)]
pub struct Me {
    id: UserId,
    email: String,
    name: String,
    /// `#rrggbb`
    color: String,
    /// Manages people and sees every task.
    is_admin: bool,
    /// What the client keeps here for this person; the server does not read it.
    settings: Map<String, Value>,
}

impl Me {
    #[must_use]
    pub fn new(user: &User, settings: Map<String, Value>) -> Self {
        let person = user.person.clone();
        Self {
            id: person.id,
            email: user.email.clone(),
            name: person.name,
            color: person.color,
            is_admin: user.is_admin,
            settings,
        }
    }
}

/// Who is signed in
#[utoipa::path(get, path = "/me", tag = "account", responses((status = 200, body = Me, description = "The caller")))]
async fn me(State(app): State<AppState>, caller: Caller) -> Result<Json<Me>, ApiError> {
    let settings = db::settings::get(&mut *app.db.acquire().await?, caller.user.person.id).await?;
    Ok(Json(Me::new(&caller.user, settings)))
}

/// Keep the caller's settings, in place of the former ones
#[utoipa::path(put, path = "/me/settings", tag = "account", request_body = Map<String, Value>,
    responses((status = 204, description = "Kept")))]
async fn put_settings(
    State(app): State<AppState>,
    caller: Caller,
    Json(settings): Json<Map<String, Value>>,
) -> Result<StatusCode, ApiError> {
    let bytes = serde_json::to_vec(&settings).map_err(anyhow::Error::from)?.len();
    if bytes > limits::MAX_SETTINGS_BYTES {
        return Err(ApiError::TooLarge(format!("Settings may have at most {} bytes.", limits::MAX_SETTINGS_BYTES)));
    }
    db::settings::put(&mut *app.db.acquire().await?, caller.user.person.id, &settings).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct PasswordChange {
    /// The one that is good until now.
    current: String,
    new: String,
}

/// Change the caller's password. All their other sessions and all API tokens end, but for the one this comes with
#[utoipa::path(put, path = "/me/password", tag = "account", request_body = PasswordChange,
    responses((status = 204, description = "Changed")))]
async fn put_password(
    State(app): State<AppState>,
    PeerAddress(address): PeerAddress,
    caller: Caller,
    Json(PasswordChange { current, new }): Json<PasswordChange>,
) -> Result<StatusCode, ApiError> {
    let ended = app.accounts.change_own_password(&caller.user, caller.session, address, current, new).await?;
    revocation::close(&app, &ended).await;
    Ok(StatusCode::NO_CONTENT)
}
