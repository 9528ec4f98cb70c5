//! Live documents: one room per open item, the sockets on it, the way of an edit.

pub mod batch;
pub mod frame;
pub mod gate;
pub mod lock;
pub mod outbound;
pub mod persist;
pub mod prescan;
pub mod presence;
pub mod rate;
pub mod room;
pub mod session;
pub mod socket;
pub mod together;
