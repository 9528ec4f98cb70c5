//! The system account of the cluster: our own, or an unprivileged one if we are root, since Postgres refuses to run as root.

use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;

use anyhow::{Context, bail};

/// An account other than our own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
}

impl Account {
    /// Returns the account to run the cluster as, or `None` for our own.
    pub fn for_cluster() -> anyhow::Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let accounts = std::fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
        ["postgres", "nobody"].into_iter().find_map(|name| Self::parse(&accounts, name)).map(Some).context(
            "started as root, but there is no account `postgres` to run the database as; start as another user",
        )
    }

    fn parse(accounts: &str, name: &str) -> Option<Self> {
        let fields: Vec<&str> =
            accounts.lines().map(|line| line.split(':').collect()).find(|f: &Vec<_>| f[0] == name)?;
        Some(Self { name: name.to_owned(), uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
    }

    /// Makes the account the owner of one file or folder.
    pub fn chown(&self, path: &Path) -> anyhow::Result<()> {
        chown(path, Some(self.uid), Some(self.gid))
            .with_context(|| format!("changing the owner of {} to {}", path.display(), self.name))
    }

    /// Checks that the account can enter every folder on the way to `path`.
    ///
    /// # Errors
    /// Returns an error that names the first folder that the account cannot enter.
    pub fn check_access(&self, path: &Path) -> anyhow::Result<()> {
        for folder in path.ancestors().skip(1) {
            let meta = folder.metadata().with_context(|| format!("looking at {}", folder.display()))?;
            let bit = if meta.uid() == self.uid {
                0o100
            } else if meta.gid() == self.gid {
                0o010
            } else {
                0o001
            };
            if meta.mode() & bit == 0 {
                bail!(
                    "when started as root, the built-in database runs as the user {}, who cannot access {}. Choose \
                     another data directory with --data-dir (COUNTERSIGN_DATA_DIR), such as /var/lib/countersign, \
                     start countersign as a regular user, or set DATABASE_URL",
                    self.name,
                    folder.display()
                );
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let passwd =
            "root:x:0:0:root:/root:/bin/bash\npostgres2:x:9:9::/:\npostgres:x:101:102:PostgreSQL:/var/lib:/bin/sh\n";
        let account = Account::parse(passwd, "postgres");
        assert_eq!(account, Some(Account { name: "postgres".to_owned(), uid: 101, gid: 102 }));
        assert_eq!(Account::parse(passwd, "nobody"), None);
    }

    #[test]
    fn a_folder_without_access_is_named_in_the_error() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let stranger = Account { name: "stranger".to_owned(), uid: 4_000_001, gid: 4_000_001 };
        let error = stranger.check_access(&dir.path().join("data")).unwrap_err().to_string();
        assert!(error.contains("--data-dir") && error.contains(dir.path().to_str().unwrap()), "{error}");
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o711)).unwrap();
        stranger.check_access(&dir.path().join("data")).unwrap();
    }
}
