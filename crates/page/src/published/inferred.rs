//! A publication day worked out where none is given or stated: from dated cards, from the latest full
//! date in the text, and from the weekday that the report is news of.
//!
//! Every day of a month after the latest dated thing is a candidate. Two tables, counted on the
//! training reports, say how likely each is: how many days pass between the latest date and
//! publication, and how many days before publication the first weekday of the text lies (the same day
//! in 71 of 100, the day before in 22). Where the best candidate does not stand well above the rest,
//! no day is given.

use crate::text::stamp::{self, Stamp};
use dateline_terms::Span;
use jiff::civil::{Date, Weekday};
use regex::Regex;
use std::sync::LazyLock;

/// Likelihood that the first weekday named in a report lies 0–6 days before publication.
const LEAD: [f64; 7] = [0.69, 0.22, 0.05, 0.012, 0.008, 0.008, 0.012];

/// Likelihood that a report is published 0–8 days after the latest card beside it; the rest is spread.
const CARD_GAP: [f64; 9] = [0.22, 0.2, 0.15, 0.12, 0.08, 0.06, 0.05, 0.03, 0.02];

/// Likelihood that a report is published 0–8 days after the latest date in its text.
const TEXT_GAP: [f64; 9] = [0.15, 0.2, 0.1, 0.06, 0.05, 0.03, 0.02, 0.02, 0.02];

/// What remains for each later day.
const LATER: f64 = 0.004;

/// How likely the best day must be before it is given.
const ENOUGH: f64 = 0.6;

/// How many days after the latest date are candidates.
const DAYS: i64 = 60;

/// Works the day out, with the words that it rests on most. `cards` are the dates of related-story
/// cards, `stamps` all printed dates, `taken` the stretches set aside.
pub fn infer(text: &str, stamps: &[Stamp], cards: &[Stamp], taken: &[Span]) -> Option<(Date, Span)> {
    let moment = latest_moment(text, stamps, taken);
    let card = cards.iter().filter_map(|c| Some((placed(c, moment?.0)?, c.span))).max_by_key(|(d, _)| *d);
    let prose = stamps.iter().filter(|s| !taken.iter().any(|t| t.overlaps(s.span)) && !ahead(text, s));
    let prose = prose.filter_map(|s| Some((s.date()?, s.span))).max_by_key(|(d, _)| *d);
    let latest = card.iter().chain(prose.iter()).map(|(d, _)| *d).max()?;
    let lead = lead_weekday(text, taken);
    let mut scored: Vec<(f64, Date)> = (0..=DAYS)
        .filter_map(|gap| {
            let day = latest.checked_add(jiff::Span::new().days(gap)).ok()?;
            let from_card = card.map_or(1.0, |(d, _)| gap_share(&CARD_GAP, d, day));
            let from_prose = prose.filter(|(d, _)| card.is_none() || days(*d, day) < 30).map_or(1.0, |(d, _)| gap_share(&TEXT_GAP, d, day));
            let from_lead = lead.map_or(1.0 / 7.0, |w| lead_share(w, day));
            Some((from_card * from_prose * from_lead, day))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let total: f64 = scored.iter().map(|(s, _)| s).sum();
    let (best, day) = *scored.first()?;
    let at = card.filter(|(d, _)| prose.is_none_or(|(p, _)| *d >= p)).or(prose)?.1;
    (best >= ENOUGH * total).then_some((day, at))
}

fn days(from: Date, to: Date) -> i64 {
    i64::from(to.since(from).map_or(0, |s| s.get_days()))
}

fn gap_share(table: &[f64], from: Date, to: Date) -> f64 {
    usize::try_from(days(from, to)).ok().map_or(0.0, |gap| table.get(gap).copied().unwrap_or(LATER))
}

fn lead_share(lead: Weekday, day: Date) -> f64 {
    let before = day.weekday().since(lead);
    usize::try_from(before).ok().and_then(|i| LEAD.get(i)).copied().unwrap_or(0.0)
}

static MONTH_YEAR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(January|February|March|April|May|June|July|August|September|October|November|December)(?: of)?,? ((?:19|20)\d\d)\b").ok()
});

/// The latest day, or first of a month, that the text names with its year, and where.
fn latest_moment(text: &str, stamps: &[Stamp], taken: &[Span]) -> Option<(Date, Span)> {
    let months = MONTH_YEAR.iter().flat_map(|r| r.captures_iter(text)).filter_map(|c| {
        let all = c.get(0)?;
        let year = c.get(2)?.as_str().parse().ok()?;
        let first = Date::new(year, stamp::month(c.get(1)?.as_str())?, 1).ok()?;
        Some((first, Span::new(all.start(), all.end())))
    });
    let full = stamps.iter().filter(|s| !ahead(text, s)).filter_map(|s| Some((s.date()?, s.span)));
    months.chain(full).filter(|(_, at)| !taken.iter().any(|t| t.overlaps(*at)) || full_year(text, *at)).max_by_key(|(d, _)| *d)
}

fn full_year(text: &str, at: Span) -> bool {
    at.of(text).bytes().filter(u8::is_ascii_digit).count() >= 4
}

/// The day of a card: as printed, or in the first year that puts it on or after `moment`; a printed
/// weekday must agree within four years.
fn placed(card: &Stamp, moment: Date) -> Option<Date> {
    if let Some(date) = card.date() {
        return Some(date);
    }
    let fits = |d: &Date| *d >= moment && card.weekday.is_none_or(|w| w == d.weekday());
    (0..4).filter_map(|i| card.in_year(moment.year() + i)).find(fits)
}

/// Whether a date lies in a plan: "will close on Sept. 1, 2021".
fn ahead(text: &str, stamp: &Stamp) -> bool {
    let start = text.floor_char_boundary(stamp.span.start.saturating_sub(80));
    let before = text.get(start..stamp.span.start).unwrap_or("").to_lowercase();
    let clause = before.rsplit(['.', ';', '\n']).next().unwrap_or("");
    let ends = ["until ", "till ", "before ", "through ", "due ", "deadline "].iter().any(|w| clause.ends_with(w));
    ends || [" will ", " would ", " shall ", " scheduled ", " expected ", " expires ", " due ", " to be "].iter().any(|w| clause.contains(w))
}

static WEEKDAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)(?:\b(last|next|every|each|this|coming|on|by) )?\b((?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b").ok());

/// The first weekday of the text that stands for a day near publication: not "last Friday", "next
/// Friday", "Fridays".
fn lead_weekday(text: &str, taken: &[Span]) -> Option<Weekday> {
    let bare = |c: &regex::Captures| {
        let word = c.get(2)?;
        let far = c.get(1).is_some_and(|m| matches!(m.as_str().to_ascii_lowercase().as_str(), "last" | "next" | "every" | "each" | "coming" | "by"));
        let aside = taken.iter().any(|t| t.overlaps(Span::new(word.start(), word.end())));
        (!far && !aside && !word.as_str().ends_with(['s', 'S'])).then(|| stamp::weekday(word.as_str()))?
    };
    WEEKDAY.iter().flat_map(|r| r.captures_iter(text)).find_map(|c| bare(&c))
}
