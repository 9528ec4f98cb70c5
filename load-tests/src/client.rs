//! One replica's side of y-protocols and of the `countersign.v1` control messages, without I/O.

use countersign_shared::lock::LockStatus;
use countersign_shared::wire::{ServerMessage, message_type, sync_type};

use crate::engine::{Event, Outbox};
use crate::lib0::read_var_uint;

const EMPTY_STEP1: &[u8] = &[0, 0, 1, 0];
const EMPTY_STEP2: &[u8] = &[0, 1, 2, 0, 0];

/// The meaning of an event.
pub enum ClientEvent<'a> {
    Nothing,
    /// The connection has received its first document state.
    Synced,
    /// A document update from someone else.
    Update(&'a [u8]),
    /// The number of this connection's update frames that are stored.
    Acked(u64),
    /// The client can write from now on.
    MayWrite,
    /// The server refused something, or the connection is closed.
    Failed(String),
}

#[derive(Default)]
pub struct Client {
    /// Whether the client speaks `countersign.v1`.
    pub v1: bool,
    /// Whether the client asks for the lock.
    pub writes: bool,
    /// The client id that the server assigned.
    pub client_id: Option<u64>,
    pub may_write: bool,
    pub synced_at: Option<u64>,
    pub closed: bool,
    /// Update frames sent so far, including step 2, as an ack counts them.
    pub frames_sent: u64,
}

impl Client {
    pub fn on<'a>(&mut self, out: &mut Outbox, now: u64, event: Event<'a>) -> ClientEvent<'a> {
        match event {
            Event::Open => {
                out.binary(EMPTY_STEP1);
                ClientEvent::Nothing
            }
            Event::Text(text) => self.control(out, text),
            Event::Binary(payload) => self.sync(out, now, payload),
            Event::Closed(reason) => {
                self.closed = true;
                ClientEvent::Failed(reason)
            }
        }
    }

    fn sync<'a>(&mut self, out: &mut Outbox, now: u64, payload: &'a [u8]) -> ClientEvent<'a> {
        let [kind, step, rest @ ..] = payload else { return ClientEvent::Nothing };
        if u64::from(*kind) != message_type::SYNC {
            return ClientEvent::Nothing;
        }
        match u64::from(*step) {
            sync_type::STEP1 => {
                out.binary(EMPTY_STEP2);
                self.frames_sent += 1;
                ClientEvent::Nothing
            }
            sync_type::STEP2 if self.synced_at.is_none() => {
                self.synced_at = Some(now);
                if !self.v1 {
                    self.may_write = true;
                }
                ClientEvent::Synced
            }
            sync_type::STEP2 | sync_type::UPDATE => match read_var_uint(rest) {
                Some((_, update)) => ClientEvent::Update(update),
                None => ClientEvent::Failed("truncated update".into()),
            },
            other => ClientEvent::Failed(format!("sync message of kind {other}")),
        }
    }

    fn control<'a>(&mut self, out: &mut Outbox, text: &[u8]) -> ClientEvent<'a> {
        // Most messages are acks; they are read without allocating.
        if text.starts_with(b"{\"type\":\"ack\"") {
            return match number_after(text, b"\"received\":") {
                Some(received) => ClientEvent::Acked(received),
                None => ClientEvent::Failed(format!("an ack without a count: {}", String::from_utf8_lossy(text))),
            };
        }
        let message = match serde_json::from_slice(text) {
            Ok(message) => message,
            Err(error) => return ClientEvent::Failed(format!("{error} in {}", String::from_utf8_lossy(text))),
        };
        match message {
            ServerMessage::Welcome { client_id, lock, .. } => {
                self.client_id = Some(client_id.0);
                if self.writes && lock.status == LockStatus::Free {
                    out.text(r#"{"type":"acquire"}"#);
                }
                self.lock(lock.status)
            }
            ServerMessage::Lock { lock } => self.lock(lock.status),
            ServerMessage::Refused { code, reason, .. } => ClientEvent::Failed(format!("refused ({code:?}): {reason}")),
            ServerMessage::Access { access } if self.writes && !access.can_write => {
                ClientEvent::Failed(format!("cannot write: {:?}", access.why))
            }
            ServerMessage::Ack { .. } | ServerMessage::Access { .. } | ServerMessage::Notice { .. } => {
                ClientEvent::Nothing
            }
        }
    }

    fn lock<'a>(&mut self, status: LockStatus) -> ClientEvent<'a> {
        let may_write = self.writes && matches!(status, LockStatus::Mine | LockStatus::Off);
        if may_write && !self.may_write {
            self.may_write = true;
            return ClientEvent::MayWrite;
        }
        self.may_write = may_write;
        ClientEvent::Nothing
    }
}

fn number_after(text: &[u8], key: &[u8]) -> Option<u64> {
    let at = memchr::memmem::find(text, key)? + key.len();
    let digits = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&text[at..at + digits]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acks_are_read_without_parsing() {
        let ack = serde_json::to_vec(&ServerMessage::Ack { seq: countersign_shared::ids::Seq(12), received: 345 })
            .expect("an ack is JSON");
        let mut client = Client { v1: true, ..Client::default() };
        let seen = client.on(&mut Outbox::default(), 0, Event::Text(&ack));
        assert!(matches!(seen, ClientEvent::Acked(345)));
    }
}
