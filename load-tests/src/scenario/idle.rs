//! `idle`: the memory of an open item and of an idle connection.

use std::time::Duration;

use anyhow::Result;
use serde::Serialize;

use crate::client::ClientEvent;
use crate::swarm::Swarm;
use crate::target::Target;
use crate::update::{Writer, frame};

const LABELS: usize = 10;

#[derive(Clone, Debug, clap::Args)]
pub struct IdleOptions {
    /// Number of idle connections
    #[arg(long, default_value_t = 1_000)]
    pub idle_connections: usize,
    /// Number of items held open
    #[arg(long, default_value_t = 400)]
    pub idle_items: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct Idle {
    pub connections: usize,
    pub items: usize,
    pub kib_per_connection: f64,
    /// Memory of an open item of 10 labels, without its connection.
    pub kib_per_item: f64,
}

pub fn run(target: &Target, options: &IdleOptions) -> Result<Idle> {
    let first = target.fan_out_items;
    let items = options.idle_items.min(target.items() - first);
    let mut swarm = Swarm::new()?;
    // After a few connections have come and gone, the memory left is the server's baseline.
    for item in 0..first.min(5) {
        swarm.join(target, item, "warm", false)?;
    }
    swarm.until_synced()?;
    drop(swarm);
    target.settle();
    let empty = target.processes.memory().server_pss_kib;

    let mut swarm = Swarm::new()?;
    for item in 0..items {
        swarm.join(target, first + item, "idle", true)?;
    }
    swarm.until_synced()?;
    let mut expected = vec![0; items];
    for (item, expected) in expected.iter_mut().enumerate() {
        let id = swarm.clients[item].client_id.unwrap_or(1_000 + item as u64);
        let mut writer = Writer::new(id);
        for label in 0..LABELS {
            let update = writer.create(&format!("idle{id}-{label}"), target.class(), 0);
            swarm.engine.out(item).binary(&frame(&update));
            swarm.clients[item].frames_sent += 1;
        }
        *expected = swarm.clients[item].frames_sent;
    }
    if target.v1 {
        let missing = std::cell::Cell::new(items);
        swarm.until(
            "stored",
            Duration::from_secs(30),
            |_| missing.get() == 0,
            |index, _, seen| {
                if let ClientEvent::Acked(received) = seen
                    && *received >= expected[index]
                    && expected[index] > 0
                {
                    expected[index] = u64::MAX;
                    missing.set(missing.get() - 1);
                }
            },
        )?;
        for item in 0..items {
            swarm.engine.out(item).text(r#"{"type":"release"}"#);
            swarm.clients[item].writes = false;
        }
    }
    settle(&mut swarm, target)?;
    let with_items = target.processes.memory().server_pss_kib;

    for connection in 0..options.idle_connections {
        swarm.join(target, first + connection % items, &format!("idle{connection}"), false)?;
    }
    swarm.until_synced()?;
    settle(&mut swarm, target)?;
    let with_connections = target.processes.memory().server_pss_kib;

    let kib = |after: u64, before: u64, count: usize| (after as f64 - before as f64) / count.max(1) as f64;
    let kib_per_connection = kib(with_connections, with_items, options.idle_connections);
    let result = Idle {
        connections: options.idle_connections,
        items,
        kib_per_connection,
        kib_per_item: kib(with_items, empty, items) - kib_per_connection,
    };
    eprintln!(
        "{:>12}: {:.1} KiB per idle connection, {:.1} KiB per open item of {LABELS} labels",
        target.name, result.kib_per_connection, result.kib_per_item
    );
    Ok(result)
}

/// Lets the server clean up while the connections stay open.
fn settle(swarm: &mut Swarm, target: &Target) -> Result<()> {
    target.collect_garbage();
    let end = swarm.engine.clock.micros() + target.settle_time().as_micros() as u64;
    let mut failed = None;
    while swarm.engine.clock.micros() < end {
        swarm.poll(end, |index, _, seen| {
            if let ClientEvent::Failed(reason) = seen {
                failed.get_or_insert(format!("connection {index}: {reason}"));
            }
        })?;
    }
    match failed {
        Some(reason) => anyhow::bail!(reason),
        None => Ok(()),
    }
}
