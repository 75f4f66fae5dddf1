//! Trying an address out: it is asked once, as politely and safely as watching asks it, and nothing of it is kept.

use super::register::{Job, Manners, Register, Trouble, Turn, host_of};
use super::run::{Settings, Tally, now};
use super::sources::{Place, Source};
use super::visit::{Visits, blocking, is_busy, millis, said};
use crate::feed::{self, Entry, Listing, Shape};
use crate::net::{Answer, Content, Fetcher, MOST_REDIRECTS, Why, sniff, too_often};
use crate::polite::Robots;
use crate::{Error, Result};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use url::Url;

/// How long a host's turn is waited for.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often it is asked whether it has come.
const TICK: Duration = Duration::from_millis(100);

/// Entries that are told of.
const FIRST: usize = 10;

/// Who holds a host for a try-out: no worker has this number. What a try-out held that broke off is free when its lease
/// ends.
const NOBODY: i64 = 0;

/// What stands at an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// The address that answered, after redirects.
    pub address: String,
    /// What it is: `feed`, `sitemap` or `index`.
    pub kind: &'static str,
    /// Whether it is an index of sitemaps: `first` are sitemaps then.
    pub of_sitemaps: bool,
    /// Addresses that it leads to, those that fit the pattern where there is one.
    pub leads_to: usize,
    /// The first of them.
    pub first: Vec<Entry>,
    /// Of a page: patterns that its links have in common, those that look most like reports first.
    pub shapes: Vec<Shape>,
    /// Of a page: the feeds that it names.
    pub feeds: Vec<String>,
}

/// Asks once for what stands where `source` says. The inner error says why there is no list: in words for whoever tries it.
///
/// # Errors
/// When the register cannot be read or written.
pub async fn try_out(settings: Settings, source: Source) -> Result<std::result::Result<Tried, String>> {
    let Place::Web(url) = source.place()? else {
        return Err(Error::new("A folder is not tried out: look into it."));
    };
    let (record, host, allowed) = (settings.record.clone(), host_of(&url)?, source.allow_private);
    let open = move || {
        let register = Register::open(&record)?;
        if allowed {
            register.allow_host(&host)?;
        }
        Ok(Arc::new(register))
    };
    let register = blocking(open).await?;
    let fetcher = Fetcher::with(&settings.agent, Arc::clone(&settings.resolver));
    let (ready, _) = mpsc::channel(1);
    let visits = Visits {
        register,
        fetcher,
        settings,
        evidence: None,
        ready,
        tally: Arc::new(Tally::default()),
        worker: NOBODY,
    };
    let links = source.pattern()?;
    let trial = Trial { visits, source };
    let answer = match trial.answer(url).await? {
        Ok(answer) => answer,
        Err(what) => return Ok(Err(what)),
    };
    blocking(move || Ok(told(&answer, links.as_ref()))).await
}

struct Trial {
    visits: Visits,
    source: Source,
}

impl Trial {
    /// The answer that stands where redirects lead.
    async fn answer(&self, mut url: Url) -> Result<std::result::Result<Answer, String>> {
        for _ in 0..=MOST_REDIRECTS {
            let answer = match self.hop(&url).await? {
                Ok(answer) => answer,
                Err(what) => return Ok(Err(what)),
            };
            match answer.moved() {
                Some(to) => url = to,
                None if answer.status != 200 => {
                    return Ok(Err(format!("The server answers {}.", answer.status)));
                }
                None => return Ok(Ok(answer)),
            }
        }
        Ok(Err(too_often()))
    }

    /// Asks one address, when its host's turn has come, if its rules let it be fetched.
    async fn hop(&self, url: &Url) -> Result<std::result::Result<Answer, String>> {
        let host = host_of(url)?;
        let robots = match self.robots(&host, url).await? {
            Ok(robots) => robots,
            Err(what) => return Ok(Err(what)),
        };
        if !robots.allows(url) {
            return Ok(Err("Its robots.txt does not let it be fetched.".into()));
        }
        if let Err(what) = self.seize(&host).await? {
            return Ok(Err(what));
        }
        let turn = self.turn(&host, url, robots);
        let asked = self.visits.fetcher.once(&self.visits.ask(&turn, url.clone())).await;
        let pace = self.visits.pace(&turn);
        let failed = match &asked {
            Ok(answer) if is_busy(answer.status) => {
                Some((Trouble::new(format!("The server answers {}.", answer.status)), said(answer)))
            }
            Err(failed) if matches!(failed.why, Why::Unreachable | Why::Slow) => {
                Some((Trouble::new(failed.what.clone()), None))
            }
            _ => None,
        };
        let rest = match &failed {
            Some((_, said)) => pace.after_failures(turn.failures + 1, *said),
            None => pace.between(turn.robots.delay),
        };
        let register = Arc::clone(&self.visits.register);
        blocking(move || {
            let trouble = failed.as_ref().map(|(trouble, _)| trouble);
            register.leave(&host, now() + millis(rest), trouble)
        })
        .await?;
        Ok(asked.map_err(|failed| failed.what))
    }

    fn turn(&self, host: &str, url: &Url, robots: Robots) -> Turn {
        let job = Job::Robots(url.clone());
        Turn { host: host.to_string(), job, source: self.source.clone(), robots, failures: 0 }
    }

    /// What a host lets be fetched: as it was read of late, or as it says now.
    async fn robots(&self, host: &str, url: &Url) -> Result<std::result::Result<Robots, String>> {
        let known = self.manners(host).await?;
        if let Some(robots) = known.robots.filter(|_| known.holds) {
            return Ok(Ok(robots));
        }
        if let Err(what) = self.seize(host).await? {
            return Ok(Err(what));
        }
        let rules = url.join("/robots.txt").map_err(|_| Error::new(format!("{url}: this is no address.")))?;
        let turn = Turn { failures: known.failures, ..self.turn(host, &rules, Robots::default()) };
        let visited = self.visits.rules(&turn, rules).await?;
        let failed = visited.failed.clone();
        let register = Arc::clone(&self.visits.register);
        blocking(move || {
            let now = now();
            register.settle(&turn, &visited.came, now + millis(visited.rest), visited.failed.as_ref(), now)
        })
        .await?;
        match failed {
            Some(trouble) => Ok(Err(trouble.what)),
            None => Ok(Ok(self.manners(host).await?.robots.unwrap_or_default())),
        }
    }

    async fn manners(&self, host: &str) -> Result<Manners> {
        let (register, host) = (Arc::clone(&self.visits.register), host.to_string());
        blocking(move || register.manners(&host, now())).await
    }

    /// Waits for a host's turn; says why where it does not come.
    async fn seize(&self, host: &str) -> Result<std::result::Result<(), String>> {
        let since = Instant::now();
        loop {
            let (register, name) = (Arc::clone(&self.visits.register), host.to_string());
            let (taken, manners) = blocking(move || {
                let taken = register.seize(&name, NOBODY, now())?;
                Ok((taken, register.manners(&name, now())?))
            })
            .await?;
            if taken {
                return Ok(Ok(()));
            }
            let wait = Duration::from_millis(u64::try_from(manners.next - now()).unwrap_or(0));
            if since.elapsed() + wait >= PATIENCE {
                return Ok(Err(match manners.wrong {
                    Some(wrong) => format!(
                        "Its host is left alone for {} more seconds, for it failed of late: {wrong}",
                        wait.as_secs() + 1
                    ),
                    None => "Its host is being asked for something else: try again in a moment.".to_string(),
                }));
            }
            tokio::time::sleep(wait.max(TICK).min(PATIENCE)).await;
        }
    }
}

/// What an answer says of what stands there.
fn told(answer: &Answer, links: Option<&regex::Regex>) -> std::result::Result<Tried, String> {
    let content = sniff(&answer.body);
    let kind = match content {
        Content::Sitemap => "sitemap",
        Content::Html => "index",
        _ => "feed",
    };
    let address = answer.url.to_string();
    if content == Content::Html {
        let leads = feed::leads(&answer.url, &answer.body);
        let fits = |entry: &Entry| links.is_none_or(|links| links.is_match(&entry.link));
        let fitting: Vec<Entry> = leads.links.into_iter().filter(fits).collect();
        let (leads_to, first) = (fitting.len(), fitting.into_iter().take(FIRST).collect());
        let (shapes, feeds) = (leads.shapes, leads.feeds);
        return Ok(Tried { address, kind, leads_to, first, shapes, feeds, ..Tried::default() });
    }
    Ok(match feed::read(&answer.url, &answer.body, links)? {
        Listing::Entries(entries) => {
            let (leads_to, first) = (entries.len(), entries.into_iter().take(FIRST).collect());
            Tried { address, kind, leads_to, first, ..Tried::default() }
        }
        Listing::Parts(parts) => {
            let (leads_to, of_sitemaps) = (parts.len(), true);
            let first = parts.into_iter().take(FIRST);
            let first =
                first.map(|part| Entry { link: part.link, published: part.modified, ..Entry::default() });
            Tried { address, kind, of_sitemaps, leads_to, first: first.collect(), ..Tried::default() }
        }
    })
}
