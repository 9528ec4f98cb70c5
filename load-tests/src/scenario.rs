//! The load scenarios and their measurements.

pub mod fan_out;
pub mod idle;
pub mod reconnect;
