use crate::{Error, Result};
use std::fs::File;
use std::io::{ErrorKind, Write};
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file in the making. It stands beside its target under a name of its own (`.NAME.XXXXXX.part`) and takes the
/// target's name when it is whole and on the disk; until then a file of that name stays as it was.
/// A draft that is given up is removed; one whose program was killed, by the next draft of the same target.
pub struct Draft {
    file: NamedTempFile,
    to: PathBuf,
}

impl Draft {
    /// Begins a draft of `to`.
    ///
    /// # Errors
    /// When `to` has no name, or its folder cannot be written to.
    pub fn of(to: &Path) -> Result<Draft> {
        Draft::with(to, SHARED)
    }

    /// Begins a draft of `to` that its owner alone may read.
    ///
    /// # Errors
    /// As [`Draft::of`].
    pub fn private(to: &Path) -> Result<Draft> {
        Draft::with(to, OWN)
    }

    fn with(to: &Path, mode: u32) -> Result<Draft> {
        let name = to.file_name().ok_or_else(|| Error::new("a file needs a name").writing(to))?;
        let prefix = format!(".{}.", name.to_string_lossy());
        sweep(folder(to), &prefix);
        let file = begin(folder(to), &prefix, mode).map_err(|e| Error::from(e).writing(to))?;
        Ok(Draft { file, to: to.to_path_buf() })
    }

    /// Where it stands now, for what opens files by name.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// The folder that it stands in.
    pub(crate) fn folder(&self) -> &Path {
        folder(&self.to)
    }

    /// A handle to read and write with, from the beginning.
    ///
    /// # Errors
    /// When the draft is gone.
    pub fn handle(&self) -> Result<File> {
        Ok(self.file.reopen()?)
    }

    /// Waits until all of it is on the disk; its size in bytes.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn complete(&self) -> Result<u64> {
        let sync = || {
            // Some writers make the file anew, so what is synced is what stands under the draft's name.
            let written = File::open(self.path())?;
            written.sync_all()?;
            Ok(written.metadata()?.len())
        };
        sync().map_err(|cause: std::io::Error| Error::from(cause).writing(&self.to))
    }

    /// Gives it its name, once it is complete; what had that name is gone.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn publish(self) -> Result<()> {
        let Draft { file, to } = self;
        file.persist(&to).map_err(|e| Error::from(e.error).writing(&to))?;
        settle(&to);
        Ok(())
    }

    /// Gives it its name, once it is complete, where nothing has it.
    ///
    /// # Errors
    /// When there is a file of that name, or the folder cannot be written to.
    pub fn publish_new(self) -> Result<()> {
        let Draft { file, to } = self;
        file.persist_noclobber(&to).map_err(|e| match e.error.kind() {
            ErrorKind::AlreadyExists => taken(&to),
            _ => Error::from(e.error).writing(&to),
        })?;
        settle(&to);
        Ok(())
    }

    /// The same error, as one of writing this file.
    #[must_use]
    pub fn failed(&self, error: impl Into<Error>) -> Error {
        error.into().writing(&self.to)
    }
}

/// Says that a name is taken.
fn taken(to: &Path) -> Error {
    Error::new(format!("{} is there already, and stays as it is: give another name.", to.display()))
}

/// Waits until a new name is on the disk. Not every file system can do that to a folder.
fn settle(to: &Path) {
    if let Ok(folder) = File::open(folder(to)) {
        let _ = folder.sync_all();
    }
}

/// The folder that a file stands in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// A complete draft of a text.
pub(crate) fn text(to: &Path, text: &str) -> Result<Draft> {
    let draft = Draft::of(to)?;
    draft.handle()?.write_all(text.as_bytes()).map_err(|e| Error::from(e).writing(to))?;
    draft.complete()?;
    Ok(draft)
}

const SUFFIX: &str = ".part";

/// Whom the user's own settings let read it.
const SHARED: u32 = 0o666;
/// Its owner alone.
const OWN: u32 = 0o600;

#[cfg_attr(not(unix), allow(unused_variables, reason = "permissions are Unix's"))]
fn begin(folder: &Path, prefix: &str, mode: u32) -> std::io::Result<NamedTempFile> {
    let mut build = tempfile::Builder::new();
    build.prefix(prefix).suffix(SUFFIX);
    #[cfg(unix)]
    build.permissions(std::fs::Permissions::from_mode(mode));
    loop {
        let file = build.tempfile_in(folder)?;
        if is_held(&file) {
            return Ok(file);
        }
    }
}

/// Locks a draft, so that it is known to be under way; the lock ends with the program. False where another program
/// took the draft for one left behind before it was locked. Where there are no such locks, drafts do without.
#[cfg(unix)]
fn is_held(draft: &NamedTempFile) -> bool {
    let same = |open: std::fs::Metadata| {
        std::fs::metadata(draft.path())
            .is_ok_and(|named| (named.dev(), named.ino()) == (open.dev(), open.ino()))
    };
    draft.as_file().lock().is_err() || draft.as_file().metadata().is_ok_and(same)
}

/// Elsewhere a lock would keep the program itself from writing.
#[cfg(not(unix))]
fn is_held(_draft: &NamedTempFile) -> bool {
    true
}

/// Removes drafts that killed programs left behind.
#[cfg(unix)]
fn sweep(folder: &Path, prefix: &str) {
    let Ok(files) = std::fs::read_dir(folder) else { return };
    for file in files.flatten() {
        let name = file.file_name();
        let middle = name
            .to_str()
            .and_then(|name| name.strip_prefix(prefix))
            .and_then(|rest| rest.strip_suffix(SUFFIX));
        // Drafts of targets with longer names have more between.
        if middle.is_none_or(|middle| middle.len() != 6 || middle.contains('.')) {
            continue;
        }
        // What cannot be removed is in nobody's way.
        if let Ok(left) = File::open(file.path())
            && left.try_lock().is_ok()
        {
            let _ = std::fs::remove_file(file.path());
        }
    }
}

#[cfg(not(unix))]
fn sweep(_folder: &Path, _prefix: &str) {}
