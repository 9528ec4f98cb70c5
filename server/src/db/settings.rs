//! The personal settings of users: rows of `user_settings`.

use countersign_shared::ids::UserId;
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;

pub async fn get(db: &mut PgConnection, user: UserId) -> sqlx::Result<Map<String, Value>> {
    let found = sqlx::query_scalar!(
        r#"SELECT settings AS "settings: Json<Map<String, Value>>" FROM user_settings WHERE user_id = $1"#,
        user.0
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map(|json| json.0).unwrap_or_default())
}

pub async fn put(db: &mut PgConnection, user: UserId, settings: &Map<String, Value>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO user_settings (user_id, settings) VALUES ($1, $2)
         ON CONFLICT (user_id) DO UPDATE SET settings = EXCLUDED.settings, updated_at = now()",
        user.0,
        Json(settings) as _
    )
    .execute(db)
    .await?;
    Ok(())
}
