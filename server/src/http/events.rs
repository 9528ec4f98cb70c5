//! A task's events, as a stream that lists follow.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use countersign_shared::ids::{TaskId, UserId};
use futures_util::Stream;
use futures_util::stream;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::events::{Next, Subscription, TaskEvent};
use crate::http::error::ApiError;
use crate::http::extract::TaskAccess;

const KEEP_ALIVE: Duration = Duration::from_secs(15);

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
    let (session, reader, task) = (access.caller.session, access.caller.user.person.id, access.task);
    let subscription = app.events.subscribe(task, session, reader).ok_or(ApiError::TooFast {
        message: "You follow too many lists at once. Close some tabs.",
        wait: Duration::from_secs(30),
    })?;
    // Subscribed first: whoever ended the session or the membership until here is seen now, later ones on the stream.
    access.still_holds(&app).await?;
    let state = Following { subscription, reader, stopping: app.tasks.stopping().clone(), ready: false };
    let events = stream::unfold(state, |mut state| async {
        let event = state.next().await?;
        Some((Ok(event), state))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

struct Following {
    subscription: Subscription,
    reader: UserId,
    stopping: CancellationToken,
    ready: bool,
}

impl Following {
    async fn next(&mut self) -> Option<Event> {
        if !self.ready {
            self.ready = true;
            return Some(Event::default().event("ready").data("{}"));
        }
        match self.stopping.run_until_cancelled(self.subscription.next()).await? {
            Next::Event(event) => self.shown(event),
            Next::Resync => Some(Event::default().event("resync").data("{}")),
            Next::End => None,
        }
    }

    fn shown(&self, mut event: TaskEvent) -> Option<Event> {
        let name = match &mut event {
            TaskEvent::Lock { lock, .. } => {
                if let Some(lock) = lock {
                    lock.mine = lock.person.id == self.reader;
                }
                "lock"
            }
            TaskEvent::Item { .. } => "item",
            TaskEvent::Task {} => "task",
        };
        Event::default().event(name).json_data(&event).ok()
    }
}
