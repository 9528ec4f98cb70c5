//! The commands and their arguments. Each command runs in its own file.

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
    /// Import annotated images as a new task
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Export a task's annotations
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Create the demo workspace: users, photographs and annotations in every stage
    Demo(Box<demo::DemoArgs>),
    /// Create, disable and list user accounts
    #[command(subcommand)]
    User(user::UserCommand),
    /// Bring the database schema up to date, then exit
    Migrate(Box<DataConfig>),
    /// Print the OpenAPI description of the HTTP API as JSON
    Openapi,
    /// Print all limits of the server
    Limits(limits::LimitsArgs),
}

/// Runs one command to completion.
///
/// # Errors
/// Returns the command's error, with a message for the terminal.
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
