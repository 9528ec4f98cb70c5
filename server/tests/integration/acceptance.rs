//! The inspector's work over HTTP: opening items before deciding, several reviews, rejected items, and reopening accepted
//! items.

use countersign_shared::ids::ItemId;
use countersign_shared::role::Role;
use countersign_shared::wire::{ClientMessage, RefusalCode};
use countersign_shared::workflow::Stage;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::requests::{get, member, post, send};
use crate::app::{TestApp, TestSession, TestTask};

async fn finish(app: &TestApp, by: &TestSession, item: ItemId, by_move: &str) -> (u16, Value) {
    post(app, by, &format!("/items/{item}/finish"), json!({ "move": by_move })).await
}

/// Opens the item as this user, like a browser.
async fn open(app: &TestApp, by: &TestSession, item: ItemId) {
    app.live(by, item).await.close().await;
}

#[tokio::test]
async fn f11_an_item_must_be_opened_before_a_decision() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let rei = member(&app, &task, "Rei", &[Role::Reviewer]).await;
    app.set_stage(item, Stage::Review).await;
    // Opening the item at an earlier stage does not count: it can have changed since.
    open(&app, &ida, item).await;
    app.eventually("she is gone", async |app| app.rooms.stats().connections == 0).await;
    assert_eq!(finish(&app, &rei, item, "approve").await.0, 200);

    let reject = format!("/items/{item}/reject");
    for (path, body) in [
        (format!("/items/{item}/finish"), json!({ "move": "accept" })),
        (reject.clone(), json!({ "reason": "Not sharp" })),
    ] {
        let (status, error) = post(&app, &ida, &path, body).await;
        assert_eq!((status, &error["code"]), (409, &json!("not_ready")), "{path}");
        assert!(error["message"].as_str().expect("text").starts_with("Open the item before you"), "{error}");
    }
    assert_eq!(get(&app, &ida, &format!("/items/{item}")).await["opened"], false);
    let unseen = get(&app, &ida, &format!("/tasks/{}/items?opened=false", task.id)).await;
    assert_eq!(unseen["total"], 1);

    open(&app, &ida, item).await;
    assert_eq!(get(&app, &ida, &format!("/items/{item}")).await["opened"], true);
    assert_eq!(finish(&app, &ida, item, "accept").await, (200, json!({ "stage": "complete" })));
    app.finish().await;
}

#[tokio::test]
async fn f11_an_item_that_is_open_when_it_arrives_counts_as_opened() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    app.set_stage(item, Stage::Review).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let rei = member(&app, &task, "Rei", &[Role::Reviewer]).await;
    let looking = app.live(&ida, item).await;
    assert_eq!(finish(&app, &rei, item, "approve").await.0, 200);
    assert_eq!(finish(&app, &ida, item, "accept").await, (200, json!({ "stage": "complete" })));
    looking.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f30_f31_f32_an_accepted_item_is_reopened_and_accepted_again() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let rei = member(&app, &task, "Rei", &[Role::Reviewer]).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let mut editor = app.editor(&ana, item).await;
    editor.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    editor.close().await;
    assert_eq!(finish(&app, &ana, item, "submit").await.0, 200);
    let verdicts = format!("/items/{item}/verdicts");
    let approve = json!({ "verdict": "approved", "labels": ["a"] });
    assert_eq!(post(&app, &rei, &verdicts, approve.clone()).await.0, 200);
    assert_eq!(finish(&app, &rei, item, "approve").await.0, 200);
    open(&app, &ida, item).await;
    assert_eq!(finish(&app, &ida, item, "accept").await.0, 200);

    let revise = format!("/items/{item}/revise");
    let (status, error) = post(&app, &ida, &revise, json!({ "reason": "The class changed" })).await;
    assert_eq!((status, &error["code"]), (409, &json!("not_ready")), "it was not opened since it was completed");
    open(&app, &ida, item).await;
    assert_eq!(post(&app, &rei, &revise, json!({ "reason": "x" })).await.0, 403);
    let (status, error) = post(&app, &ida, &revise, json!({})).await;
    assert_eq!((status, &error["field"]), (400, &json!("reason")));
    let (status, error) = post(&app, &ida, &revise, json!({ "reason": "x", "stage": "complete" })).await;
    assert_eq!((status, &error["field"]), (400, &json!("stage")));
    let answer = post(&app, &ida, &revise, json!({ "reason": "The class changed" })).await;
    assert_eq!(answer, (200, json!({ "stage": "annotate" })));
    let (status, error) = post(&app, &ida, &revise, json!({ "reason": "Again" })).await;
    assert_eq!((status, &error["code"]), (409, &json!("wrong_stage")));

    // It is assigned to the user who submitted it, who is notified; the dataset keeps the accepted version.
    let shown = get(&app, &ana, &format!("/items/{item}")).await;
    assert_eq!((&shown["status"], &shown["revisions"], &shown["round"]), (&json!("sent_back"), &json!(1), &json!(2)));
    assert_eq!((&shown["assignee"]["name"], &shown["returned_by"]["name"]), (&json!("Ana"), &json!("Ida")));
    let told = get(&app, &ana, "/me/notifications").await;
    assert_eq!(
        (&told["rows"][0]["kind"], &told["rows"][0]["excerpt"]),
        (&json!("revised"), &json!("The class changed"))
    );
    let kept: Vec<i32> = versions(&app, item).await;
    assert_eq!(kept, [1]);
    let card = get(&app, &ana, &format!("/tasks/{}", task.id)).await;
    assert_eq!((&card["rejected_to_me"], &card["to_review_again"]), (&json!(1), &json!(0)));

    // Submitted again, it waits for a new decision by Ida.
    assert_eq!(finish(&app, &ana, item, "submit").await.0, 200);
    assert_eq!(get(&app, &ida, &format!("/tasks/{}", task.id)).await["to_review_again"], 0, "the review comes first");
    assert_eq!(finish(&app, &rei, item, "approve").await.0, 200);
    let card = get(&app, &ida, &format!("/tasks/{}", task.id)).await;
    assert_eq!(card["to_review_again"], 1);
    let again = format!("/tasks/{}/items?status=resubmitted&returned_by={}", task.id, ida.user);
    assert_eq!(get(&app, &ida, &again).await["total"], 1);
    let next = format!("/tasks/{}/next", task.id);
    let (_, offered) = post(&app, &ida, &next, json!({ "stage": "acceptance", "returned": true })).await;
    assert_eq!(offered["item"], json!(item));
    open(&app, &ida, item).await;
    assert_eq!(finish(&app, &ida, item, "accept").await.0, 200);
    assert_eq!(versions(&app, item).await, [1, 2]);
    let shown = get(&app, &ida, &format!("/items/{item}")).await;
    assert_eq!((&shown["status"], &shown["returned_by"]), (&json!("complete"), &Value::Null));

    // The history shows who did what in every round.
    let moves = get(&app, &ana, &format!("/items/{item}/moves")).await;
    let told: Vec<_> = moves
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
            (text("kind"), row["by"]["name"].as_str().unwrap_or_default().to_owned(), row["round"].as_i64())
        })
        .collect();
    let expected = [
        ("submit", "Ana", 1),
        ("approve", "Rei", 1),
        ("accept", "Ida", 1),
        ("revise", "Ida", 1),
        ("submit", "Ana", 2),
        ("approve", "Rei", 2),
        ("accept", "Ida", 2),
    ];
    let expected = expected.map(|(kind, by, round)| (kind.to_owned(), by.to_owned(), Some(round)));
    assert_eq!(told, expected);
    assert_eq!(moves[3]["reason"], "The class changed");
    app.finish().await;
}

async fn versions(app: &TestApp, item: ItemId) -> Vec<i32> {
    sqlx::query_scalar("SELECT version FROM dataset_annotations WHERE item_id = $1 ORDER BY version")
        .bind(item.0)
        .fetch_all(&app.state.db)
        .await
        .expect("rows")
}

async fn set_workflow(app: &TestApp, task: &TestTask, workflow: Value) {
    sqlx::query("UPDATE tasks SET workflow = $2 WHERE id = $1")
        .bind(task.id.0)
        .bind(workflow)
        .execute(&app.state.db)
        .await
        .expect("updated");
}

#[tokio::test]
async fn f1_f53_each_review_starts_without_verdicts_and_the_last_leads_to_acceptance() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let strict = json!({ "strict": true, "percent": 100 });
    let lenient = json!({ "strict": false, "percent": 100 });
    set_workflow(&app, &task, json!({ "reviews": [strict, lenient], "acceptance": true })).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let rei = member(&app, &task, "Rei", &[Role::Reviewer]).await;
    let mut editor = app.editor(&ana, item).await;
    editor.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    assert_eq!(finish(&app, &ana, item, "submit").await.0, 200);
    let item_state = async || {
        let shown = get(&app, &rei, &format!("/items/{item}")).await;
        (shown["stage"].clone(), shown["review_pass"].clone(), shown["approved_count"].clone())
    };
    assert_eq!(item_state().await, (json!("review"), json!(1), json!(0)));
    let (status, error) = finish(&app, &rei, item, "approve").await;
    assert_eq!((status, &error["code"]), (409, &json!("not_ready")), "the first review is strict");
    let verdicts = format!("/items/{item}/verdicts");
    assert_eq!(post(&app, &rei, &verdicts, json!({ "verdict": "approved", "labels": ["a"] })).await.0, 200);
    assert_eq!(finish(&app, &rei, item, "approve").await, (200, json!({ "stage": "review" })));
    assert_eq!(item_state().await, (json!("review"), json!(2), json!(0)), "the second review begins without verdicts");
    editor.until("the second review", |client| client.root("item")["pass"].as_f64() == Some(2.0)).await;
    assert_eq!(editor.root("verdicts"), json!({}));
    assert_eq!(finish(&app, &rei, item, "approve").await, (200, json!({ "stage": "acceptance" })));
    assert_eq!(item_state().await, (json!("acceptance"), json!(0), json!(1)), "pending labels are approved");
    let passes = get(&app, &rei, &format!("/tasks/{}/items?reviewer={}", task.id, rei.user)).await;
    assert_eq!(passes["total"], 1);
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f1_a_partial_review_skips_the_other_items() {
    let app = TestApp::start().await;
    let task = app.make_task(40).await;
    set_workflow(&app, &task, json!({ "reviews": [{ "strict": true, "percent": 50 }], "acceptance": true })).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let mut reviewed = 0;
    for item in &task.items {
        let (status, answer) = finish(&app, &ana, *item, "submit").await;
        assert_eq!(status, 200);
        let drawn = countersign_shared::workflow::is_drawn(*item, 1, 50);
        assert_eq!(answer["stage"], if drawn { "review" } else { "acceptance" });
        reviewed += usize::from(drawn);
    }
    assert!((1..40).contains(&reviewed), "{reviewed}");
    app.finish().await;
}

#[tokio::test]
async fn f14_the_qa_view_allows_only_comments_for_every_role() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let mut qa = app.live_in_qa(&boss, item).await;
    let access = qa.access.clone().expect("welcomed");
    assert_eq!((access.can_write, access.why), (false, Some(RefusalCode::ViewOnly)));
    qa.send_control(&ClientMessage::Acquire {}).await;
    qa.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    assert_eq!(qa.until_refused().await, RefusalCode::ViewOnly);
    let issue = json!({ "kind": "file", "text": "Look at the tail" });
    assert_eq!(post(&app, &boss, &format!("/items/{item}/issues"), issue).await.0, 201);
    qa.close().await;
    // The same user can write when they open it for editing.
    let mut editor = app.editor(&boss, item).await;
    assert!(!editor.has_label("a"));
    editor.add_box("b", [10.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f1_of_two_concurrent_decisions_one_is_refused() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    app.set_stage(item, Stage::Acceptance).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let ivo = member(&app, &task, "Ivo", &[Role::Inspector]).await;
    open(&app, &ida, item).await;
    open(&app, &ivo, item).await;
    let reject = format!("/items/{item}/reject");
    let (one, other) =
        tokio::join!(finish(&app, &ida, item, "accept"), post(&app, &ivo, &reject, json!({ "reason": "Not sharp" })),);
    let mut answers = [one.0, other.0];
    answers.sort_unstable();
    assert_eq!(answers, [200, 409], "{one:?} {other:?}");
    let moves = get(&app, &ida, &format!("/items/{item}/moves")).await;
    assert_eq!(moves.as_array().map(Vec::len), Some(1));
    app.finish().await;
}

#[tokio::test]
async fn f1_a_paused_task_accepts_no_work_and_open_rooms_are_notified() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let mut editor = app.editor(&ana, item).await;
    editor.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    editor.until_acked().await;
    let path = format!("/tasks/{}", task.id);
    let state = async |state: &str| send(&app, &boss, Method::PATCH, &path, json!({ "state": state })).await.0;
    assert_eq!(state("paused").await, 200);
    editor
        .until("the notification", |client| {
            client.access.as_ref().is_some_and(|access| access.why == Some(RefusalCode::Paused)) && !client.holds_lock()
        })
        .await;
    editor.add_box("b", [10.0, 20.0, 30.0, 40.0]).await;
    assert_eq!(editor.until_refused().await, RefusalCode::Paused);
    let (status, error) = finish(&app, &ana, item, "submit").await;
    assert_eq!((status, &error["code"]), (409, &json!("conflict")), "{error}");
    let issues = format!("/items/{item}/issues");
    assert_eq!(post(&app, &ana, &issues, json!({ "kind": "file", "text": "Why?" })).await.0, 201);
    assert_eq!(state("closed").await, 200);
    assert_eq!(post(&app, &ana, &issues, json!({ "kind": "file", "text": "Why?" })).await.0, 409);
    assert_eq!(state("draft").await, 409, "a published task never becomes a draft again");
    assert_eq!(state("open").await, 200);
    editor.close().await;
    assert_eq!(finish(&app, &ana, item, "submit").await.0, 200);
    app.finish().await;
}
