//! The progress of a task: work by day and by person, rejections and their reasons, and waiting items.

use std::collections::HashMap;

use axum::extract::State;
use countersign_shared::ids::{TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::lock::Person;
use countersign_shared::workflow::Stage;
use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::db::overview::{ActivityCount, Period, StageSummary};
use crate::http::days::Day;
use crate::http::error::ApiError;
use crate::http::extract::{Json, Query, TaskAccess};
use crate::http::tasks::StageCounts;

/// Number of days if the request gives none.
const DEFAULT_DAYS: i64 = 30;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_overview))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OverviewQuery {
    /// The first day. Default: 30 days in all, up to `to`
    from: Option<Day>,
    /// The last day. Default: today
    to: Option<Day>,
}

#[derive(Serialize, ToSchema)]
pub struct Overview {
    from: Day,
    to: Day,
    /// Current number of items by stage.
    stages: StageCounts,
    total: i64,
    /// One entry for every day from `from` to `to`.
    days: Vec<OverviewDay>,
    /// Number of rejected labels by class, highest first.
    by_class: Vec<RejectedClass>,
    /// Number of items sent back by issue tag, highest first.
    by_tag: Vec<RejectedTag>,
    /// The people who did something, by name.
    people: Vec<OverviewPerson>,
    /// The stages that currently have items to work on.
    waiting: Vec<WaitingItems>,
}

/// What was done on one day.
#[derive(Serialize, ToSchema)]
pub struct OverviewDay {
    day: Day,
    submitted: i64,
    approved: i64,
    /// Items that became complete.
    accepted: i64,
    rejected: i64,
    /// Complete items that were reopened.
    revised: i64,
    /// Number of complete items at the end of the day.
    accepted_total: i64,
}

#[derive(Serialize, ToSchema)]
pub struct RejectedClass {
    /// Id of the class.
    class: String,
    labels: i64,
}

#[derive(Serialize, ToSchema)]
pub struct RejectedTag {
    /// Id of the issue tag. Empty for items sent back without a tag.
    tag: String,
    items: i64,
}

/// What one person did in the period.
#[derive(Serialize, ToSchema)]
pub struct OverviewPerson {
    person: Person,
    submitted: i64,
    approved: i64,
    accepted: i64,
    /// Items they sent back, including complete ones.
    rejected: i64,
    /// Items of theirs that were sent back.
    returned: i64,
}

#[derive(Serialize, ToSchema)]
pub struct WaitingItems {
    stage: Stage,
    items: i64,
    /// When the longest-waiting item entered the stage.
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    oldest: Option<OffsetDateTime>,
}

/// Get the progress of a task over a period
#[utoipa::path(get, path = "/tasks/{id}/overview", tag = "tasks", params(("id" = TaskId, Path), OverviewQuery),
    responses((status = 200, body = Overview, description = "The progress, by days in UTC")))]
async fn get_overview(
    State(app): State<AppState>,
    access: TaskAccess,
    Query(query): Query<OverviewQuery>,
) -> Result<Json<Overview>, ApiError> {
    let (from, to) = days(query, Day::of(app.clock.now()))?;
    let (task, period) = (access.task, Period { from: from.start(), to: to.end() });
    let mut db = db::overview::begin_consistent_read(&app.db).await?;
    let stages = db::overview::stages(&mut db, task).await?;
    let done = db::overview::activity(&mut db, task, period).await?;
    let later = db::overview::net_completed_since(&mut db, task, period.to).await?;
    let by_class = db::overview::rejected_classes(&mut db, task, period).await?;
    let by_tag = db::overview::rejected_tags(&mut db, task, period).await?;
    let returned = db::overview::returns_by_user(&mut db, task, period).await?;
    let mut counts = by_person(&done, returned);
    let ids: Vec<UserId> = counts.keys().copied().collect();
    let people = db::overview::users(&mut db, &ids).await?;
    let at = |stage| stages.iter().find(|row| row.stage == stage).map_or(0, |row: &StageSummary| row.items);
    Ok(Json(Overview {
        from,
        to,
        stages: StageCounts::new(at),
        total: stages.iter().map(|row| row.items).sum(),
        days: by_day(from.0, to.0, &done, at(Stage::Complete) - later),
        by_class: by_class.into_iter().map(|(class, labels)| RejectedClass { class, labels }).collect(),
        by_tag: by_tag.into_iter().map(|(tag, items)| RejectedTag { tag, items }).collect(),
        people: people
            .into_iter()
            .filter_map(|person| counts.remove(&person.id).map(|counts| counts.of(person)))
            .collect(),
        waiting: waiting(stages),
    }))
}

/// Returns the first and the last day of the requested period.
fn days(query: OverviewQuery, today: Day) -> Result<(Day, Day), ApiError> {
    let to = query.to.unwrap_or(today);
    let from = query.from.unwrap_or_else(|| Day(to.0.saturating_sub(Duration::days(DEFAULT_DAYS - 1))));
    if from > to {
        return Err(ApiError::field("from", "The first day is after the last day."));
    }
    let most = limits::MAX_OVERVIEW_DAYS;
    if (to.0 - from.0).whole_days().unsigned_abs() >= most {
        return Err(ApiError::field(
            "from",
            format!("An overview can cover at most {most} days. Choose a later first day."),
        ));
    }
    Ok((from, to))
}

/// Counts of stage changes on one day or by one person.
#[derive(Default)]
struct Counts {
    submitted: i64,
    approved: i64,
    accepted: i64,
    rejected: i64,
    revised: i64,
    reopened: i64,
    returned: i64,
}

impl Counts {
    fn add(&mut self, done: &ActivityCount) {
        match done.kind.as_str() {
            "submit" => self.submitted += done.moves,
            "approve" => self.approved += done.moves,
            "reject" => self.rejected += done.moves,
            "revise" => self.revised += done.moves,
            _ => {}
        }
        self.accepted += done.completed;
        self.reopened += done.reopened;
    }

    fn of(self, person: Person) -> OverviewPerson {
        let Self { submitted, approved, accepted, rejected, revised, reopened: _, returned } = self;
        OverviewPerson { person, submitted, approved, accepted, rejected: rejected + revised, returned }
    }
}

fn by_person(done: &[ActivityCount], returned: Vec<(UserId, i64)>) -> HashMap<UserId, Counts> {
    let mut people: HashMap<UserId, Counts> = HashMap::new();
    for row in done {
        if let Some(by) = row.by {
            people.entry(by).or_default().add(row);
        }
    }
    for (person, times) in returned {
        people.entry(person).or_default().returned = times;
    }
    people
}

/// Returns every day, including those without any work. `complete` is the number of complete items at the end of the last day.
fn by_day(from: Date, to: Date, done: &[ActivityCount], complete: i64) -> Vec<OverviewDay> {
    let mut counts: HashMap<Date, Counts> = HashMap::new();
    for row in done {
        counts.entry(row.day).or_default().add(row);
    }
    let mut accepted_total = complete;
    let mut days = Vec::new();
    let mut next = Some(to);
    while let Some(day) = next.filter(|day| *day >= from) {
        let Counts { submitted, approved, accepted, rejected, revised, reopened, returned: _ } =
            counts.remove(&day).unwrap_or_default();
        days.push(OverviewDay { day: Day(day), submitted, approved, accepted, rejected, revised, accepted_total });
        accepted_total -= accepted - reopened;
        next = day.previous_day();
    }
    days.reverse();
    days
}

/// Returns the stages with waiting items, in the order of the workflow.
fn waiting(mut stages: Vec<StageSummary>) -> Vec<WaitingItems> {
    stages.retain(|row| row.stage != Stage::Complete);
    stages.sort_by_key(|row| row.stage);
    stages.into_iter().map(|StageSummary { stage, items, oldest }| WaitingItems { stage, items, oldest }).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn done(day: Date, kind: &str, completed: i64, reopened: i64) -> ActivityCount {
        ActivityCount {
            day,
            by: None,
            kind: kind.to_owned(),
            completed,
            reopened,
            moves: completed.max(reopened).max(1),
        }
    }

    #[test]
    fn f10_every_day_is_listed_and_totals_count_back_from_the_last() {
        let (from, to) = (date!(2026 - 02 - 27), date!(2026 - 03 - 02));
        let rows = [
            done(date!(2026 - 02 - 28), "accept", 4, 0),
            done(date!(2026 - 03 - 02), "accept", 2, 0),
            done(date!(2026 - 03 - 02), "revise", 0, 1),
            done(date!(2026 - 03 - 02), "submit", 0, 0),
        ];
        let days = by_day(from, to, &rows, 15);
        let shown: Vec<_> =
            days.iter().map(|day| (day.day.0.day(), day.accepted, day.revised, day.accepted_total)).collect();
        assert_eq!(shown, [(27, 0, 0, 10), (28, 4, 0, 14), (1, 0, 0, 14), (2, 2, 1, 15)]);
        assert_eq!(days[3].submitted, 1);
    }

    #[test]
    fn f10_an_overview_has_days_within_limits() {
        let today = Day(date!(2026 - 03 - 10));
        let ask =
            |from: Option<Date>, to: Option<Date>| days(OverviewQuery { from: from.map(Day), to: to.map(Day) }, today);
        assert_eq!(ask(None, None).expect("days"), (Day(date!(2026 - 02 - 09)), today));
        let day = date!(2026 - 03 - 01);
        assert_eq!(ask(Some(day), Some(day)).expect("one day"), (Day(day), Day(day)));
        assert!(ask(Some(date!(2026 - 03 - 11)), None).is_err());
        assert!(ask(Some(date!(2025 - 03 - 10)), None).is_ok());
        assert!(ask(Some(date!(2025 - 03 - 09)), None).is_err());
        assert!(ask(None, Some(date!(0001 - 01 - 05))).is_ok());
    }
}
