//! Server-sent events: a task's, that lists follow, and how a stream of them is made.

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
/// Of every stream: it has begun.
const READY: &str = "ready";
/// Of every stream: events were missed.
pub(super) const RESYNC: &str = "resync";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(task_events))
}

/// What changes in a task, as server-sent events named `lock`, `item` and `task`. The first is `ready`; after `resync`
/// events were missed and the list must be read again
#[utoipa::path(get, path = "/tasks/{id}/events", tag = "tasks", params(("id" = TaskId, Path)),
    responses((status = 200, body = TaskEvent, content_type = "text/event-stream", description = "Until either side ends it")))]
async fn task_events(
    State(app): State<AppState>,
    access: TaskAccess,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    let reader = access.caller.user.person.id;
    let subscription = subscribe(&app, access.task, access.caller.session, reader)?;
    // Subscribed first: whoever ended the session or the membership until here is seen now, later ones on the stream.
    access.still_holds(&app).await?;
    Ok(sse(&app, subscription, move |event| future::ready(shown(reader, event))))
}

fn shown(reader: UserId, mut event: TaskEvent) -> Option<Event> {
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
        message: "You follow too many lists at once. Close some tabs.",
        wait: Duration::from_secs(30),
    })
}

/// `ready`, then each event as it is `shown` (`None`: not to this reader), until either side or the server ends it.
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
                Next::Resync => Some(named(RESYNC)),
                Next::End => return None,
            };
            if let Some(event) = event {
                return Some((event, (subscription, stopping, shown)));
            }
        }
    });
    let all = stream::once(future::ready(named(READY))).chain(following).map(Ok);
    Sse::new(all).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

/// An event that says all by its name.
pub(super) fn named(name: &str) -> Event {
    Event::default().event(name).data("{}")
}
