//! Standard output of commands that print a lot.

use std::io::{ErrorKind, Write as _, stdout};

use anyhow::Context as _;

/// Prints to standard output. A reader that closes the pipe (`| head`) is not an error; `println!` would panic.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("writing to standard output"),
    }
}
