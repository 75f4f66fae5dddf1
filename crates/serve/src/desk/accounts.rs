//! Accounts: people who sign in, with what they may do.

use super::{Desk, Error, Result, Role, password};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use utoipa::ToSchema;

/// Characters that a name has at most.
const LONGEST: usize = 64;

/// Columns of an account, in the order of [`read`].
const COLUMNS: &str = "a.number, a.name, a.role, a.password IS NOT NULL, a.made, a.signed_in";

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Account {
    /// Its number in the desk; never given twice.
    #[serde(skip)]
    pub number: i64,
    /// The name that changes of the record bear.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they sign in with a password of their own.
    pub password: bool,
    /// When it was made: seconds since 1970, UTC.
    pub made: i64,
    /// When they last signed in.
    pub signed_in: Option<i64>,
}

/// Somebody whom another service vouches for.
#[derive(Clone, Copy, Debug)]
pub struct Outsider<'o> {
    /// The service.
    pub issuer: &'o str,
    /// Its lasting name for them.
    pub subject: &'o str,
    /// Their e-mail address, where the service has verified it.
    pub email: Option<&'o str>,
    /// Names that they might go by, the best first.
    pub names: &'o [String],
}

fn read(row: &Row<'_>) -> rusqlite::Result<Account> {
    let role: String = row.get(2)?;
    Ok(Account {
        number: row.get(0)?,
        name: row.get(1)?,
        // A word that is none of ours, from a hand in the file, may do the least.
        role: role.parse().unwrap_or(Role::Reader),
        password: row.get(3)?,
        made: row.get(4)?,
        signed_in: row.get(5)?,
    })
}

impl Desk {
    /// Whether there are accounts at all.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn has_accounts(&self) -> Result<bool> {
        self.with(|desk| {
            Ok(desk
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM account)")?
                .query_row([], |row| row.get(0))?)
        })
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.with(|desk| {
            let mut rows = desk.prepare(&format!("SELECT {COLUMNS} FROM account a ORDER BY a.key"))?;
            Ok(rows.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The account of a name, whatever its case.
    ///
    /// # Errors
    /// When there is none.
    pub fn account(&self, name: &str) -> Result<Account> {
        self.with(|desk| named(desk, name))
    }

    /// Makes an account. The first one is an admin's, for only an admin can make others.
    ///
    /// # Errors
    /// When the name is taken or no name, the password too short, or the first is no admin's.
    pub fn add_account(&self, name: &str, role: Role, password: &str, now: i64) -> Result<Account> {
        let name = checked(name)?;
        let hash = password::hash(password, name)?;
        self.whole(|desk| {
            first_is_admin(desk, role)?;
            insert(desk, name, role, (Some(&hash), None), now)
        })
    }

    /// Makes an account for somebody who signs in at another service, by that service's name for them or their e-mail
    /// address. It is theirs from their first sign-in on, whatever address they have later.
    ///
    /// # Errors
    /// When the name is taken or no name, or the first is no admin's.
    pub fn expect(&self, name: &str, role: Role, who: &str, now: i64) -> Result<Account> {
        let (name, who) = (checked(name)?, who.trim());
        if who.is_empty() || who.len() > 255 {
            return Err(Error::wrong(
                "Say who it is by the service's name for them, or their e-mail address.",
            ));
        }
        self.whole(|desk| {
            first_is_admin(desk, role)?;
            insert(desk, name, role, (None, Some(&format!("* {who}"))), now)
        })
    }

    /// The account of somebody whom another service vouches for: theirs since they signed in first, one that an admin
    /// made for them, or a new one of `role`.
    ///
    /// # Errors
    /// When there is none and no role is given, or none of their names is free.
    pub fn vouched(&self, outsider: &Outsider<'_>, role: Option<Role>, now: i64) -> Result<Account> {
        let subject = format!("{} {}", outsider.issuer, outsider.subject);
        self.whole(|desk| {
            let sql = format!("SELECT {COLUMNS} FROM account a WHERE a.subject = ?1");
            let known = desk.prepare_cached(&sql)?.query_row([&subject], read).optional()?;
            if let Some(known) = known {
                return Ok(known);
            }
            if let Some(expected) = expected(desk, outsider)? {
                let sql = "UPDATE account SET subject = ?2 WHERE number = ?1";
                desk.execute(sql, params![expected.number, subject])?;
                return Ok(expected);
            }
            let role = role.ok_or_else(|| {
                Error::conflict("You have no account here: ask an admin of this workbench to make you one.")
            })?;
            first_is_admin(desk, role)?;
            let mut done =
                Err(Error::conflict("The service gives no name for you that an account could have."));
            for name in outsider.names.iter().filter_map(|name| checked(name).ok()) {
                done = insert(desk, name, role, (None, Some(&subject)), now);
                if done.is_ok() {
                    break;
                }
            }
            done
        })
    }

    /// Gives an account another role. Its sessions and tokens follow at once.
    ///
    /// # Errors
    /// When there is none of that name, or it is the last admin's.
    pub fn set_role(&self, name: &str, role: Role) -> Result<Account> {
        self.whole(|desk| {
            let account = named(desk, name)?;
            if role != Role::Admin {
                spare_last_admin(desk, &account, true)?;
            }
            desk.execute(
                "UPDATE account SET role = ?2 WHERE number = ?1",
                params![account.number, role.as_str()],
            )?;
            Ok(Account { role, ..account })
        })
    }

    /// Gives an account another password, and ends all its sessions.
    ///
    /// # Errors
    /// When there is none of that name, or the password is too short.
    pub fn set_password(&self, name: &str, password: &str) -> Result<Account> {
        let account = self.account(name)?;
        let hash = password::hash(password, &account.name)?;
        self.whole(|desk| {
            desk.execute(
                "UPDATE account SET password = ?2 WHERE number = ?1",
                params![account.number, hash],
            )?;
            desk.execute("DELETE FROM session WHERE account = ?1", [account.number])?;
            Ok(Account { password: true, ..account })
        })
    }

    /// Removes an account with its sessions, tokens, searches and alerts. What its person did in the record stays
    /// under their name.
    ///
    /// # Errors
    /// When there is none of that name, or it is the last admin's and others are left.
    pub fn remove_account(&self, name: &str) -> Result<Account> {
        self.whole(|desk| {
            let account = named(desk, name)?;
            let others: bool = desk.query_row("SELECT count(*) > 1 FROM account", [], |row| row.get(0))?;
            spare_last_admin(desk, &account, others)?;
            desk.execute("DELETE FROM account WHERE number = ?1", [account.number])?;
            Ok(account)
        })
    }

    /// The account whose name and password these are. It takes as long where there is no such name.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn recognise(&self, name: &str, password: &str) -> Result<Option<Account>> {
        let found = self.with(|desk| {
            let sql = format!("SELECT {COLUMNS}, a.password FROM account a WHERE a.key = ?1");
            let row = |row: &Row<'_>| Ok((read(row)?, row.get::<_, Option<String>>(6)?));
            Ok(desk.prepare_cached(&sql)?.query_row([key(name)], row).optional()?)
        })?;
        let hash = found.as_ref().and_then(|(_, hash)| hash.as_deref());
        let fits = password::verify(password, hash);
        Ok(found.filter(|_| fits).map(|(account, _)| account))
    }
}

/// The account under a number.
pub(super) fn numbered(desk: &Connection, number: i64) -> Result<Option<Account>> {
    let sql = format!("SELECT {COLUMNS} FROM account a WHERE a.number = ?1");
    Ok(desk.prepare_cached(&sql)?.query_row([number], read).optional()?)
}

fn named(desk: &Connection, name: &str) -> Result<Account> {
    let sql = format!("SELECT {COLUMNS} FROM account a WHERE a.key = ?1");
    let found = desk.prepare_cached(&sql)?.query_row([key(name)], read).optional()?;
    found.ok_or_else(|| {
        Error::missing(format!("There is no account {name:?}: `dateline user list` lists them."))
    })
}

/// The account that an admin made for somebody who has not signed in yet.
fn expected(desk: &Connection, outsider: &Outsider<'_>) -> Result<Option<Account>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM account a WHERE a.subject = '* ' || ?1
         OR (?2 IS NOT NULL AND lower(a.subject) = lower('* ' || ?2)) ORDER BY a.number LIMIT 1"
    );
    Ok(desk.prepare_cached(&sql)?.query_row([Some(outsider.subject), outsider.email], read).optional()?)
}

/// Nobody but an admin could make the others.
fn first_is_admin(desk: &Connection, role: Role) -> Result<()> {
    let first: bool = desk.query_row("SELECT NOT EXISTS (SELECT 1 FROM account)", [], |row| row.get(0))?;
    if first && role != Role::Admin {
        return Err(Error::conflict("The first account is an admin's: give it the role admin."));
    }
    Ok(())
}

/// The form in which names are compared.
fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn insert(
    desk: &Connection,
    name: &str,
    role: Role,
    (hash, subject): (Option<&str>, Option<&str>),
    now: i64,
) -> Result<Account> {
    let sql = "INSERT INTO account (name, key, role, password, subject, made) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT DO NOTHING";
    if desk.execute(sql, params![name, key(name), role.as_str(), hash, subject, now])? == 0 {
        return Err(Error::conflict(format!("There is an account {name:?} already: choose another name.")));
    }
    let number = desk.last_insert_rowid();
    Ok(Account { number, name: name.to_string(), role, password: hash.is_some(), made: now, signed_in: None })
}

/// Letters and digits of any script, and a few marks between them: names stand in the record, on pages and in logs.
fn checked(name: &str) -> Result<&str> {
    let name = name.trim();
    let may = |c: char| c.is_alphanumeric() || " ._-@'".contains(c);
    if name.is_empty() || name.chars().count() > LONGEST || !name.chars().all(may) {
        return Err(Error::wrong(format!(
            "A name has 1 to {LONGEST} letters, digits, spaces and the marks . _ - @ '."
        )));
    }
    Ok(name)
}

/// Nobody could make accounts any more.
fn spare_last_admin(desk: &Connection, account: &Account, others: bool) -> Result<()> {
    let sql = "SELECT count(*) = 0 FROM account WHERE role = 'admin' AND number <> ?1";
    let last: bool = desk.query_row(sql, [account.number], |row| row.get(0))?;
    if account.role == Role::Admin && last && others {
        return Err(Error::conflict("This is the last admin: make another account an admin first."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Kind;

    const WORDS: &str = "three calm words";

    #[test]
    fn the_first_is_an_admin_and_the_last_admin_stays() {
        let desk = Desk::in_memory().expect("a desk");
        assert!(!desk.has_accounts().expect("an answer"));
        assert!(desk.add_account("Bea", Role::Coder, WORDS, 1).is_err());
        desk.add_account("Ada", Role::Admin, WORDS, 1).expect("an account");
        desk.add_account("Bea", Role::Coder, WORDS, 2).expect("an account");
        assert_eq!(
            desk.add_account("ada", Role::Reader, WORDS, 3).expect_err("taken").kind(),
            Kind::Conflict
        );
        assert_eq!(desk.set_role("ada", Role::Reader).expect_err("last admin").kind(), Kind::Conflict);
        assert_eq!(desk.remove_account("Ada").expect_err("last admin").kind(), Kind::Conflict);
        desk.set_role("BEA", Role::Admin).expect("another admin");
        desk.remove_account("ada").expect("removed");
        assert_eq!(desk.account("ada").expect_err("gone").kind(), Kind::Missing);
        desk.remove_account("bea").expect("the very last one may go");
        assert!(!desk.has_accounts().expect("an answer"));
    }

    #[test]
    fn names_and_passwords_are_recognised_together_alone() {
        let desk = Desk::in_memory().expect("a desk");
        desk.add_account("Ada", Role::Admin, WORDS, 1).expect("an account");
        assert_eq!(desk.recognise(" aDa ", WORDS).expect("an answer").expect("Ada").name, "Ada");
        assert_eq!(desk.recognise("Ada", "three calm word").expect("an answer"), None);
        assert_eq!(desk.recognise("Bea", WORDS).expect("an answer"), None);
        desk.set_password("ada", "four other calm words").expect("set");
        assert_eq!(desk.recognise("Ada", WORDS).expect("an answer"), None);
    }

    #[test]
    fn names_hold_nothing_that_could_mislead() {
        let desk = Desk::in_memory().expect("a desk");
        for name in ["", "  ", "a\nb", "a\u{202e}b", "<b>", &"x".repeat(65)] {
            let error = desk.add_account(name, Role::Admin, WORDS, 1).expect_err("no name");
            assert_eq!(error.kind(), Kind::Wrong, "{name:?}");
        }
        desk.add_account("Zoë O'Neil-佐藤", Role::Admin, WORDS, 1).expect("a name");
    }

    #[test]
    fn someone_vouched_for_keeps_their_account_and_takes_nobody_elses() {
        let desk = Desk::in_memory().expect("a desk");
        let names = ["Ada".to_string(), "<b>".to_string(), "Bea".to_string()];
        let issuer = "https://id.example";
        let of = |subject, email| Outsider { issuer, subject, email, names: &names };
        assert!(desk.vouched(&of("7", None), Some(Role::Reader), 1).is_err(), "the first is an admin's");
        desk.add_account("Ada", Role::Admin, WORDS, 1).expect("an account");
        assert!(desk.vouched(&of("7", None), None, 2).is_err(), "nobody made one");
        let bea = desk.vouched(&of("7", None), Some(Role::Coder), 2).expect("an account");
        assert_eq!((bea.name.as_str(), bea.role), ("Bea", Role::Coder), "Ada is someone else");
        let again = desk.vouched(&of("7", None), Some(Role::Reader), 3).expect("again");
        assert_eq!((again.number, again.role), (bea.number, Role::Coder));
        assert!(desk.vouched(&of("8", None), Some(Role::Coder), 3).is_err(), "no name is free");
        assert_eq!(desk.recognise("Bea", "").expect("an answer"), None, "there is no password");
    }

    #[test]
    fn an_account_that_was_made_for_somebody_is_theirs_from_their_first_sign_in_on() {
        let desk = Desk::in_memory().expect("a desk");
        assert!(desk.expect("Cyd", Role::Coder, "c@example.org", 1).is_err(), "the first is an admin's");
        let cyd = desk.expect("Cyd", Role::Admin, "C@example.org", 1).expect("an account");
        let dan = desk.expect("Dan", Role::Coder, "00u-9", 1).expect("an account");
        let issuer = "https://id.example";
        let of = |subject, email| Outsider { issuer, subject, email, names: &[] };
        assert!(desk.vouched(&of("1", None), None, 2).is_err(), "no address that is verified");
        let number = |subject, email| desk.vouched(&of(subject, email), None, 2).expect("an account").number;
        assert_eq!(number("1", Some("c@Example.org")), cyd.number);
        assert_eq!(number("1", Some("other@example.org")), cyd.number, "whatever the address is now");
        assert!(
            desk.vouched(&of("2", Some("c@example.org")), None, 3).is_err(),
            "who has the address next is another"
        );
        assert_eq!(number("00u-9", None), dan.number);
    }
}
