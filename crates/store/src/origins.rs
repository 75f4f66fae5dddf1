//! Where reports came from: what their evidence is looked for by.

use crate::ids::sha256 as digest;
use crate::packed::unpack;
use crate::{Result, Store};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// A version of a report, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Lasting id.
    pub id: String,
    /// Addresses that it is known by.
    pub addresses: BTreeSet<String>,
    /// SHA-256 of its raw bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Headline.
    pub title: Option<String>,
    /// When the record took it in: RFC 3339.
    pub received: String,
    /// html, mhtml, text … as it came.
    pub format: String,
    /// Whether it is the one version of its report that is there.
    pub is_only: bool,
}

impl Store {
    /// The versions of a report that are there, by id, or by the name that they came with.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn origins(&self, id: &str) -> Result<Vec<Origin>> {
        let sql = "SELECT r.id, r.key, r.url, r.given ->> 'url', w.sha256, r.title, r.received, r.given ->> 'format',
                          (SELECT count(*) FROM report o WHERE o.key = r.key AND o.removed IS NULL)
                   FROM report r JOIN raw w ON w.number = r.raw
                   WHERE (r.id = ?1 OR r.name = ?1) AND r.removed IS NULL ORDER BY r.number";
        let origin = |row: &rusqlite::Row<'_>| {
            let key: String = row.get(1)?;
            let keyed = key.strip_prefix("address ").map(str::to_string);
            let addresses = [keyed, row.get(2)?, row.get(3)?].into_iter().flatten().collect();
            Ok(Origin {
                id: row.get(0)?,
                addresses,
                sha256: row.get(4)?,
                title: row.get(5)?,
                received: row.get(6)?,
                format: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
                is_only: row.get::<_, i64>(8)? == 1,
            })
        };
        let mut rows = self.connection.prepare_cached(sql)?;
        let mut found: Vec<Origin> = rows.query_map([id], origin)?.collect::<rusqlite::Result<_>>()?;
        // A name stands for all versions of it: none is left of what goes together.
        let together = found.len() > 1;
        found.iter_mut().for_each(|origin| origin.is_only |= together);
        Ok(found)
    }

    /// The raw bytes of a version of a report; `None` where there are none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn raw(&self, id: &str) -> Result<Option<Vec<u8>>> {
        let sql = "SELECT w.bytes FROM report r JOIN raw w ON w.number = r.raw WHERE r.id = ?1 AND r.removed IS NULL";
        let packed: Option<Option<Vec<u8>>> =
            self.connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        packed.flatten().map(|packed| unpack(&packed)).transpose()
    }

    /// Holds the raw bytes of every report against their digest: how many there are, and the digests of those that are not
    /// as they were taken in.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn altered(&self) -> Result<(u64, Vec<String>)> {
        let (mut checked, mut altered, mut after) = (0, Vec::new(), 0i64);
        let sql = "SELECT number, sha256, bytes FROM raw WHERE number > ?1 AND bytes IS NOT NULL ORDER BY number LIMIT 1";
        loop {
            let row = |row: &rusqlite::Row<'_>| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?))
            };
            let next = self.connection.prepare_cached(sql)?.query_row(params![after], row).optional()?;
            let Some((number, sha256, packed)) = next else { return Ok((checked, altered)) };
            if !unpack(&packed).is_ok_and(|bytes| digest(&bytes) == sha256) {
                altered.push(sha256);
            }
            (checked, after) = (checked + 1, number);
        }
    }
}
