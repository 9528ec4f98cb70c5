//! The server lives, says so, and stops when told.

use crate::app::TestApp;

#[tokio::test]
async fn it_is_ready_and_counts_itself() {
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
