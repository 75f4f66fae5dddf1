//! Scores time expressions on the English date cases of Recognizers-Text, found and resolved.
//!
//! `cargo run --example times -p dateline-code -- PATH [--failures] [--all]`, PATH being the archive
//! `recognizers_english.tar.gz`, a folder or a JSON file of cases. A case is right if some expression found has
//! the case's words (a preposition or article before them aside) and resolves literally to the past
//! resolution. Cases marked "not supported" for any platform are skipped unless `--all`.

use dateline_code::resolve::time::{Anchor, resolve_literally};
use dateline_read::lang::en::time::find;
use dateline_terms::{Date, Span};
use serde_json::Value;
use std::io::Read;
use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let flag = |name: &str| args.iter().any(|a| a == name);
    let Some(path) = args.iter().find(|a| !a.starts_with("--")) else {
        eprintln!("Name the archive, folder or file of cases.");
        std::process::exit(2);
    };
    let mut both = Tally::default();
    for name in ["DateParser.json", "DatePeriodParser.json"] {
        let tally = score(Path::new(path), name, flag("--all"), flag("--failures"));
        tally.print(name);
        both = Tally {
            right: both.right + tally.right,
            found: both.found + tally.found,
            all: both.all + tally.all,
        };
    }
    both.print("both");
}

/// How many cases were right, and in how many the words at least were found.
#[derive(Clone, Copy, Default)]
pub struct Tally {
    /// Found and resolved.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Cases.
    pub all: usize,
}

impl Tally {
    fn print(self, name: &str) {
        let Tally { right, found, all } = self;
        println!(
            "{name:24} right {right} of {all} = {:.3}  (words found {:.3})",
            share(right, all),
            share(found, all)
        );
    }
}

/// Scores the cases of file `name` at `path`; `list` prints those that are wrong.
pub fn score(path: &Path, name: &str, unsupported: bool, list: bool) -> Tally {
    let mut tally = Tally::default();
    for case in cases(path, name).into_iter().filter(|c| unsupported || !c.unsupported) {
        let judged = judge(&case);
        tally.all += 1;
        tally.found += usize::from(judged.found);
        tally.right += usize::from(judged.right);
        if !judged.right && list {
            println!(
                "{}  [{}]  want {} = {}  got {}",
                case.input,
                case.today,
                case.text,
                want(&case),
                judged.got
            );
        }
    }
    tally
}

fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

/// One case: a sentence and the words in it, with the days that they should mean.
struct Case {
    input: String,
    today: Date,
    text: String,
    /// First and last day, inclusive; `None` for words that name no day, such as 30 February.
    days: Option<(Date, Date)>,
    unsupported: bool,
}

fn want(case: &Case) -> String {
    case.days.map_or("nothing".into(), |(a, b)| format!("{a}/{b}"))
}

struct Judged {
    found: bool,
    right: bool,
    got: String,
}

fn judge(case: &Case) -> Judged {
    let anchor = Anchor { published: Some(case.today), focus: None };
    let times = find(&case.input, Span::new(0, case.input.len()));
    let mut judged = Judged { found: false, right: false, got: String::new() };
    for (span, expr) in times {
        let days = resolve_literally(&expr, &anchor).map(|(a, b, _)| (a, b));
        let words = bare(span.of(&case.input)) == bare(&case.text);
        judged.found |= words;
        judged.right |= words && days == case.days;
        judged.got += &format!("{:?} {days:?} {expr:?}; ", span.of(&case.input));
    }
    judged
}

/// The words in lower case without a preposition or article before them and marks around them.
fn bare(words: &str) -> String {
    let lower = words.to_lowercase();
    let mut rest = lower.trim_matches(|c: char| c.is_whitespace() || ".,".contains(c));
    for _ in 0..2 {
        for lead in ["on ", "in ", "at ", "by ", "for ", "during ", "over ", "the ", "of "] {
            rest = rest.strip_prefix(lead).unwrap_or(rest).trim_start();
        }
    }
    rest.to_owned()
}

/// The cases of one file inside the archive, folder or file at `path`.
fn cases(path: &Path, name: &str) -> Vec<Case> {
    let text = if path.is_dir() {
        let direct = path.join(name);
        let inner = path.join("rec_en").join(name);
        let archive = path.join("recognizers_english.tar.gz");
        [direct, inner]
            .iter()
            .find_map(|p| std::fs::read_to_string(p).ok())
            .or_else(|| from_archive(&archive, name))
    } else if path.extension().is_some_and(|e| e == "gz") {
        from_archive(path, name)
    } else {
        path.ends_with(name).then(|| std::fs::read_to_string(path).ok()).flatten()
    };
    let text = text.unwrap_or_default();
    let values: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    values.iter().flat_map(parse).collect()
}

/// The file that ends in `name` inside a gzipped tar archive.
fn from_archive(path: &Path, name: &str) -> Option<String> {
    let file = std::fs::File::open(path).ok()?;
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file).read_to_end(&mut bytes).ok()?;
    let mut rest = bytes.as_slice();
    while rest.len() > 512 {
        let (header, body) = rest.split_at(512);
        let entry = String::from_utf8_lossy(&header[..100]).trim_end_matches('\0').to_owned();
        let size = String::from_utf8_lossy(&header[124..136]);
        let size = usize::from_str_radix(size.trim_matches(|c: char| c == '\0' || c == ' '), 8).ok()?;
        if entry.rsplit('/').next() == Some(name) {
            return String::from_utf8(body.get(..size)?.to_vec()).ok();
        }
        rest = body.get(size.div_ceil(512) * 512..)?;
    }
    None
}

fn parse(value: &Value) -> Vec<Case> {
    let words = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let unsupported = value.as_object().is_some_and(|o| o.keys().any(|k| k.starts_with("NotSupported")));
    let context = value.get("Context").unwrap_or(&Value::Null);
    let today = words(context, "ReferenceDateTime").get(..10).and_then(|d| d.parse().ok());
    // A few cases give no reference day; none of them needs one.
    let today = today.unwrap_or(Date::constant(2016, 11, 7));
    let results = value.get("Results").and_then(Value::as_array).cloned().unwrap_or_default();
    let case = |result: &Value| {
        let past = result.get("Value")?.get("PastResolution")?;
        let day = |key: &str| past.get(key).and_then(Value::as_str).and_then(|d| d.parse::<Date>().ok());
        let timex = words(result.get("Value")?, "Timex");
        let text = words(result, "Text");
        let days = match (day("date"), day("startDate"), day("endDate")) {
            (Some(d), _, _) => (d.year() > 1).then_some((d, d)),
            (None, Some(a), Some(b)) => Some((a, inclusive(a, b, &timex, &text, today))),
            _ => return None, // seasons have no resolution
        };
        Some(Case { input: words(value, "Input"), today, text, days, unsupported })
    };
    results.iter().filter_map(case).collect()
}

/// The last day of a period: the day before where the end closes a whole unit or a part of one, itself where
/// the words name it or it is the day of reference.
fn inclusive(start: Date, end: Date, timex: &str, text: &str, today: Date) -> Date {
    let range = timex.starts_with('(');
    let quarter =
        range && (timex.ends_with("P3M)") || timex.ends_with("P6M)")) && start.day() == 1 && end.day() == 1;
    let decade = range && timex.ends_with("Y)") && !text.contains("20") && end.month() == 1 && end.day() == 1;
    let whole = (!range || quarter || decade) && end != today;
    if whole && end > start { end.yesterday().unwrap_or(end) } else { end }
}
