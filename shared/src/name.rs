//! Validation of the names that users give to things.

use thiserror::Error;

use crate::limits;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("A name must have 1 to {} characters.", limits::MAX_NAME_CHARS)]
pub struct InvalidName;

/// Returns the name without surrounding whitespace.
///
/// # Errors
/// Returns [`InvalidName`] if the name is empty, too long, or contains control characters.
pub fn validate_name(name: &str) -> Result<&str, InvalidName> {
    let name = name.trim();
    let chars = name.chars().count();
    if chars == 0 || chars > limits::MAX_NAME_CHARS || name.chars().any(char::is_control) {
        Err(InvalidName)
    } else {
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_must_be_short_and_printable() {
        assert_eq!(validate_name("  Boats \n"), Ok("Boats"));
        assert!(validate_name(&"ü".repeat(limits::MAX_NAME_CHARS)).is_ok());
        for bad in ["", "  \t", "a\nb", "a\u{0}", &"ü".repeat(limits::MAX_NAME_CHARS + 1)] {
            assert_eq!(validate_name(bad), Err(InvalidName), "{bad:?}");
        }
    }
}
