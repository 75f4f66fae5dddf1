//! Blind double coding: rounds of items that two people code, each without the other's values.

use super::{Desk, Error, Result, secret};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A round of double coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// `d` and twelve letters and digits.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Who made it.
    pub by: String,
    /// When: seconds since 1970, UTC.
    pub made: i64,
    /// The two coders: their accounts, `None` for one that was removed, and their names.
    pub coders: Vec<(Option<i64>, String)>,
    /// How many items each has coded.
    pub coded: [u64; 2],
    /// How many items a third decided.
    pub decided: u64,
    /// How many items there are.
    pub of: u64,
}

/// One item of a round: what is coded, and what was made of it, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Counted from 1.
    pub number: i64,
    /// Incident whose texts are coded.
    pub incident: String,
    /// The claim whose words say which event is meant.
    pub claim: String,
    /// What each coder made of it.
    pub coded: [Option<String>; 2],
    /// What a third decided.
    pub decision: Option<String>,
}

impl Round {
    /// Whether both coders have coded all: their values may be seen, and change no more.
    pub fn is_complete(&self) -> bool {
        self.coded.iter().all(|coded| *coded == self.of)
    }

    /// Which of the two coders an account is.
    pub fn side(&self, account: i64) -> Option<usize> {
        self.coders.iter().position(|(coder, _)| *coder == Some(account))
    }
}

impl Desk {
    /// Makes a round of items, each an incident and one of its claims, for two coders (account and name).
    ///
    /// # Errors
    /// When the name is none, or the coders are not two people.
    pub fn make_round(
        &self,
        (name, by): (&str, &str),
        coders: &[(i64, String); 2],
        items: &[(String, String)],
        now: i64,
    ) -> Result<Round> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(Error::wrong("A round is named with 1 to 100 characters."));
        }
        if coders[0].0 == coders[1].0 {
            return Err(Error::wrong("A round takes two coders: name two people."));
        }
        let id = secret::id('d')?;
        self.whole(|desk| {
            let sql = "INSERT INTO round (id, name, by, made) VALUES (?1, ?2, ?3, ?4)";
            desk.execute(sql, params![id, name, by, now])?;
            for (side, (account, name)) in coders.iter().enumerate() {
                let sql = "INSERT INTO round_coder (round, side, account, name) VALUES (?1, ?2, ?3, ?4)";
                desk.execute(sql, params![id, side as i64, account, name])?;
            }
            for (number, (incident, claim)) in (1_i64..).zip(items) {
                let sql = "INSERT INTO round_item (round, number, incident, claim) VALUES (?1, ?2, ?3, ?4)";
                desk.execute(sql, params![id, number, incident, claim])?;
            }
            found(desk, &id)
        })
    }

    /// All rounds, the newest first.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn rounds(&self) -> Result<Vec<Round>> {
        self.with(|desk| {
            let mut ids = desk.prepare("SELECT id FROM round ORDER BY made DESC, id")?;
            let ids = ids.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
            ids.iter().map(|id| found(desk, id)).collect()
        })
    }

    /// One round.
    ///
    /// # Errors
    /// When there is none of that id.
    pub fn round(&self, id: &str) -> Result<Round> {
        self.with(|desk| found(desk, id))
    }

    /// Its items, in order.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn items(&self, round: &str) -> Result<Vec<Item>> {
        self.with(|desk| {
            let mut rows = desk.prepare_cached(&format!("{ITEMS} ORDER BY number"))?;
            Ok(rows.query_map([round], item)?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// One of its items.
    ///
    /// # Errors
    /// When there is none of that number.
    pub fn item(&self, round: &str, number: i64) -> Result<Item> {
        let found = self.with(|desk| {
            let mut rows = desk.prepare_cached(&format!("{ITEMS} AND number = ?2"))?;
            Ok(rows.query_row(params![round, number], item).optional()?)
        })?;
        found.ok_or_else(|| Error::missing("The round has no item of that number."))
    }

    /// Keeps what a coder made of an item. Once both have coded everything nothing changes any more.
    ///
    /// # Errors
    /// When the round is complete, or has no such item.
    pub fn code_item(&self, round: &str, number: i64, side: usize, coding: &str) -> Result<Round> {
        self.whole(|desk| {
            if found(desk, round)?.is_complete() {
                let what = "Both coders have finished this round: its codings stay as they are.";
                return Err(Error::conflict(what));
            }
            let column = if side == 0 { "coded_0" } else { "coded_1" };
            let sql = format!("UPDATE round_item SET {column} = ?3 WHERE round = ?1 AND number = ?2");
            match desk.execute(&sql, params![round, number, coding])? {
                0 => Err(Error::missing("The round has no item of that number.")),
                _ => found(desk, round),
            }
        })
    }

    /// Keeps what a third person decided of an item.
    ///
    /// # Errors
    /// When the round is not complete, or the item was decided before.
    pub fn decide(&self, round: &str, number: i64, decision: &str) -> Result<()> {
        self.whole(|desk| {
            if !found(desk, round)?.is_complete() {
                return Err(Error::conflict("The coders have not finished this round yet."));
            }
            let sql =
                "UPDATE round_item SET decision = ?3 WHERE round = ?1 AND number = ?2 AND decision IS NULL";
            match desk.execute(sql, params![round, number, decision])? {
                0 => Err(Error::conflict("This item was decided before, or is none.")),
                _ => Ok(()),
            }
        })
    }

    /// Takes back a decision that could not be carried out.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn undecide(&self, round: &str, number: i64) -> Result<()> {
        self.with(|desk| {
            let sql = "UPDATE round_item SET decision = NULL WHERE round = ?1 AND number = ?2";
            desk.execute(sql, params![round, number])?;
            Ok(())
        })
    }
}

/// Items of a round, as [`item`] reads them.
const ITEMS: &str =
    "SELECT number, incident, claim, coded_0, coded_1, decision FROM round_item WHERE round = ?1";

fn item(row: &Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        number: row.get(0)?,
        incident: row.get(1)?,
        claim: row.get(2)?,
        coded: [row.get(3)?, row.get(4)?],
        decision: row.get(5)?,
    })
}

fn found(desk: &Connection, id: &str) -> Result<Round> {
    let sql = "SELECT name, by, made, (SELECT count(*) FROM round_item WHERE round = ?1),
        (SELECT count(coded_0) FROM round_item WHERE round = ?1), (SELECT count(coded_1) FROM round_item WHERE round = ?1),
        (SELECT count(decision) FROM round_item WHERE round = ?1) FROM round WHERE id = ?1";
    let count = |row: &Row<'_>, at: usize| row.get::<_, i64>(at).map(i64::unsigned_abs);
    let round = desk.prepare_cached(sql)?.query_row([id], |row| {
        Ok(Round {
            id: id.to_string(),
            name: row.get(0)?,
            by: row.get(1)?,
            made: row.get(2)?,
            coders: Vec::new(),
            of: count(row, 3)?,
            coded: [count(row, 4)?, count(row, 5)?],
            decided: count(row, 6)?,
        })
    });
    let mut round = round.optional()?.ok_or_else(|| Error::missing("There is no round of that id."))?;
    let mut coders =
        desk.prepare_cached("SELECT account, name FROM round_coder WHERE round = ?1 ORDER BY side")?;
    round.coders =
        coders.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    Ok(round)
}
