//! The media files of a dataset.

use countersign_shared::geometry::Size;
use countersign_shared::ids::{DatasetId, MediaId, TaskId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

pub struct NewMedia {
    pub id: MediaId,
    pub file_name: String,
    pub content_type: &'static str,
    pub size: Size,
    pub bytes: i64,
    pub sha256: [u8; 32],
    pub object_key: String,
    pub thumbnail_key: String,
}

/// What serving a media file needs.
pub struct StoredMedia {
    pub file_name: String,
    pub content_type: String,
    pub sha256: Vec<u8>,
    pub object_key: String,
    pub thumbnail_key: String,
}

/// Inserts the media files that the dataset does not have yet. Returns the id that each file has in the dataset, in order.
pub async fn insert(db: &mut PgConnection, dataset: DatasetId, media: &[NewMedia]) -> sqlx::Result<Vec<MediaId>> {
    let ids: Vec<_> = media.iter().map(|m| m.id.0).collect();
    let names: Vec<_> = media.iter().map(|m| m.file_name.clone()).collect();
    let types: Vec<_> = media.iter().map(|m| m.content_type.to_owned()).collect();
    let widths: Vec<_> = media.iter().map(|m| pixels(m.size.width)).collect();
    let heights: Vec<_> = media.iter().map(|m| pixels(m.size.height)).collect();
    let bytes: Vec<_> = media.iter().map(|m| m.bytes).collect();
    let hashes: Vec<_> = media.iter().map(|m| m.sha256.to_vec()).collect();
    let keys: Vec<_> = media.iter().map(|m| m.object_key.clone()).collect();
    let thumbnails: Vec<_> = media.iter().map(|m| m.thumbnail_key.clone()).collect();
    let rows = sqlx::query!(
        r#"WITH given AS (
               SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[], $7::bigint[], $8::bytea[],
                                    $9::text[], $10::text[])
                   WITH ORDINALITY AS g (id, file_name, content_type, width, height, bytes, sha256, object_key,
                                         thumbnail_key, n)),
           known AS (
               SELECT DISTINCT ON (g.n) g.n, m.id
               FROM given g JOIN media m
                   ON m.dataset_id = $1 AND m.file_name = g.file_name AND m.sha256 = g.sha256
               ORDER BY g.n, m.id),
           added AS (
               INSERT INTO media (id, dataset_id, file_name, content_type, width, height, bytes, sha256, object_key,
                                  thumbnail_key)
               SELECT g.id, $1, g.file_name, g.content_type, g.width, g.height, g.bytes, g.sha256, g.object_key,
                      g.thumbnail_key
               FROM given g WHERE NOT EXISTS (SELECT FROM known k WHERE k.n = g.n))
           SELECT coalesce(k.id, g.id) AS "id!" FROM given g LEFT JOIN known k ON k.n = g.n ORDER BY g.n"#,
        dataset.0,
        &ids,
        &names,
        &types,
        &widths,
        &heights,
        &bytes,
        &hashes,
        &keys,
        &thumbnails
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| MediaId(row.id)).collect())
}

fn pixels(side: u32) -> i32 {
    i32::try_from(side).unwrap_or(i32::MAX)
}

/// Returns a media file if the user is a member of a task that contains it, or a site admin.
pub async fn readable_by(db: &mut PgConnection, media: MediaId, user: UserId) -> sqlx::Result<Option<StoredMedia>> {
    sqlx::query_as!(
        StoredMedia,
        "SELECT file_name, content_type, sha256, object_key, thumbnail_key FROM media m
         WHERE m.id = $1 AND (
             EXISTS (SELECT FROM users u WHERE u.id = $2 AND u.is_admin)
             OR EXISTS (SELECT FROM items i JOIN task_members t ON t.task_id = i.task_id
                        WHERE i.media_id = m.id AND t.user_id = $2))",
        media.0,
        user.0
    )
    .fetch_optional(db)
    .await
}

/// Returns which of these contents the dataset already has: the SHA-256 hash, and the file name of the oldest such file.
pub async fn find_duplicates(
    db: &mut PgConnection,
    dataset: DatasetId,
    hashes: &[Vec<u8>],
) -> sqlx::Result<Vec<(Vec<u8>, String)>> {
    let rows = sqlx::query!(
        "SELECT DISTINCT ON (sha256) sha256, file_name FROM media WHERE dataset_id = $1 AND sha256 = ANY($2)
         ORDER BY sha256, created_at, id",
        dataset.0,
        hashes
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.sha256, row.file_name)).collect())
}

/// Returns the dataset's media files for which the task has no item, by name; with `only`, just those among them.
pub async fn not_in_task(
    db: &mut PgConnection,
    dataset: DatasetId,
    task: TaskId,
    only: Option<&[Uuid]>,
) -> sqlx::Result<Vec<MediaId>> {
    let ids = sqlx::query_scalar!(
        "SELECT m.id FROM media m
         WHERE m.dataset_id = $1 AND ($3::uuid[] IS NULL OR m.id = ANY($3))
             AND NOT EXISTS (SELECT FROM items i WHERE i.media_id = m.id AND i.task_id = $2)
         ORDER BY m.file_name, m.id",
        dataset.0,
        task.0,
        only
    )
    .fetch_all(db)
    .await?;
    Ok(ids.into_iter().map(MediaId).collect())
}

/// Returns how many of these media files belong to the dataset.
pub async fn count_in_dataset(db: &mut PgConnection, dataset: DatasetId, media: &[Uuid]) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM media WHERE dataset_id = $1 AND id = ANY($2)"#,
        dataset.0,
        media
    )
    .fetch_one(db)
    .await
}

/// Returns those of `keys` that no media row refers to.
pub async fn unused_keys(db: &mut PgConnection, keys: &[String]) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT key AS "key!" FROM unnest($1::text[]) AS key
           WHERE NOT EXISTS (SELECT FROM media WHERE object_key = key OR thumbnail_key = key)"#,
        keys
    )
    .fetch_all(db)
    .await
}
