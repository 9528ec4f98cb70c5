//! File responses: names, ranges and validators in headers.

use std::io::SeekFrom;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use object_store::GetRange;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use crate::http::error::ApiError;

/// Returns a response that downloads the file, or the given range of it.
///
/// # Errors
/// Returns an error if the file cannot be read.
pub async fn attachment(
    mut file: File,
    range: Option<GetRange>,
    content_type: &'static str,
    name: &str,
) -> Result<Response, ApiError> {
    let size = file.seek(SeekFrom::End(0)).await.map_err(anyhow::Error::from)?;
    let part = match &range {
        None => 0..size,
        Some(range) => match range.as_range(size) {
            Ok(part) => part,
            Err(_) => {
                let total = format!("bytes */{size}");
                return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, total)]).into_response());
            }
        },
    };
    file.seek(SeekFrom::Start(part.start)).await.map_err(anyhow::Error::from)?;
    let length = part.end - part.start;
    let mut response = Response::new(Body::from_stream(ReaderStream::new(file.take(length))));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(CONTENT_DISPOSITION, content_disposition("attachment", name));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if range.is_some() {
        let range = format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1));
        headers.insert(CONTENT_RANGE, HeaderValue::from_str(&range).map_err(anyhow::Error::from)?);
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

/// Returns a `Content-Disposition` of `kind` (`inline` or `attachment`). The name is given in ASCII for old clients and in
/// UTF-8 for others (RFC 6266).
#[must_use]
pub fn content_disposition(kind: &str, name: &str) -> HeaderValue {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    HeaderValue::from_str(&format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .expect("only ASCII letters, digits and punctuation")
}

/// Returns the single range that a request asks for. `None` means that the response is the whole file, also if `If-Range`
/// names another version of it.
#[must_use]
pub fn requested_range(headers: &HeaderMap, etag: &str) -> Option<GetRange> {
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let fresh = header(IF_RANGE).is_none_or(|validator| validator == etag);
    header(RANGE).filter(|_| fresh).and_then(parse_range)
}

/// Parses a `Range` header. Returns `None` unless it is a single range of bytes.
fn parse_range(header: &str) -> Option<GetRange> {
    let (start, end) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match (start.trim(), end.trim()) {
        ("", suffix) => number(suffix).map(GetRange::Suffix),
        (start, "") => number(start).map(GetRange::Offset),
        (start, end) => {
            let (start, end) = (number(start)?, number(end)?);
            (start <= end).then(|| GetRange::Bounded(start..end.saturating_add(1)))
        }
    }
}

/// Returns whether a list of validators (`If-None-Match`) contains this one.
#[must_use]
pub fn etag_matches(list: &str, etag: &str) -> bool {
    list.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_28_no_file_name_breaks_out_of_its_header() {
        let value = content_disposition("inline", "../a\"; x=\r\nSet-Cookie: b;ö.jpg");
        assert_eq!(
            value.to_str().expect("ASCII"),
            "inline; filename=\"a__ x___Set-Cookie_ b__.jpg\"; \
             filename*=UTF-8''a%22%3B%20x%3D%0D%0ASet-Cookie%3A%20b%3B%C3%B6.jpg"
        );
    }

    #[test]
    fn parses_single_byte_ranges() {
        assert_eq!(parse_range("bytes=0-9"), Some(GetRange::Bounded(0..10)));
        assert_eq!(parse_range("bytes=5-"), Some(GetRange::Offset(5)));
        assert_eq!(parse_range("bytes=-5"), Some(GetRange::Suffix(5)));
        for other in
            ["bytes=9-5", "bytes=0-1,4-5", "items=0-1", "bytes=-", "bytes", "bytes=a-b", "bytes=0-18446744073709551616"]
        {
            assert_eq!(parse_range(other), None, "{other}");
        }
    }

    #[test]
    fn if_none_match_lists_are_matched() {
        assert!(
            etag_matches("\"a\", W/\"b\"", "\"b\"") && etag_matches("*", "\"b\"") && !etag_matches("\"ab\"", "\"b\"")
        );
    }
}
