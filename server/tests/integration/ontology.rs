//! Changes to the ontology of a running task: additions apply immediately, removals are reported and need confirmation.

use countersign_shared::role::Role;
use countersign_shared::wire::RefusalCode;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::requests::{get, member, send};
use crate::app::{TestApp, TestSession, TestTask};

async fn put(app: &TestApp, by: &TestSession, task: &TestTask, ontology: &Value, confirm: bool) -> (u16, Value) {
    let body = json!({ "ontology": ontology, "confirm": confirm });
    send(app, by, Method::PUT, &format!("/tasks/{}/ontology", task.id), body).await
}

async fn ontology(app: &TestApp, by: &TestSession, task: &TestTask) -> Value {
    get(app, by, &format!("/tasks/{}", task.id)).await["ontology"].clone()
}

/// Sets the class of a label.
async fn set_class(editor: &mut crate::app::live::LiveClient, id: &str, class: &str) {
    editor
        .edit(|transaction, labels| {
            use yrs::Map;
            let Some(yrs::Out::YMap(label)) = labels.get(transaction, id) else { panic!("no label {id}") };
            label.insert(transaction, "class", class);
        })
        .await;
}

#[tokio::test]
async fn ontology_additions_apply_immediately() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let mut editor = app.editor(&ana, task.items[0]).await;
    editor.add_box("a", [10.0, 10.0, 20.0, 20.0]).await;
    editor.until_acked().await;

    let mut more = ontology(&app, &boss, &task).await;
    more["classes"]
        .as_array_mut()
        .expect("classes")
        .push(json!({ "id": "boat", "name": "Boat", "color": "#00aabb", "shapes": ["box"] }));
    let (status, answer) = put(&app, &boss, &task, &more, false).await;
    assert_eq!((status, answer), (200, json!({ "applied": true, "breaks": [] })));
    assert_eq!(ontology(&app, &ana, &task).await, more);
    set_class(&mut editor, "a", "boat").await;
    editor.until_acked().await;

    let (status, error) = put(&app, &ana, &task, &more, false).await;
    assert_eq!(status, 403, "{error}");
    more["classes"][0]["color"] = json!("red");
    let (status, error) = put(&app, &boss, &task, &more, true).await;
    assert_eq!((status, &error["field"]), (400, &json!("ontology")), "{error}");
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn ontology_removals_are_reported_and_need_confirmation() {
    let app = TestApp::start().await;
    let task = app.make_task(3).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    // One item with a snapshot, one with edits since, one empty.
    let mut editor = app.editor(&ana, task.items[0]).await;
    editor.add_box("a", [10.0, 10.0, 20.0, 20.0]).await;
    editor.until_acked().await;
    editor.close().await;
    let path = format!("/items/{}/finish", task.items[0]);
    let (status, answer) = send(&app, &ana, Method::POST, &path, json!({ "move": "submit" })).await;
    assert_eq!(status, 200, "{answer}");
    let mut editor = app.editor(&ana, task.items[1]).await;
    for (n, id) in ["b", "c"].into_iter().enumerate() {
        editor.add_box(id, [10.0 + n as f64, 10.0, 20.0, 20.0]).await;
    }
    editor.until_acked().await;

    let full = ontology(&app, &boss, &task).await;
    let only = json!({ "classes": [full["classes"][1]] });
    let (status, told) = put(&app, &boss, &task, &only, false).await;
    assert_eq!((status, &told["applied"]), (200, &json!(false)));
    let breaks = told["breaks"].as_array().expect("breaks");
    assert_eq!(breaks.len(), 1, "{told}");
    let one = &breaks[0];
    assert_eq!(
        (&one["kind"], &one["class"], &one["name"]),
        (&json!("class_removed"), &json!("thing"), &json!("Thing"))
    );
    assert_eq!((&one["labels"], &one["items"]), (&json!(3), &json!(2)));
    assert!(one["sentence"].as_str().expect("a text").contains("3 labels on 2 items"), "{told}");
    assert_eq!(ontology(&app, &boss, &task).await, full, "nothing was changed");
    // Removing an unused class breaks nothing.
    let mut without = full.clone();
    without["classes"].as_array_mut().expect("classes").pop();
    assert_eq!(put(&app, &boss, &task, &without, false).await.1, json!({ "applied": true, "breaks": [] }));

    let (status, done) = put(&app, &boss, &task, &only, true).await;
    assert_eq!(
        (status, &done["applied"], done["breaks"].as_array().map(Vec::len)),
        (200, &json!(true), Some(1)),
        "{done}"
    );
    // Labels keep the class; no new ones of it can be drawn.
    let labels = get(&app, &boss, &format!("/items/{}/labels", task.items[1])).await;
    assert_eq!(labels.as_object().map(serde_json::Map::len), Some(2));
    editor.add_box("d", [100.0, 10.0, 20.0, 20.0]).await;
    assert_eq!(editor.until_refused().await, RefusalCode::Class);
    let audit = get(&app, &boss, &format!("/tasks/{}/audit?action=task.ontology", task.id)).await;
    assert_eq!(audit["rows"][0]["action"], "task.ontology", "{audit}");
    assert_eq!(audit["rows"][0]["details"]["breaks"][0]["labels"], 3);
    editor.cut();
    app.finish().await;
}
