//! A task's ontology, changed as a whole: what is added is taken at once, what takes something away is told first.

use std::sync::Arc;

use axum::extract::State;
use countersign_shared::ids::TaskId;
use countersign_shared::ontology::Ontology;
use countersign_shared::ontology_change::{Break, Comparison};
use serde::{Deserialize, Serialize};
use serde_json::json;
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
use crate::workflow::refusal::as_sentence;

/// Items read at a time: their labels are in memory together.
const PAGE: i32 = 100;

/// Apart from the others: counting the labels of many items takes its time.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(put_ontology))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OntologyChange {
    ontology: Ontology,
    /// Do it, whatever it breaks.
    #[serde(default)]
    confirm: bool,
}

#[derive(Serialize, ToSchema)]
pub struct OntologyChanged {
    /// False: nothing was changed yet; ask the person, and send it again with `confirm`.
    applied: bool,
    /// What labels have, or lack, that the new ontology does not allow.
    breaks: Vec<Break>,
}

/// Change a task's ontology
///
/// What only adds is applied at once. What labels of the task are concerned by is told, and applied only with `confirm`.
/// Labels are never deleted by it. Labels count as they are stored; what somebody draws meanwhile is not counted.
#[utoipa::path(put, path = "/tasks/{id}/ontology", tag = "tasks", params(("id" = TaskId, Path)),
    request_body = OntologyChange,
    responses((status = 200, body = OntologyChanged, description = "Applied, or what it would break")))]
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
    // What was compared with must still be what is there: nothing else was told.
    if !db::task_setup::set_ontology(&mut db, access.task, &old, &ontology).await? {
        let message = "Somebody else changed the ontology just now. Look at it again, and then change it.";
        return Err(ApiError::Conflict(message.to_owned()));
    }
    let setup = db::tasks::setup(&mut db, access.task).await?.ok_or(ApiError::NotFound("There is no such task."))?;
    let detail = json!({ "classes": ontology.classes.len(), "breaks": breaks });
    let by = Some(access.caller.user.person.id);
    audit::write(&mut db, &Audit { task: Some(access.task), detail, ..Audit::new(by, "task.ontology") }).await?;
    db.commit().await?;
    app.rooms.settings_changed(access.task, Arc::new(setup.settings)).await;
    app.events.publish(access.task, TaskEvent::Task {});
    Ok(Json(OntologyChanged { applied: true, breaks }))
}

/// # Errors
/// The ontology is not usable.
pub fn check(ontology: &Ontology) -> Result<(), ApiError> {
    ontology.check().map_err(|error| ApiError::field("ontology", as_sentence(&error.to_string())))
}

async fn read(app: &App, task: TaskId) -> Result<Ontology, ApiError> {
    let setup = db::tasks::setup(&mut *app.db.acquire().await?, task).await?;
    Ok(setup.ok_or(ApiError::NotFound("There is no such task."))?.settings.ontology)
}

/// Counted page by page: the labels of a whole task need not fit into memory.
async fn breaks(app: &App, task: TaskId, old: &Ontology, new: &Ontology) -> Result<Vec<Break>, ApiError> {
    let mut comparison = Comparison::new(old, new);
    if comparison.only_adds() {
        return Ok(Vec::new());
    }
    let mut snapshot = db::exports::one_moment(&app.db).await?;
    let last = db::exports::last_position(&mut snapshot, task).await?;
    let mut after = 0;
    while after < last {
        let through = after.saturating_add(PAGE);
        let sources = db::exports::annotations(&mut snapshot, task, false, after, through).await?;
        // Reading documents takes long enough to starve other tasks.
        let read = move || sources.into_iter().map(|(_, source)| export::read(source)).collect::<Result<Vec<_>, _>>();
        let read = tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?;
        for labels in read.map_err(anyhow::Error::from)? {
            comparison.add(&labels);
        }
        after = through;
    }
    Ok(comparison.breaks())
}
