//! `reconnect`: all clients reconnect at once, as after a network outage. Each item has 10 labels.

use anyhow::Result;
use serde::Serialize;

use super::fan_out;
use crate::process::Memory;
use crate::swarm::Swarm;
use crate::target::Target;

#[derive(Clone, Debug, clap::Args)]
pub struct ReconnectOptions {
    /// Clients that join at once
    #[arg(long, default_value_t = 1_000)]
    pub clients: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct Reconnect {
    pub clients: usize,
    /// Time from the first reconnect until the last client had its document.
    pub all_synced_ms: f64,
    pub median_ms: f64,
    pub server_cpu_ms: f64,
    pub database_cpu_ms: f64,
    pub before: Memory,
    pub after: Memory,
}

pub fn run(target: &Target, options: &ReconnectOptions) -> Result<Reconnect> {
    fan_out::make_labels(target)?;
    // The state before the outage.
    let crowd = join_all(target, options.clients)?.0;
    target.settle();
    let before = target.processes.memory();
    target.processes.reset_peak();
    let cpu = target.processes.cpu();
    drop(crowd);
    let (swarm, start) = join_all(target, options.clients)?;
    let mut synced: Vec<u64> = swarm.clients.iter().filter_map(|client| client.synced_at).collect();
    synced.sort_unstable();
    let cpu = target.processes.cpu() - cpu;
    let millis = |moment: u64| (moment - start) as f64 / 1e3;
    let result = Reconnect {
        clients: options.clients,
        all_synced_ms: synced.last().map_or(0.0, |moment| millis(*moment)),
        median_ms: synced.get(synced.len() / 2).map_or(0.0, |moment| millis(*moment)),
        server_cpu_ms: cpu.server_micros as f64 / 1e3,
        database_cpu_ms: cpu.database_micros as f64 / 1e3,
        before,
        after: target.processes.memory(),
    };
    eprintln!("{:>12}: {} clients synced in {:.0} ms", target.name, result.clients, result.all_synced_ms);
    Ok(result)
}

/// Connects all clients at once and returns the time when that began (µs).
fn join_all(target: &Target, clients: usize) -> Result<(Swarm, u64)> {
    let mut swarm = Swarm::new()?;
    let start = swarm.engine.clock.micros();
    for client in 0..clients {
        swarm.join(target, client % target.fan_out_items, &format!("again{client}"), false)?;
    }
    swarm.until_synced()?;
    Ok((swarm, start))
}
