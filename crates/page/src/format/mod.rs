//! One file a page format. A new format is a file here and a line in [`FORMATS`].

mod html;
mod mail;
mod mhtml;
mod pdf;
mod text;
mod wrapped;

pub(crate) use mail::looks_so as is_mail;

pub(crate) use html::{date as html_date, figures as html_figures, pictures as html_pictures};

use dateline_terms::{Flaw, Format, Page, Report};

/// Fills a report from a page of one format.
type Clean = fn(&Page, &mut Report, &mut Vec<Flaw>);

/// Formats, and the function that cleans each.
const FORMATS: &[(Format, Clean)] = &[
    (Format::Html, html::clean),
    (Format::Mhtml, mhtml::clean),
    (Format::Mail, mail::clean),
    (Format::Pdf, pdf::clean),
    (Format::Text, text::clean),
];

/// Cleans `page` by the format that it is said to have or looks like.
pub(crate) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    let shape = crate::sniff::shape(page);
    if let Some((_, clean)) = FORMATS.iter().find(|(format, _)| *format == shape) {
        clean(page, report, flaws);
    }
}
