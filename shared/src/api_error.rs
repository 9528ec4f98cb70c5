//! The error body of the HTTP API.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Stable: clients branch on it. The HTTP status is the server's business.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request does not say what is needed, or says it wrongly.
    Invalid,
    Unauthenticated,
    /// Signed in, member, but the role does not allow it.
    Forbidden,
    /// The request does not come from this site's own pages.
    Origin,
    NotFound,
    /// Something changed meanwhile; read again.
    Conflict,
    /// Something must be settled before the item moves on.
    NotReady,
    /// The item is not in the stage this needs.
    WrongStage,
    /// Someone else holds the lock.
    Locked,
    TooLarge,
    /// Too many requests; wait.
    TooFast,
    /// The database cannot be reached.
    Unavailable,
    /// A fault of the server, logged with the id in the body.
    Internal,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ApiErrorBody {
    pub code: ErrorCode,
    /// One sentence a person can act on.
    pub message: String,
    /// The request field that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Names this failure in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_id: Option<String>,
}
