//! What can go wrong with the desk, for people.

use rusqlite::ErrorCode;
use std::fmt;

/// A result of the desk's.
pub type Result<T> = std::result::Result<T, Error>;

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What was asked for cannot be so: a name that is too long, an unknown word.
    Wrong,
    /// It does not go with what is there: a name that is taken, the last admin.
    Conflict,
    /// There is no such thing.
    Missing,
    /// The file or the machine failed.
    Failed,
}

/// A sentence that says what is wrong and what to do.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    what: String,
}

impl Error {
    /// What was asked for cannot be so.
    pub fn wrong(what: impl Into<String>) -> Error {
        Error { kind: Kind::Wrong, what: what.into() }
    }

    /// It does not go with what is there.
    pub fn conflict(what: impl Into<String>) -> Error {
        Error { kind: Kind::Conflict, what: what.into() }
    }

    /// There is no such thing.
    pub fn missing(what: impl Into<String>) -> Error {
        Error { kind: Kind::Missing, what: what.into() }
    }

    /// The file or the machine failed.
    pub fn failed(what: impl Into<String>) -> Error {
        Error { kind: Kind::Failed, what: what.into() }
    }

    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        Error::failed(match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => "The disk is full: make room beside the record's desk.".to_string(),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                "The desk beside the record cannot be written: check who owns it and its folder.".to_string()
            }
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                "The desk beside the record is damaged or not Dateline's: restore it from a copy.".to_string()
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                "Another program is writing to the desk: try again in a moment.".to_string()
            }
            _ => format!("The desk could not do that: {error}."),
        })
    }
}
