//! Items: the data list of a task, single items, their neighbours, labels and stage changes.

use std::collections::BTreeMap;

use axum::extract::State;
use countersign_shared::ids::{ItemId, MediaId, TaskId};
use countersign_shared::item_filter::ItemFilter;
use countersign_shared::label::Label;
use countersign_shared::lock::{LockHolder, Person};
use countersign_shared::outline::Outline;
use countersign_shared::role::Roles;
use countersign_shared::workflow::{FinishAction, ReturnState, Stage, Status};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::db::items::neighbours::neighbours;
use crate::db::items::page::{Cursor, ItemQuery, Order};
use crate::http::commands::{run, unexpected_outcome};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json, Query, TaskAccess};
use crate::http::pagination::{decode_cursor, encode_cursor, page_size};
use crate::live::room::{Command, Outcome};

const MOVES: i64 = 500;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_items))
        .routes(routes!(get_item))
        .routes(routes!(get_labels))
        .routes(routes!(get_neighbours))
        .routes(routes!(list_moves))
}

/// One media file in a task, as shown in lists and in the editor's header.
#[derive(Serialize, ToSchema)]
pub struct Item {
    id: ItemId,
    task_id: TaskId,
    /// Position in the order of the task, from 1.
    position: i32,
    file_name: String,
    stage: Stage,
    /// Which of the task's reviews it is in, from 1; 0 in other stages.
    review_pass: i16,
    status: Status,
    back: ReturnState,
    /// When it entered its current stage.
    #[serde(with = "time::serde::rfc3339")]
    stage_since: OffsetDateTime,
    /// Increases each time the item returns to annotate.
    round: i32,
    /// Increases each time the document is replaced as a whole.
    generation: i64,
    media: Media,
    label_count: i32,
    open_issues: i32,
    comment_count: i32,
    approved_count: i32,
    rejected_count: i32,
    /// Number of things that the ontology requires and the item lacks.
    violations: i32,
    /// -1 low, 0 normal, 1 high, 2 urgent
    priority: i16,
    /// Number of people who skipped it.
    skips: i32,
    /// Number of times it was rejected.
    rejections: i32,
    /// Number of times it was reopened after it had been accepted.
    revisions: i32,
    /// Who sent it back. `null` again once it is complete.
    #[schema(required)]
    returned_by: Option<Person>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    returned_at: Option<OffsetDateTime>,
    /// Who last submitted it.
    #[schema(required)]
    submitted_by: Option<Person>,
    /// Who last approved it in review.
    #[schema(required)]
    reviewed_by: Option<Person>,
    /// Who is editing it now.
    #[schema(required)]
    lock: Option<LockHolder>,
    #[schema(required)]
    assignee: Option<Person>,
    /// Who it is reserved for now.
    #[schema(required)]
    reserved_by: Option<Person>,
    /// Whether the caller has opened it since it entered its current stage.
    opened: bool,
    /// Simplified outlines of its labels, to draw over the thumbnail.
    #[schema(value_type = Vec<Outline>)]
    preview: Value,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
    can: Can,
}

#[derive(Serialize, ToSchema)]
pub struct Media {
    id: MediaId,
    /// Width in pixels.
    width: i32,
    /// Height in pixels.
    height: i32,
    /// Number of frames.
    frames: i32,
    content_type: String,
    url: String,
    thumbnail_url: String,
}

/// What the caller may do with the item at its stage, regardless of the lock.
#[derive(Serialize, ToSchema)]
pub struct Can {
    write: bool,
    comment: bool,
    /// The stage change that finishes the work at this stage.
    #[schema(required)]
    finish: Option<FinishAction>,
    /// Whether the caller may approve and reject labels, and send the item back.
    judge: bool,
    /// Whether the caller may reopen it.
    revise: bool,
    /// Whether the caller may skip it, with a reason.
    skip: bool,
    /// Whether the caller may assign it and change its priority.
    assign: bool,
    force_unlock: bool,
}

impl Can {
    fn new(roles: &Roles, stage: Stage) -> Self {
        let finish = FinishAction::ALL.into_iter().find(|by| by.required_stage() == stage && roles.can_finish(stage));
        Self {
            write: roles.can_write_labels(stage),
            comment: roles.can_comment(),
            finish,
            judge: roles.can_give_verdicts(stage),
            revise: stage == Stage::Complete && roles.can_revise(),
            skip: matches!(stage, Stage::Annotate | Stage::Review) && roles.can_finish(stage),
            assign: roles.can_manage(),
            force_unlock: roles.can_force_unlock(),
        }
    }
}

impl Item {
    fn new(row: db::items::Item, roles: &Roles) -> Self {
        let media = row.media;
        let url = format!("/api/v1/media/{}", media.id);
        Self {
            id: row.id,
            task_id: row.task,
            position: row.position,
            file_name: media.file_name,
            stage: row.stage,
            review_pass: row.review_pass,
            status: Status::of(row.stage, row.back, row.begun),
            back: row.back,
            stage_since: row.stage_since,
            round: row.round,
            generation: row.generation,
            media: Media {
                id: media.id,
                width: media.width,
                height: media.height,
                frames: media.frames,
                content_type: media.content_type,
                thumbnail_url: format!("{url}/thumbnail"),
                url,
            },
            label_count: row.label_count,
            open_issues: row.open_issues,
            comment_count: row.comment_count,
            approved_count: row.approved_count,
            rejected_count: row.rejected_count,
            violations: row.violations,
            priority: row.priority,
            skips: row.skips,
            rejections: row.rejections,
            revisions: row.revisions,
            returned_by: row.returned_by,
            returned_at: row.returned_at,
            submitted_by: row.submitted_by,
            reviewed_by: row.reviewed_by,
            lock: row.lock,
            assignee: row.assignee,
            reserved_by: row.reserved_by,
            opened: row.opened,
            preview: row.preview,
            updated_at: row.updated_at,
            can: Can::new(roles, row.stage),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Position,
    /// By file name.
    Name,
    /// Most recently changed first.
    Updated,
    /// Most urgent first.
    Priority,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    sort: Option<Sort>,
    /// `next` of the previous page, with the same filters and order.
    after: Option<String>,
    /// 1 to 200 rows. Default: 50.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct ItemPage {
    items: Vec<Item>,
    /// Cursor of the next page, or `null` on the last page.
    #[schema(required)]
    next: Option<String>,
    /// Number of matching items on all pages.
    total: i64,
}

#[derive(Serialize, ToSchema)]
pub struct Neighbours {
    #[schema(required)]
    previous: Option<ItemId>,
    #[schema(required)]
    next: Option<ItemId>,
    /// Number of matching items up to this one, including it if it matches.
    index: i64,
    total: i64,
}

/// List a task's items, page by page
#[utoipa::path(get, path = "/tasks/{id}/items", tag = "items", params(("id" = TaskId, Path), ItemFilter, PageQuery),
    responses((status = 200, body = ItemPage, description = "One page")))]
async fn list_items(
    State(app): State<AppState>,
    access: TaskAccess,
    Query(filter): Query<ItemFilter>,
    Query(query): Query<PageQuery>,
) -> Result<Json<ItemPage>, ApiError> {
    let order = match query.sort.unwrap_or_default() {
        Sort::Position => Order::Position,
        Sort::Name => Order::Name,
        Sort::Updated => Order::Updated,
        Sort::Priority => Order::Priority,
    };
    let of_order = |after: &Cursor| after.order() == order;
    let after = query.after.as_deref().map(|cursor| decode_cursor(cursor, of_order)).transpose()?;
    let reader = access.caller.user.person.id;
    let matching = ItemQuery { task: access.task, reader, filter: &filter };
    let mut db = app.db.acquire().await?;
    let page = db::items::page::page(&mut db, matching, order, after, page_size(query.limit)).await?;
    let rows = db::items::get(&mut db, &page.ids, reader).await?;
    Ok(Json(ItemPage {
        items: rows.into_iter().map(|row| Item::new(row, &access.roles)).collect(),
        next: page.next.as_ref().map(encode_cursor).transpose()?,
        total: page.total,
    }))
}

/// Get an item
#[utoipa::path(get, path = "/items/{id}", tag = "items", params(("id" = ItemId, Path)),
    responses((status = 200, body = Item, description = "The item")))]
async fn get_item(State(app): State<AppState>, access: ItemAccess) -> Result<Json<Item>, ApiError> {
    let mut db = app.db.acquire().await?;
    let row = db::items::get(&mut db, &[access.item.0], access.caller.user.person.id).await?.pop();
    let row = row.ok_or(ApiError::NotFound("Item not found."))?;
    Ok(Json(Item::new(row, &access.roles)))
}

/// Get the current labels of an item
///
/// Counts as opening the item.
#[utoipa::path(get, path = "/items/{id}/labels", tag = "items", params(("id" = ItemId, Path)),
    responses((status = 200, body = BTreeMap<String, Label>, description = "The labels by label id")))]
async fn get_labels(
    State(app): State<AppState>,
    access: ItemAccess,
) -> Result<Json<BTreeMap<String, Label>>, ApiError> {
    let me = access.caller.user.person.id;
    db::openings::record(&mut *app.db.acquire().await?, access.item, me).await?;
    match run(&app, &access, Command::ReadLabels).await? {
        Outcome::Labels(labels) => Ok(Json(labels)),
        other => Err(unexpected_outcome(&other)),
    }
}

/// Get the items before and after an item
///
/// Considers the items that match the filter, in the order of the task.
#[utoipa::path(get, path = "/items/{id}/neighbours", tag = "items", params(("id" = ItemId, Path), ItemFilter),
    responses((status = 200, body = Neighbours, description = "The neighbours")))]
async fn get_neighbours(
    State(app): State<AppState>,
    access: ItemAccess,
    Query(filter): Query<ItemFilter>,
) -> Result<Json<Neighbours>, ApiError> {
    let query = ItemQuery { task: access.task, reader: access.caller.user.person.id, filter: &filter };
    let found = neighbours(&mut *app.db.acquire().await?, query, access.item).await?;
    let db::items::neighbours::Neighbours { previous, next, index, total } = found;
    Ok(Json(Neighbours { previous, next, index, total }))
}

/// One stage change of an item.
#[derive(Serialize, ToSchema)]
pub struct ItemMove {
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    #[schema(required)]
    by: Option<Person>,
    /// `submit`, `approve`, `accept`, `reject` or `revise`
    kind: String,
    from: Stage,
    from_pass: i16,
    to: Stage,
    to_pass: i16,
    round: i32,
    #[schema(required)]
    assignee: Option<Person>,
    #[schema(required)]
    reason: Option<String>,
    /// Ids of the task's issue tags.
    tags: Vec<String>,
    label_count: i32,
}

/// List an item's stage changes
///
/// Shows who annotated, reviewed and decided on the item in every round: the newest 500 stage changes, oldest first.
#[utoipa::path(get, path = "/items/{id}/moves", tag = "items", params(("id" = ItemId, Path)),
    responses((status = 200, body = Vec<ItemMove>, description = "Oldest first")))]
async fn list_moves(State(app): State<AppState>, access: ItemAccess) -> Result<Json<Vec<ItemMove>>, ApiError> {
    let moves = db::item_moves::of_item(&mut *app.db.acquire().await?, access.item, MOVES).await?;
    let shown = moves.into_iter().map(|row| {
        let db::item_moves::StageChangeRecord {
            at,
            by,
            kind,
            from,
            from_pass,
            to,
            to_pass,
            round,
            assignee,
            reason,
            tags,
            label_count,
        } = row;
        ItemMove { at, by, kind, from, from_pass, to, to_pass, round, assignee, reason, tags, label_count }
    });
    Ok(Json(shown.collect()))
}
