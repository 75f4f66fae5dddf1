//! One incident with its ledger.

use super::entries::{self, Named};
use super::list::Look;
use crate::{Error, Result, Store};
use dateline_code::Books;
use dateline_terms::{Incident, Judgement};
use rusqlite::{OptionalExtension, params};

impl Store {
    /// An incident with its claims, and the judgements that hold of them. An id that was merged leads to what it was
    /// merged into; the id of a claim leads to its incident.
    ///
    /// # Errors
    /// When the record holds none of that id, or did not at the time asked for.
    pub fn incident(&self, id: &str, look: &Look, books: &Books<'_>) -> Result<(Incident, Vec<Judgement>)> {
        let number = self.incident_number(id)?;
        let at = look.as_of.as_ref().map(|time| self.change_at(time)).transpose()?;
        let sql = "SELECT i.body, c.at FROM incident i JOIN change c ON c.number = i.since
                   WHERE i.incident = ?1 AND i.since <= ?2 AND (i.until IS NULL OR i.until > ?2)";
        let (body, changed): (String, String) = self
            .connection
            .prepare_cached(sql)?
            .query_row(params![number, at.unwrap_or(i64::MAX)], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or_else(|| Error::missing(format!("The record did not hold {id} at that time.")))?;
        let mut incident: Incident = serde_json::from_str(&body)?;
        let members = entries::of(&self.connection, number, at)?;
        let judgements = members.judgements.clone();
        let aliases = self.aliases(number, at)?;
        // An extract's incidents hold their claims themselves, and are told as they stand.
        if incident.entries.is_empty() && !members.entries.is_empty() {
            let named = Named { id: &incident.id.clone(), aliases: &aliases, changed: &changed };
            incident = members.publish(named, look.rule, books);
        }
        (incident.changed, incident.aliases) = (changed, aliases);
        Ok((incident, judgements))
    }
}
