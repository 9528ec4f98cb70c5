//! Settings of the data directory and the database.

use std::path::PathBuf;

#[derive(Clone, clap::Args)]
#[command(next_help_heading = "Data")]
pub struct DatabaseConfig {
    /// Directory of the built-in database and of locally stored media files
    #[arg(long, env = "COUNTERSIGN_DATA_DIR", default_value = "./data", value_name = "DIR")]
    pub data_dir: PathBuf,
    /// PostgreSQL (15 or newer) to use instead of the built-in one, e.g. postgres://user:password@host/countersign
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Maximum number of database connections
    #[arg(long, env = "COUNTERSIGN_DATABASE_CONNECTIONS", default_value_t = 16, value_name = "COUNT")]
    pub database_connections: u32,
    /// Directory of the PostgreSQL programs for the built-in database. Default: the newest in /usr/lib/postgresql, then PATH
    #[arg(long, env = "POSTGRES_BIN", value_name = "DIR")]
    pub postgres_bin: Option<PathBuf>,
}
