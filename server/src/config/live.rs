//! Limits of live documents that operators can change.

use countersign_shared::limits;

#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Live documents")]
pub struct LiveConfig {
    /// Sustained messages per second from one connection
    #[arg(long, env = "COUNTERSIGN_MESSAGES_PER_SECOND", default_value_t = limits::MESSAGES_PER_SECOND, value_name = "COUNT")]
    pub messages_per_second: u32,
    /// Messages one connection may send in a burst before the rate limit applies
    #[arg(long, env = "COUNTERSIGN_MESSAGE_BURST", default_value_t = limits::MESSAGE_BURST, value_name = "COUNT")]
    pub message_burst: u32,
    /// Maximum number of open sockets per user
    #[arg(long, env = "COUNTERSIGN_CONNECTIONS_PER_USER", default_value_t = limits::MAX_CONNECTIONS_PER_USER, value_name = "COUNT")]
    pub connections_per_user: usize,
    /// Seconds an item without connections stays in memory
    #[arg(long, env = "COUNTERSIGN_ROOM_IDLE_SECONDS", default_value_t = limits::ROOM_IDLE_SECONDS, value_name = "SECONDS")]
    pub room_idle_seconds: u64,
    /// Seconds a dropped connection keeps the editor lock for the same tab
    #[arg(long, env = "COUNTERSIGN_LOCK_GRACE_SECONDS", default_value_t = limits::LOCK_GRACE_SECONDS, value_name = "SECONDS")]
    pub lock_grace_seconds: u64,
}
