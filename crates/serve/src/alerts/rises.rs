//! What an alert says of rises: the figures, in words too, and the incidents that were counted with their reports.

use super::payload::{named, text};
use crate::desk::{Driven, How, Tells};
use crate::problem::Answer;
use crate::routes::searches;
use dateline_store::rise::{By, Rise};
use dateline_store::{Books, Store};
use serde_json::{Value, json};

/// Incidents of one rise that are shown at most.
pub(crate) const COUNTED: usize = 50;

/// What counts of days and weeks a month has.
const DAYS: f64 = 30.0;

/// How long the stretches are that an alert judges; `None` for one that tells of changes.
pub(super) fn by(tells: Tells) -> Option<By> {
    match tells {
        Tells::Changes => None,
        Tells::RiseByDay => Some(By::Day),
        Tells::RiseByWeek => Some(By::Week),
    }
}

/// How many series are judged on this server, and how many false alarms are to be expected of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Watched {
    series: usize,
    a_month: f64,
}

impl Watched {
    pub fn of(alerts: impl Iterator<Item = How>) -> Watched {
        alerts.fold(Watched::default(), |sum, how| {
            let stretches = if how.tells == Tells::RiseByWeek { DAYS / 7.0 } else { DAYS };
            Watched { series: sum.series + 1, a_month: sum.a_month + how.rate * stretches }
        })
    }

    fn in_words(self) -> String {
        let Watched { series, a_month } = self;
        let many = if series == 1 { "1 rise alert".into() } else { format!("{series} rise alerts") };
        format!(
            "This server judges {many}; about {a_month:.2} false alarms a month are to be expected of all of them."
        )
    }
}

/// What is to be said of the rises after the last that an alert told of, and the day of the last; `None` where there is none.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn since(
    store: &Store,
    by: By,
    alert: &Driven,
    watched: Watched,
    books: &Books<'_>,
) -> Answer<Option<(String, i64)>> {
    // Filters were checked when the search was kept; a codebook of today may lack a type of then.
    let Ok(filter) = searches::read(&alert.search.query, books) else { return Ok(None) };
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let found = store.rises(&filter, by, alert.alert.how.rate, today)?.into_iter().flatten();
    let new: Vec<Rise> = found.filter(|rise| rise.judged.rises && rise.number() > alert.risen).collect();
    let Some(last) = new.last().map(Rise::number) else { return Ok(None) };
    let told = |rise: &Rise| -> Answer<Value> {
        let (incidents, more) = store.counted_in(&filter, rise, books, COUNTED)?;
        let mut told = json!({"in_words": rise.in_words(), "incidents": incidents, "more": more});
        let figures = serde_json::to_value(rise).unwrap_or_default();
        if let (Some(told), Value::Object(figures)) = (told.as_object_mut(), figures) {
            told.extend(figures);
        }
        Ok(told)
    };
    let rises = new.iter().map(told).collect::<Answer<Vec<Value>>>()?;
    let body = json!({
        "alert": alert.alert.id,
        "search": named(&alert.search),
        "change": store.last_change()?,
        "rises": rises,
        "all_alerts": watched.in_words(),
    });
    Ok(Some((text(&body)?, last)))
}
