//! Settings of the HTTP server: where it listens, and the address users reach it at.

use std::net::SocketAddr;

#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Server")]
pub struct ServerConfig {
    /// Address and port to listen on
    #[arg(long, env = "COUNTERSIGN_LISTEN", default_value = "127.0.0.1:8420", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// The address that users open in their browsers, e.g. https://countersign.example.org; requests from pages of any
    /// other origin are refused. Default: http:// and the listen address
    #[arg(long, env = "COUNTERSIGN_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Take a client's address from the last entry of X-Forwarded-For; use only behind a reverse proxy that sets it
    #[arg(long, env = "COUNTERSIGN_TRUST_PROXY")]
    pub trust_proxy: bool,
    /// Maximum number of open connections, including sockets; further ones wait until one closes
    #[arg(long, env = "COUNTERSIGN_MAX_CONNECTIONS", default_value_t = 20_000, value_name = "COUNT")]
    pub max_connections: usize,
    /// Seconds a client may take to send the head of a request, including idle time since the previous one
    #[arg(long, env = "COUNTERSIGN_HEADER_SECONDS", default_value_t = 10, value_name = "SECONDS")]
    pub header_seconds: u64,
    /// Seconds that open requests and documents have to finish when the server stops
    #[arg(long, env = "COUNTERSIGN_SHUTDOWN_SECONDS", default_value_t = 10, value_name = "SECONDS")]
    pub shutdown_seconds: u64,
}

impl ServerConfig {
    /// Returns the origins whose pages may change data: that of the public URL or, without one, those that name the listen
    /// address.
    #[must_use]
    pub fn origins(&self) -> Vec<String> {
        if let Some(url) = &self.public_url {
            return vec![origin_of(url)];
        }
        let port = match self.listen.port() {
            80 => String::new(),
            port => format!(":{port}"),
        };
        let mut origins = vec![match self.listen.ip() {
            std::net::IpAddr::V4(ip) => format!("http://{ip}{port}"),
            std::net::IpAddr::V6(ip) => format!("http://[{ip}]{port}"),
        }];
        if self.listen.ip().is_loopback() {
            origins.push(format!("http://localhost{port}"));
        }
        origins
    }

    /// Returns whether users reach the server over TLS, so that cookies can require it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Checks that the public URL is valid, and present if the server listens on all addresses.
    ///
    /// # Errors
    /// Returns an error that says which setting to change, and how.
    pub fn check(&self) -> anyhow::Result<()> {
        match &self.public_url {
            Some(url) if !(url.starts_with("http://") || url.starts_with("https://")) => {
                anyhow::bail!("the public URL {url:?} (COUNTERSIGN_PUBLIC_URL) must begin with http:// or https://")
            }
            None if self.listen.ip().is_unspecified() => anyhow::bail!(
                "listening on all addresses ({}) requires --public-url (COUNTERSIGN_PUBLIC_URL), the address that \
                 users open in their browsers, so that requests from other sites can be refused",
                self.listen
            ),
            Some(_) | None => Ok(()),
        }
    }
}

/// Returns scheme, host and port as a browser writes them in `Origin`: lower case, no default port, no path.
#[must_use]
pub fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let scheme = scheme.to_ascii_lowercase();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    format!("{scheme}://{}", authority.strip_suffix(default_port).unwrap_or(&authority))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (url, origin) in [
            ("https://Example.org/", "https://example.org"),
            ("https://example.org:443/app?x", "https://example.org"),
            ("http://example.org:8080", "http://example.org:8080"),
            ("http://[::1]:80", "http://[::1]"),
            ("http://a.example:80/x", "http://a.example"),
        ] {
            assert_eq!(origin_of(url), origin);
        }
    }
}
