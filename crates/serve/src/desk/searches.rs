//! Searches that somebody keeps, and the tokens that read them as feeds.

use super::accounts::{Account, numbered};
use super::{Desk, Error, Result, Secret, secret};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use utoipa::ToSchema;

/// Searches that one account may keep.
const MOST: i64 = 200;

/// Bytes of a query at most.
const LONGEST: usize = 4000;

/// Filters under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Search {
    /// `s` and twelve letters and digits.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// As in an address, after the question mark.
    pub query: String,
    /// When it was made: seconds since 1970, UTC.
    pub made: i64,
    /// Whose it is.
    #[serde(skip)]
    pub owner: Option<i64>,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Search> {
    Ok(Search {
        id: row.get(0)?,
        name: row.get(1)?,
        query: row.get(2)?,
        made: row.get(3)?,
        owner: row.get(4)?,
    })
}

/// Columns of a search, in the order of [`read`].
const COLUMNS: &str = "s.id, s.name, s.query, s.made, s.account";

/// A search's name without blanks around it.
///
/// # Errors
/// When it or the query is too long, or there is no name.
fn sound<'n>(name: &'n str, query: &str) -> Result<&'n str> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Error::wrong("A search is named with 1 to 100 characters."));
    }
    if query.len() > LONGEST {
        return Err(Error::wrong(format!("A search has at most {LONGEST} bytes: leave some filters out.")));
    }
    Ok(name)
}

impl Desk {
    /// Keeps a search; gives the token that reads its feed, which is shown this once. `owner` is `None` where there are
    /// no accounts.
    ///
    /// # Errors
    /// When the name or the query is too long, or there are too many.
    pub fn keep_search(
        &self,
        owner: Option<i64>,
        name: &str,
        query: &str,
        now: i64,
    ) -> Result<(Search, Secret)> {
        let name = sound(name, query)?;
        let (id, feed) = (secret::id('s')?, Secret::fresh()?);
        let search = Search { id, name: name.into(), query: query.into(), made: now, owner };
        self.whole(|desk| {
            let sql = "SELECT count(*) FROM search WHERE account IS ?1";
            if desk.query_row(sql, [owner], |row| row.get::<_, i64>(0))? >= MOST {
                return Err(Error::conflict(format!("There are {MOST} searches already: remove some.")));
            }
            let sql =
                "INSERT INTO search (id, account, name, query, made, feed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let hash = secret::hash(feed.as_str());
            desk.execute(sql, params![search.id, owner, search.name, search.query, now, hash])?;
            Ok(())
        })?;
        Ok((search, feed))
    }

    /// Gives a search another name and other filters.
    ///
    /// # Errors
    /// When the name or the query is too long, or somebody has no search of that id.
    pub fn replace_search(&self, owner: Option<i64>, id: &str, name: &str, query: &str) -> Result<Search> {
        let name = sound(name, query)?;
        self.whole(|desk| {
            let sql = "UPDATE search SET name = ?3, query = ?4 WHERE account IS ?1 AND id = ?2";
            desk.execute(sql, params![owner, id, name, query])?;
            Ok(())
        })?;
        self.search(owner, id)
    }

    /// Somebody's searches, by name.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn searches(&self, owner: Option<i64>) -> Result<Vec<Search>> {
        self.with(|desk| {
            let sql = format!("SELECT {COLUMNS} FROM search s WHERE s.account IS ?1 ORDER BY s.name, s.id");
            let mut rows = desk.prepare_cached(&sql)?;
            Ok(rows.query_map([owner], read)?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Everybody's searches, by name, each with its owner's name; that is empty where it was kept without accounts.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn all_searches(&self) -> Result<Vec<(Search, String)>> {
        self.with(|desk| {
            let sql = format!(
                "SELECT {COLUMNS}, ifnull(a.name, '') FROM search s LEFT JOIN account a ON a.number = s.account
                 ORDER BY s.name, s.id"
            );
            let mut rows = desk.prepare(&sql)?;
            let rows = rows.query_map([], |row| Ok((read(row)?, row.get(5)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One of somebody's searches.
    ///
    /// # Errors
    /// When they have none of that id.
    pub fn search(&self, owner: Option<i64>, id: &str) -> Result<Search> {
        let found = self.with(|desk| {
            let sql = format!("SELECT {COLUMNS} FROM search s WHERE s.account IS ?1 AND s.id = ?2");
            Ok(desk.prepare_cached(&sql)?.query_row(params![owner, id], read).optional()?)
        })?;
        found.ok_or_else(unknown)
    }

    /// The search that a feed's token reads, and its owner; `None` for the owner where the search was kept without
    /// accounts.
    ///
    /// # Errors
    /// When the token reads no search of that id, also where it was kept before there were accounts.
    pub fn feed(&self, id: &str, token: &str) -> Result<(Search, Option<Account>)> {
        self.with(|desk| {
            let sql = format!(
                "SELECT {COLUMNS} FROM search s WHERE s.id = ?1 AND s.feed = ?2
                 AND (s.account IS NOT NULL OR NOT EXISTS (SELECT 1 FROM account))"
            );
            let values = params![id, secret::hash(token)];
            let search =
                desk.prepare_cached(&sql)?.query_row(values, read).optional()?.ok_or_else(unknown)?;
            let owner = search.owner.map(|owner| numbered(desk, owner)).transpose()?.flatten();
            Ok((search, owner))
        })
    }

    /// Another token for a search's feed; the one before reads nothing any more.
    ///
    /// # Errors
    /// When they have no search of that id.
    pub fn renew_feed(&self, owner: Option<i64>, id: &str) -> Result<Secret> {
        let feed = Secret::fresh()?;
        let done = self.with(|desk| {
            let sql = "UPDATE search SET feed = ?3 WHERE account IS ?1 AND id = ?2";
            Ok(desk.execute(sql, params![owner, id, secret::hash(feed.as_str())])?)
        })?;
        if done == 0 { Err(unknown()) } else { Ok(feed) }
    }

    /// Removes a search with its alerts.
    ///
    /// # Errors
    /// When they have none of that id.
    pub fn drop_search(&self, owner: Option<i64>, id: &str) -> Result<()> {
        let done = self.with(|desk| {
            Ok(desk.execute("DELETE FROM search WHERE account IS ?1 AND id = ?2", params![owner, id])?)
        })?;
        if done == 0 { Err(unknown()) } else { Ok(()) }
    }
}

fn unknown() -> Error {
    Error::missing("You keep no search of that id.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Role;

    #[test]
    fn searches_are_their_owners_and_feeds_their_tokens() {
        let desk = Desk::in_memory().expect("a desk");
        let (alone, token) = desk.keep_search(None, "Homs", "place=Homs", 1).expect("a search");
        assert!(desk.feed(&alone.id, token.as_str()).expect("a feed").1.is_none());
        let ada = desk.add_account("Ada", Role::Admin, "three calm words", 0).expect("an account").number;
        let bea = desk.add_account("Bea", Role::Reader, "three calm words", 0).expect("an account").number;
        assert!(desk.feed(&alone.id, token.as_str()).is_err(), "it was nobody's");

        let (search, token) = desk.keep_search(Some(bea), "Homs", "place=Homs", 2).expect("a search");
        assert_eq!(desk.searches(Some(bea)).expect("searches"), std::slice::from_ref(&search));
        assert!(desk.searches(Some(ada)).expect("searches").is_empty());
        assert!(
            desk.search(Some(ada), &search.id).is_err() && desk.drop_search(Some(ada), &search.id).is_err()
        );
        let (_, owner) = desk.feed(&search.id, token.as_str()).expect("a feed");
        assert_eq!(owner.expect("an owner").name, "Bea");
        let renewed = desk.renew_feed(Some(bea), &search.id).expect("a token");
        assert!(
            desk.feed(&search.id, token.as_str()).is_err() && desk.feed(&search.id, renewed.as_str()).is_ok()
        );
        desk.remove_account("Bea").expect("removed");
        assert!(desk.feed(&search.id, renewed.as_str()).is_err());
    }
}
