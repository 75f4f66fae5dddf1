//! Sources as somebody sends them.

use crate::problem::{Answer, Problem};
use dateline_intake::watch::{Place, Source};
use serde::Deserialize;
use utoipa::ToSchema;

/// Characters of a name, an outlet and a pattern at most.
const LONGEST: usize = 500;

/// Bytes of an address at most.
const LONGEST_ADDRESS: usize = 2000;

/// What stands at a source's address. A folder is added at the machine alone: whoever comes over the network names no files.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum SourceKind {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap, or an index of sitemaps.
    Sitemap,
    /// A page that leads to reports; `links` says which of its links do.
    Index,
}

/// What may be said of a source beside where it is.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
pub(super) struct Manner {
    /// A pattern (regular expression) that the addresses of reports fit; an `index` needs one.
    pub links: Option<String>,
    /// The outlet of its reports.
    pub outlet: Option<String>,
    /// The language of its reports where they do not tell it: two letters.
    pub language: Option<String>,
    /// How often it is asked, such as `15m` or `2h`; 15 minutes where nothing is said.
    pub every: Option<String>,
    /// Seconds between two requests to its host, at least: from 0 to 3600.
    pub pace: Option<f64>,
    /// Pages that it says are older than so many days are passed over.
    pub days: Option<u32>,
    /// Whether its host may be of this machine and its own network: only where the operator allows it.
    #[serde(default)]
    pub allow_private: bool,
}

/// A source to be watched.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewSource {
    /// What to call it; no two have the same name.
    pub name: String,
    /// What stands at its address.
    pub kind: SourceKind,
    /// Its address, such as `https://example.org/rss.xml`; one without TLS is taken too.
    pub address: String,
    #[serde(flatten)]
    pub manner: Manner,
    /// The reason, for those who read the audit later.
    pub why: Option<String>,
}

impl NewSource {
    /// As it would stand in `sources.toml`.
    ///
    /// # Errors
    /// When it is not as it should be.
    pub fn source(self) -> Answer<Source> {
        let mut source = Source::default();
        put(&mut source, self.kind, self.address.trim().to_string());
        sound(self.manner.onto(Source { name: self.name.trim().to_string(), ..source }))
    }
}

/// A source as it is to be from now on; what is left out is taken away, its kind stays.
#[derive(Deserialize, ToSchema)]
pub(super) struct ChangedSource {
    /// What to call it.
    pub name: String,
    /// Its address; of a folder it stays.
    pub address: Option<String>,
    #[serde(flatten)]
    pub manner: Manner,
    /// The reason, for those who read the audit later.
    pub why: String,
}

impl ChangedSource {
    /// As it would stand in `sources.toml`.
    ///
    /// # Errors
    /// When it is not as it should be.
    pub fn source(self, before: &Source) -> Answer<Source> {
        let mut source = Source { name: self.name.trim().to_string(), ..before.clone() };
        if let Some(address) = self.address.map(|address| address.trim().to_string()) {
            match before.kind() {
                "feed" => put(&mut source, SourceKind::Feed, address),
                "sitemap" => put(&mut source, SourceKind::Sitemap, address),
                "index" => put(&mut source, SourceKind::Index, address),
                _ if before.place().is_ok_and(|place| place == Place::Folder(address.into())) => {}
                _ => return Err(Problem::asked("The folder of a source is changed at the machine alone.")),
            }
        }
        sound(self.manner.onto(source))
    }
}

/// Why something is done.
#[derive(Deserialize, ToSchema)]
pub(super) struct Reason {
    /// The reason, for those who read the audit later. A pause needs one.
    pub why: Option<String>,
}

/// An address to be asked once.
#[derive(Deserialize, ToSchema)]
pub(super) struct TriedAddress {
    /// The address, such as `https://example.org/rss.xml`; one without TLS is taken too.
    pub address: String,
    #[serde(flatten)]
    pub manner: Manner,
}

impl TriedAddress {
    /// The source that it would be, as far as asking it goes.
    ///
    /// # Errors
    /// When it is not as it should be.
    pub fn source(self) -> Answer<Source> {
        let source = Source { name: self.address.clone(), ..Source::default() };
        let mut source = self.manner.onto(source);
        put(&mut source, SourceKind::Feed, self.address.trim().to_string());
        sound(source)
    }
}

impl Manner {
    fn onto(self, source: Source) -> Source {
        let Manner { links, outlet, language, every, pace, days, allow_private } = self;
        let said =
            |text: Option<String>| text.map(|text| text.trim().to_string()).filter(|text| !text.is_empty());
        let (links, outlet, language, every) = (said(links), said(outlet), said(language), said(every));
        Source { links, outlet, language, every, pace, days, allow_private, ..source }
    }
}

fn put(source: &mut Source, kind: SourceKind, address: String) {
    match kind {
        SourceKind::Feed => source.feed = Some(address),
        SourceKind::Sitemap => source.sitemap = Some(address),
        SourceKind::Index => source.index = Some(address),
    }
}

/// A source that is as it should be.
fn sound(source: Source) -> Answer<Source> {
    let short = |text: &str, most: usize| text.chars().count() <= most && !text.chars().any(char::is_control);
    let address = source.feed.iter().chain(&source.sitemap).chain(&source.index).next();
    if address.is_some_and(|address| !short(address, LONGEST_ADDRESS))
        || !short(&source.name, LONGEST_ADDRESS)
    {
        return Err(Problem::asked(format!(
            "An address has at most {LONGEST_ADDRESS} characters, all in one line."
        )));
    }
    let texts = [&source.links, &source.outlet, &source.language, &source.every];
    if !texts.into_iter().flatten().all(|text| short(text, LONGEST)) {
        return Err(Problem::asked(format!("Each text has at most {LONGEST} characters, all in one line.")));
    }
    source.check().map_err(|error| Problem::asked(error.to_string()))?;
    Ok(source)
}
