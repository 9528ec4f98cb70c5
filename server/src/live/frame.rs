//! y-protocols frames: parses binary WebSocket messages from clients and encodes those of the server.
//!
//! Format: <https://github.com/yjs/y-protocols/blob/master/PROTOCOL.md>; numbers are lib0 variable-length
//! unsigned integers.

use bytes::{BufMut, Bytes, BytesMut};
use countersign_shared::ids::ClientId;
use countersign_shared::wire::{message_type, sync_type};

/// One message from a client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inbound {
    /// The client's state vector, which requests what the client lacks.
    Step1(Bytes),
    /// An update with what the server lacks.
    Step2(Bytes),
    Update(Bytes),
    Awareness(Bytes),
    QueryAwareness,
}

/// Parses a complete message; `None` if it is malformed or has trailing bytes.
#[must_use]
pub fn parse(frame: &Bytes) -> Option<Inbound> {
    let mut at = 0;
    let message = match read_number(frame, &mut at)? {
        message_type::SYNC => {
            let kind = read_number(frame, &mut at)?;
            let payload = read_bytes(frame, &mut at)?;
            match kind {
                sync_type::STEP1 => Inbound::Step1(payload),
                sync_type::STEP2 => Inbound::Step2(payload),
                sync_type::UPDATE => Inbound::Update(payload),
                _ => return None,
            }
        }
        message_type::AWARENESS => Inbound::Awareness(read_bytes(frame, &mut at)?),
        message_type::QUERY_AWARENESS => Inbound::QueryAwareness,
        _ => return None,
    };
    (at == frame.len()).then_some(message)
}

/// Reads a number of at most ten bytes, at most 2^64 − 1.
pub(super) fn read_number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        let part = u64::from(byte & 0x7f);
        if shift == 63 && part > 1 {
            return None;
        }
        value |= part << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn read_bytes(frame: &Bytes, at: &mut usize) -> Option<Bytes> {
    let len = usize::try_from(read_number(frame, at)?).ok()?;
    let end = at.checked_add(len).filter(|end| *end <= frame.len())?;
    let payload = frame.slice(*at..end);
    *at = end;
    Some(payload)
}

pub(super) fn write_number(into: &mut BytesMut, mut value: u64) {
    while value >= 0x80 {
        into.put_u8((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 128")]
    into.put_u8(value as u8);
}

pub(super) fn write_bytes(into: &mut BytesMut, payload: &[u8]) {
    write_number(into, payload.len() as u64);
    into.put_slice(payload);
}

fn sync(kind: u64, payload: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(payload.len() + 8);
    write_number(&mut frame, message_type::SYNC);
    write_number(&mut frame, kind);
    write_bytes(&mut frame, payload);
    frame.freeze()
}

#[must_use]
pub fn step1(state_vector: &[u8]) -> Bytes {
    sync(sync_type::STEP1, state_vector)
}

#[must_use]
pub fn step2(update: &[u8]) -> Bytes {
    sync(sync_type::STEP2, update)
}

#[must_use]
pub fn update(update: &[u8]) -> Bytes {
    sync(sync_type::UPDATE, update)
}

#[must_use]
pub fn awareness(payload: &[u8]) -> Bytes {
    let mut frame = BytesMut::with_capacity(payload.len() + 8);
    write_number(&mut frame, message_type::AWARENESS);
    write_bytes(&mut frame, payload);
    frame.freeze()
}

/// Returns the update in a frame that [`update`] or [`step2`] has made.
#[must_use]
pub fn update_of(frame: &Bytes) -> Option<Bytes> {
    match parse(frame)? {
        Inbound::Update(payload) | Inbound::Step2(payload) => Some(payload),
        Inbound::Step1(_) | Inbound::Awareness(_) | Inbound::QueryAwareness => None,
    }
}

/// Reads an encoded state vector: the next clock of each client. `None` if it is malformed.
#[must_use]
pub fn read_state_vector(bytes: &[u8]) -> Option<Vec<(ClientId, u64)>> {
    let mut at = 0;
    let count = usize::try_from(read_number(bytes, &mut at)?).ok().filter(|count| *count <= bytes.len())?;
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        entries.push((ClientId(read_number(bytes, &mut at)?), read_number(bytes, &mut at)?));
    }
    (at == bytes.len()).then_some(entries)
}

#[must_use]
pub fn write_state_vector(entries: &[(ClientId, u64)]) -> Bytes {
    let mut bytes = BytesMut::with_capacity(2 + entries.len() * 8);
    write_number(&mut bytes, entries.len() as u64);
    for (client, clock) in entries {
        write_number(&mut bytes, client.0);
        write_number(&mut bytes, *clock);
    }
    bytes.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_and_state_vectors_round_trip() {
        let long = vec![7_u8; 300];
        assert_eq!(parse(&step1(&long)), Some(Inbound::Step1(Bytes::from(long.clone()))));
        assert_eq!(parse(&step2(&[])), Some(Inbound::Step2(Bytes::new())));
        assert_eq!(parse(&update(&[1, 2])), Some(Inbound::Update(Bytes::from_static(&[1, 2]))));
        assert_eq!(parse(&awareness(&[3])), Some(Inbound::Awareness(Bytes::from_static(&[3]))));
        assert_eq!(parse(&Bytes::from_static(&[3])), Some(Inbound::QueryAwareness));
        let vector = vec![(ClientId(u64::from(u32::MAX)), 1 << 30), (ClientId(1), 0)];
        assert_eq!(read_state_vector(&write_state_vector(&vector)), Some(vector));
    }

    #[test]
    fn p4_malformed_messages_are_rejected() {
        for bytes in [
            &[][..],
            &[0],
            &[0, 3, 0],
            &[0, 2, 5, 1],
            &[0, 2, 1, 1, 1],
            &[2, 0],
            &[9],
            &[0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            &[0, 2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
        ] {
            assert_eq!(parse(&Bytes::copy_from_slice(bytes)), None, "{bytes:?}");
        }
        assert_eq!(read_state_vector(&[0xff, 0xff, 0xff, 0x7f, 1]), None);
    }
}
