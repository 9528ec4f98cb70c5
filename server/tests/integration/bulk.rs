//! Bulk actions: previews, the outcome of each item, who can start them, and resuming after a restart.

use countersign_shared::ids::ItemId;
use countersign_shared::role::Role;
use countersign_shared::workflow::Stage;
use serde_json::{Value, json};

use crate::app::events::Events;
use crate::app::requests::{get, member, post};
use crate::app::{TestApp, TestSession, TestTask};

/// The job once it does not run any longer.
pub async fn until_ended(app: &TestApp, by: &TestSession, job: &Value) -> Value {
    let path = format!("/bulk/{}", job["id"].as_str().expect("an id"));
    app.eventually("the action ends", async |_| get(app, by, &path).await["state"] != "running").await;
    get(app, by, &path).await
}

async fn start_bulk(app: &TestApp, by: &TestSession, task: &TestTask, action: Value, selection: Value) -> (u16, Value) {
    let body = json!({ "action": action, "selection": selection });
    post(app, by, &format!("/tasks/{}/bulk", task.id), body).await
}

async fn in_acceptance(app: &TestApp, items: usize) -> TestTask {
    let task = app.make_task(items).await;
    for item in &task.items {
        app.set_stage(*item, Stage::Acceptance).await;
    }
    task
}

#[tokio::test]
async fn f29_bulk_acceptance_continues_past_failing_items() {
    let app = TestApp::start().await;
    let task = in_acceptance(&app, 150).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    app.set_stage(task.items[7], Stage::Annotate).await;
    let editing = app.editor(&boss, task.items[9]).await;
    app.live(&ida, task.items[0]).await.close().await;

    let all = json!({ "filter": {} });
    let preview = json!({ "action": { "kind": "accept" }, "selection": all });
    let (status, met) = post(&app, &ida, &format!("/tasks/{}/bulk/preview", task.id), preview).await;
    assert_eq!(status, 200, "{met}");
    assert_eq!((&met["total"], &met["applies"], &met["not_opened"]), (&json!(150), &json!(149), &json!(148)));
    assert_eq!((&met["locked"], &met["stages"]["annotate"]), (&json!(1), &json!(1)));
    assert_eq!(met["not_opened_names"].as_array().map(Vec::len), Some(20));
    assert_eq!(met["not_opened_names"][0], "picture-002.png");

    let mut events = Events::of_task(&app, &ida, &task).await;
    let (status, job) = start_bulk(&app, &ida, &task, json!({ "kind": "accept" }), all.clone()).await;
    assert_eq!((status, &job["total"]), (202, &json!(150)), "{job}");
    let ended = until_ended(&app, &ida, &job).await;
    assert_eq!((&ended["state"], &ended["done"], &ended["failed"]), (&json!("done"), &json!(148), &json!(2)));
    let told = events.until("bulk").await;
    assert_eq!((&told["job"], &told["total"]), (&job["id"], &json!(150)));
    let id = job["id"].as_str().expect("an id");
    let failed = get(&app, &ida, &format!("/bulk/{id}/items?outcome=failed")).await;
    let why: Vec<_> = failed["rows"].as_array().expect("rows").iter().map(|row| row["message"].as_str()).collect();
    assert_eq!(why.len(), 2);
    assert_eq!(why[0], Some("The item is in annotation. This action requires it to be in acceptance."));
    assert!(why[1].expect("text").starts_with("Boss has been editing this item since"), "{why:?}");
    let first = get(&app, &ida, &format!("/bulk/{id}/items?outcome=done&limit=100")).await;
    let next = first["next"].as_i64().expect("a second page");
    let rest = get(&app, &ida, &format!("/bulk/{id}/items?outcome=done&limit=100&after={next}")).await;
    assert_eq!((rest["rows"].as_array().map(Vec::len), &rest["next"]), (Some(48), &Value::Null));

    // One transaction per item: stage, snapshot, dataset row, stage change and audit row.
    let counts: (i64, i64, i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM items WHERE task_id = $1 AND stage = 'complete'),
             (SELECT count(*) FROM dataset_annotations WHERE task_id = $1),
             (SELECT count(*) FROM item_snapshots s JOIN items i ON i.id = s.item_id
                 WHERE i.task_id = $1 AND s.reason = 'accepted'),
             (SELECT count(*) FROM item_moves WHERE task_id = $1 AND kind = 'accept'),
             (SELECT count(*) FROM audit_log WHERE task_id = $1 AND action = 'item.accept')",
    )
    .bind(task.id.0)
    .fetch_one(&app.state.db)
    .await
    .expect("counts");
    assert_eq!(counts, (148, 148, 148, 148, 148));
    assert_eq!(get(&app, &ana, &format!("/tasks/{}/bulk", task.id)).await[0]["id"], job["id"]);
    editing.close().await;
    app.finish().await;
}

/// Items are stored together, but if the database refuses one, the others are stored.
#[tokio::test]
async fn f29_a_stale_item_does_not_hold_up_others() {
    let app = TestApp::start().await;
    let task = in_acceptance(&app, 60).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let (moved, written) = (task.items[3], task.items[5]);
    let looking = [app.live(&ida, moved).await, app.live(&ida, written).await];
    app.set_stage(moved, Stage::Annotate).await;
    // Takes a sequence number that the room believes is free, with an empty update.
    sqlx::query(
        "INSERT INTO item_updates (item_id, seq, update)
         SELECT $1, coalesce(max(seq), 0) + 1, '\\x0000' FROM item_updates WHERE item_id = $1",
    )
    .bind(written.0)
    .execute(&app.state.db)
    .await
    .expect("written");
    let (_, job) = start_bulk(&app, &ida, &task, json!({ "kind": "accept" }), json!({ "filter": {} })).await;
    let ended = until_ended(&app, &ida, &job).await;
    assert_eq!((&ended["state"], &ended["done"], &ended["failed"]), (&json!("done"), &json!(59), &json!(1)));
    let id = job["id"].as_str().expect("an id");
    let failed = get(&app, &ida, &format!("/bulk/{id}/items?outcome=failed")).await;
    assert_eq!(failed["rows"][0]["item_id"], json!(moved), "{failed}");
    let counts: (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM items WHERE task_id = $1 AND stage = 'complete'),
             (SELECT count(*) FROM dataset_annotations WHERE task_id = $1),
             (SELECT count(*) FROM item_moves WHERE task_id = $1 AND kind = 'accept')",
    )
    .bind(task.id.0)
    .fetch_one(&app.state.db)
    .await
    .expect("counts");
    assert_eq!(counts, (59, 59, 59));
    drop(looking);
    app.finish().await;
}

#[tokio::test]
async fn f24_f25_f26_f29_bulk_rejection_has_one_reason_and_one_assignee() {
    let app = TestApp::start().await;
    let task = in_acceptance(&app, 3).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let rei = member(&app, &task, "Rei", &[Role::Reviewer]).await;
    let some = json!({ "items": [task.items[0], task.items[2], task.items[0]] });
    for (body, field) in [
        (json!({ "kind": "reject", "reason": " " }), "reason"),
        (json!({ "kind": "reject", "reason": "x", "assignee": rei.user }), "assignee"),
        (json!({ "kind": "reject", "reason": "x", "tags": ["unknown"] }), "tags"),
        (json!({ "kind": "reject", "reason": "x", "stage": "acceptance" }), "stage"),
    ] {
        let (status, error) = start_bulk(&app, &ida, &task, body, some.clone()).await;
        assert_eq!((status, &error["field"]), (400, &json!(field)), "{error}");
    }
    let action = json!({ "kind": "reject", "reason": " Blurry ", "assignee": ana.user });
    let (status, job) = start_bulk(&app, &ida, &task, action, some).await;
    assert_eq!((status, &job["total"], &job["action"]["reason"]), (202, &json!(2), &json!("Blurry")), "each once");
    let ended = until_ended(&app, &ida, &job).await;
    assert_eq!((&ended["done"], &ended["failed"]), (&json!(2), &json!(0)));
    let shown = get(&app, &ana, &format!("/items/{}", task.items[2])).await;
    assert_eq!(
        (&shown["stage"], &shown["status"], &shown["assignee"]["name"]),
        (&json!("annotate"), &json!("sent_back"), &json!("Ana"))
    );
    let threads = get(&app, &ana, &format!("/items/{}/issues", task.items[2])).await;
    assert_eq!(threads[0]["comments"][0]["text"], "Blurry");
    app.finish().await;
}

#[tokio::test]
async fn f29_bulk_actions_need_permission_and_a_valid_selection() {
    let app = TestApp::start().await;
    let task = in_acceptance(&app, 2).await;
    let elsewhere = app.make_task(1).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let rei = member(&app, &task, "Rei", &[Role::Reviewer]).await;
    let all = json!({ "filter": {} });
    for action in [json!({ "kind": "accept" }), json!({ "kind": "prioritise", "priority": 1 })] {
        assert_eq!(start_bulk(&app, &rei, &task, action, all.clone()).await.0, 403);
    }
    assert_eq!(start_bulk(&app, &ida, &task, json!({ "kind": "assign", "to": [] }), all.clone()).await.0, 403);
    let accept = json!({ "kind": "accept" });
    for wrong in [
        json!({}),
        json!({ "items": [task.items[0]], "filter": {} }),
        json!({ "filter": { "stages": "acceptance" } }),
        json!({ "item": [task.items[0]] }),
    ] {
        let (status, error) = start_bulk(&app, &ida, &task, accept.clone(), wrong.clone()).await;
        assert_eq!((status, &error["code"]), (400, &json!("invalid")), "{wrong}");
    }
    for none in [json!({ "items": elsewhere.items }), json!({ "items": [] }), json!({ "filter": { "q": "nowhere" } })] {
        let (status, error) = start_bulk(&app, &ida, &task, accept.clone(), none.clone()).await;
        assert_eq!((status, &error["code"]), (409, &json!("conflict")), "{none}");
    }
    // All except one.
    let (_, job) = start_bulk(&app, &ida, &task, accept, json!({ "filter": {}, "except": [task.items[0]] })).await;
    assert_eq!(until_ended(&app, &ida, &job).await["done"], 1);
    assert_eq!(get(&app, &ida, &format!("/items/{}", task.items[0])).await["stage"], "acceptance");
    app.finish().await;
}

#[tokio::test]
async fn f20_f21_all_locks_of_a_user_are_released_at_once() {
    let app = TestApp::start().await;
    let task = app.make_task(3).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let one = app.editor(&ana, task.items[0]).await;
    let mut two = app.editor(&ana, task.items[1]).await;
    let hers = json!({ "filter": { "locked_by": ana.user } });
    let (_, job) = start_bulk(&app, &ida, &task, json!({ "kind": "unlock" }), hers.clone()).await;
    let ended = until_ended(&app, &ida, &job).await;
    assert_eq!((&ended["total"], &ended["failed"]), (&json!(2), &json!(2)), "another user's lock needs a reason");
    let (_, job) = start_bulk(&app, &ida, &task, json!({ "kind": "unlock", "reason": "She is ill" }), hers).await;
    assert_eq!(until_ended(&app, &ida, &job).await["done"], 2);
    two.until("the unlock", |client| !client.holds_lock()).await;
    assert_eq!(get(&app, &ida, &format!("/tasks/{}/items?locked=true", task.id)).await["total"], 0);
    one.close().await;
    two.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f29_a_bulk_action_resumes_after_a_restart() {
    let app = TestApp::start().await;
    let task = in_acceptance(&app, 5).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    // The state that a server leaves when it stops in the middle.
    let ids: Vec<uuid::Uuid> = task.items.iter().map(|item: &ItemId| item.0).collect();
    let action = serde_json::from_value(json!({ "kind": "accept" })).expect("an action");
    let mut db = app.state.db.begin().await.expect("a transaction");
    let id = app.state.bulk.create(&mut db, task.id, ida.user, &action, &ids, None).await.expect("stored");
    sqlx::query("UPDATE bulk_items SET outcome = 'done' WHERE job_id = $1 AND place <= 2")
        .bind(id.0)
        .execute(&mut *db)
        .await
        .expect("updated");
    sqlx::query("UPDATE bulk_jobs SET done = 2 WHERE id = $1").bind(id.0).execute(&mut *db).await.expect("updated");
    db.commit().await.expect("committed");
    app.state.bulk.resume().await.expect("the database");
    let ended = until_ended(&app, &ida, &json!({ "id": id })).await;
    assert_eq!((&ended["state"], &ended["done"], &ended["failed"]), (&json!("done"), &json!(5), &json!(0)));
    let complete = get(&app, &ida, &format!("/tasks/{}/items?stage=complete", task.id)).await;
    assert_eq!(complete["total"], 3, "the first two were done before");
    let (status, _) = post(&app, &ida, &format!("/bulk/{id}/cancel"), json!({})).await;
    assert_eq!(status, 409, "it has ended");
    app.finish().await;
}
