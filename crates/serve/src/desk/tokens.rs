//! Tokens: programs that come in an account's name, for some of what it may do.

use super::accounts::{Account, numbered};
use super::role::Scopes;
use super::{Desk, Error, Result, Scope, Secret, secret};
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use utoipa::ToSchema;

/// How tokens begin, so that they are found where they leak.
const MARK: &str = "dateline_";

/// Days that a token holds at most: a year and a day.
pub(crate) const LONGEST: i64 = 366;

/// Tokens that one account may have.
const MOST: i64 = 50;

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Token {
    /// `t` and twelve letters and digits.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// What it is made for.
    pub scopes: Vec<Scope>,
    /// When it was made: seconds since 1970, UTC.
    pub made: i64,
    /// When it stops holding.
    pub expires: i64,
    /// When it was last used.
    pub used: Option<i64>,
}

/// A token that was made just now: its text is shown this once.
#[derive(Clone, Debug)]
pub struct Issued {
    /// What is kept of it.
    pub token: Token,
    /// What requests are to bring.
    pub text: String,
}

fn read(row: &Row<'_>) -> rusqlite::Result<Token> {
    let scopes: String = row.get(2)?;
    Ok(Token {
        id: row.get(0)?,
        label: row.get(1)?,
        scopes: Scopes::from_text(&scopes).list().to_vec(),
        made: row.get(3)?,
        expires: row.get(4)?,
        used: row.get(5)?,
    })
}

impl Desk {
    /// Makes a token for an account. It can do what its scopes name, as far as the account's role goes.
    ///
    /// # Errors
    /// When it is named badly, holds too long, is for more than its owner may, or there are too many.
    pub fn issue(
        &self,
        account: &Account,
        label: &str,
        scopes: &Scopes,
        days: i64,
        now: i64,
    ) -> Result<Issued> {
        let label = label.trim();
        if label.is_empty() || label.chars().count() > 100 || label.chars().any(char::is_control) {
            return Err(Error::wrong("A token is named with 1 to 100 characters: say what will use it."));
        }
        if !(1..=LONGEST).contains(&days) {
            return Err(Error::wrong(format!("A token holds for 1 to {LONGEST} days.")));
        }
        if scopes.list().iter().any(|scope| *scope > account.role.scope()) {
            return Err(Error::wrong(format!("A token of a {}'s cannot have that scope.", account.role)));
        }
        let text = format!("{MARK}{}", Secret::fresh()?.as_str());
        let token = Token {
            id: secret::id('t')?,
            label: label.to_string(),
            scopes: scopes.list().to_vec(),
            made: now,
            expires: now + days * 24 * 3600,
            used: None,
        };
        self.keep(account, &token, scopes, &text)?;
        Ok(Issued { token, text })
    }

    fn keep(&self, account: &Account, token: &Token, scopes: &Scopes, text: &str) -> Result<()> {
        self.whole(|desk| {
            desk.execute("DELETE FROM token WHERE expires <= ?1", [token.made])?;
            let sql = "SELECT count(*) FROM token WHERE account = ?1";
            if desk.query_row(sql, [account.number], |row| row.get::<_, i64>(0))? >= MOST {
                return Err(Error::conflict(format!("There are {MOST} tokens already: take some back.")));
            }
            let sql = "INSERT INTO token (id, hash, account, label, scopes, made, expires)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let (hash, scopes) = (secret::hash(text), scopes.to_text());
            desk.execute(
                sql,
                params![token.id, hash, account.number, token.label, scopes, token.made, token.expires],
            )?;
            Ok(())
        })
    }

    /// The account that a token comes for, and what it may do; `None` where it is none or holds no more.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn bearer(&self, text: &str, now: i64) -> Result<Option<(Account, Scopes)>> {
        if !text.starts_with(MARK) {
            return Ok(None);
        }
        let hash = secret::hash(text);
        self.with(|desk| {
            let sql = "SELECT account, scopes, ifnull(used, 0) FROM token WHERE hash = ?1 AND expires > ?2";
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?));
            let found = desk.prepare_cached(sql)?.query_row(params![hash, now], row).optional()?;
            let Some((account, scopes, used)) = found else { return Ok(None) };
            if used + 60 <= now {
                desk.prepare_cached("UPDATE token SET used = ?2 WHERE hash = ?1")?
                    .execute(params![hash, now])?;
            }
            Ok(numbered(desk, account)?.map(|account| (account, Scopes::from_text(&scopes))))
        })
    }

    /// An account's tokens, the newest first.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn tokens(&self, account: &Account) -> Result<Vec<Token>> {
        self.with(|desk| {
            let sql = "SELECT id, label, scopes, made, expires, used FROM token WHERE account = ?1
                       ORDER BY made DESC, id";
            let mut rows = desk.prepare_cached(sql)?;
            Ok(rows.query_map([account.number], read)?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Takes one of an account's tokens back.
    ///
    /// # Errors
    /// When it has none of that id.
    pub fn take_back(&self, account: &Account, id: &str) -> Result<()> {
        let gone = self.with(|desk| {
            Ok(desk
                .execute("DELETE FROM token WHERE id = ?1 AND account = ?2", params![id, account.number])?)
        })?;
        if gone == 0 { Err(Error::missing("You have no token of that id.")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Role;

    #[test]
    fn a_token_holds_until_it_expires_or_is_taken_back() {
        let desk = Desk::in_memory().expect("a desk");
        let ada = desk.add_account("Ada", Role::Admin, "three calm words", 0).expect("an account");
        let bea = desk.add_account("Bea", Role::Coder, "three calm words", 0).expect("an account");
        let scopes = Scopes::new(&[Scope::Code, Scope::Read, Scope::Code]).expect("scopes");
        let issued = desk.issue(&bea, "harvest", &scopes, 1, 0).expect("a token");
        assert_eq!(issued.token.scopes, [Scope::Read, Scope::Code]);

        let (account, held) = desk.bearer(&issued.text, 86_399).expect("an answer").expect("Bea");
        assert_eq!((account.name.as_str(), held), ("Bea", scopes.clone()));
        assert!(desk.bearer(&issued.text, 86_400).expect("an answer").is_none(), "it holds a day");
        assert!(desk.bearer("dateline_00", 0).expect("an answer").is_none());
        assert_eq!(desk.tokens(&bea).expect("tokens")[0].used, Some(86_399));
        assert!(desk.tokens(&ada).expect("tokens").is_empty());

        assert!(desk.take_back(&ada, &issued.token.id).is_err(), "it is not Ada's");
        desk.take_back(&bea, &issued.token.id).expect("taken back");
        assert!(desk.bearer(&issued.text, 1).expect("an answer").is_none());
    }

    #[test]
    fn a_token_is_for_no_more_than_its_owner_may() {
        let desk = Desk::in_memory().expect("a desk");
        desk.add_account("Ada", Role::Admin, "three calm words", 0).expect("an account");
        let bea = desk.add_account("Bea", Role::Coder, "three calm words", 0).expect("an account");
        let scopes = Scopes::new(&[Scope::Review]).expect("scopes");
        assert!(desk.issue(&bea, "harvest", &scopes, 1, 0).is_err());
        let read = Scopes::new(&[Scope::Read]).expect("scopes");
        assert!(desk.issue(&bea, "harvest", &read, 1000, 0).is_err(), "too long");
        assert!(desk.issue(&bea, " ", &read, 1, 0).is_err(), "no label");
        assert!(Scopes::new(&[]).is_err());
    }
}
