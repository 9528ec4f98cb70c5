//! Walks over one plain JSON value (lib0 `writeAny`).

use countersign_shared::limits;
use countersign_shared::wire::RefusalCode;

use super::PrescanError;
use super::reader::Reader;

/// Memory of one decoded value in bytes, measured and rounded up.
const VALUE_COST: usize = 32;
const ENTRY_COST: usize = 112;
const CONTAINER_COST: usize = 96;

#[derive(Clone, Copy, Default)]
struct Level {
    left: usize,
    is_object: bool,
}

/// Skips one value and returns the memory it takes once decoded, in bytes.
pub fn skip(reader: &mut Reader<'_>) -> Result<usize, PrescanError> {
    let mut cost = 0;
    let mut levels = [Level::default(); limits::MAX_NESTING];
    let mut depth = 0;
    loop {
        if depth > 0 && levels[depth - 1].is_object {
            cost += reader.string()?.len();
        }
        cost += VALUE_COST;
        let opened = match reader.byte()? {
            // undefined, null, false, true
            127 | 126 | 121 | 120 => None,
            125 => {
                reader.skip_int()?;
                None
            }
            124 => {
                reader.take(4)?;
                None
            }
            123 => {
                reader.take(8)?;
                None
            }
            119 => {
                cost += reader.string()?.len();
                None
            }
            118 => {
                let left = reader.count(2)?;
                cost += CONTAINER_COST + left * ENTRY_COST;
                Some(Level { left, is_object: true })
            }
            117 => {
                let left = reader.count(1)?;
                cost += CONTAINER_COST;
                Some(Level { left, is_object: false })
            }
            // JSON has no BigInts or byte arrays, and a script that expects a number would fail on them.
            122 | 116 => return Err(reader.fail(RefusalCode::Schema, "a value is not plain JSON")),
            _ => return Err(reader.malformed("a value has an unknown type")),
        };
        match opened {
            Some(level) if level.left > 0 => {
                if depth == limits::MAX_NESTING {
                    return Err(reader.fail(RefusalCode::Schema, "a value is nested too deeply"));
                }
                levels[depth] = level;
                depth += 1;
            }
            _ => loop {
                if depth == 0 {
                    return Ok(cost);
                }
                levels[depth - 1].left -= 1;
                if levels[depth - 1].left > 0 {
                    break;
                }
                depth -= 1;
            },
        }
    }
}
