//! What mentions mean: one module a noun.

pub mod actor;
pub mod place;
pub mod time;
