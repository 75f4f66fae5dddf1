//! Which records are pages, and what of them is read.

use super::reader::Record;
use super::response::Response;
use crate::media;
use jiff::Timestamp;
use std::borrow::Cow;

/// A page as a record holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// Its address.
    pub url: String,
    /// When it was fetched: an upper bound of its publication, and no more than that.
    pub at: Option<Timestamp>,
    /// Its bytes, without transfer and content coding.
    pub bytes: Vec<u8>,
    /// Whether it was sent as HTML; else as plain text.
    pub is_html: bool,
    /// The encoding that it was sent as, where that was said.
    pub charset: Option<String>,
}

/// What a record holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// A page.
    Page(Capture),
    /// The news that an address gave what it had given before.
    Revisit,
    /// Anything else: requests, pictures, answers that are no page.
    Other,
}

/// What a record holds; a page may have at most `limit` bytes.
///
/// # Errors
/// Why a page cannot be read, as the end of a sentence.
pub fn held(record: Record, limit: usize) -> Result<Held, String> {
    match record.kind() {
        "response" => answer(&record, limit),
        "resource" | "conversion" => {
            let said = record.headers.get("Content-Type").unwrap_or_default();
            let Some((url, is_html)) = address(&record).zip(is_html(media::kind(said))) else {
                return Ok(Held::Other);
            };
            whole(&record, limit)?;
            let charset = media::charset(said);
            Ok(Held::Page(Capture { url, at: at(&record), bytes: record.block, is_html, charset }))
        }
        "revisit" => Ok(Held::Revisit),
        _ => Ok(Held::Other),
    }
}

fn answer(record: &Record, limit: usize) -> Result<Held, String> {
    let Some(url) = address(record) else { return Ok(Held::Other) };
    let Some(answer) = Response::read(&record.block).filter(|answer| answer.status == 200) else {
        return Ok(Held::Other);
    };
    let said =
        answer.headers.get("Content-Type").or_else(|| record.headers.get("WARC-Identified-Payload-Type"));
    let Some(is_html) = is_html(media::kind(said.unwrap_or_default())) else { return Ok(Held::Other) };
    let charset = said.and_then(media::charset);
    whole(record, limit)?;
    let bytes = answer.decoded(limit)?;
    if bytes.is_empty() {
        return Ok(Held::Other);
    }
    let bytes = match bytes {
        Cow::Owned(bytes) => bytes,
        Cow::Borrowed(bytes) => bytes.to_vec(),
    };
    Ok(Held::Page(Capture { url, at: at(record), bytes, is_html, charset }))
}

fn whole(record: &Record, limit: usize) -> Result<(), String> {
    if record.is_whole() {
        Ok(())
    } else {
        Err(format!("it is over {} MB, more than one page can have", limit >> 20))
    }
}

/// The address of a page: over HTTP, and not the one under which sites tell crawlers what to leave alone.
fn address(record: &Record) -> Option<String> {
    let target = record.target()?;
    let rest = target.strip_prefix("http://").or_else(|| target.strip_prefix("https://"))?;
    let is_rules = rest.split_once('/').is_some_and(|(_, path)| path == "robots.txt");
    (!is_rules).then(|| target.to_string())
}

fn at(record: &Record) -> Option<Timestamp> {
    record.headers.get("WARC-Date")?.parse().ok()
}

/// Whether a page of this type is HTML; `None` where it is no page.
fn is_html(kind: &str) -> Option<bool> {
    match kind.to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => Some(true),
        "text/plain" => Some(false),
        _ => None,
    }
}
