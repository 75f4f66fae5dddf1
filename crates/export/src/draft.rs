use crate::{Error, Result};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file in the making. It stands beside its target under a name of its own (`.NAME.XXXXXX.part`) and takes the
/// target's name when it is whole and on the disk; until then a file of that name stays as it was.
/// A draft that is given up is removed.
pub(crate) struct Draft {
    file: NamedTempFile,
    to: PathBuf,
}

impl Draft {
    /// Begins a draft of `to`.
    pub(crate) fn of(to: &Path) -> Result<Draft> {
        let name = to.file_name().ok_or_else(|| Error::new("a file needs a name").writing(to))?;
        let mut build = tempfile::Builder::new();
        let prefix = format!(".{}.", name.to_string_lossy());
        build.prefix(&prefix).suffix(".part");
        #[cfg(unix)]
        build.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = build.tempfile_in(folder(to)).map_err(|e| Error::from(e).writing(to))?;
        Ok(Draft { file, to: to.to_path_buf() })
    }

    /// Where it stands now, for what opens files by name.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }

    /// The folder that it stands in.
    pub(crate) fn folder(&self) -> &Path {
        folder(&self.to)
    }

    /// A handle to write with.
    pub(crate) fn handle(&self) -> Result<File> {
        Ok(self.file.reopen()?)
    }

    /// Writes it out and gives it its name; its size in bytes.
    pub(crate) fn publish(self) -> Result<u64> {
        let Draft { file, to } = self;
        let failed = |cause: std::io::Error| Error::from(cause).writing(&to);
        // Some writers make the file anew, so what is synced is what stands under the draft's name.
        let written = File::open(file.path()).map_err(failed)?;
        written.sync_all().map_err(failed)?;
        let size = written.metadata().map_err(failed)?.len();
        file.persist(&to).map_err(|e| failed(e.error))?;
        // The new name must reach the disk too. Not every file system can do that to a folder.
        if let Ok(folder) = File::open(folder(&to)) {
            let _ = folder.sync_all();
        }
        Ok(size)
    }
}

/// The folder that a file stands in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes a text whole or not at all.
pub(crate) fn write(to: &Path, text: &str) -> Result<()> {
    let draft = Draft::of(to)?;
    draft.handle()?.write_all(text.as_bytes()).map_err(|e| Error::from(e).writing(to))?;
    draft.publish().map(drop)
}
