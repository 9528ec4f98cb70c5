//! The audit log: filtered and paged for task admins, over all tasks for site admins, and as a CSV file.

use countersign_shared::ids::ItemId;
use countersign_shared::role::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::requests::{get, member, send};
use crate::app::{TestApp, TestSession, TestTask};

struct Entry<'a> {
    at: &'a str,
    by: Option<Uuid>,
    action: &'a str,
    task: Option<&'a TestTask>,
    item: Option<ItemId>,
}

impl Entry<'_> {
    async fn write(self, app: &TestApp) {
        sqlx::query(
            "INSERT INTO audit_log (at, actor_id, action, task_id, item_id, detail)
             VALUES ($1::text::timestamptz, $2, $3, $4, $5, '{\"note\": \"a, \\\"b\\\"\"}')",
        )
        .bind(self.at)
        .bind(self.by)
        .bind(self.action)
        .bind(self.task.map(|task| task.id.0))
        .bind(self.item.map(|item| item.0))
        .execute(&app.state.db)
        .await
        .expect("inserted");
    }
}

/// Returns the days of the rows of a page.
fn days(page: &Value) -> Vec<&str> {
    let rows = page["rows"].as_array().expect("rows");
    rows.iter().map(|row| row["at"].as_str().expect("a time").get(8..10).expect("a day")).collect()
}

async fn text(app: &TestApp, by: &TestSession, path: &str) -> (String, String) {
    let response = by.http.get(app.url(&format!("/api/v1{path}"))).send().await.expect("a response");
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
    let name = response.headers()["content-disposition"].to_str().expect("ASCII").to_owned();
    (name, response.text().await.expect("text"))
}

#[tokio::test]
async fn n11_the_log_is_filtered_and_names_its_subjects() {
    let app = TestApp::start().await;
    let (task, other) = (app.make_task(2).await, app.make_task(1).await);
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let (a, b) = (Some(ana.user.0), Some(boss.user.0));
    let (first, second) = (Some(task.items[0]), Some(task.items[1]));
    for (at, by, action, task, item) in [
        ("2024-03-01T12:00:00Z", a, "item.submit", Some(&task), first),
        ("2024-03-02T00:00:00Z", b, "item.accept", Some(&task), first),
        ("2024-03-03T23:59:59Z", a, "item.submit", Some(&task), second),
        ("2024-03-04T12:00:00Z", b, "member.change", Some(&task), None),
        ("2024-03-05T12:00:00Z", b, "item.accept", Some(&other), Some(other.items[0])),
        ("2024-03-06T12:00:00Z", None, "user.create", None, None),
    ] {
        Entry { at, by, action, task, item }.write(&app).await;
    }
    let path = format!("/tasks/{}/audit", task.id);
    for (query, expected) in [
        (String::new(), vec!["04", "03", "02", "01"]),
        ("action=item.submit".to_owned(), vec!["03", "01"]),
        ("action=item.submit,member.change".to_owned(), vec!["04", "03", "01"]),
        ("action=item".to_owned(), vec![]),
        (format!("by={}", boss.user), vec!["04", "02"]),
        (format!("item={}", task.items[0]), vec!["02", "01"]),
        (format!("item={}", other.items[0]), vec![]),
        ("from=2024-03-02&to=2024-03-03".to_owned(), vec!["03", "02"]),
        (format!("from=2024-03-02&by={}&action=item.accept", boss.user), vec!["02"]),
    ] {
        let page = get(&app, &boss, &format!("{path}?{query}")).await;
        assert_eq!(days(&page), expected, "{query}");
        // One row at a time, with the same filter.
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page = get(&app, &boss, &format!("{path}?limit=1&{query}{after}")).await;
            seen.extend(days(&page).into_iter().map(str::to_owned));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(seen, expected, "{query}");
        assert_eq!(page["actions"], json!(["item.accept", "item.submit", "member.change"]), "{query}");
    }
    let page = get(&app, &boss, &path).await;
    assert_eq!((&page["rows"][0]["file_name"], &page["rows"][0]["item_id"]), (&Value::Null, &Value::Null));
    let row = &page["rows"][2];
    assert_eq!((&row["file_name"], &row["item_id"]), (&json!("picture-001.png"), &json!(task.items[0].to_string())));
    assert_eq!(row["task"], json!({ "id": task.id.to_string(), "name": "Test task" }));
    for wrong in ["from=x", "by=me", "item=1", "after=x", "to=2024-13-01"] {
        assert_eq!(send(&app, &boss, Method::GET, &format!("{path}?{wrong}"), json!({})).await.0, 400, "{wrong}");
    }

    let all = get(&app, &root, "/audit?from=2024-03-01&to=2024-03-06").await;
    assert_eq!(days(&all), ["06", "05", "04", "03", "02", "01"]);
    assert_eq!((&all["rows"][0]["task"], &all["rows"][0]["by"]), (&Value::Null, &Value::Null));
    assert_eq!(all["rows"][1]["task"]["id"], other.id.to_string());
    let actions = all["actions"].as_array().expect("actions");
    for action in ["item.accept", "item.submit", "member.change", "user.create"] {
        assert_eq!(actions.iter().filter(|found| **found == json!(action)).count(), 1, "{action}: {actions:?}");
    }
    let some = get(&app, &root, "/audit?action=item.accept&from=2024-03-01&to=2024-03-06").await;
    assert_eq!(days(&some), ["05", "02"]);
    app.finish().await;
}

#[tokio::test]
async fn n11_the_exported_log_is_safe_against_csv_injection() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    sqlx::query("UPDATE tasks SET name = '=Cars' WHERE id = $1")
        .bind(task.id.0)
        .execute(&app.state.db)
        .await
        .expect("renamed");
    // More rows than one read, and exactly two reads.
    sqlx::query("INSERT INTO audit_log (action, task_id) SELECT 'item.submit', $1 FROM generate_series(1, 1999)")
        .bind(task.id.0)
        .execute(&app.state.db)
        .await
        .expect("inserted");
    let at = "2024-03-04T12:05:06Z";
    Entry { at, by: Some(boss.user.0), action: "item.accept", task: Some(&task), item: Some(task.items[0]) }
        .write(&app)
        .await;
    let path = format!("/tasks/{}/audit.csv", task.id);
    let (name, whole) = text(&app, &boss, &path).await;
    assert!(name.starts_with("attachment; filename=\"_Cars.audit.csv\""), "{name}");
    let lines: Vec<&str> = whole.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 2_001);
    assert_eq!(lines[0], "id,at,by,by_id,action,task,task_id,file_name,item_id,subject,subject_id,details");
    let ids: Vec<i64> =
        lines[1..].iter().map(|line| line.split(',').next().expect("an id").parse().expect("a number")).collect();
    assert!(ids.windows(2).all(|pair| pair[0] > pair[1]), "newest first, each once");
    let (id, task_id, item) = (ids[0], task.id, task.items[0]);
    let expected = format!(
        "{id},{at},Boss,{},item.accept,'=Cars,{task_id},picture-001.png,{item},,,\"{{\"\"note\"\":\"\"a, \\\"\"b\\\"\"\"\"}}\"",
        boss.user
    );
    assert_eq!(lines[1], expected);

    let (_, some) = text(&app, &boss, &format!("{path}?action=item.accept")).await;
    assert_eq!(some.split_terminator("\r\n").count(), 2);
    let (_, none) = text(&app, &boss, &format!("{path}?action=nothing")).await;
    assert_eq!(none.split_terminator("\r\n").count(), 1);
    let (name, all) = text(&app, &root, "/audit.csv?action=item.accept,item.submit").await;
    assert!(name.starts_with("attachment; filename=\"audit.csv\""), "{name}");
    assert_eq!(all, whole);
    app.finish().await;
}
