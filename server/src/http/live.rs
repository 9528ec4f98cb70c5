//! Connecting to an item's live document: tickets and the WebSocket upgrade.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::Response;
use countersign_shared::ids::ItemId;
use countersign_shared::limits;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Credential, ItemAccess, Json, Path, Query};
use crate::live::room::JoinOptions;
use crate::live::socket;

/// The route for tickets, with a timeout like most routes.
pub fn ticket_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create_ticket))
}

/// The route for sockets, which stay open and have no timeout.
pub fn socket_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(open_live))
}

#[derive(Serialize, ToSchema)]
pub struct Ticket {
    /// Value of the socket's query parameter `ticket`. Valid for one connection.
    ticket: String,
    /// Seconds until it expires.
    expires_in: u64,
}

/// Create a single-use ticket for an item's socket
///
/// For clients that can send neither a cookie nor a header when they open a WebSocket.
#[utoipa::path(post, path = "/items/{id}/ticket", tag = "live", params(("id" = ItemId, Path)),
    responses((status = 201, body = Ticket, description = "The ticket")))]
async fn create_ticket(
    State(app): State<AppState>,
    access: ItemAccess,
) -> Result<(axum::http::StatusCode, Json<Ticket>), ApiError> {
    let caller = &access.caller;
    let secret = app.accounts.ticket(access.item, caller.user.person.id, caller.session).await?;
    let ticket = Ticket { ticket: secret.expose().to_owned(), expires_in: limits::TICKET_SECONDS };
    Ok((axum::http::StatusCode::CREATED, Json(ticket)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LiveQuery {
    /// A random name that a browser tab chooses for itself. A tab that reconnects with the same name resumes its lock.
    tab: Option<String>,
    /// A ticket to use instead of a cookie or header.
    ticket: Option<String>,
    /// `qa` is for viewing and commenting only: changes to labels are refused, regardless of the caller's roles.
    view: Option<View>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum View {
    Qa,
}

/// Connect to an item's live document
///
/// Opens a WebSocket that uses y-protocols in binary frames and, with the subprotocol `countersign.v1`, control messages
/// (`ClientMessage`, `ServerMessage`) in text frames.
#[utoipa::path(get, path = "/live/{item_id}", tag = "live", params(("item_id" = ItemId, Path), LiveQuery),
    responses((status = 101, description = "Upgraded to a WebSocket")))]
async fn open_live(
    State(app): State<AppState>,
    Path(item): Path<ItemId>,
    Query(LiveQuery { tab, ticket, view }): Query<LiveQuery>,
    mut parts: Parts,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let caller = match ticket {
        Some(ticket) if !parts.headers.contains_key(AUTHORIZATION) => {
            let holder = app.accounts.by_ticket(&ticket, item).await?;
            let unusable = ApiError::Unauthenticated("This ticket has been used, has expired or is for another item.");
            Caller::new(holder.ok_or(unusable)?, Credential::Ticket)
        }
        _ => Caller::from_request_parts(&mut parts, &app).await?,
    };
    let access = ItemAccess::load(&app, caller, item).await?;
    let tab = tab.filter(|tab| !tab.is_empty());
    if tab.as_ref().is_some_and(|tab| tab.chars().count() > limits::MAX_LABEL_ID_CHARS) {
        return Err(ApiError::field(
            "tab",
            format!("A tab name can have at most {} characters.", limits::MAX_LABEL_ID_CHARS),
        ));
    }
    let upgrade = upgrade.map_err(|_| ApiError::invalid("This endpoint accepts only WebSocket connections."))?;
    db::openings::record(&mut *app.db.acquire().await?, item, access.caller.user.person.id).await?;
    let options = JoinOptions { tab, view_only: view == Some(View::Qa), ..JoinOptions::default() };
    Ok(socket::serve(app.rooms.clone(), upgrade, access.actor(), item, options))
}
