//! Load tests: runs the scenarios against Countersign and other servers in turn, and prints the figures side by side.

mod client;
mod engine;
mod lib0;
mod process;
mod relay;
mod report;
mod scenario;
mod swarm;
mod target;
mod update;
mod websocket;

use std::fs::OpenOptions;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report::{Figures, Report};
use crate::scenario::fan_out::{self, FanOutOptions};
use crate::scenario::idle::{self, IdleOptions};
use crate::scenario::reconnect::{self, ReconnectOptions};
use crate::target::Target;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "countersign-load-tests", version, about = "Puts load on Countersign and on servers to compare")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Start each server in turn, run the scenarios, and print the figures
    Run(Box<Options>),
    /// Run a bare relay of update frames: the upper bound of what can be measured here
    Relay {
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ServerKind {
    Countersign,
    Peer,
    Relay,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ScenarioKind {
    FanOut,
    Reconnect,
    Idle,
}

#[derive(Args)]
struct Options {
    /// Servers to test, in this order; the table compares the first two
    #[arg(long, value_delimiter = ',', default_value = "countersign,peer,relay")]
    servers: Vec<ServerKind>,
    /// Scenarios to run, in this order
    #[arg(long, value_delimiter = ',', default_value = "fan-out,reconnect,idle")]
    scenarios: Vec<ScenarioKind>,
    /// Path of the Countersign binary
    #[arg(long, default_value = "target/release/countersign")]
    countersign: PathBuf,
    /// Folder of the npm peer
    #[arg(long, default_value = "load-tests/peer")]
    peer: PathBuf,
    /// File to append the report to, one line of JSON per run
    #[arg(long, default_value = "target/bench.jsonl")]
    json: PathBuf,
    /// File to write the table into, between its markers
    #[arg(long)]
    write: Option<PathBuf>,
    #[command(flatten)]
    fan_out: FanOutOptions,
    #[command(flatten)]
    reconnect: ReconnectOptions,
    #[command(flatten)]
    idle: IdleOptions,
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Task::Run(options) => run(&options),
        Task::Relay { listen } => {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            runtime.block_on(async { relay::serve(tokio::net::TcpListener::bind(listen).await?).await })
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let mut report = Report {
        at: SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default().as_secs(),
        revision: revision(),
        cores: std::thread::available_parallelism().map_or(0, usize::from),
        servers: Vec::new(),
    };
    for kind in &options.servers {
        report.servers.push(figures(options, *kind)?);
    }
    let table = report.table();
    println!("\n{} cores, revision {}\n\n{table}", report.cores, report.revision);
    if let Some(folder) = options.json.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut json = OpenOptions::new().create(true).append(true).open(&options.json)?;
    writeln!(json, "{}", serde_json::to_string(&report)?)?;
    if let Some(file) = &options.write {
        write_results(file, &table)?;
    }
    Ok(())
}

/// Runs the scenarios. Each gets a new server, so that none is affected by what another left in memory.
fn figures(options: &Options, kind: ServerKind) -> Result<Figures> {
    let mut figures = Figures::default();
    for scenario in &options.scenarios {
        // A relay holds no items.
        if (kind, *scenario) == (ServerKind::Relay, ScenarioKind::Idle) {
            continue;
        }
        let idle_items = if *scenario == ScenarioKind::Idle { options.idle.idle_items } else { 0 };
        let target = start(options, kind, idle_items)?;
        target.name.clone_into(&mut figures.server);
        let done = match scenario {
            ScenarioKind::FanOut => fan_out::run(&target, &options.fan_out).map(|it| figures.fan_out = Some(it)),
            ScenarioKind::Reconnect => {
                reconnect::run(&target, &options.reconnect).map(|it| figures.reconnect = Some(it))
            }
            ScenarioKind::Idle => idle::run(&target, &options.idle).map(|it| figures.idle = Some(it)),
        };
        done.with_context(|| target.name)?;
    }
    Ok(figures)
}

fn start(options: &Options, kind: ServerKind, idle_items: usize) -> Result<Target> {
    let items = options.fan_out.items;
    match kind {
        ServerKind::Countersign => target::countersign::start(&options.countersign, items, idle_items),
        ServerKind::Peer => target::peer::start(&options.peer, items, idle_items),
        ServerKind::Relay => target::relay::start(items, idle_items),
    }
}

const BEGIN: &str = "<!-- figures -->\n";
const END: &str = "<!-- end of figures -->";

fn write_results(file: &PathBuf, table: &str) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let (before, rest) = text.split_once(BEGIN).context("the marker where the figures begin is missing")?;
    let (_, after) = rest.split_once(END).context("the marker where the figures end is missing")?;
    std::fs::write(file, format!("{before}{BEGIN}{table}{END}{after}"))?;
    Ok(())
}

/// Returns git's name of the current revision.
fn revision() -> String {
    let output = Command::new("git").args(["describe", "--always", "--dirty"]).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
