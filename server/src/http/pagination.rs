//! Pagination: the number of rows on a page, and the cursor at which the next page begins.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use countersign_shared::limits;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::http::error::ApiError;

const DEFAULT_PAGE_ROWS: u32 = 50;

/// Returns the number of rows on a page, given the requested number.
#[must_use]
pub fn page_size(asked: Option<u32>) -> i64 {
    let most = u32::try_from(limits::MAX_PAGE_ROWS).expect("a limit fits");
    i64::from(asked.unwrap_or(DEFAULT_PAGE_ROWS).clamp(1, most))
}

/// Returns the error for a cursor that does not belong to the list.
#[must_use]
pub fn invalid_cursor() -> ApiError {
    ApiError::field("after", "This cursor does not belong to the list. Start again at the first page.")
}

/// Parses the cursor of a list that is ordered by id alone.
///
/// # Errors
/// Returns an error if the cursor is not an id.
pub fn parse_id_cursor<T: std::str::FromStr>(after: Option<&str>) -> Result<Option<T>, ApiError> {
    after.map(|after| after.parse().map_err(|_| invalid_cursor())).transpose()
}

/// Encodes a cursor. Cursors are opaque to clients, so that their contents can change.
///
/// # Errors
/// Returns an error if `after` cannot be written as JSON.
pub fn encode_cursor<T: Serialize>(after: &T) -> Result<String, ApiError> {
    let json = serde_json::to_vec(after).map_err(anyhow::Error::from)?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// Decodes a cursor. `fits` says whether it belongs to the requested order.
///
/// # Errors
/// Returns an error if the cursor does not belong to such a list.
pub fn decode_cursor<T: DeserializeOwned>(cursor: &str, fits: impl FnOnce(&T) -> bool) -> Result<T, ApiError> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let after: Option<T> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    after.filter(fits).ok_or_else(invalid_cursor)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::db::dataset_annotations::page as results;
    use crate::db::items::page::{Cursor, Order};

    #[test]
    fn a_cursor_comes_back_and_belongs_to_its_order() {
        let after = Cursor::Name("a/ü.jpg".into(), Uuid::from_u128(7));
        let cursor = encode_cursor(&after).expect("written");
        let read = |cursor, order| decode_cursor(cursor, |after: &Cursor| after.order() == order);
        assert_eq!(read(&cursor, Order::Name).expect("read"), after);
        assert!(read(&cursor, Order::Position).is_err());
        assert!(read("!", Order::Name).is_err());
        assert!(read("", Order::Name).is_err());
    }

    #[test]
    fn a_cursor_of_results_belongs_to_its_order() {
        let cursor = encode_cursor(&results::Cursor::Name("a/ü.jpg".into(), Uuid::from_u128(7))).expect("written");
        let read = |cursor, order| decode_cursor(cursor, |after: &results::Cursor| after.order() == order);
        assert!(read(&cursor, results::Order::Name).is_ok());
        assert!(read(&cursor, results::Order::Accepted).is_err());
        assert!(read("!", results::Order::Name).is_err());
    }

    #[test]
    fn pages_have_limits() {
        assert_eq!(page_size(None), 50);
        assert_eq!(page_size(Some(0)), 1);
        assert_eq!(page_size(Some(9_999)), 200);
    }
}
