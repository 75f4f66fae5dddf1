//! What mentions mean: one module a noun.

pub mod time;
