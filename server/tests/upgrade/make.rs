//! Makes the fixture of the upgrade test. `scripts/make-upgrade-fixture` copies this file into the integration tests of a
//! released revision and runs it there, so it uses that revision's names.

use std::path::PathBuf;

use countersign_shared::ids::ItemId;
use countersign_shared::role::Role;
use countersign_shared::wire::ClientMessage;
use countersign_shared::workflow::Stage;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::app::requests::{get, member, post, send};
use crate::app::{TestApp, TestSession};
use crate::imports::png;

/// What the document of an item holds, by root.
const ROOTS: [&str; 5] = ["labels", "verdicts", "issues", "item", "provenance"];

async fn done(app: &TestApp, by: &TestSession, path: &str, body: Value) -> Value {
    let (status, answer) = post(app, by, path, body).await;
    assert!(status < 300, "{path}: {status} {answer}");
    answer
}

async fn draw(app: &TestApp, by: &TestSession, item: ItemId, labels: &[&str]) {
    let mut editor = app.editor(by, item).await;
    for (n, label) in (0_u32..).zip(labels) {
        editor.add_box(label, [10.0 + f64::from(n), 20.5, 30.25, 40.0]).await;
    }
    editor.until_acked().await;
    editor.send_control(&ClientMessage::Release {}).await;
    editor.until("released", |client| !client.holds_lock()).await;
    editor.close().await;
}

#[tokio::test]
async fn make_upgrade_fixture() {
    let Some(out) = std::env::var_os("COUNTERSIGN_UPGRADE_FIXTURE").map(PathBuf::from) else { return };
    let app = TestApp::start().await;
    let task = app.make_task(6).await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let ines = member(&app, &task, "Ines", &[Role::Inspector]).await;
    let [complete, reviewed, begun, waiting, twice, fresh] =
        <[ItemId; 6]>::try_from(task.items.clone()).expect("six items");
    let path = |item: ItemId, rest: &str| format!("/items/{item}/{rest}");
    let submit = json!({ "move": "submit" });
    let approve = json!({ "move": "approve" });
    let tags = json!({ "issue_tags": [{ "id": "blur", "name": "Blurred", "color": "#aa3344" }] });
    assert_eq!(send(&app, &boss, Method::PATCH, &format!("/tasks/{}", task.id), tags).await.0, 200);

    // Rejected once, corrected, approved and accepted.
    draw(&app, &ana, complete, &["a", "b"]).await;
    done(&app, &ana, &path(complete, "finish"), submit.clone()).await;
    let no = json!({ "verdict": "rejected", "labels": ["b"], "reason": "Too wide", "tags": ["blur"] });
    done(&app, &ben, &path(complete, "verdicts"), no).await;
    done(&app, &ben, &path(complete, "reject"), json!({})).await;
    let mut editor = app.editor(&ana, complete).await;
    editor.move_box("b", [50.0, 60.0, 10.0, 10.0]).await;
    editor.until_acked().await;
    done(&app, &ana, &path(complete, "finish"), submit.clone()).await;
    editor.close().await;
    done(&app, &ben, &path(complete, "verdicts"), json!({ "verdict": "approved", "labels": ["a", "b"] })).await;
    done(&app, &ben, &path(complete, "finish"), approve.clone()).await;
    app.live(&ines, complete).await.close().await;
    done(&app, &ines, &path(complete, "finish"), json!({ "move": "accept" })).await;

    // Accepted, revised and accepted again: two versions.
    app.set_stage(twice, Stage::Acceptance).await;
    draw(&app, &ines, twice, &["one"]).await;
    done(&app, &ines, &path(twice, "finish"), json!({ "move": "accept" })).await;
    app.live(&ines, twice).await.close().await;
    done(&app, &ines, &path(twice, "revise"), json!({ "reason": "One is missing", "stage": "acceptance" })).await;
    draw(&app, &ines, twice, &["two"]).await;
    done(&app, &ines, &path(twice, "finish"), json!({ "move": "accept" })).await;

    // In review, with verdicts, issues of several kinds, a mention and a resolved issue.
    draw(&app, &ana, reviewed, &["x", "y", "z"]).await;
    done(&app, &ana, &path(reviewed, "finish"), submit).await;
    done(&app, &ben, &path(reviewed, "verdicts"), json!({ "verdict": "approved", "labels": ["x"] })).await;
    let no = json!({ "verdict": "rejected", "labels": ["y"], "reason": "Wrong class" });
    done(&app, &ben, &path(reviewed, "verdicts"), no).await;
    let pinned = json!({ "kind": "pinned", "anchor": { "x": 12.5, "y": 30.0, "frame": 0 },
        "text": "What is this, @Ana?", "mentions": [ana.user], "tags": ["blur"] });
    let issue = done(&app, &ben, &path(reviewed, "issues"), pinned).await["id"].as_str().expect("an id").to_owned();
    done(&app, &ana, &path(reviewed, &format!("issues/{issue}/comments")), json!({ "text": "A tram" })).await;
    let resolved = json!({ "state": "resolved" });
    let state = path(reviewed, &format!("issues/{issue}/state"));
    assert_eq!(send(&app, &ana, Method::PUT, &state, resolved).await.0, 204);

    // Edits in the log alone; an item in acceptance that is sampled; one that is assigned.
    draw(&app, &ana, begun, &["log-1", "log-2"]).await;
    app.set_stage(waiting, Stage::Acceptance).await;
    let drawn = json!({ "method": "random", "size": { "count": 1 }, "seed": 7, "max_error_percent": 5 });
    let (status, sample) = post(&app, &ines, &format!("/tasks/{}/samples", task.id), drawn).await;
    assert!(status < 300, "{status} {sample}");
    let assign = json!({ "action": { "kind": "assign", "to": [ana.user] }, "selection": { "items": [fresh] } });
    let job = done(&app, &boss, &format!("/tasks/{}/bulk", task.id), assign).await;
    crate::bulk::until_ended(&app, &boss, &job).await;
    let view = json!({ "name": "Mine", "query": { "stage": "annotate" } });
    let (status, made) = post(&app, &ana, &format!("/tasks/{}/views", task.id), view).await;
    assert!(status < 300, "{status} {made}");
    let settings = json!({ "theme": "dark" });
    assert_eq!(send(&app, &ana, Method::PUT, "/me/settings", settings).await.0, 204);

    // A dataset with a file in the media store.
    let dataset = done(&app, &root, "/datasets", json!({ "name": "Harbour" })).await;
    let dataset = dataset["id"].as_str().expect("an id").to_owned();
    let form = Form::new().part("images", Part::bytes(png(20, 10)).file_name("boat.png"));
    let upload = root.http.post(app.url(&format!("/api/v1/datasets/{dataset}/media"))).multipart(form);
    let upload = upload.send().await.expect("a response");
    assert_eq!(upload.status(), 201);
    let upload: Value = upload.json().await.expect("JSON");
    let media: uuid::Uuid =
        sqlx::query_scalar("SELECT id FROM media WHERE file_name = 'boat.png'").fetch_one(&app.state.db).await.expect("one");

    let mut documents = serde_json::Map::new();
    for item in &task.items {
        let reader = app.live(&boss, *item).await;
        let roots = ROOTS.map(|root| (root.to_owned(), reader.root(root)));
        documents.insert(item.to_string(), roots.into_iter().collect());
        reader.close().await;
    }

    // What every later version must still say. Reading a document counts as opening its item, so documents come first.
    let mut answers = Vec::new();
    let mut note = async |by: (&str, &TestSession), path: String| {
        let body = get(&app, by.1, &path).await;
        answers.push(json!({ "by": by.0, "path": path, "body": body }));
    };
    for item in &task.items {
        for rest in ["", "/labels", "/issues", "/moves", "/versions"] {
            note(("boss", &boss), format!("/items/{item}{rest}")).await;
        }
    }
    for path in [
        "/tasks".to_owned(),
        format!("/tasks/{}", task.id),
        format!("/tasks/{}/items", task.id),
        format!("/tasks/{}/members", task.id),
        format!("/tasks/{}/audit", task.id),
        format!("/tasks/{}/bulk", task.id),
        format!("/tasks/{}/samples", task.id),
        format!("/datasets/{}", task.dataset),
        format!("/datasets/{}/results", task.dataset),
        format!("/items/{twice}/versions/1"),
        format!("/items/{twice}/versions/2"),
    ] {
        note(("boss", &boss), path).await;
    }
    note(("ana", &ana), "/me".to_owned()).await;
    note(("ana", &ana), "/me/notifications".to_owned()).await;
    note(("ana", &ana), format!("/tasks/{}/views", task.id)).await;
    note(("root", &root), format!("/datasets/{dataset}")).await;
    let expected = json!({ "answers": answers, "documents": documents, "upload": upload, "media": media,
        "editable": begun, "password": "correct horse battery" });
    std::fs::create_dir_all(&out).expect("a folder");
    std::fs::write(out.join("expected.json"), serde_json::to_string_pretty(&expected).expect("JSON")).expect("written");
    let store = app.state.config.database.data_dir.join("media");
    let copied = Command::new("cp").arg("-r").arg(&store).arg(out.join("media")).status().await.expect("cp");
    assert!(copied.success());
    // The rooms are idle: nothing is in flight while it is dumped.
    let dump = Command::new("pg_dump")
        .args(["--no-owner", "--no-privileges", "--dbname"])
        .arg(app.database.url(None))
        .output()
        .await
        .expect("pg_dump");
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    std::fs::write(out.join("dump.sql"), dump.stdout).expect("written");
    app.finish().await;
}
