//! From paths to files: folders are walked in the order of names, and never in circles.

use super::kind::{self, Kind, Packing};
use super::{Failure, in_words};
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    File(PathBuf),
    StandardInput,
    /// Bytes that the server was handed, with their file's name.
    Handed {
        name: String,
        bytes: Arc<[u8]>,
    },
}

impl Found {
    pub fn name(&self) -> String {
        match self {
            Found::File(path) => path.display().to_string(),
            Found::StandardInput => "standard input".into(),
            Found::Handed { name, .. } => name.clone(),
        }
    }

    /// Id of a page that has none of its own: the file name.
    pub fn id(&self) -> String {
        match self {
            Found::File(path) => {
                path.file_name().map_or_else(|| self.name(), |n| n.to_string_lossy().into_owned())
            }
            Found::StandardInput => "-".into(),
            Found::Handed { name, .. } => name.clone(),
        }
    }

    pub fn kind(&self) -> Kind {
        match self {
            Found::File(path) => kind::by_name(path),
            Found::StandardInput => Kind::Unknown,
            Found::Handed { name, .. } => kind::by_name(Path::new(name)),
        }
    }

    pub fn says_packed(&self) -> Option<Packing> {
        match self {
            Found::File(path) => kind::packed_by_name(path),
            Found::StandardInput => None,
            Found::Handed { name, .. } => kind::packed_by_name(Path::new(name)),
        }
    }

    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Found::File(path) => Ok(Box::new(fs::File::open(path)?)),
            Found::StandardInput => Ok(Box::new(io::stdin())),
            Found::Handed { bytes, .. } => Ok(Box::new(io::Cursor::new(Arc::clone(bytes)))),
        }
    }
}

/// All files of the paths, lazily; of a folder, those whose names say that they are pages.
pub(super) struct Walk {
    /// What is still to visit, the next one last.
    waiting: Vec<Waiting>,
    /// Folders that were entered, by their true paths.
    entered: HashSet<PathBuf>,
}

struct Waiting {
    path: PathBuf,
    /// Named by the user, not met in a folder.
    named: bool,
}

impl Walk {
    pub fn new(paths: &[PathBuf]) -> Walk {
        let waiting = paths.iter().rev().map(|path| Waiting { path: path.clone(), named: true }).collect();
        Walk { waiting, entered: HashSet::new() }
    }

    /// What stands in a folder, in the order of names, or why it cannot be walked.
    fn enter(&mut self, folder: &Path, named: bool) -> Result<(), Failure> {
        let fail = |what: String| Failure::new(folder.display().to_string(), what);
        let true_path = fs::canonicalize(folder).map_err(|e| fail(in_words(&e)))?;
        if named {
            // Naming a folder twice is the user's wish; a link back to it is a loop.
            self.entered.clear();
        }
        if !self.entered.insert(true_path) {
            return Err(fail(
                "This link leads to a folder that is read already, so it was not followed: remove the link, or \
                 name the folders one by one."
                    .into(),
            ));
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(|e| fail(in_words(&e)))? {
            names.push(entry.map_err(|e| fail(in_words(&e)))?.file_name());
        }
        names.sort_unstable();
        self.waiting
            .extend(names.into_iter().rev().map(|name| Waiting { path: folder.join(name), named: false }));
        Ok(())
    }
}

impl Iterator for Walk {
    type Item = Result<Found, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Waiting { path, named } = self.waiting.pop()?;
            if named && path.as_os_str() == "-" {
                return Some(Ok(Found::StandardInput));
            }
            match fs::metadata(&path) {
                Err(error) => return Some(Err(Failure::new(path.display().to_string(), in_words(&error)))),
                Ok(facts) if facts.is_dir() => {
                    if let Err(failure) = self.enter(&path, named) {
                        return Some(Err(failure));
                    }
                }
                Ok(facts) if named || (facts.is_file() && kind::by_name(&path) != Kind::Unknown) => {
                    return Some(Ok(Found::File(path)));
                }
                Ok(_) => {}
            }
        }
    }
}

/// What the paths lead to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Files and standard inputs.
    pub files: usize,
    /// Those of them that may hold many reports.
    pub lists: usize,
    /// Bytes of web archives.
    pub archived: u64,
}

/// Counts what the paths lead to.
pub(crate) fn count_files(paths: &[PathBuf]) -> Counts {
    let mut counts = Counts::default();
    for found in Walk::new(paths).flatten() {
        counts.files += 1;
        let archive = matches!(found.kind(), Kind::Warc | Kind::Wacz);
        let many =
            archive || matches!(found.kind(), Kind::Json | Kind::JsonLines) || found == Found::StandardInput;
        counts.lists += usize::from(many);
        if let (true, Found::File(path)) = (archive, &found) {
            counts.archived += fs::metadata(path).map_or(0, |facts| facts.len());
        }
    }
    counts
}

/// Web archives among the paths.
pub(crate) fn archives(paths: &[PathBuf]) -> Vec<PathBuf> {
    let archive = |found: Found| match found {
        Found::File(path) if matches!(kind::by_name(&path), Kind::Warc | Kind::Wacz) => Some(path),
        _ => None,
    };
    Walk::new(paths).flatten().filter_map(archive).collect()
}
