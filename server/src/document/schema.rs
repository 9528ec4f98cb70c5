//! The schema of the document: the names of its roots and fields, and the encoding of its keys.

use countersign_shared::limits;
use yrs::{ClientID, Doc, MapRef, StateVector};

/// The roots of the document, all of them maps.
pub struct Roots {
    pub labels: MapRef,
    pub verdicts: MapRef,
    pub issues: MapRef,
    pub item: MapRef,
    pub provenance: MapRef,
}

impl Roots {
    pub fn of(doc: &Doc) -> Self {
        Self {
            labels: doc.get_or_insert_map("labels"),
            verdicts: doc.get_or_insert_map("verdicts"),
            issues: doc.get_or_insert_map("issues"),
            item: doc.get_or_insert_map("item"),
            provenance: doc.get_or_insert_map("provenance"),
        }
    }

    /// Returns the roots that only the server may write.
    pub fn server_only(&self) -> [&MapRef; 4] {
        [&self.verdicts, &self.issues, &self.item, &self.provenance]
    }
}

pub mod label {
    pub const CLASS: &str = "class";
    pub const SHAPE: &str = "shape";
    pub const Z: &str = "z";
    pub const FRAMES: &str = "frames";
    pub const ATTRIBUTES: &str = "attributes";
}

pub mod issue {
    pub const STATE: &str = "state";
    pub const RESOLVED: &str = "resolved";
    pub const COMMENTS: &str = "comments";
}

pub mod item {
    pub const STAGE: &str = "stage";
    pub const PASS: &str = "pass";
    pub const ROUND: &str = "round";
    pub const GENERATION: &str = "generation";
}

/// Parses a frame number from a key: decimal, without a sign or leading zeros.
pub fn frame(key: &str) -> Option<u32> {
    let canonical = key == "0" || !key.starts_with(['0', '+']);
    if canonical { key.parse().ok() } else { None }
}

/// Reads a state vector without trusting its count: `clients:varuint (client:varuint clock:varuint)*`.
pub fn state_vector(bytes: &[u8]) -> Option<StateVector> {
    let mut rest = bytes;
    let mut number = || {
        let mut value = 0u64;
        for shift in (0..56).step_by(7) {
            let (byte, after) = rest.split_first()?;
            rest = after;
            value |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return (value < 1 << 53).then_some(value);
            }
        }
        None
    };
    let clients = number()?;
    let mut found = StateVector::default();
    for _ in 0..clients {
        let (client, clock) = (number()?, number()?);
        let clock = u32::try_from(clock).ok().filter(|clock| u64::from(*clock) < limits::MAX_CLOCK)?;
        found.set_max(ClientID::new(client), clock);
    }
    rest.is_empty().then_some(found)
}
