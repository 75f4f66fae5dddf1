//! Sessions: browsers that are signed in. Each sign-in makes a new one, so that an id that was known before is worth
//! nothing; what the cookie holds is kept as a hash.

use super::accounts::{Account, numbered};
use super::{Desk, Result, Secret, proof, secret};
use rusqlite::{OptionalExtension, params};

/// Seconds without a request after which a session ends: twelve hours.
pub const IDLE: i64 = 12 * 3600;

/// Seconds after which a session ends whatever happens: seven days.
pub const ABSOLUTE: i64 = 7 * 24 * 3600;

/// Seconds within which a session is not written again to say that it was seen.
const SELDOM: i64 = 60;

/// A browser that is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose it is.
    pub account: Account,
    /// What its unsafe requests must bring in a header, which pages of other sites cannot.
    pub csrf: String,
}

impl Desk {
    /// Signs an account in; gives what its cookie is to hold.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn sign_in(&self, account: &Account, now: i64) -> Result<(Secret, Session)> {
        let secret = Secret::fresh()?;
        self.whole(|desk| {
            let sql = "INSERT INTO session (hash, account, made, seen) VALUES (?1, ?2, ?3, ?3)";
            desk.execute(sql, params![secret::hash(secret.as_str()), account.number, now])?;
            desk.execute(
                "UPDATE account SET signed_in = ?2 WHERE number = ?1",
                params![account.number, now],
            )?;
            let over = "DELETE FROM session WHERE seen <= ?1 OR made <= ?2";
            desk.execute(over, params![now - IDLE, now - ABSOLUTE])?;
            Ok(())
        })?;
        let csrf = csrf(secret.as_str());
        Ok((secret, Session { account: account.clone(), csrf }))
    }

    /// The session of what a cookie holds; `None` where there is none or it is over.
    ///
    /// # Errors
    /// When the desk cannot be read.
    pub fn session(&self, cookie: &str, now: i64) -> Result<Option<Session>> {
        let hash = secret::hash(cookie);
        self.with(|desk| {
            let sql = "SELECT account, seen FROM session WHERE hash = ?1 AND seen > ?2 AND made > ?3";
            let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
            let values = params![hash, now - IDLE, now - ABSOLUTE];
            let Some((account, seen)) = desk.prepare_cached(sql)?.query_row(values, row).optional()? else {
                return Ok(None);
            };
            if seen + SELDOM <= now {
                desk.prepare_cached("UPDATE session SET seen = ?2 WHERE hash = ?1")?
                    .execute(params![hash, now])?;
            }
            Ok(numbered(desk, account)?.map(|account| Session { account, csrf: csrf(cookie) }))
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the desk cannot be written.
    pub fn sign_out(&self, cookie: &str) -> Result<()> {
        self.with(|desk| {
            desk.execute("DELETE FROM session WHERE hash = ?1", [secret::hash(cookie)])?;
            Ok(())
        })
    }
}

/// Worked out of what the cookie holds, so that it needs no keeping and says nothing of it.
fn csrf(cookie: &str) -> String {
    proof(cookie, "csrf")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::Role;

    fn desk() -> (Desk, Account) {
        let desk = Desk::in_memory().expect("a desk");
        let ada = desk.add_account("Ada", Role::Admin, "three calm words", 0).expect("an account");
        (desk, ada)
    }

    #[test]
    fn sessions_end_when_idle_and_when_old() {
        let (desk, ada) = desk();
        let (cookie, session) = desk.sign_in(&ada, 1000).expect("signed in");
        let at = |now| desk.session(cookie.as_str(), now).expect("an answer");
        assert_eq!(at(1000).expect("a session").csrf, session.csrf);
        assert!(at(1000 + IDLE - 1).is_some(), "and was seen now");
        let mut now = 1000 + IDLE - 1;
        while now + IDLE / 2 < 1000 + ABSOLUTE {
            now += IDLE / 2;
            assert!(at(now).is_some(), "in use at {now}");
        }
        assert!(at(1000 + ABSOLUTE).is_none(), "too old although in use");

        let (idle, _) = desk.sign_in(&ada, 0).expect("signed in");
        assert!(desk.session(idle.as_str(), IDLE).expect("an answer").is_none());
    }

    #[test]
    fn each_sign_in_is_a_session_of_its_own_and_ends_alone() {
        let (desk, ada) = desk();
        let (one, _) = desk.sign_in(&ada, 0).expect("signed in");
        let (two, _) = desk.sign_in(&ada, 0).expect("signed in");
        assert_ne!(one.as_str(), two.as_str());
        desk.sign_out(one.as_str()).expect("signed out");
        assert!(desk.session(one.as_str(), 1).expect("an answer").is_none());
        assert!(desk.session(two.as_str(), 1).expect("an answer").is_some());
        desk.set_password("Ada", "four other calm words").expect("set");
        assert!(desk.session(two.as_str(), 1).expect("an answer").is_none(), "a new password ends all");
    }

    #[test]
    fn the_file_holds_no_secret() {
        let (desk, ada) = desk();
        let (cookie, session) = desk.sign_in(&ada, 0).expect("signed in");
        let kept: Vec<u8> =
            desk.with(|c| Ok(c.query_row("SELECT hash FROM session", [], |row| row.get(0))?)).expect("a row");
        assert_ne!(kept, cookie.as_str().as_bytes());
        assert!(!session.csrf.contains(cookie.as_str()));
    }
}
