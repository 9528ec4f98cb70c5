//! The private cluster: created once, then started, supervised and stopped.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

use super::account::Account;
use super::binaries::Binaries;
use super::lock::ClusterLock;
use super::orphan;
use crate::config::DatabaseConfig;
use crate::db;
use crate::lifecycle::Tasks;

/// Port number in the socket's name; nothing listens on TCP.
const PORT: u16 = 5432;
/// Maximum length of a socket's path, which must fit into `sockaddr_un`.
const MAX_SOCKET_PATH: usize = 100;
/// Timeout of a start: a cluster that was killed under load recovers before it is ready.
const START_TIMEOUT: Duration = Duration::from_secs(120);
const STOP_TIMEOUT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);
/// Pause between a cluster's death and its restart.
const RESTART_DELAY: Duration = Duration::from_millis(250);
/// Connections besides those of the pool: for commands, backups and psql.
const SPARE_CONNECTIONS: u32 = 32;
const MAX_LOG_BYTES: u64 = 10 << 20;

pub struct Cluster {
    options: PgConnectOptions,
    stopping: CancellationToken,
    tasks: Tasks,
    _lock: ClusterLock,
}

/// What is needed to start the postmaster, and to start it again.
struct Launcher {
    binaries: Binaries,
    account: Option<Account>,
    cluster: PathBuf,
    socket_dir: PathBuf,
    log: PathBuf,
    connections: u32,
}

impl Cluster {
    pub async fn start(data_dir: &Path, config: &DatabaseConfig, lock: ClusterLock) -> anyhow::Result<Self> {
        let cluster = data_dir.join("postgres");
        let account = Account::for_cluster()?;
        if let Some(account) = &account {
            account.check_access(&cluster)?;
        }
        let version = cluster_version(&cluster)?;
        let launch = Launcher {
            binaries: Binaries::find(config.postgres_bin.as_deref(), version)?,
            account,
            socket_dir: socket_dir(data_dir),
            log: data_dir.join("postgres.log"),
            connections: config.database_connections + SPARE_CONNECTIONS,
            cluster,
        };
        if version.is_none() {
            launch.init().await?;
        }
        orphan::stop(&launch.cluster).await?;
        launch.prepare()?;

        let options = options_for(data_dir);
        let mut child = launch.spawn()?;
        if let Err(error) = launch.wait(&mut child, &options).await {
            shut_down(&mut child).await;
            return Err(error);
        }
        let mut connection = admin(&options).connect().await.context("connecting to the built-in database")?;
        db::server::ensure_database(&mut connection).await.context("creating the database")?;
        connection.close().await.ok();

        let tasks = Tasks::new();
        let stopping = CancellationToken::new();
        tasks.spawn("postgres", supervise(launch, child, options.clone(), stopping.clone()));
        Ok(Self { options, stopping, tasks, _lock: lock })
    }

    pub fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    pub async fn stop(self) {
        self.stopping.cancel();
        self.tasks.stop(STOP_TIMEOUT * 2).await;
    }
}

/// Returns the options to connect to the cluster of a data directory.
pub fn options_for(data_dir: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(socket_dir(data_dir))
        .port(PORT)
        .username("countersign")
        .database("countersign")
}

/// Waits until the database answers. Returns the last error if it does not within `timeout`.
pub async fn wait_until_ready(options: &PgConnectOptions, timeout: Duration) -> anyhow::Result<()> {
    let deadline = tokio::time::Instant::now() + timeout;
    loop {
        match options.connect().await {
            Ok(connection) => {
                connection.close().await.ok();
                return Ok(());
            }
            Err(error) if tokio::time::Instant::now() > deadline => return Err(error.into()),
            Err(_) => tokio::time::sleep(POLL).await,
        }
    }
}

/// Returns the options to connect to the maintenance database, which always exists.
fn admin(options: &PgConnectOptions) -> PgConnectOptions {
    options.clone().database("postgres")
}

/// Restarts the postmaster when it dies unexpectedly, until `stopping` is cancelled.
async fn supervise(launch: Launcher, mut child: Child, options: PgConnectOptions, stopping: CancellationToken) {
    loop {
        tokio::select! {
            () = stopping.cancelled() => {
                shut_down(&mut child).await;
                return;
            }
            status = child.wait() => {
                tracing::error!(status = %describe_exit(status), "the built-in database stopped unexpectedly; restarting it");
            }
        }
        loop {
            if stopping.run_until_cancelled(tokio::time::sleep(RESTART_DELAY)).await.is_none() {
                return;
            }
            match launch.spawn() {
                Ok(new) => child = new,
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "cannot start the built-in database");
                    continue;
                }
            }
            // It refuses to start while its previous backends are still exiting; the loop then tries again.
            match launch.wait(&mut child, &options).await {
                Ok(()) => {
                    tracing::info!("the built-in database is running again");
                    break;
                }
                Err(error) => {
                    tracing::error!(error = format!("{error:#}"), "the built-in database did not start");
                    shut_down(&mut child).await;
                }
            }
        }
    }
}

/// Stops the postmaster with a fast shutdown: connections are cut, everything committed is written. Escalates if that takes
/// too long.
async fn shut_down(child: &mut Child) {
    for signal in [Signal::INT, Signal::QUIT, Signal::KILL] {
        let Some(pid) = child.id().and_then(|id| Pid::from_raw(id.cast_signed())) else { return };
        let _ = kill_process(pid, signal);
        if tokio::time::timeout(STOP_TIMEOUT, child.wait()).await.is_ok() {
            return;
        }
    }
}

fn describe_exit(status: std::io::Result<ExitStatus>) -> String {
    status.map_or_else(|error| error.to_string(), |status| status.to_string())
}

impl Launcher {
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        // A stray PGDATA or PGPORT must not redirect it.
        command.env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C.UTF-8").current_dir("/");
        command.stdin(Stdio::null());
        // A Ctrl+C at the terminal is meant for us; we stop the cluster at the right time.
        command.process_group(0);
        if let Some(account) = &self.account {
            command.uid(account.uid).gid(account.gid);
        }
        command
    }

    /// Creates the cluster under another name first, so that a kill in between does not leave one that looks complete.
    async fn init(&self) -> anyhow::Result<()> {
        tracing::info!(cluster = %self.cluster.display(), "creating the built-in database");
        let partial = self.cluster.with_extension("partial");
        if partial.exists() {
            std::fs::remove_dir_all(&partial).with_context(|| format!("removing {}", partial.display()))?;
        }
        std::fs::create_dir(&partial).with_context(|| format!("creating {}", partial.display()))?;
        if let Some(account) = &self.account {
            account.chown(&partial)?;
        }
        let output = self
            .command(&self.binaries.initdb)
            .arg("--pgdata")
            .arg(&partial)
            .args(["--username=countersign", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"])
            .output()
            .await
            .with_context(|| format!("running {}", self.binaries.initdb.display()))?;
        if !output.status.success() {
            bail!("cannot create the built-in database: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        std::fs::rename(&partial, &self.cluster).context("moving the built-in database into place")?;
        Ok(())
    }

    /// Prepares a start: makes sure that the socket's folder is ours alone, since the cluster asks for no password, and rotates
    /// the log.
    fn prepare(&self) -> anyhow::Result<()> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        if self.socket_dir != self.cluster {
            match std::fs::create_dir(&self.socket_dir) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(error).with_context(|| format!("creating {}", self.socket_dir.display()));
                }
                Ok(()) | Err(_) => {}
            }
            let meta = std::fs::symlink_metadata(&self.socket_dir)?;
            let owner = self.account.as_ref().map_or(rustix::process::geteuid().as_raw(), |account| account.uid);
            let ours = [owner, rustix::process::geteuid().as_raw()].contains(&meta.uid());
            if !meta.is_dir() || !ours {
                bail!("{} is not a folder owned by countersign; remove it", self.socket_dir.display());
            }
            std::fs::set_permissions(&self.socket_dir, std::fs::Permissions::from_mode(0o700))?;
            if let Some(account) = &self.account {
                account.chown(&self.socket_dir)?;
            }
        }
        if std::fs::metadata(&self.log).is_ok_and(|meta| meta.len() > MAX_LOG_BYTES) {
            std::fs::rename(&self.log, self.log.with_extension("log.old")).ok();
        }
        Ok(())
    }

    fn spawn(&self) -> anyhow::Result<Child> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(&self.log)
            .with_context(|| format!("opening {}", self.log.display()))?;
        let mut command = self.command(&self.binaries.postgres);
        command.arg("-D").arg(&self.cluster);
        // On the command line, not in the configuration file, so that they follow this program through upgrades. Settings
        // that decide whether a commit is durable are left to the file, and checked.
        for setting in [
            "listen_addresses=".to_owned(),
            format!("unix_socket_directories={}", self.socket_dir.display()),
            "unix_socket_permissions=0700".to_owned(),
            format!("port={PORT}"),
            format!("max_connections={}", self.connections),
            "shared_buffers=128MB".to_owned(),
            "wal_compression=on".to_owned(),
            "jit=off".to_owned(),
            "max_parallel_workers_per_gather=0".to_owned(),
            "logging_collector=off".to_owned(),
            "log_min_messages=warning".to_owned(),
            "log_line_prefix=%m [%p] ".to_owned(),
        ] {
            command.arg("-c").arg(setting);
        }
        command.stdout(log.try_clone()?).stderr(log);
        command.spawn().with_context(|| format!("running {}", self.binaries.postgres.display()))
    }

    async fn wait(&self, child: &mut Child, options: &PgConnectOptions) -> anyhow::Result<()> {
        let admin = admin(options);
        tokio::select! {
            ready = wait_until_ready(&admin, START_TIMEOUT) => ready.context("the built-in database does not start"),
            status = child.wait() => {
                bail!("the built-in database exited during startup ({}); the last lines of {}:\n{}", describe_exit(status), self.log.display(), tail(&self.log))
            }
        }
    }
}

/// Returns the major version of a cluster, or `None` if the cluster does not exist.
fn cluster_version(cluster: &Path) -> anyhow::Result<Option<u32>> {
    match std::fs::read_to_string(cluster.join("PG_VERSION")) {
        Ok(text) => text.trim().parse().map(Some).with_context(|| format!("{text:?} in PG_VERSION is invalid")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !cluster.exists() => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} is not a database cluster", cluster.display())),
    }
}

/// Returns the folder of the socket: the cluster's own, or a short one if that would make the socket's path too long.
fn socket_dir(data_dir: &Path) -> PathBuf {
    let cluster = data_dir.join("postgres");
    if cluster.join(format!(".s.PGSQL.{PORT}")).as_os_str().len() <= MAX_SOCKET_PATH {
        return cluster;
    }
    use sha2::Digest;
    use std::os::unix::ffi::OsStrExt;
    let digest = sha2::Sha256::digest(data_dir.as_os_str().as_bytes());
    let name = digest.iter().take(8).fold("countersign-".to_owned(), |name, byte| format!("{name}{byte:02x}"));
    // Not in $XDG_RUNTIME_DIR: a command must find it from a login other than the server's.
    Path::new("/tmp").join(name)
}

/// Returns the last lines of a log.
fn tail(path: &Path) -> String {
    let read = || -> std::io::Result<String> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(2_000)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
    };
    read().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_data_directory_gets_a_short_socket() {
        assert_eq!(socket_dir(Path::new("/srv/data")), Path::new("/srv/data/postgres"));
        let long = PathBuf::from(format!("/srv/{}", "x".repeat(100)));
        let socket = socket_dir(&long);
        assert!(socket.as_os_str().len() < MAX_SOCKET_PATH);
        assert_ne!(socket, socket_dir(&long.join("other")), "each data directory has its own");
    }
}
