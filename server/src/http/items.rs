//! Items: the data list of a task, one item, its neighbours and its labels.

use std::collections::BTreeMap;

use axum::extract::State;
use countersign_shared::ids::{ItemId, MediaId, TaskId};
use countersign_shared::item_filter::ItemFilter;
use countersign_shared::label::Label;
use countersign_shared::lock::{LockHolder, Person};
use countersign_shared::outline::Outline;
use countersign_shared::role::Roles;
use countersign_shared::workflow::{Back, Move, Stage, Status};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::db::items::neighbours::neighbours;
use crate::db::items::page::{After, Order, Wanted};
use crate::http::commands::{run, unexpected};
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json, Query, TaskAccess};
use crate::http::pages::{page_rows, read_cursor, write_cursor};
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

/// One media file within a task, as lists and the tool's header show it.
#[derive(Serialize, ToSchema)]
pub struct Item {
    id: ItemId,
    task_id: TaskId,
    /// Order within the task, from 1.
    position: i32,
    file_name: String,
    stage: Stage,
    /// Which of several reviews, from 1; 0 in other stages.
    review_pass: i16,
    status: Status,
    back: Back,
    /// When it came to where it is.
    #[serde(with = "time::serde::rfc3339")]
    stage_since: OffsetDateTime,
    /// Raised each time the item comes back to annotate.
    round: i32,
    /// Raised when the document is replaced as a whole.
    generation: i64,
    media: Media,
    label_count: i32,
    open_issues: i32,
    comment_count: i32,
    approved_count: i32,
    rejected_count: i32,
    /// What the ontology requires and is missing.
    violations: i32,
    /// -1 low, 0 normal, 1 high, 2 urgent
    priority: i16,
    /// How many people would not work on it.
    skips: i32,
    /// How often it was rejected.
    rejections: i32,
    /// How often it was taken up again after it had been accepted.
    revisions: i32,
    /// Who sent it back, until it is complete again.
    #[schema(required)]
    returned_by: Option<Person>,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    returned_at: Option<OffsetDateTime>,
    /// Who finished its annotation last.
    #[schema(required)]
    submitted_by: Option<Person>,
    /// Who approved it in review last.
    #[schema(required)]
    reviewed_by: Option<Person>,
    /// Who edits it now.
    #[schema(required)]
    lock: Option<LockHolder>,
    #[schema(required)]
    assignee: Option<Person>,
    /// Whom it is offered to now.
    #[schema(required)]
    reserved_by: Option<Person>,
    /// The caller has opened it since it came to its stage.
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
    /// Pixels.
    width: i32,
    height: i32,
    frames: i32,
    content_type: String,
    url: String,
    thumbnail_url: String,
}

/// What the caller may do with the item at its stage, the lock aside.
#[derive(Serialize, ToSchema)]
pub struct Can {
    write: bool,
    comment: bool,
    /// The move that finishes the item's work at this stage.
    #[schema(required)]
    finish: Option<Move>,
    /// Labels may be approved and rejected, and the item sent back.
    judge: bool,
    /// It may be taken up again.
    revise: bool,
    /// It may be left to others, with a reason.
    skip: bool,
    /// It may be given to somebody, and its priority changed.
    assign: bool,
    force_unlock: bool,
}

impl Can {
    fn new(roles: &Roles, stage: Stage) -> Self {
        let finish = Move::ALL.into_iter().find(|by| by.from_stage() == stage && roles.can_finish(stage));
        Self {
            write: roles.can_write_labels(stage),
            comment: roles.can_comment(),
            finish,
            judge: roles.can_judge(stage),
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
    /// Last changed first.
    Updated,
    /// Most urgent first.
    Priority,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    sort: Option<Sort>,
    /// `next` of the page before, with the same filters and order.
    after: Option<String>,
    /// 1 to 200 rows; 50 when left out.
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub struct ItemPage {
    items: Vec<Item>,
    /// Where the next page begins.
    #[schema(required)]
    next: Option<String>,
    /// All that match, on whichever page.
    total: i64,
}

#[derive(Serialize, ToSchema)]
pub struct Neighbours {
    #[schema(required)]
    previous: Option<ItemId>,
    #[schema(required)]
    next: Option<ItemId>,
    /// How many there are up to this item.
    index: i64,
    total: i64,
}

/// One page of a task's items
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
    let of_order = |after: &After| after.order() == order;
    let after = query.after.as_deref().map(|cursor| read_cursor(cursor, of_order)).transpose()?;
    let reader = access.caller.user.person.id;
    let wanted = Wanted { task: access.task, reader, filter: &filter };
    let mut db = app.db.acquire().await?;
    let page = db::items::page::page(&mut db, wanted, order, after, page_rows(query.limit)).await?;
    let rows = db::items::get(&mut db, &page.ids, reader).await?;
    Ok(Json(ItemPage {
        items: rows.into_iter().map(|row| Item::new(row, &access.roles)).collect(),
        next: page.next.as_ref().map(write_cursor).transpose()?,
        total: page.total,
    }))
}

/// One item
#[utoipa::path(get, path = "/items/{id}", tag = "items", params(("id" = ItemId, Path)),
    responses((status = 200, body = Item, description = "The item")))]
async fn get_item(State(app): State<AppState>, access: ItemAccess) -> Result<Json<Item>, ApiError> {
    let mut db = app.db.acquire().await?;
    let row = db::items::get(&mut db, &[access.item.0], access.caller.user.person.id).await?.pop();
    let row = row.ok_or(ApiError::NotFound("There is no such item."))?;
    Ok(Json(Item::new(row, &access.roles)))
}

/// The labels of an item as they are now, by label id. Counts as opening the item
#[utoipa::path(get, path = "/items/{id}/labels", tag = "items", params(("id" = ItemId, Path)),
    responses((status = 200, body = BTreeMap<String, Label>, description = "By label id")))]
async fn get_labels(
    State(app): State<AppState>,
    access: ItemAccess,
) -> Result<Json<BTreeMap<String, Label>>, ApiError> {
    let me = access.caller.user.person.id;
    db::openings::record(&mut *app.db.acquire().await?, access.item, me).await?;
    match run(&app, &access, Command::ReadLabels).await? {
        Outcome::Labels(labels) => Ok(Json(labels)),
        other => Err(unexpected(&other)),
    }
}

/// The items before and after one among those that match, in the order of the task
#[utoipa::path(get, path = "/items/{id}/neighbours", tag = "items", params(("id" = ItemId, Path), ItemFilter),
    responses((status = 200, body = Neighbours, description = "The neighbours")))]
async fn get_neighbours(
    State(app): State<AppState>,
    access: ItemAccess,
    Query(filter): Query<ItemFilter>,
) -> Result<Json<Neighbours>, ApiError> {
    let wanted = Wanted { task: access.task, reader: access.caller.user.person.id, filter: &filter };
    let found = neighbours(&mut *app.db.acquire().await?, wanted, access.item).await?;
    let db::items::neighbours::Neighbours { previous, next, index, total } = found;
    Ok(Json(Neighbours { previous, next, index, total }))
}

/// One step of an item through its workflow.
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

/// Who annotated, reviewed and decided on an item, in every round: its newest 500 moves, oldest first
#[utoipa::path(get, path = "/items/{id}/moves", tag = "items", params(("id" = ItemId, Path)),
    responses((status = 200, body = Vec<ItemMove>, description = "Oldest first")))]
async fn list_moves(State(app): State<AppState>, access: ItemAccess) -> Result<Json<Vec<ItemMove>>, ApiError> {
    let moves = db::item_moves::of_item(&mut *app.db.acquire().await?, access.item, MOVES).await?;
    let shown = moves.into_iter().map(|row| {
        let db::item_moves::ItemMove {
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
