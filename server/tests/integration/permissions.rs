//! Permissions: a row for every route of the API, a column for every role. A route without a row fails the test.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use countersign_shared::ids::{ItemId, UserId};
use countersign_shared::role::Role;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{TestApp, TestTask, TestUser};

/// The columns. An outsider is an admin of another task; a site admin is a member of none.
const CALLERS: [&str; 7] = ["anonymous", "outsider", "annotator", "reviewer", "inspector", "admin", "site admin"];

/// A route, the status that each of [`CALLERS`] gets, and a body with which a permitted request succeeds.
struct Row {
    route: &'static str,
    expected: [u16; 7],
    body: fn(&World) -> Value,
}

fn row(route: &'static str, expected: [u16; 7], body: fn(&World) -> Value) -> Row {
    Row { route, expected, body }
}

fn none(_: &World) -> Value {
    Value::Null
}

/// Returns the rows in path order. The item is in annotation, nobody holds its lock, and it has one issue, the caller's.
fn table() -> Vec<Row> {
    vec![
        row("GET /api/v1/audit", [401, 403, 403, 403, 403, 403, 200], none),
        row("GET /api/v1/audit.csv", [401, 403, 403, 403, 403, 403, 200], none),
        row("POST /api/v1/auth/sign-in", [200; 7], |w| json!({ "email": w.extra.email, "password": w.extra.password })),
        // Only its starter and admins can cancel it; the one in this test has ended.
        row("POST /api/v1/bulk/{id}/cancel", [401, 404, 403, 403, 403, 409, 409], none),
        row("GET /api/v1/bulk/{id}", [401, 404, 200, 200, 200, 200, 200], none),
        row("GET /api/v1/bulk/{id}/items", [401, 404, 200, 200, 200, 200, 200], none),
        // A request with a token has no session to end.
        row("POST /api/v1/auth/sign-out", [401, 400, 400, 400, 400, 400, 400], none),
        row("GET /api/v1/datasets", [401, 200, 200, 200, 200, 200, 200], none),
        row("POST /api/v1/datasets", [401, 403, 403, 403, 403, 403, 201], |w| json!({ "name": w.task.id })),
        row("GET /api/v1/datasets/{id}", [401, 404, 404, 404, 200, 200, 200], none),
        row("GET /api/v1/datasets/{id}/exports", [401, 404, 404, 404, 200, 200, 200], none),
        row("POST /api/v1/datasets/{id}/exports", [401, 404, 404, 404, 202, 202, 202], |_| json!({})),
        // Permitted, but the request has no form.
        row("POST /api/v1/datasets/{id}/media", [401, 403, 403, 403, 403, 403, 400], none),
        row("GET /api/v1/datasets/{id}/results", [401, 404, 404, 404, 200, 200, 200], none),
        row("GET /api/v1/exports/{id}", [401, 404, 404, 404, 200, 200, 200], none),
        row("GET /api/v1/exports/{id}/file", [401, 404, 404, 404, 200, 200, 200], none),
        // Permitted, but the request has no form.
        row("POST /api/v1/imports/coco", [401, 403, 403, 403, 403, 403, 400], none),
        row("GET /api/v1/imports/{id}", [401, 403, 403, 403, 403, 403, 200], none),
        row("GET /api/v1/items/{id}", [401, 404, 200, 200, 200, 200, 200], none),
        row("POST /api/v1/items/{id}/finish", [401, 404, 200, 403, 403, 200, 200], |_| json!({ "move": "submit" })),
        row("GET /api/v1/items/{id}/issues", [401, 404, 200, 200, 200, 200, 200], none),
        row(
            "POST /api/v1/items/{id}/issues",
            [401, 404, 201, 201, 201, 201, 201],
            |_| json!({ "kind": "file", "text": "Look here" }),
        ),
        row("DELETE /api/v1/items/{id}/issues/{issue}", [401, 404, 204, 204, 204, 204, 204], none),
        row(
            "POST /api/v1/items/{id}/issues/{issue}/comments",
            [401, 404, 201, 201, 201, 201, 201],
            |_| json!({ "text": "Done" }),
        ),
        row(
            "PUT /api/v1/items/{id}/issues/{issue}/state",
            [401, 404, 204, 204, 204, 204, 204],
            |_| json!({ "state": "resolved" }),
        ),
        row("GET /api/v1/items/{id}/labels", [401, 404, 200, 200, 200, 200, 200], none),
        row("GET /api/v1/items/{id}/moves", [401, 404, 200, 200, 200, 200, 200], none),
        row("GET /api/v1/items/{id}/neighbours", [401, 404, 200, 200, 200, 200, 200], none),
        // Rejecting at each stage has a separate test.
        row("POST /api/v1/items/{id}/reject", [401, 404, 403, 409, 409, 409, 409], |_| json!({ "reason": "Not yet" })),
        // Only complete items can be reopened; that has a separate test.
        row(
            "POST /api/v1/items/{id}/revise",
            [401, 404, 403, 403, 409, 409, 409],
            |_| json!({ "reason": "Once more" }),
        ),
        row("POST /api/v1/items/{id}/skip", [401, 404, 204, 403, 403, 204, 204], |_| json!({ "reason": "Too dark" })),
        row("POST /api/v1/items/{id}/ticket", [401, 404, 201, 201, 201, 201, 201], none),
        // Nobody holds the lock; unlocking another user's lock has a separate test.
        row("POST /api/v1/items/{id}/unlock", [401, 404, 409, 409, 409, 409, 409], |_| json!({ "reason": "Lunch" })),
        row(
            "POST /api/v1/items/{id}/verdicts",
            [401, 404, 403, 409, 409, 409, 409],
            |_| json!({ "verdict": "approved", "labels": ["a"] }),
        ),
        row("GET /api/v1/items/{id}/versions", [401, 404, 403, 403, 200, 200, 200], none),
        row("GET /api/v1/items/{id}/versions/{version}", [401, 404, 403, 403, 200, 200, 200], none),
        // Permitted, but the request does not ask for an upgrade.
        row("GET /api/v1/live/{item_id}", [401, 404, 400, 400, 400, 400, 400], none),
        row("GET /api/v1/me", [401, 200, 200, 200, 200, 200, 200], none),
        row("GET /api/v1/me/events", [401, 200, 200, 200, 200, 200, 200], none),
        row("GET /api/v1/me/notifications", [401, 200, 200, 200, 200, 200, 200], none),
        row("POST /api/v1/me/notifications/read", [401, 204, 204, 204, 204, 204, 204], |_| json!({})),
        row(
            "PUT /api/v1/me/password",
            [401, 204, 204, 204, 204, 204, 204],
            // All test users start with the same password.
            |w| json!({ "current": w.extra.password, "new": "another long one" }),
        ),
        row("PUT /api/v1/me/settings", [401, 204, 204, 204, 204, 204, 204], |_| json!({ "theme": "dark" })),
        row("GET /api/v1/me/tokens", [401, 200, 200, 200, 200, 200, 200], none),
        row("POST /api/v1/me/tokens", [401, 201, 201, 201, 201, 201, 201], |_| json!({ "name": "script" })),
        row("DELETE /api/v1/me/tokens/{id}", [401, 204, 204, 204, 204, 204, 204], none),
        row("GET /api/v1/media/{id}", [401, 404, 200, 200, 200, 200, 200], none),
        row("GET /api/v1/media/{id}/thumbnail", [401, 404, 200, 200, 200, 200, 200], none),
        row("DELETE /api/v1/samples/{id}", [401, 404, 403, 403, 204, 204, 204], none),
        row("GET /api/v1/samples/{id}", [401, 404, 403, 403, 200, 200, 200], none),
        // Permitted, but there are no items besides the sample.
        row(
            "POST /api/v1/samples/{id}/decision",
            [401, 404, 403, 403, 409, 409, 409],
            |_| json!({ "decision": "accept" }),
        ),
        row("GET /api/v1/tasks", [401, 200, 200, 200, 200, 200, 200], none),
        row("POST /api/v1/tasks", [401, 403, 403, 403, 403, 403, 201], |w| {
            json!({ "name": w.task.id, "dataset": { "id": w.task.dataset }, "ontology": { "classes": [] },
                "workflow": { "reviews": [], "acceptance": true } })
        }),
        row("GET /api/v1/tasks/{id}", [401, 404, 200, 200, 200, 200, 200], none),
        row("PATCH /api/v1/tasks/{id}", [401, 404, 403, 403, 403, 200, 200], |_| json!({ "name": "Renamed" })),
        row("GET /api/v1/tasks/{id}/audit", [401, 404, 403, 403, 403, 200, 200], none),
        row("GET /api/v1/tasks/{id}/audit.csv", [401, 404, 403, 403, 403, 200, 200], none),
        row("GET /api/v1/tasks/{id}/bulk", [401, 404, 200, 200, 200, 200, 200], none),
        row(
            "POST /api/v1/tasks/{id}/bulk",
            [401, 404, 403, 403, 202, 202, 202],
            |_| json!({ "action": { "kind": "accept" }, "selection": { "filter": {} } }),
        ),
        row(
            "POST /api/v1/tasks/{id}/bulk/preview",
            [401, 404, 403, 403, 200, 200, 200],
            |_| json!({ "action": { "kind": "accept" }, "selection": { "filter": {} } }),
        ),
        row("GET /api/v1/tasks/{id}/events", [401, 404, 200, 200, 200, 200, 200], none),
        row("GET /api/v1/tasks/{id}/export/coco", [401, 404, 403, 403, 200, 200, 200], none),
        row("GET /api/v1/tasks/{id}/items", [401, 404, 200, 200, 200, 200, 200], none),
        row("POST /api/v1/tasks/{id}/items", [401, 404, 403, 403, 403, 200, 200], |_| json!({})),
        row("GET /api/v1/tasks/{id}/members", [401, 404, 200, 200, 200, 200, 200], none),
        row(
            "POST /api/v1/tasks/{id}/members",
            [401, 404, 403, 403, 403, 200, 200],
            |w| json!({ "email": w.extra.email, "roles": ["reviewer"] }),
        ),
        row("POST /api/v1/tasks/{id}/next", [401, 404, 200, 403, 403, 200, 200], |_| json!({ "stage": "annotate" })),
        row(
            "PUT /api/v1/tasks/{id}/members/{user_id}",
            [401, 404, 403, 403, 403, 204, 204],
            |_| json!({ "roles": ["reviewer"] }),
        ),
        row(
            "PUT /api/v1/tasks/{id}/ontology",
            [401, 404, 403, 403, 403, 200, 200],
            |_| json!({ "ontology": { "classes": [] } }),
        ),
        row("GET /api/v1/tasks/{id}/overview", [401, 404, 200, 200, 200, 200, 200], none),
        row("GET /api/v1/tasks/{id}/samples", [401, 404, 403, 403, 200, 200, 200], none),
        // Permitted, but no item is in acceptance.
        row(
            "POST /api/v1/tasks/{id}/samples",
            [401, 404, 403, 403, 409, 409, 409],
            |_| json!({ "method": "random", "size": { "count": 1 }, "max_error_percent": 5 }),
        ),
        row("GET /api/v1/tasks/{id}/views", [401, 404, 200, 200, 200, 200, 200], none),
        // Sharing has a separate test.
        row(
            "POST /api/v1/tasks/{id}/views",
            [401, 404, 201, 201, 201, 201, 201],
            |_| json!({ "name": "Mine", "query": {} }),
        ),
        row("GET /api/v1/users", [401, 403, 403, 403, 403, 403, 200], none),
        row(
            "POST /api/v1/users",
            [401, 403, 403, 403, 403, 403, 201],
            |w| json!({ "email": format!("{}@example.org", w.task.id), "name": "New", "password": "long enough" }),
        ),
        row("PATCH /api/v1/users/{id}", [401, 403, 403, 403, 403, 403, 200], |_| json!({ "name": "Renamed" })),
        // The caller's own view; views of other users have a separate test.
        row("DELETE /api/v1/views/{id}", [401, 404, 204, 204, 204, 204, 204], none),
        row("PATCH /api/v1/views/{id}", [401, 404, 200, 200, 200, 200, 200], |_| json!({ "name": "Renamed" })),
    ]
}

/// The users, shared by all cells.
struct Users {
    /// In the order of [`CALLERS`], without the anonymous caller.
    callers: Vec<TestUser>,
    tokens: Vec<String>,
    /// A user that requests act on.
    extra: TestUser,
}

/// The data that one request can touch, created for each cell that changes something, so that cells are independent.
struct World {
    task: TestTask,
    issue: String,
    token: Uuid,
    media: Uuid,
    import: Uuid,
    bulk: Uuid,
    sample: Uuid,
    /// A view of the caller.
    view: Uuid,
    export: Uuid,
    extra: TestUser,
}

async fn people(app: &TestApp) -> Users {
    let mut callers = Vec::new();
    let mut tokens = Vec::new();
    for who in &CALLERS[1..] {
        let user = if *who == "site admin" { app.add_site_admin(who).await } else { app.add_user(who).await };
        let token = app.state.accounts.create_token(user.id, "test").await.expect("the database").expect("few tokens");
        tokens.push(token.1);
        callers.push(user);
    }
    let elsewhere = app.make_task(1).await;
    app.add_member(&elsewhere, &callers[0], &[Role::Admin]).await;
    Users { callers, tokens, extra: app.add_user("Extra").await }
}

impl Users {
    async fn world(&self, app: &TestApp, caller: Option<usize>) -> World {
        let task = app.make_task(1).await;
        // The last is a second admin, so that the first can be removed.
        let members: Vec<Uuid> = self.callers[1..5].iter().chain([&self.extra]).map(|user| user.id.0).collect();
        sqlx::query(
            "INSERT INTO task_members (task_id, user_id, role) SELECT $1, * FROM unnest($2::uuid[], $3::text[])",
        )
        .bind(task.id.0)
        .bind(members)
        .bind(["annotator", "reviewer", "inspector", "admin", "admin"])
        .execute(&app.state.db)
        .await
        .expect("inserted");
        let issue = match caller {
            Some(caller @ 1..) => open_issue(app, &self.tokens[caller], task.items[0]).await,
            _ => "unknown".to_owned(),
        };
        let owner: UserId = caller.map_or(self.extra.id, |caller| self.callers[caller].id);
        let token = app.state.accounts.create_token(owner, "to delete").await.expect("the database");
        let token = token.expect("few tokens").0.0;
        let media: Uuid = sqlx::query_scalar("SELECT media_id FROM items WHERE id = $1")
            .bind(task.items[0].0)
            .fetch_one(&app.state.db)
            .await
            .expect("the item's image");
        app.state.media.put(&media.to_string(), Bytes::from_static(b"not really an image")).await.expect("stored");
        let import: Uuid = app.state.clock.new_id();
        sqlx::query("INSERT INTO imports (id, created_by, state) VALUES ($1, $2, 'done')")
            .bind(import)
            .bind(self.extra.id.0)
            .execute(&app.state.db)
            .await
            .expect("inserted");
        let bulk: Uuid = app.state.clock.new_id();
        sqlx::query(
            "INSERT INTO bulk_jobs (id, task_id, action, state, total, created_by)
             VALUES ($1, $2, '{\"kind\": \"accept\"}', 'done', 0, $3)",
        )
        .bind(bulk)
        .bind(task.id.0)
        .bind(self.extra.id.0)
        .execute(&app.state.db)
        .await
        .expect("inserted");
        let sample: Uuid = app.state.clock.new_id();
        sqlx::query(
            "INSERT INTO samples (id, task_id, method, size, filter, seed, population, max_error)
             VALUES ($1, $2, 'random', '{\"count\": 1}', '{}', 1, 1, 5)",
        )
        .bind(sample)
        .bind(task.id.0)
        .execute(&app.state.db)
        .await
        .expect("inserted");
        let view: Uuid = app.state.clock.new_id();
        sqlx::query("INSERT INTO saved_views (id, task_id, user_id, name, query) VALUES ($1, $2, $3, 'All', '{}')")
            .bind(view)
            .bind(task.id.0)
            .bind(owner.0)
            .execute(&app.state.db)
            .await
            .expect("inserted");
        sqlx::query(
            "INSERT INTO dataset_annotations (dataset_id, media_id, task_id, item_id, version, seq, annotations)
             VALUES ($1, $2, $3, $4, 1, 0, '{}')",
        )
        .bind(task.dataset.0)
        .bind(media)
        .bind(task.id.0)
        .bind(task.items[0].0)
        .execute(&app.state.db)
        .await
        .expect("inserted");
        let export: Uuid = app.state.clock.new_id();
        sqlx::query(
            "INSERT INTO exports (id, dataset_id, created_by, filter, state, finished_at)
             VALUES ($1, $2, $3, $4, 'done', now())",
        )
        .bind(export)
        .bind(task.dataset.0)
        .bind(self.extra.id.0)
        .bind(json!({ "filter": {}, "tasks": [task.id] }))
        .execute(&app.state.db)
        .await
        .expect("inserted");
        let file = countersign::export::job::file(&app.state.config.database.data_dir, export.into());
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(file, "{}").expect("written");
        World { task, issue, token, media, import, bulk, export, sample, view, extra: self.extra.clone() }
    }
}

async fn open_issue(app: &TestApp, token: &str, item: ItemId) -> String {
    let url = app.url(&format!("/api/v1/items/{item}/issues"));
    let body = json!({ "kind": "file", "text": "First" });
    let response = Client::new().post(url).bearer_auth(token).json(&body).send().await.expect("a response");
    assert_eq!(response.status(), 201);
    let created: Value = response.json().await.expect("JSON");
    created["id"].as_str().expect("an id").to_owned()
}

impl World {
    /// Returns the path with the ids of this world filled in.
    fn path(&self, template: &str) -> String {
        let item = self.task.items[0].to_string();
        let id = match template.split('/').nth(3).expect("a noun after /api/v1") {
            "tasks" => self.task.id.to_string(),
            "items" | "live" => item.clone(),
            "me" => self.token.to_string(),
            "users" => self.extra.id.to_string(),
            "media" => self.media.to_string(),
            "imports" => self.import.to_string(),
            "bulk" => self.bulk.to_string(),
            "samples" => self.sample.to_string(),
            "views" => self.view.to_string(),
            "datasets" => self.task.dataset.to_string(),
            "exports" => self.export.to_string(),
            _ => String::new(),
        };
        let path = template.replace("{id}", &id).replace("{item_id}", &item).replace("{issue}", &self.issue);
        let path = path.replace("{user_id}", &self.extra.id.to_string()).replace("{version}", "1");
        assert!(!path.contains('{'), "{path}: this test does not know the value of a placeholder");
        path
    }
}

fn routes_of_the_api() -> BTreeSet<String> {
    let description: Value = serde_json::from_str(&countersign::http::openapi()).expect("JSON");
    let paths = description["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, operations)| {
            let methods = operations.as_object().expect("operations").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}

#[tokio::test]
async fn fault_20_every_route_enforces_its_permission_row() {
    let table = table();
    let rows: BTreeSet<String> = table.iter().map(|row| row.route.to_owned()).collect();
    assert_eq!(rows, routes_of_the_api(), "the table and the API name the same routes");

    let (app, client) = (TestApp::start().await, Client::new());
    let people = people(&app).await;
    let unchanged = people.world(&app, None).await;
    let mut wrong = BTreeMap::new();
    for row in &table {
        let (method, template) = row.route.split_once(' ').expect("method and path");
        for (column, who) in CALLERS.iter().enumerate() {
            let caller = column.checked_sub(1);
            let new = if method == "GET" { None } else { Some(people.world(&app, caller).await) };
            let world = new.as_ref().unwrap_or(&unchanged);
            let method: Method = method.parse().expect("a method");
            let mut request = client.request(method, app.url(&world.path(template)));
            if let Some(caller) = caller {
                request = request.bearer_auth(&people.tokens[caller]);
            }
            let body = (row.body)(world);
            if !body.is_null() {
                request = request.json(&body);
            }
            let status = request.send().await.expect("a response").status().as_u16();
            if status != row.expected[column] {
                wrong.insert((row.route, *who), (row.expected[column], status));
            }
        }
    }
    assert!(wrong.is_empty(), "expected and got: {wrong:#?}");
    app.finish().await;
}

#[tokio::test]
async fn fault_20_foreign_and_unknown_ids_are_not_found() {
    let app = TestApp::start().await;
    let people = people(&app).await;
    let site_admin = people.tokens.last().expect("the last");
    let nobody = Uuid::now_v7().to_string();
    // Requests for ids that do not exist change nothing in it.
    let world = people.world(&app, None).await;
    for row in table().iter().filter(|row| row.route.contains("{id}") || row.route.contains("{item_id}")) {
        let (method, template) = row.route.split_once(' ').expect("method and path");
        let path = template.replace("{id}", &nobody).replace("{item_id}", &nobody);
        let path = path.replace("{issue}", &world.issue).replace("{user_id}", &world.extra.id.to_string());
        let path = path.replace("{version}", "1");
        let method: Method = method.parse().expect("a method");
        let mut request = Client::new().request(method, app.url(&path)).bearer_auth(site_admin);
        let body = (row.body)(&world);
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.expect("a response");
        assert_eq!(response.status(), 404, "{}", row.route);
        let error: Value = response.json().await.expect("JSON");
        assert_eq!(error["code"], "not_found", "{}", row.route);
    }
    // Another user's token, and an issue of another item.
    let world = people.world(&app, Some(1)).await;
    let url = app.url(&format!("/api/v1/me/tokens/{}", world.token));
    let response = Client::new().delete(url).bearer_auth(site_admin).send().await.expect("a response");
    assert_eq!(response.status(), 404);
    let other = people.world(&app, Some(1)).await;
    let url = app.url(&format!("/api/v1/items/{}/issues/{}", other.task.items[0], world.issue));
    let response = Client::new().delete(url).bearer_auth(&people.tokens[1]).send().await.expect("a response");
    assert_eq!(response.status(), 404);
    app.finish().await;
}
