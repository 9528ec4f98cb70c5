//! The installed PostgreSQL programs.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Where distributions install them, with one folder per version.
const ROOTS: [&str; 3] = ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/postgresql"];

#[derive(Debug)]
pub struct Binaries {
    pub postgres: PathBuf,
    pub initdb: PathBuf,
}

impl Binaries {
    /// Finds the programs of major version `wanted` (that of an existing cluster), or the newest ones.
    pub fn find(configured: Option<&Path>, wanted: Option<u32>) -> anyhow::Result<Self> {
        let binaries = Self::locate(configured, wanted)?;
        if let Some(wanted) = wanted {
            let version = binaries.version()?;
            if version != wanted {
                bail!(
                    "this data directory was made by PostgreSQL {wanted}, but {} is version {version}. Install that \
                     version (Debian, Ubuntu: apt-get install postgresql-{wanted}), or set POSTGRES_BIN to the folder \
                     of its programs",
                    binaries.postgres.display()
                );
            }
        }
        Ok(binaries)
    }

    fn locate(configured: Option<&Path>, wanted: Option<u32>) -> anyhow::Result<Self> {
        if let Some(dir) = configured {
            return Self::in_dir(dir)
                .with_context(|| format!("{} (POSTGRES_BIN) does not contain `postgres` and `initdb`", dir.display()));
        }
        let mut versions = installed(&ROOTS.map(PathBuf::from));
        if versions.iter().any(|(version, _)| Some(*version) == wanted) {
            versions.retain(|(version, _)| Some(*version) == wanted);
        }
        if let Some((_, binaries)) = versions.pop() {
            return Ok(binaries);
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).find_map(|dir| Self::in_dir(&dir)).context(
            "PostgreSQL is not installed. Install it (Debian, Ubuntu: apt-get install postgresql), set POSTGRES_BIN to \
             the folder of its programs, or set DATABASE_URL to another database",
        )
    }

    /// Returns the major version, from the output of `--version`: `postgres (PostgreSQL) 15.18 (Debian …)`.
    fn version(&self) -> anyhow::Result<u32> {
        let output = std::process::Command::new(&self.postgres)
            .arg("--version")
            .output()
            .with_context(|| format!("running {}", self.postgres.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        text.split_whitespace()
            .find_map(|word| word.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok())
            .with_context(|| format!("cannot read the version of {}: {text:?}", self.postgres.display()))
    }

    fn in_dir(dir: &Path) -> Option<Self> {
        let binaries = Self { postgres: dir.join("postgres"), initdb: dir.join("initdb") };
        (binaries.postgres.is_file() && binaries.initdb.is_file()).then_some(binaries)
    }
}

/// Returns the installed programs with their major versions, newest last.
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
