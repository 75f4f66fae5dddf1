//! HTML and XHTML.

use crate::encoding;
use crate::html::{blocks, body, parse, tag::Tag};
use dateline_terms::{Flaw, Page, Report};

/// Bytes of a page that are read. The largest news pages have 2 MB; what is longer holds its story early.
const MAX_BYTES: usize = 8 << 20;

/// Finds the body and the facts around it.
pub(super) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    let bytes = page.bytes.get(..MAX_BYTES).unwrap_or(&page.bytes);
    if bytes.len() < page.bytes.len() {
        flaws.push(Flaw::new(
            "page",
            "The page is longer than 8 MB: only its first 8 MB were read. Save the report alone.",
        ));
    }
    let (source, lost) = encoding::decode(bytes, None);
    flaws.extend(lost.map(|what| Flaw::new("page", what)));
    let tree = parse::parse(&source);
    if tree.cut {
        flaws.push(Flaw::new(
            "page",
            "The page has more than 300,000 elements: the rest was left out. Save the report alone.",
        ));
    }
    let blocks = blocks::cut(&tree);
    let kept = body::choose(&tree, &blocks);
    let chosen: Vec<&str> = blocks
        .list
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(block, _)| blocks.words(block))
        .collect();
    let text = chosen.join("\n\n");
    if text.is_empty() {
        flaws.push(Flaw::new(
            "page",
            "No story was found on the page: it may be an overview, or may need a browser to load its text.",
        ));
    }
    if report.title.is_none() {
        report.title = tree
            .iter()
            .find(|(_, n)| n.tag == Tag::H1)
            .map(|(id, _)| tree.words(id))
            .filter(|t| !t.is_empty());
    }
    crate::text::clean_text(&text, report, flaws);
}
