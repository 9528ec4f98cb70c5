//! Saved views: owned by one user, shared by admins and inspectors, and changed only by their owner.

use countersign_shared::limits;
use countersign_shared::role::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::app::requests::{get, member, post, send};

fn names(views: &Value) -> Vec<&str> {
    views.as_array().expect("views").iter().map(|view| view["name"].as_str().expect("a name")).collect()
}

#[tokio::test]
async fn f8_a_view_is_kept_changed_and_deleted_by_its_owner() {
    let app = TestApp::start().await;
    let (task, other) = (app.make_task(1).await, app.make_task(1).await);
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Annotator]).await;
    let views = format!("/tasks/{}/views", task.id);
    let query = json!({ "stage": "acceptance", "has": "open_issues,comments", "sort": "name" });

    let (status, kept) = post(&app, &ana, &views, json!({ "name": " To look at ", "query": query })).await;
    assert_eq!(status, 201, "{kept}");
    assert_eq!((&kept["name"], &kept["query"]), (&json!("To look at"), &query));
    assert_eq!((&kept["shared"], &kept["mine"], &kept["by"]["name"]), (&json!(false), &json!(true), &json!("Ana")));
    let (status, error) = post(&app, &ana, &views, json!({ "name": "To look at", "query": {} })).await;
    assert_eq!((status, &error["code"], &error["field"]), (409, &json!("conflict"), &json!("name")));
    // Names are unique per user and task.
    assert_eq!(post(&app, &ben, &views, json!({ "name": "To look at", "query": {} })).await.0, 201);
    app.add_member(&other, &app.add_user("Nobody").await, &[Role::Admin]).await;
    assert_eq!(
        post(&app, &ana, &format!("/tasks/{}/views", other.id), json!({ "name": "x", "query": {} })).await.0,
        404
    );
    assert_eq!(post(&app, &ana, &views, json!({ "name": "all", "query": {} })).await.0, 201);
    assert_eq!(names(&get(&app, &ana, &views).await), ["all", "To look at"]);

    let one = format!("/views/{}", kept["id"].as_str().expect("an id"));
    let (status, error) = send(&app, &ana, Method::PATCH, &one, json!({ "name": "all" })).await;
    assert_eq!((status, &error["field"]), (409, &json!("name")));
    let (status, changed) = send(&app, &ana, Method::PATCH, &one, json!({ "query": { "q": "car" } })).await;
    assert_eq!((status, &changed["name"], &changed["query"]), (200, &json!("To look at"), &json!({ "q": "car" })));
    // A view that is not shared does not exist for others.
    for method in [Method::PATCH, Method::DELETE] {
        assert_eq!(send(&app, &ben, method, &one, json!({ "name": "mine" })).await.0, 404);
    }
    assert_eq!(send(&app, &ana, Method::DELETE, &one, Value::Null).await.0, 204);
    assert_eq!(send(&app, &ana, Method::DELETE, &one, Value::Null).await.0, 404);
    assert_eq!(names(&get(&app, &ana, &views).await), ["all"]);
    assert_eq!(names(&get(&app, &ben, &views).await), ["To look at"]);
    app.finish().await;
}

#[tokio::test]
async fn f8_only_admins_and_inspectors_share_views() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let boss = member(&app, &task, "Boss", &[Role::Admin]).await;
    let views = format!("/tasks/{}/views", task.id);

    assert_eq!(post(&app, &ana, &views, json!({ "name": "a", "query": {}, "shared": true })).await.0, 403);
    let (_, own) = post(&app, &ana, &views, json!({ "name": "a", "query": {} })).await;
    let own = format!("/views/{}", own["id"].as_str().expect("an id"));
    assert_eq!(send(&app, &ana, Method::PATCH, &own, json!({ "shared": true })).await.0, 403);
    let (status, shared) = post(&app, &ida, &views, json!({ "name": "b", "query": {}, "shared": true })).await;
    assert_eq!((status, &shared["shared"]), (201, &json!(true)));
    let shared = format!("/views/{}", shared["id"].as_str().expect("an id"));

    // The user's own views come first.
    let seen = get(&app, &ana, &views).await;
    assert_eq!(names(&seen), ["a", "b"]);
    assert_eq!((&seen[1]["mine"], &seen[1]["by"]["name"]), (&json!(false), &json!("Ida")));
    assert_eq!(send(&app, &ana, Method::PATCH, &shared, json!({ "name": "c" })).await.0, 403);
    assert_eq!(send(&app, &ana, Method::DELETE, &shared, Value::Null).await.0, 403);
    assert_eq!(send(&app, &boss, Method::PATCH, &shared, json!({ "name": "c" })).await.0, 403, "nor an admin");
    assert_eq!(send(&app, &boss, Method::DELETE, &own, Value::Null).await.0, 404, "not shared");
    assert_eq!(send(&app, &ida, Method::PATCH, &shared, json!({ "shared": false })).await.0, 200);
    assert_eq!(names(&get(&app, &ana, &views).await), ["a"]);
    assert_eq!(send(&app, &ida, Method::PATCH, &shared, json!({ "shared": true })).await.0, 200);
    assert_eq!(send(&app, &boss, Method::DELETE, &shared, Value::Null).await.0, 204);
    assert_eq!(names(&get(&app, &ida, &views).await), Vec::<&str>::new());
    app.finish().await;
}

#[tokio::test]
async fn f8_views_have_limits() {
    let app = TestApp::start().await;
    let task = app.make_task(1).await;
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let views = format!("/tasks/{}/views", task.id);
    for (body, field) in [
        (json!({ "name": " ", "query": {} }), "name"),
        (json!({ "name": "x".repeat(limits::MAX_NAME_CHARS + 1), "query": {} }), "name"),
        (json!({ "name": "a\u{0}b", "query": {} }), "name"),
        (json!({ "name": "x", "query": { "q": "y".repeat(limits::MAX_VIEW_QUERY_BYTES) } }), "query"),
        (json!({ "name": "x", "query": { "q": "a\u{0}b" } }), "query"),
    ] {
        let (status, error) = post(&app, &ana, &views, body).await;
        assert_eq!((status, &error["field"]), (400, &json!(field)), "{error}");
    }
    for body in
        [json!({ "name": "x", "query": [1] }), json!({ "name": "x" }), json!({ "name": "x", "query": {}, "by": 1 })]
    {
        assert_eq!(post(&app, &ana, &views, body).await.0, 400);
    }
    sqlx::query(
        "INSERT INTO saved_views (id, task_id, user_id, name, query)
         SELECT gen_random_uuid(), $1, $2, 'v' || n, '{}' FROM generate_series(1, $3) n",
    )
    .bind(task.id.0)
    .bind(ana.user.0)
    .bind(limits::MAX_VIEWS_PER_USER)
    .execute(&app.state.db)
    .await
    .expect("inserted");
    let (status, error) = post(&app, &ana, &views, json!({ "name": "one more", "query": {} })).await;
    assert_eq!((status, &error["code"]), (409, &json!("conflict")));
    app.finish().await;
}
