//! Builds updates byte by byte, for tests with input that no honest client sends.

/// Bytes in the V1 encoding.
#[derive(Clone, Default)]
pub struct Raw(pub Vec<u8>);

impl Raw {
    pub fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn uint(mut self, mut value: u64) -> Self {
        while value >= 0x80 {
            self.0.push((value as u8 & 0x7f) | 0x80);
            value >>= 7;
        }
        self.byte(value as u8)
    }

    pub fn text(self, text: &str) -> Self {
        self.uint(text.len() as u64).bytes(text.as_bytes())
    }

    pub fn id(self, (client, clock): (u64, u64)) -> Self {
        self.uint(client).uint(clock)
    }

    /// Appends the head of an update with one section.
    pub fn section(self, blocks: u64, client: u64, clock: u64) -> Self {
        self.uint(1).uint(blocks).uint(client).uint(clock)
    }

    /// Appends an item under `key` of a root, up to its content.
    pub fn in_root(self, kind: u8, root: &str, key: &str) -> Self {
        self.byte(kind | 0x20).uint(1).text(root).text(key)
    }

    /// Appends an item under `key` of another item's map, up to its content.
    pub fn inside(self, kind: u8, parent: (u64, u64), key: &str) -> Self {
        self.byte(kind | 0x20).uint(0).id(parent).text(key)
    }

    /// Appends an item after another one, up to its content.
    pub fn after(self, kind: u8, origin: (u64, u64)) -> Self {
        self.byte(kind | 0xa0).id(origin)
    }

    /// Appends the content of an Any item with one value.
    pub fn one_any(self, value: &[u8]) -> Self {
        self.uint(1).bytes(value)
    }

    /// Ends the update with one deleted range.
    pub fn deletes(self, client: u64, clock: u64, len: u64) -> Vec<u8> {
        self.uint(1).uint(client).uint(1).uint(clock).uint(len).0
    }

    /// Ends the update without deletions.
    pub fn end(self) -> Vec<u8> {
        self.byte(0).0
    }
}

pub const GC: u8 = 0;
pub const DELETED: u8 = 1;
pub const TYPE: u8 = 7;
pub const ANY: u8 = 8;
pub const SKIP: u8 = 10;
/// The type reference of a map.
pub const MAP: u64 = 1;
pub const NULL: u8 = 126;
