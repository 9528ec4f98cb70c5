//! The queue: which items are offered to whom, and skipped items.

use std::collections::BTreeSet;

use countersign_shared::ids::ItemId;
use countersign_shared::role::Role;
use countersign_shared::wire::RefusalCode;
use serde_json::{Value, json};

use crate::app::requests::{get, member, post};
use crate::app::{TestApp, TestSession, TestTask};

async fn next(app: &TestApp, by: &TestSession, task: &TestTask) -> Option<ItemId> {
    let (status, answer) = post(app, by, &format!("/tasks/{}/next", task.id), json!({ "stage": "annotate" })).await;
    assert_eq!(status, 200, "{answer}");
    answer["item"].as_str().map(|id| id.parse().expect("an id"))
}

async fn bulk(app: &TestApp, by: &TestSession, task: &TestTask, action: Value, items: &[ItemId]) {
    let order = json!({ "action": action, "selection": { "items": items } });
    let (status, job) = post(app, by, &format!("/tasks/{}/bulk", task.id), order).await;
    assert_eq!(status, 202, "{job}");
    crate::bulk::until_ended(app, by, &job).await;
}

#[tokio::test]
async fn n14_concurrent_requests_get_different_items_and_urgent_ones_first() {
    let app = TestApp::start().await;
    let task = app.make_task(3).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let rei = member(&app, &task, "Rei", &[Role::Reviewer]).await;
    bulk(&app, &boss, &task, json!({ "kind": "prioritise", "priority": 2 }), &task.items[2..]).await;
    let (one, other) = tokio::join!(next(&app, &ana, &task), next(&app, &ben, &task));
    let offered: BTreeSet<ItemId> = [one, other].into_iter().flatten().collect();
    assert_eq!(offered, [task.items[0], task.items[2]].into_iter().collect(), "the urgent one, then the first");
    // On the next request, each is offered the same item: it is reserved for them.
    assert_eq!((next(&app, &ana, &task).await, next(&app, &ben, &task).await), (one, other));
    let shown = get(&app, &boss, &format!("/items/{}", one.expect("an item"))).await;
    assert_eq!(shown["reserved_by"]["name"], "Ana");
    let (status, _) = post(&app, &rei, &format!("/tasks/{}/next", task.id), json!({ "stage": "annotate" })).await;
    assert_eq!(status, 403, "a reviewer has no work there");
    app.finish().await;
}

#[tokio::test]
async fn n14_skipped_items_are_offered_to_others() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let item = task.items[0];
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    assert_eq!(next(&app, &ana, &task).await, Some(item));
    let editor = app.editor(&ana, item).await;
    assert_eq!(next(&app, &ben, &task).await, None, "Ana is editing it");
    let skip = format!("/items/{item}/skip");
    let (status, error) = post(&app, &ana, &skip, json!({ "reason": " " })).await;
    assert_eq!((status, &error["field"]), (400, &json!("reason")));
    assert_eq!(post(&app, &ana, &skip, json!({ "reason": "Too dark for me" })).await.0, 204);
    assert_eq!(next(&app, &ana, &task).await, None);
    assert_eq!(next(&app, &ben, &task).await, Some(item), "free for another user");
    let shown = get(&app, &boss, &format!("/tasks/{}/items?has=skipped", task.id)).await;
    assert_eq!(
        (&shown["total"], &shown["items"][0]["skips"], &shown["items"][0]["lock"]),
        (&json!(1), &json!(1), &Value::Null)
    );
    let audit = get(&app, &boss, &format!("/tasks/{}/audit", task.id)).await;
    let row = audit["rows"].as_array().expect("rows").iter().find(|row| row["action"] == "item.skip").expect("audited");
    assert_eq!(row["details"]["reason"], "Too dark for me");
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn f2_only_the_assignee_works_on_an_assigned_item() {
    let app = TestApp::start().await;
    let task = app.make_task(4).await;
    sqlx::query("UPDATE tasks SET distribution = 'assigned' WHERE id = $1")
        .bind(task.id.0)
        .execute(&app.state.db)
        .await
        .expect("updated");
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Annotator]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let mut ben_edits = app.editor(&ben, task.items[0]).await;
    // Assigned in turn: the first and third are Ana's.
    bulk(&app, &boss, &task, json!({ "kind": "assign", "to": [ana.user, ben.user] }), &task.items).await;
    ben_edits
        .until("the notification", |client| {
            client.access.as_ref().is_some_and(|access| access.why == Some(RefusalCode::Assigned))
        })
        .await;
    ben_edits.add_box("a", [10.0, 20.0, 30.0, 40.0]).await;
    assert_eq!(ben_edits.until_refused().await, RefusalCode::Assigned);
    ben_edits.close().await;
    let submit = |item: ItemId| format!("/items/{item}/finish");
    assert_eq!(post(&app, &ben, &submit(task.items[0]), json!({ "move": "submit" })).await.0, 403);
    assert_eq!(post(&app, &ana, &submit(task.items[0]), json!({ "move": "submit" })).await.0, 200);
    assert_eq!(post(&app, &boss, &submit(task.items[2]), json!({ "move": "submit" })).await.0, 200, "admins can help");
    assert_eq!(next(&app, &ana, &task).await, None, "the remaining items are Ben's");
    assert_eq!(next(&app, &ben, &task).await, Some(task.items[1]));
    let todo = |by: TestSession| {
        let (app, task) = (&app, &task);
        async move { get(app, &by, &format!("/tasks/{}", task.id)).await["todo"]["annotate"].clone() }
    };
    assert_eq!((todo(ana).await, todo(ben).await), (json!(0), json!(2)));
    let nobodys = get(&app, &boss, &format!("/tasks/{}/items?assignee=none", task.id)).await;
    assert_eq!(nobodys["total"], 2, "the submitted items");
    app.finish().await;
}
