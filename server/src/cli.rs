//! The commands: what they take. Each runs in its own file.

mod serve;
mod signals;

use clap::{Parser, Subcommand};

use crate::config::Config;

#[derive(Parser)]
#[command(name = "countersign", version, about = "Live review and acceptance of annotated images and video")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Start the server
    Serve(Box<Config>),
}

/// Runs one command to its end.
///
/// # Errors
/// What the person at the terminal has to know.
pub fn main(cli: Cli) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(config) => serve::run(*config).await,
        }
    })
}
