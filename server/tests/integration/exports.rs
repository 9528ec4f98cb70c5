//! Exports of tasks: imported data can be exported again, only accepted items or all.

use std::collections::BTreeMap;

use countersign::export::{self, Scope};
use countersign_shared::ids::{ItemId, TaskId};
use countersign_shared::label::Labels;
use countersign_shared::ontology::Ontology;
use countersign_shared::role::Role;
use serde_json::{Value, json};
use sqlx::types::Json;

use crate::app::TestApp;
use crate::imports::{REAL, coco, png, real_data, run, run_accepted};

/// Returns the labels of each image, without their ids, and the ontology.
async fn contents(app: &TestApp, task: TaskId) -> (BTreeMap<String, Vec<String>>, Ontology) {
    let rows: Vec<(String, Json<Labels>)> = sqlx::query_as(
        "SELECT m.file_name, s.annotations FROM items i JOIN media m ON m.id = i.media_id
         JOIN item_snapshots s ON s.item_id = i.id WHERE i.task_id = $1",
    )
    .bind(task.0)
    .fetch_all(&app.state.db)
    .await
    .expect("items");
    let labels = rows.into_iter().map(|(file, Json(labels))| {
        let mut labels: Vec<String> = labels
            .into_values()
            // The drawing order is computed again from the sizes; labels of equal size can swap.
            .map(|label| serde_json::to_string(&countersign_shared::label::Label { z: 0, ..label }).expect("JSON"))
            .collect();
        labels.sort();
        (file, labels)
    });
    let ontology: Json<Ontology> = sqlx::query_scalar("SELECT ontology FROM tasks WHERE id = $1")
        .bind(task.0)
        .fetch_one(&app.state.db)
        .await
        .expect("a task");
    (labels.collect(), ontology.0)
}

#[tokio::test]
async fn n8_real_data_round_trips() {
    let Some(data) = real_data() else { return };
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| data.join(path.replace('@', "formats/coco_dataset"));
    let mut compared = 0;
    for (images, annotations, ..) in REAL {
        let first = run_accepted(&app, coco(&at(images), &at(annotations), annotations)).await;
        let exported =
            export::write_coco(&app.state.db, first.task, Scope::Accepted, Vec::new()).await.expect("exports");
        assert_eq!(exported.report.lines(), [], "{annotations}: COCO carries what came from COCO");
        assert_eq!((exported.images, exported.labels), (first.items, first.labels));
        let file = folder.path().join("again.json");
        std::fs::write(&file, exported.out).expect("written");
        let again = run(&app, coco(&at(images), &file, &format!("{annotations} again"))).await.expect("imports");
        assert_eq!(again.report.warnings(), 0, "{annotations}: {:?}", again.report.lines());
        let (before, after) = (contents(&app, first.task).await, contents(&app, again.task).await);
        assert_eq!(before, after, "{annotations}");
        compared += first.labels;
    }
    assert!(compared > 60, "{compared} labels were compared");
    app.finish().await;
}

#[tokio::test]
async fn f28_exports_contain_only_accepted_items_by_default() {
    let app = TestApp::start().await;
    let inspector = app.add_user("Ines").await;
    let annotator = app.add_user("Ana").await;
    let rei = app.add_user("Rei").await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.png"), png(20, 10)).expect("written");
    let file = json!({
        "images": [{"id": 7, "file_name": "a.png"}],
        "categories": [{"id": 90, "name": "thing"}],
        "annotations": [{"id": 5, "image_id": 7, "category_id": 90, "bbox": [1, 1, 5, 5]}],
    });
    std::fs::write(folder.path().join("a.json"), file.to_string()).expect("written");
    let mut import = coco(folder.path(), &folder.path().join("a.json"), "A \"task\"");
    import.members = vec![(inspector.id, Role::Inspector), (annotator.id, Role::Annotator), (rei.id, Role::Reviewer)];
    let task = run(&app, import).await.expect("imports").task;
    let session = app.sign_in(&inspector).await;
    let reviewer = app.sign_in(&rei).await;
    let url = app.url(&format!("/api/v1/tasks/{task}/export/coco"));
    let response = session.http.get(&url).send().await.expect("a response");
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-disposition"],
        "attachment; filename=\"A _task_.coco.json\"; filename*=UTF-8''A%20%22task%22.coco.json"
    );
    let accepted: Value = response.json().await.expect("JSON");
    assert_eq!((&accepted["images"], &accepted["annotations"]), (&json!([]), &json!([])));
    let url_all = format!("{url}?accepted=false");
    let all: Value = session.http.get(&url_all).send().await.expect("a response").json().await.expect("JSON");
    assert_eq!(all["images"], json!([{"id": 1, "file_name": "a.png", "width": 20, "height": 10}]));
    assert_eq!(all["annotations"][0]["bbox"], json!([1.0, 1.0, 5.0, 5.0]));
    assert_eq!(all["annotations"][0]["category_id"], 90);
    assert_eq!(all["categories"][0]["id"], 90);

    // Once opened, changed, submitted and accepted, it is in the export with the changes.
    let items = app.url(&format!("/api/v1/tasks/{task}/items"));
    let items: Value = session.http.get(items).send().await.expect("a response").json().await.expect("JSON");
    let item: ItemId = items["items"][0]["id"].as_str().expect("an id").parse().expect("an id");
    let other = app.sign_in(&annotator).await;
    let mut editor = app.editor(&other, item).await;
    assert!(editor.has_label("coco-5"));
    editor.move_box("coco-5", [2.0, 3.0, 4.0, 5.0]).await;
    editor.until_acked().await;
    editor.close().await;
    let finish = |by| json!({ "move": by });
    for (who, path, body) in [
        (&other, "finish", finish("submit")),
        (&reviewer, "verdicts", json!({ "verdict": "approved", "labels": ["coco-5"] })),
        (&reviewer, "finish", finish("approve")),
        (&session, "finish", finish("accept")),
    ] {
        // Deciding requires that the item was opened.
        app.live(who, item).await.close().await;
        let url = app.url(&format!("/api/v1/items/{item}/{path}"));
        let response = who.http.post(url).json(&body).send().await.expect("a response");
        assert_eq!(response.status(), 200, "{body}: {:?}", response.text().await);
    }
    let accepted: Value = session.http.get(&url).send().await.expect("a response").json().await.expect("JSON");
    assert_eq!(accepted["annotations"][0]["bbox"], json!([2.0, 3.0, 4.0, 5.0]));
    assert_eq!(other.http.get(&url).send().await.expect("a response").status(), 403);
    app.finish().await;
}
