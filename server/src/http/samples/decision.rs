//! The decision on a sample's result: the rest of the items is accepted or sent back, once, and the sample records why.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::bulk::{BulkAction, BulkRejection};
use countersign_shared::ids::{SampleId, UserId};
use countersign_shared::limits;
use countersign_shared::workflow::Stage;
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::{SAMPLE_NOT_FOUND, load};
use crate::app::AppState;
use crate::db;
use crate::db::audit::{self, Audit};
use crate::http::bulk::{self, BulkJob};
use crate::http::commands::refusal;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path};
use crate::live::room::CommandError;

#[derive(Deserialize, ToSchema)]
#[serde(tag = "decision", rename_all = "snake_case", deny_unknown_fields)]
pub enum NewSampleDecision {
    /// Accepts the rest of the items into the dataset.
    Accept {
        /// A note that is stored with the sample.
        #[serde(default)]
        note: String,
    },
    /// Sends the rest of the items back.
    Reject {
        /// A note that is stored with the sample.
        #[serde(default)]
        note: String,
        /// The reason, which is shown to the people who work on the items.
        reason: String,
        /// Ids of the task's issue tags.
        #[serde(default)]
        tags: Vec<String>,
        /// The earlier stage that the items return to. Default: `annotate`.
        #[serde(default)]
        stage: Option<Stage>,
        /// Who works on them next. Default: the person who submitted each item.
        #[serde(default)]
        assignee: Option<UserId>,
    },
}

impl NewSampleDecision {
    /// Returns the note and the action on each item.
    fn parts(self) -> (String, BulkAction) {
        match self {
            Self::Accept { note } => (note, BulkAction::Accept {}),
            Self::Reject { note, reason, tags, stage, assignee } => {
                (note, BulkAction::Reject(BulkRejection { reason, tags, stage, assignee }))
            }
        }
    }
}

/// Accept or reject the rest of the items on a sample's result
///
/// Runs in the background. A sample can be decided only once.
#[utoipa::path(post, path = "/samples/{id}/decision", tag = "acceptance", params(("id" = SampleId, Path)),
    request_body = NewSampleDecision, responses((status = 202, body = BulkJob, description = "The bulk action on the rest")))]
pub(super) async fn decide_sample(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<SampleId>,
    Json(decision): Json<NewSampleDecision>,
) -> Result<(StatusCode, Json<BulkJob>), ApiError> {
    let access = load(&app, caller, id).await?;
    let (note, action) = decision.parts();
    let note = checked_note(&note)?;
    let (task, me) = (access.task, access.caller.user.person.id);
    let mut db = app.db.begin().await?;
    let setup = db::tasks::setup(&mut db, task).await?.ok_or(SAMPLE_NOT_FOUND)?;
    if !setup.settings.state.accepts_work() {
        // Every item would be refused, and the sample's only decision would be used up.
        return Err(refusal(CommandError::NotOpen(setup.settings.state), app.clock.now()));
    }
    let action = bulk::validated(&mut db, &access, action).await?;
    let accept = matches!(action, BulkAction::Accept {});
    if !db::samples::decide(&mut db, id, accept, note, me).await? {
        return Err(decided_already(&mut db, id).await?);
    }
    let sample = db::samples::list(&mut db, task, Some(id)).await?.pop().ok_or(SAMPLE_NOT_FOUND)?;
    let rest = db::samples::remaining_items(&mut db, &sample).await?;
    if rest.is_empty() {
        return Err(ApiError::Conflict(
            "There are no items besides the sample, so there is nothing to decide.".to_owned(),
        ));
    }
    // The decision and the job are stored together; the job starts after the commit.
    let job = app.bulk.create(&mut db, task, me, &action, &rest, Some(id)).await?;
    let db::samples::Progress { drawn, accepted, rejected } = sample.progress;
    let detail = json!({ "sample": id, "decision": if accept { "accept" } else { "reject" }, "note": note, "job": job,
        "items": rest.len(), "drawn": drawn, "accepted": accepted, "rejected": rejected });
    audit::write(&mut db, &Audit { task: Some(task), detail, ..Audit::new(Some(me), "sample.decide") }).await?;
    db.commit().await?;
    app.bulk.start(job);
    Ok((StatusCode::ACCEPTED, Json(bulk::started_job(&app, job).await?)))
}

/// Returns the error for a sample that is already decided, as when two inspectors decide at the same time.
async fn decided_already(db: &mut PgConnection, id: SampleId) -> Result<ApiError, ApiError> {
    let task = db::samples::task_of(db, id).await?.ok_or(SAMPLE_NOT_FOUND)?;
    let sample = db::samples::list(db, task, Some(id)).await?.pop().ok_or(SAMPLE_NOT_FOUND)?;
    let by = sample.decision.and_then(|decision| decision.by);
    let name = by.map_or_else(|| "someone else".to_owned(), |person| person.name);
    Ok(ApiError::Conflict(format!("This sample has already been decided by {name}.")))
}

fn checked_note(note: &str) -> Result<&str, ApiError> {
    let note = note.trim();
    if note.chars().count() > limits::MAX_REASON_CHARS {
        return Err(ApiError::field(
            "note",
            format!("A note can have at most {} characters.", limits::MAX_REASON_CHARS),
        ));
    }
    Ok(note)
}
