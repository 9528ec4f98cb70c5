//! Gives every request an id, a log line and metrics. Logs neither the query, which can contain a ticket, nor headers.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use uuid::Uuid;

use crate::app::AppState;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub async fn observe(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id: Uuid = app.clock.new_id();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    // The route, not the path: one metric series per route, not per item.
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());

    let span = tracing::info_span!("request", %id, %method, path);
    let mut response = next.run(request).instrument(span.clone()).await;

    let (status, seconds) = (response.status(), began.elapsed().as_secs_f64());
    match &route {
        Some(_) => tracing::info!(parent: &span, status = status.as_u16(), duration_ms = seconds * 1e3, "answered"),
        None => tracing::debug!(parent: &span, status = status.as_u16(), duration_ms = seconds * 1e3, "answered"),
    }
    let labels = [
        ("route", route.unwrap_or_else(|| "client".to_owned())),
        ("method", method_label(&method).to_owned()),
        ("status", status.as_str().to_owned()),
    ];
    metrics::histogram!("countersign_http_request_seconds", &labels).record(seconds);
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Returns the label of a method. Clients can invent methods, so the metrics only have the known ones.
fn method_label(method: &Method) -> &str {
    let known = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD, Method::OPTIONS];
    if known.contains(method) { method.as_str() } else { "other" }
}
