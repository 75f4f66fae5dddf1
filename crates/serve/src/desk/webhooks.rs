//! Webhooks: addresses that are told of incidents that change in a search.

use super::accounts::{Account, numbered};
use super::{Desk, Error, Result, Search, Secret, secret};
use rusqlite::{Row, params};
use serde::Serialize;
use utoipa::ToSchema;

/// Webhooks that one account may have.
const MOST: i64 = 20;

/// An address that is told of changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Webhook {
    /// `w` and twelve letters and digits.
    pub id: String,
    /// Id of the search whose incidents it is told of.
    pub search: String,
    /// The address.
    pub url: String,
    /// When it was made: seconds since 1970, UTC.
    pub made: i64,
    /// Why nothing is sent to it any more; `null` where it is.
    pub paused: Option<String>,
}

/// A webhook with all that it takes to tell it of changes.
#[derive(Clone, Debug)]
pub struct Driven {
    /// Its id.
    pub webhook: String,
    /// It is told of changes after the one of this number.
    pub since: i64,
    /// The search that drives it.
    pub search: Search,
    /// Whose it is; `None` where there are no accounts.
    pub owner: Option<Account>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Webhook> {
    Ok(Webhook {
        id: row.get(0)?,
        search: row.get(1)?,
        url: row.get(2)?,
        made: row.get(3)?,
        paused: row.get(4)?,
    })
}

impl Desk {
    /// Makes a webhook, to be told of changes after the one numbered `since`; gives the secret that signs what is sent to
    /// it, which is shown this once.
    ///
    /// # Errors
    /// When they have no such search, or too many webhooks.
    pub fn add_webhook(
        &self,
        owner: Option<i64>,
        (search, url): (&str, &str),
        since: i64,
        now: i64,
    ) -> Result<(Webhook, Secret)> {
        let search = self.search(owner, search)?.id;
        let (id, secret) = (secret::id('w')?, Secret::fresh()?);
        let hook = Webhook { id, search, url: url.to_string(), made: now, paused: None };
        self.whole(|desk| {
            let sql = "SELECT count(*) FROM webhook WHERE account IS ?1";
            if desk.query_row(sql, [owner], |row| row.get::<_, i64>(0))? >= MOST {
                return Err(Error::conflict(format!("There are {MOST} webhooks already: remove some.")));
            }
            let sql = "INSERT INTO webhook (id, account, search, url, secret, made, since)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            desk.execute(sql, params![hook.id, owner, hook.search, url, secret.as_str(), now, since])?;
            Ok(())
        })?;
        Ok((hook, secret))
    }

    /// Somebody's webhooks, the newest first.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn webhooks(&self, owner: Option<i64>) -> Result<Vec<Webhook>> {
        self.with(|desk| {
            let sql = "SELECT id, search, url, made, paused FROM webhook WHERE account IS ?1 ORDER BY made DESC, id";
            let mut rows = desk.prepare_cached(sql)?;
            Ok(rows.query_map([owner], read)?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One of somebody's webhooks.
    ///
    /// # Errors
    /// When they have none of that id.
    pub fn webhook(&self, owner: Option<i64>, id: &str) -> Result<Webhook> {
        self.webhooks(owner)?.into_iter().find(|hook| hook.id == id).ok_or_else(unknown)
    }

    /// Sends to a webhook again that was paused, from the change numbered `since` on.
    ///
    /// # Errors
    /// When they have none of that id.
    pub fn resume_webhook(&self, owner: Option<i64>, id: &str, since: i64) -> Result<()> {
        let done = self.with(|desk| {
            let sql = "UPDATE webhook SET paused = NULL, since = ?3 WHERE account IS ?1 AND id = ?2";
            Ok(desk.execute(sql, params![owner, id, since])?)
        })?;
        if done == 0 { Err(unknown()) } else { Ok(()) }
    }

    /// Removes a webhook with its deliveries.
    ///
    /// # Errors
    /// When they have none of that id.
    pub fn drop_webhook(&self, owner: Option<i64>, id: &str) -> Result<()> {
        let done = self.with(|desk| {
            Ok(desk.execute("DELETE FROM webhook WHERE account IS ?1 AND id = ?2", params![owner, id])?)
        })?;
        if done == 0 { Err(unknown()) } else { Ok(()) }
    }

    /// All webhooks that are to be told of changes. Those that were made without accounts are told as long as there are
    /// none.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn driven(&self) -> Result<Vec<Driven>> {
        self.with(|desk| {
            let sql = "SELECT w.id, w.since, s.id, s.name, s.query, s.made, s.account
                       FROM webhook w JOIN search s ON s.id = w.search WHERE w.paused IS NULL
                       AND (w.account IS NOT NULL OR NOT EXISTS (SELECT 1 FROM account)) ORDER BY w.id";
            let mut rows = desk.prepare_cached(sql)?;
            let mut rows = rows.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let search = Search {
                    id: row.get(2)?,
                    name: row.get(3)?,
                    query: row.get(4)?,
                    made: row.get(5)?,
                    owner: row.get(6)?,
                };
                let owner = search.owner.map(|owner| numbered(desk, owner)).transpose()?.flatten();
                all.push(Driven { webhook: row.get(0)?, since: row.get(1)?, search, owner });
            }
            Ok(all)
        })
    }
}

fn unknown() -> Error {
    Error::missing("You have no webhook of that id.")
}
