//! HTML and XHTML.

use crate::encoding;
use dateline_terms::{Flaw, Page, Report};

/// Finds the body and the facts around it.
pub(super) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    let (text, _) = encoding::decode(&page.bytes, None);
    crate::text::clean_text(&text, report, flaws);
}
