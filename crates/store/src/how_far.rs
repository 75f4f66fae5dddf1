//! How far archives of many reports were read.

use crate::{Result, Store};
use rusqlite::{OptionalExtension, params};

/// A place in a file up to which its reports were taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HowFar {
    /// What tells that the file is still the same up to there.
    pub print: String,
    /// Which of the files in it, counted from 0.
    pub part: u32,
    /// Byte of the file.
    pub offset: u64,
    /// Unpacked bytes behind it.
    pub within: u64,
}

impl Store {
    /// How far a file was read; `None` where it was not.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn how_far(&self, file: &str) -> Result<Option<HowFar>> {
        let sql = "SELECT print, part, offset, within FROM taken WHERE file = ?1";
        let far = |row: &rusqlite::Row<'_>| {
            Ok(HowFar {
                print: row.get(0)?,
                part: row.get(1)?,
                offset: row.get::<_, i64>(2)?.unsigned_abs(),
                within: row.get::<_, i64>(3)?.unsigned_abs(),
            })
        };
        Ok(self.connection.prepare_cached(sql)?.query_row([file], far).optional()?)
    }

    /// Remembers how far a file was read. To be called when the reports up to there are kept.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn remember_how_far(&self, file: &str, far: &HowFar) -> Result<()> {
        let sql = "INSERT INTO taken (file, print, part, offset, within) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO UPDATE SET print = excluded.print, part = excluded.part, offset = excluded.offset,
                   within = excluded.within";
        let HowFar { print, part, offset, within } = far;
        let written = self.connection.prepare_cached(sql)?.execute(params![
            file,
            print,
            part,
            *offset as i64,
            *within as i64
        ]);
        written.map(drop).map_err(|error| self.named(error.into()))
    }
}
