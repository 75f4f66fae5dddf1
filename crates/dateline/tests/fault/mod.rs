//! Killing the real program, and looking at what it leaves.
#![allow(dead_code, reason = "each test file uses its own part")]

#[cfg(unix)]
pub mod disk;
pub mod reports;
pub mod state;

use crate::program::Done;
use std::process::Command;
use std::time::{Duration, Instant};

/// How many kills each command is put through: `DATELINE_KILLS`, or a few.
pub fn kills() -> usize {
    std::env::var("DATELINE_KILLS").ok().map_or(4, |n| n.parse().expect("DATELINE_KILLS is a number"))
}

/// Numbers that look random and are the same in every run: SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    /// From 0 up to 1.
    pub fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Moments over a run that lasts `whole` without a kill: one in each of `count` equal parts of it, the first of them soon
/// after the start and the last about the end.
pub fn moments(count: usize, whole: Duration, seed: u64) -> Vec<Duration> {
    let mut dice = Dice(seed);
    let part = |k: usize, roll: f64| match k {
        0 => roll * 0.02,
        k if k + 1 == count => 0.96 + roll * 0.06,
        k => (k as f64 + roll) / count as f64,
    };
    (0..count).map(|k| whole.mul_f64(part(k, dice.roll()))).collect()
}

/// Runs a command and kills it after some time, unless it has ended by then; its code is `None` where it was killed.
pub fn killed(mut command: Command, after: Duration) -> Done {
    let mut child = command.spawn().expect("the program starts");
    std::thread::sleep(after);
    // SIGKILL: nothing of the program runs any more. An error says that it has ended.
    let _ = child.kill();
    let done = child.wait_with_output().expect("the program ends");
    Done {
        stdout: String::from_utf8_lossy(&done.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&done.stderr).into_owned(),
        code: done.status.code(),
    }
}

/// Runs a command to its end; how long it took.
pub fn timed(command: Command) -> (Done, Duration) {
    let begun = Instant::now();
    (crate::program::finish(command, b""), begun.elapsed())
}
