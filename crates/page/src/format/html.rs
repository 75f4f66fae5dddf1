//! HTML and XHTML.

use crate::encoding;
use crate::html::{blocks, body, entity, features, parse, tag::Tag, tree};
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
    let kept = body::choose(&tree, &blocks, &hints(&tree));
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

/// The page's title and summary, by which its blocks are judged.
fn hints(tree: &tree::Tree<'_>) -> features::Hints {
    let mut hints = features::Hints::default();
    for (id, node) in tree.iter() {
        match node.tag {
            Tag::Title if hints.title.is_empty() => {
                hints.title = entity::decode(node.text).trim().to_lowercase()
            }
            Tag::Meta => {
                let name =
                    tree.attribute(id, "property").or_else(|| tree.attribute(id, "name")).unwrap_or("");
                let content =
                    || entity::decode(tree.attribute(id, "content").unwrap_or("")).trim().to_lowercase();
                match name {
                    "og:title" => hints.title = content(),
                    "og:description" | "description" if hints.summary.is_empty() => hints.summary = content(),
                    _ => {}
                }
            }
            Tag::Body => break,
            _ => {}
        }
    }
    hints
}

/// Every block with its figures.
pub(crate) fn figures(page: &Page) -> Vec<(String, Vec<f32>)> {
    let (source, _) = encoding::decode(&page.bytes, None);
    let tree = parse::parse(&source);
    let blocks = blocks::cut(&tree);
    let rows = features::figures(&tree, &blocks, &hints(&tree));
    blocks.list.iter().zip(rows).map(|(block, row)| (blocks.words(block).to_string(), row.to_vec())).collect()
}
