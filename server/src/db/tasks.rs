//! Tasks, and the progress of their items.

use std::collections::HashMap;

use countersign_shared::ids::{DatasetId, TaskId, UserId};
use countersign_shared::issue::IssueTag;
use countersign_shared::lock::Person;
use countersign_shared::ontology::Ontology;
use countersign_shared::role::{Role, Roles};
use countersign_shared::task::{Distribution, TaskSettings, TaskState};
use countersign_shared::workflow::{FinishRequires, Stage, Workflow};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::columns::{parse_distribution, parse_stage, parse_task_state};
use crate::db::members::parse_roles;

/// A task as the list of tasks shows it.
pub struct TaskSummary {
    pub id: TaskId,
    pub name: String,
    pub dataset: DatasetId,
    /// The reader's roles; empty for a site admin who is not a member.
    pub roles: Roles,
    pub state: TaskState,
    pub distribution: Distribution,
    pub stages: StageCounts,
    /// Of these, the ones that are not assigned to other users.
    pub unassigned_or_mine: StageCounts,
    /// The ones that were sent back to the reader and not handed on since.
    pub sent_back_to_me: StageCounts,
    /// The ones that the reader sent back and that were resubmitted since.
    pub resubmitted_to_me: StageCounts,
    pub admins: Vec<(Person, String)>,
    pub created_at: OffsetDateTime,
}

/// Number of items by stage.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StageCounts {
    pub annotate: i64,
    pub review: i64,
    pub acceptance: i64,
    pub complete: i64,
}

impl StageCounts {
    #[must_use]
    pub fn of(&self, stage: Stage) -> i64 {
        match stage {
            Stage::Annotate => self.annotate,
            Stage::Review => self.review,
            Stage::Acceptance => self.acceptance,
            Stage::Complete => self.complete,
        }
    }

    #[must_use]
    pub fn total(&self) -> i64 {
        Stage::ALL.into_iter().map(|stage| self.of(stage)).sum()
    }

    fn set(&mut self, stage: Stage, count: i64) {
        match stage {
            Stage::Annotate => self.annotate = count,
            Stage::Review => self.review = count,
            Stage::Acceptance => self.acceptance = count,
            Stage::Complete => self.complete = count,
        }
    }
}

/// What the editor and the settings page need of a task.
pub struct TaskSetup {
    pub settings: TaskSettings,
    pub editor_lock: bool,
}

/// Changes to a task; `None` leaves a field unchanged.
#[derive(Default)]
pub struct Change<'a> {
    pub name: Option<&'a str>,
    pub editor_lock: Option<bool>,
    pub state: Option<TaskState>,
    pub distribution: Option<Distribution>,
    pub workflow: Option<&'a Workflow>,
    pub finish_requires: Option<FinishRequires>,
    pub consensus: Option<bool>,
    pub issue_tags: Option<&'a [IssueTag]>,
}

/// A user's membership of a task.
pub struct Membership {
    pub state: TaskState,
    /// Empty if the user is not a member.
    pub roles: Roles,
}

/// Returns the user's membership, or `None` if the task does not exist.
pub async fn membership(db: &mut PgConnection, task: TaskId, user: UserId) -> sqlx::Result<Option<Membership>> {
    let row = sqlx::query!(
        r#"SELECT state, ARRAY(SELECT role FROM task_members m WHERE m.task_id = t.id AND m.user_id = $2) AS "roles!"
           FROM tasks t WHERE t.id = $1"#,
        task.0,
        user.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok(Membership { state: parse_task_state(&row.state)?, roles: parse_roles(&row.roles) })).transpose()
}

/// Returns the tasks that the user is a member of, or with `all` every task, by name; with `only`, just that one.
pub async fn summaries(
    db: &mut PgConnection,
    user: UserId,
    all: bool,
    only: Option<TaskId>,
) -> sqlx::Result<Vec<TaskSummary>> {
    let rows = sqlx::query!(
        r#"SELECT t.id, t.name, t.dataset_id, t.state, t.distribution, t.created_at,
               ARRAY(SELECT role FROM task_members m WHERE m.task_id = t.id AND m.user_id = $1) AS "roles!"
           FROM tasks t
           WHERE ($3::uuid IS NULL OR t.id = $3)
             AND ($2 OR EXISTS (SELECT FROM task_members m WHERE m.task_id = t.id AND m.user_id = $1))
           ORDER BY lower(t.name), t.id"#,
        user.0,
        all,
        only.map(|id| id.0)
    )
    .fetch_all(&mut *db)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut counts = stage_counts(&mut *db, &ids, user).await?;
    let mut admins = admins(db, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let ReaderCounts { stages, unassigned_or_mine, sent_back_to_me, resubmitted_to_me } =
                counts.remove(&row.id).unwrap_or_default();
            Ok(TaskSummary {
                id: TaskId(row.id),
                name: row.name,
                dataset: DatasetId(row.dataset_id),
                roles: parse_roles(&row.roles),
                state: parse_task_state(&row.state)?,
                distribution: parse_distribution(&row.distribution)?,
                stages,
                unassigned_or_mine,
                sent_back_to_me,
                resubmitted_to_me,
                admins: admins.remove(&row.id).unwrap_or_default(),
                created_at: row.created_at,
            })
        })
        .collect()
}

#[derive(Default)]
struct ReaderCounts {
    stages: StageCounts,
    unassigned_or_mine: StageCounts,
    sent_back_to_me: StageCounts,
    resubmitted_to_me: StageCounts,
}

async fn stage_counts(
    db: &mut PgConnection,
    tasks: &[Uuid],
    reader: UserId,
) -> sqlx::Result<HashMap<Uuid, ReaderCounts>> {
    let rows = sqlx::query!(
        r#"SELECT task_id, stage, count(*) AS "count!",
               count(*) FILTER (WHERE assignee_id IS NULL OR assignee_id = $2) AS "mine!",
               count(*) FILTER (WHERE returned_at IS NOT NULL AND NOT resubmitted AND assignee_id = $2) AS "back!",
               count(*) FILTER (WHERE returned_by = $2 AND resubmitted) AS "again!"
           FROM items WHERE task_id = ANY($1) GROUP BY task_id, stage"#,
        tasks,
        reader.0
    )
    .fetch_all(db)
    .await?;
    let mut counts: HashMap<Uuid, ReaderCounts> = HashMap::new();
    for row in rows {
        let stage = parse_stage(&row.stage)?;
        let counted = counts.entry(row.task_id).or_default();
        counted.stages.set(stage, row.count);
        counted.unassigned_or_mine.set(stage, row.mine);
        counted.sent_back_to_me.set(stage, row.back);
        counted.resubmitted_to_me.set(stage, row.again);
    }
    Ok(counts)
}

async fn admins(db: &mut PgConnection, tasks: &[Uuid]) -> sqlx::Result<HashMap<Uuid, Vec<(Person, String)>>> {
    let rows = sqlx::query!(
        "SELECT m.task_id, u.id, u.name, u.color, u.email FROM task_members m JOIN users u ON u.id = m.user_id
         WHERE m.task_id = ANY($1) AND m.role = $2 AND u.disabled_at IS NULL ORDER BY lower(u.name), u.id",
        tasks,
        Role::Admin.as_str()
    )
    .fetch_all(db)
    .await?;
    let mut admins: HashMap<Uuid, Vec<(Person, String)>> = HashMap::new();
    for row in rows {
        let person = Person { id: UserId(row.id), name: row.name, color: row.color };
        admins.entry(row.task_id).or_default().push((person, row.email));
    }
    Ok(admins)
}

pub async fn setup(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Option<TaskSetup>> {
    let row = sqlx::query!(
        r#"SELECT ontology AS "ontology: Json<Ontology>", workflow AS "workflow: Json<Workflow>", state,
               distribution, editor_lock, finish_requires, consensus, issue_tags AS "issue_tags: Json<Vec<IssueTag>>"
           FROM tasks WHERE id = $1"#,
        task.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(TaskSetup {
            settings: TaskSettings {
                ontology: row.ontology.0,
                workflow: row.workflow.0,
                state: parse_task_state(&row.state)?,
                distribution: parse_distribution(&row.distribution)?,
                finish_requires: finish_requires(&row.finish_requires)?,
                consensus: row.consensus,
                tags: row.issue_tags.0,
            },
            editor_lock: row.editor_lock,
        })
    })
    .transpose()
}

fn finish_requires(name: &str) -> sqlx::Result<FinishRequires> {
    FinishRequires::parse(name)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown value of finish_requires: {name:?}").into()))
}

pub async fn update(db: &mut PgConnection, task: TaskId, change: &Change<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE tasks SET name = coalesce($2, name), editor_lock = coalesce($3, editor_lock),
             state = coalesce($4, state), distribution = coalesce($5, distribution),
             workflow = coalesce($6, workflow), finish_requires = coalesce($7, finish_requires),
             consensus = coalesce($8, consensus), issue_tags = coalesce($9, issue_tags)
         WHERE id = $1",
        task.0,
        change.name,
        change.editor_lock,
        change.state.map(TaskState::as_str),
        change.distribution.map(Distribution::as_str),
        change.workflow.map(Json) as _,
        change.finish_requires.map(FinishRequires::as_str),
        change.consensus,
        change.issue_tags.map(Json) as _
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
