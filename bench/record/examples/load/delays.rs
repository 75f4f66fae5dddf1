//! How long answers took.

use std::collections::BTreeMap;
use std::time::Duration;

/// Delays by kind of question, and how many failed.
#[derive(Default)]
pub struct Delays {
    kinds: BTreeMap<&'static str, Vec<Duration>>,
    pub errors: usize,
}

impl Delays {
    /// One answer.
    pub fn note(&mut self, kind: &'static str, delay: Duration) {
        self.kinds.entry(kind).or_default().push(delay);
    }

    /// Those of another reader.
    pub fn add(&mut self, other: Delays) {
        self.errors += other.errors;
        for (kind, delays) in other.kinds {
            self.kinds.entry(kind).or_default().extend(delays);
        }
    }

    /// A line for each kind and one for all.
    pub fn print(&self) {
        println!(
            "{:<12} {:>7} {:>9} {:>9} {:>9} {:>9}",
            "ms", "answers", "median", "95 %", "99 %", "longest"
        );
        for (kind, delays) in &self.kinds {
            line(kind, delays.clone());
        }
        line("all", self.kinds.values().flatten().copied().collect());
        println!("errors: {}", self.errors);
    }
}

fn line(kind: &str, mut delays: Vec<Duration>) {
    delays.sort();
    let at = |share: f64| {
        let n = ((delays.len() as f64 * share).ceil() as usize).clamp(1, delays.len());
        delays[n - 1].as_secs_f64() * 1e3
    };
    let (half, most, nearly, all) = (at(0.5), at(0.95), at(0.99), at(1.0));
    println!("{kind:<12} {:>7} {half:>9.1} {most:>9.1} {nearly:>9.1} {all:>9.1}", delays.len());
}
