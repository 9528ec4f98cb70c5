//! Names that a request gives to something.

use countersign_shared::name;

use crate::http::error::ApiError;

/// A usable name, without blanks around it.
///
/// # Errors
/// What `field` holds is none.
pub fn usable_name<'a>(field: &'static str, name: &'a str) -> Result<&'a str, ApiError> {
    name::usable_name(name).map_err(|error| ApiError::field(field, error.to_string()))
}
