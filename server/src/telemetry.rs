//! Setup of logs and metrics.

use std::sync::OnceLock;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::{LogConfig, LogFormat};

/// Bucket bounds of histograms in seconds, from a committed edit to a long import.
const SECONDS_BUCKETS: [f64; 14] =
    [0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];
/// Bucket bounds of histograms in rows.
const ROWS_BUCKETS: [f64; 10] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 1024.0];
/// Interval at which histograms aggregate the recorded values; until then each value is kept.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// Sends logs to standard error in the configured format. A second call (in tests) has no effect.
///
/// # Errors
/// Returns an error if the log filter is not valid `tracing` syntax.
pub fn init_logs(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log_filter)
        .map_err(|error| anyhow::anyhow!("the log filter {:?} is not valid: {error}", config.log_filter))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(true);
    let _ = match config.log_format {
        LogFormat::Text => builder.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).finish().try_init(),
        LogFormat::Json => builder.json().flatten_event(true).finish().try_init(),
    };
    Ok(())
}

/// Returns the handle of the process-wide metrics recorder, which the first call installs.
pub fn metrics() -> &'static PrometheusHandle {
    static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();
    METRICS.get_or_init(|| {
        let builder = PrometheusBuilder::new()
            .set_buckets(&SECONDS_BUCKETS)
            .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_rows".to_owned()), &ROWS_BUCKETS))
            .expect("the bucket lists are not empty");
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Only this function installs a recorder, and only once. If another one were installed, this one would merely stay empty.
        let _ = metrics::set_global_recorder(recorder);
        handle
    })
}

/// Aggregates recorded values at intervals, so that they do not accumulate while nobody reads the metrics. Never returns.
pub async fn upkeep() {
    loop {
        tokio::time::sleep(UPKEEP_INTERVAL).await;
        metrics().run_upkeep();
    }
}
