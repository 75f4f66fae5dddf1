//! Inputs.

use anyhow::{Context, Result};
use dateline_terms::{Date, Format, Page};
use serde::Deserialize;

/// The fields of a JSON input that are read; all others are ignored.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Record {
    pub id: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
    pub published: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

impl Record {
    /// The page that the record describes; `name` is its id where it has none.
    pub fn page(self, name: &str) -> Page {
        let id = self.id.or_else(|| self.url.clone()).unwrap_or_else(|| name.to_string());
        let keep_text = self.text.is_some();
        let format = if keep_text { Format::Text } else { Format::Html };
        let mut page = Page::new(id, self.text.or(self.html).unwrap_or_default(), format);
        page.keep_text = keep_text;
        page.title = self.title;
        page.outlet = self.outlet;
        page.url = self.url;
        page.language = self.language;
        page.published = self.published.as_deref().and_then(day);
        page
    }
}

/// The day of a date, or of a date and time.
fn day(words: &str) -> Option<Date> {
    words.trim().get(..10)?.parse().ok()
}

pub(crate) fn pages(name: &str, bytes: &[u8]) -> Result<Vec<Page>> {
    if name.ends_with(".jsonl") || name == "-" {
        let text = std::str::from_utf8(bytes)?;
        let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
        return lines
            .map(|(n, line)| {
                let record: Record =
                    serde_json::from_str(line).with_context(|| format!("{name}: line {}", n + 1))?;
                Ok(record.page(&format!("{name}:{}", n + 1)))
            })
            .collect();
    }
    Ok(vec![Page::new(name, bytes, Format::Unknown)])
}
