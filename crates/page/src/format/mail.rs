//! Electronic mail (RFC 5322, MIME): wire copy, newsletters and monitors' bulletins as they arrive.

use super::wrapped::unwrapped;
use crate::encoding;
use dateline_terms::{Flaw, Page, Published, PublishedBasis, Report};
use jiff::civil::Date;
use mail_parser::{Message, MessageParser};

/// Takes the message's story, of the HTML part where there is one, and what its header says: subject, sender, day.
pub(super) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    let Some(message) = MessageParser::default().parse(&page.bytes) else {
        flaws.push(Flaw::new(
            "page",
            "It is no message that can be read: save it again from the mail program.",
        ));
        return;
    };
    head(&message, report);
    let html = message.html_bodies().find(|part| part.is_text_html());
    if let Some(html) = html.and_then(|part| part.text_contents()) {
        let inner = Page { bytes: html.into(), charset: Some("utf-8".into()), ..page.clone() };
        return super::html::clean(&inner, report, flaws);
    }
    match message.body_text(0) {
        Some(text) if !text.trim().is_empty() => crate::text::clean_text(&unwrapped(&text), report, flaws),
        _ => flaws.push(Flaw::new("page", "The message holds no text: its report may be an attached file.")),
    }
}

/// Fills what was not given from the header. The day is that of the sender's own clock.
fn head(message: &Message<'_>, report: &mut Report) {
    let subject = message.subject().map(str::trim).filter(|subject| !subject.is_empty());
    report.title = report.title.take().or_else(|| subject.map(str::to_string));
    report.outlet = report.outlet.take().or_else(|| sender(message));
    let day = message.date().and_then(|at| Date::new(at.year as i16, at.month as i8, at.day as i8).ok());
    let stated = day.map(|date| Published { date, basis: PublishedBasis::Stated, at: None });
    report.published = report.published.take().or(stated);
}

/// The sender's name, else the domain that the message came from.
fn sender(message: &Message<'_>) -> Option<String> {
    let first = message.from()?.first()?;
    let name = first.name().map(str::trim).filter(|name| !name.is_empty() && !name.contains('@'));
    let domain = || first.address()?.rsplit_once('@').map(|(_, domain)| domain);
    name.or_else(domain).map(str::to_string)
}

/// Whether the first bytes are the header of a message.
pub(crate) fn looks_so(head: &[u8]) -> bool {
    let head = encoding::ascii_lower(head);
    let fields = ["from:", "date:", "subject:", "message-id:", "received:", "return-path:"];
    let starts = |line: &str| fields.iter().any(|field| line.starts_with(field));
    let header = || head.lines().take_while(|line| !line.trim().is_empty());
    header().next().is_some_and(|line| line.contains(':'))
        && header().filter(|line| starts(line)).count() >= 3
}
