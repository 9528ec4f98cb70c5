//! Presence: who is on an item and where. It is y-protocols awareness with the person filled in by the server.
//!
//! A client's state is parsed into a fixed set of fields and encoded again; the person comes from the sign-in. Each
//! connection owns one Yjs client id. Changes are collected and sent as one message per tick; the latest state wins.

use std::collections::{BTreeMap, BTreeSet};

use bytes::{Bytes, BytesMut};
use countersign_shared::ids::{ClientId, ConnectionId};
use countersign_shared::limits::{MAX_LABEL_ID_CHARS, MAX_PRESENCE_BYTES, MAX_PRESENCE_SELECTION, PRESENCE_TICK_MS};
use countersign_shared::lock::Person;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::frame;

/// The most clocks of departed clients that are kept, so that the state of a returning client is not taken for stale.
const MAX_DEPARTED: usize = 1_024;

/// The fields that a client may send; everything else is dropped.
#[derive(Deserialize)]
struct ClientPresence<'a> {
    #[serde(default)]
    cursor: Option<Point>,
    #[serde(default)]
    frame: Option<u32>,
    #[serde(default)]
    selection: Vec<String>,
    #[serde(default)]
    view: Option<View>,
    /// The geometry of a drag before it becomes an edit: shown, never stored.
    #[serde(default, borrow)]
    draft: Option<&'a RawValue>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Point {
    x: f64,
    y: f64,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct View {
    x: f64,
    y: f64,
    zoom: f64,
}

#[derive(Serialize)]
struct SharedPresence<'a> {
    user: &'a Person,
    cursor: Option<Point>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frame: Option<u32>,
    selection: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<View>,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<&'a RawValue>,
}

struct State {
    connection: ConnectionId,
    clock: u64,
    json: String,
}

#[derive(Default)]
pub struct Presence {
    states: BTreeMap<ClientId, State>,
    /// The last clock of each departed client.
    departed: BTreeMap<ClientId, u64>,
    changed: BTreeSet<ClientId>,
    /// When the collected changes are due to be sent, in the room's milliseconds.
    due: Option<u64>,
    last_sent: Option<u64>,
}

/// The error for bytes that are not a presence message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MalformedPresence;

impl Presence {
    /// Applies a client's awareness message. One of its states is the client's own; in the first message, this is the
    /// first with a free client id. The others, which clients relay for one another, are ignored.
    ///
    /// # Errors
    /// Returns [`MalformedPresence`] if the bytes are not an awareness message. Nothing has changed then.
    pub fn update(
        &mut self,
        connection: ConnectionId,
        person: &Person,
        message: &[u8],
        now: u64,
    ) -> Result<(), MalformedPresence> {
        let entries = read(message).ok_or(MalformedPresence)?;
        let own = self.states.iter().find(|(_, state)| state.connection == connection).map(|(client, _)| *client);
        for (client, clock, json) in entries {
            let mine = match own {
                Some(own) => own == client,
                None => !self.states.contains_key(&client) && json != "null",
            };
            if !mine {
                continue;
            }
            if json == "null" {
                self.remove(connection, now);
                return Ok(());
            }
            let Ok(said) = serde_json::from_str::<ClientPresence<'_>>(json) else { return Err(MalformedPresence) };
            let selection: Vec<String> = said
                .selection
                .into_iter()
                .filter(|id| id.len() <= MAX_LABEL_ID_CHARS)
                .take(MAX_PRESENCE_SELECTION)
                .collect();
            let shown = SharedPresence {
                user: person,
                cursor: said.cursor,
                frame: said.frame,
                selection: &selection,
                view: said.view,
                draft: said.draft.filter(|draft| draft.get().starts_with('{')),
            };
            let json = serde_json::to_string(&shown).map_err(|_| MalformedPresence)?;
            let last = self.states.get(&client).map(|state| state.clock).or_else(|| self.departed.remove(&client));
            // Peers accept a state only with a newer clock than the one they know, whatever clock the client sends.
            let clock = last.map_or(clock, |last| clock.max(last + 1));
            self.states.insert(client, State { connection, clock, json });
            self.mark_changed(client, now);
            return Ok(());
        }
        Ok(())
    }

    /// Removes the state of a connection that has ended or withdrawn its presence.
    pub fn remove(&mut self, connection: ConnectionId, now: u64) {
        let Some(client) = self.states.iter().find(|(_, s)| s.connection == connection).map(|(client, _)| *client)
        else {
            return;
        };
        if let Some(state) = self.states.remove(&client) {
            if self.departed.len() >= MAX_DEPARTED {
                self.departed.pop_first();
            }
            self.departed.insert(client, state.clock + 1);
            self.mark_changed(client, now);
        }
    }

    fn mark_changed(&mut self, client: ClientId, now: u64) {
        self.changed.insert(client);
        // The first change after a quiet tick is sent immediately.
        self.due.get_or_insert(self.last_sent.map_or(now, |sent| (sent + PRESENCE_TICK_MS).max(now)));
    }

    /// Returns when [`Presence::tick`] has something to send, in the room's milliseconds.
    #[must_use]
    pub fn due(&self) -> Option<u64> {
        self.due
    }

    /// Returns the collected changes as one frame, if they are due.
    pub fn tick(&mut self, now: u64) -> Option<Bytes> {
        self.due.filter(|due| *due <= now)?;
        self.due = None;
        self.last_sent = Some(now);
        let changed = std::mem::take(&mut self.changed);
        Some(self.write(changed.into_iter()))
    }

    /// Returns all states as one frame, for a connection that joins or asks; `None` if there are none.
    #[must_use]
    pub fn all(&self) -> Option<Bytes> {
        if self.states.is_empty() { None } else { Some(self.write(self.states.keys().copied())) }
    }

    /// Returns the number of connections that share their presence.
    #[must_use]
    pub fn len(&self) -> usize {
        self.states.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    fn write(&self, clients: impl ExactSizeIterator<Item = ClientId>) -> Bytes {
        let mut payload = BytesMut::new();
        frame::write_number(&mut payload, clients.len() as u64);
        for client in clients {
            let (clock, json) = match self.states.get(&client) {
                Some(state) => (state.clock, state.json.as_str()),
                None => (self.departed.get(&client).copied().unwrap_or_default(), "null"),
            };
            frame::write_number(&mut payload, client.0);
            frame::write_number(&mut payload, clock);
            frame::write_bytes(&mut payload, json.as_bytes());
        }
        frame::awareness(&payload)
    }
}

/// Reads the client id, clock and JSON of each state in a message; `None` if it is malformed.
fn read(message: &[u8]) -> Option<Vec<(ClientId, u64, &str)>> {
    if message.len() > MAX_PRESENCE_BYTES {
        return None;
    }
    let mut at = 0;
    let count = frame::read_number(message, &mut at)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let client = ClientId(frame::read_number(message, &mut at)?);
        // A clock near the maximum could not be raised again for a client that returns.
        let clock = frame::read_number(message, &mut at).filter(|clock| *clock < 1 << 50)?;
        let len = usize::try_from(frame::read_number(message, &mut at)?).ok()?;
        let json = message.get(at..at.checked_add(len)?)?;
        at += len;
        entries.push((client, clock, std::str::from_utf8(json).ok()?));
    }
    (at == message.len() && client_ids_fit(&entries)).then_some(entries)
}

fn client_ids_fit(entries: &[(ClientId, u64, &str)]) -> bool {
    entries.iter().all(|(client, _, _)| client.0 < 1 << 53)
}

#[cfg(test)]
mod tests {
    use countersign_shared::ids::UserId;
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn person(name: &str) -> Person {
        Person { id: UserId(Uuid::from_u128(7)), name: name.to_owned(), color: "#112233".to_owned() }
    }

    fn message(entries: &[(u64, u64, &str)]) -> Vec<u8> {
        let mut bytes = BytesMut::new();
        frame::write_number(&mut bytes, entries.len() as u64);
        for (client, clock, json) in entries {
            frame::write_number(&mut bytes, *client);
            frame::write_number(&mut bytes, *clock);
            frame::write_bytes(&mut bytes, json.as_bytes());
        }
        bytes.to_vec()
    }

    fn sent(frame: Option<Bytes>) -> Vec<(u64, u64, Value)> {
        let Some(frame) = frame else { return Vec::new() };
        let Some(frame::Inbound::Awareness(payload)) = frame::parse(&frame) else { panic!("not awareness") };
        read(&payload)
            .expect("well formed")
            .into_iter()
            .map(|(client, clock, json)| (client.0, clock, serde_json::from_str(json).expect("JSON")))
            .collect()
    }

    const A: ConnectionId = ConnectionId(Uuid::from_u128(1));
    const B: ConnectionId = ConnectionId(Uuid::from_u128(2));

    #[test]
    fn n1_the_person_comes_from_the_server_and_unknown_fields_are_dropped() {
        let mut presence = Presence::default();
        let forged = r##"{"user":{"id":"someone","name":"Boss","color":"#ffffff"},"admin":true,"cursor":{"x":1,"y":2},"selection":["a"]}"##;
        presence.update(A, &person("Ann"), &message(&[(5, 1, forged)]), 0).expect("a message");
        let [(5, 1, state)] = &sent(presence.tick(0))[..] else { panic!("one state") };
        assert_eq!(state["user"]["name"], "Ann");
        assert_eq!(state["cursor"], json!({"x": 1.0, "y": 2.0}));
        assert_eq!(state.get("admin"), None);
    }

    #[test]
    fn n1_changes_are_batched_and_the_latest_wins() {
        let mut presence = Presence::default();
        for clock in 1..=20 {
            let said = format!(r#"{{"frame":{clock}}}"#);
            presence.update(A, &person("Ann"), &message(&[(5, clock, &said)]), 100).expect("a message");
        }
        assert_eq!(presence.due(), Some(100));
        assert_eq!(sent(presence.tick(100))[0].2["frame"], 20);
        presence.update(A, &person("Ann"), &message(&[(5, 21, "{}")]), 101).expect("a message");
        assert_eq!(presence.due(), Some(150), "the next change waits for the next tick");
        assert_eq!(presence.tick(149), None);
        assert_eq!(sent(presence.tick(150)).len(), 1);
    }

    #[test]
    fn n1_a_connection_has_one_client_id_and_cannot_speak_for_another() {
        let mut presence = Presence::default();
        presence.update(A, &person("Ann"), &message(&[(5, 1, "{}")]), 0).expect("a message");
        presence.update(B, &person("Bob"), &message(&[(5, 9, r#"{"frame":9}"#), (6, 1, "{}")]), 0).expect("a message");
        presence.update(B, &person("Bob"), &message(&[(7, 1, "{}")]), 0).expect("ignored");
        presence.update(B, &person("Bob"), &message(&[(5, 10, "null")]), 0).expect("ignored");
        let states = sent(presence.tick(0));
        assert_eq!(states.iter().map(|(client, _, _)| *client).collect::<Vec<_>>(), [5, 6]);
        assert_eq!(states[0].2["user"]["name"], "Ann");
        assert_eq!(states[0].1, 1);
    }

    #[test]
    fn n1_a_departed_client_is_removed_and_can_return_with_any_clock() {
        let mut presence = Presence::default();
        presence.update(A, &person("Ann"), &message(&[(5, 3, "{}")]), 0).expect("a message");
        presence.tick(0);
        presence.remove(A, 10);
        assert_eq!(sent(presence.tick(50)), [(5, 4, Value::Null)]);
        assert!(presence.is_empty());
        presence.update(B, &person("Ann"), &message(&[(5, 1, "{}")]), 60).expect("a message");
        assert_eq!(sent(presence.tick(200))[0].1, 5);
    }

    #[test]
    fn fault_26_malformed_presence_changes_nothing() {
        let mut presence = Presence::default();
        let long = format!(r#"{{"draft":{{"a":"{}"}}}}"#, "x".repeat(MAX_PRESENCE_BYTES));
        for bytes in [
            &b"\xff\xff\xff\xff\x7f"[..],
            &message(&[(5, 1, "{")]),
            &message(&[(5, 1, &long)]),
            &message(&[(5, 1 << 60, "{}")]),
            &[1, 5, 1, 9, b'{'],
        ] {
            assert_eq!(presence.update(A, &person("Ann"), bytes, 0), Err(MalformedPresence));
        }
        assert_eq!(presence.due(), None);
    }
}
