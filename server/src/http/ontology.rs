//! Replaces a task's ontology. Additions apply at once; changes that break existing labels must be confirmed first.

use std::sync::Arc;

use axum::extract::State;
use countersign_shared::ids::TaskId;
use countersign_shared::label::Labels;
use countersign_shared::ontology::Ontology;
use countersign_shared::ontology_change::{Break, Comparison};
use countersign_shared::requirement::missing;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::{Postgres, Transaction};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::db::audit::{self, Audit};
use crate::events::TaskEvent;
use crate::export;
use crate::http::error::ApiError;
use crate::http::extract::{Json, TaskAccess};
use crate::live::room::refusal::as_sentence;

/// Items read at a time. All their labels are in memory together.
const ITEMS_PER_PAGE: i32 = 100;

/// Routes without a timeout, since counting the labels of many items can take long.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(put_ontology))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OntologyChange {
    ontology: Ontology,
    /// Whether to apply the change even if it breaks existing labels.
    #[serde(default)]
    confirm: bool,
}

#[derive(Serialize, ToSchema)]
pub struct OntologyChanged {
    /// `false` if nothing was changed yet: ask the user, then send the request again with `confirm`.
    applied: bool,
    /// What existing labels contain or lack that the new ontology does not allow.
    breaks: Vec<Break>,
}

/// Change a task's ontology
///
/// A change that only adds is applied at once. A change that affects existing labels is reported first, and applied only with
/// `confirm`. Labels are never deleted. The report counts labels as stored; edits made in the meantime are not counted.
#[utoipa::path(put, path = "/tasks/{id}/ontology", tag = "tasks", params(("id" = TaskId, Path)),
    request_body = OntologyChange,
    responses((status = 200, body = OntologyChanged, description = "Applied, or a list of what the change would break")))]
async fn put_ontology(
    State(app): State<AppState>,
    access: TaskAccess,
    Json(OntologyChange { ontology, confirm }): Json<OntologyChange>,
) -> Result<Json<OntologyChanged>, ApiError> {
    access.require_manage()?;
    check(&ontology)?;
    let old = read(&app, access.task).await?;
    let breaks = breaks(&app, access.task, &old, &ontology).await?;
    if !breaks.is_empty() && !confirm {
        return Ok(Json(OntologyChanged { applied: false, breaks }));
    }
    let _turn = app.task_changes.lock().await;
    let mut db = app.db.begin().await?;
    // The ontology must not have changed since the comparison, because only those breaks were reported.
    if !db::task_setup::set_ontology(&mut db, access.task, &old, &ontology).await? {
        let message = "Someone else has just changed the ontology. Reload it, then make your change again.";
        return Err(ApiError::Conflict(message.to_owned()));
    }
    let setup = db::tasks::setup(&mut db, access.task).await?.ok_or(ApiError::NotFound("Task not found."))?;
    let detail = json!({ "classes": ontology.classes.len(), "breaks": breaks });
    let by = Some(access.caller.user.person.id);
    audit::write(&mut db, &Audit { task: Some(access.task), detail, ..Audit::new(by, "task.ontology") }).await?;
    db.commit().await?;
    app.rooms.settings_changed(access.task, Arc::new(setup.settings)).await;
    app.events.publish(access.task, TaskEvent::Task {});
    if old.requires_something() || ontology.requires_something() {
        let (counting, task) = (app.clone(), access.task);
        app.tasks.spawn("violations", async move {
            if let Err(error) = recount_violations(&counting, task, &ontology).await {
                tracing::warn!(task.id = %task, ?error, "ontology.recount: violations of {task} will be recounted at its next writes");
            }
        });
    }
    Ok(Json(OntologyChanged { applied: true, breaks }))
}

/// Checks that an ontology is valid.
///
/// # Errors
/// Returns an error if the ontology is not valid.
pub fn check(ontology: &Ontology) -> Result<(), ApiError> {
    ontology.check().map_err(|error| ApiError::field("ontology", as_sentence(&error.to_string())))
}

async fn read(app: &App, task: TaskId) -> Result<Ontology, ApiError> {
    let setup = db::tasks::setup(&mut *app.db.acquire().await?, task).await?;
    Ok(setup.ok_or(ApiError::NotFound("Task not found."))?.settings.ontology)
}

/// Returns what the new ontology breaks in the existing labels.
async fn breaks(app: &App, task: TaskId, old: &Ontology, new: &Ontology) -> Result<Vec<Break>, ApiError> {
    let mut comparison = Comparison::new(old, new);
    if comparison.only_adds() {
        return Ok(Vec::new());
    }
    let mut pages = LabelPages::begin(app, task).await?;
    while let Some(page) = pages.next().await? {
        for (_, labels) in &page {
            comparison.add(labels);
        }
    }
    Ok(comparison.breaks())
}

/// Recounts the violations of each item: what the ontology requires and the item lacks.
async fn recount_violations(app: &App, task: TaskId, ontology: &Ontology) -> Result<(), ApiError> {
    let mut pages = LabelPages::begin(app, task).await?;
    while let Some(page) = pages.next().await? {
        let count = |labels: &Labels| i32::try_from(missing(ontology, labels).len()).unwrap_or(i32::MAX);
        let counts: Vec<(i32, i32)> = page.iter().map(|(position, labels)| (*position, count(labels))).collect();
        db::items::set_violations(&mut *app.db.acquire().await?, task, &counts).await?;
    }
    app.events.publish(task, TaskEvent::Task {});
    Ok(())
}

/// Reads the stored labels of a task's items page by page, so that they need not all fit in memory.
struct LabelPages {
    snapshot: Transaction<'static, Postgres>,
    task: TaskId,
    after: i32,
    last: i32,
}

impl LabelPages {
    async fn begin(app: &App, task: TaskId) -> Result<Self, ApiError> {
        let mut snapshot = db::exports::begin_consistent_read(&app.db).await?;
        let last = db::exports::last_position(&mut snapshot, task).await?;
        Ok(Self { snapshot, task, after: 0, last })
    }

    /// Returns the labels of the next page by item position, or `None` after the last page.
    async fn next(&mut self) -> Result<Option<Vec<(i32, Labels)>>, ApiError> {
        if self.after >= self.last {
            return Ok(None);
        }
        let through = self.after.saturating_add(ITEMS_PER_PAGE);
        let sources = db::exports::annotations(&mut self.snapshot, self.task, false, self.after, through).await?;
        self.after = through;
        // Decoding documents takes long enough to starve other tasks.
        let read = move || sources.into_iter().map(|(at, source)| Ok((at, export::read_labels(source)?))).collect();
        let read: anyhow::Result<_> = tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?;
        Ok(Some(read?))
    }
}
