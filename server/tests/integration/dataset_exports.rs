//! Exports of datasets: run in the background, downloaded as files, and removed after some days.

use countersign::export::job;
use countersign_shared::ids::ExportId;
use countersign_shared::role::Role;
use serde_json::{Value, json};

use crate::app::requests::{get, member, post};
use crate::app::{TestApp, TestSession};
use crate::datasets::{accept, label, plain_ontology, second_task};

async fn until_done(app: &TestApp, by: &TestSession, id: &str) -> Value {
    let mut last = Value::Null;
    app.eventually("the export ends", async |_| {
        last = get(app, by, &format!("/exports/{id}")).await;
        last["state"] != "running"
    })
    .await;
    last
}

async fn export(app: &TestApp, by: &TestSession, dataset: &str, filter: Value) -> (Value, Value) {
    let (status, started) = post(app, by, &format!("/datasets/{dataset}/exports"), filter).await;
    assert_eq!(status, 202, "{started}");
    let done = until_done(app, by, started["id"].as_str().expect("an id")).await;
    assert_eq!(done["state"], "done", "{done}");
    let file = get(app, by, &format!("/exports/{}/file", done["id"].as_str().expect("an id"))).await;
    (done, file)
}

#[tokio::test]
async fn f28_a_dataset_is_exported_with_the_results_of_all_its_tasks() {
    let app = TestApp::start().await;
    let task = app.make_task(3).await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let ines = member(&app, &task, "Ines", &[Role::Inspector]).await;
    // The same class id with another meaning.
    let (second, others) = second_task(&app, &root, &task, plain_ontology("thing", "Vehicle")).await;
    accept(&app, task.items[0], Some(ines.user), &json!({ "a": label("thing", 1.0), "b": label("thing", 9.0) })).await;
    // Only the newest version is exported.
    accept(&app, task.items[0], Some(ines.user), &json!({ "a": label("thing", 2.0) })).await;
    accept(&app, task.items[1], Some(ines.user), &json!({ "x": label("gone", 2.0) })).await;
    accept(&app, others[0], Some(root.user), &json!({ "v": label("thing", 30.0) })).await;
    let dataset = task.dataset.to_string();

    let (done, file) = export(&app, &root, &dataset, json!({})).await;
    assert_eq!((&done["done"], &done["total"], &done["filter"]), (&json!(3), &json!(3), &json!({})));
    let names: Vec<&str> =
        file["images"].as_array().expect("images").iter().filter_map(|image| image["file_name"].as_str()).collect();
    assert_eq!(names, ["picture-001.png", "picture-002.png"], "an image of two tasks appears once");
    let category = |name: &str| {
        let categories = file["categories"].as_array().expect("categories");
        categories.iter().find(|category| category["name"] == name).expect("listed")["id"].clone()
    };
    let annotations = file["annotations"].as_array().expect("annotations");
    let rows: Vec<_> = annotations
        .iter()
        .map(|row| (row["image_id"].clone(), row["category_id"].clone(), row["bbox"][0].clone()))
        .collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.contains(&(json!(1), category("Thing"), json!(2.0))), "{rows:?}");
    assert!(rows.contains(&(json!(1), category("Vehicle"), json!(30.0))), "{rows:?}");
    assert_ne!(category("Thing"), category("Vehicle"));
    let told = file["countersign"]["not_carried"].to_string();
    for wants in ["two categories were written", "its class is not in the ontology", "same image from other tasks"] {
        assert!(told.contains(wants), "{wants}: {told}");
    }

    // By filter, and only what the caller can read.
    let (done, file) = export(&app, &root, &dataset, json!({ "task": second })).await;
    assert_eq!((&done["total"], &done["filter"]["task"]), (&json!(1), &json!(second)));
    assert_eq!(file["categories"].as_array().map(Vec::len), Some(1));
    let (done, _) = export(&app, &ines, &dataset, json!({ "class": "thing" })).await;
    assert_eq!((&done["total"], &done["created_by"]["name"]), (&json!(1), &json!("Ines")));
    let mine = get(&app, &ines, &format!("/datasets/{dataset}/exports")).await;
    assert_eq!(mine.as_array().map(Vec::len), Some(1), "{mine}");
    let all = get(&app, &root, &format!("/datasets/{dataset}/exports")).await;
    assert_eq!(all.as_array().map(Vec::len), Some(3));
    assert_eq!(all[0]["id"], mine[0]["id"], "newest first");
    for path in ["", "/file"] {
        let url = app.url(&format!("/api/v1/exports/{}{path}", all[2]["id"].as_str().expect("an id")));
        assert_eq!(ines.http.get(url).send().await.expect("a response").status(), 404);
    }
    let (status, _) = post(&app, &ines, &format!("/datasets/{dataset}/exports"), json!({ "task": second })).await;
    assert_eq!(status, 400);
    app.finish().await;
}

#[tokio::test]
async fn f28_export_files_support_range_requests() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let ines = member(&app, &task, "Ines", &[Role::Inspector]).await;
    accept(&app, task.items[0], Some(ines.user), &json!({ "a": label("thing", 1.0) })).await;
    let (done, _) = export(&app, &ines, &task.dataset.to_string(), json!({})).await;
    let url = app.url(&format!("/api/v1/exports/{}/file", done["id"].as_str().expect("an id")));
    let whole = ines.http.get(&url).send().await.expect("a response");
    assert_eq!(whole.headers()["content-type"], "application/json");
    assert_eq!(
        whole.headers()["content-disposition"],
        "attachment; filename=\"Test data.coco.json\"; filename*=UTF-8''Test%20data.coco.json"
    );
    let bytes = whole.bytes().await.expect("a body");
    assert_eq!(done["bytes"], bytes.len());
    let part = ines.http.get(&url).header("range", "bytes=2-9").send().await.expect("a response");
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 2-9/{}", bytes.len()).as_str());
    assert_eq!(part.bytes().await.expect("a body"), bytes[2..10]);
    let beyond = ines.http.get(&url).header("range", "bytes=999999-").send().await.expect("a response");
    assert_eq!(beyond.status(), 416);
    app.finish().await;
}

/// Inserts an export of this user, with this state and age in days.
async fn row(app: &TestApp, task: &crate::app::TestTask, by: &TestSession, state: &str, days: i32) -> ExportId {
    let id = ExportId(uuid::Uuid::now_v7());
    sqlx::query(
        "INSERT INTO exports (id, dataset_id, created_by, filter, state, finished_at)
         VALUES ($1, $2, $3, $4, $5, CASE WHEN $5 = 'running' THEN NULL ELSE now() - make_interval(days => $6) END)",
    )
    .bind(id.0)
    .bind(task.dataset.0)
    .bind(by.user.0)
    .bind(json!({ "filter": {}, "tasks": [task.id] }))
    .bind(state)
    .bind(days)
    .execute(&app.state.db)
    .await
    .expect("inserted");
    id
}

#[tokio::test]
async fn f28_interrupted_exports_fail_and_old_ones_are_removed() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let ines = member(&app, &task, "Ines", &[Role::Inspector]).await;
    let cut_off = row(&app, &task, &ines, "running", 0).await;
    let url = |id: ExportId| app.url(&format!("/api/v1/exports/{id}/file"));
    let early = ines.http.get(url(cut_off)).send().await.expect("a response");
    assert_eq!(early.status(), 409);
    assert_eq!(early.json::<Value>().await.expect("JSON")["code"], "not_ready");
    job::recover(&app.state.db).await.expect("recovers");
    let failed = get(&app, &ines, &format!("/exports/{cut_off}")).await;
    assert_eq!((&failed["state"], &failed["bytes"]), (&json!("failed"), &Value::Null));
    assert_eq!(failed["error"], "The server stopped during the export. Start it again.");

    let (old, young) = (row(&app, &task, &ines, "done", 8).await, row(&app, &task, &ines, "done", 6).await);
    let data_dir = &app.state.config.database.data_dir;
    std::fs::create_dir_all(data_dir.join("exports")).expect("made");
    let left = data_dir.join(format!("exports/{cut_off}.x7Ab"));
    for file in [job::file(data_dir, old), job::file(data_dir, young), left.clone()] {
        std::fs::write(file, "{}").expect("written");
    }
    job::delete_expired(&app.state.db, data_dir).await.expect("clears");
    assert!(!job::file(data_dir, old).exists() && !left.exists());
    assert_eq!(ines.http.get(url(old)).send().await.expect("a response").status(), 404);
    assert_eq!(ines.http.get(url(young)).send().await.expect("a response").status(), 200);
    app.finish().await;
}
