//! A room owns the document of one open item: all changes of the item go through it, so there is one order.
//!
//! `core` is the synchronous value (state, event, now) → effects, `task` performs the effects, `registry` finds or
//! starts the room of an item, `command` is what may be asked of it.

pub mod core;
pub mod operation;

mod command;
mod lines;
mod load;
mod operate;
mod registry;
mod snapshot;
mod task;
mod write;

pub use command::{
    Actor, Command, CommandError, Deciding, Finishing, Judging, NewThread, OpenError, Opening, Outcome, Remark,
    SendingBack,
};
pub use registry::{Joined, LEAST_COST, Revoked, RoomDeps, RoomHandle, RoomStats, Rooms, Seat};
pub use task::Message;
