//! What a person may call something.

use thiserror::Error;

use crate::limits;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("A name has 1 to {} characters.", limits::MAX_NAME_CHARS)]
pub struct UnusableName;

/// A name without the blanks around it.
///
/// # Errors
/// It is empty, too long, or holds what cannot be seen.
pub fn usable_name(name: &str) -> Result<&str, UnusableName> {
    let name = name.trim();
    let chars = name.chars().count();
    if chars == 0 || chars > limits::MAX_NAME_CHARS || name.chars().any(char::is_control) {
        Err(UnusableName)
    } else {
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_not_empty_not_too_long_and_can_be_seen() {
        assert_eq!(usable_name("  Boats \n"), Ok("Boats"));
        assert!(usable_name(&"ü".repeat(limits::MAX_NAME_CHARS)).is_ok());
        for bad in ["", "  \t", "a\nb", "a\u{0}", &"ü".repeat(limits::MAX_NAME_CHARS + 1)] {
            assert_eq!(usable_name(bad), Err(UnusableName), "{bad:?}");
        }
    }
}
