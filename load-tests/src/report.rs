//! Formats the figures as a table with ratios, and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::scenario::fan_out::{FanOut, Step};
use crate::scenario::idle::Idle;
use crate::scenario::reconnect::Reconnect;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Figures {
    pub server: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fan_out: Option<FanOut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reconnect: Option<Reconnect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle: Option<Idle>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Seconds since 1970.
    pub at: u64,
    pub revision: String,
    pub cores: usize,
    pub servers: Vec<Figures>,
}

type Row = (&'static str, usize, fn(&Figures) -> Option<f64>);

fn low(figures: &Figures) -> Option<&Step> {
    figures.fan_out.as_ref().map(|fan_out| &fan_out.low)
}

fn knee(figures: &Figures) -> Option<&Step> {
    figures.fan_out.as_ref()?.knee.as_ref()
}

fn some_if_positive(value: f64) -> Option<f64> {
    (value > 0.0).then_some(value)
}

const MIB: f64 = 1_024.0;

const ROWS: &[Row] = &[
    ("fan-out, knee: delivered edits/s", 0, |f| Some(knee(f)?.delivered)),
    ("fan-out, knee: edit → other client p99, ms", 2, |f| Some(knee(f)?.latency.p99)),
    ("fan-out, knee: server CPU µs per delivered edit", 2, |f| Some(knee(f)?.server_cpu_micros_per_delivered)),
    ("fan-out, knee: server cores", 2, |f| Some(knee(f)?.server_cores)),
    ("fan-out, knee: Postgres cores", 2, |f| some_if_positive(knee(f)?.database_cores)),
    ("low rate: edit → other client p50, ms", 2, |f| Some(low(f)?.latency.p50)),
    ("low rate: p90, ms", 2, |f| Some(low(f)?.latency.p90)),
    ("low rate: p99, ms", 2, |f| Some(low(f)?.latency.p99)),
    ("low rate: max, ms", 1, |f| Some(low(f)?.latency.max)),
    ("low rate: edit → acknowledged p50, ms", 2, |f| some_if_positive(low(f)?.ack.p50)),
    ("low rate: edit → acknowledged p99, ms", 2, |f| some_if_positive(low(f)?.ack.p99)),
    ("low rate: generator late p99, ms", 2, |f| Some(low(f)?.send_lateness.p99)),
    ("low rate: server CPU µs per delivered edit", 1, |f| Some(low(f)?.server_cpu_micros_per_delivered)),
    ("low rate: Postgres CPU µs per delivered edit", 1, |f| {
        some_if_positive(low(f)?.database_cpu_micros_per_delivered)
    }),
    ("low rate: server memory (PSS), MiB", 1, |f| Some(low(f)?.memory.server_pss_kib as f64 / MIB)),
    ("low rate: Postgres memory (PSS), MiB", 1, |f| some_if_positive(low(f)?.memory.database_pss_kib as f64 / MIB)),
    ("reconnect: all synced, ms", 0, |f| Some(f.reconnect.as_ref()?.all_synced_ms)),
    ("reconnect: server CPU, ms", 0, |f| Some(f.reconnect.as_ref()?.server_cpu_ms)),
    ("reconnect: peak memory over that before", 2, |f| {
        let reconnect = f.reconnect.as_ref()?;
        Some(reconnect.after.server_peak_rss_kib as f64 / reconnect.before.server_rss_kib as f64)
    }),
    ("idle: KiB per connection", 1, |f| Some(f.idle.as_ref()?.kib_per_connection)),
    ("idle: KiB per open item of 10 labels", 1, |f| Some(f.idle.as_ref()?.kib_per_item)),
];

impl Report {
    /// Returns a Markdown table whose last column compares the first two servers.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = String::from("| |");
        for figures in &self.servers {
            let _ = write!(out, " {} |", figures.server);
        }
        let ratio = self.servers.len() > 1;
        out.push_str(if ratio { " first : second |\n|---|" } else { "\n|---|" });
        out.push_str(&"---:|".repeat(self.servers.len() + usize::from(ratio)));
        out.push('\n');
        for (title, digits, value) in ROWS {
            let values: Vec<Option<f64>> = self.servers.iter().map(value).collect();
            if values.iter().all(Option::is_none) {
                continue;
            }
            let _ = write!(out, "| {title} |");
            for value in &values {
                match value {
                    Some(value) => {
                        let _ = write!(out, " {} |", grouped(*value, *digits));
                    }
                    None => out.push_str(" – |"),
                }
            }
            if ratio {
                match (values[0], values[1]) {
                    (Some(first), Some(second)) if second != 0.0 => {
                        let _ = write!(out, " {:.2} |", first / second);
                    }
                    _ => out.push_str(" |"),
                }
            }
            out.push('\n');
        }
        out
    }
}

/// Formats a number with a comma between thousands.
fn grouped(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && digit.is_ascii_digit() && out != "-" {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        for (value, digits, text) in [
            (0.0, 0, "0"),
            (999.0, 1, "999.0"),
            (1_000.0, 0, "1,000"),
            (1_234_567.8, 1, "1,234,567.8"),
            (-123.0, 0, "-123"),
        ] {
            assert_eq!(grouped(value, digits), text);
        }
    }
}
