//! From fetched pages to the record: coded on threads, written on one, many in one change.

use super::register::{Ended, Page, Register};
use super::{Coding, Evidence, run::Tally};
use crate::net::{Answer, Content, sniff};
use crate::pictures::{self, Picture, Shown};
use crate::{Error, Result, media};
use dateline_store::{Fault, Intake, Outcome, Store};
use dateline_terms::{Format, Page as Raw};
use hyper::header;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Reports in one change, at most.
const BATCH: usize = 50;
/// Bytes of reports in one change, about.
const BYTES: usize = 4 << 20;
/// How long a report waits for others, at most.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long nothing must come before what waits is written.
const QUIET: Duration = Duration::from_millis(100);
/// How often a change is tried while another program writes.
const TRIES: u32 = 5;

/// Something to be coded.
pub(super) struct Ready {
    pub page: Page,
    /// The address by which the record is to know it, in its one form.
    pub own: String,
    pub work: Work,
}

pub(super) enum Work {
    Answer(Box<Answer>),
    File(PathBuf),
}

/// Something that was coded: a report, the end of a page, or both.
pub(super) struct Coded {
    page: Arc<Page>,
    own: String,
    intake: Option<Intake>,
    end: Option<Ended>,
    pictures: Vec<Picture>,
}

/// Codes what comes until no more does; with `media`, looks for the pictures of pages too.
pub(super) fn code(
    coding: &dyn Coding,
    media: bool,
    ready: &Mutex<mpsc::Receiver<Ready>>,
    coded: &SyncSender<Coded>,
) {
    loop {
        let next = ready.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
        let Some(Ready { page, own, work }) = next else { return };
        let page = Arc::new(page);
        let wanted = match work {
            Work::Answer(answer) => {
                let (intake, end, pictures) = one(coding, media, &page, &own, *answer);
                coded.send(Coded { page, own, intake, end: Some(end), pictures }).is_ok()
            }
            Work::File(path) => file(coding, &page, &path, coded),
        };
        if !wanted {
            return;
        }
    }
}

/// A page from the network, coded.
fn one(
    coding: &dyn Coding,
    media: bool,
    page: &Page,
    own: &str,
    mut answer: Answer,
) -> (Option<Intake>, Ended, Vec<Picture>) {
    let header = |name| answer.header(name).map(str::to_string);
    let (etag, modified) = (header(&header::ETAG), header(&header::LAST_MODIFIED));
    let status = Some(answer.status);
    let format = if sniff(&answer.body) == Content::Html { Format::Html } else { Format::Text };
    let raw = Raw {
        url: Some(own.to_string()),
        outlet: page.source.outlet.clone().or_else(|| page.told.outlet.clone()),
        charset: answer.header(&header::CONTENT_TYPE).and_then(media::charset),
        ..Raw::new(own, std::mem::take(&mut answer.body), format)
    };
    let worked = catch_unwind(AssertUnwindSafe(|| {
        let shown = if media { pictures::of(&answer.url, &raw) } else { Vec::new() };
        let (raw, seen) = with_what_is_told(raw, page);
        (coding.page(raw), seen, shown)
    }));
    let Ok((done, seen, shown)) = worked else {
        let what = "The coder stumbled over it: please report it, with the page.";
        return (None, Ended::failed(status, what), Vec::new());
    };
    let ended =
        Ended { status, etag, modified, empty: seen.empty, undated: seen.undated, ..Ended::default() };
    match done {
        Ok(intake) => (Some(intake), Ended { state: "done", own: Some(own.to_string()), ..ended }, shown),
        Err(wrong) => (None, Ended { state: "refused", wrong: Some(wrong), ..ended }, Vec::new()),
    }
}

/// What a page lacks.
struct Seen {
    empty: bool,
    undated: bool,
}

/// A page with what its source says of it, where it says nothing itself: sources' dates are often those of another thing.
fn with_what_is_told(mut raw: Raw, page: &Page) -> (Raw, Seen) {
    let (report, _) = dateline_page::clean(&raw);
    let seen = Seen { empty: report.text.trim().is_empty(), undated: report.published.is_none() };
    let told = &page.told;
    if seen.undated {
        // What is dated to come is dated wrong.
        let latest = Timestamp::now() + SignedDuration::from_hours(24);
        let at = told.published.filter(|at| *at <= latest);
        raw.published = at.map(|at| at.to_zoned(TimeZone::UTC).date());
    }
    if report.title.is_none() {
        raw.title = told.title.clone();
    }
    if report.language.is_none() {
        raw.language = told.language.clone().or_else(|| page.source.language.clone());
    }
    (raw, seen)
}

/// A file, which may hold many reports; says whether they are still wanted.
fn file(coding: &dyn Coding, page: &Arc<Page>, path: &std::path::Path, coded: &SyncSender<Coded>) -> bool {
    let mut sent = true;
    let mut wrong = None;
    let outlet = page.source.outlet.as_deref();
    let worked = catch_unwind(AssertUnwindSafe(|| {
        coding.file(path, outlet, &mut |intake| match intake {
            Ok(intake) => {
                let own = page.address.clone();
                sent = coded
                    .send(Coded {
                        page: Arc::clone(page),
                        own,
                        intake: Some(intake),
                        end: None,
                        pictures: Vec::new(),
                    })
                    .is_ok();
                if sent { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            }
            Err(what) => {
                wrong.get_or_insert(what);
                ControlFlow::Continue(())
            }
        });
    }));
    if !sent {
        return false;
    }
    let end = match (worked, wrong) {
        (Ok(()), None) => Ended { state: "done", ..Ended::default() },
        (Ok(()), Some(what)) => Ended { state: "done", wrong: Some(what), ..Ended::default() },
        (Err(_), _) => Ended::failed(None, "The coder stumbled over it: please report it, with the file."),
    };
    let (page, own) = (Arc::clone(page), page.address.clone());
    coded.send(Coded { page, own, intake: None, end: Some(end), pictures: Vec::new() }).is_ok()
}

/// Writes what was coded into the record, and then into the register that it is done.
pub(super) struct Keeper<'k> {
    pub store: Store,
    pub coding: &'k dyn Coding,
    pub register: &'k Register,
    pub tally: &'k Tally,
    pub evidence: Option<Arc<dyn Evidence>>,
}

impl Keeper<'_> {
    /// Writes what comes until no more does.
    ///
    /// # Errors
    /// When the record or the register cannot be written.
    pub fn run(&mut self, coded: &Receiver<Coded>) -> Result<()> {
        let mut waiting: Vec<Coded> = Vec::new();
        let (mut since, mut bytes) = (Instant::now(), 0);
        loop {
            let next = coded.recv_timeout(QUIET);
            let ended = matches!(next, Err(RecvTimeoutError::Disconnected));
            let quiet = next.is_err();
            if let Ok(one) = next {
                if waiting.is_empty() {
                    since = Instant::now();
                }
                bytes += one.intake.as_ref().map_or(0, |intake| intake.bytes.len());
                waiting.push(one);
            }
            let full = waiting.len() >= BATCH || bytes >= BYTES || since.elapsed() >= PATIENCE;
            if !waiting.is_empty() && (full || quiet) {
                self.write(std::mem::take(&mut waiting))?;
                bytes = 0;
            }
            if ended {
                // Pictures may have come since the last page was kept.
                return self.evidence.as_ref().map_or(Ok(()), |evidence| evidence.sync().map_err(Error::new));
            }
        }
    }

    fn write(&mut self, coded: Vec<Coded>) -> Result<()> {
        let mut owns = HashSet::new();
        let (mut intakes, mut ends, mut shown) = (Vec::new(), Vec::new(), Vec::new());
        for Coded { page, own, intake, end, pictures } in coded {
            let again = end.is_some()
                && intake.is_some()
                && (!owns.insert(own.clone()) || self.register.is_taken(&own, page.number)?);
            match (intake, end) {
                (_, Some(_)) if again => ends.push((page, Ended::same(own), None)),
                (intake, end) => {
                    if !pictures.is_empty() {
                        shown.push((Arc::clone(&page), Shown { page: own, pictures }));
                    }
                    let at = intake.map(|intake| {
                        intakes.push(intake);
                        intakes.len() - 1
                    });
                    ends.extend(end.map(|end| (page, end, at)));
                }
            }
        }
        self.show(&shown)?;
        let kept = self.keep(&intakes)?;
        for (_, end, at) in &mut ends {
            match at.and_then(|at| kept.get(at)) {
                Some(Err(what)) => *end = Ended::failed(end.status, what.clone()),
                Some(Ok(Outcome::Removed)) => {
                    *end = Ended::refused(end.status, "It was lawfully removed from the record.");
                }
                Some(Ok(_)) | None => {}
            }
        }
        ends.iter().for_each(|(page, end, _)| self.tally.count(page, end));
        let ends: Vec<(&Page, Ended)> = ends.iter().map(|(page, end, _)| (&**page, end.clone())).collect();
        self.register.ended(&ends, super::run::now())
    }

    /// Writes down which pictures pages show, and lets them wait: before the pages are kept, so that a kill costs none.
    fn show(&self, shown: &[(Arc<Page>, Shown)]) -> Result<()> {
        if let Some(evidence) = &self.evidence {
            shown.iter().try_for_each(|(_, shown)| evidence.show(shown).map_err(Error::new))?;
        }
        let pages: Vec<(&Page, &[Picture])> =
            shown.iter().map(|(page, shown)| (&**page, shown.pictures.as_slice())).collect();
        if pages.is_empty() { Ok(()) } else { self.register.show(&pages, super::run::now()) }
    }

    /// Keeps reports in one change; where one of them is not as it should be, each in its own.
    fn keep(&mut self, intakes: &[Intake]) -> Result<Vec<std::result::Result<Outcome, String>>> {
        if intakes.is_empty() {
            return Ok(Vec::new());
        }
        // Nothing is in the record whose evidence could be lost.
        self.evidence.as_ref().map_or(Ok(()), |evidence| evidence.sync().map_err(Error::new))?;
        match self.change(intakes) {
            Ok(outcomes) => Ok(outcomes.into_iter().map(Ok).collect()),
            Err(error) if error.fault() == Fault::Asked => {
                let one = |intake| match self.change(std::slice::from_ref(intake)) {
                    Ok(outcomes) => Ok(outcomes.first().copied().ok_or_else(String::new)),
                    Err(error) if error.fault() == Fault::Asked => Ok(Err(error.to_string())),
                    Err(error) => Err(Error::from(error)),
                };
                intakes.iter().map(one).collect()
            }
            Err(error) => Err(error.into()),
        }
    }

    fn change(&mut self, intakes: &[Intake]) -> dateline_store::Result<Vec<Outcome>> {
        let mut tries = 0;
        loop {
            match self.coding.keep(&mut self.store, intakes) {
                Err(error) if error.fault() == Fault::Busy && tries < TRIES => tries += 1,
                done => return done,
            }
        }
    }
}
