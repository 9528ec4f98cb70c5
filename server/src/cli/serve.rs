//! `countersign serve`: the server itself.

use anyhow::Context;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::{self, App};
use crate::clock::Clock;
use crate::config::Config;
use crate::{db, telemetry};

pub async fn run(config: Config) -> anyhow::Result<()> {
    telemetry::init_logs(&config.log)?;
    let url = config.database.database_url.clone().context("DATABASE_URL is not set")?;
    let pool = db::connect(url.parse()?, config.database.database_connections).await?;
    db::migrate(&pool).await?;
    let listener = TcpListener::bind(config.server.listen).await?;
    let app = App::new(config, pool, Clock::system())?;
    app::run(listener, app, CancellationToken::new()).await
}
