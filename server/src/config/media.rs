//! Where pictures are kept.

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum MediaStoreKind {
    /// The folder `media` of the data directory
    Local,
    /// An S3 bucket
    S3,
}

/// Keys of S3 come from the standard variables (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, …).
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Media")]
pub struct MediaConfig {
    /// Where pictures are kept: `local` is the folder `media` of the data directory, `s3` a bucket
    #[arg(long, env = "COUNTERSIGN_MEDIA_STORE", default_value = "local", value_name = "KIND")]
    pub media_store: MediaStoreKind,
    /// The bucket, with `--media-store s3`; its keys come from the AWS_* variables
    #[arg(long, env = "COUNTERSIGN_S3_BUCKET", value_name = "NAME")]
    pub s3_bucket: Option<String>,
    /// Prefix of all object names in the bucket
    #[arg(long, env = "COUNTERSIGN_S3_PREFIX", default_value = "", value_name = "PREFIX")]
    pub s3_prefix: String,
}
