//! `cargo xtask fairness DEV.jsonl [--reader KIND] [--show]`: whether what is coded of a sentence changes with the
//! names in it.

use super::swap::{Swap, names, swaps};
use super::{decider, page};
use crate::weigh::gold;
use anyhow::{Context, Result};
use dateline::eval::{GoldReport, read_reports};
use dateline::{CodedReport, Coder};
use dateline_code::attribute::view::View;
use dateline_terms::{Span, Standing};

/// Most sentences that are changed.
const MOST: usize = 200;

/// How often the names of a sentence are replaced, each time by others.
const TURNS: usize = 2;

/// Types that the codebook defines by who acts: they do change with the names.
const BY_ACTOR: [&str; 4] =
    ["arrest", "abduction", "government_regains_territory", "nonstate_takes_territory"];

/// What became of the events of changed sentences.
#[derive(Default)]
struct Outcome {
    sentences: usize,
    events: usize,
    other_type: usize,
    other_standing: usize,
    gone: usize,
    new: usize,
}

/// Runs the task.
///
/// # Errors
/// Names what could not be read or written.
pub fn run(args: &[String]) -> Result<()> {
    let path = args.first().context("usage: cargo xtask fairness DEV.jsonl [--reader KIND] [--show]")?;
    let (decider, reader) = decider(args)?;
    let coder = Coder::new().decided_by(decider);
    let text = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
    let reports = read_reports(&text)?;
    let made = made(&coder, path, &reports)?;
    let coded: Vec<CodedReport> = reports.iter().map(|r| coder.code(&dateline::page(r, true))).collect();
    let (mut sides, mut names) = (Outcome::default(), Outcome::default());
    for swap in &made {
        let mut changed = reports[swap.report].clone();
        changed.text.clone_from(&swap.text);
        let changed = coder.code(&dateline::page(&changed, true));
        let (was, is) = (told(&coded[swap.report], swap.before), told(&changed, swap.after));
        let outcome = if swap.sides { &mut sides } else { &mut names };
        if outcome.add(&was, &is) && args.iter().any(|a| a == "--show") {
            println!(
                "{}: {was:?} -> {is:?}\n  {}\n  {}",
                reports[swap.report].id,
                swap.before.of(&reports[swap.report].text),
                swap.after.of(&swap.text)
            );
        }
    }
    let text = table(reader, &sides, &names);
    println!("{text}");
    page::put(&format!("fairness {reader}"), &text)
}

/// The changed sentences: of those that tell of coded events, as many as are asked for, spread over the reports.
fn made(coder: &Coder, path: &str, reports: &[GoldReport]) -> Result<Vec<Swap>> {
    let gold = gold::read(path)?;
    let plain = Coder::new();
    let read: Vec<_> = reports.iter().map(|r| plain.read(&dateline::page(r, true))).collect();
    let views = read.iter().map(|(report, reading, _)| View::new(report, reading, coder.books()));
    let views: Vec<View<'_>> = views.collect();
    let all = names(&gold);
    let mut made = Vec::new();
    for turn in 0..TURNS {
        for (k, (view, report)) in views.iter().zip(&gold).enumerate() {
            let own = names([report]);
            let told = (0..view.reading.sentences.len()).filter(|i| tells(report, view.span(*i)));
            made.extend(told.flat_map(|i| swaps(view, k, i, &own, &all, turn)));
        }
    }
    let all = made.len();
    let kept = |k: &usize| k * MOST / all.max(1) != (k + 1) * MOST / all.max(1) || all <= MOST;
    Ok(made.into_iter().enumerate().filter(|(k, _)| kept(k)).map(|(_, s)| s).collect())
}

/// Whether coders take a sentence for evidence of an event whose type stays what it is.
fn tells(report: &gold::GoldReport, sentence: Span) -> bool {
    let events = report.events.iter().filter(|e| !BY_ACTOR.contains(&e.event_type.as_str()));
    events.flat_map(|e| e.evidence.iter().chain(&e.more)).any(|at| at.overlaps(sentence))
}

/// Type and standing of each event that the sentence tells of.
fn told(coded: &CodedReport, sentence: Span) -> Vec<(String, Standing)> {
    let claims = coded.coded.claims.iter().filter(|c| !BY_ACTOR.contains(&c.event_type.as_str()));
    let here = claims.filter(|c| [c.evidence].iter().chain(&c.more_evidence).any(|at| at.overlaps(sentence)));
    here.map(|c| (c.event_type.clone(), c.standing)).collect()
}

impl Outcome {
    /// Compares the events of one sentence; whether any of them changed.
    fn add(&mut self, was: &[(String, Standing)], is: &[(String, Standing)]) -> bool {
        self.sentences += 1;
        self.events += was.len();
        let mut left = is.to_vec();
        let mut take = |same: &dyn Fn(&(String, Standing)) -> bool| {
            left.iter().position(same).map(|k| left.remove(k)).is_some()
        };
        let other: Vec<_> = was.iter().filter(|e| !take(&|x| x == *e)).collect();
        let (mut standing, mut lost) = (0, Vec::new());
        for event in &other {
            if take(&|x| x.0 == event.0) { standing += 1 } else { lost.push(*event) }
        }
        let other_type = lost.iter().filter(|_| take(&|_| true)).count();
        self.other_standing += standing;
        self.other_type += other_type;
        self.gone += lost.len() - other_type;
        self.new += left.len();
        !other.is_empty() || !left.is_empty()
    }
}

fn table(reader: &str, sides: &Outcome, names: &Outcome) -> String {
    let mut out = format!(
        "| {reader} | sentences | events | other type | other standing | share changed | no longer coded | newly coded |\n\
         |---|---|---|---|---|---|---|---|\n"
    );
    for (what, o) in [("sides exchanged", sides), ("names replaced", names)] {
        let changed = (o.other_type + o.other_standing) as f64 / o.events.max(1) as f64;
        out += &format!(
            "| {what} | {} | {} | {} | {} | {:.1} % | {} | {} |\n",
            o.sentences,
            o.events,
            o.other_type,
            o.other_standing,
            100.0 * changed,
            o.gone,
            o.new
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_told_apart() {
        let event = |t: &str, s| (t.to_string(), s);
        let was = [event("attack", Standing::Main), event("armed_clash", Standing::Main)];
        let mut outcome = Outcome::default();
        assert!(!outcome.add(&was, &was));
        assert!(outcome.add(&was, &[event("attack", Standing::Background), event("arrest", Standing::Main)]));
        assert!(outcome.add(&was[..1], &[]));
        assert!(outcome.add(&[], &was[..1]));
        let o = &outcome;
        assert_eq!(
            (o.sentences, o.events, o.other_standing, o.other_type, o.gone, o.new),
            (4, 5, 1, 1, 1, 1)
        );
    }
}
