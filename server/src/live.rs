//! Live documents: one room per open item, its connections, and the path of an edit from the socket to the log.

pub mod batch;
pub mod batcher;
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
