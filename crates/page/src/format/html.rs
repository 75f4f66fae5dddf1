//! HTML and XHTML.

use crate::encoding;
use crate::html::blocks::{self, Blocks};
use crate::html::features::{self, FIGURES, Hints};
use crate::html::linked::{self, Linked};
use crate::html::measure::Surroundings;
use crate::html::meta::{self, Meta};
use crate::html::tree::Tree;
use crate::html::{body, parse};
use crate::published::markup::{self, Evidence};
use dateline_terms::{Flaw, Page, Published, PublishedBasis, Report};

/// Bytes of a page that are read. The largest news pages have 2 MB; what is longer holds its story early.
const MAX_BYTES: usize = 8 << 20;

/// Finds the body and the facts around it.
pub(super) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    let source = source(page, flaws);
    let tree = parse::parse(&source);
    if tree.cut {
        flaws.push(Flaw::new(
            "page",
            "The page has more than 300,000 elements: the rest was left out. Save the report alone.",
        ));
    }
    let mut read = Read::of(&tree);
    let kept: Vec<bool> = read.figures().iter().map(body::belongs).collect();
    read.fill(page, &kept, report);
    let chosen = read.blocks.list.iter().zip(&kept).filter(|(_, kept)| **kept);
    let text = chosen.map(|(block, _)| read.blocks.words(block)).collect::<Vec<_>>().join("\n\n");
    if text.is_empty() {
        let what =
            "No story was found on the page: it may be an overview, or may need a browser to load its text.";
        flaws.push(Flaw::new("page", what));
    }
    crate::text::clean_text(&text, report, flaws);
}

/// The page's mark-up, decoded, cut where it is too long.
fn source(page: &Page, flaws: &mut Vec<Flaw>) -> String {
    let bytes = page.bytes.get(..MAX_BYTES).unwrap_or(&page.bytes);
    if bytes.len() < page.bytes.len() {
        let what = "The page is longer than 8 MB: only its first 8 MB were read. Save the report alone.";
        flaws.push(Flaw::new("page", what));
    }
    let (source, lost) = encoding::decode(bytes, None);
    flaws.extend(lost.map(|what| Flaw::new("page", what)));
    source
}

/// A page as read, before its story is told from the rest.
struct Read<'a> {
    tree: &'a Tree<'a>,
    blocks: Blocks,
    meta: Meta,
    linked: Linked,
    around: Surroundings,
    headline: Option<usize>,
    hints: Hints,
}

impl<'a> Read<'a> {
    fn of(tree: &'a Tree<'a>) -> Read<'a> {
        let blocks = blocks::cut(tree);
        let (meta, linked) = (meta::read(tree), linked::read(tree));
        let title =
            [&meta.title, &linked.title, &meta.page_title].into_iter().find(|title| !title.is_empty());
        let hints = Hints {
            title: title.map(|title| title.to_lowercase()).unwrap_or_default(),
            summary: meta.summary.to_lowercase(),
            body: linked.body.clone(),
        };
        let around = Surroundings::of(tree, &blocks);
        let headline = features::headline_block(tree, &blocks, &hints);
        Read { tree, blocks, meta, linked, around, headline, hints }
    }

    /// The figures of every block.
    fn figures(&mut self) -> Vec<[f32; FIGURES]> {
        features::figures(self.tree, &self.blocks, &mut self.around, self.headline, &self.hints)
    }

    /// Fills what the report lacks.
    fn fill(&mut self, page: &Page, kept: &[bool], report: &mut Report) {
        let (meta, linked) = (&self.meta, &self.linked);
        let headline = self
            .headline
            .and_then(|at| self.blocks.list.get(at))
            .map(|block| self.blocks.words(block).to_string());
        put(
            &mut report.title,
            &[headline.as_deref().unwrap_or(""), &meta.title, &linked.title, &meta.page_title],
        );
        put(&mut report.outlet, &[&meta.outlet, &linked.outlet]);
        put(&mut report.byline, &[&linked.byline, &meta.byline]);
        put(&mut report.section, &[&meta.section, &linked.section]);
        if report.published.is_none() {
            let evidence = Evidence {
                tree: self.tree,
                blocks: &self.blocks,
                kept,
                meta,
                linked,
                url: page.url.as_deref(),
                headline: self.headline,
            };
            let date = markup::find(&evidence, &mut self.around);
            report.published = date.map(|date| Published { date, basis: PublishedBasis::Stated, at: None });
        }
    }
}

/// Puts the first of `values` that is not empty into an empty slot.
fn put(slot: &mut Option<String>, values: &[&str]) {
    if slot.is_none() {
        *slot = values.iter().find(|value| !value.is_empty()).map(|value| value.to_string());
    }
}

/// Every block with its figures.
pub(crate) fn figures(page: &Page) -> Vec<(String, Vec<f32>)> {
    let source = source(page, &mut Vec::new());
    let tree = parse::parse(&source);
    let mut read = Read::of(&tree);
    let rows = read.figures();
    read.blocks
        .list
        .iter()
        .zip(rows)
        .map(|(block, row)| (read.blocks.words(block).to_string(), row.to_vec()))
        .collect()
}
