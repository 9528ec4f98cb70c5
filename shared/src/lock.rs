//! The editor lock as a client sees it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::ids::{Epoch, UserId};

/// Who a person is to the others: what avatars and cursors are drawn from. Always filled in by the server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Person {
    pub id: UserId,
    pub name: String,
    /// `#rrggbb`
    pub color: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LockStatus {
    /// Nobody edits; the next write or `acquire` takes it.
    Free,
    /// This connection edits.
    Mine,
    /// The same person edits in another tab or window.
    OtherTab,
    /// Another person edits.
    OtherUser,
    /// The task has switched the lock off: everyone who may write may write at once.
    Off,
}

/// The lock of an item as seen from one connection.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LockView {
    pub status: LockStatus,
    pub epoch: Epoch,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Person>,
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option", default)]
    pub since: Option<OffsetDateTime>,
    /// The holder's connection is gone and the lock waits for it to come back.
    pub in_grace: bool,
}

/// Who holds an item's lock, as lists show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LockHolder {
    pub person: Person,
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// The reader is that person, in whichever tab.
    pub mine: bool,
}
