//! The demo workspace: people, photographs and our own annotations, in every stage. Created once; existing parts are kept.
//!
//! Its passwords are public, so it is only for a server on a loopback address, and a server with demo people in its database
//! refuses to listen on any other.

mod people;
mod photographs;
mod tasks;

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, bail};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::db;
use crate::import::Importer;
use crate::media::MediaStore;

pub use people::{PASSWORD, PEOPLE};

/// How much was created.
#[derive(Debug, Default)]
pub struct Created {
    pub tasks: usize,
    pub items: usize,
    pub labels: usize,
}

/// Creates the missing parts of the workspace. `photos` holds the installed packages (`demo/node_modules`).
///
/// # Errors
/// Returns an error if a photograph is missing, or if the database or the media store failed.
pub async fn create(
    db: &PgPool,
    media: MediaStore,
    clock: Clock,
    photos: &Path,
    stopping: &CancellationToken,
) -> anyhow::Result<Created> {
    let people = people::make(db, &clock).await?;
    let work = tempfile::tempdir().context("creating a folder for the frames of the cat")?;
    let files = photographs::collect(photos, work.path())?;
    let importer = Importer { db: db.clone(), media, clock };
    let mut made = Created::default();
    for task in tasks::ALL {
        if db::imports::task_exists(&mut *db.acquire().await?, task.name).await? {
            continue;
        }
        let imported = tasks::make(&importer, task, &people, files.clone(), work.path(), stopping).await?;
        made.tasks += 1;
        made.items += imported.items;
        made.labels += imported.labels;
    }
    Ok(made)
}

/// Requires a loopback address.
///
/// # Errors
/// Returns an error if other machines could reach the address.
pub fn require_loopback(listen: SocketAddr) -> anyhow::Result<()> {
    if !listen.ip().is_loopback() {
        bail!("the demo's passwords are public, so it needs a loopback address, not {listen}");
    }
    Ok(())
}

/// Checks, before a server listens, that nobody could sign in as a demo person from another machine.
///
/// # Errors
/// Returns an error if that would be possible.
pub async fn check_listen(db: &PgPool, listen: SocketAddr) -> anyhow::Result<()> {
    if listen.ip().is_loopback() {
        return Ok(());
    }
    let found = db::users::active_in_domain(&mut *db.acquire().await?, people::DOMAIN).await?;
    if found > 0 {
        bail!(
            "{found} demo people with well-known passwords could sign in from {listen}; listen on 127.0.0.1, or disable \
             them: countersign user disable --email NAME@{}",
            people::DOMAIN
        );
    }
    Ok(())
}

/// Returns the sign-ins as a table for the terminal.
#[must_use]
pub fn table(listen: SocketAddr) -> String {
    use std::fmt::Write;
    let rows = PEOPLE.iter().map(|person| (person.name, person.email(), person.duties));
    let name = PEOPLE.iter().map(|person| person.name.len()).max().unwrap_or(0);
    let email = PEOPLE.iter().map(|person| person.email().len()).max().unwrap_or(0);
    let mut text = format!("\n  http://{listen}\n\n");
    for (n, e, does) in rows {
        writeln!(text, "  {n:name$}   {e:email$}   {does}").expect("writing to a string cannot fail");
    }
    write!(text, "\n  Everyone's password: {PASSWORD}\n").expect("writing to a string cannot fail");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_for_this_machine_alone() {
        for good in ["127.0.0.1:8420", "[::1]:80", "127.9.9.9:1"] {
            assert!(require_loopback(good.parse().expect("an address")).is_ok());
        }
        for bad in ["0.0.0.0:8420", "[::]:80", "192.168.1.5:80", "10.0.0.1:80"] {
            assert!(require_loopback(bad.parse().expect("an address")).is_err());
        }
    }

    #[test]
    fn the_table_has_everyone() {
        let table = table("127.0.0.1:8420".parse().expect("an address"));
        assert!(PEOPLE.iter().all(|person| table.contains(&person.email())) && table.contains(PASSWORD));
    }
}
