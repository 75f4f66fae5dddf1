//! How long to wait before a host is asked again.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::time::Duration;

/// The longest that a host may ask to be left alone between two requests: more would be never.
const LONGEST_DELAY: Duration = Duration::from_secs(120);

/// The first pause after a failure.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// The longest pause, however often it failed.
const LONGEST_PAUSE: Duration = Duration::from_secs(6 * 3600);

/// The longest that `Retry-After` is heeded.
const LONGEST_RETRY: Duration = Duration::from_secs(24 * 3600);

/// How fast hosts are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Time between two requests to a host, at least.
    pub delay: Duration,
    /// The pause after a host's first failure; it doubles with each that follows.
    pub pause: Duration,
}

impl Default for Pace {
    /// Three seconds between requests, half a minute after a failure.
    fn default() -> Pace {
        Pace { delay: Duration::from_secs(3), pause: FIRST_PAUSE }
    }
}

impl Pace {
    /// Time between two requests to a host that asks for `wanted` between them.
    pub fn between(&self, wanted: Option<Duration>) -> Duration {
        self.delay.max(wanted.unwrap_or_default().min(LONGEST_DELAY))
    }

    /// How long to leave a host alone that failed so many times on end, where it did not say it itself.
    pub fn after_failures(&self, failures: u32, said: Option<Duration>) -> Duration {
        let doubled = self.pause.saturating_mul(1 << failures.saturating_sub(1).min(16));
        doubled.min(LONGEST_PAUSE).max(said.unwrap_or_default().min(LONGEST_RETRY))
    }
}

/// What `Retry-After` says: seconds, or a time (RFC 9110, sections 10.2.3 and 5.6.7).
pub fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let time = DateTime::strptime("%a, %d %b %Y %H:%M:%S GMT", value).ok()?;
    let at = time.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Duration::try_from(at.duration_since(now)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn pauses_grow_and_end() {
        let pace = Pace::default();
        let pauses: Vec<u64> = [1, 2, 3, 30].map(|n| pace.after_failures(n, None).as_secs()).into();
        assert_eq!(pauses, [30, 60, 120, 21_600]);
        assert_eq!(pace.after_failures(1, Some(seconds(300))), seconds(300));
        assert_eq!(pace.after_failures(1, Some(seconds(5))), seconds(30));
        assert_eq!(pace.after_failures(1, Some(seconds(u64::MAX))), seconds(86_400));
    }

    #[test]
    fn hosts_are_asked_as_slowly_as_they_ask_for() {
        let pace = Pace::default();
        assert_eq!(pace.between(None), seconds(3));
        assert_eq!(pace.between(Some(seconds(1))), seconds(3));
        assert_eq!(pace.between(Some(seconds(20))), seconds(20));
        assert_eq!(pace.between(Some(seconds(1_000_000))), seconds(120));
    }

    #[test]
    fn retry_after_is_seconds_or_a_time() {
        let now = "2024-01-08T12:00:00Z".parse().expect("a time");
        assert_eq!(retry_after(" 120 ", now), Some(seconds(120)));
        assert_eq!(retry_after("Mon, 08 Jan 2024 12:01:30 GMT", now), Some(seconds(90)));
        for none in ["Mon, 08 Jan 2024 11:00:00 GMT", "soon", "-3", ""] {
            assert_eq!(retry_after(none, now), None, "{none}");
        }
    }
}
