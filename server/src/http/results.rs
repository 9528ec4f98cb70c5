//! The accepted results of a dataset: the newest version of each item.

use axum::extract::State;
use countersign_shared::ids::{DatasetId, ItemId, MediaId, TaskId, UserId};
use countersign_shared::limits;
use countersign_shared::outline::{Outline, outlines};
use countersign_shared::task::TaskName;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db::dataset_annotations::page::{self, AcceptedResult, Cursor, Order, Page};
use crate::http::datasets::DatasetAccess;
use crate::http::days::Day;
use crate::http::error::ApiError;
use crate::http::extract::{Caller, Json, Path, Query};
use crate::http::pagination::{decode_cursor, encode_cursor, page_size};
use crate::http::versions::Version;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_results))
}

/// A filter for the results of a dataset. All conditions must hold.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ResultFilter {
    /// Results of this task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    task: Option<TaskId>,
    /// Results with a label of the class with this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    /// Part of the file name, case-insensitive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    q: Option<String>,
    /// Results accepted by this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<UserId>,
    /// Results accepted on this day (UTC) or later, such as `2026-01-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    /// Results accepted on this day (UTC) or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Day>,
}

impl ResultFilter {
    /// Converts the filter to a database filter, limited to what the caller may read.
    ///
    /// # Errors
    /// Returns an error if a part of the filter is not valid.
    pub fn within(&self, access: &DatasetAccess) -> Result<page::ResultFilter, ApiError> {
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        for (field, text) in [("class", &self.class), ("q", &self.q)] {
            if text.as_ref().is_some_and(|text| text.chars().count() > limits::MAX_NAME_CHARS) {
                return Err(ApiError::field(field, format!("At most {} characters.", limits::MAX_NAME_CHARS)));
            }
        }
        Ok(page::ResultFilter {
            tasks: access.task_ids(self.task)?,
            class: text(&self.class),
            search: text(&self.q),
            accepted_by: self.by,
            from: self.from.map(Day::start),
            before: self.to.map(Day::end),
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResultSort {
    /// By file name.
    #[default]
    Name,
    /// Most recently accepted first.
    Accepted,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ResultsQuery {
    sort: Option<ResultSort>,
    /// `next` of the previous page, with the same filters and order.
    after: Option<String>,
    /// 1 to 200 rows. Default: 50.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct ResultPage {
    rows: Vec<DatasetResult>,
    /// Cursor of the next page, or `null` on the last page.
    #[schema(required)]
    next: Option<String>,
    /// Number of matching results on all pages.
    total: i64,
}

/// The newest accepted version of one item.
#[derive(Serialize, ToSchema)]
pub struct DatasetResult {
    item_id: ItemId,
    task: TaskName,
    media_id: MediaId,
    thumbnail_url: String,
    file_name: String,
    /// Width of the media file in pixels, the unit of `preview`.
    width: i32,
    /// Height of the media file in pixels.
    height: i32,
    #[serde(flatten)]
    version: Version,
    /// Simplified outlines of its labels as accepted, to draw over the thumbnail.
    preview: Vec<Outline>,
}

/// List a dataset's accepted results, page by page
#[utoipa::path(get, path = "/datasets/{id}/results", tag = "datasets",
    params(("id" = DatasetId, Path), ResultFilter, ResultsQuery),
    responses((status = 200, body = ResultPage, description = "One page")))]
async fn list_results(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<DatasetId>,
    Query(filter): Query<ResultFilter>,
    Query(query): Query<ResultsQuery>,
) -> Result<Json<ResultPage>, ApiError> {
    let access = DatasetAccess::load(&app, caller, id).await?;
    let filter = filter.within(&access)?;
    let order = match query.sort.unwrap_or_default() {
        ResultSort::Name => Order::Name,
        ResultSort::Accepted => Order::Accepted,
    };
    let of_order = |after: &Cursor| after.order() == order;
    let after = query.after.as_deref().map(|cursor| decode_cursor(cursor, of_order)).transpose()?;
    let mut db = app.db.acquire().await?;
    let page = page::page(&mut db, id, &filter, order, after, page_size(query.limit)).await?;
    let Page { keys, next, total } = page;
    let rows = page::read(&mut db, &keys).await?;
    drop(db);
    let next = next.as_ref().map(encode_cursor).transpose()?;
    // Computing the outlines of many labels takes long enough to starve other tasks.
    let shown = tokio::task::spawn_blocking(move || {
        rows.into_iter().filter_map(|row| show(row, &access)).collect::<Vec<DatasetResult>>()
    });
    let rows = shown.await.map_err(anyhow::Error::from)?;
    Ok(Json(ResultPage { rows, next, total }))
}

fn show(row: AcceptedResult, access: &DatasetAccess) -> Option<DatasetResult> {
    let task = access.tasks.iter().find(|task| task.id == row.task)?.clone();
    Some(DatasetResult {
        item_id: row.item,
        task,
        media_id: row.media,
        thumbnail_url: format!("/api/v1/media/{}/thumbnail", row.media),
        file_name: row.file_name,
        width: row.width,
        height: row.height,
        version: row.version.into(),
        preview: outlines(&row.labels),
    })
}
