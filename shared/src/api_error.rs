//! The error body of the HTTP API.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A stable error code that clients branch on. The server chooses the HTTP status.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request lacks something, or one of its values is invalid.
    Invalid,
    Unauthenticated,
    /// The caller is signed in and a member, but their role does not allow this.
    Forbidden,
    /// The request does not come from one of this site's own pages.
    Origin,
    NotFound,
    /// The state has changed in the meantime, or does not allow this. Read it again.
    Conflict,
    /// Something else must be done first, such as resolving the item's issues.
    NotReady,
    /// The item is not in the stage that this requires.
    WrongStage,
    /// Another user holds the editor lock.
    Locked,
    TooLarge,
    /// Too many requests; wait before the next one.
    TooFast,
    /// The database is unreachable.
    Unavailable,
    /// An internal error, logged with the `error_id` in the body.
    Internal,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ApiErrorBody {
    pub code: ErrorCode,
    /// A sentence that tells a person what happened and what to do.
    pub message: String,
    /// The request field that is invalid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Identifies this error in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_id: Option<String>,
}
