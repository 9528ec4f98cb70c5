//! The lock on the private cluster of a data directory: one process at a time runs it. A file lock, which ends with the
//! process.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;

/// What the database is opened for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// For a server: the only one that uses the data directory.
    Serve,
    /// For a command: it can work alongside a running server, on that server's cluster.
    Command,
}

/// The right to run the cluster. Released when dropped, and by the kernel when the process is killed.
pub struct ClusterLock {
    _file: File,
}

pub enum LockOutcome {
    Acquired(ClusterLock),
    HeldByOther,
}

/// How long a server waits for a command that holds the lock.
const WAIT_TIMEOUT: Duration = Duration::from_secs(20);
const POLL: Duration = Duration::from_millis(100);

impl ClusterLock {
    pub async fn acquire(data_dir: &Path, purpose: Purpose) -> anyhow::Result<LockOutcome> {
        let path = data_dir.join("countersign.lock");
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .with_context(|| format!("cannot open {}; check who owns the data directory", path.display()))?;
        let deadline = tokio::time::Instant::now() + WAIT_TIMEOUT;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("locking {}", path.display()));
                }
            }
            if purpose == Purpose::Command {
                return Ok(LockOutcome::HeldByOther);
            }
            let holder = read_holder(&mut file).unwrap_or_default();
            let waiting_helps = holder.starts_with("command");
            if !waiting_helps || tokio::time::Instant::now() > deadline {
                anyhow::bail!(
                    "the data directory {} is in use by another countersign ({holder}); stop it, or choose another \
                     directory with --data-dir (COUNTERSIGN_DATA_DIR)",
                    data_dir.display()
                );
            }
            tokio::time::sleep(POLL).await;
        }
        let name = match purpose {
            Purpose::Serve => "server",
            Purpose::Command => "command",
        };
        file.set_len(0)?;
        file.rewind()?;
        write!(file, "{name}, process {}", std::process::id())?;
        Ok(LockOutcome::Acquired(Self { _file: file }))
    }
}

fn read_holder(file: &mut File) -> std::io::Result<String> {
    let mut holder = String::new();
    file.rewind()?;
    file.take(100).read_to_string(&mut holder)?;
    Ok(holder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_server_per_data_directory_with_commands_alongside() {
        let dir = tempfile::tempdir().unwrap();
        let LockOutcome::Acquired(server) = ClusterLock::acquire(dir.path(), Purpose::Serve).await.unwrap() else {
            panic!("free")
        };
        assert!(matches!(ClusterLock::acquire(dir.path(), Purpose::Command).await.unwrap(), LockOutcome::HeldByOther));
        let Err(error) = ClusterLock::acquire(dir.path(), Purpose::Serve).await else { panic!("taken") };
        assert!(error.to_string().contains("in use by another countersign (server, process"), "{error}");
        drop(server);
        assert!(matches!(ClusterLock::acquire(dir.path(), Purpose::Serve).await.unwrap(), LockOutcome::Acquired(_)));
    }
}
