//! What to read: files, folders, standard input.

use crate::{Fault, Format, Place, ReadError};
use std::path::{Path, PathBuf};

/// One file or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl Source {
    /// A file.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::File(path.into())
    }

    /// The name in messages.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "standard input".to_owned(),
        }
    }

    /// The document's `external_id`: the file's name.
    #[must_use]
    pub fn external_id(&self) -> Option<String> {
        match self {
            Self::File(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
            Self::Stdin => None,
        }
    }

    /// The format that the file's ending promises.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        match self {
            Self::File(path) => Format::of_path(path),
            Self::Stdin => None,
        }
    }

    pub(crate) fn error(&self, fault: impl Into<Fault>) -> ReadError {
        ReadError {
            place: Place { name: self.name(), line: None },
            external_id: self.external_id(),
            fault: fault.into(),
        }
    }
}

/// What a list of paths comes to.
#[derive(Debug, Default)]
pub struct Listing {
    /// What to read, in order.
    pub sources: Vec<Source>,
    /// Files in folders that were left out, because their ending is none of ours.
    pub skipped: Vec<PathBuf>,
    /// Paths that do not exist, and folders without news.
    pub errors: Vec<ReadError>,
}

/// Finds what to read: files as given, folders with all that they hold, sorted by name; `-` is standard input.
///
/// In a folder, only files with known endings count; hidden files and links to folders are passed over.
#[must_use]
pub fn list<P: AsRef<Path>>(paths: &[P]) -> Listing {
    let mut listing = Listing::default();
    for path in paths.iter().map(AsRef::as_ref) {
        let source = Source::file(path);
        if path == Path::new("-") {
            listing.sources.push(Source::Stdin);
        } else if path.is_dir() {
            let before = listing.sources.len();
            if let Err(error) = walk(path, &mut listing) {
                listing.errors.push(source.error(error));
            } else if listing.sources.len() == before {
                listing.errors.push(source.error(Fault::NoFiles));
            }
        } else if let Err(error) = path.metadata() {
            listing.errors.push(source.error(error));
        } else {
            listing.sources.push(source);
        }
    }
    listing
}

fn walk(folder: &Path, listing: &mut Listing) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if let Err(error) = walk(&path, listing) {
                listing.errors.push(Source::file(path).error(error));
            }
        } else if path.is_dir() {
            // A link to a folder could lead round in a circle.
            listing.skipped.push(path);
        } else if Format::of_path(&path).is_some() {
            listing.sources.push(Source::File(path));
        } else {
            listing.skipped.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_sorted_and_strangers_left_out() -> std::io::Result<()> {
        let dir = tempfile::tempdir()?;
        std::fs::create_dir_all(dir.path().join("b/empty"))?;
        for name in ["c.txt", "a.HTML", "b/z.jsonl", "notes.md", ".hidden.txt"] {
            std::fs::write(dir.path().join(name), "x")?;
        }
        let short = |path: &Path| path.strip_prefix(dir.path()).unwrap_or(path).display().to_string();
        let listing = list(&[dir.path(), Path::new("-"), &dir.path().join("b/empty"), &dir.path().join("none.txt")]);
        let names: Vec<String> = listing
            .sources
            .iter()
            .map(|source| match source {
                Source::File(path) => short(path),
                Source::Stdin => "-".to_owned(),
            })
            .collect();
        assert_eq!(names, ["a.HTML", "b/z.jsonl", "c.txt", "-"]);
        assert_eq!(listing.skipped.iter().map(|path| short(path)).collect::<Vec<_>>(), ["notes.md"]);
        assert!(matches!(
            listing.errors[..],
            [ReadError { fault: Fault::NoFiles, .. }, ReadError { fault: Fault::Missing, .. }]
        ));
        Ok(())
    }
}
