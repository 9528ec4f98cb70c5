//! The prescan: checks an encoded document update before yrs sees it, so that hostile bytes get no further.
//!
//! yrs 0.28.1 decodes values recursively (about 14 kB of nested arrays overflow its stack), reserves memory by claimed
//! counts, keeps what it cannot integrate yet as "pending", and accepts updates that it cannot encode again. The
//! prescan is iterative and allocates nothing for a typical edit; for a large update, it uses memory in proportion to
//! the actual number of bytes.
//!
//! The format is the Yjs update encoding V1 (`UpdateEncoderV1` in yjs/src/utils/UpdateEncoder.js, the structs in
//! yjs/src/structs, values in lib0/encoding.js `writeAny`; in Rust yrs `update.rs`, `block.rs`, `any.rs`):
//!
//! ```text
//! update     = sections:varuint section* deletes
//! section    = blocks:varuint client:varuint clock:varuint block*       (clocks continue from block to block)
//! block      = info:u8 …        info = content kind (5 bits) | 0x20 has key | 0x40 has right origin | 0x80 has origin
//!   kind 0   = len:varuint                                              garbage collected
//!   kind 10  = len:varuint                                              skip: a gap
//!   others   = [origin id] [right origin id] [parent [key:string]] content   parent and key only without origins
//! id         = client:varuint clock:varuint
//! parent     = 1:varuint name:string | 0:varuint id
//! content    = 1 deleted len:varuint | 7 type ref:varuint | 8 any len:varuint value*
//! deletes    = clients:varuint (client:varuint ranges:varuint (clock:varuint len:varuint)*)*
//! ```
//!
//! Clients may send less than the format allows. The document consists only of maps, so an item is either the first
//! under its key (with parent and key) or follows an earlier item with the same key (with a left origin). Right origins
//! exist only in sequences.

mod portions;
mod reader;
mod structure;
mod value;
mod walk;

use countersign_shared::ids::ClientId;
use countersign_shared::limits;
use countersign_shared::wire::RefusalCode;
use smallvec::SmallVec;
use thiserror::Error;

pub use portions::{PORTION_BLOCKS, portions};
use walk::{Block, Visitor};

/// The only root that clients may write.
pub const CLIENT_ROOT: &str = "labels";

/// The clocks `start..end` of one client.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockRange {
    pub client: ClientId,
    pub start: u32,
    pub end: u32,
}

/// What an update inserts and deletes, according to its bytes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prescan {
    /// One range for each client whose blocks the update carries, in byte order.
    pub inserted: SmallVec<[ClockRange; 4]>,
    /// One range for each client with deletions, from the first to the last deleted clock, sorted by client.
    pub deleted: SmallVec<[ClockRange; 4]>,
    pub blocks: usize,
}

impl Prescan {
    /// Returns `true` if the update neither inserts nor deletes anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inserted.is_empty() && self.deleted.is_empty()
    }
}

/// Why an update was refused before yrs saw it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("{reason} (at byte {offset})")]
pub struct PrescanError {
    pub code: RefusalCode,
    pub reason: &'static str,
    pub offset: usize,
}

/// An update with at most this many blocks, and at most [`MAX_UNCHECKED_TYPES`] types, cannot do harm by its structure, which is
/// then not checked.
const MAX_UNCHECKED_BLOCKS: usize = 256;
const MAX_UNCHECKED_TYPES: usize = 8;

/// Checks a whole update and returns what it does.
///
/// # Errors
/// Returns a [`PrescanError`] for the first part that is malformed or that clients may not send.
pub fn prescan(update: &[u8]) -> Result<Prescan, PrescanError> {
    if update.len() > limits::MAX_UPDATE_BYTES {
        return Err(PrescanError {
            code: RefusalCode::TooLarge,
            reason: "the update is larger than the limit for one update",
            offset: limits::MAX_UPDATE_BYTES,
        });
    }
    let mut summary = Summary::default();
    walk::walk(update, &mut summary)?;
    if summary.found.blocks > MAX_UNCHECKED_BLOCKS || summary.types > MAX_UNCHECKED_TYPES {
        structure::check(update, summary.found.blocks)?;
    }
    summary.found.deleted.sort_unstable_by_key(|range| range.client);
    if summary.found.deleted.windows(2).any(|pair| pair[0].client == pair[1].client) {
        return Err(PrescanError {
            code: RefusalCode::Malformed,
            reason: "the deletions list one client twice",
            offset: update.len(),
        });
    }
    Ok(summary.found)
}

#[derive(Default)]
struct Summary {
    found: Prescan,
    types: usize,
}

impl<'u> Visitor<'u> for Summary {
    fn section(&mut self, client: ClientId, clock: u32) -> Result<(), &'static str> {
        if self.found.inserted.iter().any(|range| range.client == client) {
            return Err("one client has two sections");
        }
        self.found.inserted.push(ClockRange { client, start: clock, end: clock });
        Ok(())
    }

    fn block(&mut self, block: &Block<'u>) {
        self.found.blocks += 1;
        self.types += usize::from(block.is_type);
        if let Some(section) = self.found.inserted.last_mut() {
            section.end = block.clock + block.len;
        }
    }

    fn deleted(&mut self, range: ClockRange) {
        match self.found.deleted.last_mut() {
            Some(last) if last.client == range.client => last.end = range.end,
            _ => self.found.deleted.push(range),
        }
    }
}

#[cfg(test)]
pub mod raw;
#[cfg(test)]
mod tests;
