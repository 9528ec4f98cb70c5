//! Settings of the logs.

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Logs")]
pub struct LogConfig {
    /// Log filter: a level, or `target=level` pairs, e.g. info,countersign=debug
    #[arg(long, env = "COUNTERSIGN_LOG", default_value = "info,sqlx=warn", value_name = "FILTER")]
    pub log_filter: String,
    /// Format of the log lines on standard error
    #[arg(long, env = "COUNTERSIGN_LOG_FORMAT", default_value = "text", value_name = "FORMAT")]
    pub log_format: LogFormat,
}
