//! The server as a separate process that a test can kill.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Range;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

use super::TIMEOUT;

pub struct ServerProcess {
    pub address: SocketAddr,
    /// The time from the start until the server reported that it is ready.
    pub ready_after: Duration,
    child: Child,
}

impl ServerProcess {
    /// Starts `countersign serve` on `address`, with its log in `folder`. Without a database URL it uses its built-in one.
    pub async fn start(address: SocketAddr, folder: &Path, database: Option<&str>) -> Self {
        let log = folder.join("server.log");
        let output = File::options().create(true).append(true).open(&log).expect("a log");
        let began = Instant::now();
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        command
            .args(["serve", "--listen", &address.to_string(), "--data-dir"])
            .arg(folder.join("data"))
            .env_remove("DATABASE_URL")
            .env("COUNTERSIGN_MESSAGES_PER_SECOND", "1000000")
            .env("COUNTERSIGN_MESSAGE_BURST", "1000000")
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("the same log"))
            .stderr(output)
            .kill_on_drop(true);
        if let Some(url) = database {
            command.env("DATABASE_URL", url);
        }
        let mut child = command.spawn().expect("the server's binary");
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(2)).build().expect("a client");
        loop {
            if let Some(status) = child.try_wait().expect("its state") {
                panic!("the server ended with {status}:\n{}", std::fs::read_to_string(&log).unwrap_or_default());
            }
            let response = http.get(format!("http://{address}/readyz")).send().await;
            if response.is_ok_and(|response| response.status() == 200) {
                break;
            }
            if began.elapsed() > TIMEOUT {
                panic!("the server is not ready:\n{}", std::fs::read_to_string(&log).unwrap_or_default());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Self { address, ready_after: began.elapsed(), child }
    }

    /// Kills the process (SIGKILL) and waits until it has ended.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it was running");
        assert!(TcpStream::connect(self.address).await.is_err(), "someone else listens there");
    }

    /// Asks the process to stop, as Ctrl+C does; its database stops with it.
    pub async fn stop(mut self) {
        let pid = self.child.id().and_then(|pid| Pid::from_raw(pid.cast_signed())).expect("it runs");
        kill_process(pid, Signal::INT).expect("it runs");
        let status = tokio::time::timeout(TIMEOUT, self.child.wait()).await.expect("it stops").expect("its end");
        assert!(status.success(), "it ended with {status}");
    }
}

/// Ports below the range of outgoing connections, one of which could take the port before the server starts.
const PORTS: Range<u16> = 15_000..30_000;

/// Returns an address with a port that was free a moment ago.
pub async fn free_address() -> SocketAddr {
    loop {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, rand::random_range(PORTS)));
        if TcpListener::bind(address).await.is_ok() {
            return address;
        }
    }
}
