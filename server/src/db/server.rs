//! The database server itself: whether it can be trusted with acknowledged edits.

use sqlx::PgConnection;

/// The version and the durability settings of a database server.
pub struct Health {
    /// As a number, e.g. 150014 for 15.14.
    pub version: i32,
    pub fsync: bool,
    pub full_page_writes: bool,
    pub synchronous_commit: bool,
}

/// Reads the version and the durability settings.
///
/// # Errors
/// Returns an error if the database does not answer.
pub async fn health(connection: &mut PgConnection) -> Result<Health, sqlx::Error> {
    sqlx::query_as!(
        Health,
        r#"SELECT current_setting('server_version_num')::int AS "version!",
                  current_setting('fsync') = 'on' AS "fsync!",
                  current_setting('full_page_writes') = 'on' AS "full_page_writes!",
                  current_setting('synchronous_commit') <> 'off' AS "synchronous_commit!""#
    )
    .fetch_one(connection)
    .await
}

/// Creates the database `countersign` if the cluster does not have it yet.
///
/// # Errors
/// Returns an error if the database does not answer.
pub async fn ensure_database(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let exists =
        sqlx::query_scalar!(r#"SELECT count(*) > 0 AS "exists!" FROM pg_database WHERE datname = 'countersign'"#)
            .fetch_one(&mut *connection)
            .await?;
    if !exists {
        sqlx::query!("CREATE DATABASE countersign").execute(connection).await?;
    }
    Ok(())
}
