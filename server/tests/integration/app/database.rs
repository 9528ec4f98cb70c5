//! A separate database for each test, copied from a template that is migrated once.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};
use tokio::process::Command;
use tokio::sync::OnceCell;

static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);

pub struct TestDatabase {
    name: String,
}

/// Returns the options to connect to the cluster that all tests share.
pub fn server() -> PgConnectOptions {
    std::env::var("TEST_DATABASE_URL")
        .expect("TEST_DATABASE_URL is not set; run the tests as: scripts/with-postgres cargo test --workspace")
        .parse()
        .expect("TEST_DATABASE_URL is a database address")
}

async fn execute(sql: String) {
    let mut connection = PgConnection::connect_with(&server()).await.expect("the test cluster");
    connection.execute(AssertSqlSafe(sql)).await.expect("the statement works");
    connection.close().await.expect("it closes");
}

impl TestDatabase {
    pub async fn create() -> Self {
        let template = TEMPLATE
            .get_or_init(async || {
                let name = format!("countersign_template_{}", std::process::id());
                execute(format!("CREATE DATABASE {name}")).await;
                let pool = countersign::db::connect(server().database(&name), 1).await.expect("the template");
                countersign::db::migrate(&pool).await.expect("the migrations work");
                pool.close().await;
                name
            })
            .await;
        let name = format!("countersign_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        execute(format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        Self { name }
    }

    /// Creates a database from a dump of `pg_dump`.
    pub async fn restore(dump: &Path) -> Self {
        let name = format!("countersign_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        execute(format!("CREATE DATABASE {name}")).await;
        let database = Self { name };
        let mut psql = Command::new("psql");
        psql.args(["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname", &database.url(None), "--file"])
            .arg(dump);
        let output = psql.output().await.expect("psql, from the package postgresql-client");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        database
    }

    pub fn options(&self) -> PgConnectOptions {
        server().database(&self.name)
    }

    /// Returns the URL for a server process; `through` is the address of a proxy.
    pub fn url(&self, through: Option<SocketAddr>) -> String {
        let options = self.options();
        let (user, name) = (options.get_username(), &self.name);
        match (through, options.get_socket()) {
            (Some(proxy), _) => format!("postgres://{user}@{proxy}/{name}"),
            (None, Some(folder)) => {
                format!("postgres://{user}@localhost:{}/{name}?host={}", options.get_port(), folder.display())
            }
            (None, None) => format!("postgres://{user}@{}:{}/{name}", options.get_host(), options.get_port()),
        }
    }

    pub async fn drop(self) {
        execute(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}
