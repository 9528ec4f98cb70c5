//! Unmodified npm yjs with y-websocket's provider: it reads, writes while holding the lock, and is refused properly.

use std::path::PathBuf;
use std::process::Stdio;

use countersign_shared::ids::ItemId;
use countersign_shared::role::Role;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::sync::OnceCell;

use crate::app::{TIMEOUT, TestApp, TestSession, TestTask};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/interop")
}

/// The npm packages, installed once.
async fn installed() {
    static INSTALLED: OnceCell<()> = OnceCell::const_new();
    INSTALLED
        .get_or_init(async || {
            if folder().join("node_modules/y-websocket").exists() {
                return;
            }
            let mut command = Command::new("npm");
            command.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder());
            let output = command.output().await.expect("npm, from the packages nodejs and npm");
            assert!(output.status.success(), "npm ci: {}", String::from_utf8_lossy(&output.stderr));
        })
        .await;
}

/// How the provider authenticates.
enum Credential<'a> {
    Token(&'a str),
    Ticket(&'a str),
}

struct Provider {
    // Killed when dropped.
    _child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Provider {
    async fn start(app: &TestApp, item: ItemId, credential: Credential<'_>, action: &str) -> Self {
        installed().await;
        let (kind, secret) = match credential {
            Credential::Token(token) => ("token", token),
            Credential::Ticket(ticket) => ("ticket", ticket),
        };
        let base = format!("ws://{}/api/v1/live", app.address);
        let mut child = Command::new("node")
            .arg(folder().join("interop.mjs"))
            .args([&base, &item.to_string(), kind, secret, action])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node");
        let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        Self { _child: child, lines }
    }

    async fn line(&mut self) -> Value {
        let line = tokio::time::timeout(TIMEOUT, self.lines.next_line()).await.expect("it prints a line in time");
        let line = line.expect("text").expect("a line: see its error above");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"))
    }
}

async fn setting() -> (TestApp, TestTask, TestSession) {
    let app = TestApp::start().await;
    let user = app.add_user("Anna").await;
    let task = app.make_task(1).await;
    app.add_member(&task, &user, &[Role::Annotator]).await;
    let session = app.sign_in(&user).await;
    (app, task, session)
}

async fn token(app: &TestApp, session: &TestSession) -> String {
    let request = session.http.post(app.url("/api/v1/me/tokens")).json(&serde_json::json!({ "name": "interop" }));
    let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    answer["token"].as_str().expect("a token").to_owned()
}

async fn ticket(app: &TestApp, session: &TestSession, item: ItemId) -> String {
    let request = session.http.post(app.url(&format!("/api/v1/items/{item}/ticket")));
    let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    answer["ticket"].as_str().expect("a ticket").to_owned()
}

#[tokio::test]
async fn p_interop_the_y_websocket_provider_reads_with_a_ticket() {
    let (app, task, session) = setting().await;
    let item = task.items[0];
    let mut editor = app.editor(&session, item).await;
    editor.add_box("ours", [1.0, 2.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    let ticket = ticket(&app, &session, item).await;
    let result = Provider::start(&app, item, Credential::Ticket(&ticket), "read").await.line().await;
    assert_eq!(result["synced"], true, "{result}");
    assert_eq!(result["labels"], editor.labels());
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn p_interop_the_y_websocket_provider_writes_and_sees_others_write() {
    let (app, task, session) = setting().await;
    let item = task.items[0];
    let token = token(&app, &session).await;
    let mut viewer = app.live(&session, item).await;
    let mut provider = Provider::start(&app, item, Credential::Token(&token), "write").await;
    assert_eq!(provider.line().await["wrote"], true);
    viewer.until("what npm wrote", |client| client.has_label("from-npm")).await;
    viewer
        .until("its second write", |client| {
            client.labels()["from-npm"]["frames"]["0"]["geometry"]["x"].as_f64() == Some(200.0)
        })
        .await;
    viewer.until("its presence", |client| client.presence.values().any(|state| state["user"]["name"] == "Anna")).await;
    assert_eq!(crate::app::log::rows_with(&app.state.db, item, "from-npm").await, 1);
    // The same user continues in another tab, and npm sees it.
    viewer.send_control(&countersign_shared::wire::ClientMessage::TakeOver {}).await;
    viewer.until("the lock", |client| client.holds_lock()).await;
    viewer.move_box("from-npm", [300.0, 20.0, 100.0, 50.0]).await;
    viewer.until_acked().await;
    let result = provider.line().await;
    assert_eq!(result["labels"], viewer.labels());
    viewer.close().await;
    app.finish().await;
}

#[tokio::test]
async fn p_interop_a_refused_write_of_the_provider_is_closed_with_its_code() {
    let (app, task, session) = setting().await;
    let item = task.items[0];
    let own = token(&app, &session).await;

    // A root that only the server writes.
    let result = Provider::start(&app, item, Credential::Token(&own), "foreign-root").await.line().await;
    assert_eq!(result["closed"], 4403, "{result}");

    // Another person holds the lock.
    let other = app.add_user("Ben").await;
    app.add_member(&task, &other, &[Role::Annotator]).await;
    let other = app.sign_in(&other).await;
    let holder = app.editor(&other, item).await;
    let mut provider = Provider::start(&app, item, Credential::Token(&own), "hold").await;
    assert_eq!(provider.line().await["wrote"], true);
    let result = provider.line().await;
    assert_eq!(result["closed"], 4409, "{result}");
    assert!(!holder.has_label("from-npm"));

    // A role that cannot write at this stage.
    let reviewer = app.add_user("Cleo").await;
    app.add_member(&task, &reviewer, &[Role::Reviewer]).await;
    let reviewer = app.sign_in(&reviewer).await;
    let token = token(&app, &reviewer).await;
    let mut provider = Provider::start(&app, item, Credential::Token(&token), "hold").await;
    assert_eq!(provider.line().await["wrote"], true);
    assert_eq!(provider.line().await["closed"], 4403);

    assert_eq!(crate::app::log::assert_gapless(&app.state.db, item).await, 0, "something was stored");
    holder.close().await;
    app.finish().await;
}
