//! Many WebSocket connections on one thread: an epoll loop with microsecond timeouts that reads many frames at once.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroU64;
use std::os::fd::OwnedFd;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::event::Timespec;
use rustix::event::epoll::{self, EventData, EventFlags};
use rustix::net::{AddressFamily, SocketFlags, SocketType};

use crate::websocket::{self, Message, Parsed};

/// The start of a run. Times are in microseconds since then.
#[derive(Clone, Copy)]
pub struct Clock(Instant);

impl Clock {
    pub fn new() -> Self {
        Self(Instant::now())
    }

    pub fn micros(self) -> u64 {
        self.0.elapsed().as_micros() as u64
    }
}

/// An event on a connection.
pub enum Event<'a> {
    /// The upgrade succeeded.
    Open,
    Text(&'a [u8]),
    Binary(&'a [u8]),
    /// The connection is closed, with the reason in words.
    Closed(String),
}

/// The bytes that a connection sends, written when the engine is next flushed or polled.
#[derive(Default)]
pub struct Outbox {
    bytes: Vec<u8>,
    written: usize,
}

impl Outbox {
    pub fn text(&mut self, text: &str) {
        websocket::write_frame(&mut self.bytes, websocket::TEXT, text.as_bytes());
    }

    pub fn binary(&mut self, payload: &[u8]) {
        websocket::write_frame(&mut self.bytes, websocket::BINARY, payload);
    }

    fn is_empty(&self) -> bool {
        self.written == self.bytes.len()
    }
}

enum State {
    Connecting { request: Vec<u8> },
    Upgrading,
    Open,
    Closed,
}

struct Connection {
    stream: TcpStream,
    state: State,
    /// The beginning of a frame that has not arrived completely.
    inbox: Vec<u8>,
    out: Outbox,
    /// Whether epoll also reports writability.
    wants_write: bool,
    /// Whether the connection is in the list of connections to flush.
    dirty: bool,
}

pub struct Engine {
    epoll: OwnedFd,
    connections: Vec<Connection>,
    events: Vec<epoll::Event>,
    buffer: Vec<u8>,
    dirty: VecDeque<usize>,
    pub clock: Clock,
    pub received_bytes: u64,
}

impl Engine {
    pub fn new() -> Result<Self> {
        // The default timer slack of 50 µs would be half of what is measured.
        rustix::thread::set_current_timer_slack(NonZeroU64::new(1))?;
        Ok(Self {
            epoll: epoll::create(epoll::CreateFlags::CLOEXEC)?,
            connections: Vec::new(),
            events: Vec::with_capacity(1_024),
            buffer: vec![0; 256 << 10],
            dirty: VecDeque::new(),
            clock: Clock::new(),
            received_bytes: 0,
        })
    }

    /// Starts a connection and its upgrade to `path`, and returns its index, counted from 0.
    pub fn connect(&mut self, address: SocketAddr, path: &str, headers: &str) -> Result<usize> {
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let socket = rustix::net::socket_with(family, SocketType::STREAM, flags, None)?;
        match rustix::net::connect(&socket, &address) {
            Ok(()) | Err(rustix::io::Errno::INPROGRESS) => {}
            Err(error) => return Err(error).context("connect"),
        }
        let stream = TcpStream::from(socket);
        stream.set_nodelay(true)?;
        let index = self.connections.len();
        epoll::add(&self.epoll, &stream, EventData::new_u64(index as u64), EventFlags::IN | EventFlags::OUT)?;
        let request = websocket::handshake(&address.to_string(), path, headers);
        self.connections.push(Connection {
            stream,
            state: State::Connecting { request },
            inbox: Vec::new(),
            out: Outbox::default(),
            wants_write: true,
            dirty: false,
        });
        Ok(index)
    }

    /// Returns the outbox of connection `index` and marks the connection for flushing.
    pub fn out(&mut self, index: usize) -> &mut Outbox {
        let connection = &mut self.connections[index];
        if !connection.dirty {
            connection.dirty = true;
            self.dirty.push_back(index);
        }
        &mut connection.out
    }

    /// Closes a connection from this side, without a close frame.
    pub fn drop_connection(&mut self, index: usize) {
        let connection = &mut self.connections[index];
        if !matches!(connection.state, State::Closed) {
            connection.state = State::Closed;
            let _ = connection.stream.shutdown(std::net::Shutdown::Both);
            let _ = epoll::delete(&self.epoll, &connection.stream);
        }
    }

    /// Writes the outboxes of all marked connections.
    pub fn flush(&mut self) -> Result<()> {
        while let Some(index) = self.dirty.pop_front() {
            self.connections[index].dirty = false;
            self.write(index)?;
        }
        Ok(())
    }

    /// Flushes, waits for the first events or the time `until` (µs), and reports the events.
    pub fn poll(&mut self, until: u64, mut on: impl FnMut(&mut Outbox, usize, u64, Event<'_>)) -> Result<()> {
        self.flush()?;
        let wait = Duration::from_micros(until.saturating_sub(self.clock.micros()));
        let timeout = Timespec { tv_sec: wait.as_secs() as i64, tv_nsec: i64::from(wait.subsec_nanos()) };
        self.events.clear();
        match epoll::wait(&self.epoll, rustix::buffer::spare_capacity(&mut self.events), Some(&timeout)) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error).context("epoll"),
        }
        let events = std::mem::take(&mut self.events);
        for event in &events {
            let (index, flags) = (event.data.u64() as usize, event.flags);
            if flags.contains(EventFlags::OUT) {
                self.writable(index)?;
            }
            if flags.intersects(EventFlags::IN | EventFlags::HUP | EventFlags::ERR) {
                self.readable(index, &mut on)?;
            }
        }
        self.events = events;
        self.flush()
    }

    fn writable(&mut self, index: usize) -> Result<()> {
        let connection = &mut self.connections[index];
        if let State::Connecting { request } = &mut connection.state {
            let request = std::mem::take(request);
            connection.state = State::Upgrading;
            // A new socket accepts a few hundred bytes; an error is reported on reading.
            let _ = connection.stream.write_all(&request);
        }
        self.write(index)
    }

    fn write(&mut self, index: usize) -> Result<()> {
        let connection = &mut self.connections[index];
        match connection.state {
            State::Open => {}
            State::Closed => return Ok(()),
            State::Connecting { .. } => return Ok(()),
            State::Upgrading => return set_write_interest(&self.epoll, connection, index, false),
        }
        while !connection.out.is_empty() {
            match connection.stream.write(&connection.out.bytes[connection.out.written..]) {
                Ok(count) => connection.out.written += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return set_write_interest(&self.epoll, connection, index, true);
                }
                // The error is seen again, and reported, on reading.
                Err(_) => break,
            }
        }
        connection.out.bytes.clear();
        connection.out.written = 0;
        set_write_interest(&self.epoll, connection, index, false)
    }

    fn readable(&mut self, index: usize, on: &mut impl FnMut(&mut Outbox, usize, u64, Event<'_>)) -> Result<()> {
        let connection = &mut self.connections[index];
        if matches!(connection.state, State::Closed) {
            return Ok(());
        }
        let closed = match connection.stream.read(&mut self.buffer) {
            Ok(0) => Some("closed by the server without a close frame".to_owned()),
            Ok(count) => {
                self.received_bytes += count as u64;
                let now = self.clock.micros();
                let Connection { inbox, state, out, .. } = connection;
                if inbox.is_empty() {
                    match parse_messages(state, out, index, now, &self.buffer[..count], on) {
                        Ok(taken) => {
                            inbox.extend_from_slice(&self.buffer[taken..count]);
                            None
                        }
                        Err(reason) => Some(reason),
                    }
                } else {
                    inbox.extend_from_slice(&self.buffer[..count]);
                    match parse_messages(state, out, index, now, inbox, on) {
                        Ok(taken) => {
                            inbox.drain(..taken);
                            None
                        }
                        Err(reason) => Some(reason),
                    }
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => None,
            Err(error) => Some(error.to_string()),
        };
        if let Some(reason) = closed {
            self.drop_connection(index);
            on(&mut Outbox::default(), index, self.clock.micros(), Event::Closed(reason));
        } else if !self.connections[index].out.is_empty() {
            self.out(index);
        }
        Ok(())
    }
}

/// Reports all complete messages in `bytes` and returns their length in bytes, or the reason why the connection has ended.
fn parse_messages(
    state: &mut State,
    out: &mut Outbox,
    index: usize,
    now: u64,
    bytes: &[u8],
    on: &mut impl FnMut(&mut Outbox, usize, u64, Event<'_>),
) -> Result<usize, String> {
    let mut taken = 0;
    if matches!(state, State::Upgrading) {
        let Some(head) = websocket::handshake_end(bytes)? else { return Ok(0) };
        taken = head;
        *state = State::Open;
        on(out, index, now, Event::Open);
    }
    loop {
        match websocket::parse(&bytes[taken..]) {
            Parsed::Incomplete => return Ok(taken),
            Parsed::Bad(reason) => return Err(reason.to_owned()),
            Parsed::Message(message, length) => {
                taken += length;
                match message {
                    Message::Text(text) => on(out, index, now, Event::Text(text)),
                    Message::Binary(payload) => on(out, index, now, Event::Binary(payload)),
                    Message::Ping(payload) => websocket::write_frame(&mut out.bytes, websocket::PONG, payload),
                    Message::Pong => {}
                    Message::Close(code, reason) => {
                        return Err(format!("closed with {code} {}", String::from_utf8_lossy(reason)));
                    }
                }
            }
        }
    }
}

/// Turns epoll's reports of writability on or off.
fn set_write_interest(epoll: &OwnedFd, connection: &mut Connection, index: usize, write: bool) -> Result<()> {
    if connection.wants_write != write {
        connection.wants_write = write;
        let flags = if write { EventFlags::IN | EventFlags::OUT } else { EventFlags::IN };
        epoll::modify(epoll, &connection.stream, EventData::new_u64(index as u64), flags)?;
    }
    Ok(())
}
