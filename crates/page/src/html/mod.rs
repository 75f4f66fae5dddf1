//! HTML: a tolerant parser, the body's blocks, and the facts around them.
//!
//! Written here after trying what there is, on 990 pages of trafilatura's evaluation (F1 over segments) and
//! 130 of Readability's (F1 over words), with right dates on 800 of htmldate's and milliseconds of processor
//! a page: rs-trafilatura 0.2.2 reached .890, .925, .610 and 15 ms; dom_smoothie 0.19 .885, .995 (those
//! 130 pages are its own tests), .494 and 3 ms; trafilatura 2.3.1 .926, .933 and 26 ms, htmldate 1.11 .906
//! and 6 ms. `bench/pages.sh` prints ours beside the last two, on all pages and on those of sites that our
//! forest has not learned from.

pub(crate) mod beside;
pub(crate) mod blocks;
pub(crate) mod body;
pub(crate) mod entity;
pub(crate) mod features;
pub(crate) mod forest;
pub(crate) mod linked;
pub(crate) mod measure;
pub(crate) mod meta;
pub(crate) mod names;
pub(crate) mod parse;
pub(crate) mod pictures;
pub(crate) mod tag;
pub(crate) mod tree;
pub(crate) mod wording;
