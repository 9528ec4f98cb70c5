//! Validation of names in requests.

use countersign_shared::name;

use crate::http::error::ApiError;

/// Returns the name without surrounding whitespace.
///
/// # Errors
/// Returns an error about `field` if the name is not valid.
pub fn validated_name<'a>(field: &'static str, name: &'a str) -> Result<&'a str, ApiError> {
    name::validate_name(name).map_err(|error| ApiError::field(field, error.to_string()))
}
