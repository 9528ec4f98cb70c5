//! Verdicts on an item's labels. The room writes them, so that everybody on the item sees them at once.

use axum::extract::State;
use countersign_shared::ids::{ItemId, UserId};
use countersign_shared::review::Judgement;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::http::commands::{reason_given, run, unexpected};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json};
use crate::live::room::{Command, Judging, Outcome};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(judge))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVerdict {
    verdict: Judgement,
    /// Ids of labels.
    labels: Vec<String>,
    /// The frame they were looked at.
    #[serde(default)]
    frame: u32,
    /// Why they are rejected. May be left out for labels that were rejected before: their thread is opened again.
    reason: Option<String>,
    /// Ids of the task's issue tags.
    #[serde(default)]
    tags: Vec<String>,
    /// Members of the task whom the reason names.
    #[serde(default)]
    mentions: Vec<UserId>,
}

#[derive(Serialize, ToSchema)]
pub struct Judged {
    judged: usize,
    /// Labels that are not there any more.
    skipped: Vec<String>,
}

/// Approve or reject any number of labels, or make them pending again: all of them or none. A rejection opens a thread for
/// each label; the other two resolve it
#[utoipa::path(post, path = "/items/{id}/verdicts", tag = "items", params(("id" = ItemId, Path)),
    request_body = NewVerdict, responses((status = 200, body = Judged, description = "Judged")))]
async fn judge(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(NewVerdict { verdict, labels, frame, reason, tags, mentions }): Json<NewVerdict>,
) -> Result<Json<Judged>, ApiError> {
    let reason = reason_given(&app, &access, reason, mentions).await?;
    match run(&app, &access, Command::Judge(Judging { judgement: verdict, labels, frame, reason, tags })).await? {
        Outcome::Judged { judged, skipped } => Ok(Json(Judged { judged, skipped })),
        other => Err(unexpected(&other)),
    }
}
