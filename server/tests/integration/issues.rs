//! Issues of every kind: their targets, tags, mentions and requirements, and who is notified of them.

use countersign_shared::role::Role;
use countersign_shared::workflow::Stage;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::live::any;
use crate::app::requests::{get, member, post, send};
use crate::app::{TestApp, TestTask};

async fn set_frames(app: &TestApp, task: &TestTask, frames: i32) {
    sqlx::query("UPDATE media SET frames = $2 WHERE dataset_id = $1")
        .bind(task.dataset.0)
        .bind(frames)
        .execute(&app.state.db)
        .await
        .expect("updated");
}

/// Returns the kind and excerpt of a user's notifications, oldest first.
async fn notifications_of(app: &TestApp, user: countersign_shared::ids::UserId) -> Vec<(String, String)> {
    sqlx::query_as("SELECT kind, excerpt FROM notifications WHERE user_id = $1 ORDER BY id")
        .bind(user.0)
        .fetch_all(&app.state.db)
        .await
        .expect("rows")
}

#[tokio::test]
async fn f91_f92_frame_issues_need_media_with_several_frames() {
    let app = TestApp::start().await;
    let task = app.make_task(2).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let one = format!("/items/{}/issues", task.items[0]);
    let frame = json!({ "kind": "frame", "frames": { "first": 3, "last": 3 }, "text": "Blurred" });
    let (status, error) = post(&app, &ana, &one, frame.clone()).await;
    assert_eq!((status, &error["field"]), (400, &json!("kind")), "{error}");

    set_frames(&app, &task, 10).await;
    app.set_stage(task.items[1], Stage::Annotate).await;
    let several = format!("/items/{}/issues", task.items[1]);
    assert_eq!(post(&app, &ana, &several, frame).await.0, 201);
    let range = json!({ "kind": "frame_range", "frames": { "first": 2, "last": 9 }, "text": "Rain" });
    let (status, error) = post(&app, &ana, &several, range.clone()).await;
    assert_eq!((status, &error["field"]), (400, &json!("kind")), "only in review and acceptance: {error}");
    let finish = format!("/items/{}/finish", task.items[1]);
    assert_eq!(post(&app, &ana, &finish, json!({ "move": "submit" })).await.0, 200);
    assert_eq!(post(&app, &ana, &several, range).await.0, 201);
    for (wrong, field) in [
        (json!({ "kind": "frame", "text": "Which?" }), "frames"),
        (json!({ "kind": "frame", "frames": { "first": 3, "last": 4 }, "text": "Two" }), "frames"),
        (json!({ "kind": "frame_range", "frames": { "first": 3, "last": 10 }, "text": "Beyond" }), "frames"),
        (json!({ "kind": "file", "frames": { "first": 0, "last": 0 }, "text": "File" }), "frames"),
        (json!({ "kind": "label_rejection", "text": "By hand" }), "kind"),
        (json!({ "kind": "task_requirement", "text": "By hand" }), "kind"),
        (json!({ "kind": "file", "tags": ["unknown"], "text": "Tagged" }), "tags"),
    ] {
        let (status, error) = post(&app, &ana, &several, wrong.clone()).await;
        assert_eq!((status, &error["field"]), (400, &json!(field)), "{wrong}: {error}");
    }
    let rows = get(&app, &ana, &several).await;
    assert_eq!(rows.as_array().map(Vec::len), Some(2));
    assert_eq!(rows[1]["frames"], json!({ "first": 2, "last": 9 }));
    app.finish().await;
}

#[tokio::test]
async fn f97_a_task_s_admins_define_its_issue_tags() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let watcher = app.live(&ana, item).await;
    let path = format!("/tasks/{}", task.id);
    let tags = json!([{ "id": "blur", "name": "Blurred", "color": "#aa3344" }]);
    let issue = json!({ "kind": "file", "tags": ["blur", "blur"], "text": "Look" });
    let issues = format!("/items/{item}/issues");
    assert_eq!(post(&app, &ana, &issues, issue.clone()).await.0, 400, "not yet");
    assert_eq!(send(&app, &ana, Method::PATCH, &path, json!({ "issue_tags": tags })).await.0, 403);
    let twice = json!([tags[0], tags[0]]);
    let (status, error) = send(&app, &boss, Method::PATCH, &path, json!({ "issue_tags": twice })).await;
    assert_eq!((status, &error["field"]), (400, &json!("issue_tags")));
    let (status, changed) = send(&app, &boss, Method::PATCH, &path, json!({ "issue_tags": tags })).await;
    assert_eq!((status, &changed["issue_tags"]), (200, &tags));
    // The open room knows the tags immediately.
    assert_eq!(post(&app, &ana, &issues, issue).await.0, 201);
    assert_eq!(get(&app, &ana, &issues).await[0]["tags"], json!(["blur"]));
    watcher.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f71_f85_participants_are_notified_of_issues() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let cid = app.add_user("Cid").await;
    let issues = format!("/items/{item}/issues");

    let stranger = json!({ "kind": "file", "text": "Look, @Cid", "mentions": [cid.id] });
    let (status, error) = post(&app, &ana, &issues, stranger).await;
    assert_eq!((status, &error["field"]), (400, &json!("mentions")));
    let body = json!({ "kind": "file", "text": "Is it a bus, @Ben?", "mentions": [ben.user, ana.user] });
    let (status, made) = post(&app, &ana, &issues, body).await;
    assert_eq!(status, 201);
    let thread = format!("{issues}/{}", made["id"].as_str().expect("an id"));
    assert_eq!(get(&app, &ana, &issues).await[0]["comments"][0]["mentions"].as_array().map(Vec::len), Some(2));
    assert_eq!(notifications_of(&app, ben.user).await, [("mentioned".to_owned(), "Is it a bus, @Ben?".to_owned())]);
    assert!(notifications_of(&app, ana.user).await.is_empty(), "users are not notified of their own actions");

    assert_eq!(post(&app, &ben, &format!("{thread}/comments"), json!({ "text": "A tram" })).await.0, 201);
    let state = format!("{thread}/state");
    for _ in 0..2 {
        assert_eq!(send(&app, &ben, Method::PUT, &state, json!({ "state": "resolved" })).await.0, 204);
    }
    let expected = [("answered", "A tram"), ("resolved", "Is it a bus, @Ben?")];
    assert_eq!(notifications_of(&app, ana.user).await, expected.map(|(kind, text)| (kind.to_owned(), text.to_owned())));

    // Rejection and force-unlock.
    assert_eq!(post(&app, &ana, &format!("/items/{item}/finish"), json!({ "move": "submit" })).await.0, 200);
    let body = json!({ "reason": "The tram is missing" });
    assert_eq!(post(&app, &ben, &format!("/items/{item}/reject"), body).await.0, 200);
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let editor = app.editor(&ana, item).await;
    let body = json!({ "reason": "Shift is over" });
    assert_eq!(post(&app, &boss, &format!("/items/{item}/unlock"), body).await.0, 204);
    let expected = [("rejected", "The tram is missing"), ("unlocked", "Shift is over")];
    assert_eq!(
        notifications_of(&app, ana.user).await[2..],
        expected.map(|(kind, text)| (kind.to_owned(), text.to_owned()))
    );
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f93_requirement_issues_open_and_resolve_automatically() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let mut ontology: Value = sqlx::query_scalar("SELECT ontology FROM tasks WHERE id = $1")
        .bind(task.id.0)
        .fetch_one(&app.state.db)
        .await
        .expect("an ontology");
    ontology["classes"][0]["required"] = json!(true);
    ontology["classes"][0]["attributes"][1]["required"] = json!(true);
    sqlx::query("UPDATE tasks SET ontology = $2 WHERE id = $1")
        .bind(task.id.0)
        .bind(ontology)
        .execute(&app.state.db)
        .await
        .expect("updated");
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let (issues, finish) = (format!("/items/{item}/issues"), format!("/items/{item}/finish"));
    let submit = async || post(&app, &ana, &finish, json!({ "move": "submit" })).await;

    let (status, error) = submit().await;
    assert_eq!((status, &error["code"]), (409, &json!("not_ready")));
    assert!(error["message"].as_str().expect("text").contains("there is no Thing"), "{error}");
    let mut editor = app.editor(&ana, item).await;
    editor.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    let (status, error) = submit().await;
    assert_eq!(status, 409);
    assert!(error["message"].as_str().expect("text").contains("a label lacks its Note"), "{error}");

    // A task without this requirement lets the item pass, with an issue about what is missing.
    let path = format!("/tasks/{}", task.id);
    let change = json!({ "finish_requires": "nothing" });
    assert_eq!(send(&app, &boss, Method::PATCH, &path, change).await.1["finish_requires"], "nothing");
    assert_eq!(submit().await.0, 200);
    let row = get(&app, &ana, &issues).await[0].clone();
    assert_eq!(
        (&row["id"], &row["kind"], &row["label"], &row["attribute"], &row["state"]),
        (&json!("required:a:note"), &json!("task_requirement"), &json!("a"), &json!("note"), &json!("open"))
    );
    let thread = format!("{issues}/required:a:note");
    let state = format!("{thread}/state");
    assert_eq!(send(&app, &boss, Method::PUT, &state, json!({ "state": "resolved" })).await.0, 409);
    assert_eq!(send(&app, &boss, Method::DELETE, &thread, json!({})).await.0, 409);

    assert_eq!(post(&app, &boss, &format!("/items/{item}/reject"), json!({ "reason": "The note" })).await.0, 200);
    editor.close().await;
    let mut editor = app.editor(&ana, item).await;
    editor
        .edit(|transaction, labels| {
            use yrs::Map;
            let Some(yrs::Out::YMap(label)) = labels.get(transaction, "a") else { panic!("no label") };
            let Some(yrs::Out::YMap(attributes)) = label.get(transaction, "attributes") else { panic!("none") };
            attributes.insert(transaction, "note", any(&json!("A red one")));
        })
        .await;
    editor.until_acked().await;
    // A task can also require that issues are resolved.
    let change = json!({ "finish_requires": "resolved_issues" });
    assert_eq!(send(&app, &boss, Method::PATCH, &path, change).await.0, 200);
    let (status, error) = submit().await;
    assert_eq!(status, 409);
    assert!(error["message"].as_str().expect("text").starts_with("1 issue is still open"), "{error}");
    let rows = get(&app, &ana, &issues).await;
    let file = rows.as_array().expect("rows").iter().find(|row| row["kind"] == "file").expect("the reason");
    let state = format!("{issues}/{}/state", file["id"].as_str().expect("an id"));
    assert_eq!(send(&app, &ana, Method::PUT, &state, json!({ "state": "resolved" })).await.0, 204);
    assert_eq!(submit().await.0, 200);
    let rows = get(&app, &ana, &issues).await;
    let row = rows.as_array().expect("rows").iter().find(|row| row["kind"] == "task_requirement").expect("kept");
    assert_eq!((&row["state"], &row["resolved"]["by_name"]), (&json!("resolved"), &Value::Null), "automatically");
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f94_f95_annotators_of_a_consensus_task_work_without_comments() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let issues = format!("/items/{item}/issues");
    let issue = json!({ "kind": "file", "text": "Look" });
    let (status, made) = post(&app, &ana, &issues, issue.clone()).await;
    assert_eq!(status, 201);
    let change = json!({ "consensus": true });
    assert_eq!(send(&app, &boss, Method::PATCH, &format!("/tasks/{}", task.id), change).await.0, 200);
    for by in [&ana, &boss] {
        let (status, error) = post(&app, by, &issues, issue.clone()).await;
        assert_eq!((status, &error["code"]), (409, &json!("conflict")), "{error}");
        let answer = format!("{issues}/{}/comments", made["id"].as_str().expect("an id"));
        assert_eq!(post(&app, by, &answer, json!({ "text": "Yes" })).await.0, 409);
    }
    assert_eq!(post(&app, &ana, &format!("/items/{item}/finish"), json!({ "move": "submit" })).await.0, 200);
    assert_eq!(post(&app, &boss, &issues, issue).await.0, 201, "comments are allowed in review");
    app.finish().await;
}
