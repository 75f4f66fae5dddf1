//! A page's text cut into blocks: what stands between one block-level tag and the next.

use super::entity;
use super::tag::Tag;
use super::tree::{Id, Tree};
use std::ops::Range;

/// One block of text.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The block-level element that it stands in.
    pub element: Id,
    /// The first text node.
    pub first: Id,
    /// Its text, as a range of `Blocks::text`.
    pub range: Range<usize>,
    /// Bytes of the text that are links.
    pub linked: usize,
    /// How many links it holds, or lies in.
    pub links: usize,
    /// Bytes of the text that are bold.
    pub bold: usize,
}

/// All blocks of a page, in order.
#[derive(Default)]
pub(crate) struct Blocks {
    /// The words of all blocks, one after the other, white space collapsed.
    pub text: String,
    /// The blocks.
    pub list: Vec<Block>,
}

impl Blocks {
    /// The words of a block.
    pub(crate) fn words(&self, block: &Block) -> &str {
        self.text.get(block.range.clone()).unwrap_or("")
    }
}

/// Elements whose text is never shown as text.
fn is_skipped(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Head | Noscript | Template | Svg | Math | Select | Audio | Video | Object | Canvas | Map | Applet
    ) || tag.is_raw()
}

/// Cuts a page into blocks.
pub(crate) fn cut(tree: &Tree<'_>) -> Blocks {
    let mut cutter = Cutter {
        out: Blocks::default(),
        open: Vec::new(),
        block: None,
        links: 0,
        bold: 0,
        pre: 0,
        breaks: 0,
    };
    let mut skip_to = 0;
    for (id, node) in tree.iter() {
        if id < skip_to {
            continue;
        }
        cutter.leave(id);
        if node.tag == Tag::Text {
            cutter.add(id, node.text);
        } else if is_skipped(node.tag) {
            skip_to = node.end;
        } else {
            cutter.enter(id, node.tag, node.end);
        }
    }
    cutter.leave(Id::MAX);
    cutter.flush();
    cutter.out
}

struct Cutter {
    out: Blocks,
    /// Open elements: index, tag, end.
    open: Vec<(Id, Tag, Id)>,
    block: Option<Block>,
    links: usize,
    bold: usize,
    pre: usize,
    breaks: usize,
}

impl Cutter {
    /// Closes the elements that end before `id`.
    fn leave(&mut self, id: Id) {
        while let Some(&(_, tag, end)) = self.open.last()
            && end <= id
        {
            self.open.pop();
            self.change(tag, false);
        }
    }

    fn enter(&mut self, id: Id, tag: Tag, end: Id) {
        self.change(tag, true);
        match tag {
            Tag::Br => self.line_break(),
            _ if !tag.is_void() => self.open.push((id, tag, end)),
            _ => {}
        }
    }

    /// Notes that an element begins or ends here.
    fn change(&mut self, tag: Tag, begins: bool) {
        let step = |count: &mut usize| *count = if begins { *count + 1 } else { count.saturating_sub(1) };
        match tag {
            Tag::A => {
                step(&mut self.links);
                if begins && let Some(block) = &mut self.block {
                    block.links += 1;
                }
            }
            Tag::B | Tag::Strong => step(&mut self.bold),
            Tag::Pre => step(&mut self.pre),
            _ => {}
        }
        if tag.is_block() {
            self.flush();
        }
    }

    /// Two line breaks part blocks as a paragraph does.
    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks > 1 {
            self.flush();
        } else if self.block.is_some() {
            self.push('\n');
        }
    }

    fn add(&mut self, id: Id, raw: &str) {
        let text = entity::decode(raw);
        if self.block.is_none() {
            if text.chars().all(char::is_whitespace) {
                return;
            }
            let element =
                self.open.iter().rev().find(|(_, tag, _)| tag.is_block()).map_or(id, |(id, _, _)| *id);
            let at = self.out.text.len();
            let links = self.links;
            self.block = Some(Block { element, first: id, range: at..at, linked: 0, links, bold: 0 });
        }
        let before = self.out.text.len();
        for character in text.chars() {
            self.push(character);
        }
        let added = self.out.text.len() - before;
        if let Some(block) = &mut self.block {
            block.linked += if self.links > 0 { added } else { 0 };
            block.bold += if self.bold > 0 { added } else { 0 };
        }
    }

    /// Adds one character, white space collapsed.
    fn push(&mut self, character: char) {
        let start = self.block.as_ref().map_or(0, |block| block.range.start);
        let text = &mut self.out.text;
        let fresh = text.len() == start;
        if character == '\n' && (self.pre > 0 || self.breaks == 1) {
            text.truncate(text.trim_end_matches(' ').len().max(start));
            if text.len() > start {
                text.push('\n');
            }
        } else if character.is_whitespace() {
            if !fresh && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
        } else if !matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\0') {
            self.breaks = 0;
            text.push(character);
        }
    }

    /// Ends the block that is being filled.
    fn flush(&mut self) {
        self.breaks = 0;
        let Some(mut block) = self.block.take() else { return };
        let kept = self.out.text.get(block.range.start..).unwrap_or("").trim_end().len();
        self.out.text.truncate(block.range.start + kept);
        block.range.end = self.out.text.len();
        block.linked = block.linked.min(kept);
        block.bold = block.bold.min(kept);
        if kept > 0 {
            self.out.list.push(block);
        }
    }
}
