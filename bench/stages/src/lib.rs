//! Pages to measure on, and the stages that they go through.

use dateline::Coder;
use dateline_terms::{Format, Page};
use serde_json::Value;

/// How far pages are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not at all: what starting and loading cost.
    None,
    /// Cleaned.
    Page,
    /// Cleaned and read.
    Read,
    /// Cleaned, read and coded.
    Code,
}

impl Stage {
    /// All, each going further than the one before it.
    pub const ALL: [(&'static str, Stage); 4] =
        [("none", Stage::None), ("page", Stage::Page), ("read", Stage::Read), ("code", Stage::Code)];
}

/// The first `count` reports of a JSONL file as pages.
///
/// # Panics
/// When a line is no JSON.
pub fn pages(jsonl: &str, count: usize) -> Vec<Page> {
    let page = |line: &str| {
        let record: Value = serde_json::from_str(line).expect("a line of JSON");
        let mut page = Page::new("x", record["text"].as_str().unwrap_or_default(), Format::Text);
        page.keep_text = true;
        page.title = record["title"].as_str().map(str::to_string);
        page.published = record["published"].as_str().and_then(|date| date.parse().ok());
        page
    };
    jsonl.lines().filter(|line| !line.trim().is_empty()).take(count).map(page).collect()
}

/// Takes a page to a stage; gives something that depends on the work, so that none is left out.
pub fn take(coder: &Coder, page: &Page, stage: Stage) -> usize {
    match stage {
        Stage::None => 0,
        Stage::Page => dateline_page::clean(page).0.text.len(),
        Stage::Read => coder.read(page).1.tokens.len(),
        Stage::Code => coder.code(page).coded.claims.len(),
    }
}
