//! Clients that do not read, that reconnect all at once, or whose network fails silently.

use std::time::{Duration, Instant};

use countersign_shared::role::Role;

use crate::app::live::{ConnectOptions, LiveClient};
use crate::app::proxy::{FaultProxy, Flow, Upstream};
use crate::app::worker::Worker;
use crate::app::{TIMEOUT, TestApp, TestSession, TestTask, torture};

const STORM_SYNCED: Duration = Duration::from_secs(10);

async fn setting(items: usize) -> (TestApp, TestTask, TestSession) {
    let app = TestApp::start_with(|config| {
        config.live.messages_per_second = 1_000_000;
        config.live.message_burst = 1_000_000;
        config.live.connections_per_user = 10_000;
        config.live.lock_grace_seconds = 2;
    })
    .await;
    let user = app.add_user("Anna").await;
    let task = app.make_task(items).await;
    app.add_member(&task, &user, &[Role::Annotator]).await;
    let session = app.sign_in(&user).await;
    (app, task, session)
}

/// Adds a polygon of many points: about 90 kB per edit.
async fn big_edit(editor: &mut LiveClient, number: u32) {
    let ring: Vec<f64> =
        (0..5_000).flat_map(|i| [f64::from(i % 600) + 0.3, f64::from((i + number) % 400) + 0.3]).collect();
    let keyframe = serde_json::json!({ "geometry": { "rings": [ring] }, "outside": false });
    editor
        .edit(|transaction, labels| {
            use yrs::{Map, MapPrelim};
            let label = labels.insert(transaction, format!("big-{number}"), MapPrelim::default());
            label.insert(transaction, "class", "thing");
            label.insert(transaction, "shape", "polygon");
            label.insert(transaction, "z", 0_i64);
            let frames = label.insert(transaction, "frames", MapPrelim::default());
            frames.insert(transaction, "0", crate::app::live::any(&keyframe));
            label.insert(transaction, "attributes", MapPrelim::default());
        })
        .await;
}

/// Sends edits one after another and returns their sorted latencies to the viewer.
async fn latencies(editor: &mut LiveClient, viewer: &mut LiveClient, from: u32, count: u32) -> Vec<Duration> {
    let mut all = Vec::new();
    for number in from..from + count {
        let began = Instant::now();
        big_edit(editor, number).await;
        let label = format!("big-{number}");
        let updates = viewer.updates;
        viewer.until("the edit", |client| client.updates > updates).await;
        assert!(viewer.has_label(&label));
        all.push(began.elapsed());
        editor.until_acked().await;
    }
    all.sort_unstable();
    all
}

#[tokio::test]
async fn fault_12_a_client_that_does_not_read_harms_only_itself() {
    let (app, task, session) = setting(1).await;
    let item = task.items[0];
    let mut editor = app.editor(&session, item).await;
    let mut viewer = app.live_tab(&session, item, "view").await;
    let proxy = FaultProxy::start(Upstream::Tcp(app.address)).await;
    let mut slow =
        LiveClient::connect(proxy.address, item, &ConnectOptions::tab(&session, "slow")).await.expect("accepted");
    slow.until("sync", |client| client.synced).await;

    let before = latencies(&mut editor, &mut viewer, 0, 50).await;
    proxy.both(Flow::Stall);
    let began = Instant::now();
    // Far more than the sockets in between can buffer.
    let during = latencies(&mut editor, &mut viewer, 50, 200).await;
    let (p99_before, p99_during) = (before[48], during[197]);
    println!("fault_12: p99 {p99_before:?} before, {p99_during:?} beside a client that does not read");
    // Twice as long, plus the noise of a busy machine.
    assert!(p99_during <= p99_before * 2 + Duration::from_millis(50));
    // Once it reads again, it is caught up with one diff, not with every update it missed.
    let before = slow.updates;
    proxy.both(Flow::Pass);
    if slow.until_or_closed("caught up", |client| client.has_label("big-249")).await {
        assert_eq!(slow.labels(), viewer.labels());
        let frames = slow.updates - before;
        println!("fault_12: caught up by {frames} frames after {:?}", began.elapsed());
        assert!(frames < 150, "{frames} frames for 200 edits");
        // Then it stops reading for good.
        proxy.both(Flow::Stall);
        latencies(&mut editor, &mut viewer, 250, 200).await;
    }
    let began = Instant::now();
    app.eventually("the client that never reads is closed", async |app| app.rooms.stats().connections == 2).await;
    println!("fault_12: closed after another {:?}", began.elapsed());
    slow.cut();
    editor.close().await;
    viewer.close().await;
    app.finish().await;
}

/// Connects all clients at once and returns the time until the last was in sync.
async fn storm(clients: usize) -> Duration {
    let (app, task, session) = setting(20).await;
    for item in &task.items {
        let mut editor = app.editor(&session, *item).await;
        for label in 0..10 {
            editor.add_box(&format!("label-{label}"), [1.0, 1.0, 20.0, 20.0]).await;
        }
        editor.until_acked().await;
        editor.close().await;
    }
    let began = Instant::now();
    let joins = (0..clients).map(|number| {
        let dial = ConnectOptions::tab(&session, &format!("storm{number}"));
        let (address, item) = (app.address, task.items[number % task.items.len()]);
        tokio::spawn(async move {
            let mut client = LiveClient::connect(address, item, &dial).await.expect("accepted");
            client.until("sync", |client| client.synced).await;
            assert!(client.has_label("label-9"));
            client
        })
    });
    let mut joined = Vec::new();
    for join in joins.collect::<Vec<_>>() {
        joined.push(join.await.expect("no panic"));
    }
    let took = began.elapsed();
    println!("fault_13: {clients} clients in sync after {took:?}");
    drop(joined);
    app.eventually("all gone", async |app| app.rooms.stats().connections == 0).await;
    app.finish().await;
    took
}

#[tokio::test]
async fn fault_13_all_clients_reconnect_at_once() {
    assert!(storm(if torture() { 1_000 } else { 200 }).await <= STORM_SYNCED);
}

/// Takes as long as the server's silence timeout, so it runs only in the long form.
#[tokio::test]
async fn fault_14_a_half_open_connection_is_dropped_and_its_lock_freed() {
    if !torture() {
        println!("fault_14: takes a minute; run by `make torture`");
        return;
    }
    let (app, task, session) = setting(1).await;
    let item = task.items[0];
    let proxy = FaultProxy::start(Upstream::Tcp(app.address)).await;
    let mut holder =
        LiveClient::connect(proxy.address, item, &ConnectOptions::tab(&session, "gone")).await.expect("accepted");
    holder.until("sync", |client| client.synced && client.lock.is_some()).await;
    holder.acquire().await;
    holder.send_presence(&serde_json::json!({ "cursor": { "x": 1.0, "y": 2.0 } })).await;
    let mut other = app.live_tab(&session, item, "other").await;
    other.until("the holder's presence", |client| !client.presence.is_empty()).await;
    proxy.both(Flow::Stall);
    let began = Instant::now();
    let patience = Duration::from_secs(60);
    let gone = async {
        while !other.presence.is_empty() {
            assert!(other.step().await);
        }
    };
    tokio::time::timeout(patience, gone).await.expect("its presence ends");
    let dropped = began.elapsed();
    assert!(dropped <= Duration::from_secs(45), "dropped only after {dropped:?}");
    let free = async {
        use countersign_shared::lock::LockStatus;
        while other.lock_status() != Some(LockStatus::Free) {
            assert!(other.step().await);
        }
    };
    tokio::time::timeout(TIMEOUT, free).await.expect("its lock is freed after its grace");
    println!("fault_14: dropped after {dropped:?}, lock free after {:?}", began.elapsed());
    holder.cut();
    other.close().await;
    drop(proxy);
    app.finish().await;
}

#[tokio::test]
async fn replicas_converge_soon_after_a_bad_connection_recovers() {
    let (app, task, session) = setting(1).await;
    let item = task.items[0];
    let proxy = FaultProxy::start(Upstream::Tcp(app.address)).await;
    let mut worker = Worker::new("w", item, ConnectOptions::tab(&session, "work"));
    let mut editor = worker.connect(proxy.address).await;
    let mut viewer = app.live_tab(&session, item, "view").await;
    for flow in [Flow::Delay(Duration::from_millis(30)), Flow::Throttle(8_000), Flow::Stall, Flow::Pass] {
        proxy.both(flow);
        if flow == Flow::Stall {
            // Nothing passes; then the connection is cut, and the client reconnects with what it has.
            worker.work(&mut editor, 5).await;
            worker.disconnect(editor);
            proxy.cut();
            proxy.both(Flow::Pass);
            editor = worker.connect(proxy.address).await;
        }
        worker.work(&mut editor, 20).await;
        proxy.both(Flow::Pass);
        let began = Instant::now();
        worker.wait_until_acked(&mut editor).await;
        let labels = editor.labels();
        viewer.until("the same", |client| client.labels() == labels).await;
        let took = began.elapsed();
        assert!(took <= Duration::from_secs(5), "{flow:?}: equal only after {took:?}");
    }
    editor.close().await;
    viewer.close().await;
    drop(proxy);
    app.finish().await;
}
