//! What can go wrong with a store, in words that a user can act on.

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use std::fmt;
use std::path::Path;

/// Whose fault it is that something could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What was asked, or handed in, is not as it should be.
    Asked,
    /// The record holds nothing of that name.
    Missing,
    /// Another program writes to the store.
    Busy,
    /// The store, its disk or its permissions.
    Broken,
}

/// Why something could not be done. The store is as it was before.
#[derive(Debug)]
pub struct Error {
    what: String,
    fault: Fault,
    /// Whether it is about the store's file and does not name it yet.
    nameless: bool,
    from: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What this crate's functions give.
pub type Result<T> = std::result::Result<T, Error>;

/// What there is to say of a store that cannot be written.
const ONLY_READ: &str =
    "The store or its folder may only be read: change its permissions, or name another with --db.";

impl Error {
    /// Says that a store is there, and cannot be written.
    pub(crate) fn only_read() -> Error {
        Error::with_file(ONLY_READ)
    }

    /// Says what is wrong and what to do about it, in full sentences.
    pub fn new(what: impl Into<String>) -> Error {
        Error { what: what.into(), fault: Fault::Asked, nameless: false, from: None }
    }

    /// Says that the record holds nothing of a name, and what to do about it.
    pub(crate) fn missing(what: impl Into<String>) -> Error {
        Error { fault: Fault::Missing, ..Error::new(what) }
    }

    /// Whose fault it is.
    pub fn fault(&self) -> Fault {
        self.fault
    }

    /// What came of another error: of whoever is handed rows, for example.
    pub fn from_cause(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        let cause = cause.into();
        Error { what: cause.to_string(), fault: Fault::Broken, nameless: false, from: Some(cause) }
    }

    /// What is wrong with the store's file, which [`Error::of`] names.
    pub(crate) fn with_file(what: impl Into<String>) -> Error {
        Error { nameless: true, fault: Fault::Broken, ..Error::new(what) }
    }

    /// The same, naming the file that it is about.
    pub(crate) fn of(mut self, path: &Path) -> Error {
        if std::mem::take(&mut self.nameless) {
            self.what = format!("{}: {}", path.display(), self.what);
        }
        self
    }

    fn code(&self) -> Option<ErrorCode> {
        let from = self.from.as_deref()?;
        from.downcast_ref::<rusqlite::Error>()?.sqlite_error_code()
    }

    /// Whether the store cannot be opened in its folder.
    pub(crate) fn is_barred(&self) -> bool {
        self.code() == Some(ErrorCode::CannotOpen)
    }

    /// Whether SQLite could not do what even readers of a store must: lay its files out beside it.
    pub(crate) fn is_about_room(&self) -> bool {
        matches!(
            self.code(),
            Some(
                ErrorCode::CannotOpen
                    | ErrorCode::ReadOnly
                    | ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
                    | ErrorCode::PermissionDenied
            )
        )
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.from.as_deref().map(|e| e as _)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let (what, nameless) = match of_file(&error) {
            Some(what) => (what, true),
            None => (format!("The store could not do that: {error}."), false),
        };
        let fault = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Fault::Busy,
            _ => Fault::Broken,
        };
        Error { what, fault, nameless, from: Some(Box::new(error)) }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        let what =
            format!("A row of the store is not as it was written ({error}): restore the store from a copy.");
        Error { what, fault: Fault::Broken, nameless: false, from: Some(Box::new(error)) }
    }
}

fn extended(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code)
}

/// What SQLite says of the store's file, for people; `None` where it is about something else.
fn of_file(error: &rusqlite::Error) -> Option<String> {
    let what = match error.sqlite_error_code()? {
        // That there is no room for what readers and writers share is told as a failure of the disk.
        code if code == ErrorCode::DiskFull || extended(error) == Some(SQLITE_IOERR_SHMSIZE) => {
            "The disk is full. Nothing that was kept is lost: make room there and run this again."
        }
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => ONLY_READ,
        ErrorCode::CannotOpen => {
            "The store cannot be opened: check that its folder exists and that you may write there."
        }
        ErrorCode::NotADatabase => "The file is no store of Dateline's: name another with --db.",
        ErrorCode::DatabaseCorrupt => {
            "The store is damaged: restore it from a copy, or ingest the reports into a new one."
        }
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            "Another program is writing to the store: run this again when it has finished."
        }
        ErrorCode::SystemIoFailure => {
            return Some(format!(
                "The disk failed to read or write the store ({error}). Nothing that was kept is lost: check the disk, \
                 its free space and how large files may be, and run this again."
            ));
        }
        _ => return None,
    };
    Some(what.into())
}
