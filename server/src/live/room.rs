//! A room owns the document of one open item. Every change to the item goes through its room, so changes have one
//! order.
//!
//! `core` is the synchronous state machine, (state, event, now) → effects. `task` performs the effects, `registry`
//! finds or starts the room of an item, and `command` defines the commands that a room accepts.

pub mod core;
pub mod operation;
pub mod refusal;

pub mod command;
mod deps;
mod handle;
mod load;
mod message;
mod operate;
mod registry;
mod shared;
mod snapshot;
mod subscribers;
mod task;
mod write;

pub use command::{
    Actor, Command, CommandError, CommentDraft, DecisionScope, FinishCommand, IssueDraft, JoinOptions, OpenError,
    Outcome, SendBack, SetVerdict,
};
pub use core::Revoked;
pub use deps::RoomDeps;
pub use handle::RoomHandle;
pub use message::Message;
pub use registry::{ConnectionGuard, Joined, MIN_EDIT_COST, RoomStats, Rooms};
