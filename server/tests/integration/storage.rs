//! Failures of the database or of its replies: only stored edits are acknowledged, and work resumes automatically.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::{Duration, Instant};

use countersign::db::audit::{self, Audit};
use countersign_shared::role::Role;
use countersign_shared::wire::{ClientMessage, RefusalCode};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};

use crate::app::database::TestDatabase;
use crate::app::live::{ConnectOptions, LiveClient};
use crate::app::log;
use crate::app::proxy::{FaultProxy, Trap, Upstream};
use crate::app::worker::Worker;
use crate::app::{TIMEOUT, TestApp, TestSession, TestTask};

const RESUMED: Duration = Duration::from_secs(10);

/// A server that reaches its database through a proxy.
struct Setting {
    app: TestApp,
    proxy: FaultProxy,
    task: TestTask,
    session: TestSession,
}

impl Setting {
    async fn new() -> Self {
        // The proxy must listen before the server connects.
        let proxy = FaultProxy::start(Upstream::of_database(&crate::app::cluster())).await;
        let way = through(proxy.address);
        let app = TestApp::start_through(way, |config| {
            config.live.messages_per_second = 1_000_000;
            config.live.message_burst = 1_000_000;
            config.live.room_idle_seconds = 1;
        })
        .await;
        let user = app.add_user("Anna").await;
        let task = app.make_task(1).await;
        app.add_member(&task, &user, &[Role::Annotator]).await;
        let session = app.sign_in(&user).await;
        Self { app, proxy, task, session }
    }

    fn worker(&self) -> Worker {
        Worker::new("w", self.task.items[0], ConnectOptions::tab(&self.session, "work"))
    }
}

fn through(proxy: SocketAddr) -> impl FnOnce(PgConnectOptions) -> PgConnectOptions {
    move |options| {
        let name = options.get_database().expect("a test has its own").to_owned();
        let user = options.get_username().to_owned();
        PgConnectOptions::new_without_pgpass().host("127.0.0.1").port(proxy.port()).username(&user).database(&name)
    }
}

#[tokio::test]
async fn fault_03_nothing_is_acked_while_the_database_is_down_and_work_resumes() {
    let setting = Setting::new().await;
    let item = setting.task.items[0];
    let mut worker = setting.worker();
    let mut editor = worker.connect(setting.app.address).await;
    let mut viewer = setting.app.live_tab(&setting.session, item, "view").await;
    worker.work(&mut editor, 50).await;
    worker.wait_until_acked(&mut editor).await;

    setting.proxy.down();
    let before = editor.acked;
    editor.add_box("while-down", [1.0, 1.0, 20.0, 20.0]).await;
    let told = |client: &LiveClient| {
        client.access.as_ref().is_some_and(|access| !access.can_write && access.why == Some(RefusalCode::StorageDown))
    };
    editor.until("the notification that nothing can be saved", told).await;
    viewer.until("the notification that nothing can be saved", told).await;
    // Later edits are refused or wait; they are never acknowledged.
    let quiet = tokio::time::timeout(Duration::from_secs(2), editor.until("an ack", |client| client.acked > before));
    assert!(quiet.await.is_err(), "acknowledged without a database");
    assert!(!viewer.has_label("while-down"), "shown without being stored");

    let began = Instant::now();
    setting.proxy.up();
    editor.until("writable again", |client| client.access.as_ref().is_some_and(|access| access.can_write)).await;
    editor.until_acked().await;
    let resumed = began.elapsed();
    assert!(resumed <= RESUMED, "resumed only after {resumed:?}");
    println!("fault_03: writable again after {resumed:?}");
    assert_eq!(log::rows_with(&setting.app.state.db, item, "while-down").await, 1);
    worker.work(&mut editor, 50).await;
    editor.until_acked().await;
    viewer.until("the edit made while it was down", |client| client.has_label("while-down")).await;
    log::assert_gapless(&setting.app.state.db, item).await;
    editor.close().await;
    viewer.close().await;
    setting.app.finish().await;
}

#[tokio::test]
async fn fault_05_a_commit_whose_reply_is_cut_counts_once() {
    let setting = Setting::new().await;
    let item = setting.task.items[0];
    let mut worker = setting.worker();
    let mut editor = worker.connect(setting.app.address).await;
    let mut viewer = setting.app.live_tab(&setting.session, item, "view").await;
    for round in 0..6 {
        worker.work(&mut editor, 10).await;
        worker.wait_until_acked(&mut editor).await;
        let label = format!("unknown-{round}");
        let mut sprung = setting.proxy.sprung();
        sprung.mark_unchanged();
        // A connection that is cut, and one that only goes silent.
        setting.proxy.trap(label.as_bytes(), if round < 5 { Trap::CutReply } else { Trap::HoldReply });
        editor.add_box(&label, [3.0, 3.0, 20.0, 20.0]).await;
        tokio::time::timeout(TIMEOUT, sprung.changed()).await.expect("it is stored").expect("the proxy");
        editor.until("writable", |client| client.access.as_ref().is_some_and(|access| access.can_write)).await;
        editor.until_acked().await;
        viewer.until("the edit", |client| client.has_label(&label)).await;
        assert_eq!(log::rows_with(&setting.app.state.db, item, &label).await, 1, "round {round}");
    }
    log::assert_gapless(&setting.app.state.db, item).await;
    editor.close().await;
    viewer.close().await;
    setting.proxy.cut();
    setting.app.finish().await;
}

#[tokio::test]
async fn fault_15_a_reloaded_item_equals_the_live_one() {
    let setting = Setting::new().await;
    let app = &setting.app;
    let item = setting.task.items[0];
    for round in 0..3 {
        let mut worker = Worker::new(&format!("w{round}"), item, ConnectOptions::tab(&setting.session, "work"));
        let mut editor = worker.connect(app.address).await;
        // Enough updates for a snapshot, while other clients come and go.
        for part in 0..4 {
            worker.work(&mut editor, 200).await;
            let viewer = app.live_tab(&setting.session, item, &format!("view{part}")).await;
            worker.work(&mut editor, 5).await;
            if part % 2 == 0 { viewer.close().await } else { viewer.cut() }
        }
        worker.wait_until_acked(&mut editor).await;
        let live = editor.labels();
        // A lock in its grace period would keep the item in memory.
        editor.send_control(&ClientMessage::Release {}).await;
        editor.until("released", |editor| !editor.holds_lock()).await;
        editor.close().await;
        app.eventually("the item leaves memory", async |app| app.rooms.stats().rooms == 0).await;
        let reader = app.live_tab(&setting.session, item, "again").await;
        assert_eq!(reader.labels(), live, "round {round}");
        worker.assert_acked_present(&reader);
        reader.close().await;
    }
    let rows = log::assert_gapless(&app.state.db, item).await;
    assert!(rows >= 3 * 4 * 200, "{rows} rows");
    let snapshots: i64 = sqlx::query_scalar("SELECT count(*) FROM item_snapshots WHERE item_id = $1")
        .bind(item.0)
        .fetch_one(&app.state.db)
        .await
        .expect("the snapshots");
    assert!(snapshots >= 1, "no snapshot of the log was taken");
    setting.app.finish().await;
}

/// A handler is dropped at any await point when its client disconnects, including between `BEGIN` and its reply.
#[tokio::test]
async fn n4_a_dropped_transaction_does_not_swallow_later_writes() {
    let database = TestDatabase::create().await;
    // The reply passes through another task of this thread, so it cannot arrive within one poll, however fast the database is.
    let proxy = FaultProxy::start(Upstream::of_database(&crate::app::cluster())).await;
    let pool = countersign::db::connect(through(proxy.address)(database.options()), 1).await.expect("the database");
    let begun = {
        let mut connection = pool.acquire().await.expect("a connection");
        let begin = pin!(connection.begin());
        futures_util::poll!(begin).is_ready()
    };
    assert!(!begun, "it was dropped before the reply");
    let audit = Audit::new(None, "after");
    audit::write(&mut pool.acquire().await.expect("a connection"), &audit).await.expect("written");
    let mut other = PgConnection::connect_with(&database.options()).await.expect("another connection");
    let seen: i64 = sqlx::query_scalar("SELECT count(*) FROM audit_log WHERE action = 'after'")
        .fetch_one(&mut other)
        .await
        .expect("counted");
    assert_eq!(seen, 1, "a completed write is committed");
    other.close().await.expect("closed");
    pool.close().await;
    database.drop().await;
}
