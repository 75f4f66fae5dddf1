//! Plain or scraped text.

use crate::encoding;
use dateline_terms::{Flaw, Page, Report};

/// Decodes the text, every character kept, and marks the furniture in it.
pub(super) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    let (text, lost) = encoding::decode(&page.bytes, page.charset.as_deref());
    if let Some(what) = lost {
        flaws.push(Flaw::new("page", what));
    }
    crate::text::clean_text(&text, report, flaws);
}
