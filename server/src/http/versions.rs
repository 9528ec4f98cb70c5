//! The accepted versions of an item, and the changes in each.

use std::collections::BTreeMap;

use axum::extract::State;
use countersign_shared::ids::{ItemId, Seq};
use countersign_shared::label::{Label, Labels};
use countersign_shared::lock::Person;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::db;
use crate::http::error::ApiError;
use crate::http::extract::{ItemAccess, Json, Path, require};

const READ_FORBIDDEN: &str = "Only admins and inspectors of the task may read its results.";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_versions)).routes(routes!(get_version))
}

/// One accepted version of an item. Changes are counted against the previous version.
#[derive(Serialize, ToSchema)]
pub struct Version {
    /// Number of the version, from 1.
    version: i32,
    /// Sequence number of the last edit that it includes.
    seq: Seq,
    label_count: i32,
    added: i32,
    changed: i32,
    removed: i32,
    #[schema(required)]
    accepted_by: Option<Person>,
    #[serde(with = "time::serde::rfc3339")]
    accepted_at: OffsetDateTime,
}

impl From<db::dataset_annotations::Version> for Version {
    fn from(row: db::dataset_annotations::Version) -> Self {
        let db::dataset_annotations::Version {
            version,
            seq,
            label_count,
            added,
            changed,
            removed,
            accepted_by,
            accepted_at,
        } = row;
        Self { version, seq, label_count, added, changed, removed, accepted_by, accepted_at }
    }
}

#[derive(Serialize, ToSchema)]
pub struct VersionLabels {
    #[serde(flatten)]
    version: Version,
    /// Labels by label id.
    labels: BTreeMap<String, Label>,
    changes: VersionChanges,
}

/// Changes against the previous version. In the first version, all labels are added.
#[derive(Serialize, ToSchema)]
pub struct VersionChanges {
    /// Ids of the added labels.
    added: Vec<String>,
    /// Ids of the changed labels.
    changed: Vec<String>,
    /// The removed labels as they were, by label id.
    removed: BTreeMap<String, Label>,
}

impl VersionChanges {
    fn between(before: Labels, after: &Labels) -> Self {
        let ids = |those: &dyn Fn(&str, &Label) -> bool| -> Vec<String> {
            after.iter().filter(|(id, label)| those(id, label)).map(|(id, _)| id.clone()).collect()
        };
        Self {
            added: ids(&|id, _| !before.contains_key(id)),
            changed: ids(&|id, label| before.get(id).is_some_and(|was| was != label)),
            removed: before.into_iter().filter(|(id, _)| !after.contains_key(id)).collect(),
        }
    }
}

/// List the accepted versions of an item
#[utoipa::path(get, path = "/items/{id}/versions", tag = "datasets", params(("id" = ItemId, Path)),
    responses((status = 200, body = Vec<Version>, description = "Newest first")))]
async fn list_versions(State(app): State<AppState>, access: ItemAccess) -> Result<Json<Vec<Version>>, ApiError> {
    require(access.roles.can_export(), READ_FORBIDDEN)?;
    let versions = db::dataset_annotations::versions(&mut *app.db.acquire().await?, access.item).await?;
    Ok(Json(versions.into_iter().map(Version::from).collect()))
}

/// Get an accepted version, with its labels and changes
#[utoipa::path(get, path = "/items/{id}/versions/{version}", tag = "datasets",
    params(("id" = ItemId, Path), ("version" = i32, Path)),
    responses((status = 200, body = VersionLabels, description = "The version")))]
async fn get_version(
    State(app): State<AppState>,
    access: ItemAccess,
    Path((_item, version)): Path<(ItemId, i32)>,
) -> Result<Json<VersionLabels>, ApiError> {
    require(access.roles.can_export(), READ_FORBIDDEN)?;
    let mut db = app.db.acquire().await?;
    let versions = db::dataset_annotations::versions(&mut db, access.item).await?;
    let found = versions.into_iter().find(|one| one.version == version);
    let labels = db::dataset_annotations::labels(&mut db, access.item, version).await?;
    let (found, labels) = found.zip(labels).ok_or(ApiError::NotFound("Version not found."))?;
    // Versions have no gaps, and the first has no previous one.
    let before = db::dataset_annotations::labels(&mut db, access.item, version - 1).await?.unwrap_or_default();
    let changes = VersionChanges::between(before, &labels);
    Ok(Json(VersionLabels { version: found.into(), labels, changes }))
}
