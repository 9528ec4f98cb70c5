//! Checks the structure of a large update: how deeply its new maps nest (yrs deletes recursively) and whether one
//! client claims the same place twice (yrs then searches through all items that are already there).

use countersign_shared::ids::ClientId;
use countersign_shared::wire::RefusalCode;

use super::walk::{Block, BlockId, Place, Visitor, walk};
use super::{ClockRange, MAX_UNCHECKED_TYPES, PrescanError};

/// The index that means "not a block of this update".
const OUTSIDE: u32 = u32::MAX;
const UNKNOWN: u8 = u8::MAX;
const VISITING: u8 = u8::MAX - 1;

struct Section {
    client: ClientId,
    /// The index of the section's first block.
    first: usize,
    end_clock: u32,
}

struct Entry<'u> {
    clock: u32,
    place: Place<'u>,
}

struct Collector<'u> {
    sections: Vec<Section>,
    entries: Vec<Entry<'u>>,
}

impl<'u> Visitor<'u> for Collector<'u> {
    fn section(&mut self, client: ClientId, clock: u32) -> Result<(), &'static str> {
        self.sections.push(Section { client, first: self.entries.len(), end_clock: clock });
        Ok(())
    }

    fn block(&mut self, block: &Block<'u>) {
        if let Some(section) = self.sections.last_mut() {
            section.end_clock = block.clock + block.len;
        }
        self.entries.push(Entry { clock: block.clock, place: block.place });
    }

    fn deleted(&mut self, _: ClockRange) {}
}

/// Checks an update that [`walk`] has found to be well formed.
pub fn check(update: &[u8], blocks: usize) -> Result<(), PrescanError> {
    let mut collected = Collector { sections: Vec::new(), entries: Vec::with_capacity(blocks) };
    walk(update, &mut collected)?;
    let fail = |code, reason| Err(PrescanError { code, reason, offset: 0 });
    if collected.has_duplicate_place() {
        return fail(RefusalCode::Schema, "one client claims the same place twice");
    }
    match collected.max_depth() {
        None => fail(RefusalCode::Gap, "items depend on each other in a cycle"),
        Some(deepest) if usize::from(deepest) > MAX_UNCHECKED_TYPES => {
            fail(RefusalCode::Schema, "maps are nested too deeply")
        }
        Some(_) => Ok(()),
    }
}

impl Collector<'_> {
    /// Returns `true` if one client claims a place twice. An honest replica sets a key again by placing the item after
    /// the last one it knows, so it uses an origin, or a key without an origin, only once.
    fn has_duplicate_place(&self) -> bool {
        let mut places: Vec<&Place<'_>> = Vec::new();
        for (index, section) in self.sections.iter().enumerate() {
            let end = self.sections.get(index + 1).map_or(self.entries.len(), |next| next.first);
            places.clear();
            places.extend(self.entries[section.first..end].iter().map(|e| &e.place).filter(|p| **p != Place::None));
            places.sort_unstable();
            if places.windows(2).any(|pair| pair[0] == pair[1]) {
                return true;
            }
        }
        false
    }

    /// Returns the number of new maps around the deepest item; `None` if items depend on each other in a cycle.
    fn max_depth(&self) -> Option<u8> {
        let mut depths = vec![UNKNOWN; self.entries.len()];
        let mut way: Vec<usize> = Vec::new();
        let mut deepest = 0;
        for start in 0..self.entries.len() {
            let mut at = start;
            // Follow the dependencies to an item of known depth, then walk back.
            let mut depth = loop {
                match depths[at] {
                    VISITING => return None,
                    UNKNOWN => {}
                    known => break known,
                }
                depths[at] = VISITING;
                way.push(at);
                match self.depends_on(at) {
                    OUTSIDE => break 0,
                    next => at = next as usize,
                }
            };
            // The last item on the path depends directly on the one that `depth` belongs to.
            while let Some(index) = way.pop() {
                if depths[index] == VISITING {
                    let inside =
                        matches!(self.entries[index].place, Place::In { .. }) && self.depends_on(index) != OUTSIDE;
                    depth = depth.saturating_add(u8::from(inside)).min(VISITING - 1);
                    depths[index] = depth;
                    deepest = deepest.max(depth);
                }
            }
        }
        Some(deepest)
    }

    fn depends_on(&self, index: usize) -> u32 {
        match self.entries[index].place {
            Place::None | Place::InRoot { .. } => OUTSIDE,
            Place::After(id) | Place::In { parent: id, .. } => self.find(id),
        }
    }

    fn find(&self, id: BlockId) -> u32 {
        let Some(at) = self.sections.iter().position(|section| section.client == id.client) else { return OUTSIDE };
        let section = &self.sections[at];
        let end = self.sections.get(at + 1).map_or(self.entries.len(), |next| next.first);
        let entries = &self.entries[section.first..end];
        if id.clock >= section.end_clock {
            return OUTSIDE;
        }
        match entries.partition_point(|entry| entry.clock <= id.clock) {
            0 => OUTSIDE,
            after => u32::try_from(section.first + after - 1).unwrap_or(OUTSIDE),
        }
    }
}
