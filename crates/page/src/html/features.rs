//! The figures by which a block is judged: its own, those of its neighbours and of what it stands in.
//!
//! `train/page` learns from these figures which blocks are a story; `forest` applies what was learned.
//! Their order is part of the learned forest: a change here asks for training again.

use super::blocks::{Block, Blocks};
use super::measure::{Surroundings, link_share};
use super::names::SENSES;
use super::tag::Tag;
use super::tree::{Id, Tree};
use super::wording;

/// Figures of a block alone.
const OWN: usize = 18;
/// Figures of a block that its neighbours are shown too.
const SHOWN: usize = 4;
/// Figures of the elements around a block.
const AROUND: usize = 32;
/// Where a row has the share of links, the sentences, and the levels up to the story's element.
pub(crate) const LINKED: usize = 1;
/// See `LINKED`.
pub(crate) const SENTENCES: usize = 5;
/// See `LINKED`.
pub(crate) const CLIMB: usize = OWN + 6 * SHOWN + 8;
/// How many figures there are for one block.
pub(crate) const FIGURES: usize = OWN + 6 * SHOWN + AROUND + SENSES;

/// What is known of the page as a whole when its blocks are judged.
#[derive(Default)]
pub(crate) struct Hints {
    /// The headline, in lower case.
    pub title: String,
    /// The summary that the page gives for search engines, in lower case.
    pub summary: String,
    /// The body that structured data gives, if it does.
    pub body: String,
}

/// The figures of every block of a page.
pub(crate) fn figures(
    tree: &Tree<'_>,
    blocks: &Blocks,
    around: &mut Surroundings,
    headline: Option<usize>,
    hints: &Hints,
) -> Vec<[f32; FIGURES]> {
    let own: Vec<[f32; OWN]> = blocks.list.iter().map(|block| own(block, blocks.words(block))).collect();
    let prose = prose_range(tree, blocks, around);
    let mut out = Vec::with_capacity(own.len());
    for (at, block) in blocks.list.iter().enumerate() {
        let mut row = [0.0; FIGURES];
        let mut slots = row.iter_mut();
        let mut put = |value: f32| {
            if let Some(slot) = slots.next() {
                *slot = value;
            }
        };
        own.get(at).into_iter().flatten().for_each(|value| put(*value));
        for step in [-3isize, -2, -1, 1, 2, 3] {
            let neighbour =
                at.checked_add_signed(step).and_then(|at| Some((own.get(at)?, blocks.list.get(at)?)));
            shown(neighbour, block).into_iter().for_each(&mut put);
        }
        let place = Place { at, headline, prose, chars: blocks.text.len() };
        surroundings(tree, blocks, block, around, &place, hints).into_iter().for_each(&mut put);
        around.distances(tree, inner(tree, block), 30.0).into_iter().for_each(&mut put);
        out.push(row);
    }
    out
}

/// The innermost element around a block's first words: a name on a `span` inside the paragraph counts.
fn inner(tree: &Tree<'_>, block: &Block) -> Id {
    tree.parent(block.first).unwrap_or(block.element)
}

fn own(block: &Block, words: &str) -> [f32; OWN] {
    let count = wording::count(words);
    let length = words.len().max(1) as f32;
    [
        length.ln(),
        link_share(block),
        block.links as f32,
        count.words as f32,
        count.letters as f32 / count.words.max(1) as f32,
        count.stops as f32,
        count.commas as f32,
        f32::from(u8::from(count.ends_sentence)),
        count.digits as f32 / length,
        count.capitals as f32 / count.words.max(1) as f32,
        block.bold as f32 / length,
        count.upper as f32 / count.letters.max(1) as f32,
        f32::from(u8::from(count.has_year)),
        wording::cue(words),
        f32::from(u8::from(words.contains('©'))),
        f32::from(u8::from(words.contains(['|', '»', '›', '•', '·']))),
        f32::from(u8::from(words.ends_with([':', '…']) || words.ends_with("..."))),
        f32::from(u8::from(words.starts_with(|c: char| c.is_lowercase()))),
    ]
}

/// What a block is told of a neighbour: length, links, whether it ends a sentence, whether it is a sibling.
fn shown(neighbour: Option<(&[f32; OWN], &Block)>, block: &Block) -> [f32; SHOWN] {
    let Some((own, other)) = neighbour else { return [-1.0, -1.0, -1.0, -1.0] };
    let [length, links, _, _, _, _, _, ends, ..] = *own;
    [length, links, ends, f32::from(u8::from(other.element == block.element))]
}

/// Where a block stands among the others.
struct Place {
    at: usize,
    headline: Option<usize>,
    prose: (usize, usize),
    chars: usize,
}

#[rustfmt::skip]
fn surroundings(
    tree: &Tree<'_>, blocks: &Blocks, block: &Block, around: &Surroundings, place: &Place, hints: &Hints,
) -> [f32; AROUND] {
    let count = blocks.list.len().max(1) as f32;
    let words = blocks.words(block);
    let holder = tree.parent(block.element).unwrap_or(block.element);
    let outer = tree.parent(holder).unwrap_or(holder);
    let (own, near, far) = (around.sums(block.element), around.sums(holder), around.sums(outer));
    let (climb, depth) = to_top(tree, block.element, around.top);
    let inside = inside(tree, block.first);
    // Only the beginning is compared with the title and the summary.
    let lower = words.get(..words.floor_char_boundary(2 * hints.title.len() + 100)).unwrap_or(words).to_lowercase();
    let flag = |is: bool| f32::from(u8::from(is));
    let top = around.top.map(|top| around.sums(top)).unwrap_or_default();
    [
        kind(tree.tag(block.element)),
        kind(tree.tag(holder)),
        place.at as f32,
        place.at as f32 / count,
        block.range.start as f32 / place.chars.max(1) as f32,
        place.headline.map_or(-99.0, |head| (place.at as f32 - head as f32).clamp(-90.0, 400.0)),
        (place.at as f32 - place.prose.0 as f32).clamp(-200.0, 200.0),
        (place.prose.1 as f32 - place.at as f32).clamp(-200.0, 200.0),
        climb, depth,
        own.chars as f32, own.link_share(), own.blocks as f32,
        near.chars as f32, near.link_share(), near.blocks as f32, near.prose as f32 / near.chars.max(1) as f32,
        far.chars as f32, far.link_share(), far.blocks as f32, far.prose as f32 / far.chars.max(1) as f32,
        top.chars as f32 / place.chars.max(1) as f32, top.prose as f32, top.link_share(),
        inside.list, inside.table, inside.article, inside.chrome, inside.figure, inside.link,
        title_share(&lower, &hints.title),
        flag(lower.len() > 20 && hints.summary.starts_with(lower.get(..lower.floor_char_boundary(60)).unwrap_or("")))
            + 2.0 * flag(words.len() > 15 && !hints.body.is_empty() && hints.body.contains(words)),
    ]
}

/// Elements that a block lies in: levels up to the nearest of each kind, 30 for none.
struct Inside {
    list: f32,
    table: f32,
    article: f32,
    chrome: f32,
    figure: f32,
    link: f32,
}

fn inside(tree: &Tree<'_>, id: Id) -> Inside {
    let mut found = Inside { list: 30.0, table: 30.0, article: 30.0, chrome: 30.0, figure: 30.0, link: 30.0 };
    for (level, id) in tree.ancestors(id).enumerate().take(30) {
        use Tag::*;
        let slot = match tree.tag(id) {
            Ul | Ol | Dl | Menu => &mut found.list,
            Table => &mut found.table,
            Article | Main => &mut found.article,
            Nav | Footer | Header | Aside | Form | Button | Dialog | Label => &mut found.chrome,
            Figure | Figcaption | Caption => &mut found.figure,
            A => &mut found.link,
            _ => continue,
        };
        *slot = slot.min(level as f32);
    }
    found
}

/// Levels from `id` up to an element that holds the story's element too, and levels from there down to
/// `id`; -1 where no story was found.
fn to_top(tree: &Tree<'_>, id: Id, top: Option<Id>) -> (f32, f32) {
    let Some(top) = top else { return (-1.0, -1.0) };
    for (climb, around) in tree.ancestors(top).enumerate() {
        if tree.within(around).contains(&id) {
            let depth = tree.ancestors(id).take_while(|at| *at != around).count();
            return (climb as f32, depth as f32);
        }
    }
    (30.0, 30.0)
}

/// A number for a block's element.
fn kind(tag: Tag) -> f32 {
    use Tag::*;
    match tag {
        P => 0.0,
        Pre | Blockquote => 1.0,
        H1 => 2.0,
        H2 | H3 => 3.0,
        H4 | H5 | H6 => 4.0,
        Div | Section | Article | Main | Body | Center => 5.0,
        Li => 6.0,
        Dd | Dt | Dl => 7.0,
        Td | Th | Tr | Table => 8.0,
        Figcaption | Figure | Caption => 9.0,
        Ul | Ol => 10.0,
        _ => 11.0,
    }
}

/// First and last block of prose inside the story's element.
fn prose_range(tree: &Tree<'_>, blocks: &Blocks, around: &Surroundings) -> (usize, usize) {
    let Some(top) = around.top else { return (0, 0) };
    let within = tree.within(top);
    let is =
        |block: &Block| within.contains(&block.element) && block.range.len() > 80 && link_share(block) < 0.3;
    let first = blocks.list.iter().position(is).unwrap_or(0);
    (first, blocks.list.iter().rposition(is).unwrap_or(first))
}

/// The block that is the headline: the first `h1` that the page's title holds, else the first `h1`.
pub(crate) fn headline_block(tree: &Tree<'_>, blocks: &Blocks, hints: &Hints) -> Option<usize> {
    let is_h1 = |block: &Block| tree.tag(block.element) == Tag::H1;
    let titled = |block: &Block| title_share(&blocks.words(block).to_lowercase(), &hints.title) > 0.6;
    let mut headings =
        blocks.list.iter().enumerate().filter(|(_, block)| tree.tag(block.element).is_heading());
    headings.find(|(_, block)| titled(block)).map(|(at, _)| at).or_else(|| blocks.list.iter().position(is_h1))
}

/// Share of the longer of two lower-cased texts' words that the other has too.
pub(crate) fn title_share(words: &str, title: &str) -> f32 {
    if title.is_empty() || words.len() > 2 * title.len() + 40 {
        return 0.0;
    }
    let theirs: Vec<&str> = title.split_whitespace().collect();
    let (mut both, mut all) = (0, 0);
    for word in words.split_whitespace() {
        all += 1;
        both += usize::from(theirs.contains(&word));
    }
    both as f32 / all.max(theirs.len()).max(1) as f32
}
