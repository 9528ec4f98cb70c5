//! The server with its built-in Postgres, both as real processes: either is killed, and work continues.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use countersign_shared::role::Role;
use countersign_shared::wire::RefusalCode;
use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

use crate::app::live::{ConnectOptions, LiveClient};
use crate::app::log;
use crate::app::process::{ServerProcess, free_address};
use crate::app::worker::Worker;
use crate::app::{Seed, TestSession, torture};

const RESUMED: Duration = Duration::from_secs(10);
const READY: Duration = Duration::from_secs(5);

/// The cluster's process id and address, from its `postmaster.pid`.
struct Postmaster {
    pid: Pid,
    port: u16,
    socket: PathBuf,
}

impl Postmaster {
    fn of(folder: &Path) -> Self {
        let file = find(folder).expect("a running cluster");
        let text = std::fs::read_to_string(file).expect("its file");
        let lines: Vec<_> = text.lines().collect();
        Self {
            pid: Pid::from_raw(lines[0].parse().expect("a number")).expect("a process"),
            port: lines[3].parse().expect("a number"),
            socket: lines[4].into(),
        }
    }

    async fn pool(&self) -> PgPool {
        let options = PgConnectOptions::new_without_pgpass()
            .socket(&self.socket)
            .port(self.port)
            .username("countersign")
            .database("countersign");
        PgPoolOptions::new().max_connections(2).connect_with(options).await.expect("the built-in database")
    }
}

fn find(folder: &Path) -> Option<PathBuf> {
    let file = folder.join("postmaster.pid");
    if file.exists() {
        return Some(file);
    }
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).find_map(|path| find(&path))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fault_03_the_built_in_database_and_the_server_are_killed_in_turn() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = free_address().await;
    let mut server = ServerProcess::start(address, folder.path(), None).await;
    let pool = Postmaster::of(folder.path()).pool().await;
    let seed = Seed(&pool);
    let user = seed.add_user("Anna").await;
    let task = seed.make_task(1).await;
    seed.add_member(&task, &user, &[Role::Annotator]).await;
    let session = TestSession::sign_in(address, &user).await;
    let mut worker = Worker::new("w", task.items[0], ConnectOptions::tab(&session, "work"));
    pool.close().await;

    for round in 0..if torture() { 20 } else { 2 } {
        // The database is stopped immediately while the server works.
        let mut editor = worker.connect(address).await;
        worker.work(&mut editor, 100).await;
        let began = Instant::now();
        kill_process(Postmaster::of(folder.path()).pid, Signal::QUIT).expect("it runs");
        let told = |client: &LiveClient| {
            client.access.as_ref().is_some_and(|access| access.why == Some(RefusalCode::StorageDown))
        };
        // Writes detect the failure. Edits in flight while the database goes down can still be stored.
        for number in 0.. {
            editor.add_box(&format!("round-{round}-{number}"), [1.0, 1.0, 20.0, 20.0]).await;
            editor
                .until("an ack, or the notice of the outage", |client| client.acked == client.sent || told(client))
                .await;
            if told(&editor) {
                break;
            }
        }
        editor.until("writable again", |client| client.access.as_ref().is_some_and(|access| access.can_write)).await;
        worker.wait_until_acked(&mut editor).await;
        println!("fault_03: the built-in database was back and all stored after {:?}", began.elapsed());
        assert!(began.elapsed() <= RESUMED);
        worker.work(&mut editor, 100).await;

        // Then the server is killed, which leaves its database running.
        server.kill().await;
        while editor.step().await {}
        worker.disconnect(editor);
        server = ServerProcess::start(address, folder.path(), None).await;
        println!("fault_01: ready again after {:?} with the built-in database", server.ready_after);
        assert!(server.ready_after <= READY, "ready only after {:?}", server.ready_after);
        let dial = ConnectOptions { tab: "look".into(), ..worker.dial.clone() };
        let mut other = LiveClient::connect(address, worker.item, &dial).await.expect("accepted");
        other.until("sync", |client| client.synced).await;
        worker.assert_acked_present(&other);
        other.close().await;
    }
    let mut editor = worker.connect(address).await;
    worker.wait_until_acked(&mut editor).await;
    editor.close().await;
    let pool = Postmaster::of(folder.path()).pool().await;
    log::assert_gapless(&pool, worker.item).await;
    for label in worker.label_ids() {
        assert_eq!(log::rows_with(&pool, worker.item, &label).await, 1, "{label}");
    }
    pool.close().await;
    server.stop().await;
}
