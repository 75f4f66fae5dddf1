//! From hostile bytes to a clean report: HTML, MIME archives and scraped text in any encoding.
//!
//! [`clean`] never fails and never panics: what it could not do comes back as flaws, in words that a
//! user can act on. [`refuse`] says beforehand whether bytes are a page at all. Nothing here does I/O
//! or knows a clock.

#![warn(clippy::disallowed_methods, clippy::disallowed_types)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing
    )
)]

mod encoding;
mod format;
mod html;
pub mod published;
mod sniff;
pub mod text;

pub use html::pictures::Picture;
pub use sniff::refuse;

use dateline_terms::{Date, Flaw, Page, Published, PublishedBasis, Report};
use sha2::{Digest, Sha256};
use std::panic::catch_unwind;

/// Cleans one page: finds out its format and encoding, keeps the body and names what stood around it.
///
/// What the person or the feed gave with the page (title, outlet, date, language) comes first; the page
/// fills the rest. Bytes that are no page give a report with empty text and one flaw.
pub fn clean(page: &Page) -> (Report, Vec<Flaw>) {
    let report = given(page);
    let mut flaws = Vec::new();
    if let Some(why) = refuse(&page.bytes) {
        flaws.push(Flaw::new("page", why));
        return (report, flaws);
    }
    // Parsers, ours and others', should not panic whatever the bytes; one that does costs one page.
    let cleaned = catch_unwind(|| {
        let (mut report, mut flaws) = (report.clone(), Vec::new());
        format::clean(page, &mut report, &mut flaws);
        (report, flaws)
    });
    cleaned.unwrap_or_else(|_| {
        flaws.push(Flaw::new(
            "page",
            "The page broke its parser: please report it, with the page. Nothing of it was read.",
        ));
        (report, flaws)
    })
}

/// The day of publication alone, as an HTML page's mark-up and visible date lines give it: a third of the
/// work of [`clean`], for those who only want to sort pages by day.
pub fn published_on(page: &Page) -> Option<Date> {
    if refuse(&page.bytes).is_some() { None } else { format::html_date(page) }
}

/// The pictures of an HTML page's story, each with its caption; none where the page is no HTML.
pub fn pictures(page: &Page) -> Vec<Picture> {
    if refuse(&page.bytes).is_some() || sniff::shape(page) != dateline_terms::Format::Html {
        return Vec::new();
    }
    // As for `clean`.
    catch_unwind(|| format::html_pictures(page)).unwrap_or_default()
}

/// A report that holds only what was given with the page.
fn given(page: &Page) -> Report {
    Report {
        id: page.id.clone(),
        title: page.title.clone(),
        outlet: page.outlet.clone(),
        language: page.language.clone(),
        published: page.published.map(|date| Published { date, basis: PublishedBasis::Given, at: None }),
        url: page.url.clone(),
        sha256: hex(&Sha256::digest(&page.bytes)),
        ..Report::default()
    }
}

/// Lower-case hexadecimal digits of `bytes`.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Every block of an HTML page with the figures by which it is judged: what `train/page` learns from.
#[doc(hidden)]
pub fn blocks_with_figures(page: &Page) -> Vec<(String, Vec<f32>)> {
    format::html_figures(page)
}
