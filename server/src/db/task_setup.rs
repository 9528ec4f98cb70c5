//! Creating and preparing tasks: their rows, their items, and what they need before they are published.

use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::issue::IssueTag;
use countersign_shared::ontology::Ontology;
use countersign_shared::role::Roles;
use countersign_shared::task::{Distribution, TaskState};
use countersign_shared::workflow::{FinishRequires, Stage, Step, Workflow};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::db::columns::parse_stage;
use crate::db::imports;
use crate::db::members::parse_roles;

pub struct NewTask<'a> {
    pub id: TaskId,
    pub dataset: DatasetId,
    pub name: &'a str,
    pub ontology: &'a Ontology,
    pub workflow: &'a Workflow,
    pub state: TaskState,
    pub distribution: Distribution,
    pub editor_lock: bool,
    pub finish_requires: FinishRequires,
    pub consensus: bool,
    pub issue_tags: &'a [IssueTag],
    pub created_by: Option<UserId>,
}

/// First key of the advisory locks on task names.
const NAME_LOCK_CLASS: i32 = 1;

/// Returns whether no task has this name, and reserves the name for this transaction: others who claim it wait until the
/// transaction ends. A lock, not a unique key, since renamed tasks can share a name.
pub async fn claim_name(db: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    sqlx::query!("SELECT pg_advisory_xact_lock($1, hashtext($2))", NAME_LOCK_CLASS, name).execute(&mut *db).await?;
    Ok(!imports::task_exists(db, name).await?)
}

pub async fn insert(db: &mut PgConnection, task: &NewTask<'_>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO tasks (id, dataset_id, name, ontology, workflow, state, distribution, editor_lock, finish_requires,
                            consensus, issue_tags, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        task.id.0,
        task.dataset.0,
        task.name,
        Json(task.ontology) as _,
        Json(task.workflow) as _,
        task.state.as_str(),
        task.distribution.as_str(),
        task.editor_lock,
        task.finish_requires.as_str(),
        task.consensus,
        Json(task.issue_tags) as _,
        task.created_by.map(|id| id.0)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Appends one unlabelled item per media file, in order. `violations` is the number of requirements that each of them violates.
pub async fn insert_items(
    db: &mut PgConnection,
    task: TaskId,
    items: &[(ItemId, MediaId)],
    violations: i32,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = items.iter().map(|(item, _)| item.0).collect();
    let media: Vec<Uuid> = items.iter().map(|(_, media)| media.0).collect();
    sqlx::query!(
        "INSERT INTO items (id, task_id, media_id, file_name, position, stage, violations)
         SELECT g.id, $1, g.media_id, m.file_name,
             g.n + coalesce((SELECT max(position) FROM items WHERE task_id = $1), 0), $4, $5
         FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS g (id, media_id, n) JOIN media m ON m.id = g.media_id",
        task.0,
        &ids,
        &media,
        Stage::Annotate.as_str(),
        violations
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("INSERT INTO item_locks (item_id) SELECT unnest($1::uuid[])", &ids).execute(db).await?;
    Ok(())
}

pub async fn dataset(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Option<DatasetId>> {
    let id = sqlx::query_scalar!("SELECT dataset_id FROM tasks WHERE id = $1", task.0).fetch_optional(db).await?;
    Ok(id.map(DatasetId))
}

/// Counts the items of a task by step.
pub async fn count_by_step(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Vec<(Step, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT stage, review_pass, count(*) AS "count!" FROM items WHERE task_id = $1
           GROUP BY stage, review_pass ORDER BY array_position(ARRAY['annotate', 'review', 'acceptance', 'complete'], stage),
               review_pass"#,
        task.0
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let pass = u8::try_from(row.review_pass).unwrap_or_default();
            Ok((Step::new(parse_stage(&row.stage)?, pass), row.count))
        })
        .collect()
}

/// Returns the roles that at least one member who can sign in has.
pub async fn roles_filled(db: &mut PgConnection, task: TaskId) -> sqlx::Result<Roles> {
    let names = sqlx::query_scalar!(
        "SELECT DISTINCT m.role FROM task_members m JOIN users u ON u.id = m.user_id
         WHERE m.task_id = $1 AND u.disabled_at IS NULL",
        task.0
    )
    .fetch_all(db)
    .await?;
    Ok(parse_roles(&names))
}

/// Replaces the ontology that the new one was compared with. Returns `false` if the task has a different ontology by now.
pub async fn set_ontology(
    db: &mut PgConnection,
    task: TaskId,
    compared: &Ontology,
    ontology: &Ontology,
) -> sqlx::Result<bool> {
    let now = sqlx::query_scalar!(
        r#"SELECT ontology AS "ontology: Json<Ontology>" FROM tasks WHERE id = $1 FOR UPDATE"#,
        task.0
    )
    .fetch_optional(&mut *db)
    .await?;
    if now.is_none_or(|now| now.0 != *compared) {
        return Ok(false);
    }
    let done =
        sqlx::query!("UPDATE tasks SET ontology = $2 WHERE id = $1", task.0, Json(ontology) as _).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
