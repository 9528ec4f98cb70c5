//! `fan-out`: on each item, one writer moves boxes and viewers receive the edits. It runs at a low rate first, for latency
//! and CPU time, then faster, step by step, to the knee: the rate beyond which edits arrive late.

use std::collections::VecDeque;
use std::ops::Range;
use std::time::Duration;

use anyhow::{Result, bail};
use hdrhistogram::Histogram;
use serde::Serialize;

use crate::client::ClientEvent;
use crate::process::Memory;
use crate::swarm::Swarm;
use crate::target::Target;
use crate::update::{Writer, timestamps};

const LABELS: usize = 10;
/// Consecutive moves of one label, as in a drag, before the next label's turn.
const MOVES_IN_A_ROW: u64 = 20;
/// A step has failed when its deliveries are this far behind.
const MAX_LAG: Duration = Duration::from_secs(2);
const MAX_P99: Duration = Duration::from_millis(100);

#[derive(Clone, Debug, clap::Args)]
pub struct FanOutOptions {
    /// Number of items, each with one writer
    #[arg(long, default_value_t = 50)]
    pub items: usize,
    /// Viewers per item
    #[arg(long, default_value_t = 4)]
    pub viewers: usize,
    /// Edits per second of each writer at the low rate
    #[arg(long, default_value_t = 20.0)]
    pub rate: f64,
    /// Seconds measured at the low rate
    #[arg(long, default_value_t = 15.0)]
    pub seconds: f64,
    /// Seconds measured at each step on the way to the knee; 0 skips the knee
    #[arg(long, default_value_t = 3.0)]
    pub step_seconds: f64,
    /// Maximum deliveries per second to try
    #[arg(long, default_value_t = 2_000_000.0)]
    pub most: f64,
}

/// Quantiles of a latency, in milliseconds.
#[derive(Clone, Copy, Default, Debug, Serialize)]
pub struct Latency {
    pub p50: f64,
    pub p90: f64,
    pub p99: f64,
    pub max: f64,
}

impl From<&Histogram<u64>> for Latency {
    fn from(micros: &Histogram<u64>) -> Self {
        let at = |quantile| micros.value_at_quantile(quantile) as f64 / 1_000.0;
        Self { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: micros.max() as f64 / 1_000.0 }
    }
}

/// The measurements at one rate, held for some seconds.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Requested deliveries per second, and those that arrived while the edits were being sent.
    pub offered: f64,
    pub delivered: f64,
    /// Time from when an edit was due to be sent until each other client had it.
    pub latency: Latency,
    /// Time from when an edit was due to be sent until it was acknowledged; zeros for a server that does not acknowledge.
    pub ack: Latency,
    /// How late the generator itself sent the edits.
    pub send_lateness: Latency,
    /// Deliveries that never arrived individually.
    pub missing: u64,
    pub server_cpu_micros_per_delivered: f64,
    pub database_cpu_micros_per_delivered: f64,
    pub server_cores: f64,
    pub database_cores: f64,
    pub memory: Memory,
    /// Why the rate was too fast, if it was.
    pub failed: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FanOut {
    pub low: Step,
    /// The fastest step that the server kept up with.
    pub knee: Option<Step>,
    pub steps: Vec<Step>,
}

pub fn run(target: &Target, options: &FanOutOptions) -> Result<FanOut> {
    let viewers = options.viewers as f64;
    let mut crowd = FanOutClients::connect(target, options.viewers)?;
    let low = crowd.step(target, options.rate * options.items as f64, 2.0, options.seconds)?;
    print_step(target, &low, viewers);
    let mut steps = Vec::new();
    let mut knee: Option<Step> = None;
    // A server that fails at the low rate has no knee.
    if options.step_seconds > 0.0 && low.failed.is_none() {
        let mut good = low.offered;
        let mut bad = options.most;
        let mut bounded = false;
        // Doubles the rate until it is too fast, then narrows the interval between the last two rates.
        while bad / good > 1.1 {
            let offered = if bounded { (good * bad).sqrt() } else { (good * 2.0).min(options.most) };
            let mut failed = true;
            // A rate is too fast when it fails twice: the machine might have been busy with something else.
            for _ in 0..2 {
                let step = crowd.step(target, offered / viewers, 1.0, options.step_seconds)?;
                print_step(target, &step, viewers);
                failed = step.failed.is_some();
                steps.push(step);
                if !failed {
                    break;
                }
                drop(crowd);
                target.settle();
                crowd = FanOutClients::connect(target, options.viewers)?;
            }
            if failed {
                bad = offered;
                bounded = true;
            } else {
                good = offered;
                knee = steps.last().cloned();
            }
        }
    }
    Ok(FanOut { low, knee, steps })
}

/// Creates the labels of every item.
pub fn make_labels(target: &Target) -> Result<()> {
    FanOutClients::connect(target, 1).map(drop)
}

fn print_step(target: &Target, step: &Step, viewers: f64) {
    eprintln!(
        "{:>12}: {:>8.0} edits/s offered, {:>8.0} delivered/s, p50 {:.2} p99 {:.2} max {:.1} ms, ack p99 {:.2}, \
         server {:.2} + database {:.2} cores, sent late p99 {:.2} ms{}",
        target.name,
        step.offered / viewers,
        step.delivered,
        step.latency.p50,
        step.latency.p99,
        step.latency.max,
        step.ack.p99,
        step.server_cores,
        step.database_cores,
        step.send_lateness.p99,
        step.failed.as_ref().map(|reason| format!(" — too fast: {reason}")).unwrap_or_default(),
    );
}

/// The writers and viewers of all items, connected and with labels to move.
struct FanOutClients {
    swarm: Swarm,
    /// One per item; its connection has the same index.
    writers: Vec<Writer>,
    sent: Vec<u64>,
    viewers: usize,
    tally: Measurements,
}

/// Counts what arrived.
struct Measurements {
    writers: usize,
    /// Edits that were due in this interval (µs) are measured.
    window: Range<u64>,
    latency: Histogram<u64>,
    ack: Histogram<u64>,
    /// Per writer, the numbers of unacknowledged update frames and the times they were due.
    unacked: Vec<VecDeque<(u64, u64)>>,
    delivered: u64,
    delivered_in_window: u64,
    failed: Option<String>,
}

fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000, 3).expect("these bounds are valid")
}

impl Measurements {
    fn on(&mut self, index: usize, now: u64, seen: ClientEvent<'_>) {
        match seen {
            ClientEvent::Update(update) if index >= self.writers => {
                for sent in timestamps(update) {
                    self.delivered += 1;
                    if self.window.contains(&now) {
                        self.delivered_in_window += 1;
                    }
                    if self.window.contains(&sent) {
                        self.latency.saturating_record(now.saturating_sub(sent));
                    }
                }
            }
            // A viewer's empty step 2 is acknowledged too.
            ClientEvent::Acked(received) if index < self.writers => {
                let unacked = &mut self.unacked[index];
                while let Some((number, sent)) = unacked.front().copied()
                    && number <= received
                {
                    unacked.pop_front();
                    if self.window.contains(&sent) {
                        self.ack.saturating_record(now.saturating_sub(sent));
                    }
                }
            }
            ClientEvent::Failed(reason) => {
                self.failed.get_or_insert(format!("connection {index}: {reason}"));
            }
            ClientEvent::Update(_)
            | ClientEvent::Acked(_)
            | ClientEvent::Nothing
            | ClientEvent::Synced
            | ClientEvent::MayWrite => {}
        }
    }
}

impl FanOutClients {
    fn connect(target: &Target, viewers: usize) -> Result<Self> {
        let items = target.fan_out_items;
        let mut swarm = Swarm::new()?;
        for item in 0..items {
            swarm.join(target, item, "writer", true)?;
        }
        for viewer in 0..viewers {
            for item in 0..items {
                swarm.join(target, item, &format!("viewer{viewer}"), false)?;
            }
        }
        swarm.until_synced()?;
        let writers = (0..items).map(|item| Writer::new(swarm.clients[item].client_id.unwrap_or_else(random_client)));
        let mut crowd = Self {
            writers: writers.collect(),
            sent: vec![0; items],
            viewers,
            tally: Measurements {
                writers: items,
                window: 0..0,
                latency: histogram(),
                ack: histogram(),
                unacked: vec![VecDeque::new(); items],
                delivered: 0,
                delivered_in_window: 0,
                failed: None,
            },
            swarm,
        };
        crowd.make_labels(target)?;
        Ok(crowd)
    }

    fn make_labels(&mut self, target: &Target) -> Result<()> {
        for item in 0..self.writers.len() {
            for label in 0..LABELS {
                let now = self.swarm.engine.clock.micros();
                let id = format!("l{}-{label}", self.writers[item].client());
                let update = self.writers[item].create(&id, target.class(), now);
                let frame = crate::update::frame(&update);
                self.send(item, now, &frame);
            }
        }
        let expected = (self.writers.len() * LABELS * self.viewers) as u64;
        self.drain(Duration::from_secs(30), expected)?;
        if self.tally.delivered != expected {
            bail!("{} of {expected} new labels arrived", self.tally.delivered);
        }
        Ok(())
    }

    fn send(&mut self, item: usize, intended: u64, frame: &[u8]) {
        self.swarm.engine.out(item).binary(frame);
        let client = &mut self.swarm.clients[item];
        client.frames_sent += 1;
        if client.v1 {
            self.tally.unacked[item].push_back((client.frames_sent, intended));
        }
    }

    /// Handles events until `expected` deliveries have arrived in total and all edits are acknowledged, or `limit` has passed.
    fn drain(&mut self, limit: Duration, expected: u64) -> Result<()> {
        let end = self.swarm.engine.clock.micros() + limit.as_micros() as u64;
        while self.tally.delivered < expected || self.tally.unacked.iter().any(|unacked| !unacked.is_empty()) {
            if let Some(reason) = &self.tally.failed {
                bail!("{reason}");
            }
            if self.swarm.engine.clock.micros() >= end {
                break;
            }
            self.swarm.poll(end, |index, now, seen| self.tally.on(index, now, seen))?;
        }
        Ok(())
    }

    /// Measures one step: `rate` edits per second, by all writers in turn.
    fn step(&mut self, target: &Target, rate: f64, warm: f64, seconds: f64) -> Result<Step> {
        let clock = self.swarm.engine.clock;
        let per_edit = self.viewers as u64;
        let start = clock.micros() + 10_000;
        let measured = start + (warm * 1e6) as u64;
        let end = measured + (seconds * 1e6) as u64;
        self.tally.window = measured..end;
        self.tally.latency.reset();
        self.tally.ack.reset();
        self.tally.delivered = 0;
        self.tally.delivered_in_window = 0;
        let mut lateness = histogram();
        let behind = (rate * MAX_LAG.as_secs_f64()) as u64 * per_edit + 1_000;
        let mut before = None;
        let mut frame = Vec::new();
        let mut failed = None;

        let moment = |edit: u64| start + (edit as f64 * 1e6 / rate) as u64;
        let mut edit = 0_u64;
        while moment(edit) < end {
            let now = clock.micros();
            if before.is_none() && now >= measured {
                before = Some(target.processes.cpu());
            }
            // At most this many before arrivals are handled again.
            for _ in 0..256 {
                let intended = moment(edit);
                if intended > now || intended >= end {
                    break;
                }
                let item = edit as usize % self.writers.len();
                let label = (self.sent[item] / MOVES_IN_A_ROW) as usize % LABELS;
                self.sent[item] += 1;
                frame.clear();
                self.writers[item].move_frame(&mut frame, label, intended);
                self.send(item, intended, &frame);
                // Each edit is a separate write, as it would be from a separate browser.
                self.swarm.engine.flush()?;
                if intended >= measured {
                    lateness.saturating_record(now - intended);
                }
                edit += 1;
            }
            self.swarm.poll(moment(edit), |index, now, seen| self.tally.on(index, now, seen))?;
            if let Some(reason) = &self.tally.failed {
                failed = Some(reason.clone());
                break;
            }
            if edit * per_edit > self.tally.delivered + behind {
                failed = Some(format!("more than {MAX_LAG:?} behind"));
                break;
            }
        }
        let spent = target.processes.cpu() - before.unwrap_or_default();
        let elapsed = clock.micros().saturating_sub(measured).max(1) as f64;
        if failed.is_none() {
            self.drain(Duration::from_secs(5), edit * per_edit)?;
        }
        let missing = (edit * per_edit).saturating_sub(self.tally.delivered);
        let latency = Latency::from(&self.tally.latency);
        if failed.is_none() && missing > 0 {
            failed = Some(format!("{missing} deliveries did not arrive"));
        }
        if failed.is_none() && latency.p99 > MAX_P99.as_secs_f64() * 1e3 {
            failed = Some(format!("p99 above {MAX_P99:?}"));
        }
        let delivered = self.tally.delivered_in_window as f64;
        Ok(Step {
            offered: rate * per_edit as f64,
            delivered: delivered / (elapsed / 1e6),
            latency,
            ack: Latency::from(&self.tally.ack),
            send_lateness: Latency::from(&lateness),
            missing,
            server_cpu_micros_per_delivered: spent.server_micros as f64 / delivered.max(1.0),
            database_cpu_micros_per_delivered: spent.database_micros as f64 / delivered.max(1.0),
            server_cores: spent.server_micros as f64 / elapsed,
            database_cores: spent.database_micros as f64 / elapsed,
            memory: target.processes.memory(),
            failed,
        })
    }
}

/// Returns a client id for servers that do not assign one.
fn random_client() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0) & 0x7fff_ffff
}
