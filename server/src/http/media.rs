//! Media files and their thumbnails, for members of a task that uses them.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use countersign_shared::ids::MediaId;
use countersign_shared::limits;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::db;
use crate::db::media::StoredMedia;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Path};
use crate::http::files;
use crate::media::MediaError;
use crate::media::store::hex;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_media)).routes(routes!(get_thumbnail))
}

/// Get a media file as it was imported
///
/// Supports range requests. The file never changes, so it can be cached indefinitely.
#[utoipa::path(get, path = "/media/{id}", tag = "media", params(("id" = MediaId, Path)),
    responses((status = 200, description = "The file", content_type = "image/*"),
              (status = 206, description = "The requested range"), (status = 304, description = "Not modified")))]
async fn get_media(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<MediaId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let media = find(&app, &caller, id).await?;
    let etag = format!("\"{}\"", hex(&media.sha256));
    serve(&app, &media.object_key, &media.content_type, &media.file_name, &etag, &headers).await
}

/// Get the thumbnail of a media file, as JPEG
#[utoipa::path(get, path = "/media/{id}/thumbnail", tag = "media", params(("id" = MediaId, Path)),
    responses((status = 200, description = "The file", content_type = "image/jpeg")))]
async fn get_thumbnail(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<MediaId>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let media = find(&app, &caller, id).await?;
    let etag = format!("\"{}-{}\"", hex(&media.sha256), limits::THUMBNAIL_SIDE);
    let name = format!("{}.jpg", media.file_name);
    serve(&app, &media.thumbnail_key, "image/jpeg", &name, &etag, &headers).await
}

async fn find(app: &App, caller: &Caller, id: MediaId) -> Result<StoredMedia, ApiError> {
    let found = db::media::readable_by(&mut *app.db.acquire().await?, id, caller.user.person.id).await?;
    found.ok_or(ApiError::NotFound("Media file not found."))
}

async fn serve(
    app: &App,
    key: &str,
    content_type: &str,
    name: &str,
    etag: &str,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let etag_value = HeaderValue::from_str(etag).map_err(anyhow::Error::from)?;
    let always = [
        (ETAG, etag_value),
        // Private, since a shared cache does not check membership.
        (CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
    ];
    let known = headers.get(IF_NONE_MATCH).and_then(|list| list.to_str().ok());
    if known.is_some_and(|list| files::etag_matches(list, etag)) {
        return Ok((StatusCode::NOT_MODIFIED, always).into_response());
    }
    let range = files::requested_range(headers, etag);
    let partial = range.is_some();
    let read = match app.media.read(key, range).await {
        Ok(read) => read,
        Err(MediaError::Store(object_store::Error::NotFound { .. })) => {
            tracing::error!(media.key = key, "a stored file is missing");
            return Err(ApiError::NotFound("This media file is missing from the store."));
        }
        Err(error) if partial => return range_error(app, key, error).await,
        Err(error) => return Err(ApiError::Internal(error.into())),
    };
    let mut response = Response::new(Body::from_stream(read.bytes));
    let out = response.headers_mut();
    out.extend(always);
    let content_type = HeaderValue::from_str(content_type).map_err(anyhow::Error::from)?;
    out.insert(CONTENT_TYPE, content_type);
    out.insert(CONTENT_LENGTH, HeaderValue::from(read.range.end - read.range.start));
    out.insert(CONTENT_DISPOSITION, files::content_disposition("inline", name));
    out.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // If the file ever is anything other than an image, it cannot run or load anything.
    out.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    out.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    if partial {
        let range = format!("bytes {}-{}/{}", read.range.start, read.range.end.saturating_sub(1), read.total);
        out.insert(CONTENT_RANGE, HeaderValue::from_str(&range).map_err(anyhow::Error::from)?);
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

/// Returns the response for a failed range read. A store does not say whether the range or the store itself is at fault, so
/// this reads again without the range to find out.
async fn range_error(app: &App, key: &str, error: MediaError) -> Result<Response, ApiError> {
    match app.media.read(key, None).await {
        Ok(whole) => {
            let total = format!("bytes */{}", whole.total);
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, total)]).into_response())
        }
        Err(_) => Err(ApiError::Internal(error.into())),
    }
}
