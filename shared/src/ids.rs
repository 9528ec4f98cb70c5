//! Every id is a type of its own, so that an item id cannot be passed where a task id is wanted.

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
    /// A person who can sign in.
    UserId,
    /// One sign-in of one person, in one browser.
    SessionId,
    /// An API token of a person.
    TokenId,
    /// A collection of media and their accepted annotations.
    DatasetId,
    /// One stored media file of a dataset.
    MediaId,
    /// Work on a set of items.
    TaskId,
    /// One media file within one task: one live document.
    ItemId,
    /// One run of an import.
    ImportId,
    /// One action on many items.
    BulkId,
    /// A part of a task's items that stands for all of them.
    SampleId,
    /// A filter of a task's list that a person keeps.
    ViewId,
    /// One export of a dataset.
    ExportId,
    /// One open socket on one item.
    ConnectionId,
}

/// The Yjs client id of one replica: Yjs draws 32 bits, yrs 53; more than that JavaScript could not tell apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct ClientId(pub u64);

/// The position of an edit in the log of its item, from 1, without gaps.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Seq(pub i64);

impl Seq {
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Raised by every acquire, take-over, release and unlock; a write carries the epoch it was allowed under.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Epoch(pub i64);
