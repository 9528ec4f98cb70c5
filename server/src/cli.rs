//! The commands: what they take. Each runs in its own file.

mod demo;
mod export;
mod import;
mod limits;
mod migrate;
mod output;
mod serve;
mod session;
mod signals;
mod user;

use clap::{Parser, Subcommand};

use crate::config::{Config, DataConfig};

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
    /// Bring annotated pictures in, as a new task
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Take a task's annotations out
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Make the demo workspace: people, photographs and annotations in every stage
    Demo(Box<demo::DemoArgs>),
    /// Make, disable and list the people who can sign in
    #[command(subcommand)]
    User(user::UserCommand),
    /// Bring the database's schema up to this program's, and end
    Migrate(Box<DataConfig>),
    /// Print the description of the HTTP API (OpenAPI, JSON)
    Openapi,
    /// Print every limit of the product
    Limits(limits::LimitsArgs),
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
            Command::Import(command) => import::run(command).await,
            Command::Export(command) => export::run(command).await,
            Command::Demo(args) => demo::run(*args).await,
            Command::User(command) => user::run(command).await,
            Command::Migrate(config) => migrate::run(*config).await,
            Command::Openapi => output::print(&format!("{}\n", crate::http::openapi())),
            Command::Limits(args) => output::print(&limits::render(&args)),
        }
    })
}
