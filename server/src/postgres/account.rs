//! The system account the cluster runs under: our own, or an unprivileged one when we are root, which Postgres refuses.

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
    /// `None` when the cluster runs as ourselves.
    pub fn for_cluster() -> anyhow::Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let accounts = std::fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
        ["postgres", "nobody"].into_iter().find_map(|name| Self::parse(&accounts, name)).map(Some).context(
            "started as root, and there is no account `postgres` to run the database under; start as another user",
        )
    }

    fn parse(accounts: &str, name: &str) -> Option<Self> {
        let fields: Vec<&str> =
            accounts.lines().map(|line| line.split(':').collect()).find(|f: &Vec<_>| f[0] == name)?;
        Some(Self { name: name.to_owned(), uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
    }

    /// Gives one file or folder to the account.
    pub fn own(&self, path: &Path) -> anyhow::Result<()> {
        chown(path, Some(self.uid), Some(self.gid))
            .with_context(|| format!("giving {} to the account {}", path.display(), self.name))
    }

    /// # Errors
    /// A folder on the way to `path` is closed to the account.
    pub fn check_reaches(&self, path: &Path) -> anyhow::Result<()> {
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
                    "started as root, the built-in database runs as the user {}, who may not enter {}. Choose a data \
                     directory elsewhere with --data-dir (COUNTERSIGN_DATA_DIR), such as /var/lib/countersign, or start \
                     countersign as an ordinary user, or set DATABASE_URL",
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
    fn a_closed_folder_on_the_way_is_named() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let stranger = Account { name: "stranger".to_owned(), uid: 4_000_001, gid: 4_000_001 };
        let error = stranger.check_reaches(&dir.path().join("data")).unwrap_err().to_string();
        assert!(error.contains("--data-dir") && error.contains(dir.path().to_str().unwrap()), "{error}");
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o711)).unwrap();
        stranger.check_reaches(&dir.path().join("data")).unwrap();
    }
}
