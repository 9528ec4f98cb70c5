//! The overview of a task: work by day and user, reasons for items that were sent back, and waiting items.

use countersign_shared::role::Role;
use countersign_shared::workflow::Stage;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::requests::{get, member, send};
use crate::app::{TestApp, TestTask};

/// A stage change of an item, as the rooms write it.
struct Step<'a> {
    item: usize,
    at: &'a str,
    by: Option<Uuid>,
    kind: &'a str,
    from: Stage,
    to: Stage,
    tags: Value,
    classes: Value,
}

impl<'a> Step<'a> {
    fn new(item: usize, at: &'a str, by: Uuid, kind: &'a str, from: Stage, to: Stage) -> Self {
        Self { item, at, by: Some(by), kind, from, to, tags: json!([]), classes: json!({}) }
    }

    async fn write(self, app: &TestApp, task: &TestTask) {
        sqlx::query(
            "INSERT INTO item_moves (item_id, task_id, at, by_id, kind, from_stage, to_stage, round, tags, rejected_classes)
             VALUES ($1, $2, $3::text::timestamptz, $4, $5, $6, $7, 1, $8, $9)",
        )
        .bind(task.items[self.item].0)
        .bind(task.id.0)
        .bind(self.at)
        .bind(self.by)
        .bind(self.kind)
        .bind(self.from.as_str())
        .bind(self.to.as_str())
        .bind(self.tags)
        .bind(self.classes)
        .execute(&app.state.db)
        .await
        .expect("inserted");
    }
}

#[tokio::test]
async fn f10_the_overview_counts_by_day_and_user_and_reports_why_items_were_sent_back() {
    use Stage::{Acceptance, Annotate, Complete, Review};
    let app = TestApp::start().await;
    let (task, other) = (app.make_task(5).await, app.make_task(1).await);
    let ana = member(&app, &task, "Ana", &[Role::Annotator]).await;
    let ben = member(&app, &task, "Ben", &[Role::Reviewer]).await;
    let ida = member(&app, &task, "Ida", &[Role::Inspector]).await;
    let (a, b, i) = (ana.user.0, ben.user.0, ida.user.0);
    for step in [
        // The evening of the 2nd in Chicago is the 3rd in UTC.
        Step::new(0, "2024-03-02T20:00:00-06:00", a, "submit", Annotate, Review),
        Step::new(0, "2024-03-03T10:00:00Z", b, "approve", Review, Acceptance),
        Step::new(0, "2024-03-03T23:59:59Z", i, "accept", Acceptance, Complete),
        Step::new(1, "2024-03-04T00:00:00Z", a, "submit", Annotate, Review),
        Step {
            tags: json!(["blurry", "late"]),
            classes: json!({ "thing": 2, "person": 1 }),
            ..Step::new(1, "2024-03-04T09:00:00Z", b, "reject", Review, Annotate)
        },
        Step::new(1, "2024-03-05T09:00:00Z", b, "submit", Annotate, Review),
        Step {
            tags: json!(["late"]),
            classes: json!({ "thing": 1 }),
            ..Step::new(1, "2024-03-05T10:00:00Z", i, "reject", Review, Annotate)
        },
        Step::new(0, "2024-03-06T09:00:00Z", i, "revise", Complete, Review),
        Step::new(2, "2024-03-06T10:00:00Z", i, "accept", Acceptance, Complete),
        // After the requested days, and by nobody.
        Step { by: None, ..Step::new(3, "2024-03-07T00:00:00Z", i, "accept", Acceptance, Complete) },
    ] {
        step.write(&app, &task).await;
    }
    Step::new(0, "2024-03-04T10:00:00Z", a, "accept", Acceptance, Complete).write(&app, &other).await;
    // The third and fourth are complete by their stage changes; the fifth was imported as complete.
    for (item, stage) in [(0, Review), (2, Complete), (3, Complete), (4, Complete)] {
        app.set_stage(task.items[item], stage).await;
    }
    sqlx::query("UPDATE items SET stage_since = '2024-03-06T09:00:00Z' WHERE id = $1")
        .bind(task.items[0].0)
        .execute(&app.state.db)
        .await
        .expect("updated");

    let path = format!("/tasks/{}/overview", task.id);
    let seen = get(&app, &ana, &format!("{path}?from=2024-03-02&to=2024-03-06")).await;
    assert_eq!((&seen["from"], &seen["to"]), (&json!("2024-03-02"), &json!("2024-03-06")));
    assert_eq!(seen["stages"], json!({ "annotate": 1, "review": 1, "acceptance": 0, "complete": 3 }));
    assert_eq!(seen["total"], 5);
    let day = |day: &str, numbers: [i64; 6]| {
        let [submitted, approved, accepted, rejected, revised, accepted_total] = numbers;
        json!({ "day": day, "submitted": submitted, "approved": approved, "accepted": accepted,
            "rejected": rejected, "revised": revised, "accepted_total": accepted_total })
    };
    assert_eq!(
        seen["days"],
        json!([
            day("2024-03-02", [0, 0, 0, 0, 0, 1]),
            day("2024-03-03", [1, 1, 1, 0, 0, 2]),
            day("2024-03-04", [1, 0, 0, 1, 0, 2]),
            day("2024-03-05", [1, 0, 0, 1, 0, 2]),
            day("2024-03-06", [0, 0, 1, 0, 1, 2]),
        ])
    );
    assert_eq!(seen["by_class"], json!([{ "class": "thing", "labels": 3 }, { "class": "person", "labels": 1 }]));
    // The reopened item has no tag; one item was sent back twice for being late.
    assert_eq!(
        seen["by_tag"],
        json!([{ "tag": "", "items": 1 }, { "tag": "blurry", "items": 1 }, { "tag": "late", "items": 1 }])
    );
    let people: Vec<Value> = seen["people"]
        .as_array()
        .expect("people")
        .iter()
        .map(|row| {
            let number = |name: &str| row[name].as_i64().expect("a number");
            let counts = ["submitted", "approved", "accepted", "rejected", "returned"].map(number);
            json!([row["person"]["name"], counts])
        })
        .collect();
    // The reopened item returns to review, to the user who approved it. The item that Ben submitted returns to him, not to Ana.
    let expected = json!([["Ana", [2, 0, 0, 0, 1]], ["Ben", [1, 1, 0, 1, 2]], ["Ida", [0, 0, 2, 2, 0]]]);
    assert_eq!(json!(people), expected);
    let waiting = seen["waiting"].as_array().expect("stages");
    let stages: Vec<_> = waiting.iter().map(|row| (&row["stage"], &row["items"])).collect();
    assert_eq!(stages, [(&json!("annotate"), &json!(1)), (&json!("review"), &json!(1))]);
    assert_eq!(waiting[1]["oldest"], "2024-03-06T09:00:00Z");

    for wrong in ["from=2024-03-06&to=2024-03-02", "from=2020-01-01&to=2024-03-02", "from=yesterday", "to=2026-02-30"] {
        let (status, error) = send(&app, &ana, Method::GET, &format!("{path}?{wrong}"), json!({})).await;
        assert_eq!((status, &error["code"]), (400, &json!("invalid")), "{wrong}");
    }
    // Without days, the last 30, including today.
    let seen = get(&app, &ana, &path).await;
    let days = seen["days"].as_array().expect("days");
    assert_eq!((days.len(), &days[29]["accepted_total"]), (30, &json!(3)));
    assert_eq!((&seen["to"], &days[0]["day"]), (&days[29]["day"], &seen["from"]));
    app.finish().await;
}
