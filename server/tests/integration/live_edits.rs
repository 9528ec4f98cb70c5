//! Edits over real WebSockets: acknowledged after their commit and seen by the others, or refused with a reason and
//! without a trace.

use countersign_shared::ids::ItemId;
use countersign_shared::role::Role;
use countersign_shared::wire::{RefusalCode, sync_type};
use countersign_shared::workflow::Stage;
use serde_json::json;
use yrs::updates::encoder::Encode;
use yrs::{Doc, Map, MapPrelim, ReadTxn, StateVector, Transact};

use crate::app::live::{ConnectOptions, LiveClient, any};
use crate::app::{TestApp, TestSession, TestTask, log};

struct Scene {
    app: TestApp,
    task: TestTask,
    item: ItemId,
    anna: TestSession,
    ben: TestSession,
}

/// Two annotators on a task with one item.
async fn scene() -> Scene {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let mut sessions = Vec::new();
    for name in ["Anna", "Ben"] {
        let user = app.add_user(name).await;
        app.add_member(&task, &user, &[Role::Annotator]).await;
        sessions.push(app.sign_in(&user).await);
    }
    let [anna, ben] = <[TestSession; 2]>::try_from(sessions).ok().expect("two");
    Scene { item: task.items[0], app, task, anna, ben }
}

async fn rows(app: &TestApp, item: ItemId) -> i64 {
    log::assert_gapless(&app.state.db, item).await
}

#[tokio::test]
async fn n3_n4_p9_an_edit_is_stored_then_seen_and_acknowledged() {
    let Scene { app, item, anna, ben, .. } = scene().await;
    let mut editor = app.editor(&anna, item).await;
    let mut viewer = app.live(&ben, item).await;
    editor.add_box("one", [10.0, 10.0, 50.0, 40.0]).await;
    editor.until_acked().await;
    assert_eq!(rows(&app, item).await, 1, "an acknowledged edit is in the database");
    viewer.until("the label", |client| client.has_label("one")).await;
    editor.move_box("one", [20.0, 10.0, 50.0, 40.0]).await;
    editor.until_acked().await;
    viewer.until("the move", |client| client.labels()["one"]["frames"]["0"]["geometry"]["x"] == 20.0).await;
    // A new client gets the same document.
    let late = app.live_tab(&ben, item, "late").await;
    assert_eq!(late.labels(), editor.labels());
    app.finish().await;
}

#[tokio::test]
async fn p14_an_empty_update_and_a_resend_are_acknowledged_and_stored_once() {
    let Scene { app, item, anna, .. } = scene().await;
    let mut editor = app.editor(&anna, item).await;
    let update = editor.write(|txn, labels| {
        let label = labels.insert(txn, "one", MapPrelim::default());
        label.insert(txn, "class", "thing");
        label.insert(txn, "shape", "box");
        label.insert(txn, "z", 0_i64);
        let frames = label.insert(txn, "frames", MapPrelim::default());
        frames.insert(txn, "0", any(&json!({"geometry": {"x": 1.0, "y": 1.0, "w": 5.0, "h": 5.0}, "outside": false})));
        label.insert(txn, "attributes", MapPrelim::default());
    });
    editor.send_update(&update).await;
    editor.send_update(&update).await;
    editor.send_update(&[0, 0]).await;
    editor.until_acked().await;
    assert_eq!(rows(&app, item).await, 1);
    app.finish().await;
}

#[tokio::test]
async fn n3_p20_p21_p24_a_refused_edit_leaves_no_trace_and_nobody_sees_it() {
    let Scene { app, item, anna, ben, .. } = scene().await;
    let mut editor = app.editor(&anna, item).await;
    let mut viewer = app.live(&ben, item).await;
    editor.add_box("good", [10.0, 10.0, 50.0, 40.0]).await;
    editor.until_acked().await;
    // Outside the image.
    editor.add_box("bad", [600.0, 10.0, 500.0, 40.0]).await;
    assert_eq!(editor.until_refused().await, RefusalCode::Geometry);
    // What follows a refused edit is dropped.
    editor.add_box("after", [10.0, 10.0, 50.0, 40.0]).await;
    editor.cut();
    let mut again = app.editor(&anna, item).await;
    again.add_box("next", [10.0, 10.0, 50.0, 40.0]).await;
    again.until_acked().await;
    viewer.until("the next edit", |client| client.has_label("next")).await;
    for id in ["bad", "after"] {
        assert!(!viewer.has_label(id) && !again.has_label(id), "{id}");
        assert_eq!(log::rows_with(&app.state.db, item, id).await, 0, "{id}");
    }
    assert_eq!(rows(&app, item).await, 2);
    // N11: written in the background, since nothing waits for it.
    app.eventually("the refusal is in the audit log", async |app| {
        let refusals: i64 =
            sqlx::query_scalar("SELECT count(*) FROM audit_log WHERE action = 'edit.refuse' AND item_id = $1")
                .bind(item.0)
                .fetch_one(&app.db)
                .await
                .expect("the audit log");
        refusals == 1
    })
    .await;
    app.finish().await;
}

/// Asserts that every way to write without permission is refused: an update, a response to the server's state vector, a
/// delete set.
async fn tries_to_write(app: &TestApp, item: ItemId, by: &TestSession, code: RefusalCode) {
    let before = rows(app, item).await;
    for way in ["update", "step2", "deletion"] {
        let mut client = app.live_tab(by, item, way).await;
        match way {
            "update" => client.add_box("mine", [1.0, 1.0, 5.0, 5.0]).await,
            "step2" => {
                let update = client.write(|txn, labels| {
                    labels.insert(txn, "mine", MapPrelim::default());
                });
                client.send_sync(sync_type::STEP2, &update).await;
            }
            _ => client.delete_label("theirs").await,
        }
        assert_eq!(client.until_refused().await, code, "{way}");
        client.close().await;
        // A plain provider is closed with the code instead.
        let mut dial = ConnectOptions::tab(by, way);
        dial.v1 = false;
        let mut plain = app.dial(item, &dial).await.expect("it may read");
        plain.until("sync", |client| client.synced).await;
        assert!(plain.has_label("theirs"));
        plain.delete_label("theirs").await;
        assert_eq!(plain.until_closed().await, code.close_code().code(), "{way}");
    }
    assert_eq!(rows(app, item).await, before, "nothing was stored");
    let reader = app.live_tab(by, item, "reader").await;
    assert!(reader.has_label("theirs") && !reader.has_label("mine"));
    reader.close().await;
}

#[tokio::test]
async fn fault_21_p22_every_unauthorized_write_is_refused() {
    let Scene { app, task, item, anna, ben } = scene().await;
    let mut editor = app.editor(&anna, item).await;
    editor.add_box("theirs", [10.0, 10.0, 50.0, 40.0]).await;
    editor.until_acked().await;
    // Refused because of the lock, then because of the role.
    tries_to_write(&app, item, &ben, RefusalCode::Locked).await;
    let inspector = app.add_user("Ines").await;
    app.add_member(&task, &inspector, &[Role::Inspector]).await;
    tries_to_write(&app, item, &app.sign_in(&inspector).await, RefusalCode::Role).await;
    app.finish().await;
}

#[tokio::test]
async fn f28_complete_items_are_read_only_for_everyone() {
    let Scene { app, task, item, anna, .. } = scene().await;
    app.set_stage(item, Stage::Complete).await;
    let admin = app.add_user("Ada").await;
    app.add_member(&task, &admin, &[Role::Admin]).await;
    for session in [&anna, &app.sign_in(&admin).await] {
        let mut client = app.live(session, item).await;
        client.add_box("late", [1.0, 1.0, 5.0, 5.0]).await;
        assert_eq!(client.until_refused().await, RefusalCode::Stage);
        client.close().await;
    }
    assert_eq!(rows(&app, item).await, 0);
    app.finish().await;
}

#[tokio::test]
async fn p15_a_reader_that_repeats_known_deletions_stays_connected() {
    let Scene { app, item, anna, ben, .. } = scene().await;
    let mut editor = app.editor(&anna, item).await;
    editor.add_box("one", [10.0, 10.0, 50.0, 40.0]).await;
    editor.add_box("two", [10.0, 10.0, 50.0, 40.0]).await;
    editor.delete_label("one").await;
    editor.until_acked().await;
    let mut viewer = app.live(&ben, item).await;
    // Every Yjs replica responds with all deletions that it knows.
    let known = viewer.doc.transact().encode_diff_v1(&viewer.doc.transact().state_vector());
    assert!(known.len() > 2, "a delete set");
    viewer.send_sync(sync_type::STEP2, &known).await;
    viewer.until_acked().await;
    assert_eq!(rows(&app, item).await, 3);
    app.finish().await;
}

#[tokio::test]
async fn fault_25_p11_a_stolen_client_id_is_refused_and_its_owner_can_continue() {
    let Scene { app, item, anna, ben, .. } = scene().await;
    let mut editor = app.editor(&anna, item).await;
    editor.add_box("one", [10.0, 10.0, 50.0, 40.0]).await;
    editor.until_acked().await;
    let stolen = editor.doc.client_id();
    editor.send_control(&countersign_shared::wire::ClientMessage::Release {}).await;
    editor.until("released", |client| !client.holds_lock()).await;

    let mut thief = app.editor(&ben, item).await;
    // A replica with the other's client id that continues at their clock.
    let doc = Doc::with_client_id(stolen.get());
    let state = thief.doc.transact().encode_diff_v1(&StateVector::default());
    let update = yrs::updates::decoder::Decode::decode_v1(&state).expect("an update");
    doc.transact_mut().apply_update(update).expect("it fits");
    let labels = doc.get_or_insert_map("labels");
    let update = {
        let mut txn = doc.transact_mut();
        labels.remove(&mut txn, "one");
        let label = labels.insert(&mut txn, "forged", MapPrelim::default());
        label.insert(&mut txn, "class", "thing");
        txn.encode_update_v1()
    };
    thief.send_update(&update).await;
    assert_eq!(thief.until_refused().await, RefusalCode::ClientId);
    thief.close().await;

    // The lock is kept for the thief's tab, until that user releases it.
    let response = ben.http.post(app.url(&format!("/api/v1/items/{item}/unlock"))).json(&json!({})).send().await;
    assert_eq!(response.expect("an answer").status(), 204);
    editor.until("free", |client| client.lock.as_ref().is_some_and(|lock| lock.holder.is_none())).await;
    editor.acquire().await;
    editor.add_box("two", [10.0, 10.0, 50.0, 40.0]).await;
    editor.until_acked().await;
    let reader = app.live_tab(&ben, item, "reader").await;
    assert_eq!(reader.labels(), editor.labels());
    assert!(!reader.has_label("forged"));
    app.finish().await;
}

#[tokio::test]
async fn p13_a_gap_is_refused() {
    let Scene { app, item, anna, .. } = scene().await;
    let mut editor = app.editor(&anna, item).await;
    let _lost = editor.write(|txn, labels| {
        labels.insert(txn, "lost", MapPrelim::default());
    });
    editor.add_box("next", [10.0, 10.0, 50.0, 40.0]).await;
    assert_eq!(editor.until_refused().await, RefusalCode::Gap);
    app.finish().await;
}

#[tokio::test]
async fn fault_26_p4_p5_floods_and_oversize_frames_close_with_their_codes_and_harm_nobody_else() {
    let Scene { app, item, anna, ben, .. } = scene().await;
    let mut editor = app.editor(&anna, item).await;
    let vector = StateVector::default().encode_v1();

    let mut flood = app.live(&ben, item).await;
    for _ in 0..3_000 {
        flood.send_sync(sync_type::STEP1, &vector).await;
    }
    assert_eq!(flood.until_closed().await, 4429);

    let mut large = app.live(&ben, item).await;
    large.send_update(&vec![0; 2 << 20]).await;
    let code = large.until_closed().await;
    assert!(code == 4413 || code == 0, "{code}");

    let mut talker = app.live(&ben, item).await;
    talker.send_text(&"x".repeat(5_000)).await;
    assert_eq!(talker.until_closed().await, 4413);

    for nonsense in [vec![], vec![9], vec![0, 2, 200, 1], vec![1, 3, 255, 255, 255]] {
        let mut client = app.live(&ben, item).await;
        client.send_raw(nonsense.clone()).await;
        assert_eq!(client.until_closed().await, 4400, "{nonsense:?}");
    }

    let mut shower = app.live(&ben, item).await;
    for number in 0..2_000 {
        shower.send_presence(&json!({"frame": number, "user": {"name": "Anna", "id": "forged"}})).await;
    }
    assert_eq!(shower.until_closed().await, 4429);
    for state in editor.presence.values() {
        assert_eq!(state["user"]["name"], "Ben");
    }

    editor.add_box("still", [10.0, 10.0, 50.0, 40.0]).await;
    editor.until_acked().await;
    app.finish().await;
}

/// Connects as a plain provider does: without subprotocol and tab.
#[tokio::test]
async fn n7_p3_a_plain_connection_takes_the_free_lock_with_its_first_write() {
    let Scene { app, item, anna, ben, .. } = scene().await;
    let mut dial = ConnectOptions::tab(&anna, "");
    dial.v1 = false;
    let mut plain: LiveClient = app.dial(item, &dial).await.expect("accepted");
    plain.until("sync", |client| client.synced).await;
    let mut viewer = app.live(&ben, item).await;
    plain.add_box("one", [10.0, 10.0, 50.0, 40.0]).await;
    viewer.until("the label", |client| client.has_label("one")).await;
    viewer.until("the lock", |client| client.lock.as_ref().is_some_and(|lock| lock.holder.is_some())).await;
    app.finish().await;
}
