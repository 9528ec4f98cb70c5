//! Limits of live documents that an operator may want to change.

use countersign_shared::limits;

#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Live documents")]
pub struct LiveConfig {
    /// Messages a second from one connection, sustained
    #[arg(long, env = "COUNTERSIGN_MESSAGES_PER_SECOND", default_value_t = limits::MESSAGES_PER_SECOND, value_name = "COUNT")]
    pub messages_per_second: u32,
    /// Messages one connection may send at once before the rate counts
    #[arg(long, env = "COUNTERSIGN_MESSAGE_BURST", default_value_t = limits::MESSAGE_BURST, value_name = "COUNT")]
    pub message_burst: u32,
    /// Open sockets of one person
    #[arg(long, env = "COUNTERSIGN_CONNECTIONS_PER_USER", default_value_t = limits::MAX_CONNECTIONS_PER_USER, value_name = "COUNT")]
    pub connections_per_user: usize,
    /// Seconds an item without connections stays in memory
    #[arg(long, env = "COUNTERSIGN_ROOM_IDLE_SECONDS", default_value_t = limits::ROOM_IDLE_SECONDS, value_name = "SECONDS")]
    pub room_idle_seconds: u64,
    /// Seconds a dropped connection keeps the editor lock for the same tab
    #[arg(long, env = "COUNTERSIGN_LOCK_GRACE_SECONDS", default_value_t = limits::LOCK_GRACE_SECONDS, value_name = "SECONDS")]
    pub lock_grace_seconds: u64,
}
