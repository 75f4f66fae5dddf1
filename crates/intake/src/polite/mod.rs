//! Politeness: what sites ask of those who fetch, how fast they are asked, and when they are left alone.

mod pace;
pub mod robots;

pub use pace::{Pace, retry_after};
pub use robots::Robots;
