//! A complete server for one test, with its own database, port and media folder.

mod data;
pub mod database;
pub mod events;
pub mod live;
pub mod log;
pub mod process;
pub mod proxy;
pub mod requests;
pub mod worker;

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use clap::Parser;
use countersign::app::{App, AppState};
use countersign::cli::{self, Cli};
use countersign::clock::Clock;
use countersign::config::Config;
use countersign::{db, postgres, serve};
use countersign_shared::ids::UserId;
use reqwest::header::{HeaderMap, HeaderValue, ORIGIN};
use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use data::{Seed, TestTask, TestUser};
use database::TestDatabase;
pub use database::server as cluster;

/// The timeout of every wait in a test.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// Returns whether fault tests run in their long form (`make torture`).
pub fn torture() -> bool {
    std::env::var_os("COUNTERSIGN_TORTURE").is_some()
}

pub struct TestApp {
    pub state: AppState,
    pub address: SocketAddr,
    pub database: TestDatabase,
    shutdown: CancellationToken,
    server: JoinHandle<anyhow::Result<()>>,
    _data_dir: TempDir,
}

/// A signed-in user: every request carries the session's cookie and this site's origin.
#[derive(Clone)]
pub struct TestSession {
    pub http: reqwest::Client,
    pub user: UserId,
    pub cookie: String,
    pub origin: String,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts a server whose settings differ from the defaults.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        Self::start_through(|options| options, change).await
    }

    /// Starts a server that connects to its database another way, such as through a proxy.
    pub async fn start_through(
        way: impl FnOnce(PgConnectOptions) -> PgConnectOptions,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let data_dir = tempfile::tempdir().expect("a folder for the test");
        Self::start_on(TestDatabase::create().await, data_dir, way, change).await
    }

    /// Starts a server on data of an older version, with a copy of its media store.
    pub async fn upgrade(database: TestDatabase, media: &Path) -> Self {
        let data_dir = tempfile::tempdir().expect("a folder for the test");
        let copied = Command::new("cp").arg("-r").arg(media).arg(data_dir.path().join("media")).status().await;
        assert!(copied.expect("cp").success());
        let pool = db::connect(database.options(), 1).await.expect("the database");
        postgres::migrate(&pool).await.expect("the migrations work");
        pool.close().await;
        Self::start_on(database, data_dir, |options| options, |_| {}).await
    }

    async fn start_on(
        database: TestDatabase,
        data_dir: TempDir,
        way: impl FnOnce(PgConnectOptions) -> PgConnectOptions,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");

        let cli::Command::Serve(config) = Cli::parse_from(["countersign", "serve"]).command else { unreachable!() };
        let mut config = *config;
        config.server.listen = address;
        config.server.public_url = None;
        config.database.data_dir = data_dir.path().to_owned();
        config.database.database_url = None;
        config.database.database_connections = 8;
        change(&mut config);

        let pool =
            db::connect(way(database.options()), config.database.database_connections).await.expect("the database");
        let state = App::new(config, pool, Clock::system()).expect("the parts fit together");
        let shutdown = CancellationToken::new();
        let server = tokio::spawn(serve::run(listener, state.clone(), shutdown.clone()));
        Self { state, address, database, shutdown, server, _data_dir: data_dir }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Signs in over HTTP, as the browser does.
    pub async fn sign_in(&self, user: &TestUser) -> TestSession {
        TestSession::sign_in(self.address, user).await
    }

    /// Waits until `condition` holds.
    pub async fn eventually(&self, what: &str, mut condition: impl AsyncFnMut(&App) -> bool) {
        let deadline = tokio::time::Instant::now() + TIMEOUT;
        while !condition(&self.state).await {
            assert!(tokio::time::Instant::now() < deadline, "timed out waiting for: {what}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Stops the server, asserts that no task, room or connection is left, and drops the database.
    pub async fn finish(self) {
        self.shutdown.cancel();
        let stopped = tokio::time::timeout(TIMEOUT, self.server).await.expect("the server stops in time");
        stopped.expect("the server does not panic").expect("the server stops without an error");
        let stats = self.state.rooms.stats();
        assert_eq!((stats.rooms, stats.connections), (0, 0), "rooms and connections left");
        assert_eq!(self.state.tasks.len(), 0, "tasks left");
        self.state.db.close().await;
        self.database.drop().await;
    }
}

impl TestSession {
    /// Signs in over HTTP, as the browser does.
    pub async fn sign_in(address: SocketAddr, user: &TestUser) -> Self {
        let origin = format!("http://{address}");
        let response = reqwest::Client::new()
            .post(format!("{origin}/api/v1/auth/sign-in"))
            .header(ORIGIN, &origin)
            .json(&serde_json::json!({ "email": user.email, "password": user.password }))
            .send()
            .await
            .expect("a response");
        assert_eq!(response.status(), 200, "signing in {}", user.email);
        let cookie = response
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| value.to_str().ok()?.split(';').next())
            .find(|pair| pair.starts_with("countersign_session="))
            .expect("a session cookie")
            .to_owned();
        let mut headers = HeaderMap::new();
        headers.insert("cookie", HeaderValue::from_str(&cookie).expect("a plain cookie"));
        headers.insert(ORIGIN, HeaderValue::from_str(&origin).expect("a plain origin"));
        let http = reqwest::Client::builder().default_headers(headers).no_proxy().build().expect("a client");
        Self { http, user: user.id, cookie, origin }
    }
}
