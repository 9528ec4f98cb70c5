//! `countersign demo`: the demo workspace.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;

use super::session;
use crate::clock::Clock;
use crate::config::DataConfig;
use crate::demo;
use crate::media::MediaStore;

#[derive(clap::Args)]
pub struct DemoArgs {
    /// Folder of the installed photographs, after `npm ci --prefix demo`
    #[arg(long, default_value = "demo/node_modules", value_name = "DIR")]
    photos: PathBuf,
    /// Where the server will listen: a loopback address, since the demo's passwords are known
    #[arg(long, env = "COUNTERSIGN_LISTEN", default_value = "127.0.0.1:8420", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    #[command(flatten)]
    config: DataConfig,
}

pub async fn run(args: DemoArgs) -> anyhow::Result<()> {
    let DemoArgs { photos, listen, config } = args;
    demo::require_loopback(listen)?;
    let made = session::with_database_until(&config, async |db, stopping| {
        let media = MediaStore::open(&config.media, &config.database).context("opening the media store")?;
        demo::make(db, media, Clock::system(), &photos, stopping).await
    })
    .await?;
    if made.tasks == 0 {
        println!("The demo workspace is there already.");
    } else {
        let demo::Made { tasks, items, labels } = made;
        println!("Made the demo workspace: {tasks} tasks, {items} pictures, {labels} labels.");
    }
    print!("{}", demo::table(listen));
    Ok(())
}
