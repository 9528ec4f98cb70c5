//! Notifications: the list, which are read, live in every tab of the user, and never shown to anyone else.

use std::time::{Duration, Instant};

use countersign::db::notifications::{self, NewNotification};
use countersign::events::UserEvent;
use countersign_shared::ids::{ItemId, UserId};
use countersign_shared::notification::NotificationKind;
use countersign_shared::role::Role;
use serde_json::{Value, json};
use sqlx::query;
use uuid::Uuid;

use crate::app::events::Events;
use crate::app::{TestApp, TestSession};

fn mention(app: &TestApp, user: UserId, item: ItemId, actor: UserId) -> NewNotification {
    NewNotification {
        id: app.state.clock.new_id(),
        user,
        kind: NotificationKind::Mentioned,
        item,
        issue: Some("thread".to_owned()),
        actor: Some(actor),
        excerpt: "Look here".to_owned(),
    }
}

/// Stores notifications and publishes them to subscribers, as the rooms do.
async fn publish(app: &TestApp, rows: Vec<NewNotification>) {
    let mut db = app.state.db.acquire().await.expect("the database");
    notifications::insert(&mut db, &rows.iter().collect::<Vec<_>>()).await.expect("inserted");
    for row in rows {
        app.state.events.notify(row.user, row.id);
    }
}

async fn page(app: &TestApp, session: &TestSession, query: &str) -> Value {
    let url = app.url(&format!("/api/v1/me/notifications{query}"));
    let response = session.http.get(url).send().await.expect("a response");
    assert_eq!(response.status(), 200);
    response.json().await.expect("JSON")
}

async fn mark_read(app: &TestApp, session: &TestSession, body: Value) {
    let url = app.url("/api/v1/me/notifications/read");
    let response = session.http.post(url).json(&body).send().await.expect("a response");
    assert_eq!(response.status(), 204);
}

fn ids(page: &Value) -> Vec<Uuid> {
    let rows = page["rows"].as_array().expect("rows").iter();
    rows.map(|row| row["id"].as_str().expect("an id").parse().expect("a UUID")).collect()
}

#[tokio::test]
async fn f71_pages_are_newest_first_and_consistent() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let (ana, ben) = (app.add_user("Ana").await, app.add_user("Ben").await);
    app.add_member(&task, &ana, &[Role::Annotator]).await;
    let rows: Vec<_> = (0..23).map(|_| mention(&app, ana.id, task.items[0], ben.id)).collect();
    let mut expected: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    // Notifications of the same millisecond are ordered by their ids.
    expected.sort_unstable_by(|a, b| b.cmp(a));
    publish(&app, rows).await;

    let session = app.sign_in(&ana).await;
    let mut seen = Vec::new();
    let mut query = "?limit=5".to_owned();
    loop {
        let page = page(&app, &session, &query).await;
        assert_eq!(page["unread"], 23);
        seen.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => query = format!("?limit=5&after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, expected);
    let first = &page(&app, &session, "?limit=1").await["rows"][0];
    let created = first["created_at"].clone();
    assert_eq!(
        first,
        &json!({
            "id": expected[0], "kind": "mentioned", "task_id": task.id, "task_name": "Test task",
            "item_id": task.items[0], "file_name": "picture-001.png", "issue_id": "thread",
            "actor": { "id": ben.id, "name": "Ben", "color": "#3366cc" }, "excerpt": "Look here",
            "created_at": created, "read": false,
        })
    );
    let wrong = session.http.get(app.url("/api/v1/me/notifications?after=x")).send().await.expect("a response");
    assert_eq!(wrong.status(), 400);
    app.finish().await;
}

#[tokio::test]
async fn f71_read_state_is_shared_between_tabs() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let (ana, ben) = (app.add_user("Ana").await, app.add_user("Ben").await);
    for user in [&ana, &ben] {
        app.add_member(&task, user, &[Role::Annotator]).await;
    }
    let (one, other, by_ben) = (app.sign_in(&ana).await, app.sign_in(&ana).await, app.sign_in(&ben).await);
    let mut events = Events::of_me(&app, &other).await;
    let rows: Vec<_> = (0..3).map(|_| mention(&app, ana.id, task.items[0], ben.id)).collect();
    let made: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    publish(&app, rows).await;
    for id in &made {
        let told = events.until("notification").await;
        assert_eq!((&told["id"], &told["read"]), (&json!(id), &json!(false)));
    }

    // Another user's ids are ignored, and their owner is not notified.
    mark_read(&app, &by_ben, json!({ "ids": made })).await;
    mark_read(&app, &one, json!({ "ids": [made[0], Uuid::nil()] })).await;
    assert_eq!(events.next().await, Some(("read".to_owned(), json!({ "unread": 2 }))));
    let after = page(&app, &other, "").await;
    let read: Vec<_> = after["rows"].as_array().expect("rows").iter().filter(|row| row["read"] == true).collect();
    assert_eq!((read.len(), &read[0]["id"]), (1, &json!(made[0])));

    mark_read(&app, &one, json!({})).await;
    assert_eq!(events.next().await, Some(("read".to_owned(), json!({ "unread": 0 }))));
    assert_eq!(page(&app, &one, "").await["unread"], 0);
    drop(events);
    app.finish().await;
}

#[tokio::test]
async fn f71_only_users_who_can_see_the_item_are_notified() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let (boss, ana, gone) = (app.add_user("Boss").await, app.add_user("Ana").await, app.add_user("Gone").await);
    let (stranger, root) = (app.add_user("Stranger").await, app.add_site_admin("Root").await);
    app.add_member(&task, &boss, &[Role::Admin]).await;
    app.add_member(&task, &ana, &[Role::Annotator]).await;
    app.add_member(&task, &gone, &[Role::Annotator]).await;
    query("UPDATE users SET disabled_at = now() WHERE id = $1")
        .bind(gone.id.0)
        .execute(&app.state.db)
        .await
        .expect("disabled");
    let (by_ana, by_boss) = (app.sign_in(&ana).await, app.sign_in(&boss).await);
    let mut events = Events::of_me(&app, &by_ana).await;
    let rows = [&ana, &boss, &gone, &stranger, &root].map(|user| mention(&app, user.id, task.items[0], boss.id));
    publish(&app, rows.into()).await;
    let told: Vec<Uuid> = sqlx::query_scalar("SELECT user_id FROM notifications ORDER BY user_id")
        .fetch_all(&app.state.db)
        .await
        .expect("the rows");
    assert_eq!(told, [ana.id.0, root.id.0], "a disabled user, a stranger and the actor are not notified");
    events.until("notification").await;

    // After removal from the task, nothing of it is shown, neither in the list nor by a late event. After rejoining, it is
    // shown as before.
    let members = app.url(&format!("/api/v1/tasks/{}/members/{}", task.id, ana.id));
    for (roles, unread) in [(json!([]), 0), (json!(["reviewer"]), 1)] {
        let response = by_boss.http.put(&members).json(&json!({ "roles": roles })).send().await.expect("a response");
        assert_eq!(response.status(), 204);
        assert_eq!(events.next().await, Some(("read".to_owned(), json!({ "unread": unread }))));
        let page = page(&app, &by_ana, "").await;
        assert_eq!((ids(&page).len(), &page["unread"]), (unread, &json!(unread)));
        if unread == 0 {
            let known: Uuid = sqlx::query_scalar("SELECT id FROM notifications WHERE user_id = $1")
                .bind(ana.id.0)
                .fetch_one(&app.state.db)
                .await
                .expect("the row");
            app.state.events.notify(ana.id, known);
            // Events arrive in order: this one is answered once the late one has been dropped.
            app.state.events.publish(ana.id, UserEvent::Read {});
            assert_eq!(events.next().await, Some(("read".to_owned(), json!({ "unread": 0 }))));
        }
    }
    drop(events);
    app.finish().await;
}

#[tokio::test]
async fn f71_the_stream_ends_with_the_session_and_with_the_account() {
    let app = TestApp::start().await;
    let (ana, root) = (app.add_user("Ana").await, app.add_site_admin("Root").await);
    let (one, other, by_root) = (app.sign_in(&ana).await, app.sign_in(&ana).await, app.sign_in(&root).await);
    let (mut first, mut second) = (Events::of_me(&app, &one).await, Events::of_me(&app, &other).await);
    let start = Instant::now();
    one.http.post(app.url("/api/v1/auth/sign-out")).send().await.expect("a response");
    assert_eq!(first.next().await, None);
    let url = app.url(&format!("/api/v1/users/{}", ana.id));
    let disabled = by_root.http.patch(url).json(&json!({ "disabled": true })).send().await.expect("a response");
    assert_eq!(disabled.status(), 200);
    assert_eq!(second.next().await, None);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    app.finish().await;
}

#[tokio::test]
async fn f71_old_notifications_are_removed() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let (ana, ben) = (app.add_user("Ana").await, app.add_user("Ben").await);
    app.add_member(&task, &ana, &[Role::Annotator]).await;
    let (old, new) = (mention(&app, ana.id, task.items[0], ben.id), mention(&app, ana.id, task.items[0], ben.id));
    let (old_id, new_id) = (old.id, new.id);
    publish(&app, vec![old, new]).await;
    query("UPDATE notifications SET created_at = now() - interval '91 days' WHERE id = $1")
        .bind(old_id)
        .execute(&app.state.db)
        .await
        .expect("updated");
    notifications::delete_old(&mut app.state.db.acquire().await.expect("the database")).await.expect("purged");
    assert_eq!(ids(&page(&app, &app.sign_in(&ana).await, "").await), [new_id]);
    app.finish().await;
}
