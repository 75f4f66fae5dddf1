//! Sources as they are told of.

use crate::problem::Answer;
use dateline_intake::watch::{Detail, Ending, Health, Host, Share};
use dateline_store::{Key, Store};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// What a source brought in a stretch of days.
#[derive(Serialize, ToSchema)]
pub(super) struct Brought {
    /// Days on which anything was counted.
    days: u32,
    /// Pages that were new in its list.
    found: u32,
    /// Pages that were taken in.
    taken: u32,
    /// Pages that were another one again.
    same: u32,
    /// Pages that failed, or are no reports.
    failed: u32,
    /// Pages without text.
    empty: u32,
    /// Pages that did not say their day.
    undated: u32,
}

impl From<Share> for Brought {
    fn from(share: Share) -> Brought {
        let Share { days, found, taken, same, failed, empty, undated } = share;
        Brought { days, found, taken, same, failed, empty, undated }
    }
}

/// How a source does, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum SourceState {
    /// It answers, and brings what it brought before.
    Well,
    /// It was not asked yet.
    New,
    /// It answers, and what it brings has changed for the worse.
    Changed,
    /// It does not answer, or not with a list.
    Failing,
    /// It is left alone.
    Paused,
}

/// A source that is watched.
#[derive(Serialize, ToSchema)]
pub(super) struct WatchedSource {
    /// Its id, which no other source ever has.
    id: String,
    /// What people call it.
    name: String,
    /// `feed`, `sitemap`, `index` or `folder`.
    kind: &'static str,
    /// Its address, or the folder's path.
    address: String,
    /// `file`: it stands in `sources.toml`; `added`: by hand; `part`: an index of sitemaps names it.
    origin: String,
    /// A pattern that the addresses of reports fit.
    links: Option<String>,
    /// The outlet of its reports.
    outlet: Option<String>,
    /// The language of its reports where they do not tell it.
    language: Option<String>,
    /// How often it is asked; `null` for every 15 minutes.
    every: Option<String>,
    /// Seconds between two requests to its host; `null` for three.
    pace: Option<f64>,
    /// Pages that are older than so many days are passed over.
    days: Option<u32>,
    /// Whether its host may be of this machine and its own network.
    allow_private: bool,
    /// How it does, in a word.
    state: SourceState,
    /// Why it is left alone; `null` where it is not.
    paused: Option<String>,
    /// How often it was asked.
    asked: u32,
    /// How often nothing had changed.
    unchanged: u32,
    /// When it answered last: RFC 3339, UTC.
    last_success: Option<String>,
    /// When it failed last.
    last_failure: Option<String>,
    /// What is wrong; `null` where it answers.
    wrong: Option<String>,
    /// Failures on end.
    failures: u32,
    /// When it is asked next; `null` for as soon as may be.
    due: Option<String>,
    /// Pages of it that wait to be fetched.
    waiting: u32,
    /// What it brought in the last seven days.
    week: Brought,
    /// What it brought in the four weeks before.
    before: Brought,
    /// What has changed for the worse, in sentences.
    drift: Vec<String>,
    /// Pages that were taken in on each of the last 28 days (UTC), today last.
    daily: Vec<u32>,
}

impl From<Health> for WatchedSource {
    fn from(health: Health) -> WatchedSource {
        let drift = health.drift();
        let source = &health.source;
        WatchedSource {
            id: health.number.to_string(),
            kind: source.kind(),
            links: source.links.clone(),
            outlet: source.outlet.clone(),
            language: source.language.clone(),
            every: source.every.clone(),
            pace: source.pace,
            days: source.days,
            allow_private: source.allow_private,
            state: state(&health, &drift),
            drift,
            name: health.name,
            address: health.address,
            origin: health.origin,
            paused: health.paused,
            asked: health.asked,
            unchanged: health.unchanged,
            last_success: health.last_success.and_then(time),
            last_failure: health.last_failure.and_then(time),
            wrong: health.wrong,
            failures: health.failures,
            due: Some(health.due).filter(|due| *due > 0).and_then(time),
            waiting: health.waiting,
            week: health.lately.into(),
            before: health.before.into(),
            daily: health.daily.to_vec(),
        }
    }
}

/// A time in milliseconds since 1970, as it is told.
pub(super) fn time(ms: i64) -> Option<String> {
    Timestamp::from_millisecond(ms).ok().map(|at| format!("{at:.3}"))
}

fn state(health: &Health, drift: &[String]) -> SourceState {
    match health {
        Health { paused: Some(_), .. } => SourceState::Paused,
        Health { wrong: Some(_), .. } => SourceState::Failing,
        _ if !drift.is_empty() => SourceState::Changed,
        Health { last_success: None, .. } => SourceState::New,
        _ => SourceState::Well,
    }
}

/// What is watched.
#[derive(Default, Serialize, ToSchema)]
pub(super) struct WatchedSources {
    /// By name.
    pub items: Vec<WatchedSource>,
    /// How many.
    pub total: usize,
    /// Whether any program watches now: `dateline watch`, or a server with `--watch`.
    pub watched: bool,
    /// Whether sources of the server's own network may be added here.
    pub private_allowed: bool,
}

/// A day of a source.
#[derive(Serialize, ToSchema)]
struct SourceDay {
    /// The day, UTC: `YYYY-MM-DD`.
    day: String,
    /// What it brought; `days` is 0 where it was not asked.
    #[serde(flatten)]
    brought: Brought,
}

/// What a host lets be fetched.
#[derive(Serialize, ToSchema)]
struct HostRules {
    /// When its `robots.txt` was read.
    read: Option<String>,
    /// Whether the source's address may be fetched.
    allows: bool,
    /// Seconds between two requests that it asks for.
    delay: Option<f64>,
}

/// A source's host.
#[derive(Serialize, ToSchema)]
struct SourceHost {
    /// Its name, with its port where that is not the usual one.
    name: String,
    /// Until when it is left alone, for it failed or asks for it; `null` where it is not.
    left_alone_until: Option<String>,
    /// Why.
    wrong: Option<String>,
    /// What it lets be fetched; `null` where that was not read yet.
    robots: Option<HostRules>,
}

/// What became of a page.
#[derive(Serialize, ToSchema)]
struct SourcePage {
    /// Its address, or a file's path.
    address: String,
    /// The headline of the report, or what the source called it.
    title: Option<String>,
    /// `taken`: it is in the record; `same`: it is another page again; `refused`: it is no report, or may not be fetched;
    /// `failed`: it was tried as often as is reasonable.
    outcome: &'static str,
    /// When that was.
    at: Option<String>,
    /// The status of the answer.
    status: Option<u16>,
    /// Why it was not taken in.
    wrong: Option<String>,
    /// The id of its report; of the other page's where it is that again.
    report: Option<String>,
}

/// One source in full.
#[derive(Serialize, ToSchema)]
pub(super) struct SourceDetail {
    /// What lists tell of it.
    #[serde(flatten)]
    source: WatchedSource,
    /// Whether any program watches now.
    watched: bool,
    /// Its host; `null` for a folder.
    host: Option<SourceHost>,
    /// The last 28 days, today last.
    by_day: Vec<SourceDay>,
    /// Pages taken in a day, on average over the days of these on which it was asked.
    per_day: f64,
    /// What became of its last pages, the latest first: at most 50.
    pages: Vec<SourcePage>,
}

/// A source in full, its pages with the reports that `store` holds of them.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn detail(detail: Detail, watched: bool, store: &Store) -> Answer<SourceDetail> {
    let Detail { health, host, days, pages } = detail;
    let folder = host.is_none();
    let (taken, asked) =
        days.iter().fold((0, 0), |(taken, asked), (_, share)| (taken + share.taken, asked + share.days));
    let pages = pages.into_iter().map(|ending| page(ending, folder, store)).collect::<Answer<_>>()?;
    Ok(SourceDetail {
        host: host.map(told_of),
        by_day: days.into_iter().map(|(day, share)| SourceDay { day, brought: share.into() }).collect(),
        per_day: f64::from(taken) / f64::from(asked.max(1)),
        pages,
        watched,
        source: health.into(),
    })
}

fn told_of(host: Host) -> SourceHost {
    let Host { name, manners, allows } = host;
    let rests = manners.failures > 0 && manners.next > super::now();
    let robots = manners.robots.as_ref().map(|robots| HostRules {
        read: manners.read.and_then(time),
        allows,
        delay: robots.delay.map(|delay| delay.as_secs_f64()),
    });
    let left_alone_until = rests.then(|| time(manners.next)).flatten();
    SourceHost { name, left_alone_until, wrong: manners.wrong, robots }
}

fn page(ending: Ending, folder: bool, store: &Store) -> Answer<SourcePage> {
    let Ending { address, own, title, state, at, status, wrong } = ending;
    let key = own.unwrap_or_else(|| address.clone());
    let held = match state.as_str() {
        "done" | "same" if folder => store.held(&Key::Path(key))?,
        "done" | "same" => store.held(&Key::Address(key))?,
        _ => None,
    };
    let (report, headline) = held.unzip();
    let outcome = match state.as_str() {
        "done" => "taken",
        "same" => "same",
        "refused" => "refused",
        _ => "failed",
    };
    Ok(SourcePage {
        address,
        title: headline.flatten().or(title),
        outcome,
        at: time(at),
        status,
        wrong,
        report,
    })
}
