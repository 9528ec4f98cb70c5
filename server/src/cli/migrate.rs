//! `countersign migrate`: the schema, brought up to date without serving.

use super::session;
use crate::config::DataConfig;

pub async fn run(config: DataConfig) -> anyhow::Result<()> {
    // Opening migrates.
    session::with_database(&config, async |_| Ok(())).await?;
    println!("The database's schema is up to date.");
    Ok(())
}
