//! HTML and XHTML.

use crate::encoding;
use crate::html::beside::{self, Story};
use crate::html::blocks::{self, Blocks};
use crate::html::features::{self, FIGURES, Hints};
use crate::html::linked::{self, Linked};
use crate::html::measure::Surroundings;
use crate::html::meta::{self, Meta};
use crate::html::pictures::Picture;
use crate::html::tree::Tree;
use crate::html::{body, parse};
use crate::published::markup::{self, Evidence};
use dateline_terms::{Date, Flaw, Furniture, FurnitureKind, Page, Published, PublishedBasis, Report, Span};

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
    let kept = read.story();
    let captions = read.fill(page, &kept, report);
    let chosen = read.blocks.list.iter().zip(&kept).filter(|(_, kept)| **kept);
    let text = chosen.map(|(block, _)| read.blocks.words(block)).collect::<Vec<_>>().join("\n\n");
    if text.is_empty() {
        let what =
            "No story was found on the page: it may be an overview, or may need a browser to load its text.";
        flaws.push(Flaw::new("page", what));
    }
    crate::text::clean_text(&text, report, flaws);
    set_aside(report, &captions);
}

/// Marks the captions that stand in the body, and names each caption once.
fn set_aside(report: &mut Report, captions: &[String]) {
    for caption in captions {
        let Some(start) = report.text.find(caption.as_str()) else { continue };
        let span = Span::new(start, start + caption.len());
        if !report.is_furniture(span) {
            report.furniture.push(Furniture { span, kind: FurnitureKind::Caption });
        }
    }
    report.furniture.sort_by_key(|furniture| furniture.span);
    let mut seen = Vec::new();
    report.captions.retain(|caption| {
        !seen.contains(caption) && {
            seen.push(caption.clone());
            true
        }
    });
}

/// The page's mark-up, decoded, cut where it is too long.
fn source(page: &Page, flaws: &mut Vec<Flaw>) -> String {
    let bytes = head(&page.bytes);
    if bytes.len() < page.bytes.len() {
        let what = "The page is longer than 8 MB: only its first 8 MB were read. Save the report alone.";
        flaws.push(Flaw::new("page", what));
    }
    let (source, lost) = encoding::decode(bytes, page.charset.as_deref());
    flaws.extend(lost.map(|what| Flaw::new("page", what)));
    source
}

/// The bytes that are read: all, or those up to the last tag or line that begins within the limit, so that
/// no letter is cut in two.
fn head(bytes: &[u8]) -> &[u8] {
    let Some(most) = bytes.get(..MAX_BYTES).filter(|most| most.len() < bytes.len()) else { return bytes };
    let end = memchr::memrchr2(b'<', b'\n', most)
        .unwrap_or_else(|| most.iter().rposition(u8::is_ascii).unwrap_or(0));
    most.get(..end).unwrap_or(most)
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

    /// Which of the blocks are the story.
    fn story(&mut self) -> Vec<bool> {
        let rows = self.figures();
        let mut kept = body::choose(&self.blocks, &rows);
        body::trim_head(&self.blocks, self.headline, &mut kept);
        kept
    }

    /// Fills what the report lacks; gives the captions that stand in the body.
    fn fill(&mut self, page: &Page, kept: &[bool], report: &mut Report) -> Vec<String> {
        let Read { tree, blocks, meta, linked, around, headline, .. } = self;
        let address =
            page.url.as_deref().or(Some(meta.address.as_str())).filter(|address| address.contains("://"));
        let head = headline.and_then(|at| blocks.list.get(at)).map_or("", |block| blocks.words(block));
        put(&mut report.outlet, &[&meta.outlet, &linked.outlet, outlet_in(&meta.page_title, head)]);
        let page_title = without_outlet(&meta.page_title, report.outlet.as_deref());
        let given =
            [meta.title.as_str(), &linked.title, page_title].into_iter().find(|title| !title.is_empty());
        let given = without_outlet(given.unwrap_or(""), report.outlet.as_deref());
        put(&mut report.title, &[headline_of(head, given)]);
        put(&mut report.section, &[&meta.section, &linked.section]);
        put(&mut report.url, &[address.unwrap_or("")]);
        put(&mut report.language, &[&language(&meta.language), &language(&linked.language)]);
        let story = Story { tree, blocks, kept, headline: *headline };
        let byline = story.byline(around).unwrap_or_default();
        put(
            &mut report.byline,
            &[&linked.byline, &beside::author(&meta.byline).unwrap_or_default(), &byline],
        );
        let captions = story.captions(around);
        report.captions = captions.iter().map(|(words, _)| words.clone()).collect();
        report.links = story.links(address.unwrap_or(""));
        report.related = story.related(around, markup::order(&meta.language));
        if report.published.is_none() {
            let date = self.date(page, kept);
            report.published = date.map(|date| Published { date, basis: PublishedBasis::Stated, at: None });
        }
        captions.into_iter().filter(|(_, kept)| *kept).map(|(words, _)| words).collect()
    }

    /// The day of publication; `kept` says which blocks are the story, where that is known.
    fn date(&mut self, page: &Page, kept: &[bool]) -> Option<Date> {
        let Read { tree, blocks, meta, linked, around, headline, .. } = self;
        let url = page.url.as_deref();
        let evidence = Evidence { tree, blocks, kept, meta, linked, url, headline: *headline };
        markup::find(&evidence, around)
    }
}

/// The headline: the page's own heading, unless the head gives the same words without a section's name
/// before them, or the heading is another's (an outlet's name, say).
fn headline_of<'a>(heading: &'a str, given: &'a str) -> &'a str {
    let (long, short) = (heading.to_lowercase(), given.to_lowercase());
    let shared = features::title_share(&long, &short);
    let labelled = long.len() > short.len() && long.ends_with(&short);
    if given.is_empty() || (!heading.is_empty() && shared >= 0.2 && !labelled) { heading } else { given }
}

/// The outlet's name where the page's title is the headline with a short name before or behind it.
fn outlet_in<'a>(title: &'a str, heading: &str) -> &'a str {
    let found = title.find(heading).filter(|_| heading.split_whitespace().count() >= 3);
    let Some((before, after)) = found.map(|at| (title.get(..at), title.get(at + heading.len()..))) else {
        return "";
    };
    let rest = if before.is_some_and(str::is_empty) {
        after
    } else {
        before.filter(|_| after.is_some_and(str::is_empty))
    };
    let name = rest.unwrap_or("").trim_matches(|c: char| c.is_whitespace() || "|-–—:»·•".contains(c));
    if (1..=5).contains(&name.split_whitespace().count()) { name } else { "" }
}

/// A page's title without the outlet's name that many put behind it: "Headline - Example Wire".
fn without_outlet<'a>(title: &'a str, outlet: Option<&str>) -> &'a str {
    let cut = [" | ", " - ", " – ", " — ", " :: ", " » "].iter().filter_map(|mark| title.rfind(mark)).max();
    let Some((head, tail)) = cut.and_then(|at| title.split_at_checked(at)) else { return title };
    let named = outlet.is_some_and(|outlet| tail.to_lowercase().contains(&outlet.to_lowercase()));
    let short = tail.split_whitespace().count() <= 5 && head.split_whitespace().count() >= 4;
    if named || short { head } else { title }
}

/// The ISO 639-1 code of "en-GB", "en_GB", "en".
fn language(tag: &str) -> String {
    let code = tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()) { code } else { String::new() }
}

/// Puts the first of `values` that is not empty into an empty slot.
fn put(slot: &mut Option<String>, values: &[&str]) {
    if slot.is_none() {
        *slot = values.iter().find(|value| !value.is_empty()).map(|value| value.to_string());
    }
}

/// The day of publication alone.
pub(crate) fn date(page: &Page) -> Option<Date> {
    let source = source(page, &mut Vec::new());
    let tree = parse::parse(&source);
    Read::of(&tree).date(page, &[])
}

/// The pictures of the story.
pub(crate) fn pictures(page: &Page) -> Vec<Picture> {
    let source = source(page, &mut Vec::new());
    let tree = parse::parse(&source);
    let mut read = Read::of(&tree);
    let kept = read.story();
    let Read { tree, blocks, around, headline, .. } = &mut read;
    Story { tree, blocks, kept: &kept, headline: *headline }.pictures(around)
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
