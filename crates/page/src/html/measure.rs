//! What can be measured of a page's blocks and of the elements around them.

use super::blocks::{Block, Blocks};
use super::names::{self, SENSES, Senses};
use super::tag::Tag;
use super::tree::{Id, Tree};

/// Sums over the blocks inside one element.
#[derive(Clone, Copy, Default)]
pub(crate) struct Sums {
    /// Bytes of text.
    pub chars: u32,
    /// Bytes of text in links.
    pub linked: u32,
    /// Bytes in blocks that read like paragraphs.
    pub prose: u32,
    /// Blocks.
    pub blocks: u32,
    /// How much it looks like the element that holds the story.
    pub score: f32,
}

impl Sums {
    /// Share of the text that is links, 0–1.
    pub(crate) fn link_share(&self) -> f32 {
        self.linked as f32 / self.chars.max(1) as f32
    }
}

/// What stands around a page's blocks.
pub(crate) struct Surroundings {
    sums: Vec<Sums>,
    senses: Vec<Option<Senses>>,
    /// The element that holds most of the story, if any block reads like prose.
    pub top: Option<Id>,
}

/// Share of a block that is links.
pub(crate) fn link_share(block: &Block) -> f32 {
    block.linked as f32 / block.range.len().max(1) as f32
}

/// Whether a block reads like a paragraph.
fn is_prose(block: &Block, words: &str) -> bool {
    words.len() >= 80 && link_share(block) < 0.3 && words.contains(['.', ',', '!', '?', '。', '،', '؟'])
}

impl Surroundings {
    /// Measures a page.
    pub(crate) fn of(tree: &Tree<'_>, blocks: &Blocks) -> Surroundings {
        let mut around = Surroundings {
            sums: vec![Sums::default(); tree.len()],
            senses: vec![None; tree.len()],
            top: None,
        };
        for block in &blocks.list {
            around.add(tree, block, blocks.words(block));
        }
        around.top = around.best(tree);
        around
    }

    /// The sums of the element at `id`.
    pub(crate) fn sums(&self, id: Id) -> Sums {
        self.sums.get(id as usize).copied().unwrap_or_default()
    }

    /// The senses of the names of the element at `id`.
    pub(crate) fn senses(&mut self, tree: &Tree<'_>, id: Id) -> Senses {
        match self.senses.get_mut(id as usize) {
            Some(known) => *known.get_or_insert_with(|| names::senses(tree, id)),
            None => 0,
        }
    }

    /// How many levels above `id` the nearest element stands whose names have each sense; `none` where
    /// there is none.
    pub(crate) fn distances(&mut self, tree: &Tree<'_>, id: Id, none: f32) -> [f32; SENSES] {
        let mut out = [none; SENSES];
        let mut missing: Senses = (1 << SENSES) - 1;
        let mut at = Some(id);
        let mut level = 0.0;
        while let Some(element) = at {
            let mut fresh = self.senses(tree, element) & missing;
            missing &= !fresh;
            while fresh != 0 {
                if let Some(slot) = out.get_mut(fresh.trailing_zeros() as usize) {
                    *slot = level;
                }
                fresh &= fresh - 1;
            }
            at = tree.parent(element);
            level += 1.0;
        }
        out
    }

    fn add(&mut self, tree: &Tree<'_>, block: &Block, words: &str) {
        let prose = is_prose(block, words);
        let mut score = if prose { prose_score(words) * (1.0 - link_share(block)) } else { 0.0 };
        let whole = matches!(tree.tag(block.element), Tag::P | Tag::Pre | Tag::Blockquote | Tag::Li);
        for (level, id) in tree.ancestors(block.element).enumerate() {
            let Some(sums) = self.sums.get_mut(id as usize) else { break };
            sums.chars += words.len() as u32;
            sums.linked += block.linked as u32;
            sums.prose += if prose { words.len() as u32 } else { 0 };
            sums.blocks += 1;
            if level > 0 || !whole {
                sums.score += score;
                score *= 0.55;
            }
        }
    }

    /// The element with the best score, link-ridden ones held back.
    fn best(&self, tree: &Tree<'_>) -> Option<Id> {
        let mut best = (0.0, None);
        for (id, node) in tree.iter() {
            let Some(sums) = self.sums.get(id as usize) else { break };
            if sums.score <= best.0 || matches!(node.tag, Tag::P | Tag::Li | Tag::Html) {
                continue;
            }
            let score = sums.score * (1.0 - sums.link_share());
            if score > best.0 {
                best = (score, Some(id));
            }
        }
        best.1
    }
}

/// How much a paragraph speaks for the elements around it (Readability's count: one, one for each
/// comma, one for each hundred letters up to three).
fn prose_score(words: &str) -> f32 {
    let commas = words.bytes().filter(|b| *b == b',').count().min(8) as f32;
    1.0 + commas + (words.len() as f32 / 100.0).min(3.0)
}
