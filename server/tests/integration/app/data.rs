//! Users and tasks for tests, written directly into the database.

use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::role::Role;
use countersign_shared::workflow::Stage;
use serde_json::json;
use sqlx::{PgPool, query};
use uuid::Uuid;

use super::TestApp;

/// Writes test data into a migrated database.
#[derive(Clone, Copy)]
pub struct Seed<'a>(pub &'a PgPool);

#[derive(Clone, Debug)]
pub struct TestUser {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub password: String,
}

#[derive(Clone, Debug)]
pub struct TestTask {
    pub id: TaskId,
    pub dataset: DatasetId,
    /// In position order.
    pub items: Vec<ItemId>,
}

/// The size of every image of a test task.
pub const WIDTH: i32 = 640;
pub const HEIGHT: i32 = 480;
const PASSWORD: &str = "correct horse battery";

impl TestApp {
    fn seed(&self) -> Seed<'_> {
        Seed(&self.state.db)
    }

    pub async fn add_user(&self, name: &str) -> TestUser {
        self.seed().add_user(name).await
    }

    /// Creates a site admin.
    pub async fn add_site_admin(&self, name: &str) -> TestUser {
        self.seed().add_site_admin(name).await
    }

    /// Creates a task over `items` images of 640 × 480 in stage annotate. Its classes: `thing` (box, polygon, point,
    /// polyline, rotated box, bitmask; attributes `color` (radio red, blue), `note` (text), `count` (number 0 to 10))
    /// and `person` (skeleton of three joints).
    pub async fn make_task(&self, items: usize) -> TestTask {
        self.seed().make_task(items).await
    }

    pub async fn add_member(&self, task: &TestTask, user: &TestUser, roles: &[Role]) {
        self.seed().add_member(task, user, roles).await
    }

    /// Sets an item's stage before anyone opens the item.
    pub async fn set_stage(&self, item: ItemId, stage: Stage) {
        self.seed().set_stage(item, stage).await
    }
}

impl Seed<'_> {
    pub async fn add_user(&self, name: &str) -> TestUser {
        self.insert_user(name, false).await
    }

    /// Creates a site admin.
    pub async fn add_site_admin(&self, name: &str) -> TestUser {
        self.insert_user(name, true).await
    }

    async fn insert_user(&self, name: &str, is_admin: bool) -> TestUser {
        let user = TestUser {
            id: UserId(Uuid::now_v7()),
            email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
            name: name.to_owned(),
            password: PASSWORD.to_owned(),
        };
        query("INSERT INTO users (id, email, name, color, password_hash, is_admin) VALUES ($1, $2, $3, '#3366cc', $4, $5)")
            .bind(user.id.0)
            .bind(&user.email)
            .bind(&user.name)
            .bind(password_hash())
            .bind(is_admin)
            .execute(self.0)
            .await
            .expect("the user is new");
        user
    }

    /// Creates a task over `items` images of 640 × 480 in stage annotate. Its classes: `thing` (box, polygon, point,
    /// polyline, rotated box, bitmask; attributes `color` (radio red, blue), `note` (text), `count` (number 0 to 10))
    /// and `person` (skeleton of three joints).
    pub async fn make_task(&self, items: usize) -> TestTask {
        let task = TestTask {
            id: TaskId(Uuid::now_v7()),
            dataset: DatasetId(Uuid::now_v7()),
            items: (0..items).map(|_| ItemId(Uuid::now_v7())).collect(),
        };
        let mut transaction = self.0.begin().await.expect("a transaction");
        query("INSERT INTO datasets (id, name) VALUES ($1, 'Test data')")
            .bind(task.dataset.0)
            .execute(&mut *transaction)
            .await
            .expect("inserted");
        query("INSERT INTO tasks (id, dataset_id, name, ontology, workflow) VALUES ($1, $2, 'Test task', $3, $4)")
            .bind(task.id.0)
            .bind(task.dataset.0)
            .bind(ontology())
            .bind(json!({ "reviews": [{ "strict": true, "percent": 100 }], "acceptance": true }))
            .execute(&mut *transaction)
            .await
            .expect("inserted");
        for (index, item) in task.items.iter().enumerate() {
            let position = i32::try_from(index + 1).expect("few items");
            let media = MediaId(Uuid::now_v7());
            query(
                "INSERT INTO media (id, dataset_id, file_name, content_type, width, height, bytes, sha256, object_key, thumbnail_key)
                 VALUES ($1, $2, $3, 'image/png', $4, $5, 100, $6, $7, $7)",
            )
            .bind(media.0)
            .bind(task.dataset.0)
            .bind(format!("picture-{position:03}.png"))
            .bind(WIDTH)
            .bind(HEIGHT)
            .bind(vec![0_u8; 32])
            .bind(media.to_string())
            .execute(&mut *transaction)
            .await
            .expect("inserted");
            query(
                "INSERT INTO items (id, task_id, media_id, file_name, position, stage)
                 SELECT $1, $2, id, file_name, $4, 'annotate' FROM media WHERE id = $3",
            )
            .bind(item.0)
            .bind(task.id.0)
            .bind(media.0)
            .bind(position)
            .execute(&mut *transaction)
            .await
            .expect("inserted");
            query("INSERT INTO item_locks (item_id) VALUES ($1)")
                .bind(item.0)
                .execute(&mut *transaction)
                .await
                .expect("inserted");
        }
        transaction.commit().await.expect("committed");
        task
    }

    pub async fn add_member(&self, task: &TestTask, user: &TestUser, roles: &[Role]) {
        for role in roles {
            query("INSERT INTO task_members (task_id, user_id, role) VALUES ($1, $2, $3)")
                .bind(task.id.0)
                .bind(user.id.0)
                .bind(role.as_str())
                .execute(self.0)
                .await
                .expect("inserted");
        }
    }

    /// Sets an item's stage before anyone opens the item.
    pub async fn set_stage(&self, item: ItemId, stage: Stage) {
        query("UPDATE items SET stage = $2, review_pass = ($2 = 'review')::int, stage_since = now() WHERE id = $1")
            .bind(item.0)
            .bind(stage.as_str())
            .execute(self.0)
            .await
            .expect("updated");
    }
}

fn ontology() -> serde_json::Value {
    json!({ "classes": [
        { "id": "thing", "name": "Thing", "color": "#e6194b",
          "shapes": ["box", "rotated_box", "polygon", "polyline", "point", "bitmask"],
          "attributes": [
            { "id": "color", "name": "Colour", "kind": "radio",
              "options": [{ "id": "red", "name": "Red" }, { "id": "blue", "name": "Blue" }] },
            { "id": "note", "name": "Note", "kind": "text" },
            { "id": "count", "name": "Count", "kind": "number", "min": 0.0, "max": 10.0 } ] },
        { "id": "person", "name": "Person", "color": "#3cb44b", "shapes": ["skeleton"],
          "skeleton": { "joints": ["head", "hip", "foot"], "edges": [[0, 1], [1, 2]] } } ] })
}

/// Returns the hash of [`PASSWORD`] at the lowest possible cost: tests sign in often.
fn password_hash() -> &'static str {
    use argon2::password_hash::PasswordHasher;
    static HASH: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| {
        let params = argon2::Params::new(8, 1, 1, None).expect("valid");
        argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
            .hash_password(PASSWORD.as_bytes())
            .expect("it can be hashed")
            .to_string()
    });
    &HASH
}
