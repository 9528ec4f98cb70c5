//! `countersign serve`: runs the server.

use std::io;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::signals;
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, ServerConfig};
use crate::demo;
use crate::http::connections;
use crate::postgres::{Database, Purpose};
use crate::serve::run as run_server;
use crate::telemetry;

pub async fn run(config: Config) -> anyhow::Result<()> {
    telemetry::init_logs(&config.log)?;
    config.server.check()?;
    raise_file_limit();
    // Listen before opening the database, so that a port in use is reported at once; early clients wait in the queue.
    let listener = listen(&config.server)?;
    let shutdown = CancellationToken::new();
    let abort = CancellationToken::new();
    let signals = signals::watch(shutdown.clone(), abort.clone())?;

    let opening = Database::open(&config.database, Purpose::Serve);
    let Some(database) = shutdown.run_until_cancelled(opening).await.transpose()? else { return Ok(()) };
    let served = serve(config, &database, listener, shutdown, abort).await;
    database.close().await;
    signals.abort();
    tracing::info!("stopped");
    served
}

async fn serve(
    config: Config,
    database: &Database,
    listener: TcpListener,
    shutdown: CancellationToken,
    abort: CancellationToken,
) -> anyhow::Result<()> {
    demo::check_listen(&database.pool, config.server.listen).await?;
    let origins = config.server.origins().join(" or ");
    let app = App::new(config, database.pool.clone(), Clock::system())?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), address = %listener.local_addr()?, "open {origins}");
    let tasks = app.tasks.clone();
    let running = run_server(listener, app, shutdown);
    tokio::pin!(running);
    tokio::select! {
        ended = &mut running => ended,
        () = abort.cancelled() => {
            tracing::warn!("second signal received: stopping immediately");
            tasks.abort();
            running.await
        }
    }
}

fn listen(config: &ServerConfig) -> anyhow::Result<TcpListener> {
    let address = config.listen;
    connections::bind(address).with_context(|| format!("cannot listen on {address}")).map_err(|error| {
        let hint = match error.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::AddrInUse) => "another program is using this port; stop it, or choose another port",
            Some(io::ErrorKind::PermissionDenied) => "ports below 1024 require privileges; choose another port",
            Some(io::ErrorKind::AddrNotAvailable) => "this machine has no such address; choose another",
            _ => return error,
        };
        error.context(format!("{hint} with --listen (COUNTERSIGN_LISTEN)"))
    })
}

/// Raises the limit on open files: each socket takes a file descriptor, and the default limit of shells is low.
fn raise_file_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }) {
        tracing::warn!(%error, "cannot raise the limit on open files");
    }
}
