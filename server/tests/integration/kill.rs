//! Kills the server: nothing acknowledged is lost, and nothing is stored twice.

use std::net::SocketAddr;
use std::time::Duration;

use countersign_shared::role::Role;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::app::live::{ConnectOptions, LiveClient};
use crate::app::log;
use crate::app::process::{ServerProcess, free_address};
use crate::app::proxy::{FaultProxy, Trap, Upstream};
use crate::app::worker::Worker;
use crate::app::{TestApp, TestTask, torture};

const ITEMS: usize = 4;
const READY: Duration = Duration::from_secs(5);

/// Returns the seed of a random plan, from the environment to replay it, or a new one. It is printed either way.
fn seed(test: &str) -> u64 {
    let seed =
        std::env::var("COUNTERSIGN_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random);
    println!("{test}: COUNTERSIGN_TEST_SEED={seed}");
    seed
}

struct Fixture {
    /// Provides the database and the sign-in; no item is opened in it.
    app: TestApp,
    folder: tempfile::TempDir,
    address: SocketAddr,
    task: TestTask,
    dial: ConnectOptions,
}

impl Fixture {
    async fn new(items: usize) -> Self {
        let app = TestApp::start().await;
        let user = app.add_user("Anna").await;
        let task = app.make_task(items).await;
        app.add_member(&task, &user, &[Role::Annotator]).await;
        let session = app.sign_in(&user).await;
        let address = free_address().await;
        let dial =
            ConnectOptions { origin: Some(format!("http://{address}")), ..ConnectOptions::tab(&session, "work") };
        Self { app, folder: tempfile::tempdir().expect("a folder"), address, task, dial }
    }

    async fn start(&self, database: &str) -> ServerProcess {
        let server = ServerProcess::start(self.address, self.folder.path(), Some(database)).await;
        assert!(server.ready_after <= READY, "ready only after {:?}", server.ready_after);
        server
    }

    fn workers(&self) -> Vec<Worker> {
        let items = self.task.items.iter().enumerate();
        items.map(|(index, item)| Worker::new(&format!("w{index}"), *item, self.dial.clone())).collect()
    }

    async fn assert_persisted(&self, worker: &Worker) {
        let dial = ConnectOptions { tab: "look".into(), ..self.dial.clone() };
        let mut other = LiveClient::connect(self.address, worker.item, &dial).await.expect("accepted");
        other.until("sync", |client| client.synced).await;
        worker.assert_acked_present(&other);
        other.close().await;
    }

    /// Asserts that each label was stored exactly once, and returns the number of rows. Everything is acknowledged by now.
    async fn assert_once(&self, workers: &[Worker]) -> i64 {
        let mut rows = 0;
        for worker in workers {
            rows += log::assert_gapless(&self.app.state.db, worker.item).await;
            for label in worker.label_ids() {
                let times = log::rows_with(&self.app.state.db, worker.item, &label).await;
                assert_eq!(times, 1, "{label} is in the log {times} times");
            }
        }
        rows
    }
}

/// Kills the server `rounds` times at random points while `ITEMS` users work.
async fn kill_rounds(rounds: usize, seed: u64) {
    let mut random = StdRng::seed_from_u64(seed);
    let setting = Fixture::new(ITEMS).await;
    let database = setting.app.database.url(None);
    let mut workers = setting.workers();
    let mut slowest = Duration::ZERO;
    for round in 0..rounds {
        let server = setting.start(&database).await;
        slowest = slowest.max(server.ready_after);
        let until_kill = Duration::from_millis(random.random_range(0..400));
        let address = setting.address;
        let mut tasks = Vec::new();
        for mut worker in workers.drain(..) {
            tasks.push(tokio::spawn(async move {
                let mut client = worker.connect(address).await;
                // The time until the kill starts once all are working.
                worker.work(&mut client, 1).await;
                (worker, client)
            }));
        }
        let mut working = Vec::new();
        for task in tasks {
            working.push(task.await.expect("no panic"));
        }
        let tasks: Vec<_> = working
            .into_iter()
            .map(|(mut worker, mut client)| {
                tokio::spawn(async move {
                    worker.work(&mut client, u64::MAX).await;
                    while client.step().await {}
                    worker.disconnect(client);
                    worker
                })
            })
            .collect();
        tokio::time::sleep(until_kill).await;
        server.kill().await;
        for task in tasks {
            workers.push(task.await.expect("no panic"));
        }
        let kept: usize = workers.iter().map(|worker| worker.acked_labels.len()).sum();
        println!("round {round}: killed after {until_kill:?}, {kept} labels acknowledged so far");
    }
    let server = setting.start(&database).await;
    for worker in &mut workers {
        setting.assert_persisted(worker).await;
        let mut client = worker.connect(setting.address).await;
        worker.wait_until_acked(&mut client).await;
        client.close().await;
        setting.assert_persisted(worker).await;
    }
    server.kill().await;
    let rows = setting.assert_once(&workers).await;
    assert!(rows > rounds as i64 * ITEMS as i64, "little was done: {rows} rows");
    println!("fault_01: {rows} edits in the log, ready again after {slowest:?} at the slowest");
    setting.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_01_killed_under_load_twenty_times() {
    kill_rounds(if torture() { 300 } else { 20 }, seed("fault_01")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_02_a_resend_after_a_kill_around_the_commit_is_stored_once() {
    let setting = Fixture::new(1).await;
    let proxy = FaultProxy::start(Upstream::of_database(&setting.app.database.options())).await;
    let database = setting.app.database.url(Some(proxy.address));
    let mut workers = setting.workers();
    let worker = &mut workers[0];
    let mut server = setting.start(&database).await;
    let mut client = worker.connect(setting.address).await;
    // Killed before the commit, and after it but before the server can know and acknowledge; twice each.
    for (round, trap) in
        [Trap::HoldRequest, Trap::HoldReply, Trap::HoldRequest, Trap::HoldReply].into_iter().enumerate()
    {
        worker.work(&mut client, 7).await;
        worker.wait_until_acked(&mut client).await;
        let acked = client.acked;
        let label = format!("trapped-{round}");
        let mut sprung = proxy.sprung();
        sprung.mark_unchanged();
        proxy.trap(label.as_bytes(), trap);
        client.add_box(&label, [5.0, 5.0, 20.0, 20.0]).await;
        tokio::time::timeout(crate::app::TIMEOUT, sprung.changed()).await.expect("it is stored").expect("the proxy");
        server.kill().await;
        proxy.cut();
        while client.step().await {}
        assert_eq!(client.acked, acked, "acknowledged without knowing");
        let times = log::rows_with(&setting.app.state.db, worker.item, &label).await;
        if trap == Trap::HoldRequest {
            assert_eq!(times, 0, "it had not arrived");
        }
        worker.disconnect(client);
        server = setting.start(&database).await;
        client = worker.connect(setting.address).await;
        worker.wait_until_acked(&mut client).await;
        assert_eq!(log::rows_with(&setting.app.state.db, worker.item, &label).await, 1, "round {round}, {trap:?}");
        setting.assert_persisted(worker).await;
    }
    // Killed after the ack: a resend changes nothing.
    worker.work(&mut client, 7).await;
    worker.wait_until_acked(&mut client).await;
    let rows = log::assert_gapless(&setting.app.state.db, worker.item).await;
    server.kill().await;
    worker.disconnect(client);
    let server = setting.start(&database).await;
    let mut client = worker.connect(setting.address).await;
    worker.wait_until_acked(&mut client).await;
    client.close().await;
    assert_eq!(
        log::assert_gapless(&setting.app.state.db, worker.item).await,
        rows,
        "a resend of nothing new is stored"
    );
    server.kill().await;
    setting.assert_once(&workers).await;
    setting.app.finish().await;
}
