//! Sign-in and sign-out.

use axum::extract::State;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum_extra::extract::cookie::{Cookie, SameSite};
use countersign_shared::ids::SessionId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::sign_in::SignInError;
use crate::app::{App, AppState};
use crate::db;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Credential, Json, PeerAddress, SESSION_COOKIE, session_cookie};
use crate::http::me::Me;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(sign_in)).routes(routes!(sign_out))
}

#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    email: String,
    password: String,
}

/// Sign in
///
/// Starts a session. The response sets its cookie.
#[utoipa::path(post, path = "/auth/sign-in", tag = "account", security(()),
    request_body = SignIn, responses((status = 200, body = Me, description = "Signed in")))]
async fn sign_in(
    State(app): State<AppState>,
    PeerAddress(address): PeerAddress,
    parts: Parts,
    Json(body): Json<SignIn>,
) -> Result<(HeaderMap, Json<Me>), ApiError> {
    // Otherwise another site could sign its visitors in to an account that it controls.
    app.origins.require_if_present(&parts.headers)?;
    let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed_in = app.accounts.sign_in(&body.email, body.password, address, user_agent).await;
    let (user, _, secret) = signed_in.map_err(|error| match error {
        SignInError::InvalidCredentials => ApiError::Unauthenticated("The e-mail or password is wrong."),
        SignInError::RateLimited(wait) => {
            ApiError::TooFast { message: "Too many sign-in attempts. Wait a minute and try again.", wait }
        }
        SignInError::Database(error) => error.into(),
        SignInError::Internal(error) => error.into(),
    })?;
    // The browser forgets its previous session, so end it: it must not stay valid unnoticed.
    if let Some(cookie) = session_cookie(&parts)
        && let Some(before) = app.accounts.by_session(&cookie).await?
    {
        end_session(&app, before.session).await?;
    }
    let settings = db::settings::get(&mut *app.db.acquire().await?, user.person.id).await?;
    // The server decides how long a session lives; the cookie lasts as long as browsers allow.
    let cookie = session_cookie_of(&app, secret.expose().to_owned(), time::Duration::days(400));
    Ok((set_cookie(&cookie)?, Json(Me::new(&user, settings))))
}

/// Sign out
///
/// Ends the session and closes its open connections.
#[utoipa::path(post, path = "/auth/sign-out", tag = "account", responses((status = 204, description = "Signed out")))]
async fn sign_out(State(app): State<AppState>, caller: Caller) -> Result<(StatusCode, HeaderMap), ApiError> {
    if caller.credential != Credential::Session {
        return Err(ApiError::invalid("An API token cannot be signed out. Revoke it instead."));
    }
    end_session(&app, caller.session).await?;
    let cookie = session_cookie_of(&app, String::new(), time::Duration::ZERO);
    Ok((StatusCode::NO_CONTENT, set_cookie(&cookie)?))
}

async fn end_session(app: &App, session: SessionId) -> Result<(), ApiError> {
    app.accounts.sign_out(session).await?;
    app.revocation.close(&[session]).await;
    Ok(())
}

fn session_cookie_of(app: &App, value: String, max_age: time::Duration) -> Cookie<'static> {
    let https = app.config.server.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    Cookie::build((SESSION_COOKIE, value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(https)
        .path("/")
        .max_age(max_age)
        .build()
}

fn set_cookie(cookie: &Cookie<'_>) -> Result<HeaderMap, ApiError> {
    let value = HeaderValue::from_str(&cookie.to_string()).map_err(anyhow::Error::from)?;
    Ok(HeaderMap::from_iter([(SET_COOKIE, value)]))
}
