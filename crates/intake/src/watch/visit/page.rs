//! Fetching a page.

use super::{Visited, Visits, blocking, is_busy, millis, said};
use crate::net::{Answer, Content, Failed, MOST_REDIRECTS, Why, sniff};
use crate::pictures::LARGEST;
use crate::watch::keep::{Ready, Work};
use crate::watch::register::{Came, Ended, Page, Trouble, Turn};
use crate::watch::run::now;
use crate::watch::soft;
use crate::{Error, Exchange, Result, address};
use dateline_store::{Key, Store, sha256};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How often a page is tried.
const TRIES: u32 = 8;

impl Visits {
    /// Fetches a page, or hands a file on.
    pub(super) async fn page(&self, turn: &Turn, page: &Page) -> Result<Visited> {
        if page.doubt && self.is_kept(page).await? {
            let ended = Ended { state: "done", ..Ended::default() };
            return Ok(Visited::new(Came::Ended(ended), Duration::ZERO));
        }
        if page.host.starts_with("file:") {
            let work = Work::File(PathBuf::from(&page.ask));
            let ready = Some(Ready { page: page.clone(), own: page.address.clone(), work });
            return Ok(Visited { ready, ..Visited::new(Came::Handed, Duration::ZERO) });
        }
        let refused = |what: &str| Visited::new(Came::Ended(Ended::refused(None, what)), Duration::ZERO);
        let Ok(url) = Url::parse(&page.ask) else { return Ok(refused("This is no address.")) };
        if !turn.robots.allows(&url) {
            return Ok(refused("The site's robots.txt does not let it be fetched."));
        }
        let mut ask = self.ask(turn, url);
        if page.is_picture {
            ask.limits.sent = ask.limits.sent.min(LARGEST);
            ask.limits.decoded = ask.limits.decoded.min(LARGEST);
        }
        match self.fetcher.once(&ask).await {
            Ok(answer) => self.answered(turn, page, answer).await,
            Err(failed) => Ok(self.unanswered(turn, page, failed)),
        }
    }

    /// Whether the record holds a page that another process held when it ended.
    async fn is_kept(&self, page: &Page) -> Result<bool> {
        if page.host.starts_with("file:") {
            return Ok(false);
        }
        let (record, address) = (self.settings.record.clone(), page.address.clone());
        blocking(move || Ok(Store::read(&record)?.has(&Key::Address(address))?)).await
    }

    fn unanswered(&self, turn: &Turn, page: &Page, failed: Failed) -> Visited {
        let what = failed.what.clone();
        match failed.why {
            Why::Refused | Why::Private => {
                Visited::new(Came::Ended(Ended::refused(None, what)), Duration::ZERO)
            }
            Why::Large | Why::Circles => {
                let rest = self.pace(turn).between(turn.robots.delay);
                Visited::new(Came::Ended(Ended::refused(None, what)), rest)
            }
            Why::Unreachable => {
                let rest = self.pace(turn).after_failures(turn.failures + 1, None);
                let came = Came::Later(now() + millis(rest), false, what.clone());
                self.failed(turn, came, Trouble::new(what), None)
            }
            Why::Slow => self.failed(turn, self.again(turn, page, None, &what), Trouble::new(what), None),
            Why::Broken => {
                Visited::new(self.again(turn, page, None, &what), self.pace(turn).between(turn.robots.delay))
            }
        }
    }

    /// A page is tried again later, unless it was tried often.
    fn again(&self, turn: &Turn, page: &Page, status: Option<u16>, what: &str) -> Came {
        if page.tries + 1 >= TRIES {
            return Came::Ended(Ended::failed(status, what));
        }
        let rest = self.pace(turn).after_failures(page.tries + 1, None);
        Came::Later(now() + millis(rest), true, what.to_string())
    }

    async fn answered(&self, turn: &Turn, page: &Page, mut answer: Answer) -> Result<Visited> {
        let rest = self.pace(turn).between(turn.robots.delay);
        if let Some(to) = answer.moved() {
            let came = self.redirected(page, &answer, to).await?;
            if matches!(came, Came::Moved(_)) {
                self.keep_evidence(&mut answer).await?;
            }
            return Ok(Visited::new(came, rest));
        }
        let status = answer.status;
        let what = format!("The server answers {status}.");
        if is_busy(status) {
            let came = self.again(turn, page, Some(status), &what);
            return Ok(self.failed(turn, came, Trouble::new(what), said(&answer)));
        }
        if matches!(status, 408 | 425 | 500..) {
            return Ok(Visited::new(self.again(turn, page, Some(status), &what), rest));
        }
        if page.is_picture {
            return self.picture(answer, rest).await;
        }
        let ended = |ended| Ok(Visited::new(Came::Ended(ended), rest));
        if let Some(wrong) = refusal(&answer, what) {
            return ended(Ended::refused(Some(status), wrong));
        }
        let own =
            address::stated(&answer.url, &answer.body).or_else(|| address::canonical(answer.url.as_str()));
        let own = own.map_or_else(|| page.address.clone(), String::from);
        if let Some(other) = self.other(page, &own, &answer).await? {
            return ended(Ended::same(other));
        }
        self.keep_evidence(&mut answer).await?;
        let ready = Some(Ready { page: page.clone(), own, work: Work::Answer(Box::new(answer)) });
        Ok(Visited { ready, ..Visited::new(Came::Handed, rest) })
    }

    /// Where a page's redirect leads.
    async fn redirected(&self, page: &Page, answer: &Answer, mut to: Url) -> Result<Came> {
        to.set_fragment(None);
        let Some(own) = address::canonical(to.as_str()) else {
            return Ok(Came::Ended(Ended::refused(Some(answer.status), "It leads to no address of a page.")));
        };
        if page.hops >= MOST_REDIRECTS {
            return Ok(Came::Ended(Ended::failed(Some(answer.status), crate::net::too_often())));
        }
        if own.path() == "/" && own.query().is_none() && answer.url.path() != "/" {
            return Ok(Came::Ended(Ended::refused(
                Some(answer.status),
                "It leads to a front page: it is gone.",
            )));
        }
        let (register, number, name) = (Arc::clone(&self.register), page.number, own.to_string());
        let taken = blocking(move || register.is_taken(&name, number)).await?;
        Ok(if taken { Came::Ended(Ended::same(own.into())) } else { Came::Moved(to) })
    }

    /// The address of a page that is there already, and is this one.
    async fn other(&self, page: &Page, own: &str, answer: &Answer) -> Result<Option<String>> {
        let digest = sha256(&answer.body);
        let (register, page, own) = (Arc::clone(&self.register), page.clone(), own.to_string());
        blocking(move || {
            if own != page.address && register.is_taken(&own, page.number)? {
                return Ok(Some(own));
            }
            register.twin(&page, &digest)
        })
        .await
    }

    /// Keeps what went over the line; what is kept of it is then let go of.
    pub(super) async fn keep_evidence(&self, answer: &mut Answer) -> Result<()> {
        let empty =
            Exchange { request: Vec::new(), head: Vec::new(), body: Vec::new(), ..answer.exchange.clone() };
        let exchange = std::mem::replace(&mut answer.exchange, empty);
        match self.evidence.clone() {
            Some(evidence) => blocking(move || evidence.keep(&exchange).map_err(Error::new)).await,
            None => Ok(()),
        }
    }
}

/// Why an answer is no page.
fn refusal(answer: &Answer, what: String) -> Option<String> {
    if answer.status != 200 {
        return Some(what);
    }
    match sniff(&answer.body) {
        Content::Html if soft::is_missing(&answer.body) => {
            Some("The page says that there is no such page.".into())
        }
        Content::Html | Content::Text => None,
        Content::Pdf => Some("It is a PDF, no page.".into()),
        Content::Feed | Content::Sitemap | Content::Xml | Content::Json => {
            Some("It is data, no page.".into())
        }
        Content::Other => Some("There is nothing in it to read.".into()),
    }
}
