//! `sources.toml`: what is watched, as its user writes it.

use crate::{Error, Result};
use jiff::SignedDuration;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// How often a source is asked where nothing is said.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// How often it may be asked at most.
const SOONEST: Duration = Duration::from_secs(1);

/// One source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// What people call it; no two have the same name.
    pub name: String,
    /// Address of an RSS, Atom or JSON feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feed: Option<String>,
    /// Address of a sitemap, of news or not, or of an index of sitemaps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sitemap: Option<String>,
    /// Address of a page that leads to reports; `links` says which links do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// A folder that reports are put into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// A pattern (regular expression) that the addresses of reports fit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<String>,
    /// Outlet of pages that do not say theirs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Language of pages whose source does not say theirs: ISO 639-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How often it is asked, such as `15m` or `2h`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// Seconds between two requests to its host, at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<f64>,
    /// Pages that the source says are older than so many days are passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Whether its host may be of this machine and its own network; others that it leads to may not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_private: bool,
    /// Whether it is left alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
}

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sources {
    /// Where those who run sites can reach who runs this: an address of a page or of e-mail.
    pub contact: Option<String>,
    /// `pace` of sources that do not say theirs.
    pace: Option<f64>,
    /// `every` of sources that do not say theirs.
    every: Option<String>,
    /// The sources, in their order.
    pub source: Vec<Source>,
}

impl Sources {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, or a source is not as it should be.
    pub fn open(path: &Path) -> Result<Sources> {
        let named = |what: &dyn std::fmt::Display| Error::new(format!("{}: {what}", path.display()));
        let text = std::fs::read_to_string(path).map_err(|e| named(&format!("It cannot be read ({e}).")))?;
        let mut sources = Sources::read(&text).map_err(|error| named(&error))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for source in &mut sources.source {
            // A folder's path is meant from where the file stands.
            source.folder = source.folder.take().map(|named| folder.join(named));
        }
        Ok(sources)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// When a source is not as it should be.
    pub fn read(text: &str) -> Result<Sources> {
        let mut sources: Sources = toml::from_str(text).map_err(|e| Error::new(e.to_string().trim_end()))?;
        let mut names = HashSet::new();
        for source in &mut sources.source {
            source.pace = source.pace.or(sources.pace);
            source.every = source.every.take().or_else(|| sources.every.clone());
            source.check()?;
            if !names.insert(source.name.clone()) {
                return Err(Error::new(format!(
                    "Two sources are called {:?}: give one another name.",
                    source.name
                )));
            }
        }
        Ok(sources)
    }
}

/// Where a source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the network.
    Web(Url),
    /// On this machine.
    Folder(PathBuf),
}

impl Source {
    /// Whether it is as it should be.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn check(&self) -> Result<()> {
        let wrong = |what: &str| Err(Error::new(format!("The source {:?}: {what}", self.name)));
        if self.name.trim().is_empty() {
            return wrong("give it a `name`.");
        }
        if self.index.is_some() && self.links.is_none() {
            return wrong("an `index` needs `links`, a pattern that the addresses of reports fit.");
        }
        if self.pace.is_some_and(|pace| !(0.0..=3600.0).contains(&pace)) {
            return wrong("`pace` is a number of seconds from 0 to 3600.");
        }
        if self.language.as_ref().is_some_and(|code| code.len() != 2) {
            return wrong("`language` is a code of two letters, such as en.");
        }
        self.place()?;
        self.interval()?;
        self.pattern().map(drop)
    }

    /// What kind it is: `feed`, `sitemap`, `index` or `folder`.
    pub fn kind(&self) -> &'static str {
        match self {
            Source { feed: Some(_), .. } => "feed",
            Source { sitemap: Some(_), .. } => "sitemap",
            Source { index: Some(_), .. } => "index",
            _ => "folder",
        }
    }

    /// Where it is.
    ///
    /// # Errors
    /// When it says no place, several, or one that is no address.
    pub fn place(&self) -> Result<Place> {
        let wrong = |what: String| Error::new(format!("The source {:?}: {what}", self.name));
        let addresses: Vec<&String> =
            [&self.feed, &self.sitemap, &self.index].into_iter().flatten().collect();
        match (addresses.as_slice(), &self.folder) {
            ([], Some(folder)) => Ok(Place::Folder(folder.clone())),
            ([address], None) => {
                let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
                let url = url.filter(|url| url.username().is_empty() && url.password().is_none());
                let what = || format!("{address:?} is no address that begins with https:// or http://.");
                Ok(Place::Web(url.ok_or_else(|| wrong(what()))?))
            }
            _ => Err(wrong("say where it is, by one of `feed`, `sitemap`, `index` and `folder`.".into())),
        }
    }

    /// The pattern of the reports' addresses.
    ///
    /// # Errors
    /// When it is no regular expression.
    pub fn pattern(&self) -> Result<Option<Regex>> {
        let wrong =
            |error| Error::new(format!("The source {:?}: `links` is no pattern ({error}).", self.name));
        self.links.as_deref().map(|links| Regex::new(links).map_err(wrong)).transpose()
    }

    /// How often it is asked.
    ///
    /// # Errors
    /// When it is no time.
    pub fn interval(&self) -> Result<Duration> {
        let Some(every) = &self.every else { return Ok(EVERY) };
        let parsed = every.parse::<SignedDuration>().ok().and_then(|every| Duration::try_from(every).ok());
        let wrong = || format!("The source {:?}: `every` is a time such as 15m or 2h.", self.name);
        Ok(parsed.ok_or_else(|| Error::new(wrong()))?.max(SOONEST))
    }

    /// Time between two requests to its host that it asks for.
    pub fn delay(&self) -> Option<Duration> {
        self.pace.and_then(|pace| Duration::try_from_secs_f64(pace).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_is_watched() {
        let text = r#"
            contact = "desk@example.org"
            pace = 2.5
            [[source]]
            name = "Example Times"
            feed = "https://example.org/rss"
            outlet = "Example Times"
            every = "1h 30m"
            [[source]]
            name = "Drop"
            folder = "in"
            pace = 0
        "#;
        let sources = Sources::read(text).expect("sources");
        let [times, folder] = sources.source.as_slice() else { panic!("two sources") };
        assert_eq!(times.interval().expect("a time"), Duration::from_secs(5400));
        assert_eq!(
            (times.delay(), folder.delay()),
            (Some(Duration::from_millis(2500)), Some(Duration::ZERO))
        );
        assert_eq!((times.kind(), folder.kind()), ("feed", "folder"));
        let again: Source =
            serde_json::from_str(&serde_json::to_string(times).expect("JSON")).expect("a source");
        assert_eq!(&again, times);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let cases = [
            ("feed = 'https://a.example/'", "`name`"),
            ("name = 'a'", "one of `feed`"),
            ("name = 'a'\nfeed = 'https://a.example/'\nfolder = 'x'", "one of `feed`"),
            ("name = 'a'\nfeed = 'ftp://a.example/'", "https://"),
            ("name = 'a'\nfeed = 'https://u:p@a.example/'", "https://"),
            ("name = 'a'\nindex = 'https://a.example/'", "`links`"),
            ("name = 'a'\nindex = 'https://a.example/'\nlinks = '('", "no pattern"),
            ("name = 'a'\nfolder = 'x'\nevery = 'often'", "15m"),
            ("name = 'a'\nfolder = 'x'\npace = -1", "`pace`"),
            ("name = 'a'\nfolder = 'x'\nfeeds = 'y'", "feeds"),
            ("name = 'a'\nfolder = 'x'\n[[source]]\nname = 'a'\nfolder = 'y'", "Two sources"),
        ];
        for (source, said) in cases {
            let error = Sources::read(&format!("[[source]]\n{source}")).expect_err(source).to_string();
            assert!(error.contains(said), "{source}: {error}");
        }
    }
}
