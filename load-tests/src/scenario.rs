//! What is done to a server, and measured.

pub mod fan_out;
pub mod idle;
pub mod reconnect;
