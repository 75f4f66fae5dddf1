use super::bytes::{Bytes, Day, day};
use super::contradict;
use super::harm::Toll;
use super::in_order;
use super::sides::Party;
use super::site::Site;
use super::wording::{WordWeights, Wording};
use crate::Books;
use crate::codebook::Family;
use crate::weigh::{key32, key64};
use dateline_terms::told::Event;
use dateline_terms::{Cursor, Date, Source, Standing, Status};
use std::ops::RangeInclusive;

/// What an account needs to know of the report that tells the event.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heading<'a> {
    /// What tells the report from others.
    pub report: &'a str,
    /// Publication day.
    pub published: Option<Date>,
    /// Headline.
    pub title: Option<&'a str>,
}

impl<'a> From<&'a Source> for Heading<'a> {
    fn from(source: &'a Source) -> Heading<'a> {
        Heading { report: &source.id, published: source.published, title: source.title.as_deref() }
    }
}

/// What one report says of one event, laid out for comparison. It owns all it holds: a record keeps it and
/// compares it with what comes later.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Tells reports apart.
    pub(crate) report: u64,
    pub(crate) published: Option<Day>,
    pub(crate) event_type: String,
    /// Tells types apart.
    pub(super) type_key: u64,
    pub(crate) family: Option<Family>,
    pub(crate) status: Status,
    pub(crate) standing: Standing,
    /// First and last day, in order.
    pub(crate) days: Option<(Day, Day)>,
    pub(crate) site: Option<Site>,
    pub(crate) side_a: Vec<Party>,
    pub(crate) side_b: Vec<Party>,
    /// Hashes, in order.
    pub(crate) weapons: Vec<u32>,
    pub(crate) harm: Vec<Toll>,
    pub(crate) wording: Wording,
    pub(crate) title: Wording,
}

/// First byte of a written account: changes with the form, and with what is hashed and how.
const FORM: u8 = 1;

/// The days of the years that a date can have, -9999 to 9999, with room to spare.
const CALENDAR: RangeInclusive<Day> = -5_000_000..=5_000_000;

impl Account {
    /// Lays out `event`, an event that the report of `heading` tells.
    pub fn new(event: &Event, heading: &Heading<'_>, books: &Books<'_>, words: &WordWeights) -> Account {
        let country = event.place.as_ref().and_then(|p| p.country.as_deref());
        let party = |actor| Party::new(actor, country, books.actors);
        let mut weapons: Vec<u32> = event.weapons.iter().map(|w| key32(&[&w.kind])).collect();
        weapons.sort_unstable();
        weapons.dedup();
        let quotes = std::iter::once(&event.evidence).chain(&event.more_evidence);
        let quotes: Vec<&str> = quotes.map(|quote| quote.text.as_str()).collect();
        Account {
            report: key64(&[heading.report]),
            published: heading.published.map(day),
            event_type: event.event_type.clone(),
            type_key: key64(&[&event.event_type]),
            family: books.codebook.family(&event.event_type),
            status: event.status,
            standing: event.standing,
            days: event.time.as_ref().map(|t| in_order(day(t.start), day(t.end))),
            site: event.place.as_ref().map(|p| Site::new(p, words)),
            side_a: event.side_a.iter().map(party).collect(),
            side_b: event.side_b.iter().map(party).collect(),
            weapons,
            harm: event.harm.iter().filter_map(Toll::new).collect(),
            wording: Wording::new(&quotes, words),
            title: Wording::new(&[heading.title.unwrap_or("")], words).without_runs(),
        }
    }

    /// Why the two cannot be one incident, if they cannot.
    pub fn contradicts(&self, other: &Account) -> Option<contradict::Contradiction> {
        contradict::contradicts(self, other)
    }

    /// The account as bytes, some hundreds of them: what a record keeps beside a claim.
    pub fn write(&self) -> Vec<u8> {
        let mut out = vec![FORM];
        self.report.put(&mut out);
        self.published.put(&mut out);
        self.event_type.put(&mut out);
        self.family.put(&mut out);
        self.status.put(&mut out);
        self.standing.put(&mut out);
        self.days.put(&mut out);
        self.site.put(&mut out);
        self.side_a.put(&mut out);
        self.side_b.put(&mut out);
        self.weapons.put(&mut out);
        self.harm.put(&mut out);
        self.wording.put(&mut out);
        self.title.put(&mut out);
        out
    }

    /// Reads what [`Account::write`] made; `None` where the bytes are something else, or of another form.
    pub fn read(bytes: &[u8]) -> Option<Account> {
        let mut at = Cursor::new(bytes);
        if u8::take(&mut at)? != FORM {
            return None;
        }
        let account = Account::take(&mut at)?;
        (at.is_done() && account.has_days_of_the_calendar()).then_some(account)
    }

    fn has_days_of_the_calendar(&self) -> bool {
        let known =
            |days: (Day, Day)| days.0 <= days.1 && CALENDAR.contains(&days.0) && CALENDAR.contains(&days.1);
        self.days.is_none_or(known) && self.published.is_none_or(|day| CALENDAR.contains(&day))
    }

    fn take(at: &mut Cursor<'_>) -> Option<Account> {
        let (report, published) = Bytes::take(at)?;
        let event_type: String = Bytes::take(at)?;
        Some(Account {
            report,
            published,
            type_key: key64(&[&event_type]),
            event_type,
            family: Bytes::take(at)?,
            status: Bytes::take(at)?,
            standing: Bytes::take(at)?,
            days: Bytes::take(at)?,
            site: Bytes::take(at)?,
            side_a: Bytes::take(at)?,
            side_b: Bytes::take(at)?,
            weapons: Bytes::take(at)?,
            harm: Bytes::take(at)?,
            wording: Bytes::take(at)?,
            title: Bytes::take(at)?,
        })
    }
}
