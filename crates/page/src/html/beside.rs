//! What stands beside a story: pictures' captions, links, cards that lead to other stories, the author's
//! line, the section.

use super::blocks::{Block, Blocks};
use super::entity;
use super::measure::{Surroundings, link_share};
use super::names::{Sense, bit};
use super::tag::Tag;
use super::tree::{Id, Tree};
use crate::published::written::{self, Order};
use dateline_terms::Related;

/// Most captions, links or cards that a report keeps of each; the largest pages have thousands.
const MOST: usize = 200;

/// Bytes up to which small print under a picture is its caption.
const SMALL_PRINT: usize = 200;

/// A page whose story is known.
pub(crate) struct Story<'a, 'b> {
    /// The page.
    pub tree: &'a Tree<'b>,
    /// Its blocks.
    pub blocks: &'a Blocks,
    /// Which of them are the story.
    pub kept: &'a [bool],
    /// Which of them is the headline.
    pub headline: Option<usize>,
}

impl Story<'_, '_> {
    /// Captions: blocks in a `figcaption`, in a part named for captions, or in small print under a picture;
    /// each with whether it was kept in the body.
    pub(crate) fn captions(&self, around: &mut Surroundings) -> Vec<(String, bool)> {
        let mut out: Vec<(String, bool)> = Vec::new();
        for (at, block) in self.blocks.list.iter().enumerate().filter(|(at, _)| Some(*at) != self.headline) {
            let words = self.blocks.words(block);
            let caption = words.len() > 8 && link_share(block) < 0.8 && self.is_caption(around, block);
            if caption && out.len() < MOST && !out.iter().any(|(known, _)| known == words) {
                out.push((words.to_string(), self.kept.get(at) == Some(&true)));
            }
        }
        out
    }

    fn is_caption(&self, around: &mut Surroundings, block: &Block) -> bool {
        let tree = self.tree;
        let named = |id: Id| {
            tree.attribute(id, "class").is_some_and(|class| class.to_ascii_lowercase().contains("caption"))
        };
        let near: Vec<Id> = tree.ancestors(block.first).skip(1).take(5).collect();
        let aside = near
            .iter()
            .any(|id| around.senses(tree, *id) & (bit(Sense::Related) | bit(Sense::Navigation)) != 0);
        let small = near.iter().any(|id| tree.tag(*id) == Tag::Small) && block.range.len() < SMALL_PRINT;
        let under = || (block.element..block.first).any(|id| tree.tag(id) == Tag::Img);
        !aside && ((small && under()) || near.iter().any(|id| tree.tag(*id) == Tag::Figcaption || named(*id)))
    }

    /// Addresses that the story links to, whole ones only, each once.
    pub(crate) fn links(&self, base: &str) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for (block, _) in
            self.blocks.list.iter().zip(self.kept).filter(|(block, kept)| **kept && block.links > 0)
        {
            let from = self.tree.parent(block.first).unwrap_or(block.first);
            let around = self.tree.ancestors(from).take(4);
            let inside = self.tree.within(block.element);
            for id in around.chain(inside).filter(|id| self.tree.tag(*id) == Tag::A) {
                let href = entity::decode(self.tree.attribute(id, "href").unwrap_or("").trim());
                let address = resolve(base, &href);
                if out.len() < MOST && !address.is_empty() && !out.contains(&address) {
                    out.push(address);
                }
            }
        }
        out
    }

    /// Cards: links of a headline's length in parts that are named for other stories, or set beside.
    pub(crate) fn related(&self, around: &mut Surroundings, order: Order) -> Vec<Related> {
        let mut out: Vec<Related> = Vec::new();
        for (at, block) in self.others() {
            if out.len() >= MOST || link_share(block) < 0.5 || block.range.len() > 300 {
                continue;
            }
            let title = self.link_words(block);
            let card = title.split_whitespace().count() >= 4 && self.is_related(around, block);
            if card && !out.iter().any(|known| known.title == title) {
                out.push(Related { title, published: self.card_date(at, order) });
            }
        }
        out
    }

    /// The words of the link that a block is, or holds.
    fn link_words(&self, block: &Block) -> String {
        let inside = self.tree.within(block.element).find(|id| self.tree.tag(*id) == Tag::A);
        inside.map_or_else(|| self.blocks.words(block).to_string(), |id| self.tree.words(id))
    }

    fn is_related(&self, around: &mut Surroundings, block: &Block) -> bool {
        const CARDS: [Sense; 4] = [Sense::Related, Sense::Cards, Sense::Side, Sense::Story];
        let cards = CARDS.iter().fold(0, |set, sense| set | bit(*sense));
        let menus = bit(Sense::Navigation) | bit(Sense::Footer) | bit(Sense::Comment) | bit(Sense::Share);
        let mut found = false;
        for id in self.tree.ancestors(block.first).skip(1).take(8) {
            let senses = around.senses(self.tree, id);
            if senses & menus != 0 || matches!(self.tree.tag(id), Tag::Nav | Tag::Footer | Tag::Header) {
                return false;
            }
            found |= senses & cards != 0 || matches!(self.tree.tag(id), Tag::Aside | Tag::Article);
        }
        found
    }

    /// The date of a card: beside its headline, or in the short blocks next to it in the same part.
    fn card_date(&self, at: usize, order: Order) -> Option<dateline_terms::Date> {
        let holder = |block: &Block| self.tree.parent(self.tree.parent(block.element)?);
        let home = holder(self.blocks.list.get(at)?)?;
        [at, at + 1, at.wrapping_sub(1), at + 2].iter().find_map(|near| {
            let block = self.blocks.list.get(*near)?;
            let close =
                *near == at || (self.tree.within(home).contains(&block.element) && block.range.len() < 80);
            close.then(|| written::first(self.blocks.words(block), order))?
        })
    }

    /// The author: the first name in a part named for authors, near the headline.
    pub(crate) fn byline(&self, around: &mut Surroundings) -> Option<String> {
        let head = self.headline.unwrap_or(0);
        let near = self.blocks.list.iter().skip(head.saturating_sub(3)).take(16);
        let mut names = near.filter_map(|block| {
            let end = self.tree.within(block.element).end;
            let inside =
                (block.first..end.min(block.first + 12)).filter(|id| self.tree.tag(*id) != Tag::Text);
            let mut speaks = |id: &Id| around.senses(self.tree, *id) & bit(Sense::Author) != 0;
            match self.tree.ancestors(block.first).skip(1).take(3).find(&mut speaks) {
                Some(_) => author(self.blocks.words(block)),
                None => inside.into_iter().find(speaks).and_then(|id| author(&self.tree.words(id))),
            }
        });
        names.next()
    }

    /// Blocks outside the story, with their places.
    fn others(&self) -> impl Iterator<Item = (usize, &Block)> {
        let all = self.blocks.list.iter().enumerate().zip(self.kept);
        all.filter(|((at, _), kept)| !**kept && Some(*at) != self.headline).map(|(block, _)| block)
    }
}

/// A name out of "By Ann Example | Example Wire", if there is one.
pub(crate) fn author(line: &str) -> Option<String> {
    const OPENINGS: [&str; 8] = ["by ", "written by ", "von ", "par ", "por ", "di ", "author: ", "text: "];
    let mut rest = line.trim();
    for opening in OPENINGS {
        if rest.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening)) {
            rest = rest.get(opening.len()..).unwrap_or("").trim_start();
        }
    }
    let name = rest.split(['|', '•', '·', '\n', '—']).next().unwrap_or("").trim().trim_end_matches(',');
    let words = name.split_whitespace().count();
    let letters = name.starts_with(char::is_uppercase)
        && !name.contains(|c: char| c.is_ascii_digit() || "@:/".contains(c));
    let stock = ["about", "follow", "all posts", "more from", "share"]
        .iter()
        .any(|stock| name.get(..stock.len()).is_some_and(|start| start.eq_ignore_ascii_case(stock)));
    ((1..=12).contains(&words) && letters && !stock).then(|| name.to_string())
}

/// An address as a page links to it, made whole by the page's own; empty for what leads nowhere else.
fn resolve(base: &str, href: &str) -> String {
    if href.starts_with("http://") || href.starts_with("https://") {
        return href.to_string();
    }
    let site_end = base.find("://").and_then(|at| base.get(at + 3..)?.find('/').map(|slash| at + 3 + slash));
    let site = base.get(..site_end.unwrap_or(base.len())).unwrap_or("");
    if site.contains("://") && href.starts_with("//") {
        return format!("{}:{href}", site.split("://").next().unwrap_or("https"));
    }
    if site.contains("://") && href.starts_with('/') {
        return format!("{site}{href}");
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_and_addresses_are_read() {
        assert_eq!(author("By Ann Example | Example Wire").as_deref(), Some("Ann Example"));
        assert_eq!(author("Updated 10:20"), None);
        assert_eq!(resolve("https://wire.example/a/b", "/c"), "https://wire.example/c");
        assert_eq!(resolve("https://wire.example/a/b", "#top"), "");
    }
}
