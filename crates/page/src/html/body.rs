//! Which blocks are the story.

use super::blocks::Blocks;
use super::features::{self, Hints};
use super::forest;
use super::tree::Tree;

/// Log-odds over which a block is kept; chosen by cross-validation, where wrong words weigh as much as
/// missing ones.
const BAR: f32 = -0.2;

/// Whether each block belongs to the body.
pub(crate) fn choose(tree: &Tree<'_>, blocks: &Blocks, hints: &Hints) -> Vec<bool> {
    features::figures(tree, blocks, hints).iter().map(|figures| forest::judge(figures) > BAR).collect()
}
