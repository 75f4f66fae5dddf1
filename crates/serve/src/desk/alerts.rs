//! Alerts: what tells of a search, and to whom.

use super::accounts::{Account, numbered};
use super::{Desk, Error, How, Often, Result, Search, Secret, Tells, proof, secret};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use subtle::ConstantTimeEq;
use utoipa::ToSchema;

/// Alerts that one account may have.
const MOST: i64 = 20;

/// Why nothing is sent any more where the receiver said so. Their owner cannot resume that.
const ENDED: &str = "Its receiver wants no more of it.";

/// Somebody who is told of a search.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Alert {
    /// `w` and twelve letters and digits.
    pub id: String,
    /// Id of the search that it tells of.
    pub search: String,
    /// Where it goes: an address that begins with `https://` (a webhook), or with `mailto:`.
    pub url: String,
    /// What it tells, and how often.
    #[serde(flatten)]
    pub how: How,
    /// When it was made: seconds since 1970, UTC.
    pub made: i64,
    /// Why nothing is sent any more; `null` where it is.
    pub paused: Option<String>,
}

impl Alert {
    /// Whether it is sent as e-mail.
    pub fn is_mail(&self) -> bool {
        self.url.starts_with("mailto:")
    }

    /// Whether each change of the record is told of by itself, as soon as it is made.
    pub fn follows_changes(&self) -> bool {
        !self.is_mail() && self.how.tells == Tells::Changes && self.how.often == Often::AtOnce
    }
}

/// An alert with all that it takes to send it.
#[derive(Clone, Debug)]
pub struct Driven {
    /// Itself.
    pub alert: Alert,
    /// It was told of changes up to the one of this number.
    pub since: i64,
    /// When it is looked at again: seconds since 1970. Those that follow changes are looked at with each.
    pub next: i64,
    /// Day of the last rise that it told of, counted from 1970-01-01.
    pub risen: i64,
    /// The search that drives it.
    pub search: Search,
    /// Whose it is; `None` where there are no accounts.
    pub owner: Option<Account>,
}

/// How far an alert has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Come {
    /// Number of the last change that it told of.
    pub since: i64,
    /// When it is looked at again.
    pub next: i64,
    /// Day of the last rise that it told of.
    pub risen: i64,
}

/// Columns of an alert, in the order of [`read`].
const COLUMNS: &str = "a.id, a.search, a.url, a.made, a.paused, a.tells, a.often, a.hour, a.rate";

fn read(row: &Row<'_>) -> rusqlite::Result<Alert> {
    let (tells, often): (String, String) = (row.get(5)?, row.get(6)?);
    let how =
        How { tells: Tells::of(&tells), often: Often::of(&often), hour: row.get(7)?, rate: row.get(8)? };
    Ok(Alert {
        id: row.get(0)?,
        search: row.get(1)?,
        url: row.get(2)?,
        made: row.get(3)?,
        paused: row.get(4)?,
        how,
    })
}

impl Desk {
    /// Makes an alert, to tell of changes after the one numbered `since`; gives the secret that signs what is sent to a
    /// webhook, which is shown this once.
    ///
    /// # Errors
    /// When they have no such search, or too many alerts.
    pub fn add_alert(
        &self,
        owner: Option<i64>,
        (search, url, how): (&str, &str, How),
        since: i64,
        now: i64,
    ) -> Result<(Alert, Secret)> {
        how.check()?;
        let search = self.search(owner, search)?.id;
        let (id, secret) = (secret::id('w')?, Secret::fresh()?);
        let alert = Alert { id, search, url: url.to_string(), how, made: now, paused: None };
        self.whole(|desk| {
            let sql = "SELECT count(*) FROM alert WHERE account IS ?1";
            if desk.query_row(sql, [owner], |row| row.get::<_, i64>(0))? >= MOST {
                return Err(Error::conflict(format!("There are {MOST} alerts already: remove some.")));
            }
            insert(desk, owner, &alert, secret.as_str(), since)
        })?;
        Ok((alert, secret))
    }

    /// Somebody's alerts, the newest first.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn alerts(&self, owner: Option<i64>) -> Result<Vec<Alert>> {
        self.with(|desk| {
            let sql =
                format!("SELECT {COLUMNS} FROM alert a WHERE a.account IS ?1 ORDER BY a.made DESC, a.id");
            let mut rows = desk.prepare_cached(&sql)?;
            Ok(rows.query_map([owner], read)?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One of somebody's alerts.
    ///
    /// # Errors
    /// When they have none of that id.
    pub fn alert(&self, owner: Option<i64>, id: &str) -> Result<Alert> {
        self.alerts(owner)?.into_iter().find(|alert| alert.id == id).ok_or_else(unknown)
    }

    /// Sends an alert again that was paused, from the change numbered `since` on.
    ///
    /// # Errors
    /// When they have none of that id, or its receiver wants no more of it.
    pub fn resume_alert(&self, owner: Option<i64>, id: &str, since: i64) -> Result<()> {
        if self.alert(owner, id)?.paused.as_deref() == Some(ENDED) {
            return Err(Error::conflict(format!("{ENDED} Write to somebody else.")));
        }
        self.with(|desk| {
            let sql = "UPDATE alert SET paused = NULL, since = ?3 WHERE account IS ?1 AND id = ?2";
            desk.execute(sql, params![owner, id, since])?;
            Ok(())
        })
    }

    /// Removes an alert with its deliveries.
    ///
    /// # Errors
    /// When they have none of that id.
    pub fn drop_alert(&self, owner: Option<i64>, id: &str) -> Result<()> {
        let done = self.with(|desk| {
            Ok(desk.execute("DELETE FROM alert WHERE account IS ?1 AND id = ?2", params![owner, id])?)
        })?;
        if done == 0 { Err(unknown()) } else { Ok(()) }
    }

    /// Ends an alert for its receiver, who shows the `token` of [`ends`].
    ///
    /// # Errors
    /// When there is none of that id and token.
    pub fn end_alert(&self, id: &str, token: &str) -> Result<()> {
        self.whole(|desk| {
            let sql = "SELECT secret FROM alert WHERE id = ?1";
            let secret: Option<String> = desk.query_row(sql, [id], |row| row.get(0)).optional()?;
            let right =
                secret.is_some_and(|secret| ends(&secret, id).as_bytes().ct_eq(token.as_bytes()).into());
            if !right {
                return Err(Error::missing("This address ends no alert: it may have been removed."));
            }
            desk.execute("UPDATE alert SET paused = ?2 WHERE id = ?1", params![id, ENDED])?;
            desk.execute(
                "UPDATE delivery SET due = NULL, outcome = ?2 WHERE alert = ?1 AND due IS NOT NULL",
                params![id, ENDED],
            )?;
            Ok(())
        })
    }

    /// All alerts that are to be sent. Those that were made without accounts are sent as long as there are none.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn driven(&self) -> Result<Vec<Driven>> {
        self.with(|desk| {
            let sql = format!(
                "SELECT {COLUMNS}, a.since, a.next, a.risen, s.id, s.name, s.query, s.made, s.account
                 FROM alert a JOIN search s ON s.id = a.search WHERE a.paused IS NULL
                 AND (a.account IS NOT NULL OR NOT EXISTS (SELECT 1 FROM account)) ORDER BY a.id"
            );
            let mut rows = desk.prepare_cached(&sql)?;
            let mut rows = rows.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let search = Search {
                    id: row.get(12)?,
                    name: row.get(13)?,
                    query: row.get(14)?,
                    made: row.get(15)?,
                    owner: row.get(16)?,
                };
                let owner = search.owner.map(|owner| numbered(desk, owner)).transpose()?.flatten();
                let (since, next, risen) = (row.get(9)?, row.get(10)?, row.get(11)?);
                all.push(Driven { alert: read(row)?, since, next, risen, search, owner });
            }
            Ok(all)
        })
    }

    /// Queues what was gathered for an alert, and writes down how far it has come: both or neither, so that nothing is
    /// told twice or lost whenever the server ends.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn gathered(&self, alert: &str, body: Option<&str>, come: Come, now: i64) -> Result<()> {
        self.whole(|desk| {
            let sql = "UPDATE alert SET since = ?2, next = ?3, risen = ?4 WHERE id = ?1 AND paused IS NULL";
            let there = desk.execute(sql, params![alert, come.since, come.next, come.risen])? > 0;
            if let Some(body) = body.filter(|_| there) {
                let sql = "INSERT INTO delivery (alert, change, body, made, due) VALUES (?1, ?2, ?3, ?4, ?4)";
                desk.execute(sql, params![alert, come.since, body, now])?;
            }
            Ok(())
        })
    }
}

/// What a receiver shows to end an alert: made of the alert's secret, so that nobody guesses it.
pub(crate) fn ends(secret: &str, id: &str) -> String {
    proof(secret, &format!("end {id}"))
}

fn insert(desk: &Connection, owner: Option<i64>, alert: &Alert, secret: &str, since: i64) -> Result<()> {
    let Alert { id, search, url, how, made, .. } = alert;
    let sql =
        "INSERT INTO alert (id, account, search, url, secret, made, since, tells, often, hour, rate, next)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    let (tells, often, next) = (how.tells.as_str(), how.often.as_str(), how.next(*made, 0));
    desk.execute(
        sql,
        params![id, owner, search, url, secret, made, since, tells, often, how.hour, how.rate, next],
    )?;
    Ok(())
}

fn unknown() -> Error {
    Error::missing("You have no alert of that id.")
}
