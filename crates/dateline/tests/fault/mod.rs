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

/// Moments over a run: one in each of `count` equal parts of it, the first of them soon after the start and the last about
/// the end. How long the run lasts is learnt on the way, since other programs run beside it.
pub struct Moments {
    count: usize,
    next: usize,
    whole: Duration,
    part: f64,
    dice: Dice,
}

impl Moments {
    /// As many as there are kills, over a run that lasts `whole` without any.
    pub fn over(whole: Duration, seed: u64) -> Moments {
        Moments { count: kills(), next: 0, whole, part: 0.0, dice: Dice(seed) }
    }

    /// The next moment, with its number; `None` when all were.
    pub fn next(&mut self) -> Option<(usize, Duration)> {
        let (k, roll) = (self.next, self.dice.roll());
        self.part = match k {
            k if k == self.count => return None,
            0 => roll * 0.02,
            k if k + 1 == self.count => 0.96 + roll * 0.06,
            k => (k as f64 + roll) / self.count as f64,
        };
        self.next += 1;
        Some((k, self.whole.mul_f64(self.part)))
    }

    /// Learns from a run whether it had ended by the last moment.
    pub fn learn(&mut self, end: &Done) {
        if end.code.is_some() {
            self.whole = self.whole.mul_f64(self.part.clamp(0.5, 1.0));
        } else if self.part > 0.9 {
            self.whole = self.whole.mul_f64(1.1);
        }
    }
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
