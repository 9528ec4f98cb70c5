//! Standard output of the commands that print much.

use std::io::{ErrorKind, Write as _, stdout};

use anyhow::Context as _;

/// A reader that has seen enough (`| head`) is no failure, where `println!` would panic.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("writing to standard output"),
    }
}
