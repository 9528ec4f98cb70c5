//! Finds the files of an import by the path that the annotations give, or by a base name that only one file has.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use countersign_shared::limits;

use super::ImportError;

/// Files by name. Names are only looked up and never joined to a folder, so no path leads out of the import.
#[derive(Clone, Debug, Default)]
pub struct Files {
    by_path: HashMap<String, PathBuf>,
    /// Paths by their base name.
    by_base: HashMap<String, Vec<String>>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lookup<'a> {
    File(&'a Path),
    Missing,
    /// Several files have this base name and none this path.
    Ambiguous(usize),
}

impl Files {
    /// Collects all files under a folder. Links to folders are not followed.
    ///
    /// # Errors
    /// Returns an error if the folder cannot be read, or if it has more than [`limits::MAX_IMPORT_FILES`] files.
    pub fn under(folder: &Path) -> Result<Self, ImportError> {
        let fail = |error| ImportError::Folder { folder: folder.display().to_string(), error };
        let mut files = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(&next).map_err(fail)? {
                let entry = entry.map_err(fail)?;
                let kind = entry.file_type().map_err(fail)?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() || entry.path().is_file() {
                    let path = entry.path();
                    let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
                    files.add(&name, path)?;
                }
            }
        }
        Ok(files)
    }

    /// Adds a file under a name.
    ///
    /// # Errors
    /// Returns an error if there are more than [`limits::MAX_IMPORT_FILES`] files.
    pub fn add(&mut self, name: &str, file: PathBuf) -> Result<(), ImportError> {
        if self.by_path.len() >= limits::MAX_IMPORT_FILES {
            return Err(ImportError::TooManyFiles);
        }
        let name = normalise(name);
        let base = base_name(&name).to_owned();
        if self.by_path.insert(name.clone(), file).is_none() {
            self.by_base.entry(base).or_default().push(name);
        }
        Ok(())
    }

    /// Returns the files with the extension of an image. Their bytes are checked later.
    pub fn images(&self) -> impl Iterator<Item = &Path> {
        const ENDINGS: [&str; 8] = ["jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff"];
        let is_picture = |path: &&Path| {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
        };
        self.by_path.values().map(PathBuf::as_path).filter(is_picture)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    #[must_use]
    pub fn find(&self, name: &str) -> Lookup<'_> {
        let name = normalise(name);
        if let Some(file) = self.by_path.get(&name) {
            return Lookup::File(file);
        }
        let Some(candidates) = self.by_base.get(base_name(&name)) else {
            return Lookup::Missing;
        };
        // `train/a.jpg` may be `images/train/a.jpg` here.
        let tail = format!("/{name}");
        let ends: Vec<&String> = candidates.iter().filter(|candidate| candidate.ends_with(&tail)).collect();
        match (ends.as_slice(), candidates.as_slice()) {
            ([one], _) => Lookup::File(&self.by_path[*one]),
            ([], [one]) => Lookup::File(&self.by_path[one]),
            _ => Lookup::Ambiguous(candidates.len()),
        }
    }
}

/// Normalises a path: Windows separators become `/`, and empty parts and `.` are removed.
fn normalise(name: &str) -> String {
    let name = name.replace('\\', "/");
    name.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/")
}

fn base_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Returns whether an image can have this name.
#[must_use]
pub fn is_valid_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= limits::MAX_NAME_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let mut files = Files::default();
        for name in ["images/train/a.jpg", "images/val/a.jpg", "images/val/b.jpg", "c d é#.png"] {
            files.add(name, PathBuf::from(name)).expect("few files");
        }
        files
    }

    #[test]
    fn a_file_is_found_by_path_by_tail_or_by_a_unique_base_name() {
        let files = files();
        for (name, wants) in [
            ("images/val/a.jpg", "images/val/a.jpg"),
            ("./images\\val\\a.jpg", "images/val/a.jpg"),
            ("val/a.jpg", "images/val/a.jpg"),
            ("b.jpg", "images/val/b.jpg"),
            ("elsewhere/b.jpg", "images/val/b.jpg"),
            ("/c d é#.png", "c d é#.png"),
        ] {
            assert_eq!(files.find(name), Lookup::File(Path::new(wants)), "{name}");
        }
        assert_eq!(files.find("a.jpg"), Lookup::Ambiguous(2));
        assert_eq!(files.find("l/a.jpg"), Lookup::Ambiguous(2), "a partial folder name does not match");
    }

    #[test]
    fn fault_30_no_name_leads_out_of_the_import() {
        for name in ["../../etc/passwd", "/etc/passwd", "", "..", "images", "images/val"] {
            assert_eq!(files().find(name), Lookup::Missing, "{name}");
        }
    }
}
