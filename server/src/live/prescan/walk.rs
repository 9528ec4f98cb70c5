//! The walk over sections, blocks and deletions of an update.

use countersign_shared::ids::ClientId;
use countersign_shared::limits;
use countersign_shared::wire::RefusalCode;

use super::reader::Reader;
use super::{CLIENT_ROOT, ClockRange, PrescanError, value};

/// One clock of one client.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct BlockId {
    pub client: ClientId,
    pub clock: u32,
}

/// Where an item goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place<'u> {
    /// Nowhere: what was garbage collected has no place.
    None,
    /// After another item, under the same key.
    After(BlockId),
    /// The first under `key` of the clients' root.
    InRoot { key: &'u str },
    /// The first under `key` of another map.
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

/// What the walk meets, in the order of the bytes.
pub trait Visitor<'u> {
    fn section(&mut self, client: ClientId, clock: u32) -> Result<(), &'static str>;
    fn block(&mut self, block: &Block<'u>);
    /// The part of the update that follows the last block, before its ranges.
    fn deletions(&mut self, _: &'u [u8]) {}
    /// Ranges of a client come one after another, ascending.
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

/// What one item takes in memory once decoded, in bytes, measured generously.
const ITEM_COST: usize = 320;
/// The same for the map inside of it.
const MAP_COST: usize = 320;

/// Bytes of a key: a name of the greatest length in characters of four bytes.
const MAX_KEY_BYTES: usize = 4 * limits::MAX_NAME_CHARS;

struct Walk<'u> {
    reader: Reader<'u>,
    /// Bytes of memory that the update takes once decoded, estimated.
    cost: usize,
    blocks: usize,
}

pub fn walk<'u>(update: &'u [u8], visitor: &mut impl Visitor<'u>) -> Result<(), PrescanError> {
    let mut walk = Walk { reader: Reader::new(update), cost: 0, blocks: 0 };
    walk.sections(visitor)?;
    visitor.deletions(walk.reader.since(walk.reader.at(), update.len()));
    walk.deletions(visitor)?;
    if walk.reader.left() > 0 {
        return Err(walk.reader.malformed("bytes follow the update"));
    }
    Ok(())
}

impl<'u> Walk<'u> {
    fn sections(&mut self, visitor: &mut impl Visitor<'u>) -> Result<(), PrescanError> {
        // A section has its three numbers and one block of two bytes at the least.
        let sections = self.reader.count(5)?;
        if sections > limits::MAX_CLIENTS_PER_UPDATE {
            return Err(self.reader.fail(RefusalCode::Limit, "too many clients in one update"));
        }
        for _ in 0..sections {
            let blocks = self.reader.count(2)?;
            if blocks == 0 {
                return Err(self.reader.malformed("a section without blocks"));
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
        // `uint` ends at 2^53 - 1, the largest id yrs and JavaScript know.
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
            0 => Err(self.reader.malformed("a block of no length")),
            length => Ok(length),
        }
    }

    fn id(&mut self) -> Result<BlockId, PrescanError> {
        Ok(BlockId { client: self.client()?, clock: self.clock()? })
    }

    fn block(&mut self, clock: u32) -> Result<Block<'u>, PrescanError> {
        let start = self.reader.at();
        let info = self.reader.byte()?;
        let kind = info & KIND;
        match kind {
            KIND_GC if info == KIND_GC => {
                let len = self.length()?;
                let bytes = self.reader.since(start, self.reader.at());
                return Ok(Block { clock, len, is_type: false, place: Place::None, bytes });
            }
            KIND_SKIP => return Err(self.reader.fail(RefusalCode::Gap, "the update leaves a gap")),
            KIND_DELETED | KIND_TYPE | KIND_ANY => {}
            _ => return Err(self.reader.fail(RefusalCode::Schema, "content of a kind that labels do not have")),
        }
        let place = self.place(info)?;
        self.cost += ITEM_COST;
        let len = match kind {
            KIND_DELETED => self.length()?,
            KIND_TYPE => {
                if self.reader.uint()? != TYPE_MAP {
                    return Err(self.reader.fail(RefusalCode::Schema, "a shared type other than a map"));
                }
                self.cost += MAP_COST;
                1
            }
            _ => {
                let values = self.reader.count(1)?;
                if values == 0 {
                    return Err(self.reader.malformed("a block of no length"));
                }
                for _ in 0..values {
                    self.cost += value::skip(&mut self.reader)?;
                }
                u32::try_from(values).map_err(|_| self.reader.malformed("a clock is too large"))?
            }
        };
        if self.cost > limits::MAX_UPDATE_MEMORY {
            return Err(self.reader.fail(RefusalCode::TooLarge, "the update takes too much memory"));
        }
        let bytes = self.reader.since(start, self.reader.at());
        Ok(Block { clock, len, is_type: kind == KIND_TYPE, place, bytes })
    }

    fn place(&mut self, info: u8) -> Result<Place<'u>, PrescanError> {
        if info & HAS_RIGHT_ORIGIN != 0 {
            return Err(self.reader.fail(RefusalCode::Schema, "a sequence position in a map"));
        }
        if info & HAS_ORIGIN != 0 {
            return Ok(Place::After(self.id()?));
        }
        let parent = match self.reader.uint()? {
            1 => {
                if self.reader.string()? != CLIENT_ROOT {
                    return Err(self.reader.fail(RefusalCode::ServerOnly, "a root other than the labels"));
                }
                None
            }
            0 => Some(self.id()?),
            _ => return Err(self.reader.malformed("a parent of an unknown kind")),
        };
        if info & HAS_KEY == 0 {
            return Err(self.reader.fail(RefusalCode::Schema, "a map entry without a key"));
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
        // A client, a count and one range of two numbers.
        let clients = self.reader.count(4)?;
        let mut last = None;
        for _ in 0..clients {
            let client = self.client()?;
            // yrs keeps only the last of them; `prescan` finds those that do not follow one another.
            if last.replace(client) == Some(client) {
                return Err(self.reader.malformed("the deletions name one client twice"));
            }
            let ranges = self.reader.count(2)?;
            if ranges == 0 {
                return Err(self.reader.malformed("deletions of nothing"));
            }
            let mut behind = 0;
            for _ in 0..ranges {
                let start = self.clock()?;
                let len = self.length()?;
                // Overlapping ranges would make yrs walk over the same blocks again and again.
                if start < behind {
                    return Err(self.reader.malformed("deletions out of order"));
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
