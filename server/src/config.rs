//! Every setting of the server: one struct per section, each field with its flag, variable and default. Parsed once and
//! passed down. `docs/operations.md` lists them; `countersign serve --help` shows them.

mod database;
mod live;
mod log;
mod media;
mod server;

pub use database::DatabaseConfig;
pub use live::LiveConfig;
pub use log::{LogConfig, LogFormat};
pub use media::{MediaConfig, MediaStoreKind};
pub use server::{ServerConfig, origin_of};

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

/// The settings that commands other than `serve` need.
#[derive(Clone, clap::Args)]
pub struct DataConfig {
    #[command(flatten)]
    pub database: DatabaseConfig,
    #[command(flatten)]
    pub media: MediaConfig,
    #[command(flatten)]
    pub log: LogConfig,
}

#[cfg(test)]
mod tests {
    use clap::Args;

    use super::*;

    #[test]
    fn every_setting_is_in_the_operators_guide() {
        let guide = include_str!("../../docs/operations.md");
        let command = Config::augment_args(clap::Command::new("serve"));
        for argument in command.get_arguments() {
            let text = |value: Option<&std::ffi::OsStr>| value.unwrap_or_default().to_string_lossy().into_owned();
            let default = argument.get_default_values().first().map(|value| text(Some(value))).unwrap_or_default();
            let default = if default.is_empty() || default == "false" { String::new() } else { format!("`{default}`") };
            let line = format!(
                "| `{}` | `--{}` | {default} | {} |",
                text(argument.get_env()),
                argument.get_long().unwrap_or_default(),
                argument.get_help().map(ToString::to_string).unwrap_or_default(),
            );
            assert!(guide.contains(&line), "docs/operations.md lacks this line:\n{line}");
        }
    }
}
