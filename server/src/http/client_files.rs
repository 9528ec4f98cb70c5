//! The built browser client, inside the binary.

use axum::http::{StatusCode, Uri};

pub async fn serve(_uri: Uri) -> StatusCode {
    StatusCode::NOT_FOUND
}
