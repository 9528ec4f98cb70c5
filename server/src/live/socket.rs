//! One connection: the WebSocket of one person on one item.

use std::sync::Arc;

use axum::extract::ws::WebSocketUpgrade;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use countersign_shared::ids::ItemId;

use super::room::{Actor, Rooms};

/// Answers an upgrade whose person and membership were checked. `tab` is the name the client gave its own tab.
pub fn serve(
    _rooms: Arc<Rooms>,
    _upgrade: WebSocketUpgrade,
    _actor: Actor,
    _item: ItemId,
    _tab: Option<String>,
) -> Response {
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
