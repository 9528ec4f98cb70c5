//! Requests that tests send as signed-in users.

use countersign_shared::role::Role;
use reqwest::Method;
use serde_json::Value;

use super::{TestApp, TestSession, TestTask};

/// Creates a user with this name and these roles in the task, and signs them in.
pub async fn member(app: &TestApp, task: &TestTask, name: &str, roles: &[Role]) -> TestSession {
    let user = app.add_user(name).await;
    app.add_member(task, &user, roles).await;
    app.sign_in(&user).await
}

pub async fn send(app: &TestApp, by: &TestSession, method: Method, path: &str, body: Value) -> (u16, Value) {
    let request = by.http.request(method, app.url(&format!("/api/v1{path}"))).json(&body);
    let response = request.send().await.expect("a response");
    let status = response.status().as_u16();
    let text = response.text().await.expect("text");
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

pub async fn post(app: &TestApp, by: &TestSession, path: &str, body: Value) -> (u16, Value) {
    send(app, by, Method::POST, path, body).await
}

pub async fn get(app: &TestApp, by: &TestSession, path: &str) -> Value {
    let response = by.http.get(app.url(&format!("/api/v1{path}"))).send().await.expect("a response");
    assert_eq!(response.status(), 200, "{path}");
    response.json().await.expect("JSON")
}
