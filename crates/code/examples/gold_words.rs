//! Holds times and quantities against coded gold: what share of gold's own words are read as gold reads them?
//!
//! `cargo run --example gold_words -p dateline-code -- GOLD.jsonl [--times] [--harm]`; the flags list failures.
//!
//! Times: the quote of an event's time, read alone and resolved by the report's publication day (a full date in
//! the first 160 characters of its text, else the one given), gives gold's first and last day. Words that count from another day ("a day earlier") are right if some time of the
//! same report, taken as the focus, gives them. Harm: some quantity of the harm quote has gold's bounds.

use dateline_code::resolve::time::{Anchor, resolve};
use dateline_read::lang::en::{quantity, time};
use dateline_terms::{Date, Span, TimeExpr};
use serde_json::Value;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| args.iter().any(|a| a == name);
    let Some(text) = args.iter().find(|a| !a.starts_with("--")).and_then(|p| std::fs::read_to_string(p).ok())
    else {
        eprintln!("Name a JSONL file of gold.");
        std::process::exit(2);
    };
    let reports: Vec<Value> = text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
    let (mut times, mut harm) = (Score::default(), Score::default());
    let mut spans = Score::default();
    for report in &reports {
        for event in items(report, "events") {
            check_time(report, event, &mut times, &mut spans, flag("--times"));
            for row in items(event, "harm") {
                check_harm(report, row, &mut harm, flag("--harm"));
            }
        }
    }
    times.print("times right of gold's quotes");
    spans.print("times found in the text with gold's span");
    harm.print("harm rows with the right bounds");
}

#[derive(Default)]
struct Score {
    right: usize,
    near: usize,
    all: usize,
}

impl Score {
    fn print(&self, what: &str) {
        let share = |n: usize| n as f64 / self.all.max(1) as f64;
        println!(
            "{what:44} {} of {} = {:.3}  (near {:.3})",
            self.right,
            self.all,
            share(self.right),
            share(self.near)
        );
    }
}

fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn words<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn days(event: &Value) -> Option<(Date, Date)> {
    let time = event.get("time")?;
    Some((words(time, "start").parse().ok()?, words(time, "end").parse().ok()?))
}

fn check_time(report: &Value, event: &Value, score: &mut Score, spans: &mut Score, list: bool) {
    let (Some(want), Some(time)) = (days(event), event.get("time")) else { return };
    let quote = words(time, "text");
    if quote.is_empty() {
        return;
    }
    let given: Option<Date> = words(report, "published").parse().ok();
    let published = dateline(words(report, "text")).map(|d| nearer(d, given)).or(given);
    let found = time::find(quote, Span::new(0, quote.len()));
    let others: Vec<(Date, Date)> = items(report, "events").iter().filter_map(days).collect();
    let got = |expr: &TimeExpr, focus| resolve(expr, &Anchor { published, focus }).map(|(a, b, _)| (a, b));
    let right = found.iter().any(|(_, expr)| {
        got(expr, None) == Some(want)
            || others.iter().any(|o| *o != want && got(expr, Some(*o)) == Some(want))
    });
    let near = found.iter().any(|(_, e)| got(e, None).is_some_and(|(a, b)| a <= want.1 && want.0 <= b));
    score.all += 1;
    score.right += usize::from(right);
    score.near += usize::from(right || near);
    if list && !right {
        let first = found.first().map(|(s, e)| format!("{:?} {:?}", s.of(quote), got(e, None)));
        println!(
            "{} [{}] {quote:?} want {want:?} got {first:?}",
            words(report, "id"),
            words(report, "published")
        );
    }
    check_span(words(report, "text"), quote, spans, list);
}

/// A full date that the text opens with.
fn dateline(text: &str) -> Option<Date> {
    let end = (0..=160.min(text.len())).rev().find(|i| text.is_char_boundary(*i))?;
    let full = |expr: &TimeExpr| matches!(expr, TimeExpr::Calendar { year: Some(_), day: Some(_), .. });
    let (_, expr) = time::find(text, Span::new(0, end)).into_iter().find(|(_, e)| full(e))?;
    resolve(&expr, &Anchor::default()).map(|(a, _, _)| a)
}

/// The date, or the same with day and month the other way about where that is nearer to the date given.
fn nearer(date: Date, given: Option<Date>) -> Date {
    let far = |d: Date| given.map_or(0, |g| g.since(d).map_or(0, |s| s.get_days().abs()));
    let turned = Date::new(date.year(), date.day().min(12), date.month()).ok().filter(|_| date.day() <= 12);
    turned.filter(|t| far(*t) < far(date)).unwrap_or(date)
}

/// Whether the quote is found in its sentence with the same extents.
fn check_span(text: &str, quote: &str, spans: &mut Score, list: bool) {
    let Some(at) = text.find(quote) else { return };
    let (sentence, span) = (around(text, at, quote.len()), Span::new(at, at + quote.len()));
    let found = time::find(text, sentence);
    spans.all += 1;
    let same = found.iter().any(|(s, _)| *s == span);
    spans.right += usize::from(same);
    spans.near += usize::from(found.iter().any(|(s, _)| s.overlaps(span)));
    if list && !same {
        let got: Vec<&str> =
            found.iter().filter(|(s, _)| s.overlaps(span)).map(|(s, _)| s.of(text)).collect();
        println!("SPAN {quote:?} got {got:?}");
    }
}

/// The line around a quote, cut at full stops.
fn around(text: &str, at: usize, len: usize) -> Span {
    let start = text[..at].rfind(['\n']).map_or(0, |i| i + 1);
    let start = text[start..at].rfind(". ").map_or(start, |i| start + i + 2);
    let end = text[at + len..].find(['\n']).map_or(text.len(), |i| at + len + i);
    Span::new(start, end)
}

fn check_harm(report: &Value, row: &Value, score: &mut Score, list: bool) {
    let quote = words(row, "text");
    let low = row.get("low").and_then(Value::as_u64);
    let high = row.get("high").and_then(Value::as_u64);
    let text = words(report, "text");
    let Some(at) = text.find(quote) else { return };
    let span = Span::new(at, at + quote.len());
    let found = quantity::find(text, around(text, at, quote.len()));
    let near: Vec<_> = found.iter().filter(|q| q.0.overlaps(span)).collect();
    let right = near.iter().any(|q| Some(q.3.low) == low && q.3.high == high);
    score.all += 1;
    score.right += usize::from(right);
    score.near += usize::from(near.iter().any(|q| q.0 == span));
    if list && !right {
        let got: Vec<_> = near.iter().map(|q| (q.0.of(text), q.3.low, q.3.high)).collect();
        println!("{} {quote:?} want {low:?}..{high:?} got {got:?}", words(report, "id"));
    }
}
