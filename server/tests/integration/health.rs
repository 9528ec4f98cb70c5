//! Health checks, limits on connections and requests, security headers, and refusal of a newer database.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::app::{TIMEOUT, TestApp};

#[tokio::test]
async fn health_checks_and_metrics_respond() {
    let app = TestApp::start().await;
    let http = reqwest::Client::new();
    for path in ["/healthz", "/readyz"] {
        let response = http.get(app.url(path)).send().await.expect("a response");
        assert_eq!(response.status(), 200, "{path}");
    }
    let metrics = http.get(app.url("/metrics")).send().await.expect("a response").text().await.expect("text");
    assert!(metrics.contains("countersign_rooms"), "{metrics}");
    app.finish().await;
}

#[tokio::test]
async fn fault_27_slow_handshakes_are_cut() {
    let app = TestApp::start_with(|config| config.server.header_seconds = 1).await;
    let mut silent = TcpStream::connect(app.address).await.expect("it accepts");
    let mut slow = TcpStream::connect(app.address).await.expect("it accepts");
    let began = Instant::now();
    slow.write_all(b"GET /api/v1/live/x HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.expect("it reads");
    for stream in [&mut silent, &mut slow] {
        let mut answer = Vec::new();
        tokio::time::timeout(TIMEOUT, stream.read_to_end(&mut answer)).await.expect("it is cut").ok();
    }
    assert!(began.elapsed() >= Duration::from_millis(900), "not immediately: a slow client may take its time");
    app.finish().await;
}

#[tokio::test]
async fn fault_27_connections_beyond_the_bound_wait() {
    let app = TestApp::start_with(|config| {
        config.server.max_connections = 1;
        config.server.header_seconds = 1;
    })
    .await;
    let first = TcpStream::connect(app.address).await.expect("it accepts");
    // The second is served only once the first is closed, here for its silence.
    let began = Instant::now();
    let response = reqwest::get(app.url("/healthz")).await.expect("a response");
    assert_eq!(response.status(), 200);
    assert!(began.elapsed() >= Duration::from_millis(500));
    drop(first);
    app.finish().await;
}

#[tokio::test]
async fn fault_27_a_long_head_is_refused() {
    let app = TestApp::start().await;
    let response = reqwest::Client::new().get(app.url("/healthz")).header("x-long", "x".repeat(1_000_000)).send().await;
    // 431, or the connection is closed while the head is still being sent.
    assert!(response.is_err() || response.is_ok_and(|response| response.status() == 431));
    app.finish().await;
}

#[tokio::test]
async fn fault_28_pages_carry_a_strict_policy_and_requests_an_id() {
    let app = TestApp::start().await;
    // Only a build with the client has the page itself; the headers are always present.
    for path in ["/", "/tasks/x", "/assets/missing.js"] {
        let response = reqwest::get(app.url(path)).await.expect("a response");
        let header =
            |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(header("content-security-policy").contains("script-src 'self';"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("x-request-id").len(), 36, "{path}");
    }
    let missing = reqwest::get(app.url("/assets/missing.js")).await.expect("a response");
    assert_eq!(missing.status(), 404, "a missing file does not fall back to the client's page");
    app.finish().await;
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let app = TestApp::start().await;
    sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', true, '', 0)")
        .execute(&app.state.db)
        .await
        .expect("inserted");
    let error = countersign::postgres::migrate(&app.state.db).await.expect_err("it is newer");
    assert!(error.to_string().contains("written by a newer countersign"), "{error}");
    app.finish().await;
}
