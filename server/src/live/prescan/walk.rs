//! Walks over the sections, blocks and deletions of an update.

use countersign_shared::ids::ClientId;
use countersign_shared::limits;
use countersign_shared::wire::RefusalCode;

use super::reader::Reader;
use super::{CLIENT_ROOT, ClockRange, PrescanError, value};

/// Identifies one clock of one client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct BlockId {
    pub client: ClientId,
    pub clock: u32,
}

/// The place of an item in the document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place<'u> {
    /// No place: the block was garbage collected.
    None,
    /// After another item, under the same key.
    After(BlockId),
    /// The first item under `key` of the clients' root.
    InRoot { key: &'u str },
    /// The first item under `key` of another map.
    In { parent: BlockId, key: &'u str },
}

#[derive(Clone, Copy, Debug)]
pub struct Block<'u> {
    pub clock: u32,
    pub len: u32,
    pub is_type: bool,
    pub place: Place<'u>,
    pub bytes: &'u [u8],
}

/// Receives the parts of an update, in byte order.
pub trait Visitor<'u> {
    fn section(&mut self, client: ClientId, clock: u32) -> Result<(), &'static str>;
    fn block(&mut self, block: &Block<'u>);
    /// Receives the bytes after the last block, before the deleted ranges in them are visited.
    fn deletions(&mut self, _: &'u [u8]) {}
    /// Receives one deleted range. The ranges of a client follow each other in ascending order.
    fn deleted(&mut self, range: ClockRange);
}

const KIND: u8 = 0x1f;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const HAS_ORIGIN: u8 = 0x80;
const HAS_KEY: u8 = 0x20;

const KIND_GC: u8 = 0;
const KIND_DELETED: u8 = 1;
const KIND_TYPE: u8 = 7;
const KIND_ANY: u8 = 8;
const KIND_SKIP: u8 = 10;

const TYPE_MAP: u64 = 1;

/// Memory of one decoded item in bytes, measured and rounded up.
const ITEM_COST: usize = 320;
/// Memory of a map that an item contains, in addition to [`ITEM_COST`].
const MAP_COST: usize = 320;

/// The most bytes in a key: the longest name, with four bytes per character.
const MAX_KEY_BYTES: usize = 4 * limits::MAX_NAME_CHARS;

struct Walk<'u> {
    reader: Reader<'u>,
    /// Estimated memory that the update takes once decoded, in bytes.
    cost: usize,
    blocks: usize,
}

pub fn walk<'u>(update: &'u [u8], visitor: &mut impl Visitor<'u>) -> Result<(), PrescanError> {
    let mut walk = Walk { reader: Reader::new(update), cost: 0, blocks: 0 };
    walk.sections(visitor)?;
    visitor.deletions(walk.reader.slice(walk.reader.position(), update.len()));
    walk.deletions(visitor)?;
    if walk.reader.remaining() > 0 {
        return Err(walk.reader.malformed("bytes follow the update"));
    }
    Ok(())
}

impl<'u> Walk<'u> {
    fn sections(&mut self, visitor: &mut impl Visitor<'u>) -> Result<(), PrescanError> {
        // A section has three numbers and at least one block of two bytes.
        let sections = self.reader.count(5)?;
        if sections > limits::MAX_CLIENTS_PER_UPDATE {
            return Err(self.reader.fail(RefusalCode::Limit, "too many clients in one update"));
        }
        for _ in 0..sections {
            let blocks = self.reader.count(2)?;
            if blocks == 0 {
                return Err(self.reader.malformed("a section has no blocks"));
            }
            self.blocks += blocks;
            if self.blocks > limits::MAX_BLOCKS_PER_UPDATE {
                return Err(self.reader.fail(RefusalCode::Limit, "too many changes in one update"));
            }
            let client = self.client()?;
            let mut clock = self.clock()?;
            visitor.section(client, clock).map_err(|what| self.reader.malformed(what))?;
            for _ in 0..blocks {
                let block = self.block(clock)?;
                if u64::from(clock) + u64::from(block.len) >= limits::MAX_CLOCK {
                    return Err(self.reader.malformed("a clock is too large"));
                }
                clock += block.len;
                visitor.block(&block);
            }
        }
        Ok(())
    }

    fn client(&mut self) -> Result<ClientId, PrescanError> {
        // `uint` ends at 2^53 - 1, the largest id that yrs and JavaScript support.
        self.reader.uint().map(ClientId)
    }

    fn clock(&mut self) -> Result<u32, PrescanError> {
        let clock = self.reader.uint()?;
        if clock >= limits::MAX_CLOCK {
            return Err(self.reader.malformed("a clock is too large"));
        }
        u32::try_from(clock).map_err(|_| self.reader.malformed("a clock is too large"))
    }

    fn length(&mut self) -> Result<u32, PrescanError> {
        match self.clock()? {
            0 => Err(self.reader.malformed("a block has length zero")),
            length => Ok(length),
        }
    }

    fn id(&mut self) -> Result<BlockId, PrescanError> {
        Ok(BlockId { client: self.client()?, clock: self.clock()? })
    }

    fn block(&mut self, clock: u32) -> Result<Block<'u>, PrescanError> {
        let start = self.reader.position();
        let info = self.reader.byte()?;
        let kind = info & KIND;
        match kind {
            KIND_GC if info == KIND_GC => {
                let len = self.length()?;
                let bytes = self.reader.slice(start, self.reader.position());
                return Ok(Block { clock, len, is_type: false, place: Place::None, bytes });
            }
            KIND_SKIP => return Err(self.reader.fail(RefusalCode::Gap, "the update leaves a gap")),
            KIND_DELETED | KIND_TYPE | KIND_ANY => {}
            _ => return Err(self.reader.fail(RefusalCode::Schema, "labels do not have content of this kind")),
        }
        let place = self.place(info)?;
        self.cost += ITEM_COST;
        let len = match kind {
            KIND_DELETED => self.length()?,
            KIND_TYPE => {
                if self.reader.uint()? != TYPE_MAP {
                    return Err(self.reader.fail(RefusalCode::Schema, "labels cannot contain this shared type"));
                }
                self.cost += MAP_COST;
                1
            }
            _ => {
                let values = self.reader.count(1)?;
                if values == 0 {
                    return Err(self.reader.malformed("a block has length zero"));
                }
                for _ in 0..values {
                    self.cost += value::skip(&mut self.reader)?;
                }
                u32::try_from(values).map_err(|_| self.reader.malformed("a clock is too large"))?
            }
        };
        if self.cost > limits::MAX_UPDATE_MEMORY {
            return Err(self.reader.fail(RefusalCode::TooLarge, "the update needs too much memory"));
        }
        let bytes = self.reader.slice(start, self.reader.position());
        Ok(Block { clock, len, is_type: kind == KIND_TYPE, place, bytes })
    }

    fn place(&mut self, info: u8) -> Result<Place<'u>, PrescanError> {
        if info & HAS_RIGHT_ORIGIN != 0 {
            return Err(self.reader.fail(RefusalCode::Schema, "a map entry has a sequence position"));
        }
        if info & HAS_ORIGIN != 0 {
            return Ok(Place::After(self.id()?));
        }
        let parent = match self.reader.uint()? {
            1 => {
                if self.reader.string()? != CLIENT_ROOT {
                    return Err(self.reader.fail(RefusalCode::ServerOnly, "clients cannot write this root"));
                }
                None
            }
            0 => Some(self.id()?),
            _ => return Err(self.reader.malformed("a parent has an unknown kind")),
        };
        if info & HAS_KEY == 0 {
            return Err(self.reader.fail(RefusalCode::Schema, "a map entry has no key"));
        }
        let key = self.reader.string()?;
        if key.len() > MAX_KEY_BYTES {
            return Err(self.reader.fail(RefusalCode::Limit, "a key is too long"));
        }
        self.cost += key.len();
        Ok(match parent {
            None => Place::InRoot { key },
            Some(parent) => Place::In { parent, key },
        })
    }

    fn deletions(&mut self, visitor: &mut impl Visitor<'u>) -> Result<(), PrescanError> {
        // Each has a client, a count and at least one range of two numbers.
        let clients = self.reader.count(4)?;
        let mut last = None;
        for _ in 0..clients {
            let client = self.client()?;
            // yrs keeps only the last of two entries. `prescan` finds those that are not adjacent.
            if last.replace(client) == Some(client) {
                return Err(self.reader.malformed("the deletions list one client twice"));
            }
            let ranges = self.reader.count(2)?;
            if ranges == 0 {
                return Err(self.reader.malformed("a client in the deletions has no ranges"));
            }
            let mut behind = 0;
            for _ in 0..ranges {
                let start = self.clock()?;
                let len = self.length()?;
                // Overlapping ranges would make yrs walk over the same blocks repeatedly.
                if start < behind {
                    return Err(self.reader.malformed("the deletions are out of order"));
                }
                let end = u64::from(start) + u64::from(len);
                if end >= limits::MAX_CLOCK {
                    return Err(self.reader.malformed("a clock is too large"));
                }
                behind = start + len;
                visitor.deleted(ClockRange { client, start, end: behind });
            }
        }
        Ok(())
    }
}
