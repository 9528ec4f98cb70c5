//! Settings of the media store.

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum MediaStoreKind {
    /// The `media` folder in the data directory
    Local,
    /// An S3 bucket
    S3,
}

/// S3 credentials come from the standard variables (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, …).
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Media")]
pub struct MediaConfig {
    /// Where media files are stored: `local` in the `media` folder of the data directory, `s3` in a bucket
    #[arg(long, env = "COUNTERSIGN_MEDIA_STORE", default_value = "local", value_name = "KIND")]
    pub media_store: MediaStoreKind,
    /// The S3 bucket for `--media-store s3`; credentials come from the AWS_* variables
    #[arg(long, env = "COUNTERSIGN_S3_BUCKET", value_name = "NAME")]
    pub s3_bucket: Option<String>,
    /// Prefix of all object keys in the bucket
    #[arg(long, env = "COUNTERSIGN_S3_PREFIX", default_value = "", value_name = "PREFIX")]
    pub s3_prefix: String,
}
