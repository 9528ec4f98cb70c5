//! Task set-up: drafts, what they lack, who can see them, publishing, items, and later changes.

use countersign_shared::role::Role;
use countersign_shared::workflow::Stage;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::requests::{get, member, post, send};
use crate::app::{TestApp, TestSession};
use crate::datasets::plain_ontology;

async fn patch(app: &TestApp, by: &TestSession, task: &str, body: Value) -> (u16, Value) {
    send(app, by, Method::PATCH, &format!("/tasks/{task}"), body).await
}

fn draft(dataset: Value) -> Value {
    json!({ "name": "Boats", "dataset": dataset, "ontology": plain_ontology("boat", "Boat"),
        "workflow": { "reviews": [{ "strict": false, "percent": 50 }], "acceptance": true } })
}

#[tokio::test]
async fn a_draft_is_published_once_it_is_complete() {
    let app = TestApp::start().await;
    let seed = app.make_task(2).await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let ana = app.add_user("Ana").await;
    let mut body = draft(json!({ "name": "Harbour" }));
    body["ontology"] = json!({ "classes": [] });
    body["members"] = json!([{ "email": ana.email, "roles": ["annotator"] }]);
    body["distribution"] = json!("assigned");
    body["editor_lock"] = json!(false);
    body["issue_tags"] = json!([{ "id": "blurred", "name": "Blurred", "color": "#123456" }]);
    let (status, task) = post(&app, &root, "/tasks", body.clone()).await;
    assert_eq!(status, 201, "{task}");
    assert_eq!(
        (&task["state"], &task["distribution"], &task["total"]),
        (&json!("draft"), &json!("assigned"), &json!(0))
    );
    assert_eq!((&task["editor_lock"], &task["issue_tags"][0]["id"]), (&json!(false), &json!("blurred")));
    assert_eq!(task["workflow"], body["workflow"]);
    assert_eq!(task["admins"][0]["name"], "Root", "if no admin is named, the caller becomes one");
    let id = task["id"].as_str().expect("an id");

    // Only its admins can see a draft.
    let ana = app.sign_in(&ana).await;
    assert_eq!(get(&app, &ana, "/tasks").await, json!([]));
    let url = app.url(&format!("/api/v1/tasks/{id}"));
    assert_eq!(ana.http.get(url).send().await.expect("a response").status(), 404);

    let (status, error) = patch(&app, &root, id, json!({ "state": "open" })).await;
    assert_eq!((status, &error["code"]), (409, &json!("not_ready")));
    let message = error["message"].as_str().expect("a text");
    for wants in ["an item", "a class", "who reviews", "who inspects"] {
        assert!(message.contains(wants), "{wants}: {message}");
    }
    assert!(!message.contains("who annotates"), "{message}");

    // A task is not created with a name that is taken or with invalid parts.
    for (change, wants) in [
        (json!({}), 409),
        (json!({ "name": "Other" }), 409),
        (json!({ "name": "Other", "dataset": { "id": seed.id } }), 400),
        (
            json!({ "name": "Other", "dataset": { "id": seed.dataset }, "members": [{ "email": "x@example.org", "roles": ["admin"] }] }),
            400,
        ),
        (
            json!({ "name": "Other", "dataset": { "id": seed.dataset }, "members": [{ "email": ana_email(), "roles": [] }] }),
            400,
        ),
        (
            json!({ "name": "Other", "dataset": { "id": seed.dataset }, "workflow": { "reviews": [{ "strict": true, "percent": 0 }], "acceptance": true } }),
            400,
        ),
    ] {
        let mut body = body.clone();
        body.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        let (status, error) = post(&app, &root, "/tasks", body).await;
        assert_eq!(status, wants, "{change}: {error}");
    }
    let tasks = get(&app, &root, "/tasks").await;
    assert_eq!(tasks.as_array().map(Vec::len), Some(2), "failed requests leave nothing");

    // Over existing images, with a member for each stage.
    let (rei, ines) = (app.add_user("Rei").await, app.add_user("Ines").await);
    let mut body = draft(json!({ "id": seed.dataset }));
    body["name"] = json!("Boats, second");
    body["members"] = json!([{ "email": ana_email(), "roles": ["annotator"] }, { "email": rei.email, "roles": ["reviewer"] },
        { "email": ines.email, "roles": ["inspector", "admin"] }]);
    let (status, task) = post(&app, &root, "/tasks", body).await;
    assert_eq!((status, &task["total"]), (201, &json!(2)), "{task}");
    assert_eq!(task["admins"].as_array().map(Vec::len), Some(1), "only Ines: {task}");
    let id = task["id"].as_str().expect("an id");
    let ines = app.sign_in(&ines).await;
    let (status, task) = patch(&app, &ines, id, json!({ "state": "open" })).await;
    assert_eq!((status, &task["state"]), (200, &json!("open")), "{task}");
    let items = get(&app, &ana, &format!("/tasks/{id}/items")).await;
    let shown: Vec<_> =
        items["items"].as_array().expect("items").iter().map(|item| (&item["position"], &item["file_name"])).collect();
    assert_eq!(shown, [(&json!(1), &json!("picture-001.png")), (&json!(2), &json!("picture-002.png"))]);
    // The items can be edited like any others.
    let item = items["items"][0]["id"].as_str().expect("an id").parse().expect("an id");
    let editor = app.editor(&ana, item).await;
    editor.close().await;
    app.finish().await;
}

fn ana_email() -> &'static str {
    "ana@example.org"
}

#[tokio::test]
async fn of_two_concurrent_tasks_with_one_name_one_is_refused() {
    let app = TestApp::start().await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let (status, dataset) = post(&app, &root, "/datasets", json!({ "name": "Harbour" })).await;
    assert_eq!(status, 201, "{dataset}");
    for round in 0..5 {
        let mut body = draft(json!({ "id": dataset["id"] }));
        body["name"] = json!(format!("Boats {round}"));
        let (one, other) = tokio::join!(post(&app, &root, "/tasks", body.clone()), post(&app, &root, "/tasks", body));
        let (made, refused) = if one.0 == 201 { (one, other) } else { (other, one) };
        assert_eq!((made.0, refused.0), (201, 409), "{} {}", made.1, refused.1);
        assert_eq!(refused.1["code"], "conflict");
    }
    assert_eq!(get(&app, &root, "/tasks").await.as_array().map(Vec::len), Some(5));
    app.finish().await;
}

#[tokio::test]
async fn task_names_must_be_printable() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    for name in ["a\nb", "a\u{7}", "  ", ""] {
        let mut body = draft(json!({ "id": task.dataset }));
        body["name"] = json!(name);
        let (status, error) = post(&app, &root, "/tasks", body).await;
        assert_eq!((status, &error["field"]), (400, &json!("name")), "{name:?}: {error}");
        let (status, error) = patch(&app, &root, &task.id.to_string(), json!({ "name": name })).await;
        assert_eq!((status, &error["field"]), (400, &json!("name")), "{name:?}: {error}");
    }
    let (status, changed) = patch(&app, &root, &task.id.to_string(), json!({ "name": " Boats " })).await;
    assert_eq!((status, &changed["name"]), (200, &json!("Boats")));
    app.finish().await;
}

#[tokio::test]
async fn a_published_task_can_pause_close_and_reopen_but_not_become_a_draft() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let id = task.id.to_string();
    for (state, wants) in [
        ("draft", 409),
        ("paused", 200),
        ("draft", 409),
        ("open", 200),
        ("closed", 200),
        ("paused", 409),
        ("open", 200),
    ] {
        let (status, answer) = patch(&app, &boss, &id, json!({ "state": state })).await;
        assert_eq!(status, wants, "{state}: {answer}");
    }
    assert_eq!(patch(&app, &ana, &id, json!({ "state": "paused" })).await.0, 403);
    assert_eq!(patch(&app, &boss, &id, json!({ "state": "gone" })).await.0, 400);
    let (status, changed) = patch(&app, &boss, &id, json!({ "distribution": "assigned" })).await;
    assert_eq!((status, &changed["distribution"]), (200, &json!("assigned")));
    app.finish().await;
}

#[tokio::test]
async fn a_workflow_change_must_not_strand_items() {
    let app = TestApp::start().await;
    let task = app.make_task(4).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let id = task.id.to_string();
    let review = json!({ "strict": true, "percent": 100 });
    let two = json!({ "reviews": [review, review], "acceptance": true });
    assert_eq!(patch(&app, &boss, &id, json!({ "workflow": two })).await.1["workflow"], two);
    app.set_stage(task.items[0], Stage::Acceptance).await;
    app.set_stage(task.items[1], Stage::Review).await;
    app.set_stage(task.items[2], Stage::Review).await;
    sqlx::query("UPDATE items SET review_pass = position - 1 WHERE task_id = $1 AND stage = 'review'")
        .bind(task.id.0)
        .execute(&app.state.db)
        .await
        .expect("updated");
    let short = json!({ "reviews": [review], "acceptance": false });
    let (status, error) = patch(&app, &boss, &id, json!({ "workflow": short })).await;
    assert_eq!((status, &error["code"]), (409, &json!("conflict")), "{error}");
    let message = error["message"].as_str().expect("a text");
    assert!(message.contains("1 in review 2 and 1 in acceptance"), "{message}");
    let (status, task) = patch(
        &app,
        &boss,
        &id,
        json!({ "workflow": { "reviews": [review, { "strict": false, "percent": 10 }], "acceptance": true } }),
    )
    .await;
    assert_eq!((status, &task["workflow"]["reviews"][1]["percent"]), (200, &json!(10)));
    let many = json!({ "reviews": vec![review; 6], "acceptance": true });
    assert_eq!(patch(&app, &boss, &id, json!({ "workflow": many })).await.0, 400);
    app.finish().await;
}

#[tokio::test]
async fn items_are_added_from_the_datasets_media_once_each() {
    let app = TestApp::start().await;
    let (task, other) = (app.make_task(3).await, app.make_task(1).await);
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let path = format!("/tasks/{}/items", task.id);
    assert_eq!(post(&app, &boss, &path, json!({})).await, (200, json!({ "added": 0 })));
    sqlx::query("DELETE FROM items WHERE id = ANY($1)")
        .bind([task.items[0].0, task.items[2].0])
        .execute(&app.state.db)
        .await
        .expect("deleted");
    let of_task: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT id FROM media WHERE dataset_id = $1 ORDER BY file_name")
        .bind(task.dataset.0)
        .fetch_all(&app.state.db)
        .await
        .expect("media");
    let elsewhere: uuid::Uuid = sqlx::query_scalar("SELECT id FROM media WHERE dataset_id = $1")
        .bind(other.dataset.0)
        .fetch_one(&app.state.db)
        .await
        .expect("a media file");
    let (status, error) = post(&app, &boss, &path, json!({ "media": [of_task[0], elsewhere] })).await;
    assert_eq!((status, &error["field"]), (400, &json!("media")), "{error}");
    let (status, added) = post(&app, &boss, &path, json!({ "media": [of_task[2], of_task[2], of_task[1]] })).await;
    assert_eq!((status, added), (200, json!({ "added": 1 })));
    assert_eq!(post(&app, &boss, &path, json!({})).await.1, json!({ "added": 1 }));
    let items = get(&app, &ana, &path).await;
    let shown: Vec<_> = items["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| (item["position"].as_i64(), item["file_name"].as_str()))
        .collect();
    assert_eq!(
        shown,
        [(Some(2), Some("picture-002.png")), (Some(3), Some("picture-003.png")), (Some(4), Some("picture-001.png"))]
    );
    assert_eq!(post(&app, &ana, &path, json!({})).await.0, 403);
    app.finish().await;
}
