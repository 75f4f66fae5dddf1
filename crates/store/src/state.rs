//! What tells one state of an incident from another, so that nobody judges what they have not seen.

use crate::change::Change;
use crate::query::incident_number;
use crate::{Result, Store};
use rusqlite::Connection;

impl Store {
    /// What tells an incident's state from any other: the number of the last change of its values, of what is under it,
    /// and of what people judged of that.
    ///
    /// # Errors
    /// When the record holds none of that id.
    pub fn version(&self, id: &str) -> Result<String> {
        version(&self.connection, id)
    }
}

impl Change<'_, '_> {
    /// The same as [`Store::version`], as the change found it: what others wrote before it is in it, and nobody writes
    /// until it is done.
    ///
    /// # Errors
    /// As [`Store::version`].
    pub fn version(&self, id: &str) -> Result<String> {
        version(&self.tx, id)
    }
}

fn version(connection: &Connection, id: &str) -> Result<String> {
    let number = incident_number(connection, id)?;
    let sql = "SELECT max(at) FROM (
        SELECT max(since, ifnull(until, 0)) AS at FROM incident WHERE incident = ?1
        UNION ALL SELECT max(since, ifnull(until, 0)) FROM member WHERE incident = ?1
        UNION ALL SELECT max(since, ifnull(until, 0)) FROM lead WHERE \"into\" = ?1
        UNION ALL SELECT max(j.since, ifnull(j.until, 0)) FROM claim c JOIN judged g ON g.claim = c.id
                  JOIN judgement j ON j.number = g.judgement WHERE c.incident = ?1 AND c.until IS NULL)";
    let at: Option<i64> = connection.prepare_cached(sql)?.query_row([number], |row| row.get(0))?;
    Ok(at.unwrap_or_default().to_string())
}
