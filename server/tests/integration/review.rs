//! The reviewer's work over HTTP, with WebSockets open on the item: verdicts, editing in review, stage changes.

use std::time::Instant;

use countersign_shared::ids::ItemId;
use countersign_shared::lock::LockStatus;
use countersign_shared::role::Role;
use countersign_shared::wire::{ClientMessage, RefusalCode};
use countersign_shared::workflow::Stage;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::live::LiveClient;
use crate::app::requests::{get, member, post, send};
use crate::app::{TestApp, TestSession, TestTask};

/// Counts the rows of the item's log; a refused command adds none.
async fn log_rows(app: &TestApp, item: ItemId) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM item_updates WHERE item_id = $1")
        .bind(item.0)
        .fetch_one(&app.state.db)
        .await
        .expect("a count")
}

/// Lets an annotator add boxes to the item, submit it for review, and leave.
async fn in_review(app: &TestApp, task: &TestTask, by: &TestSession, labels: &[&str]) -> ItemId {
    let item = task.items[0];
    let mut editor = app.editor(by, item).await;
    for (n, label) in (0..).zip(labels) {
        editor.add_box(label, [10.0 + f64::from(n), 20.0, 30.0, 40.0]).await;
    }
    editor.until_acked().await;
    let (status, answer) = post(app, by, &format!("/items/{item}/finish"), json!({ "move": "submit" })).await;
    assert_eq!((status, &answer["stage"]), (200, &json!("review")), "{answer}");
    editor.close().await;
    item
}

async fn judge(app: &TestApp, by: &TestSession, item: ItemId, body: Value) -> (u16, Value) {
    post(app, by, &format!("/items/{item}/verdicts"), body).await
}

fn verdict_of<'v>(verdicts: &'v Value, label: &str) -> Option<&'v str> {
    verdicts[label]["verdict"].as_str()
}

fn has_verdict(label: &'static str, verdict: Option<&'static str>) -> impl Fn(&LiveClient) -> bool {
    move |client| verdict_of(&client.root("verdicts"), label) == verdict
}

#[tokio::test]
async fn f47_f50_f51_f86_verdicts_are_given_in_bulk_seen_live_and_removed() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let bea = member(&app, &task, "Bea", &[Role::Reviewer]).await;
    let item = in_review(&app, &task, &ana, &["a", "b", "c"]).await;
    let mut watcher = app.live(&ana, item).await;

    let (status, answer) =
        judge(&app, &ben, item, json!({ "verdict": "approved", "labels": ["a", "b", "gone"] })).await;
    assert_eq!((status, answer), (200, json!({ "judged": 2, "skipped": ["gone"] })));
    watcher.until("both verdicts", has_verdict("b", Some("approved"))).await;
    let verdicts = watcher.root("verdicts");
    assert_eq!((&verdicts["a"]["by_name"], &verdicts["a"]["round"]), (&json!("Ben"), &json!(1)), "{verdicts}");
    assert_eq!(verdict_of(&verdicts, "c"), None);

    // A rejection needs a reason, and opens an issue for each label.
    let before = log_rows(&app, item).await;
    for reason in [Value::Null, json!(" ")] {
        let body = json!({ "verdict": "rejected", "labels": ["b", "c"], "reason": reason });
        let (status, error) = judge(&app, &ben, item, body).await;
        assert_eq!((status, &error["field"]), (400, &json!("reason")), "{error}");
    }
    assert_eq!(log_rows(&app, item).await, before);
    let body = json!({ "verdict": "rejected", "labels": ["b", "c"], "reason": " Too wide " });
    assert_eq!(judge(&app, &bea, item, body).await.0, 200);
    watcher.until("the rejection", has_verdict("c", Some("rejected"))).await;
    let threads = get(&app, &ana, &format!("/items/{item}/issues")).await;
    let labels: Vec<_> = threads.as_array().expect("rows").iter().map(|row| row["label"].as_str()).collect();
    assert_eq!(labels, [Some("b"), Some("c")], "one per label");
    let thread = &threads[0];
    assert_eq!((&thread["kind"], &thread["comments"][0]["text"]), (&json!("label_rejection"), &json!("Too wide")));
    let id = thread["id"].as_str().expect("an id");
    let path = format!("/items/{item}/issues/{id}");
    assert_eq!(send(&app, &bea, Method::DELETE, &path, json!({})).await.0, 409, "rejection issues cannot be deleted");

    // A second rejection adds a comment to the open issue.
    let body = json!({ "verdict": "rejected", "labels": ["b"], "reason": "And too high" });
    assert_eq!(judge(&app, &ben, item, body).await.0, 200);
    let threads = get(&app, &ana, &format!("/items/{item}/issues")).await;
    assert_eq!(
        (threads.as_array().map(Vec::len), &threads[0]["comments"][1]["text"]),
        (Some(2), &json!("And too high"))
    );

    // Removing the verdict resolves the issue; rejecting again, without a reason, reopens it.
    assert_eq!(judge(&app, &ben, item, json!({ "verdict": "pending", "labels": ["a", "b"] })).await.0, 200);
    watcher.until("pending", has_verdict("b", None)).await;
    let thread = async || get(&app, &ana, &format!("/items/{item}/issues")).await[0].clone();
    let resolved = thread().await;
    assert_eq!((&resolved["state"], &resolved["resolved"]["by_name"]), (&json!("resolved"), &json!("Ben")));
    assert_eq!(judge(&app, &ben, item, json!({ "verdict": "rejected", "labels": ["b"] })).await.0, 200);
    assert_eq!(thread().await["state"], "open");

    let shown = get(&app, &ana, &format!("/items/{item}")).await;
    assert_eq!((&shown["approved_count"], &shown["rejected_count"]), (&json!(0), &json!(2)));
    let audit: Vec<(uuid::Uuid, Value)> = sqlx::query_as(
        "SELECT actor_id, detail FROM audit_log WHERE item_id = $1 AND action = 'label.judge' ORDER BY id",
    )
    .bind(item.0)
    .fetch_all(&app.state.db)
    .await
    .expect("rows");
    // Ben approved b and Bea rejected it: the last verdict counts, and the audit log keeps both.
    let of_b: Vec<_> = audit
        .iter()
        .filter(|(_, detail)| detail["labels"].as_array().is_some_and(|labels| labels.contains(&json!("b"))))
        .map(|(actor, detail)| (*actor == ben.user.0, detail["verdict"].as_str().expect("a verdict")))
        .collect();
    let expected = [(true, "approved"), (false, "rejected"), (true, "rejected"), (true, "pending"), (true, "rejected")];
    assert_eq!(of_b, expected);
    watcher.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f52_f53_f55_a_strict_review_requires_every_label_approved() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let item = in_review(&app, &task, &ana, &["a", "b", "c"]).await;
    let mut watcher = app.live(&ana, item).await;
    let finish = format!("/items/{item}/finish");
    let approve = async || post(&app, &ben, &finish, json!({ "move": "approve" })).await;

    assert_eq!(judge(&app, &ben, item, json!({ "verdict": "approved", "labels": ["a"] })).await.0, 200);
    let body = json!({ "verdict": "rejected", "labels": ["b"], "reason": "No" });
    assert_eq!(judge(&app, &ben, item, body).await.0, 200);
    let before = log_rows(&app, item).await;
    let (status, error) = approve().await;
    assert_eq!((status, &error["code"]), (409, &json!("not_ready")));
    assert!(error["message"].as_str().expect("text").starts_with("1 label is rejected"), "{error}");
    assert_eq!(judge(&app, &ben, item, json!({ "verdict": "pending", "labels": ["b"] })).await.0, 200);
    let (status, error) = approve().await;
    assert_eq!((status, &error["code"]), (409, &json!("not_ready")));
    assert!(error["message"].as_str().expect("text").starts_with("2 labels are not judged yet"), "{error}");
    assert_eq!(log_rows(&app, item).await, before + 1, "only the removed verdict");

    // If the review is not strict, approving the item approves its pending labels.
    let lenient = json!({ "reviews": [{ "strict": false, "percent": 100 }], "acceptance": true });
    let (status, changed) =
        send(&app, &boss, Method::PATCH, &format!("/tasks/{}", task.id), json!({ "workflow": lenient })).await;
    assert_eq!((status, &changed["workflow"]), (200, &lenient));
    assert_eq!(approve().await, (200, json!({ "stage": "acceptance" })));
    watcher.until("the approval of pending labels", has_verdict("c", Some("approved"))).await;
    assert_eq!(verdict_of(&watcher.root("verdicts"), "b"), Some("approved"));
    let snapshots: Vec<String> =
        sqlx::query_scalar("SELECT reason FROM item_snapshots WHERE item_id = $1 ORDER BY seq")
            .bind(item.0)
            .fetch_all(&app.state.db)
            .await
            .expect("snapshots");
    assert!(snapshots.ends_with(&["submitted".to_owned(), "approved".to_owned()]), "{snapshots:?}");
    watcher.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f27_an_item_with_rejected_labels_is_not_accepted() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    app.set_stage(item, Stage::Acceptance).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let mut editor = app.editor(&ida, item).await;
    editor.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    let body = json!({ "verdict": "rejected", "labels": ["a"], "reason": "Too wide" });
    assert_eq!(judge(&app, &ida, item, body).await.0, 200);
    let finish = format!("/items/{item}/finish");
    let (status, error) = post(&app, &ida, &finish, json!({ "move": "accept" })).await;
    assert_eq!((status, &error["code"]), (409, &json!("not_ready")), "{error}");
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM dataset_annotations WHERE item_id = $1")
        .bind(item.0)
        .fetch_one(&app.state.db)
        .await
        .expect("a count");
    assert_eq!(rows, 0, "nothing is in the dataset");
    // In acceptance, pending labels are enough.
    assert_eq!(judge(&app, &ida, item, json!({ "verdict": "pending", "labels": ["a"] })).await.0, 200);
    assert_eq!(post(&app, &ida, &finish, json!({ "move": "accept" })).await.0, 200);
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f54_a_rejected_item_is_corrected_and_only_changed_labels_are_reviewed_again() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let item = in_review(&app, &task, &ana, &["good", "touched", "bad", "deleted", "restored"]).await;
    let reject = format!("/items/{item}/reject");

    let (status, error) = post(&app, &ben, &reject, json!({})).await;
    assert_eq!((status, &error["field"]), (400, &json!("reason")), "no label is rejected, so a reason is required");
    let body = json!({ "verdict": "approved", "labels": ["good", "touched", "deleted", "restored"] });
    assert_eq!(judge(&app, &ben, item, body).await.0, 200);
    let body = json!({ "verdict": "rejected", "labels": ["bad"], "reason": "Wrong class" });
    assert_eq!(judge(&app, &ben, item, body).await.0, 200);
    let (status, error) = post(&app, &ben, &reject, json!({ "assignee": ben.user })).await;
    assert_eq!((status, &error["field"]), (400, &json!("assignee")), "not an annotator");
    let (status, error) = post(&app, &ben, &reject, json!({ "stage": "acceptance" })).await;
    assert_eq!((status, &error["field"]), (400, &json!("stage")));
    assert_eq!(post(&app, &ben, &reject, json!({})).await, (200, json!({ "stage": "annotate" })));

    let shown = get(&app, &ana, &format!("/items/{item}")).await;
    assert_eq!((&shown["round"], &shown["rejections"]), (&json!(2), &json!(1)));
    assert_eq!((&shown["assignee"]["name"], &shown["returned_by"]["name"]), (&json!("Ana"), &json!("Ben")));
    assert_eq!((&shown["open_issues"], &shown["can"]["judge"]), (&json!(1), &json!(false)));

    // The annotator sees the verdicts, and can correct everything.
    let mut editor = app.editor(&ana, item).await;
    assert_eq!(verdict_of(&editor.root("verdicts"), "bad"), Some("rejected"));
    editor.move_box("bad", [50.0, 60.0, 10.0, 10.0]).await;
    editor.move_box("touched", [51.0, 60.0, 10.0, 10.0]).await;
    editor.delete_label("deleted").await;
    editor.move_box("restored", [52.0, 60.0, 10.0, 10.0]).await;
    editor.move_box("restored", [14.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    let finish = format!("/items/{item}/finish");
    assert_eq!(post(&app, &ana, &finish, json!({ "move": "submit" })).await.0, 200);
    editor.until("the rejected label is pending", has_verdict("bad", None)).await;
    let verdicts = editor.root("verdicts");
    assert_eq!(verdict_of(&verdicts, "good"), Some("approved"), "an unchanged label stays approved");
    assert_eq!(verdict_of(&verdicts, "restored"), Some("approved"), "restored to the approved state");
    assert_eq!(verdicts.as_object().map(serde_json::Map::len), Some(2), "{verdicts}");
    editor.close().await;

    // Rejected again.
    let body = json!({ "reason": "Not yet", "assignee": ana.user });
    assert_eq!(post(&app, &ben, &reject, body).await.0, 200);
    assert_eq!(get(&app, &ana, &format!("/items/{item}")).await["round"], 3);
    let threads = get(&app, &ana, &format!("/items/{item}/issues")).await;
    let file = threads.as_array().expect("rows").iter().find(|row| row["kind"] == "file").expect("the reason");
    assert_eq!((&file["comments"][0]["text"], &file["by_name"]), (&json!("Not yet"), &json!("Ben")));
    app.finish().await;
}

#[tokio::test]
async fn f57_f58_f59_f61_the_gate_restricts_edits_in_review() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let item = in_review(&app, &task, &ana, &["a", "b"]).await;
    let mut watcher = app.live(&ana, item).await;
    let mut editor = app.editor(&ben, item).await;

    editor.move_box("a", [1.0, 2.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    // A label that the reviewer adds is approved with the edit itself: nobody sees it pending.
    editor.add_box("new", [70.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    editor.until("its verdict", has_verdict("new", Some("approved"))).await;
    watcher.until("the new label", |client| client.has_label("new")).await;
    watcher.until("its verdict", has_verdict("new", Some("approved"))).await;
    assert_eq!(watcher.root("verdicts")["new"]["by_name"], "Ben");
    let first: i64 = sqlx::query_scalar("SELECT max(seq) FROM item_updates WHERE item_id = $1")
        .bind(item.0)
        .fetch_one(&app.state.db)
        .await
        .expect("a number");
    let epochs: Vec<Option<i64>> =
        sqlx::query_scalar("SELECT epoch FROM item_updates WHERE item_id = $1 AND seq > $2 ORDER BY seq")
            .bind(item.0)
            .bind(first - 2)
            .fetch_all(&app.state.db)
            .await
            .expect("rows");
    assert!(epochs.len() == 2 && epochs[0].is_some() && epochs[0] == epochs[1], "both fenced by one epoch: {epochs:?}");

    // Like any label with a verdict, it cannot be changed.
    let before = log_rows(&app, item).await;
    editor.move_box("new", [3.0, 2.0, 30.0, 40.0]).await;
    assert_eq!(editor.until_refused().await, RefusalCode::Judged);
    editor.close().await;
    assert_eq!(log_rows(&app, item).await, before);
    assert_eq!(watcher.labels()["new"]["frames"]["0"]["geometry"]["x"], 70.0, "nobody saw it");

    assert_eq!(judge(&app, &ben, item, json!({ "verdict": "pending", "labels": ["new"] })).await.0, 200);
    let mut editor = app.editor(&ben, item).await;
    editor.move_box("new", [3.0, 2.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    editor.delete_label("new").await;
    editor.until_acked().await;
    editor.close().await;
    watcher.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f49_f87_a_thousand_verdicts_take_one_transaction() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let mut editor = app.editor(&ana, item).await;
    let labels: Vec<String> = (0..1_000).map(|n| format!("l{n}")).collect();
    editor
        .edit(|transaction, all| {
            use yrs::{Map, MapPrelim};
            for label in &labels {
                let map = all.insert(transaction, label.as_str(), MapPrelim::default());
                map.insert(transaction, "class", "thing");
                map.insert(transaction, "shape", "box");
                map.insert(transaction, "z", 0_i64);
                let keyframe = json!({ "geometry": { "x": 1, "y": 2, "w": 3, "h": 4 }, "outside": false });
                let frames = map.insert(transaction, "frames", MapPrelim::default());
                frames.insert(transaction, "0", crate::app::live::any(&keyframe));
                map.insert(transaction, "attributes", MapPrelim::default());
            }
        })
        .await;
    editor.until_acked().await;
    assert_eq!(post(&app, &ana, &format!("/items/{item}/finish"), json!({ "move": "submit" })).await.0, 200);
    editor.close().await;
    let mut watcher = app.live(&ana, item).await;

    for (verdict, reason) in [("approved", None), ("rejected", Some("All of them"))] {
        let (rows, began) = (log_rows(&app, item).await, Instant::now());
        let body = json!({ "verdict": verdict, "labels": labels, "reason": reason });
        assert_eq!(judge(&app, &ben, item, body).await, (200, json!({ "judged": 1000, "skipped": [] })));
        watcher
            .until("the last verdict", |client| {
                let verdicts = client.root("verdicts");
                verdicts
                    .as_object()
                    .is_some_and(|all| all.len() == 1000 && all.values().all(|v| v["verdict"] == verdict))
            })
            .await;
        println!("1,000 labels {verdict}, seen by another after {:?}", began.elapsed());
        assert_eq!(log_rows(&app, item).await, rows + 1, "one update");
    }
    let shown = get(&app, &ana, &format!("/items/{item}")).await;
    assert_eq!((&shown["rejected_count"], &shown["open_issues"]), (&json!(1000), &json!(1000)));
    watcher.close().await;
    app.finish().await;
}

/// A row for each command that gives verdicts or changes the stage, at each stage, with the status that each role gets.
#[tokio::test]
async fn fault_20_every_command_by_role_and_stage() {
    const ROLES: [(&str, Role); 4] =
        [("Ana", Role::Annotator), ("Ben", Role::Reviewer), ("Ida", Role::Inspector), ("Boss", Role::Admin)];
    let judge = || ("verdicts", json!({ "verdict": "approved", "labels": ["a"] }));
    let reject = || ("reject", json!({ "reason": "No" }));
    let finish = |by: &str| ("finish", json!({ "move": by }));
    let comment = || ("issues", json!({ "kind": "file", "text": "Look" }));
    let range = || ("issues", json!({ "kind": "frame_range", "frames": { "first": 0, "last": 1 }, "text": "Rain" }));
    let table = [
        (judge(), Stage::Annotate, [403, 409, 409, 409]),
        (judge(), Stage::Review, [403, 200, 403, 200]),
        (judge(), Stage::Acceptance, [403, 403, 200, 200]),
        (judge(), Stage::Complete, [403, 409, 409, 409]),
        (reject(), Stage::Annotate, [403, 409, 409, 409]),
        (reject(), Stage::Review, [403, 200, 403, 200]),
        (reject(), Stage::Acceptance, [403, 403, 200, 200]),
        (reject(), Stage::Complete, [403, 409, 409, 409]),
        (finish("submit"), Stage::Annotate, [200, 403, 403, 200]),
        (finish("submit"), Stage::Review, [409, 403, 403, 409]),
        (finish("approve"), Stage::Annotate, [403, 409, 403, 409]),
        // The only label has no verdict yet.
        (finish("approve"), Stage::Review, [403, 409, 403, 409]),
        (finish("accept"), Stage::Review, [403, 403, 409, 409]),
        (finish("accept"), Stage::Acceptance, [403, 403, 200, 200]),
        (finish("accept"), Stage::Complete, [403, 403, 409, 409]),
        (comment(), Stage::Annotate, [201; 4]),
        (comment(), Stage::Review, [201; 4]),
        (comment(), Stage::Acceptance, [201; 4]),
        (comment(), Stage::Complete, [201; 4]),
        // An image has only one frame.
        (range(), Stage::Review, [400; 4]),
    ];
    let app = TestApp::start_with(|config| config.live.room_idle_seconds = 0).await;
    let task = app.make_task(table.len() * ROLES.len()).await;
    let mut people = Vec::new();
    for (name, role) in ROLES {
        people.push(member(&app, &task, name, &[role]).await);
    }
    let mut items = task.items.iter();
    let mut wrong = Vec::new();
    for ((command, body), stage, expected) in &table {
        for (who, person) in people.iter().enumerate() {
            let item = *items.next().expect("one for each cell");
            let mut editor = app.editor(&people[3], item).await;
            editor.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
            editor.until_acked().await;
            editor.send_control(&ClientMessage::Release {}).await;
            editor.until("a free lock", |client| client.lock_status() == Some(LockStatus::Free)).await;
            editor.close().await;
            app.eventually("the room is gone", async |app| app.rooms.stats().rooms == 0).await;
            app.set_stage(item, *stage).await;
            // Recorded as opened; items that were not opened have a separate test.
            countersign::db::openings::record(
                &mut app.state.db.acquire().await.expect("a connection"),
                item,
                person.user,
            )
            .await
            .expect("recorded");
            let before = log_rows(&app, item).await;
            let (status, answer) = post(&app, person, &format!("/items/{item}/{command}"), body.clone()).await;
            if status != expected[who] {
                wrong.push((*command, body.clone(), *stage, ROLES[who].1, expected[who], status, answer));
            }
            if status >= 300 {
                assert_eq!(log_rows(&app, item).await, before, "{command} was refused but changed something");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    app.finish().await;
}
