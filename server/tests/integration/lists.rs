//! Lists: tasks with their counts, pages of items, neighbours, members, the audit log, and live events.

use std::time::{Duration, Instant};

use countersign_shared::limits;
use countersign_shared::role::Role;
use countersign_shared::workflow::Stage;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::events::Events;
use crate::app::{TestApp, TestSession, TestUser};

async fn get(app: &TestApp, session: &TestSession, path: &str) -> Value {
    let response = session.http.get(app.url(&format!("/api/v1{path}"))).send().await.expect("a response");
    assert_eq!(response.status(), 200, "{path}");
    response.json().await.expect("JSON")
}

async fn put_roles(app: &TestApp, by: &TestSession, path: &str, roles: Value) -> StatusCode {
    let url = app.url(&format!("/api/v1{path}"));
    by.http.put(url).json(&json!({ "roles": roles })).send().await.expect("a response").status()
}

fn positions(page: &Value) -> Vec<i64> {
    page["items"].as_array().expect("items").iter().map(|item| item["position"].as_i64().expect("a number")).collect()
}

#[tokio::test]
async fn f2_f3_task_cards_count_items_by_stage_and_the_callers_work() {
    let app = TestApp::start().await;
    let (task, other) = (app.make_task(6).await, app.make_task(1).await);
    for (item, stage) in task.items.iter().zip([Stage::Review, Stage::Review, Stage::Acceptance, Stage::Complete]) {
        app.set_stage(*item, stage).await;
    }
    let (ana, boss) = (app.add_user("Ana").await, app.add_user("Boss").await);
    app.add_member(&task, &ana, &[Role::Reviewer, Role::Annotator]).await;
    app.add_member(&task, &boss, &[Role::Admin]).await;
    let session = app.sign_in(&ana).await;

    let cards = get(&app, &session, "/tasks").await;
    assert_eq!(cards.as_array().expect("cards").len(), 1);
    let card = &cards[0];
    assert_eq!(card["id"], task.id.to_string());
    assert_eq!(card["stages"], json!({ "annotate": 2, "review": 2, "acceptance": 1, "complete": 1 }));
    assert_eq!((&card["total"], &card["roles"]), (&json!(6), &json!(["annotator", "reviewer"])));
    assert_eq!(card["todo"], json!({ "annotate": 2, "review": 2, "acceptance": 0 }));
    assert_eq!((&card["admins"][0]["name"], &card["admins"][0]["email"]), (&json!("Boss"), &json!("boss@example.org")));

    let one = get(&app, &session, &format!("/tasks/{}", task.id)).await;
    assert_eq!(one["ontology"]["classes"][0]["id"], "thing");
    let full = json!({ "reviews": [{ "strict": true, "percent": 100 }], "acceptance": true });
    assert_eq!((&one["workflow"], &one["editor_lock"]), (&full, &json!(true)));

    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let all = get(&app, &root, "/tasks").await;
    assert_eq!(all.as_array().expect("cards").len(), 2);
    let empty = all.as_array().expect("cards").iter().find(|card| card["id"] == other.id.to_string()).expect("listed");
    assert_eq!((&empty["roles"], &empty["todo"]["annotate"]), (&json!(["admin"]), &json!(1)));
    app.finish().await;
}

#[tokio::test]
async fn f4_f8_paging_is_consistent_in_every_order() {
    let app = TestApp::start().await;
    let task = app.make_task(23).await;
    let user = app.add_user("Ana").await;
    app.add_member(&task, &user, &[Role::Annotator]).await;
    let ana = app.sign_in(&user).await;
    // Equal times and equal names must not lose or repeat a row between two pages.
    sqlx::query("UPDATE items SET updated_at = now() - (position / 5) * interval '1 minute'")
        .execute(&app.state.db)
        .await
        .expect("updated");
    sqlx::query("UPDATE media SET file_name = 'same.png' WHERE file_name LIKE 'picture-01_.png'")
        .execute(&app.state.db)
        .await
        .expect("updated");
    for sort in ["position", "name", "updated"] {
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let page = get(&app, &ana, &format!("/tasks/{}/items?limit=4&sort={sort}{after}", task.id)).await;
            assert_eq!(page["total"], 23, "{sort}");
            seen.extend(positions(&page));
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (1..=23).collect::<Vec<_>>(), "{sort}");
        if sort == "position" {
            assert_eq!(seen, sorted);
        }
    }
    let first = get(&app, &ana, &format!("/tasks/{}/items?limit=4", task.id)).await;
    let next = first["next"].as_str().expect("a next page");
    let url = app.url(&format!("/api/v1/tasks/{}/items?sort=name&after={next}", task.id));
    let mixed = ana.http.get(url).send().await.expect("a response");
    assert_eq!(mixed.status(), 400, "a page of another sort order");
    let all = get(&app, &ana, &format!("/tasks/{}/items?limit=1000", task.id)).await;
    assert_eq!((positions(&all).len(), &all["next"]), (23, &Value::Null));
    app.finish().await;
}

#[tokio::test]
async fn f6_f7_f8_filters_and_search() {
    let app = TestApp::start().await;
    let task = app.make_task(12).await;
    let (ana, ben) = (app.add_user("Ana").await, app.add_user("Ben").await);
    app.add_member(&task, &ana, &[Role::Inspector]).await;
    app.add_member(&task, &ben, &[Role::Annotator]).await;
    for item in &task.items[..3] {
        app.set_stage(*item, Stage::Acceptance).await;
    }
    for (sql, item) in [
        ("UPDATE items SET open_issues = 2, comment_count = 5 WHERE id = $1", 1),
        ("UPDATE items SET comment_count = 1 WHERE id = $1", 4),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(task.items[item].0).execute(&app.state.db).await.expect("updated");
    }
    for (item, seconds) in [(2, 60.0), (5, -1.0)] {
        sqlx::query(
            "UPDATE item_locks SET user_id = $2, session_id = $2, epoch = 1, acquired_at = now(),
                 expires_at = now() + make_interval(secs => $3) WHERE item_id = $1",
        )
        .bind(task.items[item].0)
        .bind(ben.id.0)
        .bind(seconds)
        .execute(&app.state.db)
        .await
        .expect("updated");
    }
    let session = app.sign_in(&ana).await;
    for (query, expected) in [
        ("stage=acceptance", vec![1, 2, 3]),
        ("has=open_issues", vec![2]),
        ("has=comments", vec![2, 5]),
        ("locked=true", vec![3]),
        ("locked=false&stage=acceptance", vec![1, 2]),
        ("q=PICTURE-01", vec![10, 11, 12]),
        ("q=%25", vec![]),
        ("q=_", vec![]),
        ("stage=acceptance&has=comments&q=picture", vec![2]),
    ] {
        let page = get(&app, &session, &format!("/tasks/{}/items?{query}", task.id)).await;
        assert_eq!(positions(&page), expected, "{query}");
        assert_eq!(page["total"], expected.len(), "{query}");
    }
    let wrong = session.http.get(app.url(&format!("/api/v1/tasks/{}/items?stage=nowhere", task.id))).send().await;
    assert_eq!(wrong.expect("a response").status(), 400);

    let locked = get(&app, &session, &format!("/items/{}", task.items[2])).await;
    assert_eq!((&locked["lock"]["person"]["name"], &locked["lock"]["mine"]), (&json!("Ben"), &json!(false)));
    let can = json!({ "write": true, "comment": true, "finish": "accept", "judge": true, "revise": false, "skip": false,
        "assign": false, "force_unlock": true });
    assert_eq!(locked["can"], can);
    let media = locked["media"]["id"].as_str().expect("an id");
    assert_eq!(locked["media"]["thumbnail_url"], format!("/api/v1/media/{media}/thumbnail"));
    let free = get(&app, &session, &format!("/items/{}", task.items[5])).await;
    assert_eq!(free["lock"], Value::Null, "an expired lock is free");
    assert_eq!(
        free["can"],
        json!({ "write": false, "comment": true, "judge": false, "finish": null, "revise": false, "skip": false,
            "assign": false, "force_unlock": true })
    );

    let around = |item: usize, query: &str| format!("/items/{}/neighbours{query}", task.items[item]);
    let id = |item: usize| json!(task.items[item].to_string());
    let all = get(&app, &session, &around(2, "")).await;
    assert_eq!(all, json!({ "previous": id(1), "next": id(3), "index": 3, "total": 12 }));
    let in_stage = get(&app, &session, &around(2, "?stage=acceptance")).await;
    assert_eq!(in_stage, json!({ "previous": id(1), "next": null, "index": 3, "total": 3 }));
    let moved_on = get(&app, &session, &around(7, "?stage=acceptance")).await;
    assert_eq!(moved_on, json!({ "previous": id(2), "next": null, "index": 3, "total": 3 }));
    app.finish().await;
}

#[tokio::test]
async fn n11_member_changes_are_audited_and_the_last_admin_stays() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let (boss, ana) = (app.add_user("Boss").await, app.add_user("Ana").await);
    app.add_member(&task, &boss, &[Role::Admin]).await;
    let session = app.sign_in(&boss).await;
    let path = |user: &TestUser| format!("/tasks/{}/members/{}", task.id, user.id);

    assert_eq!(put_roles(&app, &session, &path(&boss), json!(["reviewer"])).await, 409);
    assert_eq!(put_roles(&app, &session, &path(&boss), json!([])).await, 409);
    assert_eq!(put_roles(&app, &session, &path(&ana), json!(["king"])).await, 400);
    assert_eq!(put_roles(&app, &session, &path(&ana), json!(["annotator", "admin"])).await, 204);
    let members = get(&app, &session, &format!("/tasks/{}/members", task.id)).await;
    assert_eq!(members[0]["person"]["name"], "Ana");
    assert_eq!(
        (&members[0]["email"], &members[0]["roles"]),
        (&json!("ana@example.org"), &json!(["admin", "annotator"]))
    );
    assert_eq!(put_roles(&app, &session, &path(&boss), json!(["reviewer"])).await, 204);
    assert_eq!(put_roles(&app, &session, &path(&ana), json!([])).await, 403, "no longer an admin");

    let ana = app.sign_in(&ana).await;
    let page = get(&app, &ana, &format!("/tasks/{}/audit?limit=1", task.id)).await;
    let newest = &page["rows"][0];
    assert_eq!((&newest["action"], &newest["by"]["name"]), (&json!("member.change"), &json!("Boss")));
    assert_eq!((&newest["subject"]["name"], &newest["item_id"]), (&json!("Boss"), &Value::Null));
    assert_eq!(newest["details"], json!({ "before": ["admin"], "after": ["reviewer"] }));
    let older =
        get(&app, &ana, &format!("/tasks/{}/audit?after={}", task.id, page["next"].as_str().expect("more"))).await;
    assert_eq!((older["rows"].as_array().expect("rows").len(), &older["next"]), (1, &Value::Null));
    app.finish().await;
}

#[tokio::test]
async fn n11_a_task_admin_adds_members_by_email() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let (boss, ana, gone) = (app.add_user("Boss").await, app.add_user("Ana").await, app.add_user("Gone").await);
    sqlx::query("UPDATE users SET disabled_at = now() WHERE id = $1")
        .bind(gone.id.0)
        .execute(&app.state.db)
        .await
        .expect("disabled");
    app.add_member(&task, &boss, &[Role::Admin]).await;
    let session = app.sign_in(&boss).await;
    let add = async |email: &str, roles: Value| {
        let url = app.url(&format!("/api/v1/tasks/{}/members", task.id));
        let body = json!({ "email": email, "roles": roles });
        let response = session.http.post(url).json(&body).send().await.expect("a response");
        (response.status().as_u16(), response.json::<Value>().await.expect("JSON"))
    };
    for (email, roles, field) in [
        ("nobody@example.org", json!(["annotator"]), "email"),
        (gone.email.as_str(), json!(["annotator"]), "email"),
        (ana.email.as_str(), json!([]), "roles"),
    ] {
        let (status, error) = add(email, roles).await;
        assert_eq!((status, &error["field"]), (400, &json!(field)), "{email}");
    }
    let (status, member) = add(" ANA@example.org ", json!(["annotator"])).await;
    assert_eq!((status, &member["person"]["name"], &member["email"]), (200, &json!("Ana"), &json!(ana.email)));
    assert_eq!(member["roles"], json!(["annotator"]));
    // For an existing member, the roles are added and none is lost.
    let (status, member) = add(&ana.email, json!(["reviewer"])).await;
    assert_eq!((status, &member["roles"]), (200, &json!(["annotator", "reviewer"])));
    assert_eq!(add(&boss.email, json!(["annotator"])).await.1["roles"], json!(["admin", "annotator"]));
    let page = get(&app, &session, &format!("/tasks/{}/audit", task.id)).await;
    let row = &page["rows"][1];
    assert_eq!((&row["action"], &row["subject"]["name"]), (&json!("member.change"), &json!("Ana")));
    assert_eq!(row["details"], json!({ "before": ["annotator"], "after": ["annotator", "reviewer"] }));
    app.finish().await;
}

#[tokio::test]
async fn two_admins_cannot_each_remove_the_other() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        let task = app.make_task(1).await;
        let number = task.id.to_string();
        let (a, b) = (app.add_user(&format!("a{number}")).await, app.add_user(&format!("b{number}")).await);
        for user in [&a, &b] {
            app.add_member(&task, user, &[Role::Admin]).await;
        }
        let (by_a, by_b) = (app.sign_in(&a).await, app.sign_in(&b).await);
        let path = |user: &TestUser| format!("/tasks/{}/members/{}", task.id, user.id);
        let (path_a, path_b) = (path(&a), path(&b));
        let (first, second) =
            tokio::join!(put_roles(&app, &by_a, &path_b, json!([])), put_roles(&app, &by_b, &path_a, json!([])));
        assert!([first, second].contains(&StatusCode::NO_CONTENT), "{first} {second}");
        assert_ne!(first, second, "exactly one succeeds");
    }
    app.finish().await;
}

#[tokio::test]
async fn f19_the_list_follows_locks_live() {
    let app = TestApp::start().await;
    let task = app.make_task(2).await;
    let (ana, ben) = (app.add_user("Ana").await, app.add_user("Ben").await);
    for user in [&ana, &ben] {
        app.add_member(&task, user, &[Role::Annotator]).await;
    }
    let (by_ana, by_ben) = (app.sign_in(&ana).await, app.sign_in(&ben).await);
    let mut events = Events::of_task(&app, &by_ben, &task).await;
    let mut own = Events::of_task(&app, &by_ana, &task).await;
    let editor = app.editor(&by_ana, task.items[1]).await;
    let lock = events.until("lock").await;
    assert_eq!(lock["item"], task.items[1].to_string());
    assert_eq!((&lock["lock"]["person"]["name"], &lock["lock"]["mine"]), (&json!("Ana"), &json!(false)));
    assert_eq!(own.until("lock").await["lock"]["mine"], true);

    // F20, F21: users release their own lock from the list, and another's only with permission and a reason.
    let unlock = async |session: &TestSession, reason: Value| {
        let url = app.url(&format!("/api/v1/items/{}/unlock", task.items[1]));
        session.http.post(url).json(&json!({ "reason": reason })).send().await.expect("a response").status()
    };
    assert_eq!(unlock(&by_ben, json!("I want it")).await, 403);
    let boss = app.add_user("Boss").await;
    app.add_member(&task, &boss, &[Role::Inspector]).await;
    let boss = app.sign_in(&boss).await;
    assert_eq!(unlock(&boss, json!(null)).await, 400);
    assert_eq!(unlock(&boss, json!("  ")).await, 400);
    assert_eq!(unlock(&boss, json!("x".repeat(limits::MAX_REASON_CHARS + 1))).await, 400);
    assert_eq!(unlock(&by_ana, json!(null)).await, 204);
    assert_eq!(events.until("lock").await["lock"], Value::Null);
    assert_eq!(unlock(&by_ana, json!(null)).await, 409);
    editor.close().await;
    drop((events, own));
    app.finish().await;
}

#[tokio::test]
async fn streams_end_with_the_membership_and_the_session() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let (boss, ana) = (app.add_user("Boss").await, app.add_user("Ana").await);
    app.add_member(&task, &boss, &[Role::Admin]).await;
    app.add_member(&task, &ana, &[Role::Annotator]).await;
    let (by_boss, by_ana) = (app.sign_in(&boss).await, app.sign_in(&ana).await);
    let (mut of_boss, mut of_ana) =
        (Events::of_task(&app, &by_boss, &task).await, Events::of_task(&app, &by_ana, &task).await);
    let path = format!("/tasks/{}/members/{}", task.id, ana.id);
    assert_eq!(put_roles(&app, &by_boss, &path, json!(["reviewer"])).await, 204);
    of_ana.until("task").await;
    let start = Instant::now();
    assert_eq!(put_roles(&app, &by_boss, &path, json!([])).await, 204);
    while of_ana.next().await.is_some() {}
    of_boss.until("task").await;
    by_boss.http.post(app.url("/api/v1/auth/sign-out")).send().await.expect("a response");
    while of_boss.next().await.is_some() {}
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    app.finish().await;
}

#[tokio::test]
async fn a_stream_does_not_keep_the_server_from_stopping() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let user = app.add_user("Ana").await;
    app.add_member(&task, &user, &[Role::Annotator]).await;
    let mut events = Events::of_task(&app, &app.sign_in(&user).await, &task).await;
    let (ended, ()) = tokio::join!(events.next(), app.finish());
    assert!(ended.is_none());
}
