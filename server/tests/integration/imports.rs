//! Imports of real and of broken data, in process and over HTTP; each succeeds completely or leaves nothing.

use std::path::{Path, PathBuf};

use countersign::formats::report::Report;
use countersign::import::coco::{CocoImport, Imported, panoptic_next_to};
use countersign::import::files::Files;
use countersign::import::{ImportFailure, Importer};
use countersign_shared::role::Role;
use countersign_shared::workflow::{Stage, Workflow};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sqlx::query_scalar;
use tokio_util::sync::CancellationToken;

use crate::app::{TestApp, TestSession};

/// Returns the folder of real data, which is next to the repository. Without it a test passes, except on CI.
pub fn real_data() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("COUNTERSIGN_TEST_DATA").map_or(default, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", folder.display());
    println!("{} is missing: nothing is tested", folder.display());
    None
}

pub fn coco(images: &Path, annotations: &Path, task: &str) -> CocoImport {
    CocoImport {
        annotations: annotations.to_owned(),
        images: Files::under(images).expect("a folder"),
        panoptic: panoptic_next_to(annotations).expect("a folder or none"),
        task: task.to_owned(),
        dataset: None,
        stage: Stage::Annotate,
        workflow: Workflow::full(),
        members: Vec::new(),
        by: None,
    }
}

pub async fn run(app: &TestApp, import: CocoImport) -> Result<Imported, ImportFailure> {
    let importer =
        Importer { db: app.state.db.clone(), media: app.state.media.clone(), clock: app.state.clock.clone() };
    importer.coco(import, &|_| {}, &CancellationToken::new(), |_| {}).await
}

/// Runs an import whose items are all accepted.
pub async fn run_accepted(app: &TestApp, import: CocoImport) -> Imported {
    let importer =
        Importer { db: app.state.db.clone(), media: app.state.media.clone(), clock: app.state.clock.clone() };
    let inspector = app.add_user(&format!("Inspector of {}", uuid::Uuid::now_v7())).await;
    let accept = |plan: &mut countersign::import::commit::Plan| {
        for item in &mut plan.items {
            item.stage = Stage::Complete;
            item.accepted_by = Some(inspector.id);
        }
    };
    importer.coco(import, &|_| {}, &CancellationToken::new(), accept).await.expect("imports")
}

fn lines(report: &Report) -> Vec<String> {
    report.lines().iter().map(|line| format!("{:?} {:?} {}", line.file, line.annotation, line.message)).collect()
}

/// Counts the rows and the stored files of imports.
async fn count_rows_and_files(app: &TestApp) -> (i64, usize) {
    let rows = query_scalar(
        "SELECT (SELECT count(*) FROM datasets) + (SELECT count(*) FROM tasks) + (SELECT count(*) FROM items)
              + (SELECT count(*) FROM media) + (SELECT count(*) FROM item_snapshots) + (SELECT count(*) FROM audit_log)",
    )
    .fetch_one(&app.state.db)
    .await
    .expect("a number");
    let folder = app.state.config.database.data_dir.join("media");
    let files = Files::under(&folder).map_or(0, |files| files.len());
    (rows, files)
}

/// Creates a folder with an image `a.png` of 20 × 10 pixels and an annotation file.
fn small(annotations: &Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.png"), png(20, 10)).expect("written");
    std::fs::write(folder.path().join("a.json"), annotations.to_string()).expect("written");
    folder
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 99]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("encodes");
    bytes.into_inner()
}

fn one_box() -> Value {
    json!({
        "images": [{"id": 1, "file_name": "a.png", "width": 20, "height": 10}],
        "categories": [{"id": 1, "name": "thing"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5]}],
    })
}

/// The images, labels and warnings that each real file gives.
pub const REAL: &[(&str, &str, usize, usize, usize)] = &[
    ("people", "people/instances.json", 1, 2, 0),
    ("animals", "animals/instances.json", 2, 4, 0),
    ("terrain", "terrain/combined_coco.json", 2, 12, 0),
    ("terrain", "terrain/terrain1_coco.json", 1, 7, 0),
    ("terrain", "terrain/terrain2_coco.json", 1, 5, 0),
    ("@/coco/images", "@/coco/annotations/captions_train.json", 1, 1, 0),
    ("@/coco/images", "@/coco/annotations/captions_val.json", 1, 2, 0),
    ("@/coco/images", "@/coco/annotations/image_info_train.json", 1, 0, 0),
    ("@/coco/images", "@/coco/annotations/image_info_val.json", 1, 0, 0),
    ("@/coco/images", "@/coco/annotations/instances_train.json", 1, 1, 0),
    ("@/coco/images", "@/coco/annotations/instances_val.json", 1, 2, 0),
    ("@/coco/images", "@/coco/annotations/labels_train.json", 1, 1, 0),
    ("@/coco/images", "@/coco/annotations/labels_val.json", 1, 2, 0),
    ("@/coco/images", "@/coco/annotations/panoptic_train.json", 1, 1, 0),
    ("@/coco/images", "@/coco/annotations/panoptic_val.json", 1, 2, 0),
    ("@/coco/images", "@/coco/annotations/person_keypoints_train.json", 1, 2, 0),
    ("@/coco/images", "@/coco/annotations/person_keypoints_val.json", 1, 4, 0),
    ("@/coco/images", "@/coco/annotations/stuff_train.json", 1, 1, 0),
    ("@/coco/images", "@/coco/annotations/stuff_val.json", 1, 1, 0),
    ("@/coco_captions/images", "@/coco_captions/annotations/captions_train.json", 1, 1, 0),
    ("@/coco_captions/images", "@/coco_captions/annotations/captions_val.json", 1, 2, 0),
    ("@/coco_image_info/images", "@/coco_image_info/annotations/image_info_train.json", 1, 0, 0),
    ("@/coco_image_info/images", "@/coco_image_info/annotations/image_info_val.json", 1, 0, 0),
    ("@/coco_instances/images", "@/coco_instances/annotations/instances_train.json", 1, 1, 0),
    ("@/coco_instances/images", "@/coco_instances/annotations/instances_val.json", 1, 2, 0),
    ("@/coco_labels/images", "@/coco_labels/annotations/labels_train.json", 1, 1, 0),
    ("@/coco_labels/images", "@/coco_labels/annotations/labels_val.json", 1, 2, 0),
    // Its PNG is 5 × 5, but the image is 10 × 5.
    ("@/coco_panoptic/images", "@/coco_panoptic/annotations/panoptic_train.json", 1, 0, 1),
    ("@/coco_panoptic/images", "@/coco_panoptic/annotations/panoptic_val.json", 1, 2, 0),
    ("@/coco_person_keypoints/images", "@/coco_person_keypoints/annotations/person_keypoints_train.json", 1, 2, 0),
    ("@/coco_person_keypoints/images", "@/coco_person_keypoints/annotations/person_keypoints_val.json", 1, 4, 0),
    ("@/coco_roboflow/train", "@/coco_roboflow/train/_annotations.coco.json", 1, 1, 0),
    ("@/coco_roboflow/val", "@/coco_roboflow/val/_annotations.coco.json", 1, 2, 0),
    ("@/coco_stuff/images", "@/coco_stuff/annotations/stuff_train.json", 1, 1, 0),
    ("@/coco_stuff/images", "@/coco_stuff/annotations/stuff_val.json", 1, 1, 0),
    ("@/mmdet_coco", "@/mmdet_coco/annotations/instances_train.json", 1, 1, 0),
    ("@/mmdet_coco", "@/mmdet_coco/annotations/instances_val.json", 1, 2, 0),
];

#[tokio::test]
async fn n8_every_flavour_of_real_coco_is_imported() {
    let Some(data) = real_data() else { return };
    let app = TestApp::start().await;
    let mut wrong = Vec::new();
    let at = |path: &str| data.join(path.replace('@', "formats/coco_dataset"));
    for (images, annotations, pictures, labels, warnings) in REAL {
        let imported = match run(&app, coco(&at(images), &at(annotations), annotations)).await {
            Ok(imported) => imported,
            Err(failed) => {
                wrong.push(format!("{annotations}: {failed}: {:?}", lines(&failed.report)));
                continue;
            }
        };
        let got = (imported.items, imported.labels, imported.report.warnings());
        if got != (*pictures, *labels, *warnings) {
            wrong.push(format!("{annotations}: {got:?} {:#?}", lines(&imported.report)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The table lists every annotation file of the folder.
    let named = Files::under(&at("@")).expect("a folder");
    let listed = REAL.iter().filter(|row| row.1.starts_with('@')).count();
    let found = ["captions", "image_info", "instances", "labels", "panoptic", "person_keypoints", "stuff"]
        .iter()
        .flat_map(|kind| [format!("{kind}_train.json"), format!("{kind}_val.json")])
        .map(|name| match named.find(&name) {
            countersign::import::files::Lookup::Ambiguous(n) => n,
            countersign::import::files::Lookup::File(_) => 1,
            countersign::import::files::Lookup::Missing => 0,
        })
        .sum::<usize>();
    assert_eq!(listed, found + 2, "the Roboflow files have other names");
    app.finish().await;
}

#[tokio::test]
async fn n8_imported_items_are_complete() {
    let Some(data) = real_data() else { return };
    let app = TestApp::start().await;
    let person = app.add_user("Ana").await;
    let mut import = coco(&data.join("people"), &data.join("people/instances.json"), "People");
    import.members = vec![(person.id, Role::Annotator)];
    let imported = run(&app, import).await.expect("imports");
    let (stage, labels, preview, locks, annotations): (String, i32, Value, i64, Value) = sqlx::query_as(
        "SELECT i.stage, i.label_count, (SELECT preview FROM item_previews p WHERE p.item_id = i.id), (SELECT count(*) FROM item_locks l WHERE l.item_id = i.id),
                (SELECT annotations FROM item_snapshots s WHERE s.item_id = i.id AND reason = 'imported' AND seq = 0)
         FROM items i WHERE task_id = $1",
    )
    .bind(imported.task.0)
    .fetch_one(&app.state.db)
    .await
    .expect("one item");
    assert_eq!((stage.as_str(), labels, locks), ("annotate", 2, 1));
    assert_eq!(preview.as_array().map(Vec::len), Some(2));
    assert_eq!(annotations.as_object().map(serde_json::Map::len), Some(2));
    let session = app.sign_in(&person).await;
    let url = app.url(&format!("/api/v1/tasks/{}", imported.task));
    let task: Value = session.http.get(url).send().await.expect("a response").json().await.expect("JSON");
    let class = &task["ontology"]["classes"][0];
    assert_eq!((&class["name"], &class["supercategory"]), (&json!("person"), &json!("person")));
    assert_eq!(class["skeleton"]["joints"].as_array().map(Vec::len), Some(17));
    app.finish().await;
}

#[tokio::test]
async fn a_missing_image_is_reported_and_the_rest_is_imported() {
    let app = TestApp::start().await;
    let mut file = one_box();
    file["images"].as_array_mut().expect("a list").extend([
        json!({"id": 2, "file_name": "gone.jpg"}),
        json!({"id": 3, "file_name": "../../../etc/passwd"}),
        json!({"id": 4, "file_name": "text.jpg"}),
        json!({"id": 5, "file_name": "a.svg"}),
        json!({"id": 1, "file_name": "a.png"}),
    ]);
    file["annotations"].as_array_mut().expect("a list").extend([
        json!({"id": 2, "image_id": 2, "category_id": 1, "bbox": [1, 1, 5, 5]}),
        json!({"id": 3, "image_id": 1, "category_id": 9, "bbox": [1, 1, 5, 5]}),
    ]);
    let folder = small(&file);
    std::fs::write(folder.path().join("text.jpg"), "no picture").expect("written");
    std::fs::write(folder.path().join("a.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>").expect("written");
    std::fs::write(folder.path().join("unlisted.png"), png(3, 3)).expect("written");
    let imported = run(&app, coco(folder.path(), &folder.path().join("a.json"), "Task")).await.expect("imports");
    assert_eq!((imported.items, imported.labels), (1, 1));
    let lines = lines(&imported.report);
    for (file, wants) in [
        ("gone.jpg", "no such image"),
        ("passwd", "no such image"),
        ("text.jpg", "not a supported image"),
        ("a.svg", "not a supported image"),
        ("a.png", "image id 1 appears twice"),
        ("\"2\"", "no image 2"),
        ("\"3\"", "no category 9"),
        ("None", "left out: 1"),
    ] {
        assert!(lines.iter().any(|line| line.contains(file) && line.contains(wants)), "{wants}: {lines:#?}");
    }
    assert_eq!(lines.len(), 8, "{lines:#?}");
    app.finish().await;
}

#[tokio::test]
async fn fault_30_a_failed_import_leaves_nothing() {
    let app = TestApp::start().await;
    let folder = small(&one_box());
    let annotations = folder.path().join("a.json");
    let before = count_rows_and_files(&app).await;
    for (text, wants) in [
        ("{\"images\": [", "line 1 column 12"),
        ("{\"images\": []}", "none of the 0 images"),
        ("{\"images\": [{\"id\": 1, \"file_name\": \"gone.png\"}]}", "none of the 1 images"),
        ("{\"annotations\": []}", "no list named \"images\""),
    ] {
        std::fs::write(&annotations, text).expect("written");
        let failed = run(&app, coco(folder.path(), &annotations, "Task")).await.expect_err(text);
        assert!(failed.to_string().contains(wants), "{failed}");
        assert_eq!(count_rows_and_files(&app).await, before, "{text}");
    }
    // Fails at the very end, after the images are stored.
    std::fs::write(&annotations, one_box().to_string()).expect("written");
    let mut import = coco(folder.path(), &annotations, "Task");
    import.members = vec![(uuid::Uuid::now_v7().into(), Role::Admin)];
    let failed = run(&app, import).await.expect_err("nobody has this id");
    assert!(failed.error.is_internal(), "{failed}");
    assert_eq!(count_rows_and_files(&app).await, before);
    // The same data without the fault is imported.
    run(&app, coco(folder.path(), &annotations, "Task")).await.expect("imports");
    let once = count_rows_and_files(&app).await;
    let failed = run(&app, coco(folder.path(), &annotations, "Task")).await.expect_err("the name is taken");
    assert!(failed.to_string().contains("already exists"), "{failed}");
    // A failed import does not remove the images of a successful one.
    let mut import = coco(folder.path(), &annotations, "Other");
    import.members = vec![(uuid::Uuid::now_v7().into(), Role::Admin)];
    run(&app, import).await.expect_err("nobody has this id");
    assert_eq!(count_rows_and_files(&app).await, once);
    app.finish().await;
}

#[tokio::test]
async fn a_cancelled_import_leaves_nothing() {
    let app = TestApp::start().await;
    let folder = small(&one_box());
    let before = count_rows_and_files(&app).await;
    let importer =
        Importer { db: app.state.db.clone(), media: app.state.media.clone(), clock: app.state.clock.clone() };
    let stop = CancellationToken::new();
    let import = coco(folder.path(), &folder.path().join("a.json"), "Task");
    // Stopped as soon as its only image is stored.
    let progress = |progress: countersign::import::Progress| {
        if progress.done == 1 {
            stop.cancel();
        }
    };
    let failed = importer.coco(import, &progress, &stop, |_| {}).await.expect_err("stopped");
    assert!(matches!(failed.error, countersign::import::ImportError::Stopped), "{failed}");
    assert_eq!(count_rows_and_files(&app).await, before);
    app.finish().await;
}

#[tokio::test]
async fn fault_28_zero_characters_and_odd_names_do_no_harm() {
    let app = TestApp::start().await;
    let mut file = one_box();
    file["images"][0]["file_name"] = json!("<img src=x onerror=alert(1)>\u{0}.png");
    file["categories"][0]["name"] = json!("a\u{0}b");
    file["annotations"][0]["attributes"] = json!({"k\u{0}": "v\u{0}"});
    let folder = small(&file);
    let from = folder.path().join("a.png");
    std::fs::create_dir(folder.path().join("sub")).expect("made");
    std::fs::rename(from, folder.path().join("sub/<img src=x onerror=alert(1)>\u{fffd}.png")).expect("renamed");
    let imported = run(&app, coco(folder.path(), &folder.path().join("a.json"), "Task")).await.expect("imports");
    assert_eq!((imported.items, imported.labels), (1, 1), "{:?}", lines(&imported.report));
    app.finish().await;
}

#[tokio::test]
async fn fault_30_an_image_bomb_is_refused_and_the_rest_is_imported() {
    let app = TestApp::start().await;
    let mut file = one_box();
    file["images"].as_array_mut().expect("a list").push(json!({"id": 2, "file_name": "bomb.png"}));
    let folder = small(&file);
    // The header of a PNG of 50,000 × 50,000 pixels.
    let mut bomb = png(20, 10);
    bomb[16..20].copy_from_slice(&50_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&50_000_u32.to_be_bytes());
    let crc = countersign::media::orientation::crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    std::fs::write(folder.path().join("bomb.png"), bomb).expect("written");
    let imported = run(&app, coco(folder.path(), &folder.path().join("a.json"), "Task")).await.expect("imports");
    assert_eq!(imported.items, 1);
    let lines = lines(&imported.report);
    assert!(lines.len() == 1 && lines[0].contains("50000 × 50000 pixels: a side can have at most"), "{lines:?}");
    app.finish().await;
}

fn form(task: &str, annotations: &Value, pictures: &[(&str, Vec<u8>)]) -> Form {
    let part = |name: &str, bytes: Vec<u8>| Part::bytes(bytes).file_name(name.to_owned());
    let form = Form::new()
        .text("task", task.to_owned())
        .text("stage", "review")
        .part("annotations", part("a.json", annotations.to_string().into_bytes()));
    pictures.iter().fold(form, |form, (name, bytes)| form.part("images", part(name, bytes.clone())))
}

async fn until_done(app: &TestApp, session: &TestSession, id: &str) -> Value {
    let url = app.url(&format!("/api/v1/imports/{id}"));
    let mut last = Value::Null;
    app.eventually("the import ends", async |_| {
        last = session.http.get(&url).send().await.expect("a response").json().await.expect("JSON");
        last["state"] != "running"
    })
    .await;
    last
}

#[tokio::test]
async fn n8_an_import_over_http_reports_its_progress_and_its_end() {
    let app = TestApp::start().await;
    let admin = app.add_site_admin("Root").await;
    let session = app.sign_in(&admin).await;
    let url = app.url("/api/v1/imports/coco");
    let mut file = one_box();
    file["images"].as_array_mut().expect("a list").push(json!({"id": 2, "file_name": "gone.png"}));
    let form_with = form("Uploaded", &file, &[("folder/a.png", png(20, 10))]);
    let response = session.http.post(&url).multipart(form_with).send().await.expect("a response");
    assert_eq!(response.status(), 202);
    let started: Value = response.json().await.expect("JSON");
    let import = until_done(&app, &session, started["id"].as_str().expect("an id")).await;
    assert_eq!(
        (&import["state"], &import["done"], &import["total"]),
        (&json!("done"), &json!(2), &json!(2)),
        "{import}"
    );
    assert_eq!(import["report"].as_array().map(Vec::len), Some(2), "{import}");
    let task = import["task_id"].as_str().expect("a task");
    let url_items = app.url(&format!("/api/v1/tasks/{task}/items?stage=review"));
    let items: Value = session.http.get(url_items).send().await.expect("a response").json().await.expect("JSON");
    assert_eq!(items["items"][0]["label_count"], 1, "{items}");

    // The same task name again, and an invalid annotation file.
    for (task, annotations, wants) in [("Uploaded", one_box(), "already exists"), ("Other", json!([1]), "line 1")] {
        let form = form(task, &annotations, &[("a.png", png(20, 10))]);
        let response = session.http.post(&url).multipart(form).send().await.expect("a response");
        let started: Value = response.json().await.expect("JSON");
        let import = until_done(&app, &session, started["id"].as_str().expect("an id")).await;
        assert_eq!(import["state"], "failed");
        assert!(import["error"].as_str().expect("a text").contains(wants), "{import}");
    }
    for (form, wants) in [
        (Form::new().text("task", "x"), "Choose an annotation file."),
        (Form::new().text("nonsense", "x"), "Unknown form field \"nonsense\"."),
        (form("x", &one_box(), &[]), "Choose the images."),
        (form("x", &one_box(), &[("a.png", png(2, 2))]).text("stage", "nowhere"), "Unknown stage \"nowhere\"."),
        (Form::new().text("task", "x".repeat(5_000)), "This is too long."),
    ] {
        let response = session.http.post(&url).multipart(form).send().await.expect("a response");
        assert_eq!(response.status(), 400);
        let error: Value = response.json().await.expect("JSON");
        assert_eq!(error["message"], wants);
    }
    let uploads = app.state.config.database.data_dir.join("uploads");
    assert_eq!(std::fs::read_dir(uploads).expect("a folder").count(), 0, "uploads are removed");
    app.finish().await;
}

#[tokio::test]
async fn interrupted_imports_are_marked_when_the_server_starts() {
    let app = TestApp::start().await;
    let id = uuid::Uuid::now_v7();
    sqlx::query("INSERT INTO imports (id, state) VALUES ($1, 'running')")
        .bind(id)
        .execute(&app.state.db)
        .await
        .expect("inserted");
    let data_dir = &app.state.config.database.data_dir;
    std::fs::create_dir_all(data_dir.join("uploads/left")).expect("made");
    countersign::import::job::recover(&app.state.db, data_dir).await.expect("recovers");
    let state: String =
        query_scalar("SELECT state FROM imports WHERE id = $1").bind(id).fetch_one(&app.state.db).await.expect("a row");
    assert_eq!(state, "failed");
    assert!(!data_dir.join("uploads").exists());
    app.finish().await;
}
