//! What mentions mean: one module a noun.

pub mod actor;
mod actor_person;
mod actor_phrase;
pub mod place;
pub mod time;
