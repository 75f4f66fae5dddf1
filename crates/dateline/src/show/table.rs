//! One report as a table of events, and under it its tallies, what was refused, and what could not be done.

use super::columns::{Cell, lay_out, wrap};
use super::paint::{ACT, DIM, HARM, PLACE, PLAIN, SIDE, SPEAKER, STRONG, TIME, WRONG, paint};
use super::words::{clipped, harm, one_line, place, side, spaced, tally, voice, when};
use crate::CodedReport;
use crate::contract::published_basis;
use dateline_terms::{Claim, Report};

/// Width under which events are written as short lists instead of rows.
const NARROW: usize = 72;

/// The whole report for a terminal of `width` columns.
pub(crate) fn render(name: &str, coded: &CodedReport, width: usize) -> String {
    let mut out = heading(name, &coded.report, width);
    out += &events(coded, width);
    out += &tallies(coded, width);
    out += &refusals(coded, width);
    for flaw in &coded.flaws {
        out += &hanging(&paint(WRONG, "flaw"), 4, &format!("{}: {}", flaw.step, flaw.what), width);
    }
    out.push('\n');
    out
}

/// Headline, and under it outlet, publication date and name of the input.
pub(super) fn heading(name: &str, report: &Report, width: usize) -> String {
    let title = one_line(report.title.as_deref().unwrap_or("(no headline)"));
    let mut out = String::new();
    for line in wrap(&title, width) {
        out += &paint(STRONG, &line);
        out.push('\n');
    }
    let published = report
        .published
        .as_ref()
        .map_or("no publication date".to_string(), |p| format!("{} ({})", p.date, published_basis(p.basis)));
    let facts = [report.outlet.clone(), Some(published), Some(name.to_string())];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    for line in wrap(&facts, width) {
        out += &paint(DIM, &line);
        out.push('\n');
    }
    out
}

fn events(coded: &CodedReport, width: usize) -> String {
    let claims = &coded.coded.claims;
    if claims.is_empty() {
        return format!("{}\n", paint(DIM, "No events."));
    }
    let text = coded.report.text.as_str();
    if width < NARROW {
        return claims.iter().enumerate().map(|(n, claim)| card(n + 1, claim, text, width)).collect();
    }
    let head = ["", "DAY", "PLACE", "EVENT", "BY → ON", "HARM", "STANDING"];
    let mut rows = vec![head.map(|h| vec![(DIM, h.to_string())]).to_vec()];
    rows.extend(claims.iter().enumerate().map(|(n, claim)| row(n + 1, claim, text)));
    lay_out(&rows, width)
}

fn row(number: usize, claim: &Claim, text: &str) -> Vec<Cell> {
    vec![
        vec![(DIM, format!("e{number}"))],
        vec![day(claim)],
        vec![place_cell(claim)],
        event_type(claim),
        sides(claim),
        harms(claim, text),
        vec![(PLAIN, claim.standing.as_str().into())],
    ]
}

fn day(claim: &Claim) -> (anstyle::Style, String) {
    claim.time.as_ref().map_or((DIM, "not said".into()), |time| (TIME, when(time)))
}

fn place_cell(claim: &Claim) -> (anstyle::Style, String) {
    claim.place.as_ref().map_or((DIM, "not said".into()), |p| (PLACE, place(p)))
}

fn event_type(claim: &Claim) -> Cell {
    let mut cell = vec![(ACT, spaced(&claim.event_type))];
    if claim.status == dateline_terms::Status::Foiled {
        cell.push((PLAIN, "foiled".into()));
    }
    cell
}

fn sides(claim: &Claim) -> Cell {
    if claim.side_a.is_empty() && claim.side_b.is_empty() {
        return vec![(DIM, "not said".into())];
    }
    let by = if claim.side_a.is_empty() { DIM } else { SIDE };
    let mut cell = vec![(by, side(&claim.side_a))];
    if !claim.side_b.is_empty() {
        cell.push((SIDE, format!("→ {}", side(&claim.side_b))));
    }
    cell
}

fn harms(claim: &Claim, text: &str) -> Cell {
    let mut cell = Vec::new();
    for row in &claim.harm {
        cell.push((HARM, harm(row)));
        let voice = voice(row.stance, row.said_by, text);
        if !voice.is_empty() {
            cell.push((SPEAKER, voice));
        }
    }
    if cell.is_empty() { vec![(DIM, "–".into())] } else { cell }
}

/// One event as a short list, for a narrow terminal.
fn card(number: usize, claim: &Claim, text: &str, width: usize) -> String {
    let (day_style, day) = day(claim);
    let head = format!("e{number}");
    let mut out = format!(
        "{}  {}  {}\n",
        paint(DIM, &head),
        paint(day_style, &day),
        paint(DIM, claim.standing.as_str())
    );
    let mut parts = event_type(claim);
    parts.push(place_cell(claim));
    parts.extend(sides(claim));
    if !claim.harm.is_empty() {
        parts.extend(harms(claim, text));
    }
    for (style, part) in parts {
        for line in wrap(&part, width.saturating_sub(4)) {
            out += &format!("    {}\n", paint(style, &line));
        }
    }
    out
}

fn tallies(coded: &CodedReport, width: usize) -> String {
    let text = coded.report.text.as_str();
    let mut out = String::new();
    for row in &coded.coded.tallies {
        let by = row.said_by.map(|s| format!(", says {}", one_line(s.at.of(text)))).unwrap_or_default();
        let words = format!("{}{by}: “{}”", tally(row), clipped(row.at.of(text), 60));
        out += &hanging(&paint(HARM, "tally"), 5, &words, width);
    }
    out
}

fn refusals(coded: &CodedReport, width: usize) -> String {
    let text = coded.report.text.as_str();
    let line = |why: &str, quote: &str| {
        let words = format!("{}: “{}”", spaced(why), clipped(quote, 70));
        hanging(&paint(DIM, "not coded"), 9, &words, width)
    };
    coded.coded.refusals.iter().map(|r| line(r.why, r.at.of(text))).collect()
}

/// A label and text that wraps behind it.
fn hanging(label: &str, label_width: usize, text: &str, width: usize) -> String {
    let indent = label_width + 2;
    let mut out = String::new();
    for (n, line) in wrap(text, width.saturating_sub(indent)).into_iter().enumerate() {
        if n == 0 {
            out += &format!("{label}  {line}\n");
        } else {
            out += &format!("{}{line}\n", " ".repeat(indent));
        }
    }
    out
}
