//! The installed Postgres programs.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Where distributions put them, one folder a version.
const ROOTS: [&str; 3] = ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/postgresql"];

#[derive(Debug)]
pub struct Binaries {
    pub postgres: PathBuf,
    pub initdb: PathBuf,
}

impl Binaries {
    /// Those of major version `wanted` (of an existing cluster), or the newest.
    pub fn find(configured: Option<&Path>, wanted: Option<u32>) -> anyhow::Result<Self> {
        if let Some(dir) = configured {
            return Self::in_dir(dir).with_context(|| {
                format!("{} (POSTGRES_BIN) holds no programs `postgres` and `initdb`", dir.display())
            });
        }
        let mut versions = installed(&ROOTS.map(PathBuf::from));
        if let Some(wanted) = wanted {
            versions.retain(|(version, _)| *version == wanted);
        }
        if let Some((_, binaries)) = versions.pop() {
            return Ok(binaries);
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        if let Some(binaries) = std::env::split_paths(&path).find_map(|dir| Self::in_dir(&dir)) {
            return Ok(binaries);
        }
        match wanted {
            None => bail!(
                "no PostgreSQL server is installed. Install it (Debian, Ubuntu: apt-get install postgresql), or name the \
                 folder of its programs in POSTGRES_BIN, or set DATABASE_URL to a database elsewhere"
            ),
            Some(version) => bail!(
                "this data directory was made by PostgreSQL {version}, which is not installed. Install it (Debian, \
                 Ubuntu: apt-get install postgresql-{version}), or name the folder of its programs in POSTGRES_BIN"
            ),
        }
    }

    fn in_dir(dir: &Path) -> Option<Self> {
        let binaries = Self { postgres: dir.join("postgres"), initdb: dir.join("initdb") };
        (binaries.postgres.is_file() && binaries.initdb.is_file()).then_some(binaries)
    }
}

/// By major version, the newest last.
fn installed(roots: &[PathBuf]) -> Vec<(u32, Binaries)> {
    let mut found: Vec<_> = roots
        .iter()
        .filter_map(|root| root.read_dir().ok())
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, Binaries::in_dir(&entry.path().join("bin"))?))
        })
        .collect();
    found.sort_by_key(|(version, _)| *version);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_is_last_and_half_installed_ones_are_left_out() {
        let root = tempfile::tempdir().unwrap();
        for (version, programs) in
            [("9", &["postgres", "initdb"][..]), ("15", &["postgres", "initdb"]), ("17", &["psql"])]
        {
            let bin = root.path().join(version).join("bin");
            std::fs::create_dir_all(&bin).unwrap();
            for program in programs {
                std::fs::write(bin.join(program), "").unwrap();
            }
        }
        let versions: Vec<u32> = installed(&[root.path().to_owned()]).iter().map(|(version, _)| *version).collect();
        assert_eq!(versions, [9, 15]);
    }

    #[test]
    fn a_wrong_folder_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let error = Binaries::find(Some(dir.path()), None).unwrap_err();
        assert!(error.to_string().contains("POSTGRES_BIN"), "{error}");
    }
}
