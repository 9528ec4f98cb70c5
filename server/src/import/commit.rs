//! The single transaction of an import: dataset, task, members, media, items with their documents, and the audit row.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_shared::ids::{ClientId, DatasetId, ItemId, MediaId, Seq, TaskId, UserId};
use countersign_shared::issue::Issue;
use countersign_shared::label::{Labels, class_counts};
use countersign_shared::limits;
use countersign_shared::ontology::Ontology;
use countersign_shared::outline::outlines;
use countersign_shared::requirement::missing;
use countersign_shared::review::{Counts, Verdict};
use countersign_shared::role::Role;
use countersign_shared::task::{Distribution, TaskState};
use countersign_shared::workflow::{FinishRequires, Stage, Workflow};
use serde_json::json;
use sqlx::{Connection, PgConnection};

use super::ImportError;
use crate::clock::Clock;
use crate::db::audit::{self, Audit};
use crate::db::dataset_annotations::{self, NewResult};
use crate::db::imports::{self, NewItem};
use crate::db::media::{self, NewMedia};
use crate::db::{datasets, members, task_setup};
use crate::document::{DocumentError, ItemDocument, ServerChange};

/// Rows per statement: enough to be fast, and few enough to hold their bytes in memory.
const BATCH_ROWS: usize = 64;

/// A task to create, with all its contents.
pub struct Plan {
    pub task: String,
    pub dataset: String,
    pub ontology: Ontology,
    pub workflow: Workflow,
    pub members: Vec<(UserId, Role)>,
    pub by: Option<UserId>,
    pub items: Vec<PlannedItem>,
}

pub struct PlannedItem {
    pub media: NewMedia,
    pub labels: Labels,
    pub stage: Stage,
    pub submitted_by: Option<UserId>,
    pub verdicts: BTreeMap<String, Verdict>,
    /// Issues with their ids.
    pub issues: Vec<(String, Issue)>,
    /// Who accepted the item into the dataset, if it is already complete.
    pub accepted_by: Option<UserId>,
}

/// Creates the task and all its contents.
///
/// # Errors
/// Returns an error if a task with this name exists, or if the database failed. Nothing was written then.
pub async fn commit(connection: &mut PgConnection, clock: &Clock, plan: Plan) -> Result<TaskId, ImportError> {
    let mut transaction = connection.begin().await?;
    let db = &mut *transaction;
    if !task_setup::claim_name(db, &plan.task).await? {
        return Err(ImportError::TaskExists(plan.task));
    }
    let dataset = match datasets::id_by_name(db, &plan.dataset).await? {
        Some(dataset) => dataset,
        None => {
            let dataset: DatasetId = clock.new_id();
            datasets::insert(db, dataset, &plan.dataset, plan.by).await?;
            dataset
        }
    };
    let id: TaskId = clock.new_id();
    let (ontology, workflow) = (Arc::new(plan.ontology), &plan.workflow);
    let task = task_setup::NewTask {
        id,
        dataset,
        name: &plan.task,
        ontology: &ontology,
        workflow,
        state: TaskState::Open,
        distribution: Distribution::Pool,
        editor_lock: true,
        finish_requires: FinishRequires::default(),
        consensus: false,
        issue_tags: &[],
        created_by: plan.by,
    };
    task_setup::insert(db, &task).await?;
    for (user, role) in &plan.members {
        members::add(db, id, *user, *role).await?;
    }
    let detail = json!({ "name": plan.task, "dataset": plan.dataset, "items": plan.items.len() });
    audit::write(db, &Audit { task: Some(id), detail, ..Audit::new(plan.by, "task.import") }).await?;
    let mut position = 0;
    let mut items = plan.items.into_iter();
    loop {
        let batch: Vec<PlannedItem> = items.by_ref().take(BATCH_ROWS).collect();
        if batch.is_empty() {
            break;
        }
        let size = batch.len();
        insert_batch(db, clock, BatchContext { dataset, task: id, by: plan.by, position }, &ontology, batch).await?;
        position += size;
    }
    transaction.commit().await?;
    Ok(id)
}

#[derive(Clone, Copy)]
struct BatchContext {
    dataset: DatasetId,
    task: TaskId,
    by: Option<UserId>,
    /// Number of items before the batch.
    position: usize,
}

async fn insert_batch(
    db: &mut PgConnection,
    clock: &Clock,
    place: BatchContext,
    ontology: &Arc<Ontology>,
    batch: Vec<PlannedItem>,
) -> Result<(), ImportError> {
    let mut pictures = Vec::with_capacity(batch.len());
    let mut contents = Vec::with_capacity(batch.len());
    for item in batch {
        let PlannedItem { media, labels, stage, submitted_by, verdicts, issues, accepted_by } = item;
        pictures.push(media);
        contents.push((Content { labels, stage, submitted_by, verdicts, issues }, accepted_by));
    }
    let media = media::insert(db, place.dataset, &pictures).await?;
    let accepted: Vec<Option<UserId>> = contents.iter().map(|(_, accepted_by)| *accepted_by).collect();
    let ids: Vec<ItemId> = contents.iter().map(|_| clock.new_id()).collect();
    let ontology = ontology.clone();
    // Encoding thousands of labels takes long enough to starve other tasks.
    let rows = tokio::task::spawn_blocking(move || {
        contents
            .into_iter()
            .zip(ids.into_iter().zip(media))
            .zip(place.position + 1..)
            .map(|(((content, _), (id, media)), position)| row(id, media, position, content, &ontology))
            .collect::<Result<Vec<NewItem>, DocumentError>>()
    })
    .await
    .map_err(|_| DocumentError::Broken)??;
    imports::insert_items(db, place.task, place.by, &rows).await?;
    let results = rows.iter().zip(accepted).filter_map(|(row, accepted_by)| {
        accepted_by.is_some().then_some(NewResult {
            dataset: place.dataset,
            media: row.media,
            task: place.task,
            item: row.id,
            seq: Seq(0),
            annotations: &row.annotations,
            class_counts: &row.class_counts,
            accepted_by,
        })
    });
    let results: Vec<NewResult> = results.collect();
    if !results.is_empty() {
        dataset_annotations::insert(db, &results).await?;
    }
    Ok(())
}

/// The contents of an item's document.
struct Content {
    labels: Labels,
    stage: Stage,
    submitted_by: Option<UserId>,
    verdicts: BTreeMap<String, Verdict>,
    issues: Vec<(String, Issue)>,
}

fn row(
    id: ItemId,
    media: MediaId,
    position: usize,
    content: Content,
    ontology: &Ontology,
) -> Result<NewItem, DocumentError> {
    let Content { labels, stage, submitted_by, verdicts, issues } = content;
    let preview = serde_json::to_value(outlines(&labels)).expect("plain numbers and text");
    let annotations = serde_json::to_value(&labels).expect("labels are plain JSON");
    let label_count = count(labels.len());
    let class_counts = serde_json::to_value(class_counts(labels.values())).expect("numbers by text");
    let violations = count(missing(ontology, &labels).len());
    // A fresh client id, like the one that each load of a document gets: nobody else writes with it.
    let mut document = ItemDocument::new(ClientId(u64::from(rand::random::<u32>())));
    document.write(&ServerChange::Create { labels, stage, round: 1, generation: 1 })?;
    let verdicts = verdicts.into_iter().map(|(id, verdict)| (id, Some(verdict))).collect();
    let mut changes = vec![ServerChange::SetVerdicts { verdicts }];
    changes.extend(issues.into_iter().map(|(id, issue)| ServerChange::AddIssue { id, issue }));
    document.write(&ServerChange::Batch(changes))?;
    // Violations become issues at the first write.
    let counts = Counts { violations, ..document.counts()? };
    let state = document.encode().to_vec();
    Ok(NewItem {
        id,
        media,
        position: count(position),
        stage,
        submitted_by,
        label_count,
        class_counts,
        counts,
        preview,
        state,
        annotations,
    })
}

fn count(n: usize) -> i32 {
    const { assert!(limits::MAX_IMPORT_FILES < i32::MAX as usize) };
    i32::try_from(n).unwrap_or(i32::MAX)
}
