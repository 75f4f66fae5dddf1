//! Trying an address out before it is watched.

use super::given::TriedAddress;
use crate::problem::{Answer, Problem};
use crate::sent::Sent;
use crate::who::{Role, Who};
use crate::workbench::Workbench;
use axum::Json;
use axum::extract::State;
use dateline_intake::feed::{Entry, Shape};
use dateline_intake::watch::{Register, Settings, Source, Tried, path, try_out as ask};
use serde::Serialize;
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

/// A page that an address leads to.
#[derive(Serialize, ToSchema)]
struct TriedEntry {
    /// Its address.
    address: String,
    /// Its headline, or the words of the link to it.
    title: Option<String>,
    /// When it was published, as the list says: RFC 3339, UTC.
    published: Option<String>,
    /// Its language.
    language: Option<String>,
}

/// A pattern that links of a page have in common.
#[derive(Serialize, ToSchema)]
struct LinkPattern {
    /// The pattern, as `links` takes it.
    pattern: String,
    /// Links of the page that fit it.
    fits: usize,
    /// One of them.
    example: String,
}

/// What stands at an address.
#[derive(Default, Serialize, ToSchema)]
pub(super) struct TriedSource {
    /// `feed`, `sitemap` or `index`; `null` where there is no list.
    kind: Option<&'static str>,
    /// Why there is none; `null` where there is one.
    wrong: Option<String>,
    /// The address that answered, after redirects.
    address: String,
    /// The name of a source that is watched there already.
    watched_as: Option<String>,
    /// Whether it is an index of sitemaps; `first` are sitemaps then.
    of_sitemaps: bool,
    /// Addresses that it leads to; those that fit the pattern where one was given.
    leads_to: usize,
    /// The first ten of them.
    first: Vec<TriedEntry>,
    /// Of a page: patterns that its links have in common, those that look most like reports first.
    patterns: Vec<LinkPattern>,
    /// Of a page: the feeds that it names, which say more than its links do.
    feeds: Vec<String>,
}

impl From<Entry> for TriedEntry {
    fn from(entry: Entry) -> TriedEntry {
        let Entry { link, title, published, language, .. } = entry;
        TriedEntry { address: link, title, published: published.map(|at| format!("{at:.3}")), language }
    }
}

impl From<Shape> for LinkPattern {
    fn from(shape: Shape) -> LinkPattern {
        let Shape { pattern, fits, example } = shape;
        LinkPattern { pattern, fits, example }
    }
}

impl From<Tried> for TriedSource {
    fn from(tried: Tried) -> TriedSource {
        let Tried { address, kind, of_sitemaps, leads_to, first, shapes, feeds } = tried;
        let first = first.into_iter().map(TriedEntry::from).collect();
        let patterns = shapes.into_iter().map(LinkPattern::from).collect();
        TriedSource {
            kind: Some(kind),
            address,
            of_sitemaps,
            leads_to,
            first,
            patterns,
            feeds,
            ..TriedSource::default()
        }
    }
}

/// Ask an address once, as watching would: what is there, and what it leads to. Nothing of it is kept.
///
/// The host's turn is waited for, and its `robots.txt` is kept to, as everywhere; addresses of the server's own network are
/// not asked.
#[utoipa::path(post, path = "/sources/try", tag = "sources", request_body = TriedAddress, responses((status = 200, body = TriedSource)))]
pub(super) async fn try_out(
    State(workbench): State<Workbench>,
    who: Who,
    Sent(tried): Sent<TriedAddress>,
) -> Answer<Json<TriedSource>> {
    who.must_be(Role::Admin)?;
    let source = tried.source()?;
    super::allowed(&workbench, source.allow_private)?;
    let record = workbench.record().path().to_path_buf();
    let address = source.feed.clone().unwrap_or_default();
    let watched_as = watched_as(record.clone(), &source).await?;
    // It goes on to its end even where nobody waits for the answer any more: the host has to be left in good order.
    let settings = Settings::new(record).reachable_at(workbench.access().contact.as_deref());
    let asked = tokio::spawn(ask(settings, source)).await.map_err(Problem::broken)??;
    Ok(Json(match asked {
        Ok(found) => TriedSource { watched_as, ..found.into() },
        Err(wrong) => TriedSource { wrong: Some(wrong), address, watched_as, ..TriedSource::default() },
    }))
}

/// The name of a source that is watched at the address already.
async fn watched_as(record: std::path::PathBuf, source: &Source) -> Answer<Option<String>> {
    let place = source.place()?;
    let read = move || match place {
        dateline_intake::watch::Place::Web(url) if path(&record).exists() => {
            Register::open(&record)?.at(url.as_str())
        }
        _ => Ok(None),
    };
    Ok(spawn_blocking(read).await.map_err(Problem::broken)??)
}
