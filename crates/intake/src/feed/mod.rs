//! What sources list: the entries of feeds and sitemaps, the links of index pages, the files of folders.

mod feeds;
mod folder;
mod index;
mod shape;
mod sitemap;

pub use folder::{File, files};
pub use shape::Shape;

use crate::net::{Content, sniff};
use jiff::Timestamp;
use regex::Regex;
use serde::{Deserialize, Serialize};
use url::Url;

/// Entries that are read of one list, at most.
pub const MOST: usize = 5_000;

/// One page that a list leads to, with what the list says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Its address, whole, as it was given.
    pub link: String,
    /// Its headline.
    pub title: Option<String>,
    /// When it was published, as the list says: lists are often wrong.
    pub published: Option<Timestamp>,
    /// Its outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Its language: ISO 639-1.
    pub language: Option<String>,
}

/// A sitemap that an index of sitemaps names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its address, whole.
    pub link: String,
    /// When it changed last, as the index says.
    pub modified: Option<Timestamp>,
}

/// What a source lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listing {
    /// Pages.
    Entries(Vec<Entry>),
    /// Sitemaps with pages.
    Parts(Vec<Part>),
}

/// What a page leads to, for somebody who is about to watch it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leads {
    /// Its links, each with the first words that lead there.
    pub links: Vec<Entry>,
    /// Patterns that links of it have in common, those that look most like reports first.
    pub shapes: Vec<Shape>,
    /// The feeds that it names.
    pub feeds: Vec<String>,
}

/// What the page at `address` leads to.
pub fn leads(address: &Url, html: &[u8]) -> Leads {
    let mut links = index::links(address, html);
    links.truncate(MOST);
    let addresses: Vec<&str> = links.iter().map(|entry| entry.link.as_str()).collect();
    let shapes = shape::shapes(address, &addresses);
    Leads { shapes, feeds: index::feeds(address, html), links }
}

/// Reads what stands at `address`: a feed or a sitemap by its own bytes, and a page where there is a pattern that the
/// addresses of reports fit. The pattern also holds for the entries of feeds and sitemaps.
///
/// # Errors
/// A sentence that says why it is no list.
pub fn read(address: &Url, bytes: &[u8], links: Option<&Regex>) -> Result<Listing, String> {
    let listing = match (sniff(bytes), links) {
        (Content::Feed | Content::Json, _) => Listing::Entries(feeds::read(address, bytes)?),
        (Content::Sitemap, _) => sitemap::read(address, bytes)?,
        (Content::Html, Some(_)) => Listing::Entries(index::read(address, bytes)),
        (Content::Html, None) => {
            return Err("It is a page, no feed: give `links`, a pattern of the reports' addresses.".into());
        }
        _ => return Err("It is no feed, no sitemap and no page: check the address.".into()),
    };
    Ok(match (listing, links) {
        (Listing::Entries(entries), links) => {
            let fits = |entry: &Entry| links.is_none_or(|links| links.is_match(&entry.link));
            Listing::Entries(entries.into_iter().filter(fits).take(MOST).collect())
        }
        (parts, _) => parts,
    })
}
