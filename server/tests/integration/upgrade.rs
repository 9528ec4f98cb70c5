//! Data of released versions, upgraded by this one: documents, items, datasets and accepted annotations stay the same.
//! `scripts/make-upgrade-fixture` makes the data in `tests/upgrade/<revision>`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use countersign_shared::ids::{ItemId, UserId};
use countersign_shared::lock::LockStatus;
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::app::database::TestDatabase;
use crate::app::requests::get;
use crate::app::{TestApp, TestSession, TestUser};

#[derive(Deserialize)]
struct Expected {
    answers: Vec<Answer>,
    /// The roots of each item's document, by item.
    documents: Map<String, Value>,
    /// A file in the media store.
    media: Uuid,
    /// An item in annotation that Ana can edit.
    editable: ItemId,
    password: String,
}

/// What the API answered to a request.
#[derive(Deserialize)]
struct Answer {
    by: String,
    path: String,
    body: Value,
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrade");
    let entries = std::fs::read_dir(folder).expect("the fixtures").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).collect()
}

/// Asserts that `found` has everything that `expected` has. Newer versions may add fields.
fn assert_kept(at: &str, expected: &Value, found: &Value) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                let Some(found) = found.get(key) else { panic!("{at}: {key} is missing, it was {value}") };
                assert_kept(&format!("{at}.{key}"), value, found);
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{at}: {found:?}");
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                assert_kept(&format!("{at}[{index}]"), expected, found);
            }
        }
        _ => assert_eq!(expected, found, "{at}"),
    }
}

async fn sign_in(app: &TestApp, name: &str, password: &str) -> TestSession {
    let id: Uuid = sqlx::query_scalar("SELECT id FROM users WHERE lower(name) = $1")
        .bind(name)
        .fetch_one(&app.state.db)
        .await
        .expect("the user is kept");
    let email = format!("{name}@example.org");
    let user = TestUser { id: UserId(id), email, name: name.to_owned(), password: password.to_owned() };
    app.sign_in(&user).await
}

#[tokio::test]
async fn data_of_released_versions_is_upgraded_and_stays_the_same() {
    let fixtures = fixtures();
    assert!(!fixtures.is_empty(), "there is nothing to upgrade");
    for fixture in fixtures {
        let read = |name: &str| std::fs::read_to_string(fixture.join(name)).expect("a file of the fixture");
        let expected: Expected = serde_json::from_str(&read("expected.json")).expect("what was there");
        let database = TestDatabase::restore(&fixture.join("dump.sql")).await;
        let app = TestApp::upgrade(database, &fixture.join("media")).await;

        let mut people: HashMap<&str, TestSession> = HashMap::new();
        for Answer { by, path, body } in &expected.answers {
            if !people.contains_key(by.as_str()) {
                people.insert(by, sign_in(&app, by, &expected.password).await);
            }
            assert_kept(path, body, &get(&app, &people[by.as_str()], path).await);
        }
        let (ana, boss) = (&people["ana"], &people["boss"]);
        for (item, roots) in &expected.documents {
            let reader = app.live(boss, item.parse().expect("an id")).await;
            for (root, value) in roots.as_object().expect("roots") {
                assert_eq!(&reader.root(root), value, "{root} of the document of {item}");
            }
            reader.close().await;
        }
        let media = people["root"].http.get(app.url(&format!("/api/v1/media/{}", expected.media)));
        let media = media.send().await.expect("a response");
        assert_eq!(media.status(), 200, "the media store is read");

        // Work goes on where it was.
        let mut editor = app.editor(ana, expected.editable).await;
        assert_eq!(editor.lock_status(), Some(LockStatus::Mine));
        editor.add_box("after", [1.0, 1.0, 9.0, 9.0]).await;
        editor.until_acked().await;
        editor.close().await;
        app.finish().await;
    }
}
