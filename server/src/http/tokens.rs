//! The caller's own API tokens.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::{SessionId, TokenId};
use countersign_shared::limits;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path};
use crate::http::names::validated_name;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_tokens, create_token)).routes(routes!(delete_token))
}

#[derive(Serialize, ToSchema)]
pub struct Token {
    id: TokenId,
    name: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    last_used_at: Option<OffsetDateTime>,
}

#[derive(Deserialize, ToSchema)]
pub struct NewToken {
    /// What the token is for.
    name: String,
}

#[derive(Serialize, ToSchema)]
pub struct CreatedToken {
    id: TokenId,
    name: String,
    /// The token itself. Shown only once; the server keeps only its hash.
    token: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}

/// List the caller's API tokens
#[utoipa::path(get, path = "/me/tokens", tag = "account",
    responses((status = 200, body = Vec<Token>, description = "Newest first")))]
async fn list_tokens(State(app): State<AppState>, caller: Caller) -> Result<Json<Vec<Token>>, ApiError> {
    let tokens = db::tokens::list(&mut *app.db.acquire().await?, caller.user.person.id).await?;
    let shown = tokens.into_iter().map(|db::tokens::Token { id, name, created_at, last_used_at }| Token {
        id,
        name,
        created_at,
        last_used_at,
    });
    Ok(Json(shown.collect()))
}

/// Create an API token that acts as the caller
#[utoipa::path(post, path = "/me/tokens", tag = "account", request_body = NewToken,
    responses((status = 201, body = CreatedToken, description = "The new token")))]
async fn create_token(
    State(app): State<AppState>,
    caller: Caller,
    Json(NewToken { name }): Json<NewToken>,
) -> Result<(StatusCode, Json<CreatedToken>), ApiError> {
    let name = validated_name("name", &name)?;
    let created = app.accounts.create_token(caller.user.person.id, name).await?;
    let (id, token, created_at) = created.ok_or_else(|| {
        ApiError::Conflict(format!("You already have {} tokens. Revoke one first.", limits::MAX_TOKENS_PER_USER))
    })?;
    Ok((StatusCode::CREATED, Json(CreatedToken { id, name: name.to_owned(), token, created_at })))
}

/// Revoke an API token
///
/// Closes the connections that were opened with it.
#[utoipa::path(delete, path = "/me/tokens/{id}", tag = "account", params(("id" = TokenId, Path)),
    responses((status = 204, description = "Revoked")))]
async fn delete_token(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<TokenId>,
) -> Result<StatusCode, ApiError> {
    if !db::tokens::revoke(&mut *app.db.acquire().await?, caller.user.person.id, id).await? {
        return Err(ApiError::NotFound("Token not found."));
    }
    app.revocation.close(&[SessionId(id.0)]).await;
    Ok(StatusCode::NO_CONTENT)
}
