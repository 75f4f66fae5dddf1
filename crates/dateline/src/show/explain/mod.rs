//! A report's text with marks under its words: what was read as what, by which codebook entry or rule, and
//! what was refused and why.

mod lines;
mod marks;

use super::columns::wrap;
use super::paint::{ACT, DIM, STRONG, WRONG, paint};
use super::table;
use super::words::{one_line, spaced};
use crate::CodedReport;
use dateline_terms::{Claim, Span};
use lines::Line;

/// Columns left of the text: the numbers of the events that a line is evidence of.
const GUTTER: usize = 8;

/// The whole report for a terminal of `width` columns.
pub(crate) fn render(name: &str, coded: &CodedReport, width: usize) -> String {
    let text = coded.report.text.as_str();
    let marks = marks::all(coded);
    // A third of the width is left free, so that labels of the last words of a line have room.
    let columns = (width.saturating_sub(GUTTER) * 7 / 10).max(24);
    let mut out = table::heading(name, &coded.report, width);
    for line in lines::break_up(text, columns) {
        let span = Span::new(line.start, line.end);
        out += &format!("{} {}", gutter(coded, span), paint(DIM, "│"));
        if !span.is_empty() {
            out += &format!(" {}", lines::painted(text, line, &marks));
        }
        out.push('\n');
        for below in lines::underneath(text, line, &marks, width.saturating_sub(GUTTER)) {
            out += &format!("{} {} {below}\n", " ".repeat(GUTTER - 3), paint(DIM, "│"));
        }
    }
    out.push('\n');
    for (n, claim) in coded.coded.claims.iter().enumerate() {
        out += &why(n + 1, claim, width);
    }
    if coded.coded.claims.is_empty() {
        out += &format!("{}\n", paint(DIM, "No events."));
    }
    for flaw in &coded.flaws {
        out += &format!("{}  {}: {}\n", paint(WRONG, "flaw"), flaw.step, one_line(&flaw.what));
    }
    out.push('\n');
    out
}

/// The events whose evidence touches the line: "e1", "e1,2", "e1…".
fn gutter(coded: &CodedReport, line: Span) -> String {
    let evidence = |claim: &Claim| {
        claim.evidence.overlaps(line) || claim.more_evidence.iter().any(|span| span.overlaps(line))
    };
    let numbers: Vec<String> = coded
        .coded
        .claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| !line.is_empty() && evidence(claim))
        .map(|(n, _)| (n + 1).to_string())
        .collect();
    let mut told = if numbers.is_empty() { String::new() } else { format!("e{}", numbers.join(",")) };
    if told.len() > GUTTER - 3 {
        told.truncate(told[..GUTTER - 4].rfind(',').unwrap_or(GUTTER - 4));
        told.push('…');
    }
    let fill = " ".repeat((GUTTER - 3).saturating_sub(told.chars().count()));
    format!("{fill}{}", paint(DIM, &told))
}

/// Type, standing, confidence and the rules that fired for one event.
fn why(number: usize, claim: &Claim, width: usize) -> String {
    let id = format!("e{number}");
    let mut out = format!(
        "{}  {}  {}\n",
        paint(STRONG, &id),
        paint(ACT, &spaced(&claim.event_type)),
        paint(
            DIM,
            &format!(
                "{}, {}, confidence {:.2}",
                claim.status.as_str(),
                claim.standing.as_str(),
                claim.confidence
            )
        ),
    );
    for rule in &claim.why {
        for (n, line) in wrap(rule, width.saturating_sub(8)).into_iter().enumerate() {
            out += &format!("    {} {line}\n", if n == 0 { "·" } else { " " });
        }
    }
    out
}

impl Line {
    fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}
