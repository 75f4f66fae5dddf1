//! MIME HTML archives.

use dateline_terms::{Flaw, Page, Report};

/// Takes the HTML part out of the archive and cleans it.
pub(super) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    super::html::clean(page, report, flaws);
}
