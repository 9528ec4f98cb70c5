//! Yjs V1 updates of a new label and of moves of its box, byte for byte those of npm yjs.

use countersign_shared::wire::{message_type, sync_type};

use crate::lib0::{any, write_var_bytes, write_var_string, write_var_uint};

/// Content kinds and flags of an encoded item.
const CONTENT_TYPE: u8 = 7;
const CONTENT_ANY: u8 = 8;
const HAS_PARENT_KEY: u8 = 0x20;
const HAS_ORIGIN: u8 = 0x80;
/// `YMapRefID`
const TYPE_MAP: u64 = 1;
/// The items of a new label: the map, class, shape, z, frames, keyframe 0, attributes.
const ITEMS_OF_LABEL: u64 = 7;
const KEYFRAME_OFFSET: u64 = 5;

/// The `x` of a box carries the time at which the edit was due to be sent, so that receivers can measure the latency. The
/// number is odd and above 2^24, so it is never written as a 32-bit float, and always takes nine bytes after its key.
const STAMP_BASE: u64 = 1 << 24;
const STAMP_SCALE: f64 = (1_u64 << 27) as f64;
const STAMP_KEY: &[u8] = &[1, b'x', 123];

fn encode_timestamp(micros: u64) -> f64 {
    (2 * (STAMP_BASE + micros) + 1) as f64 / STAMP_SCALE
}

/// Returns the times (µs) in an encoded update, one per keyframe that a [`Writer`] wrote.
pub fn timestamps(update: &[u8]) -> impl Iterator<Item = u64> {
    let mut rest = update;
    std::iter::from_fn(move || {
        loop {
            let at = memchr::memchr(STAMP_KEY[2], rest)?;
            let (head, tail) = rest.split_at(at + 1);
            rest = tail;
            if head.ends_with(STAMP_KEY) {
                let (number, tail) = tail.split_first_chunk::<8>()?;
                rest = tail;
                let odd = (f64::from_be_bytes(*number) * STAMP_SCALE) as u64;
                return (odd / 2).checked_sub(STAMP_BASE);
            }
        }
    })
}

/// One user's replica, reduced to what it needs to write: its client id, its clock and its labels.
pub struct Writer {
    client: u64,
    clock: u64,
    /// Per label, the clock of its keyframe's newest item.
    keyframes: Vec<u64>,
}

impl Writer {
    #[must_use]
    pub fn new(client: u64) -> Self {
        Self { client, clock: 0, keyframes: Vec::new() }
    }

    #[must_use]
    pub fn client(&self) -> u64 {
        self.client
    }

    /// Returns an update with one new label: a box of `class` with one keyframe on frame 0.
    pub fn create(&mut self, id: &str, class: &str, micros: u64) -> Vec<u8> {
        let root = self.clock;
        let mut out = Vec::with_capacity(256);
        self.head(&mut out, ITEMS_OF_LABEL);

        out.push(HAS_PARENT_KEY | CONTENT_TYPE);
        write_var_uint(&mut out, 1);
        write_var_string(&mut out, "labels");
        write_var_string(&mut out, id);
        write_var_uint(&mut out, TYPE_MAP);

        self.child(&mut out, root, "class", CONTENT_ANY);
        any::string(&mut out, class);
        self.child(&mut out, root, "shape", CONTENT_ANY);
        any::string(&mut out, "box");
        self.child(&mut out, root, "z", CONTENT_ANY);
        any::integer(&mut out, self.keyframes.len() as u32);
        self.child(&mut out, root, "frames", CONTENT_TYPE);
        write_var_uint(&mut out, TYPE_MAP);
        self.child(&mut out, root + KEYFRAME_OFFSET - 1, "0", CONTENT_ANY);
        keyframe(&mut out, micros);
        self.child(&mut out, root, "attributes", CONTENT_TYPE);
        write_var_uint(&mut out, TYPE_MAP);

        write_var_uint(&mut out, 0);
        self.clock += ITEMS_OF_LABEL;
        self.keyframes.push(root + KEYFRAME_OFFSET);
        out
    }

    /// Appends a sync update frame that moves the label with index `label`: one new item replaces the keyframe's previous one.
    pub fn move_frame(&mut self, out: &mut Vec<u8>, label: usize, micros: u64) {
        let mut update = Vec::with_capacity(96);
        let former = self.keyframes[label];
        self.head(&mut update, 1);
        update.push(HAS_ORIGIN | HAS_PARENT_KEY | CONTENT_ANY);
        write_var_uint(&mut update, self.client);
        write_var_uint(&mut update, former);
        write_var_uint(&mut update, 1);
        keyframe(&mut update, micros);
        for number in [1, self.client, 1, former, 1] {
            write_var_uint(&mut update, number);
        }
        self.keyframes[label] = self.clock;
        self.clock += 1;
        write_frame(out, &update);
    }

    /// Writes the head of an update: one client with `items` items, starting at the current clock.
    fn head(&self, out: &mut Vec<u8>, items: u64) {
        for number in [1, items, self.client, self.clock] {
            write_var_uint(out, number);
        }
    }

    /// Writes the head of an item under `key` in the type that the item at clock `parent` created. One value or a type follows.
    fn child(&self, out: &mut Vec<u8>, parent: u64, key: &str, content: u8) {
        out.push(HAS_PARENT_KEY | content);
        write_var_uint(out, 0);
        write_var_uint(out, self.client);
        write_var_uint(out, parent);
        write_var_string(out, key);
        if content == CONTENT_ANY {
            write_var_uint(out, 1);
        }
    }
}

fn write_frame(out: &mut Vec<u8>, update: &[u8]) {
    out.extend_from_slice(&[message_type::SYNC as u8, sync_type::UPDATE as u8]);
    write_var_bytes(out, update);
}

/// Returns the sync frame of an update.
#[must_use]
pub fn frame(update: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(update.len() + 6);
    write_frame(&mut out, update);
    out
}

fn keyframe(out: &mut Vec<u8>, micros: u64) {
    any::object(out, 2);
    write_var_string(out, "geometry");
    any::object(out, 4);
    write_var_string(out, "x");
    any::float64(out, encode_timestamp(micros));
    for (key, value) in [("y", 7), ("w", 40), ("h", 30)] {
        write_var_string(out, key);
        any::integer(out, value);
    }
    write_var_string(out, "outside");
    any::bool(out, false);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    // The output of npm yjs 13.6.33 for client 123456789: a label made in one transaction, then `frames.set('0', …)` twice.
    const CREATED: &str = "0107959aef3a002701066c6162656c73076c6162656c2d33012800959aef3a0005636c6173730177036361722800959aef3a\
        00057368617065017703626f782800959aef3a00017a017d002700959aef3a00066672616d6573012800959aef3a0401300176020867656f6d657472\
        79760401787b3fd312d00800000001797d0701777d2801687d1e076f757473696465792700959aef3a000a617474726962757465730100";
    const MOVED: [&str; 2] = [
        "0101959aef3a07a8959aef3a050176020867656f6d65747279760401787b3fd312d01800000001797d0701777d2801687d1e076f757473696465\
        7901959aef3a010501",
        "0101959aef3a08a8959aef3a070176020867656f6d65747279760401787b3fd312d02800000001797d0701777d2801687d1e076f757473696465\
        7901959aef3a010701",
    ];

    #[test]
    fn updates_are_those_of_npm_yjs() {
        let micros = 20_000_000 - STAMP_BASE;
        let mut writer = Writer::new(123_456_789);
        assert_eq!(hex(&writer.create("label-3", "car", micros)), CREATED.replace(char::is_whitespace, ""));
        for (index, moved) in MOVED.iter().enumerate() {
            let mut frame = Vec::new();
            writer.move_frame(&mut frame, 0, micros + 1 + index as u64);
            assert_eq!(frame[..2], [0, 2]);
            assert_eq!(hex(&frame[3..]), moved.replace(char::is_whitespace, ""));
        }
    }

    #[test]
    fn timestamps_round_trip() {
        let mut writer = Writer::new(7);
        let mut bytes = writer.create("a", "car", 0);
        for micros in [1, 999_999, 86_400_000_000] {
            writer.move_frame(&mut bytes, 0, micros);
        }
        assert_eq!(timestamps(&bytes).collect::<Vec<_>>(), [0, 1, 999_999, 86_400_000_000]);
        assert_eq!(timestamps(&bytes[..bytes.len() - 50]).count(), 3);
    }
}
