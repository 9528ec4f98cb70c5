//! Notifications: the list, marking them as read, and the event stream of both.

use std::convert::Infallible;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Sse;
use axum::response::sse::Event;
use countersign_shared::ids::{ItemId, TaskId, UserId};
use countersign_shared::lock::Person;
use countersign_shared::notification::NotificationKind;
use futures_util::Stream;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::app::{App, AppState};
use crate::db;
use crate::events::UserEvent;
use crate::http::error::ApiError;
use crate::http::events::{RESYNC, empty_event, sse, subscribe};
use crate::http::extract::{Caller, Json, Query};
use crate::http::pagination::{page_size, parse_id_cursor};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_notifications)).routes(routes!(read_notifications))
}

pub fn stream_routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(my_events))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NotificationQuery {
    /// `next` of the previous page.
    after: Option<String>,
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct NotificationPage {
    rows: Vec<Notification>,
    #[schema(required)]
    next: Option<String>,
    /// Number of unread notifications on all pages.
    unread: i64,
}

#[derive(Serialize, ToSchema)]
pub struct Notification {
    id: Uuid,
    kind: NotificationKind,
    task_id: TaskId,
    task_name: String,
    item_id: ItemId,
    file_name: String,
    /// Id of the issue it is about, in the item's document.
    #[schema(required)]
    issue_id: Option<String>,
    /// Who caused it. `null` if it was the server.
    #[schema(required)]
    actor: Option<Person>,
    /// The beginning of the comment, or the reason.
    excerpt: String,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    read: bool,
}

impl From<db::notifications::Notification> for Notification {
    fn from(row: db::notifications::Notification) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            task_id: row.task,
            task_name: row.task_name,
            item_id: row.item,
            file_name: row.file_name,
            issue_id: row.issue,
            actor: row.actor,
            excerpt: row.excerpt,
            created_at: row.created_at,
            read: row.read,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotifications {
    /// Ids to mark. Default: all. Notifications of other people are ignored.
    ids: Option<Vec<Uuid>>,
}

/// Data of the event `read`.
#[derive(Serialize, ToSchema)]
pub struct Unread {
    unread: i64,
}

/// List the caller's notifications, newest first
///
/// Notifications about things that the caller may no longer see are left out.
#[utoipa::path(get, path = "/me/notifications", tag = "account", params(NotificationQuery),
    responses((status = 200, body = NotificationPage, description = "One page")))]
async fn list_notifications(
    State(app): State<AppState>,
    caller: Caller,
    Query(query): Query<NotificationQuery>,
) -> Result<Json<NotificationPage>, ApiError> {
    let limit = page_size(query.limit);
    let after = parse_id_cursor(query.after.as_deref())?;
    let user = caller.user.person.id;
    let mut db = app.db.acquire().await?;
    let mut rows = db::notifications::page(&mut db, user, after, limit + 1).await?;
    let unread = db::notifications::unread(&mut db, user).await?;
    let next = db::truncate_page(&mut rows, limit, |row| row.id.to_string());
    Ok(Json(NotificationPage { rows: rows.into_iter().map(Notification::from).collect(), next, unread }))
}

/// Mark the caller's notifications as read
#[utoipa::path(post, path = "/me/notifications/read", tag = "account", request_body = ReadNotifications,
    responses((status = 204, description = "Marked")))]
async fn read_notifications(
    State(app): State<AppState>,
    caller: Caller,
    Json(ReadNotifications { ids }): Json<ReadNotifications>,
) -> Result<StatusCode, ApiError> {
    let user = caller.user.person.id;
    if db::notifications::mark_read(&mut *app.db.acquire().await?, user, ids.as_deref()).await? {
        app.events.publish(user, UserEvent::Read {});
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Stream the caller's notifications
///
/// Sends the server-sent events `notification` and `read`, which has the number of unread notifications. The first event is
/// `ready`. The event `resync` means that events were missed: read the list again.
#[utoipa::path(get, path = "/me/events", tag = "account",
    responses((status = 200, body = Notification, content_type = "text/event-stream", description = "The stream of events")))]
async fn my_events(
    State(app): State<AppState>,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let reader = caller.user.person.id;
    let subscription = subscribe(&app, reader, caller.session, reader)?;
    // Subscribe first: this check finds a session that has already ended, and the stream ends with one that ends later.
    caller.recheck_session(&mut *app.db.acquire().await?).await?;
    let source = app.clone();
    Ok(sse(&app, subscription, move |event| {
        let app = source.clone();
        async move { to_sse_event(&app, reader, event).await }
    }))
}

/// Converts an event for its reader. Returns `None` if the reader may not see it, or no longer may.
async fn to_sse_event(app: &App, reader: UserId, event: UserEvent) -> Option<Event> {
    match load_event(app, reader, event).await {
        Ok(event) => event,
        // The client reads the list again once the database is back.
        Err(error) => {
            tracing::warn!(%error, "cannot read a notification");
            Some(empty_event(RESYNC))
        }
    }
}

async fn load_event(app: &App, reader: UserId, event: UserEvent) -> sqlx::Result<Option<Event>> {
    let mut db = app.db.acquire().await?;
    let event = match event {
        UserEvent::Notification { id } => {
            let Some(row) = db::notifications::get(&mut db, reader, &[id]).await?.pop() else { return Ok(None) };
            Event::default().event("notification").json_data(Notification::from(row))
        }
        UserEvent::Read {} => {
            let unread = db::notifications::unread(&mut db, reader).await?;
            Event::default().event("read").json_data(Unread { unread })
        }
    };
    Ok(event.ok())
}
