//! Every setting of the server: one struct a section, each field with its flag, its variable and its default. Parsed
//! once, passed down. `docs/operations.md` lists them; `countersign serve --help` shows them.

mod database;
mod live;
mod log;
mod media;
mod server;

pub use database::DatabaseConfig;
pub use live::LiveConfig;
pub use log::{LogConfig, LogFormat};
pub use media::{MediaConfig, MediaStoreKind};
pub use server::ServerConfig;

#[derive(Clone, clap::Args)]
pub struct Config {
    #[command(flatten)]
    pub server: ServerConfig,
    #[command(flatten)]
    pub database: DatabaseConfig,
    #[command(flatten)]
    pub media: MediaConfig,
    #[command(flatten)]
    pub live: LiveConfig,
    #[command(flatten)]
    pub log: LogConfig,
}

/// The part that commands beside the server need.
#[derive(Clone, clap::Args)]
pub struct DataConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    #[command(flatten)]
    pub media: MediaConfig,
    #[command(flatten)]
    pub log: LogConfig,
}
