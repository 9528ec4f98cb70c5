//! Datasets: collections of media and their accepted annotations.

use countersign_shared::ids::{DatasetId, UserId};
use sqlx::PgConnection;

/// The oldest dataset of this name.
pub async fn id_by_name(db: &mut PgConnection, name: &str) -> sqlx::Result<Option<DatasetId>> {
    let id = sqlx::query_scalar!("SELECT id FROM datasets WHERE name = $1 ORDER BY created_at, id LIMIT 1", name)
        .fetch_optional(db)
        .await?;
    Ok(id.map(DatasetId))
}

pub async fn insert(db: &mut PgConnection, id: DatasetId, name: &str, by: Option<UserId>) -> sqlx::Result<()> {
    sqlx::query!("INSERT INTO datasets (id, name, created_by) VALUES ($1, $2, $3)", id.0, name, by.map(|id| id.0))
        .execute(db)
        .await?;
    Ok(())
}
