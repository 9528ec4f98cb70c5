//! A cluster whose server was killed: its postmaster is still running, and is stopped before a new one starts.

use std::path::Path;
use std::time::Duration;

use anyhow::bail;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

const POLL: Duration = Duration::from_millis(50);

/// Stops the postmaster that is still running in `cluster`, if any. The caller must hold the cluster's lock.
pub async fn stop(cluster: &Path) -> anyhow::Result<()> {
    let pid_file = cluster.join("postmaster.pid");
    let Some(pid) = read_pid(&pid_file) else { return Ok(()) };
    if !runs_in(pid, cluster) {
        // The process id might belong to another process by now (it does after a container restart), and Postgres would
        // take that for a running cluster. Holding the lock proves that none is running.
        let _ = std::fs::remove_file(&pid_file);
        return Ok(());
    }
    tracing::warn!(pid = pid.as_raw_nonzero().get(), "stopping the database that a killed server left running");
    for (signal, timeout) in [(Signal::INT, 30), (Signal::QUIT, 10), (Signal::KILL, 5)] {
        let _ = kill_process(pid, signal);
        if exits_within(pid, Duration::from_secs(timeout)).await {
            return Ok(());
        }
    }
    bail!("process {} is still running in {} and cannot be stopped", pid.as_raw_nonzero(), cluster.display())
}

async fn exits_within(pid: Pid, timeout: Duration) -> bool {
    let deadline = tokio::time::Instant::now() + timeout;
    while test_kill_process(pid).is_ok() && !is_zombie(pid) {
        if tokio::time::Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(POLL).await;
    }
    true
}

fn read_pid(pid_file: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(pid_file).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

/// Returns whether the process runs in the cluster: a postmaster's working directory is its cluster.
fn runs_in(pid: Pid, cluster: &Path) -> bool {
    std::fs::read_link(format!("/proc/{}/cwd", pid.as_raw_nonzero())).is_ok_and(|cwd| cwd == cluster)
}

/// Returns whether the process has ended but its parent has not reaped it. In a container without an init process, that
/// might never happen.
fn is_zombie(pid: Pid) -> bool {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())) else { return true };
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_reused_process_id_is_left_alone() {
        let cluster = tempfile::tempdir().unwrap();
        let pid_file = cluster.path().join("postmaster.pid");
        std::fs::write(&pid_file, format!("{}\n{}\n", std::process::id(), cluster.path().display())).unwrap();
        stop(cluster.path()).await.unwrap();
        assert!(!pid_file.exists());
    }
}
