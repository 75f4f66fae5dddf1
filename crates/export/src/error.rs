use std::fmt;
use std::io;
use std::path::Path;

/// What any cause is kept as.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why something could not be written or read, in words that a user can act on.
#[derive(Debug)]
pub struct Error {
    what: String,
    cause: Option<Cause>,
}

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error in words alone.
    pub fn new(what: impl Into<String>) -> Error {
        Error { what: what.into(), cause: None }
    }

    /// An error that came of another: of the store that hands on rows, for example.
    pub fn from_cause(cause: impl Into<Cause>) -> Error {
        let cause = cause.into();
        Error { what: cause.to_string(), cause: Some(cause) }
    }

    /// The same error, saying what was being written; a full disk and a folder that may not be written to are
    /// named as such.
    pub(crate) fn writing(self, path: &Path) -> Error {
        let what = match self.cause.as_deref().and_then(|cause| kind(cause)) {
            Some(Trouble::Full) => format!(
                "{} was not written: the disk is full. Make room there, or write to another disk.",
                path.display()
            ),
            Some(Trouble::TooLarge) => format!(
                "{} was not written: files may not be so large there. Write to another disk, or less, with filters.",
                path.display()
            ),
            Some(Trouble::Forbidden) => format!(
                "{} was not written: its folder may not be written to. Choose another, or change its permissions.",
                path.display()
            ),
            Some(Trouble::NoFolder) => {
                format!("{} was not written: there is no such folder. Make it first.", path.display())
            }
            None => format!("{} was not written: {}", path.display(), self.what),
        };
        Error { what, ..self }
    }

    /// The same error, saying what was being read.
    pub(crate) fn reading(self, path: &Path) -> Error {
        Error {
            what: format!("{} cannot be read: {}.", path.display(), self.what.trim_end_matches('.')),
            ..self
        }
    }
}

/// Troubles that have words of their own.
enum Trouble {
    Full,
    TooLarge,
    Forbidden,
    NoFolder,
}

/// Looks through an error and what caused it for one of the operating system.
fn kind(error: &(dyn std::error::Error + 'static)) -> Option<Trouble> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => return Some(Trouble::Full),
                io::ErrorKind::FileTooLarge => return Some(Trouble::TooLarge),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    return Some(Trouble::Forbidden);
                }
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => return Some(Trouble::NoFolder),
                _ => {}
            }
        }
        next = error.source();
    }
    None
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}

impl From<io::Error> for Error {
    fn from(cause: io::Error) -> Error {
        Error::from_cause(cause)
    }
}

impl From<csv::Error> for Error {
    fn from(cause: csv::Error) -> Error {
        match cause.is_io_error() {
            true => match cause.into_kind() {
                csv::ErrorKind::Io(cause) => cause.into(),
                other => Error::new(format!("{other:?}")),
            },
            false => Error::from_cause(cause),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Error {
        match cause.is_io() {
            true => io::Error::from(cause).into(),
            false => Error::from_cause(cause),
        }
    }
}
