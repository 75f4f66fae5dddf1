//! Reports for the tests of the networks.

use dateline_read::{Lexicon, Reader};
use dateline_terms::{Reading, Report};

/// A report of this text, read.
pub fn read(text: &str) -> (Report, Reading) {
    let report = Report { text: text.to_string(), ..Report::default() };
    let (reading, _) = Reader::new(&Lexicon::default()).read(&report);
    (report, reading)
}

/// Reports made of a few words, so that many can be read: by a fixed series, no two alike.
pub fn made(count: usize) -> Vec<String> {
    const WHO: [&str; 7] =
        ["Militants", "Police", "Two drones", "The army", "Villagers", "Gunmen", "A rebel group"];
    const DID: [&str; 7] =
        ["attacked", "denied firing on", "left", "shelled", "met near", "set fire to", "surrounded"];
    const WHAT: [&str; 7] =
        ["a base", "the market", "an oil field", "the crossing", "a convoy", "the town", "a school"];
    const WHEN: [&str; 5] = ["on Monday", "last week", "a day earlier", "in March", "at dawn"];
    let pick = |words: &[&'static str], n: usize| words[n % words.len()];
    (0..count)
        .map(|n| {
            let sentence = |k: usize| {
                format!("{} {} {} {}.", pick(&WHO, k), pick(&DID, k / 7), pick(&WHAT, k / 49), pick(&WHEN, k))
            };
            (0..1 + n % 3).map(|k| sentence(n * 3 + k)).collect::<Vec<_>>().join(" ")
        })
        .collect()
}
