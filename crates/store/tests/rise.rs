//! How often the rise alert errs, and how often it finds a rise: measured on simulated series, and held to the tables of
//! docs/alerts.md. `DATELINE_WRITE=1 cargo test -p dateline-store --test rise` writes them.

use dateline_store::rise::{RATE, Stretch, Test, judge};
use std::path::Path;

/// Series of each kind and mean. The rates that come out are known to about one in 5,000.
const SERIES: u64 = 20_000;
/// Those in which rises are looked for, which are found to one in a hundred.
const RISING: u64 = 2_000;
/// Incidents a stretch.
const MEANS: [f64; 8] = [0.05, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
const SEED: u64 = 20_261_123;

/// SplitMix64: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Between 0 and 1, neither of them.
    fn share(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Box and Muller's.
    fn normal(&mut self) -> f64 {
        (-2.0 * self.share().ln()).sqrt() * (std::f64::consts::TAU * self.share()).cos()
    }

    /// Marsaglia and Tsang's.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.share().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && self.share().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// Knuth's, in parts of 30.
    fn poisson(&mut self, mut mean: f64) -> u64 {
        let mut count = 0;
        while mean > 30.0 {
            count += self.poisson(30.0);
            mean -= 30.0;
        }
        let (end, mut product) = ((-mean).exp(), self.share());
        while product > end {
            product *= self.share();
            count += 1;
        }
        count
    }
}

/// A kind of series.
struct Kind {
    name: &'static str,
    /// Variance beyond the mean, as a share of its square: 0 for Poisson counts.
    bursts: f64,
    /// Whether Fridays have 1.4 times as much as other working days, and weekends 0.65 times.
    weekly: bool,
    /// Whether the level doubles within a year.
    trend: bool,
}

const KINDS: [Kind; 8] = [
    Kind { name: "Poisson", bursts: 0.0, weekly: false, trend: false },
    Kind { name: "bursts, 0.2", bursts: 0.2, weekly: false, trend: false },
    Kind { name: "bursts, 0.5", bursts: 0.5, weekly: false, trend: false },
    Kind { name: "bursts, 1", bursts: 1.0, weekly: false, trend: false },
    Kind { name: "weekly pattern", bursts: 0.0, weekly: true, trend: false },
    Kind { name: "weekly pattern and bursts, 0.5", bursts: 0.5, weekly: true, trend: false },
    Kind { name: "doubling in a year", bursts: 0.0, weekly: false, trend: true },
    Kind { name: "doubling in a year and bursts, 0.5", bursts: 0.5, weekly: false, trend: true },
];

impl Kind {
    /// What is expected at a time in stretches, beside a level of 1.
    fn level(&self, at: usize, a_year: f64) -> f64 {
        let week = [1.0, 1.0, 1.0, 1.0, 1.4, 0.65, 0.65];
        let weekly = if self.weekly { week[at % 7] * 7.0 / week.iter().sum::<f64>() } else { 1.0 };
        if self.trend { weekly * 2f64.powf(at as f64 / a_year) } else { weekly }
    }

    fn count(&self, random: &mut Random, mean: f64) -> u64 {
        let mean =
            if self.bursts > 0.0 { random.gamma(1.0 / self.bursts) * self.bursts * mean } else { mean };
        random.poisson(mean)
    }
}

/// The share of stretches that are taken for a rise where the last of each series has `times` what is expected.
fn rings(kind: &Kind, mean: f64, times: f64, test: &Test) -> f64 {
    let mut random = Random(SEED);
    let a_year = if test.baseline == 56 { 365.0 } else { 52.0 };
    let all = if times > 1.0 { RISING } else { SERIES };
    let mut rises = 0u32;
    for series in 0..all {
        // Each day of the week is judged as often as any other.
        let begin = (series % 7) as usize;
        let mut at = |at: usize, times: f64| {
            let count = kind.count(&mut random, mean * times * kind.level(at + begin, a_year));
            Stretch { count, covered: true, elsewhere: 0 }
        };
        let past: Vec<Stretch> = (0..test.before()).map(|n| at(n, 1.0)).collect();
        let now = at(test.before(), times);
        rises += u32::from(judge(&past, &now, test).is_ok_and(|judged| judged.rises));
    }
    f64::from(rises) / all as f64
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> String {
    format!("| {name} | {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn head(first: &str) -> String {
    let means = MEANS.map(|mean| mean.to_string());
    row(first, means.into_iter()) + &format!("|---|{}\n", "--:|".repeat(MEANS.len()))
}

/// False alarms in 10,000 stretches.
fn false_alarms(kinds: &[&Kind], test: &Test) -> String {
    let cell = |kind: &Kind, mean| format!("{:.1}", rings(kind, mean, 1.0, test) * 10_000.0);
    kinds
        .iter()
        .fold(head("series"), |text, kind| text + &row(kind.name, MEANS.iter().map(|m| cell(kind, *m))))
}

/// Rises found, of 100.
fn found(kinds: &[&Kind], test: &Test) -> String {
    let cell = |kind: &Kind, mean, times| format!("{:.0}", rings(kind, mean, times, test) * 100.0);
    let mut text = head("series and rise");
    for kind in kinds {
        for times in [2.0, 3.0, 5.0] {
            let name = format!("{}: {times} times", kind.name);
            text += &row(&name, MEANS.iter().map(|mean| cell(kind, *mean, times)));
        }
    }
    text
}

/// The text between two marks of the page, with what should stand there in its place.
fn with_tables(page: &str, tables: &[(&str, String)]) -> String {
    tables.iter().fold(page.to_string(), |page, (name, table)| {
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
        let (before, rest) =
            page.split_once(&begin).unwrap_or_else(|| panic!("docs/alerts.md has no {begin}"));
        let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("docs/alerts.md has no {end}"));
        format!("{before}{begin}\n{table}\n{end}{after}")
    })
}

#[test]
fn the_tables_of_the_docs_are_what_simulated_series_give() {
    let (day, week) = (Test::daily(RATE), Test::weekly(RATE));
    let all: Vec<&Kind> = KINDS.iter().collect();
    let steady: Vec<&Kind> = KINDS.iter().filter(|kind| !kind.weekly).collect();
    let some = [&KINDS[0], &KINDS[2]];
    let tables = [
        ("false alarms by day", false_alarms(&all, &day)),
        ("false alarms by week", false_alarms(&steady, &week)),
        ("rises found by day", found(&some, &day)),
        ("rises found by week", found(&some, &week)),
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/alerts.md");
    let page = std::fs::read_to_string(&path).expect("docs/alerts.md");
    let should = with_tables(&page, &tables);
    if std::env::var_os("DATELINE_WRITE").is_some() {
        std::fs::write(&path, &should).expect("written");
    }
    assert!(
        page == should || std::env::var_os("DATELINE_WRITE").is_some(),
        "docs/alerts.md is not what the test measures: run it with DATELINE_WRITE=1"
    );
}

#[test]
fn false_alarms_are_no_more_frequent_than_stated() {
    for mean in [0.2, 2.0, 20.0] {
        for kind in &KINDS[..4] {
            let rate = rings(kind, mean, 1.0, &Test::daily(0.01));
            assert!(rate <= 0.01, "{} with {mean} a day: {rate}", kind.name);
        }
    }
}
