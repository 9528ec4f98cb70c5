//! The editor lock as a client sees it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::ids::{Epoch, UserId};

/// A user as others see them: the source of avatars and cursors. Always filled in by the server.
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
    /// Nobody holds the lock; the next write or `acquire` takes it.
    Free,
    /// This connection holds the lock.
    Mine,
    /// The same user holds the lock in another tab or window.
    OtherTab,
    /// Another user holds the lock.
    OtherUser,
    /// The task has turned the lock off: all users with write access can write at the same time.
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
    /// Whether the holder's connection is lost and the lock is kept for its return.
    pub in_grace: bool,
}

/// The holder of an item's lock, as lists show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct LockHolder {
    pub person: Person,
    #[serde(with = "time::serde::rfc3339")]
    pub since: OffsetDateTime,
    /// Whether the caller is the holder, in any tab.
    pub mine: bool,
}
