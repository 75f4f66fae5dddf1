//! A publication day worked out where none is given or stated: from dated cards, from dates in the
//! text, from years that it names, and from the weekday that the report is news of.
//!
//! First the printed dates get their years: "5 January" on a card beside "October 2023" is in 2024, and
//! "Friday, February 18" is in the one year near those named whose February 18 is a Friday. A dateline
//! without year, or a weekday printed with its date, then is the day. Of the days after the latest card
//! each is weighed by how many days usually pass from a card, and from the first weekday that a report
//! names, to its publication; where the best does not stand well above the rest, none is given.

use crate::text::marks::inside;
use crate::text::stamp::{self, Stamp};
use dateline_terms::Span;
use jiff::civil::{Date, Weekday};
use regex::Regex;
use std::sync::LazyLock;

/// Likelihood that the first weekday named in a report lies 0–6 days before publication, counted on
/// 599 training reports.
const LEAD: [f64; 7] = [0.66, 0.24, 0.06, 0.012, 0.01, 0.008, 0.01];

/// Likelihood that a report is published 0–8 days after the latest card beside it. Sites choose such
/// cards from the days before; no training report has them, so this is a judgement.
const CARD_GAP: [f64; 9] = [0.2, 0.19, 0.15, 0.13, 0.08, 0.06, 0.05, 0.04, 0.02];

/// Likelihood of each later day.
const LATER: f64 = 0.0015;

/// How likely the best day must be, and it with the days beside it, before it is given.
const ENOUGH: [f64; 2] = [0.5, 0.7];

/// How many days after the latest date are candidates.
const DAYS: i64 = 60;

/// How far into the text a dated weekday may stand to be the news, in bytes.
const LEAD_PART: usize = 500;

/// What the day is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'t> {
    /// The whole text.
    pub text: &'t str,
    /// All dates printed in it.
    pub stamps: &'t [Stamp],
    /// Dates of related-story cards.
    pub cards: &'t [Stamp],
    /// Stretches that belong to other stories or to the page; their years and weekdays don't count.
    pub taken: &'t [Span],
    /// A date without year that opens the report ("OSLO, Dec 10 —").
    pub dateline: Option<&'t Stamp>,
}

/// Works the day out, with the words that it rests on most.
pub fn infer(evidence: &Evidence) -> Option<(Date, Span)> {
    let Evidence { text, stamps, cards, taken, dateline } = *evidence;
    let own: Vec<Stamp> =
        stamps.iter().filter(|s| !inside(taken, s.span) && !ahead(text, s.span.start)).copied().collect();
    let moment = Moment::of(text, &own, taken)?;
    let lead = lead_weekday(text, taken);
    if let Some(stamp) = dateline {
        return moment.opening(stamp, lead).map(|day| (day, stamp.span));
    }
    if let Some(latest) = cards.iter().filter_map(|c| Some((moment.card(c)?, c.span))).max() {
        return weigh(latest, lead?);
    }
    // Full dates in prose are of no use: how long after the latest of them the report came out, nothing
    // says (in training reports from the same day to years). A weekday printed with a date is the news
    // where it opens the report.
    let news = own.iter().find(|s| s.weekday.is_some() && s.year.is_none())?;
    let opens = news.span.start < LEAD_PART && news.weekday == lead;
    moment.weekday(news).filter(|_| opens).map(|day| (day, news.span))
}

/// The best of the days after the latest card, by the time that passes from it and from the first
/// weekday named.
fn weigh(latest: (Date, Span), lead: Weekday) -> Option<(Date, Span)> {
    let days = (0..=DAYS).filter_map(|gap| latest.0.checked_add(jiff::Span::new().days(gap)).ok());
    let gap = |day| {
        usize::try_from(days_between(latest.0, day))
            .ok()
            .and_then(|g| CARD_GAP.get(g))
            .copied()
            .unwrap_or(LATER)
    };
    best(days.map(|day| (gap(day) * lead_share(lead, day), day))).map(|day| (day, latest.1))
}

/// The likeliest day, if it stands well above the rest.
fn best(weighed: impl Iterator<Item = (f64, Date)>) -> Option<Date> {
    let weighed: Vec<(f64, Date)> = weighed.collect();
    let total: f64 = weighed.iter().map(|(w, _)| w).sum();
    let (top, day) = *weighed.iter().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let around: f64 = weighed.iter().filter(|(_, d)| days_between(day, *d).abs() <= 1).map(|(w, _)| w).sum();
    (top >= ENOUGH[0] * total && around >= ENOUGH[1] * total && top > 0.0).then_some(day)
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |s| i64::from(s.get_days()))
}

fn lead_share(lead: Weekday, day: Date) -> f64 {
    usize::try_from(day.weekday().since(lead)).ok().and_then(|i| LEAD.get(i)).copied().unwrap_or(0.0)
}

/// The latest time that a text names with its year: a lower bound for its publication.
#[derive(Clone, Copy, Debug)]
struct Moment {
    /// The day; the first of the month or year where the text says no more.
    day: Date,
    /// How much of it the text says: the year alone is a weak bound for dates without a year.
    exact: bool,
}

static MONTH_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:(January|February|March|April|May|June|July|August|September|October|November|December)(?: of)?,? )?((?:19|20)[0-9]{2})(?-u:\b)").ok()
});

impl Moment {
    fn of(text: &str, own: &[Stamp], taken: &[Span]) -> Option<Moment> {
        let months = MONTH_YEAR.iter().flat_map(|r| r.captures_iter(text)).filter_map(|c| {
            let all = c.get(0)?;
            let at = Span::new(all.start(), all.end());
            let planned = ahead(text, at.start) || inside(taken, at);
            let month = c.get(1).and_then(|m| stamp::month(m.as_str()));
            let day = Date::new(c.get(2)?.as_str().parse().ok()?, month.unwrap_or(1), 1).ok()?;
            (!planned).then_some(Moment { day, exact: month.is_some() })
        });
        let full = own.iter().filter_map(|s| Some(Moment { day: s.date()?, exact: true }));
        months.chain(full).max_by_key(|m| (m.day, m.exact))
    }

    /// The day of a card: as printed, or in the first year that puts it on or after the moment.
    fn card(self, card: &Stamp) -> Option<Date> {
        card.date().or_else(|| match card.weekday {
            Some(_) => self.weekday(card),
            None if self.exact => self.after(card),
            None => None,
        })
    }

    fn after(self, stamp: &Stamp) -> Option<Date> {
        (0..2).filter_map(|i| stamp.in_year(self.day.year() + i)).find(|d| *d >= self.day)
    }

    /// The day of a date that is printed with its weekday: in the year nearest after the moment, up to
    /// three years on, whose calendar agrees.
    fn weekday(self, stamp: &Stamp) -> Option<Date> {
        let weekday = stamp.weekday.filter(|_| stamp.year.is_none())?;
        (self.first_year()..4)
            .filter_map(|i| stamp.in_year(self.day.year() + i))
            .find(|d| d.weekday() == weekday && *d >= self.day)
    }

    /// How many years after the moment's a date without year may lie at least: a report seldom names the
    /// year that it appears in without a month.
    fn first_year(self) -> i16 {
        i16::from(!self.exact)
    }

    /// The day of a dateline without year: in the year after a moment that is exact, else in the one of
    /// three years in which the first weekday named is that day or the day before.
    fn opening(self, stamp: &Stamp, lead: Option<Weekday>) -> Option<Date> {
        let near = |d: &Date| lead.is_none_or(|w| day_or_eve(w, *d));
        if self.exact {
            return self.after(stamp).filter(near);
        }
        let weekday = lead?;
        let mut fitting = (self.first_year()..3)
            .filter_map(|i| stamp.in_year(self.day.year() + i))
            .filter(|d| day_or_eve(weekday, *d));
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

fn day_or_eve(weekday: Weekday, day: Date) -> bool {
    day.weekday().since(weekday) <= 1
}

/// Whether a date lies in a plan: "will close on Sept. 1, 2021".
fn ahead(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(80));
    let before = text.get(start..at).unwrap_or("").to_lowercase();
    let clause = before.rsplit(['.', ';', '\n']).next().unwrap_or("");
    let ends = ["until ", "till ", "by ", "before ", "through ", "due ", "deadline "]
        .iter()
        .any(|w| clause.ends_with(w));
    const PLANS: [&str; 12] = [
        " will ",
        " would ",
        " shall ",
        " scheduled ",
        " expected ",
        " expires ",
        " due ",
        " to be ",
        "upcoming",
        " next ",
        " plans ",
        " ahead of ",
    ];
    ends || PLANS.iter().any(|w| clause.contains(w))
}

static WEEKDAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?-u:\b)(last|next|every|each|coming|by) )?(?-u:\b)((?:mon|tues|wednes|thurs|fri|satur|sun)days?)(?-u:\b)").ok()
});

/// The first weekday of the text that stands for a day near publication: not "last Friday", "next
/// Friday", "Fridays".
pub fn lead_weekday(text: &str, taken: &[Span]) -> Option<Weekday> {
    let bare = |c: &regex::Captures| {
        let word = c.get(2)?;
        let aside = inside(taken, Span::new(word.start(), word.end()));
        (c.get(1).is_none() && !aside && !word.as_str().ends_with(['s', 'S']))
            .then(|| stamp::weekday(word.as_str()))?
    };
    WEEKDAY.iter().flat_map(|r| r.captures_iter(text)).find_map(|c| bare(&c))
}
