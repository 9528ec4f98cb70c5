//! A live client over the wire: a replica of one item's document, and the server's control messages.

use std::collections::HashMap;
use std::net::SocketAddr;

use countersign_shared::ids::{ItemId, Seq};
use countersign_shared::lock::{LockStatus, LockView, Person};
use countersign_shared::wire::{
    Access, ClientMessage, Notice, RefusalCode, SUBPROTOCOL, ServerMessage, message_type, sync_type,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Any, Doc, Map, MapPrelim, MapRef, ReadTxn, StateVector, Transact, TransactionMut, Update};

use super::{TIMEOUT, TestApp, TestSession};

pub struct LiveClient {
    pub doc: Doc,
    pub connection: Option<String>,
    pub you: Option<Person>,
    pub seq: Seq,
    pub lock: Option<LockView>,
    pub access: Option<Access>,
    /// Step 2 and update frames sent, and how many of them are acknowledged.
    pub sent: u64,
    pub acked: u64,
    pub refused: Option<(RefusalCode, String)>,
    pub notices: Vec<Notice>,
    /// The presence of other users by client id.
    pub presence: HashMap<u64, Value>,
    /// Whether the server's response to this client's state vector has arrived.
    pub synced: bool,
    /// Update frames received from the server.
    pub updates: u64,
    /// The close code once the connection is closed; 0 if it was cut without one.
    pub closed: Option<u16>,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    awareness_clock: u64,
}

/// How to connect to an item.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    pub tab: String,
    /// Whether to use the subprotocol `countersign.v1`; otherwise the client behaves like any Yjs provider.
    pub v1: bool,
    pub origin: Option<String>,
    pub cookie: Option<String>,
    pub bearer: Option<String>,
    pub ticket: Option<String>,
    /// Whether to open the item only to view and comment.
    pub qa: bool,
}

impl ConnectOptions {
    pub fn tab(session: &TestSession, tab: &str) -> Self {
        Self {
            tab: tab.to_owned(),
            v1: true,
            origin: Some(session.origin.clone()),
            cookie: Some(session.cookie.clone()),
            bearer: None,
            ticket: None,
            qa: false,
        }
    }
}

impl TestApp {
    /// Connects a client and waits until it has its welcome and is in sync.
    pub async fn live(&self, session: &TestSession, item: ItemId) -> LiveClient {
        self.live_tab(session, item, "tab").await
    }

    pub async fn live_tab(&self, session: &TestSession, item: ItemId, tab: &str) -> LiveClient {
        let mut client = self.dial(item, &ConnectOptions::tab(session, tab)).await.expect("the upgrade is accepted");
        client.until("sync", |client| client.synced && client.lock.is_some()).await;
        client
    }

    /// Connects a client and takes the lock.
    pub async fn editor(&self, session: &TestSession, item: ItemId) -> LiveClient {
        let mut client = self.live(session, item).await;
        client.acquire().await;
        client
    }

    /// Connects a client that can only view and comment.
    pub async fn live_in_qa(&self, session: &TestSession, item: ItemId) -> LiveClient {
        let dial = ConnectOptions { qa: true, ..ConnectOptions::tab(session, "qa") };
        let mut client = self.dial(item, &dial).await.expect("the upgrade is accepted");
        client.until("sync", |client| client.synced && client.lock.is_some()).await;
        client
    }

    /// Connects a client without waiting for it to be in sync.
    ///
    /// # Errors
    /// Returns the status of a refused upgrade, or 0 if the connection itself failed.
    pub async fn dial(&self, item: ItemId, dial: &ConnectOptions) -> Result<LiveClient, u16> {
        LiveClient::connect(self.address, item, dial).await
    }
}

impl LiveClient {
    /// Connects to any server: in this process, in a separate one, or behind a proxy.
    ///
    /// # Errors
    /// Returns the status of a refused upgrade, or 0 if the connection itself failed.
    pub async fn connect(address: SocketAddr, item: ItemId, dial: &ConnectOptions) -> Result<Self, u16> {
        let mut url = format!("ws://{address}/api/v1/live/{item}?tab={}", dial.tab);
        if let Some(ticket) = &dial.ticket {
            url.push_str(&format!("&ticket={ticket}"));
        }
        if dial.qa {
            url.push_str("&view=qa");
        }
        let mut request = url.into_client_request().expect("a request");
        let bearer = dial.bearer.as_ref().map(|token| format!("Bearer {token}"));
        for (name, value) in [("origin", &dial.origin), ("cookie", &dial.cookie), ("authorization", &bearer)] {
            if let Some(value) = value {
                request.headers_mut().insert(name, value.parse().expect("a header"));
            }
        }
        if dial.v1 {
            request.headers_mut().insert("sec-websocket-protocol", SUBPROTOCOL.parse().expect("a header"));
        }
        let socket = match connect_async(request).await {
            Ok((socket, _)) => socket,
            Err(Error::Http(response)) => return Err(response.status().as_u16()),
            Err(_) => return Err(0),
        };
        let mut client = Self {
            doc: Doc::new(),
            connection: None,
            you: None,
            seq: Seq(0),
            lock: None,
            access: None,
            sent: 0,
            acked: 0,
            refused: None,
            notices: Vec::new(),
            presence: HashMap::new(),
            synced: false,
            updates: 0,
            closed: None,
            socket,
            awareness_clock: 0,
        };
        if dial.v1 {
            // The welcome assigns the client id, which the replica must have before anything is written.
            client.until("a welcome", |client| client.connection.is_some() || client.closed.is_some()).await;
        }
        let state = client.doc.transact().state_vector().encode_v1();
        client.send_sync(sync_type::STEP1, &state).await;
        Ok(client)
    }
}

impl LiveClient {
    /// Handles messages until `condition` holds.
    pub async fn until(&mut self, what: &str, condition: impl Fn(&Self) -> bool) {
        let wait = async {
            while !condition(self) {
                assert!(self.step().await, "closed with {:?} while waiting for {what}", self.closed);
            }
        };
        if tokio::time::timeout(TIMEOUT, wait).await.is_err() {
            panic!(
                "timed out waiting for: {what}; lock {:?}, access {:?}, acked {} of {}, refused {:?}, closed {:?}",
                self.lock, self.access, self.acked, self.sent, self.refused, self.closed
            );
        }
    }

    /// Handles messages until `condition` holds (returns `true`) or the connection is closed (returns `false`).
    pub async fn until_or_closed(&mut self, what: &str, condition: impl Fn(&Self) -> bool) -> bool {
        let wait = async {
            while !condition(self) {
                if !self.step().await {
                    return false;
                }
            }
            true
        };
        tokio::time::timeout(TIMEOUT, wait).await.unwrap_or_else(|_| panic!("timed out waiting for: {what}"))
    }

    /// Handles one message. Returns `false` once the connection is closed.
    pub async fn step(&mut self) -> bool {
        match self.socket.next().await {
            Some(Ok(Message::Binary(bytes))) => self.binary(&bytes).await,
            Some(Ok(Message::Text(text))) => {
                let message = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
                self.control(message);
            }
            Some(Ok(Message::Close(frame))) => self.closed = Some(frame.map_or(1005, |frame| frame.code.into())),
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            Some(Err(_)) | None => {
                self.closed.get_or_insert(0);
            }
        }
        self.closed.is_none()
    }

    /// Waits for the server to close the connection, and returns the close code.
    pub async fn until_closed(&mut self) -> u16 {
        let wait = async { while self.step().await {} };
        tokio::time::timeout(TIMEOUT, wait).await.expect("the server closes the connection");
        self.closed.expect("it is closed")
    }

    async fn binary(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        match read_varint(&mut rest) {
            message_type::SYNC => {
                let kind = read_varint(&mut rest);
                let payload = read_bytes(&mut rest);
                match kind {
                    sync_type::STEP1 => {
                        let theirs = StateVector::decode_v1(payload).expect("a state vector");
                        let missing = self.doc.transact().encode_diff_v1(&theirs);
                        self.send_sync(sync_type::STEP2, &missing).await;
                    }
                    kind @ (sync_type::STEP2 | sync_type::UPDATE) => {
                        let update = Update::decode_v1(payload).expect("an update");
                        self.doc.transact_mut().apply_update(update).expect("it fits");
                        self.synced |= kind == sync_type::STEP2;
                        self.updates += 1;
                    }
                    other => panic!("unknown sync message {other}"),
                }
            }
            message_type::AWARENESS => {
                let mut update = read_bytes(&mut rest);
                for _ in 0..read_varint(&mut update) {
                    let client = read_varint(&mut update);
                    let _clock = read_varint(&mut update);
                    match serde_json::from_slice(read_bytes(&mut update)).expect("presence is JSON") {
                        Value::Null => self.presence.remove(&client),
                        state => self.presence.insert(client, state),
                    };
                }
            }
            other => panic!("unknown message {other}"),
        }
    }

    fn control(&mut self, message: ServerMessage) {
        match message {
            ServerMessage::Welcome { connection, client_id, seq, you, lock, access, .. } => {
                self.doc = Doc::with_client_id(client_id.0);
                self.connection = Some(connection.to_string());
                self.you = Some(you);
                self.seq = seq;
                self.lock = Some(lock);
                self.access = Some(access);
            }
            ServerMessage::Ack { seq, received } => {
                assert!(received >= self.acked && received <= self.sent, "ack {received} of {}", self.sent);
                self.seq = seq;
                self.acked = received;
            }
            ServerMessage::Refused { code, reason, .. } => self.refused = Some((code, reason)),
            ServerMessage::Lock { lock } => self.lock = Some(lock),
            ServerMessage::Access { access } => self.access = Some(access),
            ServerMessage::Notice { notice } => self.notices.push(notice),
        }
    }

    pub async fn send_control(&mut self, message: &ClientMessage) {
        self.send_text(&serde_json::to_string(message).expect("it can be written")).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        // A failed send shows up as a closed connection at the next read.
        let _ = self.socket.send(Message::text(text)).await;
    }

    pub async fn send_raw(&mut self, bytes: Vec<u8>) {
        let _ = self.socket.send(Message::binary(bytes)).await;
    }

    pub async fn send_sync(&mut self, kind: u64, payload: &[u8]) {
        if kind != sync_type::STEP1 {
            self.sent += 1;
        }
        let mut frame = Vec::with_capacity(payload.len() + 12);
        write_varint(&mut frame, message_type::SYNC);
        write_varint(&mut frame, kind);
        write_varint(&mut frame, payload.len() as u64);
        frame.extend_from_slice(payload);
        self.send_raw(frame).await;
    }

    pub async fn send_update(&mut self, update: &[u8]) {
        self.send_sync(sync_type::UPDATE, update).await;
    }

    /// Sets this client's presence.
    pub async fn send_presence(&mut self, state: &Value) {
        self.awareness_clock += 1;
        let json = state.to_string();
        let mut update = Vec::new();
        write_varint(&mut update, 1);
        write_varint(&mut update, self.doc.client_id().get());
        write_varint(&mut update, self.awareness_clock);
        write_varint(&mut update, json.len() as u64);
        update.extend_from_slice(json.as_bytes());
        let mut frame = Vec::new();
        write_varint(&mut frame, message_type::AWARENESS);
        write_varint(&mut frame, update.len() as u64);
        frame.extend(update);
        self.send_raw(frame).await;
    }

    pub async fn acquire(&mut self) {
        self.send_control(&ClientMessage::Acquire {}).await;
        self.until("the lock", Self::holds_lock).await;
    }

    pub fn holds_lock(&self) -> bool {
        self.lock_status() == Some(LockStatus::Mine)
    }

    pub fn lock_status(&self) -> Option<LockStatus> {
        self.lock.as_ref().map(|lock| lock.status)
    }

    /// Changes the replica's `labels` and returns the update without sending it.
    pub fn write(&mut self, change: impl FnOnce(&mut TransactionMut<'_>, &MapRef)) -> Vec<u8> {
        let labels = self.doc.get_or_insert_map("labels");
        let mut transaction = self.doc.transact_mut();
        change(&mut transaction, &labels);
        transaction.encode_update_v1()
    }

    /// Changes the replica's `labels` and sends the update.
    pub async fn edit(&mut self, change: impl FnOnce(&mut TransactionMut<'_>, &MapRef)) {
        let update = self.write(change);
        self.send_update(&update).await;
    }

    /// Adds a box of class `thing` on frame 0.
    pub async fn add_box(&mut self, id: &str, [x, y, w, h]: [f64; 4]) {
        let keyframe = json!({ "geometry": { "x": x, "y": y, "w": w, "h": h }, "outside": false });
        self.edit(|transaction, labels| {
            let label = labels.insert(transaction, id, MapPrelim::default());
            label.insert(transaction, "class", "thing");
            label.insert(transaction, "shape", "box");
            label.insert(transaction, "z", 0_i64);
            let frames = label.insert(transaction, "frames", MapPrelim::default());
            frames.insert(transaction, "0", any(&keyframe));
            label.insert(transaction, "attributes", MapPrelim::default());
        })
        .await;
    }

    /// Replaces the keyframe of a box.
    pub async fn move_box(&mut self, id: &str, [x, y, w, h]: [f64; 4]) {
        let keyframe = json!({ "geometry": { "x": x, "y": y, "w": w, "h": h }, "outside": false });
        self.edit(|transaction, labels| {
            let Some(yrs::Out::YMap(label)) = labels.get(transaction, id) else { panic!("no label {id}") };
            let Some(yrs::Out::YMap(frames)) = label.get(transaction, "frames") else { panic!("no frames") };
            frames.insert(transaction, "0", any(&keyframe));
        })
        .await;
    }

    pub async fn delete_label(&mut self, id: &str) {
        self.edit(|transaction, labels| {
            labels.remove(transaction, id);
        })
        .await;
    }

    /// Waits until everything sent is acknowledged.
    pub async fn until_acked(&mut self) {
        self.until("all acknowledged", |client| client.acked == client.sent || client.refused.is_some()).await;
        assert_eq!(self.refused, None);
    }

    /// Waits for a refusal and returns its code.
    pub async fn until_refused(&mut self) -> RefusalCode {
        self.until("a refusal", |client| client.refused.is_some()).await;
        self.refused.as_ref().expect("refused").0
    }

    /// Returns one root of the replica as JSON.
    pub fn root(&self, name: &str) -> Value {
        use yrs::types::ToJson;
        let root = self.doc.get_or_insert_map(name);
        let json = root.to_json(&self.doc.transact());
        serde_json::to_value(&json).expect("JSON")
    }

    pub fn labels(&self) -> Value {
        self.root("labels")
    }

    pub fn has_label(&self, id: &str) -> bool {
        self.doc.get_or_insert_map("labels").contains_key(&self.doc.transact(), id)
    }

    /// Closes the connection properly.
    pub async fn close(mut self) {
        let _ = self.socket.close(None).await;
        let wait = async { while self.step().await {} };
        let _ = tokio::time::timeout(TIMEOUT, wait).await;
    }

    /// Drops the connection without a close frame, as when the network is lost.
    pub fn cut(self) {
        drop(self);
    }
}

/// Converts JSON to a value of a document; whole numbers stay numbers.
pub fn any(value: &Value) -> Any {
    Any::from_json(&value.to_string()).expect("JSON")
}

pub fn write_varint(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push(u8::try_from(value & 0x7f).expect("seven bits") | 0x80);
        value >>= 7;
    }
    out.push(u8::try_from(value).expect("seven bits"));
}

pub fn read_varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().expect("a whole varint");
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            break;
        }
    }
    value
}

fn read_bytes<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let length = usize::try_from(read_varint(bytes)).expect("it fits");
    let (head, tail) = bytes.split_at(length);
    *bytes = tail;
    head
}
