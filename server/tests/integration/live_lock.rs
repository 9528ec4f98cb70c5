//! The editor lock over real WebSockets: warnings, take-over, hand-over, grace, force-unlock, revocation.

use std::time::Instant;

use countersign_shared::ids::ItemId;
use countersign_shared::lock::LockStatus;
use countersign_shared::role::Role;
use countersign_shared::wire::{ClientMessage, Notice, RefusalCode};
use serde_json::json;

use crate::app::live::{ConnectOptions, LiveClient};
use crate::app::{TestApp, TestSession, TestTask, TestUser, log};

struct Fixture {
    app: TestApp,
    task: TestTask,
    item: ItemId,
    ann: (TestUser, TestSession),
    bob: (TestUser, TestSession),
}

async fn scene(grace: u64) -> Fixture {
    let app = TestApp::start_with(|config| config.live.lock_grace_seconds = grace).await;
    let task = app.make_task(1).await;
    let mut people = Vec::new();
    for name in ["Ann", "Bob"] {
        let user = app.add_user(name).await;
        app.add_member(&task, &user, &[Role::Annotator]).await;
        let session = app.sign_in(&user).await;
        people.push((user, session));
    }
    let [ann, bob] = <[_; 2]>::try_from(people).ok().expect("two");
    Fixture { item: task.items[0], app, task, ann, bob }
}

async fn audit_count(app: &TestApp, item: ItemId, action: &str) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM audit_log WHERE item_id = $1 AND action = $2")
        .bind(item.0)
        .bind(action)
        .fetch_one(&app.state.db)
        .await
        .expect("the audit log")
}

async fn status(client: &mut LiveClient, wanted: LockStatus) {
    client.until(&format!("{wanted:?}"), |client| client.lock_status() == Some(wanted)).await;
}

#[tokio::test]
async fn f102_f103_f104_p30_p32_only_the_holder_edits_and_others_see_who_it_is() {
    let Fixture { app, item, ann, bob, .. } = scene(30).await;
    let mut first = app.live_tab(&ann.1, item, "first").await;
    let mut second = app.live_tab(&ann.1, item, "second").await;
    let mut other = app.live(&bob.1, item).await;
    assert_eq!(first.lock_status(), Some(LockStatus::Free));
    first.acquire().await;
    status(&mut second, LockStatus::OtherTab).await;
    status(&mut other, LockStatus::OtherUser).await;
    assert_eq!(other.lock.as_ref().and_then(|lock| lock.holder.as_ref()).expect("named").name, "Ann");
    // Trying to take a held lock has no effect.
    other.send_control(&ClientMessage::Acquire {}).await;
    other.send_control(&ClientMessage::TakeOver {}).await;
    second.send_control(&ClientMessage::Acquire {}).await;
    first.add_box("mine", [1.0, 1.0, 9.0, 9.0]).await;
    first.until_acked().await;
    assert!(first.holds_lock());
    app.finish().await;
}

#[tokio::test]
async fn f103_p33_p37_another_tab_takes_over_and_the_first_is_notified() {
    let Fixture { app, item, ann, .. } = scene(30).await;
    let mut first = app.live_tab(&ann.1, item, "first").await;
    first.acquire().await;
    let mut second = app.live_tab(&ann.1, item, "second").await;
    second.send_control(&ClientMessage::TakeOver {}).await;
    status(&mut second, LockStatus::Mine).await;
    first.until("the notice", |client| client.notices.contains(&Notice::TakenOver {})).await;
    status(&mut first, LockStatus::OtherTab).await;
    first.add_box("late", [1.0, 1.0, 9.0, 9.0]).await;
    assert_eq!(first.until_refused().await, RefusalCode::LockLost);
    // Closing the old tab does not release the lock that the new one holds.
    first.close().await;
    second.add_box("mine", [1.0, 1.0, 9.0, 9.0]).await;
    second.until_acked().await;
    assert!(second.holds_lock());
    assert_eq!(audit_count(&app, item, "lock.take_over").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn f104_p34_the_lock_is_requested_handed_over_and_announced_when_free() {
    let Fixture { app, item, ann, bob, .. } = scene(30).await;
    let mut holder = app.editor(&ann.1, item).await;
    let mut other = app.live(&bob.1, item).await;
    other.send_control(&ClientMessage::Request {}).await;
    holder
        .until("asked", |client| {
            client.notices.iter().any(|notice| matches!(notice, Notice::LockRequested { from } if from.name == "Bob"))
        })
        .await;
    holder.send_control(&ClientMessage::HandOver { to: bob.0.id }).await;
    status(&mut other, LockStatus::Mine).await;
    status(&mut holder, LockStatus::OtherUser).await;
    // The other way round, by releasing it.
    holder.send_control(&ClientMessage::Request {}).await;
    other.until("asked", |client| !client.notices.is_empty()).await;
    other.send_control(&ClientMessage::Release {}).await;
    holder.until("freed", |client| client.notices.contains(&Notice::LockFreed {})).await;
    status(&mut other, LockStatus::Free).await;
    assert_eq!(audit_count(&app, item, "lock.hand_over").await, 1);
    assert_eq!(audit_count(&app, item, "lock.release").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn n2_p35_a_lost_connection_keeps_the_lock_for_its_tab_and_resumes_the_epoch() {
    let Fixture { app, item, ann, bob, .. } = scene(30).await;
    let mut editor = app.live_tab(&ann.1, item, "mine").await;
    editor.acquire().await;
    let epoch = editor.lock.as_ref().expect("a lock").epoch;
    let mut other = app.live(&bob.1, item).await;
    editor.cut();
    other.until("grace", |client| client.lock.as_ref().is_some_and(|lock| lock.in_grace)).await;
    other.send_control(&ClientMessage::Acquire {}).await;
    let back = app.live_tab(&ann.1, item, "mine").await;
    assert_eq!(back.lock_status(), Some(LockStatus::Mine));
    assert_eq!(back.lock.as_ref().expect("a lock").epoch, epoch);
    other.until("back", |client| client.lock.as_ref().is_some_and(|lock| !lock.in_grace)).await;
    app.finish().await;
}

#[tokio::test]
async fn f14_p35_a_tab_that_reconnects_view_only_does_not_keep_its_lock() {
    let Fixture { app, item, ann, bob, .. } = scene(1).await;
    let mut editor = app.live_tab(&ann.1, item, "mine").await;
    editor.acquire().await;
    let mut other = app.live(&bob.1, item).await;
    editor.cut();
    other.until("grace", |client| client.lock.as_ref().is_some_and(|lock| lock.in_grace)).await;
    let dial = ConnectOptions { qa: true, ..ConnectOptions::tab(&ann.1, "mine") };
    let mut looking = app.dial(item, &dial).await.expect("the upgrade is accepted");
    looking.until("sync", |client| client.synced && client.lock.is_some()).await;
    assert_ne!(looking.lock_status(), Some(LockStatus::Mine));
    status(&mut other, LockStatus::Free).await;
    other.acquire().await;
    app.finish().await;
}

#[tokio::test]
async fn p31_a_reconnect_before_the_old_socket_is_found_dead_takes_its_place() {
    let Fixture { app, item, ann, .. } = scene(30).await;
    let mut old = app.live_tab(&ann.1, item, "mine").await;
    old.acquire().await;
    let mut new = app.live_tab(&ann.1, item, "mine").await;
    assert_eq!(old.until_closed().await, 4410);
    assert!(new.holds_lock());
    new.add_box("mine", [1.0, 1.0, 9.0, 9.0]).await;
    new.until_acked().await;
    app.finish().await;
}

#[tokio::test]
async fn n2_p35_p38_an_abandoned_lock_expires_and_is_audited() {
    let Fixture { app, item, ann, bob, .. } = scene(1).await;
    let editor = app.editor(&ann.1, item).await;
    let mut other = app.live(&bob.1, item).await;
    other.send_control(&ClientMessage::Request {}).await;
    editor.cut();
    other.until("the notice", |client| client.notices.contains(&Notice::LockFreed {})).await;
    status(&mut other, LockStatus::Free).await;
    assert_eq!(audit_count(&app, item, "lock.expire").await, 1);
    other.acquire().await;
    app.finish().await;
}

#[tokio::test]
async fn fault_10_p36_a_force_unlock_during_a_burst_fences_the_old_epoch() {
    let Fixture { app, task, item, ann, .. } = scene(30).await;
    let admin = app.add_user("Ada").await;
    app.add_member(&task, &admin, &[Role::Admin]).await;
    let admin = app.sign_in(&admin).await;
    let mut editor = app.editor(&ann.1, item).await;
    let epoch = editor.lock.as_ref().expect("a lock").epoch;
    for number in 0..100 {
        editor.add_box(&format!("before-{number}"), [1.0, 1.0, 9.0, 9.0]).await;
    }
    let url = app.url(&format!("/api/v1/items/{item}/unlock"));
    let unlock = tokio::spawn(async move {
        let answer = admin.http.post(url).json(&json!({"reason": "Lunch is over"})).send().await;
        (answer.expect("an answer").status(), Instant::now())
    });
    let mut number = 0;
    while editor.notices.is_empty() && editor.refused.is_none() {
        editor.add_box(&format!("burst-{number}"), [1.0, 1.0, 9.0, 9.0]).await;
        number += 1;
        if number % 8 == 0 {
            editor.step().await;
        }
    }
    editor.until("the notice", |client| !client.notices.is_empty()).await;
    let told = Instant::now();
    let (status, done) = unlock.await.expect("no panic");
    assert_eq!(status, 204);
    assert!(told.saturating_duration_since(done).as_millis() < 1_000);
    assert!(
        matches!(&editor.notices[0], Notice::Unlocked { by, reason } if by.name == "Ada" && reason == "Lunch is over"),
        "{:?}",
        editor.notices
    );
    // A late edit of the old epoch.
    editor.add_box("late", [1.0, 1.0, 9.0, 9.0]).await;
    editor.until_refused().await;
    // The response to the server's state vector is acknowledged too, but adds no row.
    let acked = editor.acked - 1;
    let rows = log::assert_gapless(&app.state.db, item).await;
    assert!(rows >= i64::try_from(acked).expect("few") && acked >= 1, "{rows} rows, {acked} acknowledged");
    let stale: i64 = sqlx::query_scalar("SELECT count(*) FROM item_updates WHERE item_id = $1 AND epoch <> $2")
        .bind(item.0)
        .bind(epoch.0)
        .fetch_one(&app.state.db)
        .await
        .expect("the log");
    assert_eq!(stale, 0);
    assert_eq!(log::rows_with(&app.state.db, item, "late").await, 0);
    assert_eq!(audit_count(&app, item, "lock.force").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn fault_18_p50_signing_out_closes_open_sockets_at_once() {
    let Fixture { app, item, ann, bob, .. } = scene(30).await;
    let mut editor = app.editor(&ann.1, item).await;
    let mut other = app.live(&bob.1, item).await;
    let began = Instant::now();
    let answer = ann.1.http.post(app.url("/api/v1/auth/sign-out")).send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
    editor.add_box("late", [1.0, 1.0, 9.0, 9.0]).await;
    assert_eq!(editor.until_closed().await, 4401);
    assert!(began.elapsed().as_secs() < 2);
    // Its lock is not kept for a session that cannot return.
    status(&mut other, LockStatus::Free).await;
    assert_eq!(log::rows_with(&app.state.db, item, "late").await, 0);
    app.finish().await;
}

#[tokio::test]
async fn fault_18_a_removed_member_is_disconnected() {
    let Fixture { app, task, item, ann, .. } = scene(30).await;
    let admin = app.add_user("Ada").await;
    app.add_member(&task, &admin, &[Role::Admin]).await;
    let admin = app.sign_in(&admin).await;
    let mut editor = app.editor(&ann.1, item).await;
    let url = app.url(&format!("/api/v1/tasks/{}/members/{}", task.id, ann.0.id));
    let answer = admin.http.put(url).json(&json!({"roles": []})).send().await.expect("an answer");
    assert_eq!(answer.status(), 204);
    assert_eq!(editor.until_closed().await, 4403);
    app.finish().await;
}

#[tokio::test]
async fn n1_p40_p42_presence_carries_the_identity_set_by_the_server() {
    let Fixture { app, item, ann, bob, .. } = scene(30).await;
    let mut first = app.live(&ann.1, item).await;
    let mut second = app.live(&bob.1, item).await;
    first.send_presence(&json!({"cursor": {"x": 3, "y": 4}, "user": {"name": "Boss"}, "evil": true})).await;
    second.until("Ann", |client| client.presence.len() == 1).await;
    let state = second.presence.values().next().expect("one").clone();
    assert_eq!(state["user"]["name"], "Ann");
    assert_eq!(state["cursor"], json!({"x": 3.0, "y": 4.0}));
    assert_eq!(state.get("evil"), None);
    // A new client sees who is present, and the others see who leaves.
    let mut third = app.live_tab(&bob.1, item, "third").await;
    third.until("Ann", |client| client.presence.len() == 1).await;
    first.cut();
    second.until("gone", |client| client.presence.is_empty()).await;
    third.until("gone", |client| client.presence.is_empty()).await;
    app.finish().await;
}
