//! Issues on an item and their comments. The room writes them, so that everyone on the item sees them at once.

use axum::extract::State;
use axum::http::StatusCode;
use countersign_shared::ids::{ItemId, UserId};
use countersign_shared::issue::{Anchor, FrameSpan, Issue, IssueKind, IssueState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::http::commands::{checked_comment, run, unexpected_outcome};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json, Path};
use crate::live::room::{Command, IssueDraft, Outcome};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_issues, add_issue))
        .routes(routes!(delete_issue))
        .routes(routes!(add_comment))
        .routes(routes!(put_issue_state))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIssue {
    kind: IssueKind,
    /// Where a pinned issue points.
    anchor: Option<Anchor>,
    /// The frames that a frame or frame-range issue is about.
    frames: Option<FrameSpan>,
    /// Ids of the task's issue tags.
    #[serde(default)]
    tags: Vec<String>,
    /// The first comment.
    text: String,
    /// Ids of task members mentioned in the text.
    #[serde(default)]
    mentions: Vec<UserId>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    text: String,
    /// Ids of task members mentioned in the text.
    #[serde(default)]
    mentions: Vec<UserId>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIssueState {
    state: IssueState,
}

/// An issue as stored in the item's document, with its id.
#[derive(Serialize, ToSchema)]
pub struct IssueRow {
    id: String,
    #[serde(flatten)]
    issue: Issue,
}

/// The id of what was created.
#[derive(Serialize, ToSchema)]
pub struct Created {
    id: String,
}

/// List the issues of an item, oldest first
#[utoipa::path(get, path = "/items/{id}/issues", tag = "issues", params(("id" = ItemId, Path)),
    responses((status = 200, body = Vec<IssueRow>, description = "Oldest first")))]
async fn list_issues(State(app): State<AppState>, access: ItemAccess) -> Result<Json<Vec<IssueRow>>, ApiError> {
    match run(&app, &access, Command::ReadIssues).await? {
        Outcome::Issues(issues) => {
            let mut rows: Vec<IssueRow> = issues.into_iter().map(|(id, issue)| IssueRow { id, issue }).collect();
            rows.sort_by(|a, b| (a.issue.at, &a.id).cmp(&(b.issue.at, &b.id)));
            Ok(Json(rows))
        }
        other => Err(unexpected_outcome(&other)),
    }
}

/// Open an issue with its first comment
#[utoipa::path(post, path = "/items/{id}/issues", tag = "issues", params(("id" = ItemId, Path)), request_body = NewIssue,
    responses((status = 201, body = Created, description = "The id of the issue")))]
async fn add_issue(
    State(app): State<AppState>,
    access: ItemAccess,
    Json(NewIssue { kind, anchor, frames, tags, text, mentions }): Json<NewIssue>,
) -> Result<(StatusCode, Json<Created>), ApiError> {
    let comment = checked_comment(&app, &access, text, mentions).await?;
    match run(&app, &access, Command::AddIssue(IssueDraft { kind, anchor, frames, tags, comment })).await? {
        Outcome::Issue(id) => Ok((StatusCode::CREATED, Json(Created { id }))),
        other => Err(unexpected_outcome(&other)),
    }
}

/// Add a comment to an issue
#[utoipa::path(post, path = "/items/{id}/issues/{issue}/comments", tag = "issues",
    params(("id" = ItemId, Path), ("issue" = String, Path)), request_body = NewComment,
    responses((status = 201, body = Created, description = "The id of the comment")))]
async fn add_comment(
    State(app): State<AppState>,
    access: ItemAccess,
    Path((_item, issue)): Path<(ItemId, String)>,
    Json(NewComment { text, mentions }): Json<NewComment>,
) -> Result<(StatusCode, Json<Created>), ApiError> {
    let comment = checked_comment(&app, &access, text, mentions).await?;
    match run(&app, &access, Command::AddComment { issue, comment }).await? {
        Outcome::Comment(id) => Ok((StatusCode::CREATED, Json(Created { id }))),
        other => Err(unexpected_outcome(&other)),
    }
}

/// Resolve or reopen an issue
#[utoipa::path(put, path = "/items/{id}/issues/{issue}/state", tag = "issues",
    params(("id" = ItemId, Path), ("issue" = String, Path)), request_body = NewIssueState,
    responses((status = 204, description = "Set")))]
async fn put_issue_state(
    State(app): State<AppState>,
    access: ItemAccess,
    Path((_item, issue)): Path<(ItemId, String)>,
    Json(NewIssueState { state }): Json<NewIssueState>,
) -> Result<StatusCode, ApiError> {
    run(&app, &access, Command::SetIssueState { issue, state }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete an issue
///
/// Everyone may delete their own issues, admins any issue.
#[utoipa::path(delete, path = "/items/{id}/issues/{issue}", tag = "issues",
    params(("id" = ItemId, Path), ("issue" = String, Path)), responses((status = 204, description = "Deleted")))]
async fn delete_issue(
    State(app): State<AppState>,
    access: ItemAccess,
    Path((_item, issue)): Path<(ItemId, String)>,
) -> Result<StatusCode, ApiError> {
    run(&app, &access, Command::DeleteIssue { issue }).await?;
    Ok(StatusCode::NO_CONTENT)
}
