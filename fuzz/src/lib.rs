//! Fuzzing on the stable toolchain: each test in `tests/` makes inputs for a while and checks what must always
//! hold. A failing input is made as small as it goes and printed.
//!
//! `DATELINE_FUZZ_SECONDS` is how long each test runs (1 by default; CI gives it 30), `DATELINE_FUZZ_SEED` the
//! first seed (fixed by default, so that a plain `cargo test` does the same work every time).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Pseudo-random numbers (SplitMix64): the same seed gives the same input.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that begin at `seed`.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let a = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let b = (a ^ (a >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        b ^ (b >> 31)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.roll() % n as u64) as usize }
    }

    /// One of `items`; the type's default where there is none.
    pub fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        items.get(self.below(items.len())).copied().unwrap_or_default()
    }
}

/// Makes inputs with `make` and runs `check` on each until the time is up, at least 200 of them. A panic inside
/// `check` is a failure: its input is cut down while it still fails, and shown.
pub fn for_a_while(make: impl Fn(&mut Dice) -> Vec<u8>, check: impl Fn(&[u8])) {
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    let until = Instant::now() + Duration::from_secs(number("DATELINE_FUZZ_SECONDS").unwrap_or(1));
    let mut seed = number("DATELINE_FUZZ_SEED").unwrap_or(20_171_104);
    let mut inputs = 0;
    while inputs < 200 || Instant::now() < until {
        let input = make(&mut Dice::new(seed));
        if fails(&check, &input) {
            let least = smallest(&check, input);
            panic!("seed {seed} fails; cut down to {:?}", String::from_utf8_lossy(&least));
        }
        seed = seed.wrapping_add(1);
        inputs += 1;
    }
    println!("{inputs} inputs");
}

fn fails(check: &impl Fn(&[u8]), input: &[u8]) -> bool {
    catch_unwind(AssertUnwindSafe(|| check(input))).is_err()
}

/// Cuts stretches out of a failing input, long ones first, as long as it still fails.
fn smallest(check: &impl Fn(&[u8]), mut input: Vec<u8>) -> Vec<u8> {
    let mut step = input.len() / 2;
    while step > 0 {
        let mut at = 0;
        while at < input.len() {
            let end = (at + step).min(input.len());
            let shorter = [input.get(..at).unwrap_or(&[]), input.get(end..).unwrap_or(&[])].concat();
            if fails(check, &shorter) {
                input = shorter;
            } else {
                at += step;
            }
        }
        step /= 2;
    }
    input
}

/// Damages `bytes` in up to 12 places: bytes changed, cut out, doubled, swapped in from `spice`, or the end lost.
pub fn damage(bytes: &mut Vec<u8>, spice: &[&str], dice: &mut Dice) {
    for _ in 0..dice.below(12) {
        let at = dice.below(bytes.len());
        let end = (at + dice.below(40)).min(bytes.len());
        match dice.below(6) {
            0 => {
                let byte = dice.roll() as u8;
                if let Some(b) = bytes.get_mut(at) {
                    *b = byte;
                }
            }
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes.get(at..end).unwrap_or(&[]).to_vec();
                bytes.splice(at..at, copy);
            }
            3 | 4 => drop(bytes.splice(at..at, dice.pick(spice).bytes())),
            _ if dice.below(4) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
}
