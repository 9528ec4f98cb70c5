//! The parts of lib0's binary encoding that Yjs updates and y-protocols frames need.

/// Appends an unsigned integer, seven bits per byte, low bits first.
pub fn write_var_uint(out: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub fn write_var_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_var_uint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

pub fn write_var_string(out: &mut Vec<u8>, text: &str) {
    write_var_bytes(out, text.as_bytes());
}

/// Reads an unsigned integer and returns it with the remaining bytes, or `None` if it is truncated or exceeds 63 bits.
#[must_use]
pub fn read_var_uint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
    }
    None
}

/// Writers of lib0's "any" values, in the format of the npm package's `encoding.writeAny`.
pub mod any {
    use super::{write_var_string, write_var_uint};

    pub fn string(out: &mut Vec<u8>, text: &str) {
        out.push(119);
        write_var_string(out, text);
    }

    pub fn bool(out: &mut Vec<u8>, value: bool) {
        out.push(if value { 120 } else { 121 });
    }

    /// Appends a non-negative integer: six bits and the sign in the first byte, then seven bits per byte.
    pub fn integer(out: &mut Vec<u8>, value: u32) {
        out.push(125);
        let mut rest = value >> 6;
        out.push((value & 0x3f) as u8 | if rest > 0 { 0x80 } else { 0 });
        while rest > 0 {
            let byte = (rest & 0x7f) as u8;
            rest >>= 7;
            out.push(byte | if rest > 0 { 0x80 } else { 0 });
        }
    }

    pub fn float64(out: &mut Vec<u8>, value: f64) {
        out.push(123);
        out.extend_from_slice(&value.to_be_bytes());
    }

    /// Begins an object with `fields` fields; the caller then writes a key and a value for each.
    pub fn object(out: &mut Vec<u8>, fields: u64) {
        out.push(118);
        write_var_uint(out, fields);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn var_uint_round_trips() {
        for value in [0, 1, 127, 128, 300, 16_383, 16_384, u64::from(u32::MAX), 1 << 40] {
            let mut out = Vec::new();
            write_var_uint(&mut out, value);
            out.push(9);
            assert_eq!(read_var_uint(&out), Some((value, &[9][..])));
        }
        assert_eq!(read_var_uint(&[0x80]), None);
    }

    #[test]
    fn integers_are_written_as_npm_lib0_writes_them() {
        for (value, hex) in
            [(0, "7d00"), (7, "7d07"), (63, "7d3f"), (64, "7d8001"), (640, "7d800a"), (70_000, "7db0c508")]
        {
            let mut out = Vec::new();
            any::integer(&mut out, value);
            assert_eq!(out.iter().map(|b| format!("{b:02x}")).collect::<String>(), hex);
        }
    }
}
