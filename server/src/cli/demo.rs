//! `countersign demo`: creates the demo workspace.

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
    /// Folder of the photographs that `npm ci --prefix demo` installs
    #[arg(long, default_value = "demo/node_modules", value_name = "DIR")]
    photos: PathBuf,
    /// Address the server will listen on; must be a loopback address, since the demo's passwords are public
    #[arg(long, env = "COUNTERSIGN_LISTEN", default_value = "127.0.0.1:8420", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    #[command(flatten)]
    config: DataConfig,
}

pub async fn run(args: DemoArgs) -> anyhow::Result<()> {
    let DemoArgs { photos, listen, config } = args;
    demo::require_loopback(listen)?;
    let made = session::with_database_and_cleanup(&config, async |db, stopping| {
        let media = MediaStore::open(&config.media, &config.database).context("opening the media store")?;
        demo::create(db, media, Clock::system(), &photos, stopping).await
    })
    .await?;
    if made.tasks == 0 {
        println!("The demo workspace already exists.");
    } else {
        let demo::Created { tasks, items, labels } = made;
        println!("Created the demo workspace: {tasks} tasks, {items} images, {labels} labels.");
    }
    print!("{}", demo::table(listen));
    Ok(())
}
