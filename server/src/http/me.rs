//! The caller: their account, settings and password.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::UserId;
use countersign_shared::limits;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::db::users::User;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, PeerAddress};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(me)).routes(routes!(put_settings)).routes(routes!(put_password))
}

/// The signed-in person.
#[derive(Serialize, ToSchema)]
pub struct Me {
    id: UserId,
    email: String,
    name: String,
    /// `#rrggbb`
    color: String,
    /// Whether the person is a site admin, who manages user accounts and sees every task.
    is_admin: bool,
    /// Settings that the client stores for this person. The server does not interpret them.
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

/// Get the caller's account and settings
#[utoipa::path(get, path = "/me", tag = "account", responses((status = 200, body = Me, description = "The caller")))]
async fn me(State(app): State<AppState>, caller: Caller) -> Result<Json<Me>, ApiError> {
    let settings = db::settings::get(&mut *app.db.acquire().await?, caller.user.person.id).await?;
    Ok(Json(Me::new(&caller.user, settings)))
}

/// Replace the caller's settings
#[utoipa::path(put, path = "/me/settings", tag = "account", request_body = Map<String, Value>,
    responses((status = 204, description = "Replaced")))]
async fn put_settings(
    State(app): State<AppState>,
    caller: Caller,
    Json(settings): Json<Map<String, Value>>,
) -> Result<StatusCode, ApiError> {
    let bytes = serde_json::to_vec(&settings).map_err(anyhow::Error::from)?.len();
    if bytes > limits::MAX_SETTINGS_BYTES {
        return Err(ApiError::TooLarge(format!("Settings can have at most {} bytes.", limits::MAX_SETTINGS_BYTES)));
    }
    db::settings::put(&mut *app.db.acquire().await?, caller.user.person.id, &settings).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, ToSchema)]
pub struct PasswordChange {
    /// The current password.
    current: String,
    new: String,
}

/// Change the caller's password
///
/// Ends all of the caller's sessions and API tokens, except for the one used for this request.
#[utoipa::path(put, path = "/me/password", tag = "account", request_body = PasswordChange,
    responses((status = 204, description = "Changed")))]
async fn put_password(
    State(app): State<AppState>,
    PeerAddress(address): PeerAddress,
    caller: Caller,
    Json(PasswordChange { current, new }): Json<PasswordChange>,
) -> Result<StatusCode, ApiError> {
    let ended = app.accounts.change_own_password(&caller.user, caller.session, address, current, new).await?;
    app.revocation.close(&ended).await;
    Ok(StatusCode::NO_CONTENT)
}
