//! A newtype for each id, so that an item id cannot be passed where a task id is expected.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! uuid_ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> { Uuid::parse_str(s).map(Self) }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { Self(id) }
        }
    )*};
}

uuid_ids! {
    /// Identifies a user: a person who can sign in.
    UserId,
    /// Identifies one sign-in of one user in one browser.
    SessionId,
    /// Identifies an API token of a user.
    TokenId,
    /// Identifies a dataset: a collection of media files and their accepted annotations.
    DatasetId,
    /// Identifies one stored media file of a dataset.
    MediaId,
    /// Identifies a task: work on a set of items.
    TaskId,
    /// Identifies an item: one media file within one task, with one live document.
    ItemId,
    /// Identifies one run of an import.
    ImportId,
    /// Identifies one bulk action.
    BulkId,
    /// Identifies a sample: some of a task's items that represent all of them.
    SampleId,
    /// Identifies a saved view: a filter of a task's item list that a user keeps.
    ViewId,
    /// Identifies one export of a dataset.
    ExportId,
    /// Identifies one open WebSocket on one item.
    ConnectionId,
}

/// The Yjs client id of one replica. Yjs draws 32 bits and yrs 53: JavaScript cannot represent larger integers exactly.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ClientId(pub u64);

/// The sequence number of an update in its item's log, from 1, without gaps.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Seq(pub i64);

impl Seq {
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The epoch of a lock. Every acquire, take-over, release and unlock raises it; a write carries the epoch under which it
/// was allowed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Epoch(pub i64);
