//! HTML: a tolerant parser, the body's blocks, and the facts around them.

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
pub(crate) mod tag;
pub(crate) mod tree;
pub(crate) mod wording;
