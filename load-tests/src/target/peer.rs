//! npm `@y/websocket-server`, which relays Yjs documents without storing or checking them.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Result, bail};

use super::{Server, Target, free_address};
use crate::process::Processes;

pub fn start(folder: &Path, fan_out_items: usize, idle_items: usize) -> Result<Target> {
    let script = folder.join("node_modules/@y/websocket-server/src/server.js");
    if !script.exists() {
        bail!("{} is missing: run `npm ci` in {}", script.display(), folder.display());
    }
    let address = free_address()?;
    let mut command = Command::new("node");
    command
        .arg("--expose-gc")
        .arg("--import")
        .arg(folder.join("collect-garbage.mjs").canonicalize()?)
        .arg(script)
        .env("HOST", address.ip().to_string())
        .env("PORT", address.port().to_string())
        .env_remove("YPERSISTENCE")
        .env("NODE_ENV", "production")
        .stdout(Stdio::null());
    let server = Server::start(command, address, Duration::from_secs(20))?;
    Ok(Target {
        name: "y-websocket",
        address,
        headers: String::new(),
        v1: false,
        processes: Processes { server: server.pid(), database: None },
        fan_out_items,
        paths: (0..fan_out_items + idle_items).map(|item| format!("/item-{item}")).collect(),
        class: "car".into(),
        settle: Duration::from_secs(3),
        collects_garbage: true,
        _server: server,
        _folder: None,
    })
}
