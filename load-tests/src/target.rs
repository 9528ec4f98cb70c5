//! A server under test, stopped when dropped.

pub mod countersign;
pub mod peer;
pub mod relay;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal};
use tempfile::TempDir;

use crate::process::Processes;

pub struct Target {
    pub name: &'static str,
    pub address: SocketAddr,
    /// Header lines of every upgrade request.
    pub headers: String,
    /// Whether the server speaks `countersign.v1`, and so acknowledges what it stored.
    pub v1: bool,
    pub processes: Processes,
    /// The number of items, from the first, for `fan-out` and `reconnect`; the others are for `idle`.
    pub fan_out_items: usize,
    /// The path of each item, without the tab.
    paths: Vec<String>,
    class: String,
    settle: Duration,
    /// Whether a signal makes the server collect garbage.
    collects_garbage: bool,
    // Fields drop in this order: the server stops before its folder is removed.
    _server: Server,
    _folder: Option<TempDir>,
}

impl Target {
    #[must_use]
    pub fn path(&self, item: usize, tab: &str) -> String {
        format!("{}?tab={tab}", self.paths[item])
    }

    #[must_use]
    pub fn items(&self) -> usize {
        self.paths.len()
    }

    /// Returns the class of new labels.
    #[must_use]
    pub fn class(&self) -> &str {
        &self.class
    }

    /// Returns how long the server takes to clean up after closed connections.
    #[must_use]
    pub fn settle_time(&self) -> Duration {
        self.settle
    }

    #[expect(clippy::disallowed_methods, reason = "a server does not report when it has cleaned up")]
    pub fn settle(&self) {
        self.collect_garbage();
        std::thread::sleep(self.settle);
    }

    pub fn collect_garbage(&self) {
        if self.collects_garbage
            && let Some(pid) = Pid::from_raw(self.processes.server as i32)
        {
            let _ = rustix::process::kill_process(pid, Signal::USR2);
        }
    }
}

/// A running server process. Dropping it asks the process to stop, and kills it if it does not.
pub struct Server {
    child: Child,
}

impl Server {
    /// Starts `command` and waits until it listens on `address`.
    pub fn start(mut command: Command, address: SocketAddr, limit: Duration) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("starting {program}"))?;
        let mut server = Self { child };
        let begin = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = server.child.try_wait()? {
                bail!("{program} exited immediately: {status}");
            }
            if begin.elapsed() > limit {
                bail!("{program} is not listening on {address} after {limit:?}");
            }
            pause();
        }
        Ok(server)
    }

    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(pid) = Pid::from_raw(self.child.id() as i32) {
            let _ = rustix::process::kill_process(pid, Signal::TERM);
        }
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_secs(15) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            pause();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[expect(clippy::disallowed_methods, reason = "a process is polled until it listens or has ended")]
fn pause() {
    std::thread::sleep(Duration::from_millis(20));
}

/// Returns an address with a port that was free a moment ago.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
