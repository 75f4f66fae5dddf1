//! Which blocks are the story.

use super::blocks::{Block, Blocks};
use super::measure::{Surroundings, link_share};
use super::names::{Sense, bit};
use super::tag::Tag;
use super::tree::Tree;

/// Whether each block belongs to the body.
pub(crate) fn choose(tree: &Tree<'_>, blocks: &Blocks) -> Vec<bool> {
    let mut around = Surroundings::of(tree, blocks);
    blocks.list.iter().map(|block| belongs(tree, &mut around, blocks, block)).collect()
}

fn belongs(tree: &Tree<'_>, around: &mut Surroundings, blocks: &Blocks, block: &Block) -> bool {
    let Some(top) = around.top else { return false };
    const BAD: &[Sense] = &[
        Sense::Comment,
        Sense::Share,
        Sense::Navigation,
        Sense::Footer,
        Sense::Side,
        Sense::Related,
        Sense::Advertising,
        Sense::Author,
        Sense::Dateline,
        Sense::Topics,
        Sense::SignUp,
        Sense::Overlay,
        Sense::Hidden,
        Sense::Search,
        Sense::Tools,
        Sense::Legal,
    ];
    let bad = BAD.iter().fold(0, |set, sense| set | bit(*sense));
    let mut inside = false;
    for id in tree.ancestors(block.first) {
        if id == top {
            inside = true;
            break;
        }
        if around.senses(tree, id) & bad != 0
            || matches!(
                tree.tag(id),
                Tag::Nav | Tag::Footer | Tag::Aside | Tag::Form | Tag::Figcaption | Tag::Button | Tag::H1
            )
        {
            return false;
        }
    }
    let words = blocks.words(block);
    inside && link_share(block) < 0.5 && words.len() > 3
}
