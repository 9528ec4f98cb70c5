//! The HTTP side: all routes, and what surrounds each request.

pub mod client_files;
pub mod connections;
pub mod health;

use axum::Router;

use crate::app::AppState;

pub fn router(app: AppState) -> Router {
    Router::new().merge(health::routes()).fallback(client_files::serve).with_state(app)
}
