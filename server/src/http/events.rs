//! Server-sent events: the stream of a task, which lists follow, and what all streams share.

use std::convert::Infallible;
use std::future;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use countersign_shared::ids::{SessionId, TaskId, UserId};
use futures_util::{Stream, StreamExt, stream};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::events::{Next, Subscription, TaskEvent, Topic};
use crate::http::error::ApiError;
use crate::http::extract::TaskAccess;

const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Event of every stream: the stream has started.
const READY: &str = "ready";
/// Event of every stream: events were missed.
pub(super) const RESYNC: &str = "resync";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(task_events))
}

/// Stream the changes in a task
///
/// Sends the server-sent events `lock`, `item`, `bulk` and `task`. The first event is `ready`. The event `resync` means that
/// events were missed: read the list again.
#[utoipa::path(get, path = "/tasks/{id}/events", tag = "tasks", params(("id" = TaskId, Path)),
    responses((status = 200, body = TaskEvent, content_type = "text/event-stream", description = "The stream of events")))]
async fn task_events(
    State(app): State<AppState>,
    access: TaskAccess,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let reader = access.caller.user.person.id;
    let subscription = subscribe(&app, access.task, access.caller.session, reader)?;
    // Subscribe first: this check finds a session or membership that has already ended, and the stream ends with one that ends
    // later.
    access.recheck(&app).await?;
    Ok(sse(&app, subscription, move |event| future::ready(to_sse_event(reader, event))))
}

fn to_sse_event(reader: UserId, mut event: TaskEvent) -> Option<Event> {
    let name = match &mut event {
        TaskEvent::Lock { lock, .. } => {
            if let Some(lock) = lock {
                lock.mine = lock.person.id == reader;
            }
            "lock"
        }
        TaskEvent::Item { .. } => "item",
        TaskEvent::Bulk { .. } => "bulk",
        TaskEvent::Task {} => "task",
    };
    Event::default().event(name).json_data(&event).ok()
}

pub(super) fn subscribe<T: Topic>(
    app: &App,
    topic: T,
    session: SessionId,
    reader: UserId,
) -> Result<Subscription<T>, ApiError> {
    app.events.subscribe(topic, session, reader).ok_or(ApiError::TooFast {
        message: "You have too many lists open at once. Close some tabs.",
        wait: Duration::from_secs(30),
    })
}

/// Streams `ready`, then each event as `to_sse_event` converts it (`None` hides it from this reader), until the client or the server
/// ends the stream.
pub(super) fn sse<T, S, F>(
    app: &App,
    subscription: Subscription<T>,
    shown: S,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<T, S, F>>
where
    T: Topic + Send + 'static,
    S: Fn(T::Event) -> F + Send + 'static,
    F: Future<Output = Option<Event>> + Send,
{
    let state = (subscription, app.tasks.stopping().clone(), shown);
    let following = stream::unfold(state, |(mut subscription, stopping, shown)| async move {
        loop {
            let event = match stopping.run_until_cancelled(subscription.next()).await? {
                Next::Event(event) => shown(event).await,
                Next::Resync => Some(empty_event(RESYNC)),
                Next::End => return None,
            };
            if let Some(event) = event {
                return Some((event, (subscription, stopping, shown)));
            }
        }
    });
    let all = stream::once(future::ready(empty_event(READY))).chain(following).map(Ok);
    Sse::new(all).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

/// Returns an event that consists of its name alone.
pub(super) fn empty_event(name: &str) -> Event {
    Event::default().event(name).data("{}")
}
