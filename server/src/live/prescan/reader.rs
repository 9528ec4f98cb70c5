//! A cursor over lib0's variable-length encoding that never reads past the end and never allocates.

use countersign_shared::wire::RefusalCode;

use super::PrescanError;

/// The largest integer up to which JavaScript represents every integer exactly.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

pub struct Reader<'u> {
    bytes: &'u [u8],
    at: usize,
}

impl<'u> Reader<'u> {
    pub fn new(bytes: &'u [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub fn remaining(&self) -> usize {
        self.bytes.len() - self.at
    }

    pub fn position(&self) -> usize {
        self.at
    }

    /// Returns the bytes from `start` to `end`, whether they have been read or not.
    pub fn slice(&self, start: usize, end: usize) -> &'u [u8] {
        &self.bytes[start..end]
    }

    pub fn fail(&self, code: RefusalCode, reason: &'static str) -> PrescanError {
        PrescanError { code, reason, offset: self.at }
    }

    pub fn malformed(&self, what: &'static str) -> PrescanError {
        self.fail(RefusalCode::Malformed, what)
    }

    pub fn byte(&mut self) -> Result<u8, PrescanError> {
        let byte = *self.bytes.get(self.at).ok_or_else(|| self.malformed("the update ends too early"))?;
        self.at += 1;
        Ok(byte)
    }

    pub fn take(&mut self, count: usize) -> Result<&'u [u8], PrescanError> {
        if count > self.remaining() {
            return Err(self.malformed("the update ends too early"));
        }
        let taken = &self.bytes[self.at..self.at + count];
        self.at += count;
        Ok(taken)
    }

    /// Reads an unsigned integer (lib0 `readVarUint`) in its shortest form, at most 2^53 - 1: yrs wraps around above
    /// the width it expects.
    pub fn uint(&mut self) -> Result<u64, PrescanError> {
        let mut value = 0u64;
        for shift in (0..56).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                if byte == 0 && shift > 0 {
                    return Err(self.malformed("a number is not in its shortest form"));
                }
                if value > MAX_SAFE_INTEGER {
                    break;
                }
                return Ok(value);
            }
        }
        Err(self.malformed("a number is too large"))
    }

    /// Skips a signed integer (lib0 `readVarInt`: the first byte has the sign and six bits). Only its length matters.
    pub fn skip_int(&mut self) -> Result<(), PrescanError> {
        if self.byte()? < 0x80 {
            return Ok(());
        }
        // 6 + 7 * 7 bits hold every JavaScript integer.
        for _ in 0..7 {
            if self.byte()? < 0x80 {
                return Ok(());
            }
        }
        Err(self.malformed("a number is too large"))
    }

    /// Reads a count of elements that take at least `each` bytes each.
    pub fn count(&mut self, each: usize) -> Result<usize, PrescanError> {
        let count = self.uint()?;
        match usize::try_from(count) {
            Ok(count) if count <= self.remaining() / each => Ok(count),
            _ => Err(self.malformed("a count is larger than the remaining bytes allow")),
        }
    }

    pub fn string(&mut self) -> Result<&'u str, PrescanError> {
        let length = self.count(1)?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| self.malformed("a text is not UTF-8"))
    }
}
