//! Watching as a whole: turns are taken, many at once, until the program is asked to end.

use super::keep::{Keeper, Ready, code};
use super::register::{Ended, Page, Register};
use super::visit::{Visits, visit};
use super::{Coding, Evidence};
use crate::ending::asked_to_end;
use crate::net::{Fetcher, Limits, Resolve, System};
use crate::polite::Pace;
use crate::{Error, Result};
use dateline_store::Store;
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::{JoinSet, block_in_place};

/// How long nothing is looked for where there was nothing to do.
const REST: Duration = Duration::from_millis(200);

/// The same while something is under way, which may make more.
const TICK: Duration = Duration::from_millis(25);

/// How often it is asked whether other processes died.
const ROUND: Duration = Duration::from_secs(5);

/// How long what is under way may take when watching ends.
const GRACE: Duration = Duration::from_secs(5);

/// How to watch.
#[derive(Clone)]
pub struct Settings {
    /// The record's file.
    pub record: PathBuf,
    /// Hosts that are asked at once.
    pub at_once: usize,
    /// Threads to code on.
    pub jobs: usize,
    /// How fast hosts are asked.
    pub pace: Pace,
    /// Whether all sources may be of this machine and its own network.
    pub allow_private: bool,
    /// What a request may take.
    pub limits: Limits,
    /// What the requests call themselves.
    pub agent: String,
    /// How names are looked up.
    pub resolver: Arc<dyn Resolve>,
    /// Whether the pictures of pages are fetched and kept as evidence.
    pub media: bool,
    /// Whether to end when each source was asked, and what they list is fetched.
    pub once: bool,
    /// What is told of sources that fail and come back, a line each.
    pub say: fn(&str),
    /// What is told how much came of it, again and again.
    pub told: Arc<dyn Fn(Summary) + Send + Sync>,
}

impl Settings {
    /// The usual way to watch for a record: 32 hosts at once, on one thread.
    pub fn new(record: PathBuf) -> Settings {
        Settings {
            record,
            at_once: 32,
            jobs: 1,
            pace: Pace::default(),
            allow_private: false,
            limits: Limits::default(),
            agent: agent(None),
            resolver: Arc::new(System),
            media: false,
            once: false,
            say: |_| {},
            told: Arc::new(|_| {}),
        }
    }

    /// The same, calling itself so that those who run sites know whom to write to.
    pub fn reachable_at(mut self, contact: Option<&str>) -> Settings {
        self.agent = agent(contact);
        self
    }
}

/// What requests call themselves: the name that `robots.txt` knows, and where its user can be reached.
fn agent(contact: Option<&str>) -> String {
    let name = concat!("Dateline/", env!("CARGO_PKG_VERSION"));
    let clean = |contact: &str| contact.chars().filter(|c| c.is_ascii_graphic()).collect::<String>();
    contact.map_or_else(|| name.to_string(), |contact| format!("{name} (+{})", clean(contact)))
}

/// What came of watching, so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Pages that the record holds.
    pub taken: u64,
    /// Pages that were others under another address.
    pub same: u64,
    /// Pages that are none, or may not be fetched.
    pub refused: u64,
    /// Pages that failed for good.
    pub failed: u64,
    /// Pictures that the evidence holds.
    pub pictures: u64,
}

/// The same while it is counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    taken: AtomicU64,
    same: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
    pictures: AtomicU64,
}

impl Tally {
    /// Counts a page that ended; of pictures those alone that are kept.
    pub fn count(&self, page: &Page, ended: &Ended) {
        let counter = match ended.state {
            "done" if page.is_picture => &self.pictures,
            _ if page.is_picture => return,
            "done" => &self.taken,
            "same" => &self.same,
            "refused" => &self.refused,
            _ => &self.failed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub fn summary(&self) -> Summary {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Summary {
            taken: read(&self.taken),
            same: read(&self.same),
            refused: read(&self.refused),
            failed: read(&self.failed),
            pictures: read(&self.pictures),
        }
    }
}

/// Ends watching from elsewhere. Cloning it gives another handle on the same one.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<bool>);

impl Default for Stop {
    fn default() -> Stop {
        Stop(watch::Sender::new(false))
    }
}

impl Stop {
    /// Ends watching in good order: what is under way is finished, if it does not take long.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    async fn stopped(&self) {
        // The sender lives as long as this.
        let _ = self.0.subscribe().wait_for(|stopped| *stopped).await;
    }
}

/// Now, in milliseconds since 1970.
pub(super) fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

/// Watches what the register names until `stop` says so, or once round.
///
/// # Errors
/// When the record or the register cannot be read or written: what was kept until then stays.
pub fn run(
    settings: &Settings,
    coding: &dyn Coding,
    evidence: Option<Arc<dyn Evidence>>,
    stop: &Stop,
) -> Result<Summary> {
    let register = Arc::new(Register::open(&settings.record)?);
    if settings.once {
        register.ask_all()?;
    }
    run_for(&register, Store::open(&settings.record)?, settings, coding, evidence, stop)
}

/// The same with a register and a record that are open, for what the register takes turns for.
pub(super) fn run_for(
    register: &Arc<Register>,
    store: Store,
    settings: &Settings,
    coding: &dyn Coding,
    evidence: Option<Arc<dyn Evidence>>,
    stop: &Stop,
) -> Result<Summary> {
    let worker = register.begin(now())?;
    if settings.allow_private {
        register.allow_private()?;
    }
    let tally = Arc::new(Tally::default());
    let (ready, readies) = tokio::sync::mpsc::channel::<Ready>(settings.jobs.max(1));
    let readies = Mutex::new(readies);
    let visits = Visits {
        register: Arc::clone(register),
        fetcher: Fetcher::with(&settings.agent, Arc::clone(&settings.resolver)),
        settings: settings.clone(),
        evidence: evidence.clone(),
        ready,
        tally: Arc::clone(&tally),
        worker: worker.number,
    };
    let done = thread::scope(|scope| {
        let (coded, codeds) = mpsc::sync_channel(2 * settings.jobs.max(1));
        // What each thread needs goes with it, so that the others see that it ended.
        let readies = Arc::new(readies);
        for _ in 0..settings.jobs.max(1) {
            let (coded, readies) = (coded.clone(), Arc::clone(&readies));
            let media = settings.media;
            scope.spawn(move || code(coding, media, &readies, &coded));
        }
        drop((coded, readies));
        let (register, tally) = (&**register, &*tally);
        let keeper = scope.spawn(move || Keeper { store, coding, register, tally, evidence }.run(&codeds));
        let watched = watching(visits, coding, stop);
        let kept = keeper
            .join()
            .unwrap_or_else(|_| Err(Error::new("Writing to the record broke off: please report it.")));
        // What could not be kept is why the rest could not go on.
        kept.and(watched)
    });
    let ended = register.end(worker);
    done.and(ended).map(|()| tally.summary())
}

fn watching(visits: Visits, coding: &dyn Coding, stop: &Stop) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(16)
        .enable_all()
        .build()
        .map_err(|error| Error::new(format!("No thread can be had ({error}).")))?;
    let done = runtime.block_on(turns(&Arc::new(visits), coding, stop));
    runtime.shutdown_timeout(GRACE);
    done
}

/// Takes turns, many at once.
async fn turns(visits: &Arc<Visits>, coding: &dyn Coding, stop: &Stop) -> Result<()> {
    let mut under_way = JoinSet::new();
    let mut round = None::<Instant>;
    // Until the third try of what failed.
    let patience = super::visit::millis(visits.settings.pace.pause.saturating_mul(3));
    let stopped = stop.stopped();
    tokio::pin!(stopped);
    loop {
        if round.is_none_or(|last| last.elapsed() >= ROUND) {
            block_in_place(|| visits.register.bury().and_then(|_| visits.register.give_up(now())))?;
            round = Some(Instant::now());
        }
        let room = visits.settings.at_once.max(1).saturating_sub(under_way.len());
        let turns = if room == 0 {
            Vec::new()
        } else {
            block_in_place(|| {
                visits.register.turns(visits.worker, u32::try_from(room).unwrap_or(u32::MAX), now())
            })?
        };
        let none = turns.is_empty();
        (visits.settings.told)(visits.tally.summary());
        for turn in turns {
            // What is on this machine takes no turn on the network.
            let listed = block_in_place(|| super::visit::list(&turn, coding));
            under_way.spawn(visit(Arc::clone(visits), turn, listed));
        }
        if visits.settings.once
            && none
            && under_way.is_empty()
            && block_in_place(|| visits.register.is_idle(now(), patience))?
        {
            return Ok(());
        }
        let rest = if under_way.is_empty() { REST } else { TICK };
        tokio::select! {
            () = &mut stopped => break,
            Some(done) = under_way.join_next() => finished(done)?,
            () = tokio::time::sleep(rest), if none || room == 0 => {}
            () = std::future::ready(()), if !none && room > 0 => {}
        }
    }
    let rest = async {
        while let Some(done) = under_way.join_next().await {
            finished(done)?;
        }
        Ok(())
    };
    // What takes longer is broken off, and done by the next one that watches.
    tokio::time::timeout(GRACE, rest).await.unwrap_or(Ok(()))
}

fn finished(done: std::result::Result<Result<()>, tokio::task::JoinError>) -> Result<()> {
    done.unwrap_or_else(|error| Err(Error::new(format!("A visit broke off: please report it ({error})."))))
}

/// Waits on a thread of its own until the program is asked to end ([`asked_to_end`]), then stops what `stop` stops.
pub fn stop_when_asked(stop: Stop) {
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if let Ok(runtime) = runtime {
            runtime.block_on(asked_to_end());
            stop.stop();
        }
    });
}
