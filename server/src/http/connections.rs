//! Accepts, limits and ends connections. axum's own accept loop sets neither a timeout for a request's head nor a limit on the
//! number of connections, so slow handshakes could exhaust the server.

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::config::ServerConfig;
use crate::lifecycle::Tasks;

/// Length of the accept queue: a thousand clients that reconnect at once must fit.
const ACCEPT_BACKLOG: u32 = 4_096;
/// Maximum size of a request's head, in bytes.
const MAX_HEAD_BYTES: usize = 64 << 10;
/// Pause after a failed accept, which mostly means that no file descriptor is left.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(100);

/// Listens on an address with a long queue of waiting connections.
///
/// # Errors
/// Returns an error if the address is in use or does not belong to this machine.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A restart must not wait for the old connections' last packets.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(ACCEPT_BACKLOG)
}

/// Accepts connections until `shutdown`. Each connection ends on its own or when `tasks` stop.
pub async fn accept(
    listener: TcpListener,
    router: Router,
    tasks: &Tasks,
    config: &ServerConfig,
    shutdown: &CancellationToken,
) {
    let mut http = http1::Builder::new();
    // The time before a request counts as well, so idle connections end too.
    http.timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(config.header_seconds))
        .max_buf_size(MAX_HEAD_BYTES);
    let room = Arc::new(Semaphore::new(config.max_connections));
    loop {
        let (stream, peer, permit) = tokio::select! {
            biased;
            () = shutdown.cancelled() => return,
            accepted = accept_one(&listener, &room) => match accepted {
                Ok(accepted) => accepted,
                // The peer left before it was accepted: there is nothing to report.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
                Err(error) => {
                    tracing::error!(%error, "accepting a connection failed");
                    tokio::time::sleep(ACCEPT_BACKOFF).await;
                    continue;
                }
            },
        };
        // Without this, a small message waits for the acknowledgement of the previous one.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "the connection closed immediately");
            continue;
        }
        let stream = PermitStream { stream, _permit: permit };
        tasks.spawn("connection", serve(http.clone(), stream, peer, router.clone(), tasks.stopping().clone()));
    }
}

async fn accept_one(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = room.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, permit))
}

async fn serve(
    http: http1::Builder,
    stream: PermitStream,
    peer: SocketAddr,
    router: Router,
    stopping: CancellationToken,
) {
    let service = router.map_request(move |mut request: hyper::Request<Incoming>| -> Request {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.map(axum::body::Body::new)
    });
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)).with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // The peer's fault or a network failure: an operator has nothing to do.
        tracing::debug!(%peer, %error, "a connection was aborted");
    }
}

/// A stream that counts as an open connection until it is dropped, also after an upgrade.
struct PermitStream {
    stream: TcpStream,
    _permit: OwnedSemaphorePermit,
}

impl AsyncRead for PermitStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for PermitStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
