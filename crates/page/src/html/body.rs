//! Which blocks are the story.

use super::features::FIGURES;
use super::forest;

/// Log-odds over which a block is kept; chosen by cross-validation, where wrong words weigh as much as
/// missing ones.
const BAR: f32 = -0.2;

/// Whether a block with these figures belongs to the body.
pub(crate) fn belongs(figures: &[f32; FIGURES]) -> bool {
    forest::judge(figures) > BAR
}
