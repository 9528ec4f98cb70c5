//! Samples: drawn from the items in acceptance, updated as the items are accepted and rejected, and decided once.

use countersign_shared::ids::ItemId;
use countersign_shared::limits;
use countersign_shared::role::Role;
use countersign_shared::workflow::Stage;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::requests::{get, member, post, send};
use crate::app::{TestApp, TestSession, TestTask, TestUser};

/// Returns the positions of the sample's items in the task.
async fn drawn(app: &TestApp, by: &TestSession, task: &TestTask, sample: &Value) -> Vec<i64> {
    let id = sample["id"].as_str().expect("an id");
    let page = get(app, by, &format!("/tasks/{}/items?sample={id}", task.id)).await;
    page["items"].as_array().expect("items").iter().map(|item| item["position"].as_i64().expect("a number")).collect()
}

async fn draw(app: &TestApp, by: &TestSession, task: &TestTask, body: Value) -> Value {
    let (status, sample) = post(app, by, &format!("/tasks/{}/samples", task.id), body).await;
    assert_eq!(status, 201, "{sample}");
    sample
}

async fn get_sample(app: &TestApp, by: &TestSession, sample: &Value) -> Value {
    get(app, by, &format!("/samples/{}", sample["id"].as_str().expect("an id"))).await
}

/// Puts the items into acceptance, as of now.
async fn move_to_acceptance(app: &TestApp, items: &[ItemId]) {
    let ids: Vec<_> = items.iter().map(|item| item.0).collect();
    sqlx::query("UPDATE items SET stage = 'acceptance', stage_since = clock_timestamp() WHERE id = ANY($1)")
        .bind(ids)
        .execute(&app.state.db)
        .await
        .expect("updated");
}

/// Records that the user opened the items, which is required before a decision.
async fn open(app: &TestApp, by: &TestSession, items: &[ItemId]) {
    let ids: Vec<_> = items.iter().map(|item| item.0).collect();
    sqlx::query(
        "INSERT INTO item_openings (item_id, user_id, stage_since) SELECT id, $2, stage_since FROM items WHERE id = ANY($1)
         ON CONFLICT (item_id, user_id) DO UPDATE SET stage_since = excluded.stage_since",
    )
    .bind(ids)
    .bind(by.user.0)
    .execute(&app.state.db)
    .await
    .expect("inserted");
}

async fn accept(app: &TestApp, by: &TestSession, item: ItemId) {
    open(app, by, &[item]).await;
    let (status, body) = post(app, by, &format!("/items/{item}/finish"), json!({ "move": "accept" })).await;
    assert_eq!(status, 200, "{body}");
}

async fn reject(app: &TestApp, by: &TestSession, item: ItemId) {
    open(app, by, &[item]).await;
    let (status, body) = post(app, by, &format!("/items/{item}/reject"), json!({ "reason": "Not yet" })).await;
    assert_eq!(status, 200, "{body}");
}

/// Waits until a bulk action has ended.
async fn done(app: &TestApp, job: &Value) {
    let id: uuid::Uuid = job["id"].as_str().expect("an id").parse().expect("a UUID");
    app.eventually("the end of the action", async |app| {
        let state: String = sqlx::query_scalar("SELECT state FROM bulk_jobs WHERE id = $1")
            .bind(id)
            .fetch_one(&app.db)
            .await
            .expect("the action");
        state == "done"
    })
    .await;
}

async fn submitted_by(app: &TestApp, item: ItemId, by: &TestUser) {
    sqlx::query("UPDATE items SET submitted_by = $2 WHERE id = $1")
        .bind(item.0)
        .bind(by.id.0)
        .execute(&app.state.db)
        .await
        .expect("updated");
}

#[tokio::test]
async fn f15_samples_are_drawn_from_acceptance_by_method_size_and_seed() {
    let app = TestApp::start().await;
    let task = app.make_task(12).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let (ana, ben) = (app.add_user("Ana").await, app.add_user("Ben").await);
    // The first is in annotation and the last is accepted: 2 to 11 can be drawn, and 10 and 11 are Ben's.
    move_to_acceptance(&app, &task.items[1..11]).await;
    app.set_stage(task.items[11], Stage::Complete).await;
    for (index, item) in task.items.iter().enumerate() {
        submitted_by(&app, *item, if index < 9 { &ana } else { &ben }).await;
    }
    for (sql, item) in [
        ("UPDATE items SET violations = 2, class_counts = '{\"thing\": 3}' WHERE id = $1", 4),
        ("UPDATE items SET violations = 9, class_counts = '{\"thing\": 1, \"person\": 1}' WHERE id = $1", 7),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(task.items[item].0).execute(&app.state.db).await.expect("updated");
    }

    let random = json!({ "method": "random", "size": { "count": 4 }, "seed": 7, "max_error_percent": 5 });
    let first = draw(&app, &ida, &task, random.clone()).await;
    assert_eq!((&first["population"], &first["drawn"], &first["seed"]), (&json!(10), &json!(4), &json!(7)));
    assert_eq!((&first["size"], &first["filter"]), (&json!({ "count": 4 }), &json!({})));
    assert_eq!((&first["created_by"]["name"], &first["decision"]), (&json!("Ida"), &Value::Null));
    let places = drawn(&app, &ida, &task, &first).await;
    assert!(places.len() == 4 && places.iter().all(|place| (2..=11).contains(place)), "{places:?}");
    let second = draw(&app, &ida, &task, random).await;
    assert_eq!(drawn(&app, &ida, &task, &second).await, places, "the same seed draws the same");
    let unseeded = json!({ "method": "random", "size": { "percent": 25 }, "max_error_percent": 5 });
    let unseeded = draw(&app, &ida, &task, unseeded).await;
    assert!(unseeded["seed"].is_u64() && unseeded["drawn"] == 3, "{unseeded}");

    for (method, size, filter, population, expected) in [
        ("first_n", json!({ "count": 2 }), json!({}), 10, vec![2, 3]),
        ("by_violation", json!({ "count": 2 }), json!({}), 10, vec![5, 8]),
        ("random", json!({ "percent": 100 }), json!({ "annotator": ben.id }), 2, vec![10, 11]),
        ("random", json!({ "count": 100 }), json!({ "stage": "acceptance", "q": "-00" }), 8, (2..=9).collect()),
    ] {
        let body = json!({ "method": method, "size": size, "filter": filter, "max_error_percent": 0 });
        let sample = draw(&app, &ida, &task, body).await;
        assert_eq!((&sample["population"], &sample["filter"]), (&json!(population), &filter), "{method}");
        assert_eq!(drawn(&app, &ida, &task, &sample).await, expected, "{method}");
    }
    for seed in 0..5 {
        let body = |method: &str, count: u32| json!({ "method": method, "size": { "count": count }, "seed": seed, "max_error_percent": 1 });
        let places = drawn(&app, &ida, &task, &draw(&app, &ida, &task, body("per_annotator", 5)).await).await;
        assert_eq!(places.iter().filter(|place| **place >= 10).count(), 1, "{places:?}");
        let places = drawn(&app, &ida, &task, &draw(&app, &ida, &task, body("per_class", 3)).await).await;
        assert!(places.len() == 3 && places.contains(&5) && places.contains(&8), "{places:?}");
    }

    let path = format!("/tasks/{}/samples", task.id);
    for filter in [json!({ "stage": "annotate" }), json!({ "q": "no such name" }), json!({ "status": "complete" })] {
        let body = json!({ "method": "random", "size": { "count": 1 }, "filter": filter, "max_error_percent": 5 });
        let (status, error) = post(&app, &ida, &path, body).await;
        assert_eq!((status, &error["code"]), (409, &json!("conflict")), "{filter}");
    }
    let good = json!({ "method": "random", "size": { "count": 1 }, "max_error_percent": 5 });
    for (name, wrong) in [
        ("size", json!({ "count": 0 })),
        ("size", json!({ "count": limits::MAX_SAMPLE_ITEMS + 1 })),
        ("size", json!({ "percent": 100.5 })),
        ("size", json!({ "percent": -1 })),
        ("size", json!(5)),
        ("method", json!("best")),
        ("seed", json!(limits::MAX_SEED + 1)),
        ("seed", json!(-1)),
        ("max_error_percent", json!(101)),
        ("max_error_percent", Value::Null),
        ("filter", json!({ "stages": "acceptance" })),
    ] {
        let mut body = good.clone();
        body[name] = wrong.clone();
        assert_eq!(post(&app, &ida, &path, body).await.0, 400, "{name}: {wrong}");
    }
    let page =
        get(&app, &app.sign_in(&app.add_site_admin("Root").await).await, &format!("/tasks/{}/audit", task.id)).await;
    assert_eq!((&page["rows"][0]["action"], &page["rows"][0]["by"]["name"]), (&json!("sample.draw"), &json!("Ida")));
    app.finish().await;
}

#[tokio::test]
async fn f16_a_sample_follows_the_decisions_on_its_items() {
    let app = TestApp::start().await;
    let task = app.make_task(8).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    move_to_acceptance(&app, &task.items[..6]).await;
    // The first was rejected once before and came back: that does not count.
    sqlx::query(
        "INSERT INTO item_moves (item_id, task_id, at, kind, from_stage, to_stage, round) VALUES
             ($1, $2, now() - interval '2 days', 'reject', 'acceptance', 'annotate', 1),
             ($1, $2, now() - interval '1 day', 'approve', 'review', 'acceptance', 2)",
    )
    .bind(task.items[0].0)
    .bind(task.id.0)
    .execute(&app.state.db)
    .await
    .expect("inserted");
    let body = json!({ "method": "first_n", "size": { "count": 3 }, "max_error_percent": 20 });
    let sample = draw(&app, &ida, &task, body).await;
    assert_eq!((&sample["judged"], &sample["error"]), (&json!(0), &Value::Null));
    assert_eq!((&sample["suggestion"], &sample["rest"]), (&json!("judge_more"), &json!(3)));

    accept(&app, &ida, task.items[0]).await;
    reject(&app, &ida, task.items[1]).await;
    let seen = get_sample(&app, &ida, &sample).await;
    assert_eq!(
        (&seen["judged"], &seen["accepted"], &seen["rejected"], &seen["suggestion"]),
        (&json!(2), &json!(1), &json!(1), &json!("judge_more"))
    );
    let error = |name: &str| seen["error"][name].as_f64().expect("a number");
    assert_eq!(error("rate"), 0.5);
    assert!((error("low") - 0.0945).abs() < 1e-4 && (error("high") - 0.9055).abs() < 1e-4, "{}", seen["error"]);

    // One item of the rest is accepted, and a new one arrives: neither belongs to the rest.
    accept(&app, &ida, task.items[4]).await;
    move_to_acceptance(&app, &task.items[6..7]).await;
    assert_eq!(get_sample(&app, &ida, &sample).await["rest"], 2);
    // The rejected item comes back and is accepted: the sample still counts the error.
    sqlx::query(
        "INSERT INTO item_moves (item_id, task_id, at, kind, from_stage, to_stage, round)
         VALUES ($1, $2, clock_timestamp(), 'approve', 'review', 'acceptance', 2)",
    )
    .bind(task.items[1].0)
    .bind(task.id.0)
    .execute(&app.state.db)
    .await
    .expect("inserted");
    sqlx::query(
        "INSERT INTO item_moves (item_id, task_id, at, kind, from_stage, to_stage, round)
         VALUES ($1, $2, clock_timestamp(), 'accept', 'acceptance', 'complete', 2)",
    )
    .bind(task.items[1].0)
    .bind(task.id.0)
    .execute(&app.state.db)
    .await
    .expect("inserted");
    accept(&app, &ida, task.items[2]).await;
    let seen = get_sample(&app, &ida, &sample).await;
    assert_eq!((&seen["accepted"], &seen["rejected"]), (&json!(2), &json!(1)));
    // All items are decided: 33 % is more than the allowed error rate.
    assert_eq!(seen["suggestion"], "reject_rest");

    // A later sample is drawn from the items in acceptance at that time.
    let body = json!({ "method": "random", "size": { "percent": 100 }, "max_error_percent": 20 });
    let later = draw(&app, &ida, &task, body).await;
    assert_eq!((&later["population"], &later["rest"]), (&json!(3), &json!(0)));
    let list = get(&app, &ida, &format!("/tasks/{}/samples", task.id)).await;
    let ids: Vec<_> = list.as_array().expect("samples").iter().map(|sample| &sample["id"]).collect();
    assert_eq!(ids, [&later["id"], &sample["id"]]);
    assert_eq!(list[1], seen);

    let path = format!("/samples/{}", later["id"].as_str().expect("an id"));
    assert_eq!(send(&app, &ida, Method::DELETE, &path, Value::Null).await.0, 204);
    assert_eq!(send(&app, &ida, Method::DELETE, &path, Value::Null).await.0, 404);
    assert_eq!(get(&app, &ida, &format!("/tasks/{}/samples", task.id)).await.as_array().expect("samples").len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn f16_of_two_concurrent_decisions_one_accepts_the_rest() {
    let app = TestApp::start().await;
    let task = app.make_task(5).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let ivo = member(&app, &task, "Ivo", &[Role::Inspector]).await;
    move_to_acceptance(&app, &task.items).await;
    let body = json!({ "method": "first_n", "size": { "count": 1 }, "max_error_percent": 5 });
    let sample = draw(&app, &ida, &task, body).await;
    let path = format!("/samples/{}", sample["id"].as_str().expect("an id"));
    let decide = format!("{path}/decision");

    // A paused task does not change: the sample's only decision is not used up.
    let set_state = async |state: &str| {
        sqlx::query("UPDATE tasks SET state = $2 WHERE id = $1")
            .bind(task.id.0)
            .bind(state)
            .execute(&app.state.db)
            .await
            .expect("updated");
    };
    set_state("paused").await;
    let (status, error) = post(&app, &ida, &decide, json!({ "decision": "accept" })).await;
    assert_eq!((status, &error["code"]), (409, &json!("conflict")));
    set_state("open").await;
    assert_eq!(get_sample(&app, &ida, &sample).await["decision"], Value::Null);

    let (by_ida, by_ivo) = tokio::join!(
        post(&app, &ida, &decide, json!({ "decision": "accept", "note": " All fine " })),
        post(&app, &ivo, &decide, json!({ "decision": "accept", "note": "All fine" })),
    );
    let (job, name, error) = if by_ida.0 == 202 { (&by_ida.1, "Ida", &by_ivo) } else { (&by_ivo.1, "Ivo", &by_ida) };
    assert_eq!((&job["total"], &job["sample_id"]), (&json!(4), &sample["id"]), "{job}");
    assert_eq!((error.0, &error.1["code"]), (409, &json!("conflict")));
    assert!(error.1["message"].as_str().expect("text").ends_with(&format!("by {name}.")), "{}", error.1);

    done(&app, job).await;
    let finished = get(&app, &ida, &format!("/bulk/{}", job["id"].as_str().expect("an id"))).await;
    assert_eq!((&finished["done"], &finished["failed"]), (&json!(4), &json!(0)), "{finished}");
    let places = async |query: &str| {
        let page = get(&app, &ida, &format!("/tasks/{}/items?{query}", task.id)).await;
        page["items"].as_array().expect("items").iter().map(|item| item["position"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(places("stage=acceptance").await, [json!(1)], "the drawn item is left for a person to decide");
    assert_eq!(places("stage=complete").await.len(), 4);
    let seen = get_sample(&app, &ida, &sample).await;
    let decision = &seen["decision"];
    assert_eq!((&decision["decision"], &decision["note"]), (&json!("accept"), &json!("All fine")));
    assert_eq!((&decision["by"]["name"], &decision["bulk_id"]), (&json!(name), &job["id"]));
    assert_eq!((&seen["rest"], &seen["judged"]), (&json!(0), &json!(0)));
    assert_eq!(post(&app, &ida, &decide, json!({ "decision": "reject", "reason": "x" })).await.0, 409);
    assert_eq!(send(&app, &ida, Method::DELETE, &path, Value::Null).await.0, 409, "it is the record of a decision");
    app.finish().await;
}

#[tokio::test]
async fn f16_the_rest_is_sent_back_with_a_reason() {
    let app = TestApp::start().await;
    let task = app.make_task(4).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    move_to_acceptance(&app, &task.items).await;
    let body = json!({ "method": "first_n", "size": { "count": 1 }, "max_error_percent": 5 });
    let sample = draw(&app, &ida, &task, body.clone()).await;
    let decide = format!("/samples/{}/decision", sample["id"].as_str().expect("an id"));
    for (wrong, field) in [
        (json!({ "decision": "reject", "reason": " " }), json!("reason")),
        (json!({ "decision": "reject", "reason": "x", "stage": "acceptance" }), json!("stage")),
        (json!({ "decision": "reject", "reason": "x", "tags": ["unknown"] }), json!("tags")),
        (
            json!({ "decision": "reject", "reason": "x", "note": "y".repeat(limits::MAX_REASON_CHARS + 1) }),
            json!("note"),
        ),
        (json!({ "decision": "reject" }), Value::Null),
        (json!({ "decision": "accept", "reason": "x" }), Value::Null),
        (json!({ "decision": "wait" }), Value::Null),
    ] {
        let (status, error) = post(&app, &ida, &decide, wrong.clone()).await;
        assert_eq!((status, &error["field"]), (400, &field), "{wrong}: {error}");
    }
    let reject = json!({ "decision": "reject", "reason": "Edges are off", "stage": "review" });
    let (status, job) = post(&app, &ida, &decide, reject).await;
    assert_eq!((status, &job["total"]), (202, &json!(3)), "{job}");
    done(&app, &job).await;
    let page = get(&app, &ida, &format!("/tasks/{}/items?stage=review&has=rejected", task.id)).await;
    assert_eq!(page["total"], 3);
    let moves = get(&app, &ida, &format!("/items/{}/moves", task.items[3])).await;
    assert_eq!((&moves[0]["kind"], &moves[0]["reason"]), (&json!("reject"), &json!("Edges are off")));
    assert_eq!(get_sample(&app, &ida, &sample).await["decision"]["decision"], "reject");

    // A sample of all remaining items: there is no rest to decide on.
    let whole = draw(&app, &ida, &task, body).await;
    let path = format!("/samples/{}/decision", whole["id"].as_str().expect("an id"));
    assert_eq!(post(&app, &ida, &path, json!({ "decision": "accept" })).await.0, 409);
    assert_eq!(get_sample(&app, &ida, &whole).await["decision"], Value::Null);
    app.finish().await;
}
