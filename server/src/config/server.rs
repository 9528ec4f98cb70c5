//! Where the server listens and under which address people reach it.

use std::net::SocketAddr;

#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Server")]
pub struct ServerConfig {
    /// Address and port to listen on
    #[arg(long, env = "COUNTERSIGN_LISTEN", default_value = "127.0.0.1:8420", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// The address in people's browsers, e.g. https://countersign.example.org; requests from pages of any other origin
    /// are refused. Default: http:// and the address listened on
    #[arg(long, env = "COUNTERSIGN_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Take a client's address from the last entry of X-Forwarded-For: only behind a reverse proxy that sets it
    #[arg(long, env = "COUNTERSIGN_TRUST_PROXY")]
    pub trust_proxy: bool,
    /// Open connections, sockets included; more are refused until one closes
    #[arg(long, env = "COUNTERSIGN_MAX_CONNECTIONS", default_value_t = 20_000, value_name = "COUNT")]
    pub max_connections: usize,
    /// Seconds that open requests and documents have to finish when the server stops
    #[arg(long, env = "COUNTERSIGN_SHUTDOWN_SECONDS", default_value_t = 10, value_name = "SECONDS")]
    pub shutdown_seconds: u64,
}
