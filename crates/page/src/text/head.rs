//! The top of a scraped text: section label, headline, author line, agency.

use super::cards::SECTIONS;
use super::dateline::Dateline;
use super::lines::{is_headline, plain, sentence_end, trim};
use super::marks::Marks;
use dateline_terms::{FurnitureKind, Report, Span};
use regex::Regex;
use std::sync::LazyLock;

/// Fills title, section, byline and outlet where the report lacks them, and sets section and byline aside.
pub fn find(text: &str, lines: &[Span], dateline: Option<&Dateline>, report: &mut Report, marks: &mut Marks) {
    section(text, lines, report, marks);
    byline(text, lines, report, marks);
    title(text, lines, dateline, report, marks);
    if report.outlet.is_none() {
        report.outlet = agency(text, lines, marks).or_else(|| beside_date(text, dateline?));
    }
    closing_agency(text, report, marks);
}

/// A section name alone on the first line.
fn section(text: &str, lines: &[Span], report: &mut Report, marks: &mut Marks) {
    let Some(&first) = lines.first().filter(|_| lines.len() > 2) else { return };
    let words = first.of(text);
    if SECTIONS.contains(&plain(words).as_str()) {
        marks.add(text, first, FurnitureKind::Section);
        if report.section.is_none() {
            report.section = Some(words.to_string());
        }
    }
}

static BYLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:By|BY|Written by|Story by|Report by|Reported by|From) (?P<who>[A-Z][\w.'’-]+(?:[ ,&]+(?:and |of |for |in |– |- |de |al-|van )?[A-Z][\w.'’-]*)+)|(?P<staff>(?:Reuters|AFP|AP|News|Web|Our) (?:Staff|Desk|Reporter|Correspondent)s?|Staff (?:Reporter|Writer|Report|Correspondent)|(?:Our|Special) Correspondent))[,.]?$").ok()
});

/// "(Reporting by A. Name; Editing by B. Name)", "Reporting by …" at the end of a report.
static CREDITS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\([^()\n]*\b(?:Reporting|Writing|Editing|Compiled|Written) by [A-Z][^()\n]+\)|\b(?:Additional reporting|Reporting|Writing|Editing|Compiled|Reported|Written) by [A-Z][^\n()]+?(?:[Ee]diting by [\w.'’ -]+\.?|\n|\z)").ok()
});

/// Bytes of the longest credits. The bound stands here and not in the pattern, where counted repetition of
/// Unicode classes takes long to compile.
const LONGEST_CREDITS: usize = 300;

/// Lines of author or agency: "By A. Name and B. Name", "Staff Reporter", "Reporting by …".
fn byline(text: &str, lines: &[Span], report: &mut Report, marks: &mut Marks) {
    let Some(pattern) = BYLINE.as_ref() else { return };
    // In all-capitals copy a row such as "BY THE WAY, THE …" looks like names; only a short one is.
    let named = |l: &&Span| {
        l.len() <= 120
            && (l.of(text).contains(char::is_lowercase) || l.of(text).split_whitespace().count() <= 5)
    };
    for &line in lines.iter().take(6).filter(named) {
        if let Some(c) = pattern.captures(line.of(text)) {
            marks.add(text, line, FurnitureKind::Byline);
            let who = c.name("who").or_else(|| c.name("staff")).map(|m| m.as_str().trim().to_string());
            report.byline = report.byline.take().or(who);
        }
    }
    let from = text.floor_char_boundary(text.len().saturating_sub(800));
    let credits = CREDITS.iter().flat_map(|r| r.find_iter(text.get(from..).unwrap_or("")));
    for m in credits.filter(|m| m.len() <= LONGEST_CREDITS) {
        marks.add(text, Span::new(from + m.start(), from + m.end()), FurnitureKind::Byline);
    }
}

/// Where the headline stands. A headline that was given is looked for; else the first line is one if
/// it looks so and more text follows, or the words around a dateline are.
fn title(text: &str, lines: &[Span], dateline: Option<&Dateline>, report: &mut Report, marks: &Marks) {
    let found = match report.title.as_deref() {
        Some(given) => given_title(text, given),
        None => first_line(text, lines, marks).or_else(|| beside(text, dateline?)),
    };
    if let Some(span) = found {
        report.title_at = Some(span);
        if report.title.is_none() {
            report.title = Some(span.of(text).trim_end_matches(['.', ' ']).to_string());
        }
    }
}

/// How far down a given headline is looked for, in bytes.
const NEAR_TOP: usize = 500;

/// Where the given headline stands near the top; where it doesn't as a whole, its longest part between
/// the marks that sites put around their own name ("Headline - World - Example Online").
fn given_title(text: &str, given: &str) -> Option<Span> {
    let top = text.get(..text.floor_char_boundary(NEAR_TOP + given.len()))?;
    let part = [" - ", "- ", " | ", " – ", " — ", " :: "]
        .iter()
        .fold(given, |g, mark| g.split(mark).max_by_key(|p| p.len()).unwrap_or(g));
    let title = [given, part].into_iter().map(str::trim).find(|t| t.len() >= 8 && top.contains(t))?;
    let start = top.find(title)?;
    let end = start + title.len();
    let stop = usize::from(text.get(end..).is_some_and(|r| r.starts_with('.')));
    Some(Span::new(start, end + stop))
}

/// The first line that is not set aside, when it looks like a headline and a paragraph follows.
fn first_line(text: &str, lines: &[Span], marks: &Marks) -> Option<Span> {
    let mut own = lines.iter().filter(|l| !marks.touches(**l));
    let first = *own.next()?;
    let rest: Vec<Span> = own.take(4).copied().collect();
    let paragraph = rest.iter().any(|l| l.len() > first.len().max(120));
    // The first row of a paragraph that was wrapped goes on in lower case.
    let wrapped = rest.first().is_some_and(|l| l.of(text).starts_with(|c: char| c.is_lowercase()));
    (is_headline(first.of(text)) && paragraph && !wrapped).then_some(first)
}

/// "30 April 2016 Headline. Text" or "Headline AFP Friday 1 Jul 2016 Text": all on one line.
fn beside(text: &str, dateline: &Dateline) -> Option<Span> {
    if dateline.in_sentence {
        return None;
    }
    let before = trim(text, Span::new(0, dateline.span.start));
    if before.len() > 20 {
        let one = sentence_end(text, before.start) >= before.end;
        return (one && before.len() <= 200).then_some(before);
    }
    let rest = text.get(dateline.span.end..)?;
    let start = dateline.span.end + (rest.len() - rest.trim_start().len());
    let end = sentence_end(text, start);
    let words = text.get(start..end)?;
    (words.len() <= 200 && words.ends_with('.') && mostly_capitals(words)).then(|| Span::new(start, end))
}

/// Whether most of the longer words begin with a capital, as in an English headline.
fn mostly_capitals(words: &str) -> bool {
    let long: Vec<&str> = words.split_whitespace().filter(|w| w.chars().count() > 3).collect();
    let capital =
        long.iter().filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())).count();
    long.len() >= 3 && capital * 10 >= long.len() * 7
}

/// Agencies that stand between a headline and a date, or in brackets after a dateline.
pub const AGENCIES: [&str; 16] = [
    "Reuters",
    "REUTERS",
    "AFP",
    "AP",
    "Associated Press",
    "dpa",
    "DPA",
    "EFE",
    "ANSA",
    "Xinhua",
    "TASS",
    "IRNA",
    "SANA",
    "UPI",
    "Anadolu",
    "Bernama",
];

/// "Headline AFP Friday 1 Jul 2016": the agency beside the date.
fn beside_date(text: &str, dateline: &Dateline) -> Option<String> {
    let words = dateline.span.of(text);
    AGENCIES.iter().find(|a| words.split_whitespace().any(|w| w == **a)).map(|a| (*a).to_string())
}

static CLOSING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:--?|–|—) ?|\()(?P<who>[A-Z][A-Za-z]{1,12}(?:/[A-Z][A-Za-z]+)?)\)?\.?\s*\z").ok()
});

/// "… said.--Reuters" at the very end.
fn closing_agency(text: &str, report: &mut Report, marks: &mut Marks) {
    let from = text.floor_char_boundary(text.trim_end().len().saturating_sub(40));
    let Some(c) = CLOSING.as_ref().and_then(|r| r.captures(text.get(from..)?)) else { return };
    let Some((all, who)) = c
        .get(0)
        .zip(c.name("who"))
        .filter(|(_, w)| AGENCIES.iter().any(|a| a.eq_ignore_ascii_case(w.as_str())))
    else {
        return;
    };
    marks.add(text, Span::new(from + all.start(), from + all.end()), FurnitureKind::Byline);
    report.outlet.get_or_insert_with(|| who.as_str().to_string());
}

/// "NAIROBI (Reuters) - …": the agency in brackets before the dash that opens the first paragraph.
fn agency(text: &str, lines: &[Span], marks: &Marks) -> Option<String> {
    let opening = lines.iter().filter(|l| !marks.touches(**l)).take(3).find_map(|l| {
        let line = l.of(text);
        let (place, rest) = line.split_once('(')?;
        let (name, rest) = rest.split_once(')')?;
        let dash = rest.trim_start().starts_with(['-', '–', '—']);
        (dash && place.len() <= 60 && name.len() <= 40).then(|| name.trim())
    })?;
    (!opening.is_empty()).then(|| opening.to_string())
}
