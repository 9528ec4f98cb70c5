//! The bare relay of this program, as a separate process.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::{Server, Target, free_address};
use crate::process::Processes;

pub fn start(fan_out_items: usize, idle_items: usize) -> Result<Target> {
    let address = free_address()?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["relay", "--listen", &address.to_string()]);
    let server = Server::start(command, address, Duration::from_secs(5))?;
    Ok(Target {
        name: "bare relay",
        address,
        headers: String::new(),
        v1: false,
        processes: Processes { server: server.pid(), database: None },
        fan_out_items,
        paths: (0..fan_out_items + idle_items).map(|item| format!("/item-{item}")).collect(),
        class: "car".into(),
        settle: Duration::from_secs(1),
        collects_garbage: false,
        _server: server,
        _folder: None,
    })
}
