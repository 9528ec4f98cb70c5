//! What happened in a task: the audit log, for its admins.

use axum::extract::State;
use countersign_shared::ids::{ItemId, TaskId};
use countersign_shared::lock::Person;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::http::error::ApiError;
use crate::http::extract::{Json, Query, TaskAccess};
use crate::http::items::page_rows;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_audit))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// `next` of the page before.
    after: Option<String>,
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct AuditPage {
    rows: Vec<AuditRow>,
    #[schema(required)]
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct AuditRow {
    id: i64,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Nobody: the command line, or the server by itself.
    #[schema(required)]
    by: Option<Person>,
    /// Such as `member.change`.
    action: String,
    #[schema(required)]
    item_id: Option<ItemId>,
    /// The person it was done to.
    #[schema(required)]
    subject: Option<Person>,
    #[schema(value_type = Object)]
    details: Value,
}

/// What happened in a task, newest first
#[utoipa::path(get, path = "/tasks/{id}/audit", tag = "tasks", params(("id" = TaskId, Path), AuditQuery),
    responses((status = 200, body = AuditPage, description = "One page")))]
async fn list_audit(
    State(app): State<AppState>,
    access: TaskAccess,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditPage>, ApiError> {
    access.require_manage()?;
    let limit = page_rows(query.limit);
    let wrong_page = |_| ApiError::field("after", "This is not the next page of that list: begin at its first page.");
    let before = query.after.map(|after| after.parse()).transpose().map_err(wrong_page)?;
    let mut rows = db::audit::page(&mut *app.db.acquire().await?, access.task, before, limit + 1).await?;
    let more = rows.len() as i64 > limit;
    if more {
        rows.pop();
    }
    let next = if more { rows.last().map(|row| row.id.to_string()) } else { None };
    let rows = rows.into_iter().map(|db::audit::AuditRow { id, at, actor, action, item, subject, detail }| AuditRow {
        id,
        at,
        by: actor,
        action,
        item_id: item,
        subject,
        details: detail,
    });
    Ok(Json(AuditPage { rows: rows.collect(), next }))
}
