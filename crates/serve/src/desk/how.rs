//! What an alert tells, how often, and by what rate of false alarms.

use super::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Seconds of a day.
const DAY: i64 = 24 * 3600;

/// What an alert tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tells {
    /// Incidents that are added, altered or taken back.
    #[default]
    Changes,
    /// Days with more incidents than their past makes likely.
    RiseByDay,
    /// Weeks with more incidents than their past makes likely.
    RiseByWeek,
}

/// How often an alert is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Often {
    /// As soon as there is something to tell.
    #[default]
    AtOnce,
    /// Once a day, where there is something to tell.
    Daily,
    /// Once a week, on Monday, where there is something to tell.
    Weekly,
}

/// The words of a choice, as the desk keeps them.
macro_rules! kept_as {
    ($name:ident { $($variant:ident = $word:literal),+ }) => {
        impl $name {
            /// Its word.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The one of that word; the first where there is none.
            pub(crate) fn of(word: &str) -> $name {
                match word { $($word => $name::$variant,)+ _ => $name::default() }
            }
        }
    };
}
kept_as!(Tells { Changes = "changes", RiseByDay = "rise_by_day", RiseByWeek = "rise_by_week" });
kept_as!(Often { AtOnce = "at_once", Daily = "daily", Weekly = "weekly" });

/// How an alert is told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct How {
    /// What it tells of.
    pub tells: Tells,
    /// How often it is sent.
    pub often: Often,
    /// The hour of the day, UTC, at which what was gathered is sent: 0 to 23.
    #[schema(minimum = 0, maximum = 23)]
    pub hour: u8,
    /// For rises: how likely one may be, at most, that is none. The rate of false alarms, a day or week.
    #[schema(minimum = 0.000001, maximum = 0.05)]
    pub rate: f64,
}

impl Default for How {
    fn default() -> How {
        How { tells: Tells::Changes, often: Often::AtOnce, hour: 6, rate: dateline_store::rise::RATE }
    }
}

impl How {
    /// That it can be so.
    ///
    /// # Errors
    /// When the hour or the rate is none.
    pub fn check(&self) -> Result<()> {
        if self.hour > 23 {
            return Err(Error::wrong("The hour is one of the day, from 0 to 23."));
        }
        match (1e-6..=0.05).contains(&self.rate) {
            true => Ok(()),
            false => Err(Error::wrong("The rate of false alarms lies from 0.000001 to 0.05.")),
        }
    }

    /// When what is gathered is told next after a time, in seconds since 1970; `pause` later where it is told at once.
    pub(crate) fn next(&self, now: i64, pause: i64) -> i64 {
        // 1970 began on a Thursday: its first Monday was the fifth.
        let (every, first) = match self.often {
            Often::AtOnce => return now + pause,
            Often::Daily => (DAY, 0),
            Often::Weekly => (7 * DAY, 4 * DAY),
        };
        let first = first + i64::from(self.hour) * 3600;
        first + ((now - first).div_euclid(every) + 1) * every
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gathered_is_told_at_its_hour_and_on_mondays() {
        let time = |text: &str| text.parse::<jiff::Timestamp>().expect("a time").as_second();
        let how = |often| How { often, hour: 6, ..How::default() };
        let next = |often, now| {
            jiff::Timestamp::from_second(how(often).next(time(now), 60)).expect("one").to_string()
        };
        assert_eq!(next(Often::Daily, "2026-11-23T05:59:59Z"), "2026-11-23T06:00:00Z");
        assert_eq!(next(Often::Daily, "2026-11-23T06:00:00Z"), "2026-11-24T06:00:00Z");
        assert_eq!(next(Often::Weekly, "2026-11-23T06:00:00Z"), "2026-11-30T06:00:00Z");
        assert_eq!(next(Often::Weekly, "2026-11-22T23:00:00Z"), "2026-11-23T06:00:00Z");
        assert_eq!(next(Often::AtOnce, "2026-11-22T23:00:00Z"), "2026-11-22T23:01:00Z");
    }
}
