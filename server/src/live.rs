//! Live documents: one room per open item, the sockets on it, the way of an edit.

pub mod gate;
pub mod prescan;
pub mod room;
pub mod socket;
