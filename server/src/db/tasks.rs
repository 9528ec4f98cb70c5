//! Tasks, and how far their items are.

use std::collections::HashMap;

use countersign_shared::ids::{DatasetId, TaskId, UserId};
use countersign_shared::issue::IssueTag;
use countersign_shared::lock::Person;
use countersign_shared::ontology::Ontology;
use countersign_shared::review::ReviewSettings;
use countersign_shared::role::{Role, Roles};
use countersign_shared::workflow::{FinishRequires, Stage, Workflow};
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::members::parse_roles;

/// What a list of tasks shows of one.
pub struct Card {
    pub id: TaskId,
    pub name: String,
    pub dataset: DatasetId,
    /// The reader's own, empty for a site admin who is not a member.
    pub roles: Roles,
    pub stages: StageCounts,
    pub admins: Vec<(Person, String)>,
    pub created_at: OffsetDateTime,
}

/// Items by stage.
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

/// What the tool and the settings page need of a task.
pub struct Setup {
    pub ontology: Ontology,
    pub workflow: Workflow,
    pub editor_lock: bool,
    pub review: ReviewSettings,
}

/// What is to be changed; `None` leaves as it is.
#[derive(Default)]
pub struct Change<'a> {
    pub name: Option<&'a str>,
    pub editor_lock: Option<bool>,
    pub strict_review: Option<bool>,
    pub finish_requires: Option<FinishRequires>,
    pub consensus: Option<bool>,
    pub issue_tags: Option<&'a [IssueTag]>,
}

pub struct NewTask<'a> {
    pub id: TaskId,
    pub dataset: DatasetId,
    pub name: &'a str,
    pub ontology: &'a Ontology,
    pub workflow: &'a Workflow,
    pub created_by: Option<UserId>,
}

pub async fn insert(db: &mut PgConnection, task: &NewTask<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO tasks (id, dataset_id, name, ontology, workflow, created_by) VALUES ($1, $2, $3, $4, $5, $6)",
        task.id.0,
        task.dataset.0,
        task.name,
        Json(task.ontology) as _,
        Json(task.workflow) as _,
        task.created_by.map(|id| id.0)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The person's roles in the task; `None` when there is no such task.
pub async fn roles_in(db: &mut PgConnection, task: TaskId, user: UserId) -> sqlx::Result<Option<Roles>> {
    let names = sqlx::query_scalar!(
        r#"SELECT ARRAY(SELECT role FROM task_members m WHERE m.task_id = t.id AND m.user_id = $2) AS "roles!"
           FROM tasks t WHERE t.id = $1"#,
        task.0,
        user.0
    )
    .fetch_optional(db)
    .await?;
    Ok(names.as_deref().map(parse_roles))
}

/// The tasks a person is a member of, or with `all` every one, by name; with `only`, just that one.
pub async fn cards(db: &mut PgConnection, user: UserId, all: bool, only: Option<TaskId>) -> sqlx::Result<Vec<Card>> {
    let rows = sqlx::query!(
        r#"SELECT t.id, t.name, t.dataset_id, t.created_at,
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
    let mut counts = stage_counts(&mut *db, &ids).await?;
    let mut admins = admins(db, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|row| Card {
            id: TaskId(row.id),
            name: row.name,
            dataset: DatasetId(row.dataset_id),
            roles: parse_roles(&row.roles),
            stages: counts.remove(&row.id).unwrap_or_default(),
            admins: admins.remove(&row.id).unwrap_or_default(),
            created_at: row.created_at,
        })
        .collect())
}

async fn stage_counts(db: &mut PgConnection, tasks: &[Uuid]) -> sqlx::Result<HashMap<Uuid, StageCounts>> {
    let rows = sqlx::query!(
        r#"SELECT task_id, stage, count(*) AS "count!" FROM items WHERE task_id = ANY($1) GROUP BY task_id, stage"#,
        tasks
    )
    .fetch_all(db)
    .await?;
    let mut counts: HashMap<Uuid, StageCounts> = HashMap::new();
    for row in rows {
        if let Some(stage) = Stage::parse(&row.stage) {
            counts.entry(row.task_id).or_default().set(stage, row.count);
        }
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

pub async fn setup(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Option<Setup>> {
    let row = sqlx::query!(
        r#"SELECT ontology AS "ontology: Json<Ontology>", workflow AS "workflow: Json<Workflow>", editor_lock,
               strict_review, finish_requires, consensus, issue_tags AS "issue_tags: Json<Vec<IssueTag>>"
           FROM tasks WHERE id = $1"#,
        task.0
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        Ok(Setup {
            ontology: row.ontology.0,
            workflow: row.workflow.0,
            editor_lock: row.editor_lock,
            review: ReviewSettings {
                strict: row.strict_review,
                finish_requires: finish_requires(&row.finish_requires)?,
                consensus: row.consensus,
                tags: row.issue_tags.0,
            },
        })
    })
    .transpose()
}

fn finish_requires(name: &str) -> sqlx::Result<FinishRequires> {
    FinishRequires::parse(name)
        .ok_or_else(|| sqlx::Error::Decode(format!("{name:?} is nothing a task requires").into()))
}

pub async fn update(db: &mut PgConnection, task: TaskId, change: &Change<'_>) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE tasks SET name = coalesce($2, name), editor_lock = coalesce($3, editor_lock),
             strict_review = coalesce($4, strict_review), finish_requires = coalesce($5, finish_requires),
             consensus = coalesce($6, consensus), issue_tags = coalesce($7, issue_tags)
         WHERE id = $1",
        task.0,
        change.name,
        change.editor_lock,
        change.strict_review,
        change.finish_requires.map(FinishRequires::as_str),
        change.consensus,
        change.issue_tags.map(Json) as _
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
