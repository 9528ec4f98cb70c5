//! The client side of WebSocket framing, without I/O. It is minimal, so that it costs little next to the server under load.

/// A message from a server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Message<'a> {
    Text(&'a [u8]),
    Binary(&'a [u8]),
    Ping(&'a [u8]),
    Pong,
    Close(u16, &'a [u8]),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parsed<'a> {
    /// More bytes are needed.
    Incomplete,
    /// One message and its length in bytes.
    Message(Message<'a>, usize),
    /// The bytes are not a valid message from a server to this client.
    Bad(&'static str),
}

#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed<'_> {
    let [first, second, ..] = *bytes else { return Parsed::Incomplete };
    if second & 0x80 != 0 {
        return Parsed::Bad("a masked frame from a server");
    }
    let (head, length) = match second {
        126 => match bytes.get(2..4) {
            Some(length) => (4, usize::from(u16::from_be_bytes([length[0], length[1]]))),
            None => return Parsed::Incomplete,
        },
        127 => match bytes.get(2..).and_then(|rest| rest.first_chunk::<8>()) {
            Some(length) => (10, u64::from_be_bytes(*length) as usize),
            None => return Parsed::Incomplete,
        },
        short => (2, usize::from(short)),
    };
    if length > 256 << 20 {
        return Parsed::Bad("a frame above 256 MB");
    }
    let Some(payload) = bytes.get(head..head + length) else { return Parsed::Incomplete };
    let message = match first {
        0x81 => Message::Text(payload),
        0x82 => Message::Binary(payload),
        0x88 => match payload.split_first_chunk::<2>() {
            Some((code, reason)) => Message::Close(u16::from_be_bytes(*code), reason),
            None => Message::Close(1005, &[]),
        },
        0x89 => Message::Ping(payload),
        0x8a => Message::Pong,
        _ => return Parsed::Bad("a fragment, an unknown opcode or an extension"),
    };
    Parsed::Message(message, head + length)
}

pub const TEXT: u8 = 1;
pub const BINARY: u8 = 2;
pub const PONG: u8 = 10;

/// Appends a frame. The mask is zero: the server unmasks it all the same, and the client saves the work.
pub fn write_frame(out: &mut Vec<u8>, opcode: u8, payload: &[u8]) {
    out.push(0x80 | opcode);
    match payload.len() {
        short @ 0..126 => out.push(0x80 | short as u8),
        middle @ 126..65_536 => {
            out.push(0x80 | 126);
            out.extend_from_slice(&(middle as u16).to_be_bytes());
        }
        long => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(long as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(payload);
}

/// Returns the upgrade request. `extra` holds complete header lines, each with its line ending.
#[must_use]
pub fn handshake(host: &str, path: &str, extra: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: Y291bnRlcnNpZ24tbG9hZA==\r\nSec-WebSocket-Version: 13\r\n{extra}\r\n"
    )
    .into_bytes()
}

/// Returns the length of the response's head, or `None` while it is incomplete. The error is the head as text if the status
/// is not 101.
pub fn handshake_end(bytes: &[u8]) -> Result<Option<usize>, String> {
    let Some(end) = memchr::memmem::find(bytes, b"\r\n\r\n") else {
        return if bytes.len() > 65_536 { Err("the response to the upgrade is too long".into()) } else { Ok(None) };
    };
    if bytes.starts_with(b"HTTP/1.1 101") {
        Ok(Some(end + 4))
    } else {
        Err(String::from_utf8_lossy(bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_length_are_parsed() {
        for length in [0, 1, 125, 126, 300, 65_535, 65_536] {
            let payload = vec![5; length];
            let mut masked = Vec::new();
            write_frame(&mut masked, BINARY, &payload);
            // As a server sends it, without the mask.
            let mut bytes = masked.clone();
            bytes[1] &= 0x7f;
            let head = bytes.len() - length;
            bytes.drain(head - 4..head);
            assert_eq!(parse(&bytes), Parsed::Message(Message::Binary(&payload), bytes.len()));
            for cut in [0, 1, bytes.len() - 1] {
                assert_eq!(parse(&bytes[..cut]), Parsed::Incomplete);
            }
            assert!(matches!(parse(&masked), Parsed::Bad(_)));
        }
    }

    #[test]
    fn only_101_is_an_upgrade() {
        assert_eq!(handshake_end(b"HTTP/1.1 101 Switching"), Ok(None));
        assert_eq!(handshake_end(b"HTTP/1.1 101 Switching\r\n\r\nrest"), Ok(Some(26)));
        assert!(handshake_end(b"HTTP/1.1 403 Forbidden\r\n\r\n").is_err());
    }
}
