//! Pictures of a story, with what stands under them.

use super::beside::Story;
use super::entity;
use super::measure::Surroundings;
use super::names::{Sense, bit};
use super::tag::Tag;
use super::tree::{Id, Tree};

/// Pictures of a story at most; the longest have dozens.
const MOST: usize = 100;

/// Pixels below which a picture is a mark of the site, where its size is said.
const SMALLEST: u32 = 64;

/// How far around a picture its caption is looked for.
const NEAR: usize = 6;

/// A picture of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its address as the page has it, relative to the page's own.
    pub address: String,
    /// What stands under it.
    pub caption: Option<String>,
    /// What is to be read in its place (`alt`).
    pub alternative: Option<String>,
}

/// Attributes that hold a picture's address, the best first: many pages put it elsewhere until the reader comes near.
const PLACES: [&str; 5] = ["src", "data-src", "data-original", "data-lazy-src", "data-url"];

impl Story<'_, '_> {
    /// Pictures that stand between the headline and the story's last words, or with both in one `article`; each once. Marks of the
    /// site, and pictures of parts that are named for other stories or for navigation, are none.
    pub(crate) fn pictures(&self, around: &mut Surroundings) -> Vec<Picture> {
        let Some((first, last)) = self.extent() else { return Vec::new() };
        let mut found: Vec<Picture> = Vec::new();
        for id in (first..last).filter(|id| self.tree.tag(*id) == Tag::Img) {
            let Some(address) = address(self.tree, id) else { continue };
            let known = found.iter().any(|picture| picture.address == address);
            if found.len() < MOST && !known && !self.is_mark(id) && !self.is_aside(around, id) {
                let alternative = self.tree.attribute(id, "alt").and_then(|alt| text(&entity::decode(alt)));
                found.push(Picture { address, caption: self.caption_of(id), alternative });
            }
        }
        found
    }

    /// The nodes that the story stands among.
    fn extent(&self) -> Option<(Id, Id)> {
        let kept =
            || self.blocks.list.iter().zip(self.kept).filter(|(_, kept)| **kept).map(|(block, _)| block);
        let (first, last) = (kept().next()?, kept().next_back()?);
        let headline = self.headline.and_then(|at| self.blocks.list.get(at));
        let from = headline.map_or(first.element, |block| block.element.min(first.element));
        let to = self.tree.within(last.element).end;
        let article = self.tree.ancestors(first.element).find(|id| self.tree.tag(*id) == Tag::Article);
        let whole = article.map(|id| self.tree.within(id)).filter(|inside| inside.contains(&last.element));
        Some(whole.map_or((from, to), |inside| (inside.start.min(from), inside.end.max(to))))
    }

    fn is_mark(&self, id: Id) -> bool {
        let size = |name| self.tree.attribute(id, name)?.trim().trim_end_matches("px").parse::<u32>().ok();
        [size("width"), size("height")].into_iter().flatten().any(|pixels| pixels < SMALLEST)
    }

    fn is_aside(&self, around: &mut Surroundings, id: Id) -> bool {
        let others =
            [Sense::Related, Sense::Cards, Sense::Navigation, Sense::Footer, Sense::Comment, Sense::Author];
        let others = others.iter().fold(0, |set, sense| set | bit(*sense));
        self.tree.ancestors(id).skip(1).take(NEAR).any(|id| {
            let is_part = matches!(self.tree.tag(id), Tag::Nav | Tag::Footer | Tag::Aside);
            is_part || around.senses(self.tree, id) & others != 0
        })
    }

    /// The caption in the figure around a picture, or in a part beside it that is named for captions.
    fn caption_of(&self, id: Id) -> Option<String> {
        let named = |id: Id| {
            let class = self.tree.attribute(id, "class").unwrap_or_default();
            self.tree.tag(id) == Tag::Figcaption || class.to_ascii_lowercase().contains("caption")
        };
        for part in self.tree.ancestors(id).skip(1).take(NEAR) {
            let inside = || self.tree.within(part).skip(1);
            // Of several pictures in a part nobody says whose words these are.
            if inside().filter(|id| self.tree.tag(*id) == Tag::Img).count() > 1 {
                return None;
            }
            if let Some(caption) = inside().find(|id| named(*id)) {
                return text(&self.tree.words(caption));
            }
            if self.tree.tag(part) == Tag::Figure {
                return None;
            }
        }
        None
    }
}

/// A picture's address; of several sizes the largest where no one is the usual.
fn address(tree: &Tree<'_>, id: Id) -> Option<String> {
    let usual = PLACES.iter().filter_map(|name| tree.attribute(id, name));
    let sizes = ["srcset", "data-srcset"].iter().filter_map(|name| tree.attribute(id, name));
    let last = sizes.filter_map(|set| set.rsplit(", ").next()?.split_whitespace().next());
    let address = usual.chain(last).map(|raw| entity::decode(raw.trim()).into_owned());
    address.into_iter().find(|address| !address.is_empty() && !address.starts_with("data:"))
}

fn text(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}
