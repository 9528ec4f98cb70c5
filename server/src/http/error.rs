//! The error type of the HTTP API, and its response.

use std::time::Duration;

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use countersign_shared::api_error::{ApiErrorBody, ErrorCode};

use crate::accounts::origin::ForeignOrigin;
use crate::db::is_unreachable;

/// Every message except that of `Internal` reaches the client unchanged: write it for the person who reads it.
#[derive(Debug)]
pub enum ApiError {
    Invalid {
        message: String,
        field: Option<&'static str>,
    },
    /// The path exists but does not support the method.
    Method,
    Unauthenticated(&'static str),
    Forbidden(String),
    Origin,
    /// Also used for what exists but must be hidden from this person.
    NotFound(&'static str),
    Conflict(String),
    /// The value of a field is already taken.
    Taken {
        field: &'static str,
        message: String,
    },
    /// Something must be resolved first.
    NotReady(String),
    WrongStage(String),
    Locked(String),
    TooLarge(String),
    TooFast {
        message: &'static str,
        wait: Duration,
    },
    /// The database cannot be reached or does not answer in time.
    Unavailable,
    /// Logged, never shown.
    Internal(anyhow::Error),
}

impl ApiError {
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), field: None }
    }

    pub fn field(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), field: Some(field) }
    }

    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::Forbidden(message.into())
    }

    /// Replaces a not-found error about a parent with `unknown`, so that a person who may not know of the parent learns
    /// nothing about what belongs to it.
    #[must_use]
    pub fn hidden_as(self, unknown: Self) -> Self {
        match self {
            Self::NotFound(_) => unknown,
            other => other,
        }
    }

    fn status(&self) -> (StatusCode, ErrorCode) {
        match self {
            Self::Invalid { .. } => (StatusCode::BAD_REQUEST, ErrorCode::Invalid),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, ErrorCode::Invalid),
            Self::Unauthenticated(_) => (StatusCode::UNAUTHORIZED, ErrorCode::Unauthenticated),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, ErrorCode::Forbidden),
            Self::Origin => (StatusCode::FORBIDDEN, ErrorCode::Origin),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, ErrorCode::NotFound),
            Self::Conflict(_) | Self::Taken { .. } => (StatusCode::CONFLICT, ErrorCode::Conflict),
            Self::NotReady(_) => (StatusCode::CONFLICT, ErrorCode::NotReady),
            Self::WrongStage(_) => (StatusCode::CONFLICT, ErrorCode::WrongStage),
            Self::Locked(_) => (StatusCode::LOCKED, ErrorCode::Locked),
            Self::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge),
            Self::TooFast { .. } => (StatusCode::TOO_MANY_REQUESTS, ErrorCode::TooFast),
            Self::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooFast { wait, .. } => Some(*wait),
            Self::Unavailable => Some(Duration::from_secs(5)),
            _ => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.status();
        let retry_after = self.retry_after();
        let mut field = None;
        let mut error_id = None;
        let message = match self {
            Self::Invalid { message, field: at } => {
                field = at.map(str::to_owned);
                message
            }
            Self::Taken { field: at, message } => {
                field = Some(at.to_owned());
                message
            }
            Self::Method => "This endpoint does not support that method.".to_owned(),
            Self::Unauthenticated(message) | Self::NotFound(message) | Self::TooFast { message, .. } => {
                message.to_owned()
            }
            Self::Forbidden(message)
            | Self::Conflict(message)
            | Self::NotReady(message)
            | Self::WrongStage(message)
            | Self::Locked(message)
            | Self::TooLarge(message) => message,
            Self::Origin => {
                "The request comes from another site. Open Countersign at its own address and try again.".to_owned()
            }
            Self::Unavailable => "The server cannot reach its database at the moment. Try again shortly.".to_owned(),
            Self::Internal(error) => {
                let id = format!("{:016x}", rand::random::<u64>());
                tracing::error!(error.id = %id, error = format!("{error:#}"), "request failed, error id {id}");
                let message = format!("Something went wrong on the server. The error is logged as {id}.");
                error_id = Some(id);
                message
            }
        };
        let mut response = (status, axum::Json(ApiErrorBody { code, message, field, error_id })).into_response();
        if let Some(wait) = retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds.max(1)));
        }
        response
    }
}

impl From<ForeignOrigin> for ApiError {
    fn from(_: ForeignOrigin) -> Self {
        Self::Origin
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        if is_unreachable(&error) {
            tracing::warn!(%error, "database unavailable");
            Self::Unavailable
        } else {
            Self::Internal(error.into())
        }
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        match rejection {
            // serde's message names fields of the public body and nothing internal.
            JsonRejection::JsonDataError(error) => Self::invalid(serde_sentence(&error.body_text())),
            JsonRejection::JsonSyntaxError(_) => Self::invalid("The request body is not valid JSON."),
            JsonRejection::MissingJsonContentType(_) => {
                Self::invalid("The request body must be JSON, with Content-Type: application/json.")
            }
            other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Self::TooLarge("The request body is too large for this endpoint.".to_owned())
            }
            _ => Self::invalid("The request body could not be read."),
        }
    }
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        Self::invalid("An id in the URL is not valid.")
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::invalid(serde_sentence(&rejection.body_text()))
    }
}

/// Turns "Failed to deserialize …: why" into "Why."
fn serde_sentence(text: &str) -> String {
    let why = text.split_once(": ").map_or(text, |(_, why)| why).trim_end_matches('.');
    let mut chars = why.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn shown(error: ApiError) -> (StatusCode, ApiErrorBody) {
        let response = error.into_response();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.expect("a body");
        (status, serde_json::from_slice(&body).expect("an error body"))
    }

    #[tokio::test]
    async fn internal_text_never_reaches_a_client() {
        let (status, body) = shown(anyhow::anyhow!("password_hash of ana is broken").into()).await;
        assert_eq!((status, body.code), (StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal));
        let id = body.error_id.expect("an id");
        assert_eq!(body.message, format!("Something went wrong on the server. The error is logged as {id}."));
    }

    #[tokio::test]
    async fn an_unreachable_database_is_503_with_retry_after() {
        for error in [sqlx::Error::PoolTimedOut, sqlx::Error::Protocol("cut off".to_owned())] {
            let response = ApiError::from(error).into_response();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(response.headers()[RETRY_AFTER], "5");
        }
    }

    #[test]
    fn serde_texts_become_sentences() {
        assert_eq!(
            serde_sentence("Failed to deserialize the JSON body into the target type: missing field `email` at line 1"),
            "Missing field `email` at line 1."
        );
        assert_eq!(serde_sentence("plain"), "Plain.");
    }
}
