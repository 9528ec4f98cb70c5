//! One connection: the WebSocket of one person on one item. It limits incoming messages, passes them to the room, and
//! writes the room's messages.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Message as WsMessage, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use countersign_shared::ids::{ConnectionId, ItemId};
use countersign_shared::limits::{
    MAX_CONTROL_BYTES, MAX_OUTBOUND_BYTES, MAX_PRESENCE_BYTES, MAX_WS_FRAME_BYTES, PING_SECONDS, READ_TIMEOUT_SECONDS,
    SLOW_CLIENT_SECONDS,
};
use countersign_shared::wire::{ClientMessage, CloseCode, RefusalCode, SUBPROTOCOL};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::time::{Duration, Instant, MissedTickBehavior, interval_at, timeout};

use super::frame::{self, Inbound};
use super::outbound::{Frame, Outbound};
use super::prescan::prescan;
use super::rate::RateLimiter;
use super::room::core::{Event, Incoming};
use super::room::{Actor, ConnectionGuard, JoinOptions, Joined, MIN_EDIT_COST, Message, OpenError, RoomHandle, Rooms};

/// Every connection has both buffers; the default of 128 kB each would be most of its memory.
const READ_BUFFER_BYTES: usize = 4 << 10;
const WRITE_BUFFER_BYTES: usize = 8 << 10;
/// Large enough for one whole document. Never reached by queued messages, which have their own limit.
const MAX_WRITE_BUFFER_BYTES: usize = 256 << 20;
/// Extends the write timeout for large writes: a peer that reads a whole document may take longer than one that lets
/// small messages pile up.
const MIN_BYTES_PER_SECOND: usize = 64 << 10;
/// How long to wait for the peer's response to a close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Serves a WebSocket upgrade, after the person and their membership have been checked.
pub fn serve(
    rooms: Arc<Rooms>,
    upgrade: WebSocketUpgrade,
    actor: Actor,
    item: ItemId,
    options: JoinOptions,
) -> Response {
    let Some(guard) = rooms.reserve_connection(actor.user) else {
        return (StatusCode::TOO_MANY_REQUESTS, "Too many open connections. Close some and try again.").into_response();
    };
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_write_buffer_size(MAX_WRITE_BUFFER_BYTES)
        .max_frame_size(MAX_WS_FRAME_BYTES)
        .max_message_size(MAX_WS_FRAME_BYTES);
    let options = JoinOptions { speaks_v1: upgrade.selected_protocol().is_some(), ..options };
    upgrade.on_upgrade(move |socket| async move {
        let tasks = rooms.tasks().clone();
        // The upgrade's own task ends here. The connection runs in a tracked task, which shutdown waits for.
        tasks.spawn("socket", run(rooms, socket, actor, item, options, guard));
    })
}

async fn run(
    rooms: Arc<Rooms>,
    socket: WebSocket,
    actor: Actor,
    item: ItemId,
    options: JoinOptions,
    guard: ConnectionGuard,
) {
    let outbound = Arc::new(Outbound::default());
    let rate = RateLimiter::new(rooms.config().messages_per_second, rooms.config().message_burst, Instant::now());
    let (mut sink, mut stream) = socket.split();
    let joined = rooms.join(item, actor, options, outbound.clone()).await;
    drop(rooms);
    let Joined { connection, room } = match joined {
        Ok(joined) => joined,
        Err(error) => {
            let code = match error {
                OpenError::UnknownItem => CloseCode::UnknownItem,
                OpenError::StorageDown => CloseCode::StorageDown,
                OpenError::ShuttingDown => CloseCode::Restart,
                OpenError::Broken => CloseCode::TryAgain,
            };
            return send_close(&mut sink, &mut stream, code).await;
        }
    };
    let mut reader = Reader { connection, room: room.clone(), outbound: outbound.clone(), rate, guard };
    // Both halves run in this task, so that a connection does not cost a second one.
    let closed = tokio::select! {
        () = reader.read(&mut stream) => None,
        code = write(&mut sink, &outbound, &room, connection) => code,
    };
    outbound.mark_ended();
    room.send_event(Event::Leave(connection)).await;
    if let Some(code) = closed {
        send_close(&mut sink, &mut stream, code).await;
    }
}

/// Sends a close frame with the reason and briefly waits for the peer to read it.
async fn send_close(sink: &mut SplitSink<WebSocket, WsMessage>, stream: &mut SplitStream<WebSocket>, code: CloseCode) {
    let frame = CloseFrame { code: code.code(), reason: close_reason(code).into() };
    let _ = timeout(CLOSE_TIMEOUT, async {
        if sink.send(WsMessage::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = stream.next().await {}
        }
    })
    .await;
}

fn close_reason(code: CloseCode) -> &'static str {
    match code {
        CloseCode::Malformed => "malformed message",
        CloseCode::Unauthenticated => "signed out",
        CloseCode::Forbidden => "not allowed",
        CloseCode::UnknownItem => "no such item",
        CloseCode::TooSlow => "too slow",
        CloseCode::Locked => "locked",
        CloseCode::TakenOver => "taken over",
        CloseCode::TooLarge => "too large",
        CloseCode::NotWritable => "not writable at this stage",
        CloseCode::TooFast => "too fast",
        CloseCode::StorageDown => "the database cannot be reached",
        CloseCode::Restart => "the server is restarting",
        CloseCode::TryAgain => "try again later",
    }
}

struct Reader {
    connection: ConnectionId,
    room: RoomHandle,
    outbound: Arc<Outbound>,
    rate: RateLimiter,
    #[expect(dead_code, reason = "counts the connection until it is dropped")]
    guard: ConnectionGuard,
}

/// Signals that the connection stays open.
struct KeepOpen;

impl Reader {
    /// Reads until the peer is gone or silent. On a protocol error, the writer closes the connection; this future then
    /// stays pending.
    async fn read(&mut self, stream: &mut SplitStream<WebSocket>) {
        let ping = Duration::from_secs(PING_SECONDS);
        let silence = Duration::from_secs(READ_TIMEOUT_SECONDS);
        let mut last_received = Instant::now();
        // One timer does both: it pings, and detects silence at most a few seconds late.
        let mut pulse = interval_at(last_received + ping / 4, ping / 4);
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut beats = 0_u32;
        loop {
            tokio::select! {
                message = stream.next() => {
                    last_received = Instant::now();
                    let message = match message {
                        Some(Ok(message)) => message,
                        Some(Err(error)) if is_too_large(&error) => {
                            self.outbound.close(CloseCode::TooLarge);
                            return std::future::pending().await;
                        }
                        Some(Err(_)) | None => return,
                    };
                    if self.handle(message, last_received).await.is_none() {
                        return std::future::pending().await;
                    }
                    // Time spent waiting for the room does not count as silence of the peer.
                    last_received = Instant::now();
                }
                _ = pulse.tick() => {
                    if last_received.elapsed() > silence {
                        return;
                    }
                    beats += 1;
                    if beats.is_multiple_of(4) {
                        self.outbound.push([Frame::Ping]);
                    }
                }
            }
        }
    }

    /// Handles one message. Returns `None` if the connection is being closed.
    async fn handle(&mut self, message: WsMessage, now: Instant) -> Option<KeepOpen> {
        if !self.rate.try_take(now) {
            return self.close(CloseCode::TooFast);
        }
        match message {
            WsMessage::Binary(bytes) => self.handle_binary(&bytes).await,
            WsMessage::Text(text) => {
                if text.len() > MAX_CONTROL_BYTES {
                    return self.close(CloseCode::TooLarge);
                }
                let Ok(message) = serde_json::from_str::<ClientMessage>(&text) else {
                    return self.close(CloseCode::Malformed);
                };
                self.send_event(Event::Control { connection: self.connection, message }).await
            }
            WsMessage::Ping(_) | WsMessage::Pong(_) => Some(KeepOpen),
            // The peer is closing the connection; the stream ends next.
            WsMessage::Close(_) => Some(KeepOpen),
        }
    }

    async fn handle_binary(&mut self, bytes: &Bytes) -> Option<KeepOpen> {
        let connection = self.connection;
        let Some(message) = frame::parse(bytes) else { return self.close(CloseCode::Malformed) };
        match message {
            Inbound::Update(update) | Inbound::Step2(update) => self.handle_update(update).await,
            Inbound::Step1(vector) => self.send_event(Event::StateVector { connection, vector }).await,
            Inbound::Awareness(message) => {
                if message.len() > MAX_PRESENCE_BYTES {
                    return self.close(CloseCode::TooLarge);
                }
                self.send_event(Event::Presence { connection, message }).await
            }
            Inbound::QueryAwareness => self.send_event(Event::QueryPresence(connection)).await,
        }
    }

    async fn handle_update(&mut self, update: Bytes) -> Option<KeepOpen> {
        let connection = self.connection;
        match prescan(&update) {
            Ok(scan) => {
                let kibibytes = u32::try_from(update.len() >> 10).unwrap_or(u32::MAX);
                let cost = kibibytes.max(MIN_EDIT_COST);
                self.room.reserve_budget(cost).await;
                let incoming = Incoming { connection, update, scan, cost };
                self.room.send(Message::Edit(Box::new(incoming))).await.then_some(KeepOpen)
            }
            Err(error) => {
                let (code, reason): (RefusalCode, _) = (error.code, error.to_string());
                self.send_event(Event::InvalidEdit { connection, code, reason }).await
            }
        }
    }

    async fn send_event(&self, event: Event) -> Option<KeepOpen> {
        self.room.send_event(event).await.then_some(KeepOpen)
    }

    fn close(&self, code: CloseCode) -> Option<KeepOpen> {
        self.outbound.close(code);
        None
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    // axum boxes the error of a library that is not our direct dependency, so only its message can be inspected.
    std::error::Error::source(error).is_some_and(|source| source.to_string().contains("too long"))
}

/// Writes queued frames, all that are ready with one flush, until the room or the reader closes the connection. Returns
/// the close code, or `None` if the peer is gone or does not read.
async fn write(
    sink: &mut SplitSink<WebSocket, WsMessage>,
    outbound: &Outbound,
    room: &RoomHandle,
    connection: ConnectionId,
) -> Option<CloseCode> {
    let mut frames = VecDeque::new();
    loop {
        let taken = outbound.take(&mut frames).await;
        let extra = taken.bytes.saturating_sub(MAX_OUTBOUND_BYTES) / MIN_BYTES_PER_SECOND;
        let write_timeout = Duration::from_secs(SLOW_CLIENT_SECONDS + extra as u64);
        let written = timeout(write_timeout, async {
            for frame in frames.drain(..) {
                sink.feed(frame.into_message()).await?;
            }
            sink.flush().await
        });
        match written.await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return None,
            Err(_) => {
                metrics::counter!("countersign_slow_connections_total").increment(1);
                tracing::info!(%connection, "socket.slow: the peer is not reading");
                return None;
            }
        }
        if taken.close.is_some() {
            return taken.close;
        }
        if frames.capacity() > 64 {
            frames = VecDeque::new();
        }
        if outbound.record_flushed(taken.bytes) && !room.send(Message::Drained(connection)).await {
            return Some(CloseCode::Restart);
        }
    }
}
