//! Coded reports with their gold events and their own, both as accounts.

use super::gold;
use anyhow::{Context, Result};
use dateline::Coder;
use dateline::contract;
use dateline_code::attribute::view::View;
use dateline_code::pair::{Account, Heading, WordWeights};
use dateline_terms::told::Event;
use dateline_terms::{Format, Page, Span};
use serde_json::Value;
use std::collections::BTreeMap;

/// One event of one report, and which incident it is.
pub struct Item {
    /// Index of its report.
    pub report: usize,
    /// Index in its report's list of events.
    pub event: usize,
    /// Name of its incident within the batch; `None` for a coded event that gold does not have.
    pub incident: Option<String>,
    /// What its report says of it.
    pub account: Account,
}

/// The events of one batch of reports: incident names hold within it.
#[derive(Default)]
pub struct Batch {
    /// As gold has them.
    pub gold: Vec<Item>,
    /// As we code them.
    pub coded: Vec<Item>,
}

/// Reports of a file, read and coded.
pub struct Cases {
    /// The lines of the file.
    pub gold: Vec<Value>,
    /// What we print for each.
    pub coded: Vec<Value>,
    /// Their events by batch, in the order of batches' names.
    pub batches: Vec<Batch>,
}

/// The reports of a JSON Lines file.
///
/// # Errors
/// Names the file that could not be read.
pub fn lines(path: &str) -> Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    lines.map(|l| serde_json::from_str(l).with_context(|| format!("{path}: a line is no JSON"))).collect()
}

/// The gold events of a line, each behind its place in the line's list, with places and actors looked up.
pub fn known(line: &Value, coder: &Coder) -> Vec<(usize, Event)> {
    let read = coder.read(&page(line));
    let view = View::new(&read.0, &read.1, coder.books());
    gold::events(line, &view, coder.books())
}

/// Reads and codes the reports, each with the coder that `coder` gives for its place.
///
/// # Errors
/// Only if the contract's own JSON cannot be read back.
pub fn cases<'c>(gold: &[Value], coder: impl Fn(usize) -> &'c Coder, words: &WordWeights) -> Result<Cases> {
    let mut batches: BTreeMap<String, Batch> = BTreeMap::new();
    let mut lines = Vec::new();
    for (n, line) in gold.iter().enumerate() {
        let coder = coder(n);
        let read = coder.read(&page(line));
        let (report, reading) = (read.0.clone(), read.1.clone());
        let coded = coder.code_read(read);
        let books = coder.books();
        let view = View::new(&report, &reading, books);
        let heading = Heading { report: &report.id, published: report.day(), title: report.title.as_deref() };
        let account = |event: &Event| Account::new(event, &heading, books, words);
        let printed = contract::object(&coded);
        let told: Vec<Event> = serde_json::from_value(printed["events"].clone())?;
        let batch = batches.entry(line["batch"].to_string()).or_default();
        let known = gold::events(line, &view, books);
        for (event, told) in &known {
            let (incident, account) = (told.incident.clone(), account(told));
            batch.gold.push(Item { report: n, event: *event, incident, account });
        }
        let known: Vec<Event> = known.into_iter().map(|(_, told)| told).collect();
        let from = batch.coded.len();
        for (event, told) in told.iter().enumerate() {
            batch.coded.push(Item { report: n, event, incident: None, account: account(told) });
        }
        for (g, c) in aligned(&known, &told) {
            batch.coded[from + c].incident.clone_from(&known[g].incident);
        }
        lines.push(printed);
    }
    Ok(Cases { gold: gold.to_vec(), coded: lines, batches: batches.into_values().collect() })
}

fn page(line: &Value) -> Page {
    let string = |name: &str| line[name].as_str().map(str::to_string);
    let mut page = Page::new(
        string("id").unwrap_or_default(),
        string("text").unwrap_or_default().into_bytes(),
        Format::Text,
    );
    page.keep_text = true;
    page.title = string("title");
    page.outlet = string("outlet");
    page.published = line["published"].as_str().and_then(|day| day.parse().ok());
    page
}

/// Gold and coded events that are of one another, one to one, those that share most first: the scorer's rule
/// without its ties.
fn aligned(gold: &[Event], coded: &[Event]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, c) in coded.iter().enumerate() {
            let shared = overlap(&quotes(g), &quotes(c));
            if shared >= 0.3 {
                let agree = u8::from(g.event_type == c.event_type)
                    + u8::from(days(g) == days(c))
                    + u8::from(g.place.as_ref().map(|p| &p.name) == c.place.as_ref().map(|p| &p.name));
                all.push((agree, shared, i, j));
            }
        }
    }
    all.sort_by(|x, y| y.0.cmp(&x.0).then(y.1.total_cmp(&x.1)).then((x.2, x.3).cmp(&(y.2, y.3))));
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (_, _, i, j) in all {
        if !found.iter().any(|(g, c)| *g == i || *c == j) {
            found.push((i, j));
        }
    }
    found
}

fn days(event: &Event) -> Option<[dateline_terms::Date; 2]> {
    event.time.as_ref().map(|t| [t.start, t.end])
}

fn quotes(event: &Event) -> Vec<Span> {
    std::iter::once(&event.evidence).chain(&event.more_evidence).map(|quote| quote.span()).collect()
}

fn overlap(a: &[Span], b: &[Span]) -> f64 {
    let mut best = 0.0f64;
    for (x, y) in a.iter().flat_map(|x| b.iter().map(move |y| (x, y))) {
        let both = x.end.min(y.end).saturating_sub(x.start.max(y.start)) as f64;
        if both >= 0.15 * x.len().max(y.len()) as f64 {
            best = best.max(both / x.len().min(y.len()).max(1) as f64);
        }
    }
    best
}
