use super::parse::Parsed;
use super::{Codebook, REFUSALS};
use crate::problem::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// How many examples of each sort an entry has at least: fewer leave its borders untested.
const ENOUGH: usize = 6;

/// Checks that need all entries at once. What makes the codebook unusable goes to `problems`, what makes
/// it poor to `warnings`.
pub(super) fn all(entries: &[Parsed], problems: &mut Vec<Problem>, warnings: &mut Vec<Problem>) {
    duplicates(entries, problems);
    pattern_acts(entries, problems);
    reasons(entries, problems);
    for parsed in entries {
        few(parsed, warnings);
    }
}

fn duplicates(entries: &[Parsed], problems: &mut Vec<Problem>) {
    let mut first: BTreeMap<&str, &Parsed> = BTreeMap::new();
    for parsed in entries {
        let id = parsed.entry.id.as_str();
        match first.get(id) {
            Some(other) => {
                let what = format!("The id \"{id}\" is taken by {}:{}.", other.file, other.id_line);
                problems.push(Problem::new(&parsed.file, parsed.id_line, what));
            }
            None => {
                first.insert(id, parsed);
            }
        }
    }
}

/// A pattern's act word is found in a text only if some entry lists it: one of these, or one of ours,
/// over which a user's own entries are laid.
fn pattern_acts(entries: &[Parsed], problems: &mut Vec<Problem>) {
    let own = entries.iter().flat_map(|p| p.entry.acts.iter().map(String::as_str));
    let ours = super::EMBEDDED.iter().flat_map(|e| e.acts.iter().copied());
    let listed: BTreeSet<&str> = own.chain(ours).collect();
    for parsed in entries {
        for (pattern, line) in parsed.entry.patterns.iter().zip(&parsed.pattern_lines) {
            if !listed.contains(pattern.act.as_str()) {
                let what = format!(
                    "No entry lists the act word \"{}\", so that this pattern never fits.",
                    pattern.act
                );
                problems.push(Problem::new(&parsed.file, *line, what));
            }
        }
    }
}

fn reasons(entries: &[Parsed], problems: &mut Vec<Problem>) {
    let types: BTreeSet<&str> =
        entries.iter().map(|p| p.entry.id.as_str()).chain(Codebook::embedded().ids()).collect();
    for parsed in entries {
        for (example, line) in parsed.entry.must_not_code.iter().zip(&parsed.not_lines) {
            let why = example.why.as_str();
            if why == parsed.entry.id || !(REFUSALS.contains(&why) || types.contains(why)) {
                let what =
                    format!("\"{why}\" is neither another event type nor one of {}.", REFUSALS.join(", "));
                problems.push(Problem::new(&parsed.file, *line, what));
            }
        }
    }
}

fn few(parsed: &Parsed, warnings: &mut Vec<Problem>) {
    let counts = [
        ("must_code", parsed.must_lines.len(), parsed.must_lines.first()),
        ("must_not_code", parsed.not_lines.len(), parsed.not_lines.first()),
    ];
    for (key, count, line) in counts.into_iter().filter(|(_, count, _)| *count < ENOUGH) {
        let what = format!(
            "{key} has {count} examples; with fewer than {ENOUGH} the type's borders are not tested."
        );
        warnings.push(Problem::new(&parsed.file, line.copied().unwrap_or(1), what));
    }
}
