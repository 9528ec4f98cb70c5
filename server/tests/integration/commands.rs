//! Commands on items over HTTP, with WebSockets open on them: issues, finishing, unlocking, changes of roles.

use countersign_shared::limits;
use countersign_shared::lock::LockStatus;
use countersign_shared::role::Role;
use countersign_shared::wire::{CloseCode, Notice, RefusalCode};
use countersign_shared::workflow::Stage;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::requests::{get, member, post, send};
use crate::app::{TestApp, TestSession};

#[tokio::test]
async fn f27_f28_acceptance_completes_the_item_and_writes_the_dataset_atomically() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    app.set_stage(item, Stage::Acceptance).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector, Role::Reviewer]).await;
    let mut editor = app.editor(&ida, item).await;
    editor.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;

    let path = format!("/items/{item}/finish");
    let (status, error) = post(&app, &ida, &path, json!({ "move": "approve" })).await;
    assert_eq!((status, &error["code"]), (409, &json!("wrong_stage")));
    assert_eq!(post(&app, &ida, &path, json!({ "move": "accept" })).await, (200, json!({ "stage": "complete" })));
    editor.until("the end of writing", |client| client.access.as_ref().is_some_and(|access| !access.can_write)).await;
    let (version, annotations): (i32, Value) =
        sqlx::query_as("SELECT version, annotations FROM dataset_annotations WHERE item_id = $1")
            .bind(item.0)
            .fetch_one(&app.state.db)
            .await
            .expect("one dataset row");
    assert_eq!((version, &annotations["a"]["class"]), (1, &json!("thing")));
    let snapshots: Vec<String> = sqlx::query_scalar("SELECT reason FROM item_snapshots WHERE item_id = $1")
        .bind(item.0)
        .fetch_all(&app.state.db)
        .await
        .expect("snapshots");
    assert!(snapshots.contains(&"accepted".to_owned()), "{snapshots:?}");
    let shown = get(&app, &ida, &format!("/items/{item}")).await;
    assert_eq!(
        (&shown["stage"], &shown["label_count"], &shown["can"]["write"]),
        (&json!("complete"), &json!(1), &json!(false))
    );
    assert_eq!(get(&app, &ida, &format!("/items/{item}/labels")).await["a"]["frames"]["0"]["geometry"]["w"], 30.0);
    let (status, error) = post(&app, &ida, &path, json!({ "move": "accept" })).await;
    assert_eq!((status, &error["code"]), (409, &json!("wrong_stage")));
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f102_only_the_lock_holder_finishes_a_locked_item() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let (ana, boss) =
        (member(&app, &task, "Ana", &[Role::Annotator]).await, member(&app, &task, "Boss", &[Role::Admin]).await);
    let mut editor = app.editor(&ana, item).await;
    let path = format!("/items/{item}/finish");
    let (status, error) = post(&app, &boss, &path, json!({ "move": "submit" })).await;
    assert_eq!((status, &error["code"]), (423, &json!("locked")));
    assert!(error["message"].as_str().expect("text").starts_with("Ana has been editing this item since "), "{error}");
    assert_eq!(post(&app, &ana, &path, json!({ "move": "submit" })).await, (200, json!({ "stage": "review" })));
    editor
        .until("the stage change, with a free lock", |client| {
            client.lock_status() == Some(LockStatus::Free) && !client.notices.is_empty()
        })
        .await;
    // The user who submitted it is not notified of an unlock.
    assert!(matches!(editor.notices[..], [Notice::Moved { .. }]), "{:?}", editor.notices);
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f85_f89_f98_issues_are_opened_answered_resolved_and_counted() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let mut watcher = app.live(&ana, item).await;
    let issues = format!("/items/{item}/issues");

    for wrong in [
        json!({ "kind": "pinned", "text": "where?" }),
        json!({ "kind": "pinned", "text": "outside", "anchor": { "x": 9999, "y": 1, "frame": 0 } }),
        json!({ "kind": "pinned", "text": "no such frame", "anchor": { "x": 1, "y": 1, "frame": 7 } }),
        json!({ "kind": "file", "text": "" }),
        json!({ "kind": "file", "text": "x".repeat(limits::MAX_COMMENT_CHARS + 1) }),
        json!({ "kind": "file" }),
        json!({ "kind": "file", "text": "x", "by": "somebody else" }),
    ] {
        let (status, error) = post(&app, &ben, &issues, wrong.clone()).await;
        assert_eq!((status, &error["code"]), (400, &json!("invalid")), "{wrong}");
    }
    let text = "<script>alert(1)</script> \u{202e}";
    let anchor = json!({ "x": 12.5, "y": 30.0, "frame": 0 });
    let (status, pinned) = post(&app, &ben, &issues, json!({ "kind": "pinned", "anchor": anchor, "text": text })).await;
    assert_eq!(status, 201, "{pinned}");
    let pinned = pinned["id"].as_str().expect("an id").to_owned();
    let (_, file) = post(&app, &ana, &issues, json!({ "kind": "file", "text": "All done" })).await;
    let file = file["id"].as_str().expect("an id").to_owned();
    let (status, _) = post(&app, &ana, &format!("{issues}/{pinned}/comments"), json!({ "text": "Corrected" })).await;
    assert_eq!(status, 201);
    watcher
        .until("the answer", |client| {
            client.root("issues")[&pinned]["comments"].as_array().is_some_and(|comments| comments.len() == 2)
        })
        .await;

    let rows = get(&app, &ana, &issues).await;
    let row = rows.as_array().expect("rows").iter().find(|row| row["id"] == *pinned).expect("listed");
    assert_eq!((&row["kind"], &row["state"], &row["by_name"]), (&json!("pinned"), &json!("open"), &json!("Ben")));
    assert_eq!((&row["anchor"], &row["comments"][0]["text"]), (&anchor, &json!(text)));
    assert_eq!(row["comments"][1]["by_name"], "Ana");
    let counts = async || {
        let item = get(&app, &ana, &format!("/items/{item}")).await;
        (item["open_issues"].as_i64(), item["comment_count"].as_i64())
    };
    assert_eq!(counts().await, (Some(2), Some(3)));

    let state = format!("{issues}/{pinned}/state");
    assert_eq!(send(&app, &ana, Method::PUT, &state, json!({ "state": "resolved" })).await.0, 204);
    assert_eq!(counts().await.0, Some(1));
    let delete =
        async |by: &TestSession, id: &str| send(&app, by, Method::DELETE, &format!("{issues}/{id}"), json!({})).await.0;
    assert_eq!(delete(&ana, &pinned).await, 403, "another user's issue");
    assert_eq!(delete(&ana, &file).await, 204, "their own issue");
    assert_eq!(delete(&boss, &pinned).await, 204, "an admin deletes any issue");
    assert_eq!(delete(&boss, &pinned).await, 404);
    assert_eq!(counts().await, (Some(0), Some(0)));
    watcher.until("no issues", |client| client.root("issues") == json!({})).await;
    watcher.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f21_f22_f23_a_force_unlock_notifies_the_holder_and_refuses_later_writes() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let mut editor = app.editor(&ana, item).await;
    editor.add_box("saved", [10.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    let (status, _) = post(&app, &ida, &format!("/items/{item}/unlock"), json!({ "reason": " Shift is over " })).await;
    assert_eq!(status, 204);
    editor.until("the notice", |client| !client.notices.is_empty()).await;
    match &editor.notices[0] {
        Notice::Unlocked { by, reason } => assert_eq!((by.name.as_str(), reason.as_str()), ("Ida", "Shift is over")),
        other => panic!("{other:?}"),
    }
    editor.until("the loss of the lock", |client| client.lock_status() == Some(LockStatus::Free)).await;
    assert!(get(&app, &ida, &format!("/items/{item}/labels")).await.get("saved").is_some());
    let (action, reason): (String, Value) =
        sqlx::query_as("SELECT action, detail FROM audit_log WHERE item_id = $1 ORDER BY id DESC LIMIT 1")
            .bind(item.0)
            .fetch_one(&app.state.db)
            .await
            .expect("an audit row");
    assert!(action.starts_with("lock.") && reason.to_string().contains("Shift is over"), "{action} {reason}");
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn n12_without_the_editor_lock_members_write_at_once() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let (mut by_ana, mut by_ben) = (app.editor(&ana, item).await, app.live(&ben, item).await);
    let path = format!("/tasks/{}", task.id);
    let (status, changed) = send(&app, &boss, Method::PATCH, &path, json!({ "editor_lock": false })).await;
    assert_eq!((status, &changed["editor_lock"]), (200, &json!(false)));
    for client in [&mut by_ana, &mut by_ben] {
        client.until("no lock", |client| client.lock_status() == Some(LockStatus::Off)).await;
    }
    by_ana.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    by_ben.add_box("b", [50.0, 20.0, 30.0, 40.0]).await;
    by_ana.until("the other's label", |client| client.has_label("b")).await;
    by_ben.until("the other's label", |client| client.has_label("a")).await;
    by_ana.close().await;
    by_ben.close().await;
    app.finish().await;
}

#[tokio::test]
async fn fault_19_a_role_lowered_while_connected_refuses_the_next_write() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let (mut editor, mut watcher) = (app.editor(&ana, item).await, app.live(&ben, item).await);
    let roles = async |user: &TestSession, roles: Value| {
        let path = format!("/tasks/{}/members/{}", task.id, user.user);
        assert_eq!(send(&app, &boss, Method::PUT, &path, json!({ "roles": roles })).await.0, 204);
    };
    roles(&ana, json!(["reviewer"])).await;
    editor.add_box("late", [10.0, 20.0, 30.0, 40.0]).await;
    let code = editor.until_refused().await;
    assert!(matches!(code, RefusalCode::Role | RefusalCode::LockLost | RefusalCode::Stage), "{code:?}");
    assert!(get(&app, &boss, &format!("/items/{item}/labels")).await.get("late").is_none());

    // No longer a member: the WebSocket closes, and the item does not exist.
    roles(&ben, json!([])).await;
    assert_eq!(watcher.until_closed().await, CloseCode::Forbidden.code());
    assert!(!watcher.has_label("late"), "nobody saw it");
    let gone = ben.http.get(app.url(&format!("/api/v1/items/{item}"))).send().await.expect("a response");
    assert_eq!(gone.status(), 404);
    editor.close().await;
    app.finish().await;
}
