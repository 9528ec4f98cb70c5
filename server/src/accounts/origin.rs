//! The Origin check: a browser request with a cookie is accepted only from this site's own pages.

use std::net::SocketAddr;

use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, Method};
use thiserror::Error;

use crate::config::origin_of;

/// The `Origin` header is not acceptable.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("the request does not come from this site")]
pub struct ForeignOrigin;

/// This site's own origins, compared byte by byte.
#[derive(Clone, Debug)]
pub struct AllowedOrigins(Vec<String>);

impl AllowedOrigins {
    /// Collects the site's origins. `public_url` is the address that people use. A server on a loopback or unspecified address
    /// is also reached as `127.0.0.1`, `localhost` and `[::1]` with its port: nobody else can serve pages from there.
    #[must_use]
    pub fn new(public_url: Option<&str>, listen: SocketAddr) -> Self {
        let mut origins: Vec<String> = public_url.map(origin_of).into_iter().collect();
        if listen.ip().is_loopback() || listen.ip().is_unspecified() {
            let port = listen.port();
            origins.extend(["127.0.0.1", "localhost", "[::1]"].map(|host| format!("http://{host}:{port}")));
        }
        Self(origins)
    }

    /// Requires exactly one `Origin` header, with one of the site's origins.
    ///
    /// # Errors
    /// Returns [`ForeignOrigin`] if the header is absent, repeated, `null` or any other origin.
    pub fn require(&self, headers: &HeaderMap) -> Result<(), ForeignOrigin> {
        let mut values = headers.get_all(ORIGIN).iter();
        match (values.next(), values.next()) {
            (Some(origin), None) if self.0.iter().any(|own| own.as_bytes() == origin.as_bytes()) => Ok(()),
            _ => Err(ForeignOrigin),
        }
    }

    /// Like [`Self::require`], but accepts a request without the header: it does not come from a browser.
    ///
    /// # Errors
    /// Returns [`ForeignOrigin`] if the header is present and not acceptable.
    pub fn require_if_present(&self, headers: &HeaderMap) -> Result<(), ForeignOrigin> {
        if headers.contains_key(ORIGIN) { self.require(headers) } else { Ok(()) }
    }
}

/// Returns whether the method can change state.
#[must_use]
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn with(origins: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for origin in origins {
            headers.append(ORIGIN, HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn fault_17_only_the_exact_origin_passes() {
        let own = AllowedOrigins::new(Some("https://Sign.example.org/app/"), ([192, 0, 2, 7], 8420).into());
        assert!(own.require(&with(&["https://sign.example.org"])).is_ok());
        for foreign in [
            &[][..],
            &["null"],
            &[""],
            &["http://sign.example.org"],
            &["https://sign.example.org:8443"],
            &["https://sign.example.org.evil.net"],
            &["https://a.sign.example.org"],
            &["https://evil.net"],
            &["https://sign.example.org/"],
            &["http://localhost:8420"],
            &["https://sign.example.org", "https://sign.example.org"],
        ] {
            assert!(matches!(own.require(&with(foreign)), Err(ForeignOrigin)), "{foreign:?}");
        }
        assert!(own.require_if_present(&with(&[])).is_ok());
        assert!(own.require_if_present(&with(&["https://evil.net"])).is_err());
    }

    #[test]
    fn a_loopback_listener_is_its_own_origin() {
        let own = AllowedOrigins::new(None, ([127, 0, 0, 1], 8420).into());
        assert!(own.require(&with(&["http://127.0.0.1:8420"])).is_ok());
        assert!(own.require(&with(&["http://localhost:8420"])).is_ok());
        assert!(own.require(&with(&["http://localhost:8421"])).is_err());
    }
}
