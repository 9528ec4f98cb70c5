//! `countersign serve` as a process with its own cluster: first start, kill, stop, and refused starts.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Command;

use crate::app::TIMEOUT;
use crate::app::process::{ServerProcess, free_address};

/// A data directory that the cluster's account can access.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder for the test");
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).expect("it is ours");
        Self(dir)
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }
}

fn countersign() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
    command.env_remove("DATABASE_URL").stdin(Stdio::null()).kill_on_drop(true);
    command
}

fn serve(data: &Path, address: SocketAddr) -> Command {
    let mut command = countersign();
    command.arg("serve").arg("--listen").arg(address.to_string()).arg("--data-dir").arg(data);
    command.stdout(Stdio::null());
    command
}

async fn until_ready(address: SocketAddr) {
    let ready = async {
        let url = format!("http://{address}/readyz");
        while reqwest::get(&url).await.is_ok_and(|response| response.status() != 200) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(TIMEOUT, ready).await.expect("the server gets ready");
}

/// Runs a start that must be refused, and returns its error output.
async fn refused(mut command: Command) -> String {
    command.stderr(Stdio::piped());
    let output: Output = tokio::time::timeout(TIMEOUT, command.output()).await.expect("it ends").expect("it runs");
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn postmaster(data: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(data.join("postgres/postmaster.pid")).ok()?;
    Pid::from_raw(text.lines().next()?.parse().ok()?)
}

#[tokio::test]
async fn fault_1_a_killed_server_comes_back_on_its_own_cluster() {
    let (home, address) = (Home::new(), free_address().await);
    let data = home.data();
    let server = ServerProcess::start(address, home.0.path(), None).await;

    let taken = refused(serve(&data, free_address().await)).await;
    assert!(taken.contains("in use by another countersign"), "{taken}");
    let port = refused(serve(&home.0.path().join("other"), address)).await;
    assert!(port.contains("choose another port with --listen"), "{port}");

    // A command works on the running server's cluster.
    let added = countersign()
        .args(["user", "add", "--email", "ada@example.org", "--name", "Ada", "--data-dir"])
        .arg(&data)
        .output()
        .await
        .expect("it runs");
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));

    let orphan = postmaster(&data).expect("the cluster runs");
    server.kill().await;
    let server = ServerProcess::start(address, home.0.path(), None).await;
    assert_ne!(postmaster(&data), Some(orphan), "the orphan was stopped");
    server.stop().await;
    assert_eq!(postmaster(&data), None, "the cluster stops with its server");

    // Without a running server, a command starts and stops the cluster itself.
    let listed = countersign().args(["user", "list", "--data-dir"]).arg(&data).output().await.expect("it runs");
    assert!(String::from_utf8_lossy(&listed.stdout).contains("ada@example.org"), "{listed:?}");
    assert_eq!(postmaster(&data), None);
}

#[tokio::test]
async fn fault_3_the_cluster_is_restarted_when_it_dies() {
    let (home, address) = (Home::new(), free_address().await);
    let data = home.data();
    let server = ServerProcess::start(address, home.0.path(), None).await;
    let dead = postmaster(&data).expect("the cluster runs");
    kill_process(dead, Signal::KILL).expect("it is ours");
    let restarted = async {
        while postmaster(&data).is_none_or(|pid| pid == dead) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), restarted).await.expect("it is restarted within ten seconds");
    until_ready(address).await;
    server.stop().await;
}

#[tokio::test]
async fn unsafe_or_unknown_data_is_refused_with_instructions() {
    let home = Home::new();
    let data = home.data();
    let migrated = countersign().arg("migrate").arg("--data-dir").arg(&data).output().await.expect("it runs");
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));

    let config = data.join("postgres/postgresql.conf");
    let good = std::fs::read_to_string(&config).expect("it is there");
    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        std::fs::write(&config, format!("{good}\n{setting} = off\n")).expect("it can be written");
        let error = refused(serve(&data, free_address().await)).await;
        assert!(error.contains(&format!("{setting} = off")) && error.contains("set it to on"), "{error}");
    }
    std::fs::write(&config, &good).expect("it can be written");

    let version = data.join("postgres/PG_VERSION");
    let ours = std::fs::read_to_string(&version).expect("it is there");
    std::fs::write(&version, "99\n").expect("it can be written");
    let error = refused(serve(&data, free_address().await)).await;
    assert!(error.contains("made by PostgreSQL 99") && error.contains("apt-get install postgresql-99"), "{error}");
    std::fs::write(&version, ours).expect("it can be written");

    let mut without = serve(&data, free_address().await);
    without.env("POSTGRES_BIN", home.0.path());
    let error = refused(without).await;
    assert!(error.contains("POSTGRES_BIN"), "{error}");

    let everywhere = refused(serve(&data, "0.0.0.0:0".parse().expect("an address"))).await;
    assert!(everywhere.contains("--public-url"), "{everywhere}");
}

#[tokio::test]
async fn a_closed_stdout_is_not_an_error() {
    for command in ["openapi", "limits"] {
        let mut process = countersign();
        process.arg(command).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = process.spawn().expect("it starts");
        drop(child.stdout.take());
        let output = tokio::time::timeout(TIMEOUT, child.wait_with_output()).await.expect("it ends").expect("it runs");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
