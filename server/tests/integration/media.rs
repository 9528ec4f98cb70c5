//! Images over HTTP: permissions, ranges and headers.

use countersign_shared::role::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::imports::{coco, png, run};

#[tokio::test]
async fn media_are_served_in_ranges_to_members_only() {
    let app = TestApp::start().await;
    let member = app.add_user("Ana").await;
    let stranger = app.add_user("Eve").await;
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = png(600, 300);
    std::fs::write(folder.path().join("ö \"x\".png"), &bytes).expect("written");
    let file = json!({"images": [{"id": 1, "file_name": "ö \"x\".png"}]});
    std::fs::write(folder.path().join("a.json"), file.to_string()).expect("written");
    let mut import = coco(folder.path(), &folder.path().join("a.json"), "Task");
    import.members = vec![(member.id, Role::Reviewer)];
    let imported = run(&app, import).await.expect("imports");
    let session = app.sign_in(&member).await;
    let items = app.url(&format!("/api/v1/tasks/{}/items", imported.task));
    let items: Value = session.http.get(items).send().await.expect("a response").json().await.expect("JSON");
    let media = &items["items"][0]["media"];
    assert_eq!((&media["width"], &media["height"]), (&json!(600), &json!(300)));
    let url = app.url(media["url"].as_str().expect("an address"));

    let whole = session.http.get(&url).send().await.expect("a response");
    assert_eq!(whole.status(), StatusCode::OK);
    let header = |name: &str| whole.headers()[name].to_str().expect("ASCII").to_owned();
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header("content-disposition"), "inline; filename=\"_ _x_.png\"; filename*=UTF-8''%C3%B6%20%22x%22.png");
    let etag = header("etag");
    assert_eq!(whole.bytes().await.expect("a body"), bytes);

    for (range, wants) in
        [("bytes=10-19", 10..20), ("bytes=-5", bytes.len() - 5..bytes.len()), ("bytes=7-", 7..bytes.len())]
    {
        let part = session.http.get(&url).header("range", range).send().await.expect("a response");
        assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
        let content_range = format!("bytes {}-{}/{}", wants.start, wants.end - 1, bytes.len());
        assert_eq!(part.headers()["content-range"], content_range.as_str());
        assert_eq!(part.bytes().await.expect("a body"), bytes[wants]);
    }
    let beyond = session.http.get(&url).header("range", "bytes=999999-").send().await.expect("a response");
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(beyond.headers()["content-range"], format!("bytes */{}", bytes.len()).as_str());
    let stale = session.http.get(&url).header("range", "bytes=0-1").header("if-range", "\"other\"");
    assert_eq!(stale.send().await.expect("a response").status(), StatusCode::OK);
    let known = session.http.get(&url).header("if-none-match", &etag).send().await.expect("a response");
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);

    let thumbnail = app.url(media["thumbnail_url"].as_str().expect("an address"));
    let thumbnail = session.http.get(thumbnail).send().await.expect("a response");
    assert_eq!(thumbnail.headers()["content-type"], "image/jpeg");
    let small = image::load_from_memory(&thumbnail.bytes().await.expect("a body")).expect("an image");
    assert_eq!((small.width(), small.height()), (480, 240));

    let other = app.sign_in(&stranger).await;
    assert_eq!(other.http.get(&url).send().await.expect("a response").status(), StatusCode::NOT_FOUND);
    assert_eq!(reqwest::get(&url).await.expect("a response").status(), StatusCode::UNAUTHORIZED);
    app.finish().await;
}
