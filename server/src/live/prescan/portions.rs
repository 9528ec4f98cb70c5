//! Splits a large update into portions, so that the caller can stop applying them when they take too long.
//!
//! An item with an old origin has to find its place among all items that were written there since. yrs takes a tenth of
//! a microsecond for each of those, and one update can contain tens of thousands of such items.

use countersign_shared::ids::ClientId;
use countersign_shared::wire::RefusalCode;

use super::walk::{Block, BlockId, Place, Visitor, walk};
use super::{ClockRange, PrescanError};

/// The most blocks in one portion.
pub const PORTION_BLOCKS: usize = 16;

struct Section<'u> {
    client: ClientId,
    start: u32,
    end: u32,
    blocks: Vec<Block<'u>>,
    /// How many of the blocks are already in a portion.
    taken: usize,
}

impl Section<'_> {
    /// Returns the clock before which everything is in a portion or is not part of this update.
    fn next_clock(&self) -> u32 {
        self.blocks.get(self.taken).map_or(self.end, |block| block.clock)
    }
}

#[derive(Default)]
struct Collector<'u> {
    sections: Vec<Section<'u>>,
    deletions: &'u [u8],
}

impl<'u> Visitor<'u> for Collector<'u> {
    fn section(&mut self, client: ClientId, clock: u32) -> Result<(), &'static str> {
        self.sections.push(Section { client, start: clock, end: clock, blocks: Vec::new(), taken: 0 });
        Ok(())
    }

    fn block(&mut self, block: &Block<'u>) {
        if let Some(section) = self.sections.last_mut() {
            section.end = block.clock + block.len;
            section.blocks.push(*block);
        }
    }

    fn deletions(&mut self, bytes: &'u [u8]) {
        self.deletions = bytes;
    }

    fn deleted(&mut self, _: ClockRange) {}
}

/// Splits an update that has passed the prescan into updates of at most [`PORTION_BLOCKS`] blocks, ordered so that each
/// depends only on those before it. The last one carries the deletions.
///
/// # Errors
/// Returns a [`PrescanError`] with [`RefusalCode::Gap`] if blocks of the update depend on each other in a cycle.
pub fn portions(update: &[u8]) -> Result<Vec<Vec<u8>>, PrescanError> {
    let mut collected = Collector::default();
    walk(update, &mut collected)?;
    let mut portions = Vec::new();
    loop {
        let mut moved = false;
        let mut left = false;
        for index in 0..collected.sections.len() {
            while let Some(ready) = collected.ready(index) {
                moved = true;
                portions.push(collected.sections[index].portion(ready));
            }
            left |= collected.sections[index].taken < collected.sections[index].blocks.len();
        }
        if !left {
            break;
        }
        if !moved {
            return Err(PrescanError {
                code: RefusalCode::Gap,
                reason: "items depend on each other in a cycle",
                offset: 0,
            });
        }
    }
    let mut last = vec![0];
    last.extend_from_slice(collected.deletions);
    portions.push(last);
    Ok(portions)
}

impl Collector<'_> {
    /// Returns how many blocks of a section can go into the next portion; `None` if none can.
    fn ready(&self, index: usize) -> Option<usize> {
        let section = &self.sections[index];
        let waiting = &section.blocks[section.taken..];
        let ready = waiting.iter().take(PORTION_BLOCKS).take_while(|block| self.is_ready(index, block)).count();
        (ready > 0).then_some(ready)
    }

    fn is_ready(&self, index: usize, block: &Block<'_>) -> bool {
        let needs = match block.place {
            Place::None | Place::InRoot { .. } => return true,
            Place::After(id) | Place::In { parent: id, .. } => id,
        };
        self.sections.iter().enumerate().find(|(_, section)| section.client == needs.client).is_none_or(
            |(at, section)| {
                // Within one section, everything before the block is applied before it.
                let reached = if at == index { block.clock } else { section.next_clock() };
                is_available(section, reached, needs)
            },
        )
    }
}

/// Returns `true` if `id` comes before `next_clock` or lies outside the section. What lies outside is either known already
/// or a gap, which is detected when the portion is applied.
fn is_available(section: &Section<'_>, reached: u32, id: BlockId) -> bool {
    id.clock < reached.max(section.start) || id.clock >= section.end
}

impl Section<'_> {
    fn portion(&mut self, count: usize) -> Vec<u8> {
        let blocks = &self.blocks[self.taken..self.taken + count];
        let mut portion = Vec::with_capacity(16 + blocks.iter().map(|block| block.bytes.len()).sum::<usize>());
        write_var_uint(&mut portion, 1);
        write_var_uint(&mut portion, count as u64);
        write_var_uint(&mut portion, self.client.0);
        write_var_uint(&mut portion, u64::from(self.next_clock()));
        for block in blocks {
            portion.extend_from_slice(block.bytes);
        }
        write_var_uint(&mut portion, 0);
        self.taken += count;
        portion
    }
}

/// Writes an unsigned integer (lib0 `writeVarUint`).
fn write_var_uint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push((value & 0x7f) as u8);
}
