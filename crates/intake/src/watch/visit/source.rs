//! Asking a source what it lists.

use super::{Visited, Visits, blocking, is_busy, millis, said};
use crate::feed::{self, File, Listing};
use crate::net::{Answer, MOST_REDIRECTS, Why};
use crate::watch::register::{Asked, Came, Listed, Told, Trouble, Turn, Validators};
use crate::watch::run::now;
use crate::{Error, Result, address};
use dateline_store::sha256;
use hyper::header;
use std::time::Duration;
use url::Url;

/// How long a source that may not be asked is left alone.
const BARRED: Duration = Duration::from_secs(24 * 3600);

/// What came of looking into a folder.
pub(super) fn folder(asked: &Asked, files: std::result::Result<Vec<File>, String>) -> Visited {
    let due = now() + millis(asked.source.interval().unwrap_or(BARRED));
    let came = match files {
        Ok(files) => {
            let listed = Listed { files, ..Listed::default() };
            Came::Source(Told::Read(Validators::default()), listed, due)
        }
        Err(what) => Came::Source(Told::Failed(what), Listed::default(), due),
    };
    Visited::new(came, Duration::ZERO)
}

impl Visits {
    /// Asks a source what it lists.
    pub(super) async fn source(&self, turn: &Turn, asked: &Asked) -> Result<Visited> {
        let every = asked.source.interval()?;
        let pace = self.pace(turn);
        let url =
            Url::parse(&asked.ask).map_err(|_| Error::new(format!("{}: this is no address.", asked.ask)))?;
        let rest = pace.between(turn.robots.delay);
        let told = |told, listed, after: Duration| Came::Source(told, listed, now() + millis(after));
        if !turn.robots.allows(&url) {
            let what = Told::Failed("Its robots.txt does not let it be fetched.".into());
            return Ok(Visited::new(told(what, Listed::default(), BARRED), Duration::ZERO));
        }
        let mut ask = self.ask(turn, url.clone());
        (ask.etag, ask.modified) = (asked.etag.clone(), asked.modified.clone());
        let after = |said| every.max(pace.after_failures(asked.failures + 1, said));
        let answer = match self.fetcher.once(&ask).await {
            Ok(answer) => answer,
            Err(failed) => {
                let came = told(Told::Failed(failed.what.clone()), Listed::default(), after(None));
                let host_failed = matches!(failed.why, Why::Unreachable | Why::Slow);
                return Ok(if host_failed {
                    self.failed(turn, came, Trouble::new(failed.what), None)
                } else {
                    Visited::new(came, rest)
                });
            }
        };
        if let Some(to) = answer.moved() {
            let further = asked.hops < MOST_REDIRECTS && address::canonical(to.as_str()).is_some();
            let what =
                if further { Told::Moved(to) } else { Told::Failed("Its redirects lead nowhere.".into()) };
            return Ok(Visited::new(told(what, Listed::default(), every), rest));
        }
        let said = said(&answer);
        if answer.status != 200 && answer.status != 304 {
            let what = format!("The server answers {}.", answer.status);
            let came = told(Told::Failed(what.clone()), Listed::default(), after(said));
            return Ok(if is_busy(answer.status) {
                self.failed(turn, came, Trouble::new(what), said)
            } else {
                Visited::new(came, rest)
            });
        }
        let source = asked.clone();
        let (news, listed) = blocking(move || Ok(read(&source, &url, &answer))).await?;
        let wait = if matches!(news, Told::Failed(_)) { after(None) } else { every };
        Ok(Visited::new(told(news, listed, wait), rest))
    }
}

/// What a source's answer says: what is kept of it, and what it lists.
fn read(asked: &Asked, url: &Url, answer: &Answer) -> (Told, Listed) {
    let digest = sha256(&answer.body);
    if answer.status == 304 || asked.digest.as_deref() == Some(&digest) {
        return (Told::Unchanged, Listed::default());
    }
    let header = |name| answer.header(name).map(str::to_string);
    let news = Told::Read(Validators {
        etag: header(&header::ETAG),
        modified: header(&header::LAST_MODIFIED),
        digest: Some(digest),
    });
    let pattern = match asked.source.pattern() {
        Ok(pattern) => pattern,
        Err(error) => return (Told::Failed(error.to_string()), Listed::default()),
    };
    match feed::read(url, &answer.body, pattern.as_ref()) {
        Ok(Listing::Entries(entries)) => (news, Listed { entries, ..Listed::default() }),
        Ok(Listing::Parts(_)) if asked.source.kind() == "sitemap" && asked.part => (
            Told::Failed("It is an index in an index of sitemaps, which is not followed.".into()),
            Listed::default(),
        ),
        Ok(Listing::Parts(parts)) => (news, Listed { parts: Some(parts), ..Listed::default() }),
        Err(what) => (Told::Failed(what), Listed::default()),
    }
}
