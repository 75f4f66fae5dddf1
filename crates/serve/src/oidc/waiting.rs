//! Sign-ins that were begun, until the browser comes back. They are kept in memory: after a restart people begin again.

use crate::desk::{Secret, hash};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use subtle::ConstantTimeEq;

/// Seconds that a sign-in may take: ten minutes.
pub(crate) const PATIENCE: i64 = 600;

/// Sign-ins from one network at once; the oldest of them give way, so that nobody can crowd others out.
const MOST_OF_ONE: usize = 50;

/// Sign-ins at once.
const MOST: usize = 20_000;

/// A sign-in that was begun.
pub(crate) struct Begun {
    /// What the service's statement has to hold.
    pub nonce: Secret,
    /// What proves to the service that it is this server that began (RFC 7636).
    pub verifier: Secret,
    /// Where the browser comes back to.
    pub redirect: String,
    /// The page that it then wants.
    pub to: String,
    /// Where the browser is.
    pub network: String,
    /// When: seconds since 1970, UTC.
    pub at: i64,
}

/// SHA-256 of a secret.
type Hash = [u8; 32];

/// All that were begun, by the hash of their state, each with the hash of what its browser's cookie holds.
#[derive(Default)]
pub(crate) struct Waiting(Mutex<HashMap<Hash, (Hash, Begun)>>);

impl Waiting {
    /// Keeps one until its browser comes back.
    pub fn keep(&self, state: &str, browser: &str, begun: Begun) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = begun.at;
        waiting.retain(|_, (_, other)| other.at + PATIENCE > now);
        let of_one = waiting.values().filter(|(_, other)| other.network == begun.network).count();
        let oldest = |ours: bool| {
            let of = waiting.iter().filter(|(_, (_, other))| !ours || other.network == begun.network);
            of.min_by_key(|(_, (_, other))| other.at).map(|(key, _)| *key)
        };
        let gives_way = if of_one >= MOST_OF_ONE {
            oldest(true)
        } else if waiting.len() >= MOST {
            oldest(false)
        } else {
            None
        };
        if let Some(key) = gives_way {
            waiting.remove(&key);
        }
        waiting.insert(hash(state), (hash(browser), begun));
    }

    /// The one of a state, where this browser began it and it is not too long ago. It is taken once, also by a browser
    /// that did not begin it: who knows a state that is not theirs has spoilt it.
    pub fn take(&self, state: &str, browser: &str, now: i64) -> Option<Begun> {
        let (of, begun) = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&hash(state))?;
        (bool::from(of.ct_eq(&hash(browser))) && begun.at + PATIENCE > now).then_some(begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(network: &str, at: i64) -> Begun {
        let fresh = || Secret::fresh().expect("a secret");
        let (nonce, verifier) = (fresh(), fresh());
        Begun { nonce, verifier, redirect: String::new(), to: "/".into(), network: network.into(), at }
    }

    #[test]
    fn a_sign_in_is_ended_once_by_its_browser_and_in_time() {
        let waiting = Waiting::default();
        waiting.keep("a", "browser", begun("n", 0));
        assert!(waiting.take("a", "other", 1).is_none(), "another browser");
        assert!(waiting.take("a", "browser", 1).is_none(), "which has spoilt it");
        waiting.keep("b", "browser", begun("n", 0));
        assert!(waiting.take("b", "browser", PATIENCE).is_none(), "too late");
        waiting.keep("c", "browser", begun("n", 0));
        assert!(waiting.take("c", "browser", PATIENCE - 1).is_some());
        assert!(waiting.take("c", "browser", 2).is_none(), "a second time");
    }

    #[test]
    fn one_network_crowds_out_nobody_but_itself() {
        let waiting = Waiting::default();
        waiting.keep("first", "browser", begun("home", 0));
        for n in 0..=MOST_OF_ONE {
            waiting.keep(&format!("{n}"), "browser", begun("crowd", 1 + n as i64));
        }
        assert!(waiting.take("first", "browser", 10).is_some());
        assert!(waiting.take("0", "browser", 10).is_none() && waiting.take("1", "browser", 10).is_some());
    }
}
