//! A fault proxy between a client and the server, or between the server and its database. It delays, throttles, stalls or
//! cuts the connections that pass through it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream, UnixStream};
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

/// What happens to the bytes of one direction.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Flow {
    Pass,
    /// Each chunk is delayed by this time.
    Delay(Duration),
    /// Bytes pass at this rate per second.
    Throttle(usize),
    /// Nothing passes, and neither side is notified. With both directions stalled, the connection is half open.
    Stall,
}

/// What happens, once, when certain bytes pass towards the server.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Trap {
    /// The bytes arrive; the reply does not, and the connection is cut.
    CutReply,
    /// The bytes arrive; nothing comes back.
    HoldReply,
    /// The bytes do not arrive, and nothing comes back.
    HoldRequest,
}

#[derive(Clone, Debug)]
pub enum Upstream {
    Tcp(SocketAddr),
    Unix(PathBuf),
}

impl Upstream {
    /// Returns the address that `options` connects to.
    pub fn of_database(options: &PgConnectOptions) -> Self {
        match options.get_socket() {
            Some(folder) => Self::Unix(folder.join(format!(".s.PGSQL.{}", options.get_port()))),
            None => {
                let host = if options.get_host() == "localhost" { "127.0.0.1" } else { options.get_host() };
                Self::Tcp(SocketAddr::new(host.parse().expect("an address"), options.get_port()))
            }
        }
    }
}

pub struct FaultProxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    accepting: AbortHandle,
}

struct Shared {
    upstream: Upstream,
    to_server: watch::Sender<Flow>,
    to_client: watch::Sender<Flow>,
    /// Incremented to end all open connections.
    cuts: watch::Sender<u64>,
    refuses: AtomicBool,
    trap: Mutex<Option<(Vec<u8>, Trap)>>,
    sprung: watch::Sender<u64>,
}

impl FaultProxy {
    pub async fn start(upstream: Upstream) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let shared = Arc::new(Shared {
            upstream,
            to_server: watch::Sender::new(Flow::Pass),
            to_client: watch::Sender::new(Flow::Pass),
            cuts: watch::Sender::new(0),
            refuses: AtomicBool::new(false),
            trap: Mutex::new(None),
            sprung: watch::Sender::new(0),
        });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared))).abort_handle();
        Self { address, shared, accepting }
    }

    pub fn to_server(&self, flow: Flow) {
        self.shared.to_server.send_replace(flow);
    }

    pub fn to_client(&self, flow: Flow) {
        self.shared.to_client.send_replace(flow);
    }

    pub fn both(&self, flow: Flow) {
        self.to_server(flow);
        self.to_client(flow);
    }

    /// Ends all open connections.
    pub fn cut(&self) {
        self.shared.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// Ends open connections and closes new ones immediately, as if nothing listened, until [`FaultProxy::up`].
    pub fn down(&self) {
        self.shared.refuses.store(true, Ordering::SeqCst);
        self.cut();
    }

    pub fn up(&self) {
        self.shared.refuses.store(false, Ordering::SeqCst);
    }

    /// Sets a trap for the next bytes towards the server that contain `pattern`.
    pub fn trap(&self, pattern: &[u8], trap: Trap) {
        *self.shared.trap.lock().expect("no panic") = Some((pattern.to_vec(), trap));
    }

    /// Returns a receiver of the number of times that a trap has sprung.
    pub fn sprung(&self) -> watch::Receiver<u64> {
        self.shared.sprung.subscribe()
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((client, _)) = listener.accept().await else { continue };
        if shared.refuses.load(Ordering::SeqCst) {
            continue;
        }
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let _ = client.set_nodelay(true);
            match &shared.upstream {
                Upstream::Tcp(address) => {
                    let socket = TcpSocket::new_v4().expect("a socket");
                    // A small buffer, so that a stalled reader affects the server rather than fills megabytes in between.
                    socket.set_recv_buffer_size(32 << 10).expect("a small buffer");
                    if let Ok(server) = socket.connect(*address).await {
                        let _ = server.set_nodelay(true);
                        relay(client, server, &shared).await;
                    }
                }
                Upstream::Unix(path) => {
                    if let Ok(server) = UnixStream::connect(path).await {
                        relay(client, server, &shared).await;
                    }
                }
            }
        });
    }
}

async fn relay(client: TcpStream, server: impl AsyncRead + AsyncWrite, shared: &Shared) {
    let mut cuts = shared.cuts.subscribe();
    cuts.mark_unchanged();
    let (client_reader, client_writer) = client.into_split();
    let (server_reader, server_writer) = tokio::io::split(server);
    // What happens to the next reply on this connection.
    let caught = Mutex::new(None);
    let cut_here = Notify::new();
    let up = pump(client_reader, server_writer, shared.to_server.subscribe(), |bytes| {
        let mut trap = shared.trap.lock().expect("no panic");
        let sprung = trap.as_ref().is_some_and(|(pattern, _)| bytes.windows(pattern.len()).any(|part| part == pattern));
        if !sprung {
            return Relay::On;
        }
        let kind = trap.take().expect("it is there").1;
        *caught.lock().expect("no panic") = Some(kind);
        drop(trap);
        if kind == Trap::HoldRequest {
            shared.sprung.send_modify(|count| *count += 1);
            return Relay::Hold;
        }
        Relay::On
    });
    let down = pump(server_reader, client_writer, shared.to_client.subscribe(), |_| {
        let kind = *caught.lock().expect("no panic");
        match kind {
            None => Relay::On,
            Some(kind) => {
                shared.sprung.send_modify(|count| *count += 1);
                if kind == Trap::CutReply {
                    cut_here.notify_one();
                }
                Relay::Hold
            }
        }
    });
    tokio::select! {
        () = async { tokio::join!(up, down); } => {}
        _ = cuts.changed() => {}
        () = cut_here.notified() => {}
    }
}

enum Relay {
    On,
    /// Nothing more passes this way.
    Hold,
}

/// Copies bytes in one direction until it ends, and then shuts the other end down.
async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut flow: watch::Receiver<Flow>,
    mut look: impl FnMut(&[u8]) -> Relay,
) {
    let mut buffer = vec![0; 64 << 10];
    loop {
        let _ = flow.wait_for(|flow| *flow != Flow::Stall).await;
        let Ok(count) = from.read(&mut buffer).await else { break };
        if count == 0 {
            break;
        }
        let _ = flow.wait_for(|flow| *flow != Flow::Stall).await;
        match look(&buffer[..count]) {
            Relay::On => {}
            Relay::Hold => std::future::pending().await,
        }
        let now = *flow.borrow();
        let sent = match now {
            Flow::Pass | Flow::Stall => to.write_all(&buffer[..count]).await,
            Flow::Delay(delay) => {
                tokio::time::sleep(delay).await;
                to.write_all(&buffer[..count]).await
            }
            Flow::Throttle(rate) => throttled(&mut to, &buffer[..count], rate).await,
        };
        if sent.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}

async fn throttled(to: &mut (impl AsyncWrite + Unpin), bytes: &[u8], rate: usize) -> std::io::Result<()> {
    for part in bytes.chunks((rate / 20).max(1)) {
        to.write_all(part).await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
