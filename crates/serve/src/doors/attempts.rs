//! Attempts to sign in that failed, and how long whoever made them has to wait.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Failures of a name that cost nothing: people mistype.
const FREE_BY_NAME: u32 = 5;

/// Failures from an address that cost nothing: several people may share it.
const FREE_BY_ADDRESS: u32 = 20;

/// Longest wait in seconds: a quarter of an hour.
const LONGEST: i64 = 900;

/// Seconds after which failures are forgotten.
const REMEMBERED: i64 = 3600;

/// Names and addresses that are remembered; when there are more, the oldest are forgotten.
const MOST: usize = 20_000;

/// Failures of one name or address.
#[derive(Clone, Copy, Debug)]
struct Failed {
    times: u32,
    last: i64,
}

/// Attempts of late. They are kept in memory: whoever can restart the server needs no password.
#[derive(Debug, Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, Failed>>);

impl Attempts {
    /// Counts an attempt as failed before it is looked at, so that many at once gain nothing; a success takes it back
    /// ([`Attempts::succeeded`]).
    ///
    /// # Errors
    /// Seconds to wait, where there were too many: such an attempt is not looked at, and does not count.
    pub fn begin(&self, name: &str, address: &str, now: i64) -> Result<(), i64> {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.len() >= MOST {
            forget(&mut failed, now);
        }
        let keys = keys(name, address);
        let wait = keys.iter().map(|(key, free)| wait(failed.get(key), *free, now)).max().unwrap_or(0);
        if wait > 0 {
            return Err(wait);
        }
        for (key, _) in keys {
            let before = failed.get(&key).filter(|f| f.last + REMEMBERED > now).map_or(0, |f| f.times);
            failed.insert(key, Failed { times: before.saturating_add(1), last: now });
        }
        Ok(())
    }

    /// Forgets the failures of a name; those of the address but for this one stay, for its other names.
    pub fn succeeded(&self, name: &str, address: &str) {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [(name, _), (address, _)] = keys(name, address);
        failed.remove(&name);
        if let Some(of_address) = failed.get_mut(&address) {
            of_address.times = of_address.times.saturating_sub(1);
        }
    }
}

/// What an attempt is counted under, with the failures that cost nothing.
fn keys(name: &str, address: &str) -> [(String, u32); 2] {
    let name: String = name.trim().to_lowercase().chars().take(64).collect();
    [(format!("n {name}"), FREE_BY_NAME), (format!("a {address}"), FREE_BY_ADDRESS)]
}

/// Seconds to wait: two after the first failure that costs, and twice as long after each further one.
fn wait(failed: Option<&Failed>, free: u32, now: i64) -> i64 {
    let Some(failed) = failed.filter(|f| f.times >= free && f.last + REMEMBERED > now) else { return 0 };
    let wait = 2i64.saturating_pow(failed.times - free + 1).min(LONGEST);
    (failed.last + wait - now).max(0)
}

/// Forgets what is over and, where that is not enough, the older half.
fn forget(failed: &mut HashMap<String, Failed>, now: i64) {
    failed.retain(|_, f| f.last + REMEMBERED > now);
    if failed.len() >= MOST {
        let mut times: Vec<i64> = failed.values().map(|f| f.last).collect();
        let middle = times.len() / 2;
        let (_, middle, _) = times.select_nth_unstable(middle);
        let middle = *middle;
        failed.retain(|_, f| f.last > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_waits_longer_after_each_failure() {
        let attempts = Attempts::default();
        for n in 0..i64::from(FREE_BY_NAME) {
            attempts.begin("Ada", &format!("10.0.0.{n}"), 0).expect("free");
        }
        assert_eq!(attempts.begin("ada ", "10.0.0.9", 0), Err(2), "from any address, in any case");
        attempts.begin("Bea", "10.0.0.9", 0).expect("another name");
        attempts.begin("Ada", "10.0.0.9", 2).expect("it waited");
        assert_eq!(attempts.begin("Ada", "10.0.0.9", 2), Err(4));
        let mut now = 2;
        for _ in 0..20 {
            now += attempts.begin("Ada", "x", now).expect_err("a wait");
            attempts.begin("Ada", &format!("{now}"), now).expect("it waited");
        }
        assert_eq!(attempts.begin("Ada", "x", now), Err(LONGEST));
        attempts.begin("Ada", "x", now + REMEMBERED).expect("forgotten");
    }

    #[test]
    fn an_address_waits_whatever_names_it_tries() {
        let attempts = Attempts::default();
        for n in 0..FREE_BY_ADDRESS {
            attempts.begin(&format!("name {n}"), "10.0.0.1", 0).expect("free");
        }
        assert!(attempts.begin("Ada", "10.0.0.1", 0).is_err());
        attempts.begin("Ada", "10.0.0.2", 0).expect("another address");
    }

    #[test]
    fn a_success_forgets() {
        let attempts = Attempts::default();
        for _ in 0..100 {
            attempts.begin("Ada", "10.0.0.1", 0).expect("free");
            attempts.succeeded("Ada", "10.0.0.1");
        }
    }

    #[test]
    fn memory_does_not_grow_with_names() {
        let attempts = Attempts::default();
        for n in 0..(3 * i64::try_from(MOST).expect("a number")) {
            let _ = attempts.begin(&format!("name {n}"), &format!("address {n}"), n);
        }
        assert!(attempts.0.lock().expect("a lock").len() <= MOST + 2);
    }
}
