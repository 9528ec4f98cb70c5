//! Verdicts on an item's labels. The room writes them, so that everyone on the item sees them at once.

use axum::extract::State;
use countersign_shared::ids::{ItemId, UserId};
use countersign_shared::review::VerdictState;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::http::commands::{checked_optional_reason, run, unexpected_outcome};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json};
use crate::live::room::{Command, Outcome, SetVerdict};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(judge))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVerdict {
    verdict: VerdictState,
    /// Ids of labels.
    labels: Vec<String>,
    /// The frame at which the labels were viewed.
    #[serde(default)]
    frame: u32,
    /// Why they are rejected. Optional for labels that were rejected before, whose issues are reopened.
    reason: Option<String>,
    /// Ids of the task's issue tags.
    #[serde(default)]
    tags: Vec<String>,
    /// Ids of task members mentioned in the reason.
    #[serde(default)]
    mentions: Vec<UserId>,
}

#[derive(Serialize, ToSchema)]
pub struct Judged {
    /// Number of labels with a new verdict.
    judged: usize,
    /// Ids of labels that no longer exist.
    skipped: Vec<String>,
}

/// Approve or reject labels, or make them pending again
///
/// Applies to all labels or to none. A rejection opens an issue for each label; the other verdicts resolve it.
#[utoipa::path(post, path = "/items/{id}/verdicts", tag = "items", params(("id" = ItemId, Path)),
    request_body = NewVerdict, responses((status = 200, body = Judged, description = "The verdicts were stored")))]
async fn judge(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(NewVerdict { verdict, labels, frame, reason, tags, mentions }): Json<NewVerdict>,
) -> Result<Json<Judged>, ApiError> {
    let reason = checked_optional_reason(&app, &access, reason, mentions).await?;
    match run(&app, &access, Command::SetVerdict(SetVerdict { verdict, labels, frame, reason, tags })).await? {
        Outcome::VerdictSet { judged, skipped } => Ok(Json(Judged { judged, skipped })),
        other => Err(unexpected_outcome(&other)),
    }
}
