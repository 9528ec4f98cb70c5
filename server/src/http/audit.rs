//! The audit log of a task for its admins, and of the whole site for site admins, as pages and as a CSV file.

mod csv;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::lock::Person;
use countersign_shared::task::TaskName;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::Filter;
use crate::http::days::Day;
use crate::http::error::ApiError;
use crate::http::extract::{Json, Query, SiteAdmin, TaskAccess};
use crate::http::files;
use crate::http::pagination::{page_size, parse_id_cursor};

/// Rows read from the database at a time for a file, so that no database connection waits for a slow client.
const ROWS_AT_ONCE: i64 = 1_000;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_audit))
        .routes(routes!(list_site_audit))
        .routes(routes!(export_audit))
        .routes(routes!(export_site_audit))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditFilter {
    /// An action such as `item.accept`, or several separated by commas
    action: Option<String>,
    /// The person who did it
    by: Option<UserId>,
    item: Option<ItemId>,
    /// The first day, in UTC
    from: Option<Day>,
    /// The last day, in UTC
    to: Option<Day>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next` of the previous page.
    after: Option<String>,
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct AuditPage {
    rows: Vec<AuditRow>,
    #[schema(required)]
    next: Option<String>,
    /// All actions that occur, regardless of the filter
    actions: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub struct AuditRow {
    id: i64,
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// Who did it. `null` for the command line and the server.
    #[schema(required)]
    by: Option<Person>,
    /// The action, such as `member.change`.
    action: String,
    #[schema(required)]
    task: Option<TaskName>,
    #[schema(required)]
    item_id: Option<ItemId>,
    /// File name of the item.
    #[schema(required)]
    file_name: Option<String>,
    /// The person affected by the action.
    #[schema(required)]
    subject: Option<Person>,
    #[schema(value_type = Object)]
    details: Value,
}

impl AuditFilter {
    fn of(self, task: Option<TaskId>) -> Filter {
        let actions = self.action.map(|list| list.split(',').map(|action| action.trim().to_owned()).collect());
        let (from, to) = (self.from.map(Day::start), self.to.map(Day::end));
        Filter { task, actions, actor: self.by, item: self.item, from, to }
    }
}

impl From<db::audit::AuditRow> for AuditRow {
    fn from(row: db::audit::AuditRow) -> Self {
        let db::audit::AuditRow { id, at, actor, action, task, item, file_name, subject, detail } = row;
        Self { id, at, by: actor, action, task, item_id: item, file_name, subject, details: detail }
    }
}

/// List a task's audit log, newest first
#[utoipa::path(get, path = "/tasks/{id}/audit", tag = "tasks",
    params(("id" = TaskId, Path), AuditFilter, PageQuery),
    responses((status = 200, body = AuditPage, description = "One page")))]
async fn list_audit(
    State(app): State<AppState>,
    access: TaskAccess,
    Query(filter): Query<AuditFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<AuditPage>, ApiError> {
    access.require_manage()?;
    read_page(&app, &filter.of(Some(access.task)), page).await.map(Json)
}

/// List the site's audit log, newest first
#[utoipa::path(get, path = "/audit", tag = "site", params(AuditFilter, PageQuery),
    responses((status = 200, body = AuditPage, description = "One page")))]
async fn list_site_audit(
    State(app): State<AppState>,
    _caller: SiteAdmin,
    Query(filter): Query<AuditFilter>,
    Query(page): Query<PageQuery>,
) -> Result<Json<AuditPage>, ApiError> {
    read_page(&app, &filter.of(None), page).await.map(Json)
}

/// Export a task's audit log as CSV, newest first
#[utoipa::path(get, path = "/tasks/{id}/audit.csv", tag = "tasks", params(("id" = TaskId, Path), AuditFilter),
    responses((status = 200, description = "All rows", content_type = "text/csv")))]
async fn export_audit(
    State(app): State<AppState>,
    access: TaskAccess,
    Query(filter): Query<AuditFilter>,
) -> Result<Response, ApiError> {
    access.require_manage()?;
    let task = db::exports::task_name(&mut *app.db.acquire().await?, access.task).await?;
    let task = task.ok_or(ApiError::NotFound("Task not found."))?;
    file(app, filter.of(Some(access.task)), &format!("{task}.audit.csv")).await
}

/// Export the site's audit log as CSV, newest first
#[utoipa::path(get, path = "/audit.csv", tag = "site", params(AuditFilter),
    responses((status = 200, description = "All rows", content_type = "text/csv")))]
async fn export_site_audit(
    State(app): State<AppState>,
    _caller: SiteAdmin,
    Query(filter): Query<AuditFilter>,
) -> Result<Response, ApiError> {
    file(app, filter.of(None), "audit.csv").await
}

async fn read_page(app: &App, filter: &Filter, page: PageQuery) -> Result<AuditPage, ApiError> {
    let limit = page_size(page.limit);
    let before = parse_id_cursor(page.after.as_deref())?;
    let mut db = app.db.acquire().await?;
    let mut rows = db::audit::page(&mut db, filter, before, limit + 1).await?;
    let actions = match filter.task {
        Some(task) => db::audit::actions(&mut db, task).await?,
        None => db::audit::all_actions(&mut db).await?,
    };
    let next = db::truncate_page(&mut rows, limit, |row| row.id.to_string());
    Ok(AuditPage { rows: rows.into_iter().map(AuditRow::from).collect(), next, actions })
}

/// Streams the log as a CSV file. The first rows are read before anything is sent, so that most failures become an error and
/// not half a file. A later failure aborts the connection, which the client notices.
async fn file(app: AppState, filter: Filter, name: &str) -> Result<Response, ApiError> {
    let (first, next) = read_part(&app, &filter, None).await?;
    let begin = stream::once(async move { Ok(Bytes::from(format!("{}{first}", csv::HEADER))) });
    let source = Arc::new(filter);
    let rest = stream::try_unfold(next, move |next| {
        let (app, filter) = (app.clone(), source.clone());
        async move {
            let Some(before) = next else { return Ok(None) };
            let part = read_part(&app, &filter, Some(before)).await;
            part.map(|(text, next)| Some((Bytes::from(text), next)))
        }
    });
    let mut response = Response::new(Body::from_stream(stream::StreamExt::chain(begin, rest)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CONTENT_DISPOSITION, files::content_disposition("attachment", name));
    Ok(response)
}

/// Reads the next rows as CSV lines. Also returns where the following rows begin, if there may be more.
async fn read_part(app: &App, filter: &Filter, before: Option<i64>) -> sqlx::Result<(String, Option<i64>)> {
    let rows = db::audit::page(&mut *app.db.acquire().await?, filter, before, ROWS_AT_ONCE).await?;
    let next = if rows.len() as i64 == ROWS_AT_ONCE { rows.last().map(|row| row.id) } else { None };
    Ok((csv::lines(&rows), next))
}
