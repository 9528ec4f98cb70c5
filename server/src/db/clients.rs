//! Which user each Yjs client id of an item belongs to.

use std::collections::HashMap;

use countersign_shared::ids::{ClientId, ItemId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

pub async fn of_items(
    db: &mut PgConnection,
    items: &[Uuid],
) -> sqlx::Result<HashMap<ItemId, HashMap<ClientId, UserId>>> {
    let rows = sqlx::query!("SELECT item_id, client_id, user_id FROM item_clients WHERE item_id = ANY($1)", items)
        .fetch_all(db)
        .await?;
    let mut found: HashMap<ItemId, HashMap<ClientId, UserId>> = HashMap::new();
    for row in rows {
        if let Ok(client) = u64::try_from(row.client_id) {
            found.entry(ItemId(row.item_id)).or_default().insert(ClientId(client), UserId(row.user_id));
        }
    }
    Ok(found)
}
