//! Signing in and out, tokens, tickets and users, and how revoking them affects open WebSockets and streams.

use std::time::{Duration, Instant};

use countersign_shared::ids::ItemId;
use countersign_shared::limits;
use countersign_shared::role::Role;
use countersign_shared::wire::CloseCode;
use reqwest::header::{COOKIE, ORIGIN, RETRY_AFTER, SET_COOKIE};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

use crate::app::live::{ConnectOptions, LiveClient};
use crate::app::{TestApp, TestSession, TestUser};

/// The time limit for a revocation to take effect (fault 18).
const REVOKED_WITHIN: Duration = Duration::from_secs(2);

async fn try_sign_in(app: &TestApp, email: &str, password: &str) -> Response {
    let body = json!({ "email": email, "password": password });
    Client::new().post(app.url("/api/v1/auth/sign-in")).json(&body).send().await.expect("a response")
}

/// Repeats an attempt beyond the limit until it is refused. Attempts come back with time, so a slow run has a few more.
async fn until_limited(began: Instant, mut attempt: impl AsyncFnMut() -> Response) -> Response {
    let mut more = 0;
    loop {
        let response = attempt().await;
        if response.status() == 429 {
            return response;
        }
        more += 1;
        let regained = began.elapsed().as_secs() * u64::from(limits::SIGN_IN_ATTEMPTS) / 60;
        assert!(more <= regained, "{more} attempts too many, of {regained} regained");
    }
}

async fn me(app: &TestApp, session: &TestSession) -> StatusCode {
    session.http.get(app.url("/api/v1/me")).send().await.expect("a response").status()
}

async fn json_of(response: Response) -> Value {
    response.json().await.expect("JSON")
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::start_with(|config| config.server.public_url = Some("https://sign.example.org".into())).await;
    let ana = app.add_user("Ana").await;
    let response = try_sign_in(&app, "ANA@example.org", &ana.password).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let cookie = response.headers()[SET_COOKIE].to_str().expect("text").to_owned();
    for part in ["countersign_session=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age="] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let me = json_of(response).await;
    assert_eq!(me["email"], "ana@example.org");
    assert_eq!((&me["name"], &me["is_admin"], &me["settings"]), (&json!("Ana"), &json!(false), &json!({})));
    // Only the hash is stored.
    let token = cookie.split(['=', ';']).nth(1).expect("a value");
    let stored: Vec<u8> =
        sqlx::query_scalar("SELECT token_hash FROM sessions").fetch_one(&app.state.db).await.expect("one session");
    assert_eq!(stored.len(), 32);
    assert_ne!(stored, token.as_bytes());
    app.finish().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_get_the_same_answer() {
    let app = TestApp::start().await;
    let ana = app.add_user("Ana").await;
    let gone = app.add_user("Gone").await;
    sqlx::query("UPDATE users SET disabled_at = now() WHERE id = $1")
        .bind(gone.id.0)
        .execute(&app.state.db)
        .await
        .expect("disabled");
    let mut answers = Vec::new();
    for (email, password) in [
        (ana.email.as_str(), "not the password"),
        ("nobody@example.org", ana.password.as_str()),
        (gone.email.as_str(), gone.password.as_str()),
        (ana.email.as_str(), ""),
    ] {
        let response = try_sign_in(&app, email, password).await;
        assert_eq!(response.status(), 401, "{email}");
        assert!(!response.headers().contains_key(SET_COOKIE));
        answers.push(json_of(response).await);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(answers[0]["code"], "unauthenticated");
    app.finish().await;
}

#[tokio::test]
async fn sign_in_is_limited_by_email_and_address() {
    let app = TestApp::start().await;
    let ana = app.add_user("Ana").await;
    let began = Instant::now();
    for _ in 0..limits::SIGN_IN_ATTEMPTS {
        assert_eq!(try_sign_in(&app, &ana.email, "not the password").await.status(), 401);
    }
    let limited = until_limited(began, async || try_sign_in(&app, &ana.email, &ana.password).await).await;
    let wait: u64 = limited.headers()[RETRY_AFTER].to_str().expect("text").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(json_of(limited).await["code"], "too_fast");
    let ben = app.add_user("Ben").await;
    assert_eq!(try_sign_in(&app, &ben.email, &ben.password).await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn behind_a_proxy_client_addresses_are_distinguished() {
    let app = TestApp::start_with(|config| config.server.trust_proxy = true).await;
    let ana = app.add_user("Ana").await;
    let attempt = async |forwarded: &str| {
        let body = json!({ "email": ana.email, "password": "not the password" });
        let request = Client::new().post(app.url("/api/v1/auth/sign-in")).header("x-forwarded-for", forwarded);
        request.json(&body).send().await.expect("a response")
    };
    let began = Instant::now();
    // Entries that the client put before the proxy's entry do not count.
    for n in 0..limits::SIGN_IN_ATTEMPTS {
        assert_eq!(attempt(&format!("198.51.100.{n}, 192.0.2.1")).await.status(), 401);
    }
    until_limited(began, async || attempt("198.51.100.99, 192.0.2.1").await).await;
    assert_eq!(attempt("192.0.2.2").await.status(), 401);
    app.finish().await;
}

#[tokio::test]
async fn malformed_bodies_get_an_error_sentence() {
    let app = TestApp::start().await;
    let ana = app.sign_in(&app.add_user("Ana").await).await;
    let put = |body: &'static str, kind: &'static str| {
        ana.http.put(app.url("/api/v1/me/settings")).header("content-type", kind).body(body).send()
    };
    for (body, kind) in [
        ("{", "application/json"),
        ("[1]", "application/json"),
        ("{}", "text/plain"),
        ("{}", "application/x-www-form-urlencoded"),
    ] {
        let response = put(body, kind).await.expect("a response");
        assert_eq!(response.status(), 400, "{body} as {kind}");
        let error = json_of(response).await;
        assert_eq!(error["code"], "invalid");
        assert!(error["message"].as_str().expect("text").ends_with('.'), "{error}");
    }
    let large = json!({ "x": "y".repeat(limits::MAX_SETTINGS_BYTES) });
    let response = ana.http.put(app.url("/api/v1/me/settings")).json(&large).send().await.expect("a response");
    assert_eq!(response.status(), 413);
    let huge = vec![b' '; limits::MAX_JSON_BYTES + 1];
    let response = ana.http.put(app.url("/api/v1/me/settings")).header("content-type", "application/json").body(huge);
    assert_eq!(response.send().await.expect("a response").status(), 413);
    let wrong_id = ana.http.get(app.url("/api/v1/tasks/12/items")).send().await.expect("a response");
    assert_eq!(wrong_id.status(), 400);
    let wrong_method = ana.http.delete(app.url("/api/v1/me")).send().await.expect("a response");
    assert_eq!(wrong_method.status(), 405);
    assert_eq!(json_of(wrong_method).await["code"], "invalid");
    let nowhere = ana.http.get(app.url("/api/v1/nowhere")).send().await.expect("a response");
    assert_eq!(nowhere.status(), 404);
    assert_eq!(json_of(nowhere).await["code"], "not_found");
    app.finish().await;
}

#[tokio::test]
async fn settings_round_trip() {
    let app = TestApp::start().await;
    let ana = app.sign_in(&app.add_user("Ana").await).await;
    let settings = json!({ "theme": "dark", "keys": { "approve": "n" }, "sizes": [1, 2.5] });
    let put = ana.http.put(app.url("/api/v1/me/settings")).json(&settings).send().await.expect("a response");
    assert_eq!(put.status(), 204);
    let me = json_of(ana.http.get(app.url("/api/v1/me")).send().await.expect("a response")).await;
    assert_eq!(me["settings"], settings);
    app.finish().await;
}

#[tokio::test]
async fn fault_17_foreign_origins_change_nothing_and_get_no_upgrade() {
    let app = TestApp::start().await;
    let (user, task) = (app.add_user("Ana").await, app.make_task(1).await);
    app.add_member(&task, &user, &[Role::Annotator]).await;
    let ana = app.sign_in(&user).await;
    let own = app.origin();
    let foreign = [
        None,
        Some("null".to_owned()),
        Some("https://evil.example".to_owned()),
        Some(format!("{own}.evil.example")),
        Some(own.replace("127.0.0.1", "sub.localhost")),
        Some(own.replace("http://", "https://")),
        Some(format!("{own}/")),
    ];
    for origin in foreign {
        let mut request =
            Client::new().put(app.url("/api/v1/me/settings")).header(COOKIE, &ana.cookie).json(&json!({}));
        if let Some(origin) = &origin {
            request = request.header(ORIGIN, origin);
        }
        let response = request.send().await.expect("a response");
        assert_eq!(response.status(), 403, "{origin:?}");
        assert_eq!(json_of(response).await["code"], "origin", "{origin:?}");
        let dial = ConnectOptions { origin: origin.clone(), ..ConnectOptions::tab(&ana, "t") };
        assert_eq!(app.dial(task.items[0], &dial).await.err(), Some(403), "{origin:?}");
        if let Some(origin) = origin {
            let body = json!({ "email": user.email, "password": user.password });
            let sign_in = Client::new().post(app.url("/api/v1/auth/sign-in")).header(ORIGIN, &origin).json(&body);
            assert_eq!(sign_in.send().await.expect("a response").status(), 403, "{origin}");
        }
    }
    assert_eq!(app.state.rooms.stats().connections, 0);
    app.finish().await;
}

#[tokio::test]
async fn sign_out_ends_the_session() {
    let app = TestApp::start().await;
    let user = app.add_user("Ana").await;
    let (here, there) = (app.sign_in(&user).await, app.sign_in(&user).await);
    let response = here.http.post(app.url("/api/v1/auth/sign-out")).send().await.expect("a response");
    assert_eq!(response.status(), 204);
    assert!(response.headers()[SET_COOKIE].to_str().expect("text").contains("Max-Age=0"));
    assert_eq!((me(&app, &here).await, me(&app, &there).await), (StatusCode::UNAUTHORIZED, StatusCode::OK));
    app.finish().await;
}

/// Creates a member of a task who is signed in and has a WebSocket open on its item.
async fn with_socket(app: &TestApp, name: &str) -> (TestUser, TestSession, LiveClient) {
    let (user, task) = (app.add_user(name).await, app.make_task(1).await);
    app.add_member(&task, &user, &[Role::Annotator]).await;
    let session = app.sign_in(&user).await;
    let client = app.live(&session, task.items[0]).await;
    (user, session, client)
}

#[tokio::test]
async fn fault_18_sign_out_closes_open_sockets() {
    let app = TestApp::start().await;
    let (_, ana, mut client) = with_socket(&app, "Ana").await;
    let start = Instant::now();
    ana.http.post(app.url("/api/v1/auth/sign-out")).send().await.expect("a response");
    assert_eq!(client.until_closed().await, CloseCode::Unauthenticated.code());
    assert!(start.elapsed() < REVOKED_WITHIN, "{:?}", start.elapsed());
    app.finish().await;
}

#[tokio::test]
async fn fault_18_disabling_ends_sessions_tokens_and_sockets() {
    let app = TestApp::start().await;
    let (user, ana, mut client) = with_socket(&app, "Ana").await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let token = json_of(
        ana.http
            .post(app.url("/api/v1/me/tokens"))
            .json(&json!({ "name": "script" }))
            .send()
            .await
            .expect("a response"),
    )
    .await["token"]
        .as_str()
        .expect("a token")
        .to_owned();
    let with_token = || Client::new().get(app.url("/api/v1/me")).bearer_auth(&token).send();
    assert_eq!(with_token().await.expect("a response").status(), 200);
    let start = Instant::now();
    let url = app.url(&format!("/api/v1/users/{}", user.id));
    let response = root.http.patch(url).json(&json!({ "disabled": true })).send().await.expect("a response");
    assert_eq!(json_of(response).await["disabled"], true);
    assert_eq!(client.until_closed().await, CloseCode::Unauthenticated.code());
    assert!(start.elapsed() < REVOKED_WITHIN, "{:?}", start.elapsed());
    assert_eq!(me(&app, &ana).await, 401);
    assert_eq!(with_token().await.expect("a response").status(), 401);
    app.finish().await;
}

#[tokio::test]
async fn fault_18_an_expired_or_revoked_session_closes_sockets() {
    let app = TestApp::start().await;
    for (name, end) in
        [("Ana", "UPDATE sessions SET expires_at = now()"), ("Ben", "UPDATE sessions SET revoked_at = now()")]
    {
        let (_, session, mut client) = with_socket(&app, name).await;
        let start = Instant::now();
        sqlx::query(sqlx::AssertSqlSafe(end)).execute(&app.state.db).await.expect("ended");
        assert_eq!(client.until_closed().await, CloseCode::Unauthenticated.code());
        assert!(start.elapsed() < REVOKED_WITHIN, "{end}: {:?}", start.elapsed());
        assert_eq!(me(&app, &session).await, 401);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_password_reset_ends_sessions_and_takes_effect_immediately() {
    let app = TestApp::start().await;
    let user = app.add_user("Ana").await;
    let ana = app.sign_in(&user).await;
    let root = app.sign_in(&app.add_site_admin("Root").await).await;
    let url = app.url(&format!("/api/v1/users/{}", user.id));
    let short = root.http.patch(&url).json(&json!({ "password": "short" })).send().await.expect("a response");
    assert_eq!(short.status(), 400);
    assert_eq!(json_of(short).await["field"], "password");
    let new = json!({ "password": "another long one" });
    assert_eq!(root.http.patch(&url).json(&new).send().await.expect("a response").status(), 200);
    assert_eq!(me(&app, &ana).await, 401);
    assert_eq!(try_sign_in(&app, &user.email, &user.password).await.status(), 401);
    assert_eq!(try_sign_in(&app, &user.email, "another long one").await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn changing_the_own_password_ends_all_other_sessions() {
    let app = TestApp::start().await;
    let (user, there, mut elsewhere) = with_socket(&app, "Ana").await;
    let here = app.sign_in(&user).await;
    let item: uuid::Uuid = sqlx::query_scalar("SELECT id FROM items").fetch_one(&app.state.db).await.expect("one item");
    let editor = app.live(&here, ItemId(item)).await;
    let (_, token, _) =
        app.state.accounts.create_token(user.id, "robot").await.expect("the database").expect("a token");
    let put = async |current: &str, new: &str| {
        let body = json!({ "current": current, "new": new });
        here.http.put(app.url("/api/v1/me/password")).json(&body).send().await.expect("a response")
    };
    let long = "x".repeat(limits::MAX_PASSWORD_CHARS + 1);
    for (current, new, field) in [
        ("not the password", "another long one", "current"),
        (long.as_str(), "another long one", "current"),
        (user.password.as_str(), "short", "new"),
        (user.password.as_str(), long.as_str(), "new"),
    ] {
        let response = put(current, new).await;
        assert_eq!(response.status(), 400, "{field}");
        assert_eq!(json_of(response).await["field"], field);
    }
    assert_eq!(me(&app, &there).await, 200, "no session has ended");

    let start = Instant::now();
    assert_eq!(put(&user.password, "another long one").await.status(), 204);
    assert_eq!(elsewhere.until_closed().await, CloseCode::Unauthenticated.code());
    assert!(start.elapsed() < REVOKED_WITHIN, "{:?}", start.elapsed());
    assert_eq!((me(&app, &here).await, me(&app, &there).await), (StatusCode::OK, StatusCode::UNAUTHORIZED));
    let with_token = Client::new().get(app.url("/api/v1/me")).bearer_auth(&token).send().await.expect("a response");
    assert_eq!(with_token.status(), 401);
    assert_eq!(editor.closed, None, "the current session stays open");
    assert_eq!(try_sign_in(&app, &user.email, &user.password).await.status(), 401);
    assert_eq!(try_sign_in(&app, &user.email, "another long one").await.status(), 200);
    editor.close().await;
    app.finish().await;
}

#[tokio::test]
async fn password_changes_are_rate_limited_like_sign_ins() {
    let app = TestApp::start().await;
    let user = app.add_user("Ana").await;
    let began = Instant::now();
    let ana = app.sign_in(&user).await;
    let put = async |current: &str| {
        let body = json!({ "current": current, "new": "another long one" });
        ana.http.put(app.url("/api/v1/me/password")).json(&body).send().await.expect("a response")
    };
    // Signing in was the first attempt.
    for _ in 1..limits::SIGN_IN_ATTEMPTS {
        assert_eq!(put("not the password").await.status(), 400);
    }
    let limited = until_limited(began, async || put(&user.password).await).await;
    assert!(limited.headers().contains_key(RETRY_AFTER));
    assert_eq!(json_of(limited).await["code"], "too_fast");
    app.finish().await;
}

#[tokio::test]
async fn the_last_site_admin_stays() {
    let app = TestApp::start().await;
    let user = app.add_site_admin("Root").await;
    let root = app.sign_in(&user).await;
    let url = app.url(&format!("/api/v1/users/{}", user.id));
    for change in [json!({ "disabled": true }), json!({ "is_admin": false })] {
        assert_eq!(root.http.patch(&url).json(&change).send().await.expect("a response").status(), 409, "{change}");
    }
    let taken = json!({ "email": "ROOT@example.org", "name": "Double", "password": "long enough" });
    let response = root.http.post(app.url("/api/v1/users")).json(&taken).send().await.expect("a response");
    assert_eq!(response.status(), 409);
    let new = json!({ "email": "eve@example.org", "name": "Eve", "password": "long enough", "is_admin": true });
    let eve = json_of(root.http.post(app.url("/api/v1/users")).json(&new).send().await.expect("a response")).await;
    assert_eq!((&eve["name"], &eve["is_admin"], &eve["disabled"]), (&json!("Eve"), &json!(true), &json!(false)));
    assert_eq!(
        root.http.patch(&url).json(&json!({ "is_admin": false })).send().await.expect("a response").status(),
        200
    );
    assert_eq!(me(&app, &root).await, 401, "losing a right ends the session that had it");
    app.finish().await;
}

#[tokio::test]
async fn tokens_need_no_origin_and_are_shown_once() {
    let app = TestApp::start().await;
    let ana = app.sign_in(&app.add_user("Ana").await).await;
    let url = app.url("/api/v1/me/tokens");
    let created = ana.http.post(&url).json(&json!({ "name": " script " })).send().await.expect("a response");
    assert_eq!(created.status(), 201);
    let created = json_of(created).await;
    let token = created["token"].as_str().expect("a token");
    let put = Client::new().put(app.url("/api/v1/me/settings")).bearer_auth(token).json(&json!({ "by": "token" }));
    assert_eq!(put.send().await.expect("a response").status(), 204);
    let list = json_of(ana.http.get(&url).send().await.expect("a response")).await;
    assert_eq!(list[0]["name"], "script");
    assert!(list[0]["last_used_at"].is_string() && list[0].get("token").is_none(), "{list}");
    let wrong = Client::new().get(app.url("/api/v1/me")).header("authorization", "Basic YTpi").send();
    assert_eq!(wrong.await.expect("a response").status(), 401);
    let revoke = app.url(&format!("/api/v1/me/tokens/{}", created["id"].as_str().expect("an id")));
    assert_eq!(ana.http.delete(&revoke).send().await.expect("a response").status(), 204);
    assert_eq!(ana.http.delete(&revoke).send().await.expect("a response").status(), 404);
    let after = Client::new().get(app.url("/api/v1/me")).bearer_auth(token).send().await.expect("a response");
    assert_eq!(after.status(), 401);
    app.finish().await;
}

#[tokio::test]
async fn fault_18_revoking_a_token_closes_its_sockets() {
    let app = TestApp::start().await;
    let (user, ana, client) = with_socket(&app, "Ana").await;
    let (id, token, _) =
        app.state.accounts.create_token(user.id, "robot").await.expect("the database").expect("the first");
    let item: uuid::Uuid = sqlx::query_scalar("SELECT id FROM items").fetch_one(&app.state.db).await.expect("one item");
    let dial = ConnectOptions { origin: None, cookie: None, bearer: Some(token), ..ConnectOptions::tab(&ana, "robot") };
    let mut robot = app.dial(ItemId(item), &dial).await.expect("no origin is needed");
    let start = Instant::now();
    let url = app.url(&format!("/api/v1/me/tokens/{id}"));
    assert_eq!(ana.http.delete(url).send().await.expect("a response").status(), 204);
    assert_eq!(robot.until_closed().await, CloseCode::Unauthenticated.code());
    assert!(start.elapsed() < REVOKED_WITHIN, "{:?}", start.elapsed());
    assert_eq!(client.closed, None, "the session stays open");
    client.close().await;
    app.finish().await;
}

#[tokio::test]
async fn a_ticket_opens_one_socket_of_its_item_once() {
    let app = TestApp::start().await;
    let (user, task) = (app.add_user("Ana").await, app.make_task(2).await);
    app.add_member(&task, &user, &[Role::Annotator]).await;
    let ana = app.sign_in(&user).await;
    let ticket = async || {
        let url = app.url(&format!("/api/v1/items/{}/ticket", task.items[0]));
        let made = json_of(ana.http.post(url).send().await.expect("a response")).await;
        assert_eq!(made["expires_in"], limits::TICKET_SECONDS);
        let ticket = made["ticket"].as_str().expect("a ticket").to_owned();
        ConnectOptions { origin: None, cookie: None, ticket: Some(ticket), ..ConnectOptions::tab(&ana, "t") }
    };
    let dial = ticket().await;
    let client = app.dial(task.items[0], &dial).await.expect("the ticket opens the socket");
    assert_eq!(app.dial(task.items[0], &dial).await.err(), Some(401), "used");
    client.close().await;
    let dial = ticket().await;
    assert_eq!(app.dial(task.items[1], &dial).await.err(), Some(401), "for another item");
    assert_eq!(app.dial(task.items[0], &dial).await.err(), Some(401), "and used up by the attempt");
    let dial = ticket().await;
    sqlx::query("UPDATE tickets SET expires_at = now()").execute(&app.state.db).await.expect("too late");
    assert_eq!(app.dial(task.items[0], &dial).await.err(), Some(401), "too late");
    let dial = ticket().await;
    ana.http.post(app.url("/api/v1/auth/sign-out")).send().await.expect("a response");
    assert_eq!(app.dial(task.items[0], &dial).await.err(), Some(401), "its session has ended");
    app.finish().await;
}
