//! A page's elements and texts as one flat list in document order.
//!
//! A node's descendants are the nodes that follow it up to its `end`, so that walking a subtree is
//! walking a range: nothing recurses, however deep a page nests, not even when the tree is dropped.

use super::tag::Tag;
use std::ops::Range;

/// Index of a node.
pub(crate) type Id = u32;

/// Levels of nesting that are kept (browsers stop at 512 too); deeper elements become siblings.
const MAX_DEPTH: usize = 256;

/// Nodes that are kept. The largest news pages have some 50,000.
const MAX_NODES: usize = 300_000;

/// One element or one run of text.
pub(crate) struct Node<'a> {
    /// The element's name; `Tag::Text` for text.
    pub tag: Tag,
    /// Whether the end tag was seen while an inner block was open: what follows that block is outside.
    ended: bool,
    /// The element around it; a root is its own parent.
    pub parent: Id,
    /// One past its last descendant.
    pub end: Id,
    /// Its attributes, as a range of `Tree::attributes`.
    attributes: (u32, u32),
    /// Raw text (character references unread) of a text node or a raw element.
    pub text: &'a str,
}

/// A page's nodes in document order.
pub(crate) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<(&'a str, &'a str)>,
    open: Vec<Id>,
    /// How many elements of each tag are open; saves looking for what is not there.
    counts: [u32; 256],
    /// Whether nodes were left out because there were too many.
    pub cut: bool,
}

impl<'a> Tree<'a> {
    /// A tree with no nodes.
    pub(crate) fn new() -> Tree<'a> {
        Tree { nodes: Vec::new(), attributes: Vec::new(), open: Vec::new(), counts: [0; 256], cut: false }
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All nodes with their indices.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id, &Node<'a>)> {
        self.nodes.iter().enumerate().map(|(id, node)| (id as Id, node))
    }

    /// The node at `id`, if there is one.
    pub(crate) fn get(&self, id: Id) -> Option<&Node<'a>> {
        self.nodes.get(id as usize)
    }

    /// The name of the node at `id`.
    pub(crate) fn tag(&self, id: Id) -> Tag {
        self.get(id).map_or(Tag::Other, |node| node.tag)
    }

    /// The indices of `id` and its descendants.
    pub(crate) fn within(&self, id: Id) -> Range<Id> {
        id..self.get(id).map_or(id, |node| node.end)
    }

    /// The element around `id`; `None` for a root.
    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.get(id).map(|node| node.parent).filter(|parent| *parent != id)
    }

    /// `id` and the elements around it, innermost first.
    pub(crate) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(id), |id| self.parent(*id))
    }

    /// Attributes of the node at `id`, names as written.
    pub(crate) fn attributes(&self, id: Id) -> &[(&'a str, &'a str)] {
        let range = self.get(id).map_or((0, 0), |node| node.attributes);
        self.attributes.get(range.0 as usize..range.1 as usize).unwrap_or(&[])
    }

    /// The raw value of the attribute called `name` (lower case).
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<&'a str> {
        self.attributes(id).iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    /// The words inside `id`, white space collapsed and character references read.
    pub(crate) fn words(&self, id: Id) -> String {
        let mut out = String::new();
        for at in self.within(id) {
            let Some(node) = self.get(at) else { continue };
            if node.tag == Tag::Text {
                out.push_str(&super::entity::decode(node.text));
            } else if node.tag.is_block() || node.tag == Tag::Br {
                out.push(' ');
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Adds a run of text.
    pub(crate) fn text(&mut self, text: &'a str) {
        if !text.is_empty() {
            self.push(Tag::Text, text);
        }
    }

    /// Adds an element with its attributes and, for a raw element, its text.
    pub(crate) fn start(&mut self, tag: Tag, attributes: &mut Vec<(&'a str, &'a str)>, raw: &'a str) {
        if matches!(tag, Tag::Html | Tag::Body | Tag::Head) && self.is_open(tag) {
            return;
        }
        self.make_room(tag);
        let from = self.attributes.len() as u32;
        self.attributes.append(attributes);
        let Some(id) = self.push(tag, raw) else { return };
        let to = self.attributes.len() as u32;
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.attributes = (from, to);
        }
        if !tag.is_void() && !tag.is_raw() && self.open.len() < MAX_DEPTH {
            self.open.push(id);
            self.count(tag, 1);
        }
    }

    /// Ends the innermost open element called `tag`, and what is open inside it.
    pub(crate) fn stop(&mut self, tag: Tag) {
        if !self.is_open(tag) || matches!(tag, Tag::Html | Tag::Body) {
            return;
        }
        let Some(depth) = self.open.iter().rposition(|id| self.tag(*id) == tag) else { return };
        let inner = self.open.get(depth + 1..).unwrap_or(&[]);
        let block_inside = inner.iter().any(|id| self.tag(*id).is_block());
        let cell_inside = inner.iter().any(|id| matches!(self.tag(*id), Tag::Td | Tag::Th | Tag::Table));
        if !tag.is_block() && block_inside {
            let id = self.open.get(depth).copied().unwrap_or_default();
            if let Some(node) = self.nodes.get_mut(id as usize) {
                node.ended = true;
            }
        } else if !cell_inside || matches!(tag, Tag::Table | Tag::Tr | Tag::Tbody | Tag::Td | Tag::Th) {
            self.close_to(depth);
        }
    }

    /// Ends everything that is still open.
    pub(crate) fn finish(&mut self) {
        self.close_to(0);
    }

    fn push(&mut self, tag: Tag, text: &'a str) -> Option<Id> {
        if self.nodes.len() >= MAX_NODES {
            self.cut = true;
            return None;
        }
        let id = self.nodes.len() as Id;
        let parent = self.open.last().copied().unwrap_or(id);
        self.nodes.push(Node { tag, ended: false, parent, end: id + 1, attributes: (0, 0), text });
        Some(id)
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.counts.get(tag as usize).is_some_and(|count| *count > 0)
    }

    fn count(&mut self, tag: Tag, step: i32) {
        if let Some(count) = self.counts.get_mut(tag as usize) {
            *count = count.saturating_add_signed(step);
        }
    }

    /// Closes open elements until `depth` are left, and those around them whose end tag was seen before.
    fn close_to(&mut self, depth: usize) {
        let end = self.nodes.len() as Id;
        let ended =
            |tree: &Self| tree.open.last().and_then(|id| tree.get(*id)).is_some_and(|node| node.ended);
        while self.open.len() > depth || ended(self) {
            let Some(id) = self.open.pop() else { break };
            if let Some(node) = self.nodes.get_mut(id as usize) {
                node.end = end;
            }
            self.count(self.tag(id), -1);
        }
    }

    /// Closes what a start tag closes without an end tag: paragraphs, list items, cells, the head.
    fn make_room(&mut self, tag: Tag) {
        use Tag::*;
        if self.is_open(Head)
            && !matches!(tag, Meta | Link | Script | Style | Title | Base | Noscript | Template | Head)
        {
            self.close_nearest(&[Head], &[]);
        }
        match tag {
            Li => self.close_nearest(&[Li], &[Ul, Ol, Menu, Dir, Table]),
            Dt | Dd => self.close_nearest(&[Dt, Dd], &[Dl, Table]),
            Td | Th => self.close_nearest(&[Td, Th], &[Table, Tr]),
            Tr => self.close_nearest(&[Tr], &[Table]),
            Tbody | Thead | Tfoot => self.close_nearest(&[Tbody, Thead, Tfoot], &[Table]),
            Option | Optgroup => self.close_nearest(&[Option], &[Select]),
            A => self
                .close_nearest(&[A], &[P, Div, Li, Td, Th, Table, Section, Article, H1, H2, H3, H4, Ul, Ol]),
            H1 | H2 | H3 | H4 | H5 | H6 => {
                self.close_nearest(&[H1, H2, H3, H4, H5, H6], &[Div, Section, Article, Table, Li, Td, Header])
            }
            _ => {}
        }
        if tag.closes_paragraph() {
            self.close_nearest(&[P], &[Td, Th, Table, Button, Object, Caption, Div, Section, Article, Li]);
        }
    }

    /// Closes the innermost open element that is one of `tags`, unless one of `walls` stands inside it.
    fn close_nearest(&mut self, tags: &[Tag], walls: &[Tag]) {
        if !tags.iter().any(|tag| self.is_open(*tag)) {
            return;
        }
        for depth in (0..self.open.len()).rev() {
            let tag = self.open.get(depth).map_or(Tag::Other, |id| self.tag(*id));
            if tags.contains(&tag) {
                self.close_to(depth);
                return;
            }
            if walls.contains(&tag) {
                return;
            }
        }
    }
}
