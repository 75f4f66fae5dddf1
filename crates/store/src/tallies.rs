//! Sums that reports state, with the reports that state them.

use crate::query::{Look, entries};
use crate::{Result, Store};
use dateline_terms::Source;
use dateline_terms::told::Tally;

/// A stated sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// What it says.
    pub tally: Tally,
    /// Its report.
    pub source: Source,
    /// The country that most events of the report are in, ISO 3166-1 alpha-2: it says which Aleppo is meant.
    pub country: Option<String>,
}

impl Store {
    /// Hands on every sum that reports state, now or at the time that `look` asks for, in the order in which they came.
    ///
    /// # Errors
    /// Those of `each`, and when the store cannot be read.
    pub fn tallies(&self, look: &Look, each: &mut dyn FnMut(Stated) -> Result<()>) -> Result<()> {
        let at = look.as_of.as_ref().map(|time| self.change_at(time)).transpose()?.unwrap_or(i64::MAX);
        let sql = format!(
            "SELECT {}, t.body,
                    (SELECT c.body ->> '$.place.country' AS country FROM claim c
                     WHERE c.report = r.number AND c.since <= ?1 AND (c.until IS NULL OR c.until > ?1)
                       AND country IS NOT NULL
                     GROUP BY country ORDER BY count(*) DESC, country LIMIT 1)
             FROM tally t JOIN report r ON r.number = t.report JOIN raw w ON w.number = r.raw
             WHERE t.since <= ?1 AND (t.until IS NULL OR t.until > ?1) AND r.removed IS NULL ORDER BY t.number",
            entries::SOURCE
        );
        let mut rows = self.connection.prepare(&sql)?;
        let mut rows = rows.query([at])?;
        while let Some(row) = rows.next()? {
            let body: String = row.get(entries::SOURCE_COLUMNS)?;
            each(Stated {
                tally: serde_json::from_str(&body)?,
                source: entries::source(row, 0)?,
                country: row.get(entries::SOURCE_COLUMNS + 1)?,
            })?;
        }
        Ok(())
    }
}
