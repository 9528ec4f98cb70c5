//! `countersign migrate`: brings the schema up to date without serving.

use super::session;
use crate::config::DataConfig;

pub async fn run(config: DataConfig) -> anyhow::Result<()> {
    // Opening the database applies the migrations.
    session::with_database(&config, async |_| Ok(())).await?;
    println!("The database schema is up to date.");
    Ok(())
}
