//! A stream of server-sent events, read one at a time.

use reqwest::Response;
use serde_json::Value;

use super::{TIMEOUT, TestApp, TestSession, TestTask};

pub struct Events {
    response: Response,
    text: String,
}

impl Events {
    pub async fn of_task(app: &TestApp, session: &TestSession, task: &TestTask) -> Self {
        Self::follow(app, session, &format!("/api/v1/tasks/{}/events", task.id)).await
    }

    /// Follows the events of the session's user.
    pub async fn of_me(app: &TestApp, session: &TestSession) -> Self {
        Self::follow(app, session, "/api/v1/me/events").await
    }

    async fn follow(app: &TestApp, session: &TestSession, path: &str) -> Self {
        let response = session.http.get(app.url(path)).send().await.expect("a response");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut events = Self { response, text: String::new() };
        assert_eq!(events.next().await.expect("a first event").0, "ready");
        events
    }

    /// Returns the next event, or `None` if the stream has ended.
    pub async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    event.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
                };
                let (name, data) = (field("event:"), field("data:"));
                self.text = rest.to_owned();
                // A comment, which keeps the connection alive.
                let (Some(name), Some(data)) = (name, data) else { continue };
                return Some((name, serde_json::from_str(&data).expect("JSON")));
            }
            let chunk = tokio::time::timeout(TIMEOUT, self.response.chunk()).await.expect("an event in time");
            self.text.push_str(std::str::from_utf8(&chunk.ok().flatten()?).expect("text"));
        }
    }

    pub async fn until(&mut self, name: &str) -> Value {
        loop {
            let (found, data) = self.next().await.expect("the stream has not ended");
            if found == name {
                return data;
            }
        }
    }
}
