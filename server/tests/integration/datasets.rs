//! Datasets: who can read which results, what each acceptance changed, and uploads of images.

use countersign::db::dataset_annotations::{self, NewResult};
use countersign_shared::ids::{DatasetId, ItemId, MediaId, Seq, TaskId, UserId};
use countersign_shared::role::Role;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::app::requests::{get, member, post};
use crate::app::{TestApp, TestSession, TestTask};
use crate::imports::png;

/// Returns a box of a class, as labels are stored.
pub fn label(class: &str, x: f64) -> Value {
    let geometry = json!({ "x": x, "y": 10.0, "w": 20.0, "h": 20.0 });
    json!({ "class": class, "shape": "box", "frames": { "0": { "geometry": geometry, "outside": false } },
        "attributes": {}, "z": 0 })
}

/// Adds a result to the dataset, as an acceptance does.
pub async fn accept(app: &TestApp, item: ItemId, by: Option<UserId>, annotations: &Value) {
    let (task, media, dataset): (uuid::Uuid, uuid::Uuid, uuid::Uuid) = sqlx::query_as(
        "SELECT i.task_id, i.media_id, t.dataset_id FROM items i JOIN tasks t ON t.id = i.task_id WHERE i.id = $1",
    )
    .bind(item.0)
    .fetch_one(&app.state.db)
    .await
    .expect("an item");
    let (task, media, dataset) = (TaskId(task), MediaId(media), DatasetId(dataset));
    let labels: countersign_shared::label::Labels = serde_json::from_value(annotations.clone()).expect("labels");
    let class_counts = &json!(countersign_shared::label::class_counts(labels.values()));
    let result = NewResult { dataset, media, task, item, seq: Seq(0), annotations, class_counts, accepted_by: by };
    let mut db = app.state.db.acquire().await.expect("a connection");
    dataset_annotations::insert(&mut db, &[result]).await.expect("inserted");
}

/// Creates a second task, a draft, over the dataset of the first. Returns its id and its items in order.
pub async fn second_task(app: &TestApp, root: &TestSession, task: &TestTask, ontology: Value) -> (String, Vec<ItemId>) {
    let body = json!({ "name": "Second task", "dataset": { "id": task.dataset }, "ontology": ontology,
        "workflow": { "reviews": [], "acceptance": true } });
    let (status, made) = post(app, root, "/tasks", body).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().expect("an id").to_owned();
    let items = get(app, root, &format!("/tasks/{id}/items")).await;
    let ids = items["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id"));
    (id, ids.map(|id| id.parse().expect("an id")).collect())
}

pub fn plain_ontology(id: &str, name: &str) -> Value {
    json!({ "classes": [{ "id": id, "name": name, "color": "#123456", "shapes": ["box"] }] })
}

#[tokio::test]
async fn f28_a_dataset_shows_each_user_only_what_they_can_export() {
    let app = TestApp::start().await;
    let task = app.make_task(2).await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let ines = member(&app, &task, "Ines", &[Role::Inspector]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let (second, others) = second_task(&app, &root, &task, plain_ontology("thing", "Thing")).await;
    accept(&app, task.items[0], Some(ines.user), &json!({ "a": label("thing", 1.0) })).await;
    accept(&app, others[1], None, &json!({})).await;

    let path = format!("/datasets/{}", task.dataset);
    for (who, tasks, accepted) in
        [(&root, vec![second.clone(), task.id.to_string()], 2), (&ines, vec![task.id.to_string()], 1)]
    {
        let all = get(&app, who, "/datasets").await;
        assert_eq!(all.as_array().map(Vec::len), Some(1), "{all}");
        let one = get(&app, who, &path).await;
        assert_eq!(one, all[0]);
        let mut names: Vec<&str> =
            one["tasks"].as_array().expect("tasks").iter().filter_map(|task| task["id"].as_str()).collect();
        names.sort_unstable();
        let mut wants = tasks.clone();
        wants.sort_unstable();
        assert_eq!(
            (names, &one["accepted"], &one["media"]),
            (wants.iter().map(String::as_str).collect(), &json!(accepted), &json!(2))
        );
        let results = get(&app, who, &format!("{path}/results")).await;
        assert_eq!(results["total"], accepted, "{results}");
    }
    let results = get(&app, &ines, &format!("{path}/results")).await;
    let row = &results["rows"][0];
    assert_eq!((&row["item_id"], &row["version"], &row["added"]), (&json!(task.items[0]), &json!(1), &json!(1)));
    assert_eq!((&row["accepted_by"]["name"], &row["task"]["name"]), (&json!("Ines"), &json!("Test task")));
    assert_eq!(row["preview"][0]["class"], "thing");
    // Users do not see results that they cannot export.
    assert_eq!(get(&app, &ana, "/datasets").await, json!([]));
    for path in [path.clone(), format!("{path}/results"), format!("{path}/exports")] {
        let response = ana.http.get(app.url(&format!("/api/v1{path}"))).send().await.expect("a response");
        assert_eq!(response.status(), 404, "{path}");
    }
    let url = app.url(&format!("/api/v1{path}/results?task={second}"));
    assert_eq!(ines.http.get(url).send().await.expect("a response").status(), 400, "a task that is not theirs");
    app.finish().await;
}

#[tokio::test]
async fn f28_results_are_filtered_sorted_and_paged() {
    let app = TestApp::start().await;
    let task = app.make_task(9).await;
    let ines = member(&app, &task, "Ines", &[Role::Inspector]).await;
    let ivo = member(&app, &task, "Ivo", &[Role::Inspector]).await;
    for (n, item) in (0_i32..).zip(&task.items) {
        let class = if n % 3 == 0 { "person" } else { "thing" };
        let by = if n < 4 { ines.user } else { ivo.user };
        accept(&app, *item, Some(by), &json!({ "a": label(class, 5.0) })).await;
        sqlx::query("UPDATE dataset_annotations SET accepted_at = '2020-03-01T12:00:00Z'::timestamptz + $2 * interval '1 day' WHERE item_id = $1")
            .bind(item.0)
            .bind(n / 2)
            .execute(&app.state.db)
            .await
            .expect("updated");
    }
    // Older versions do not count.
    accept(&app, task.items[0], Some(ivo.user), &json!({ "a": label("thing", 5.0) })).await;
    let path = format!("/datasets/{}/results", task.dataset);
    for (query, total) in [
        ("", 9),
        ("class=person", 2),
        ("class=nothing", 0),
        ("q=PICTURE-00", 9),
        ("q=003", 1),
        ("from=2020-03-02&to=2020-03-03", 4),
        ("to=2020-03-01", 1),
        ("from=2020-03-05", 2),
    ] {
        assert_eq!(get(&app, &ines, &format!("{path}?{query}")).await["total"], total, "{query}");
    }
    let by = get(&app, &ines, &format!("{path}?by={}", ines.user)).await;
    assert_eq!(by["total"], 3, "the first was accepted again by another user");
    for (sort, first) in [("name", "picture-001.png"), ("accepted", "picture-001.png")] {
        let (mut names, mut after) = (Vec::new(), String::new());
        loop {
            let page = get(&app, &ines, &format!("{path}?sort={sort}&limit=4{after}")).await;
            let rows = page["rows"].as_array().expect("rows");
            names.extend(rows.iter().map(|row| row["file_name"].as_str().expect("a name").to_owned()));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!((names.len(), names[0].as_str()), (9, first), "{sort}");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 9, "{sort}: each once");
    }
    for query in ["from=soon", "sort=name&after=nonsense", "task=nonsense"] {
        let url = app.url(&format!("/api/v1{path}?{query}"));
        assert_eq!(ines.http.get(url).send().await.expect("a response").status(), 400, "{query}");
    }
    app.finish().await;
}

#[tokio::test]
async fn f31_versions_record_what_each_acceptance_changed() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let item = task.items[0];
    let path = format!("/items/{item}");
    let to_acceptance = async |labels: Value| {
        for (action, body) in [
            ("finish", json!({ "move": "submit" })),
            ("verdicts", json!({ "verdict": "approved", "labels": labels })),
            ("finish", json!({ "move": "approve" })),
        ] {
            let (status, answer) = post(&app, &boss, &format!("{path}/{action}"), body).await;
            assert_eq!(status, 200, "{action}: {answer}");
        }
        get(&app, &boss, &format!("{path}/labels")).await;
        let (status, answer) = post(&app, &boss, &format!("{path}/finish"), json!({ "move": "accept" })).await;
        assert_eq!(status, 200, "{answer}");
    };
    let mut editor = app.editor(&boss, item).await;
    editor.add_box("a", [10.0, 10.0, 20.0, 20.0]).await;
    editor.add_box("b", [50.0, 10.0, 20.0, 20.0]).await;
    editor.until_acked().await;
    editor.close().await;
    to_acceptance(json!(["a", "b"])).await;
    get(&app, &boss, &format!("{path}/labels")).await;
    let (status, answer) = post(&app, &boss, &format!("{path}/revise"), json!({ "reason": "One is missing" })).await;
    assert_eq!(status, 200, "{answer}");
    // The dataset keeps the accepted version until the next acceptance.
    assert_eq!(get(&app, &boss, &format!("{path}/versions")).await.as_array().map(Vec::len), Some(1));
    let mut editor = app.editor(&boss, item).await;
    editor.move_box("a", [12.0, 10.0, 20.0, 20.0]).await;
    editor.delete_label("b").await;
    editor.add_box("c", [90.0, 10.0, 20.0, 20.0]).await;
    editor.until_acked().await;
    editor.close().await;
    to_acceptance(json!(["a", "c"])).await;

    let versions = get(&app, &boss, &format!("{path}/versions")).await;
    let numbers = |row: &Value| ["version", "label_count", "added", "changed", "removed"].map(|key| row[key].clone());
    assert_eq!(
        versions.as_array().expect("versions").iter().map(numbers).collect::<Vec<_>>(),
        [[2, 2, 1, 1, 1].map(|n| json!(n)), [1, 2, 2, 0, 0].map(|n| json!(n))]
    );
    assert_eq!(versions[0]["accepted_by"]["name"], "Boss");
    let second = get(&app, &boss, &format!("{path}/versions/2")).await;
    assert_eq!((&second["changes"]["added"], &second["changes"]["changed"]), (&json!(["c"]), &json!(["a"])));
    assert_eq!(second["changes"]["removed"]["b"]["frames"]["0"]["geometry"]["x"], 50.0);
    assert_eq!(second["labels"]["a"]["frames"]["0"]["geometry"]["x"], 12.0);
    let first = get(&app, &boss, &format!("{path}/versions/1")).await;
    assert_eq!(first["changes"], json!({ "added": ["a", "b"], "changed": [], "removed": {} }));
    for (version, wants) in [("3", 404), ("0", 404), ("x", 400)] {
        let url = app.url(&format!("/api/v1{path}/versions/{version}"));
        assert_eq!(boss.http.get(url).send().await.expect("a response").status(), wants, "{version}");
    }
    app.finish().await;
}

fn pictures(files: &[(&str, Vec<u8>)]) -> Form {
    let part = |name: &str, bytes: &[u8]| Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    files.iter().fold(Form::new(), |form, (name, bytes)| form.part("images", part(name, bytes)))
}

async fn upload(app: &TestApp, by: &TestSession, dataset: &str, form: Form) -> (u16, Value) {
    let url = app.url(&format!("/api/v1/datasets/{dataset}/media"));
    let response = by.http.post(url).multipart(form).send().await.expect("a response");
    (response.status().as_u16(), response.json().await.expect("JSON"))
}

#[tokio::test]
async fn n8_uploads_report_each_image_separately() {
    let app = TestApp::start().await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let (status, dataset) = post(&app, &root, "/datasets", json!({ "name": " Photos " })).await;
    assert_eq!((status, &dataset["name"], &dataset["media"]), (201, &json!("Photos"), &json!(0)));
    let (status, again) = post(&app, &root, "/datasets", json!({ "name": "Photos" })).await;
    assert_eq!((status, &again["code"]), (409, &json!("conflict")));
    assert_eq!(post(&app, &root, "/datasets", json!({ "name": " " })).await.0, 400);
    let id = dataset["id"].as_str().expect("an id");

    let form = pictures(&[
        ("a.png", png(20, 10)),
        ("twin.png", png(20, 10)),
        ("b.png", png(30, 10)),
        ("text.png", b"no picture".to_vec()),
        ("", png(5, 5)),
    ]);
    let (status, done) = upload(&app, &root, id, form).await;
    assert_eq!(status, 201, "{done}");
    let names = |list: &Value| -> Vec<String> {
        list.as_array()
            .expect("a list")
            .iter()
            .map(|row| row["file_name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(names(&done["added"]), ["a.png", "b.png"]);
    let failed: Vec<(String, &str)> = names(&done["failed"])
        .into_iter()
        .zip(done["failed"].as_array().expect("a list").iter().map(|row| row["message"].as_str().expect("a text")))
        .collect();
    for (name, wants) in
        [("text.png", "Not a supported image"), ("", "Its name is empty"), ("twin.png", "already there as \"a.png\"")]
    {
        assert!(failed.iter().any(|(file, message)| file == name && message.contains(wants)), "{name}: {failed:?}");
    }
    let (_, again) = upload(&app, &root, id, pictures(&[("other.png", png(30, 10))])).await;
    assert_eq!(again["failed"][0]["message"], "It is already there as \"b.png\".");
    assert_eq!(get(&app, &root, &format!("/datasets/{id}")).await["media"], 2);
    // The added images are served.
    let media = done["added"][0]["id"].as_str().expect("an id");
    let url = app.url(&format!("/api/v1/media/{media}/thumbnail"));
    assert_eq!(root.http.get(url).send().await.expect("a response").status(), 200);

    for (form, wants) in [(Form::new(), 400), (Form::new().text("nonsense", "x"), 400)] {
        assert_eq!(upload(&app, &root, id, form).await.0, wants);
    }
    let nobody = uuid::Uuid::now_v7().to_string();
    assert_eq!(upload(&app, &root, &nobody, pictures(&[("a.png", png(2, 2))])).await.0, 404);
    let uploads = app.state.config.database.data_dir.join("uploads");
    assert_eq!(std::fs::read_dir(uploads).expect("a folder").count(), 0, "uploads are removed");
    app.finish().await;
}
