//! Which person a Yjs client id of an item belongs to.

use std::collections::HashMap;

use countersign_shared::ids::{ClientId, ItemId, UserId};
use sqlx::PgConnection;

pub async fn of_item(db: &mut PgConnection, item: ItemId) -> sqlx::Result<HashMap<ClientId, UserId>> {
    let rows =
        sqlx::query!("SELECT client_id, user_id FROM item_clients WHERE item_id = $1", item.0).fetch_all(db).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((ClientId(u64::try_from(row.client_id).ok()?), UserId(row.user_id))))
        .collect())
}
