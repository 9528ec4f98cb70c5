//! Serves the browser client that is built into the binary: its files, and its page for each of its routes.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::app::AppState;
use crate::config::ServerConfig;

/// The files of the build. A debug build reads them from the folder on each request.
#[derive(RustEmbed)]
#[folder = "../client/dist"]
struct ClientAssets;

/// Prefix of the files that the build names by their contents, so that they never change.
const HASHED_PREFIX: &str = "assets/";

pub fn routes(config: &ServerConfig) -> Router<AppState> {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, content_security_policy(config)),
        (header::REFERRER_POLICY, "same-origin".to_owned()),
        (header::X_FRAME_OPTIONS, "DENY".to_owned()),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin".to_owned()),
    ];
    headers.into_iter().fold(Router::new().fallback(serve).layer(CompressionLayer::new()), |router, (name, value)| {
        match HeaderValue::from_str(&value) {
            Ok(value) => router.layer(SetResponseHeaderLayer::overriding(name, value)),
            Err(_) => router,
        }
    })
}

/// Allows scripts, workers and connections from this site only, and inline styles, which the component library needs.
fn content_security_policy(config: &ServerConfig) -> String {
    // `'self'` does not include WebSockets in every browser.
    let sockets: String =
        config.origins().iter().filter_map(|origin| Some(format!(" ws{}", origin.strip_prefix("http")?))).collect();
    format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; \
         media-src 'self' blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'{sockets}; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

async fn serve(method: Method, uri: Uri, headers: axum::http::HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let (file, cache) = match ClientAssets::get(path) {
        Some(file) if path.starts_with(HASHED_PREFIX) => (file, "public, max-age=31536000, immutable"),
        Some(file) => (file, "no-cache"),
        // A name with a dot is a missing file; any other path is a route of the client, which resolves it.
        None if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => return not_found(),
        None => match ClientAssets::get("index.html") {
            Some(page) => (page, "no-cache"),
            None => {
                return (
                    StatusCode::NOT_FOUND,
                    "This build does not include the browser client. Run `make build` to make one that does.\n",
                )
                    .into_response();
            }
        },
    };
    let etag = etag(&file);
    let unchanged = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let head =
        [(header::CACHE_CONTROL, cache.to_owned()), (header::CONTENT_TYPE, content_type(&file)), (header::ETAG, etag)];
    if unchanged {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, file.data.into_owned()).into_response()
}

/// Returns a weak ETag, since the body may be compressed in transit.
fn etag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    hash.iter().take(16).fold("W/\"".to_owned(), |text, byte| format!("{text}{byte:02x}")) + "\""
}

fn content_type(file: &EmbeddedFile) -> String {
    let kind = file.metadata.mimetype();
    if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "File not found.\n").into_response()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(clap::Parser)]
    struct TestCli {
        #[command(flatten)]
        server: ServerConfig,
    }

    #[test]
    fn the_policy_allows_sockets_to_this_site_and_no_inline_script() {
        let config = TestCli::parse_from(["test", "--public-url", "https://example.org/"]).server;
        let policy = content_security_policy(&config);
        assert!(policy.contains("connect-src 'self' wss://example.org;"), "{policy}");
        assert!(policy.contains("script-src 'self';"), "{policy}");
    }
}
