//! Coded reports with their gold events and their own, both as accounts.

use super::gold;
use anyhow::{Context, Result};
use dateline::Coder;
use dateline::contract;
use dateline_code::attribute::view::View;
use dateline_code::pair::{Account, WordWeights};
use dateline_terms::{Claim, Format, Page, Span, Vectors};
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

/// Reads and codes the reports, each with the coder that `coder` gives for its place.
pub fn cases<'c>(gold: &[Value], coder: impl Fn(usize) -> &'c Coder, words: &WordWeights) -> Cases {
    let mut batches: BTreeMap<String, Batch> = BTreeMap::new();
    let mut lines = Vec::new();
    for (n, line) in gold.iter().enumerate() {
        let coder = coder(n);
        let read = coder.read(&page(line));
        let (report, reading) = (read.0.clone(), read.1.clone());
        let coded = coder.code_read(read);
        let books = coder.books();
        let view = View::new(&report, &reading, books);
        let account = |claim: &Claim, vectors: &Vectors| Account::new(claim, &report, vectors, books, words);
        let batch = batches.entry(line["batch"].to_string()).or_default();
        let events = line["events"].as_array().map_or(&[][..], Vec::as_slice);
        let mut claims = Vec::new();
        for (event, v) in events.iter().enumerate() {
            let Some(claim) = gold::claim(v, &view, books) else { continue };
            let incident = v["incident"].as_str().map(str::to_string);
            let account = account(&claim, &reading.vectors);
            batch.gold.push(Item { report: n, event, incident: incident.clone(), account });
            claims.push((claim, incident));
        }
        for (event, claim) in coded.coded.claims.iter().enumerate() {
            let incident = None;
            batch.coded.push(Item { report: n, event, incident, account: account(claim, &reading.vectors) });
        }
        let from = batch.coded.len() - coded.coded.claims.len();
        for (g, c) in aligned(&claims, &coded.coded.claims) {
            batch.coded[from + c].incident.clone_from(&claims[g].1);
        }
        lines.push(contract::object(&coded));
    }
    Cases { gold: gold.to_vec(), coded: lines, batches: batches.into_values().collect() }
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
fn aligned(gold: &[(Claim, Option<String>)], coded: &[Claim]) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (i, (g, _)) in gold.iter().enumerate() {
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

fn days(claim: &Claim) -> Option<[dateline_terms::Date; 2]> {
    claim.time.as_ref().map(|t| [t.start, t.end])
}

fn quotes(claim: &Claim) -> Vec<Span> {
    std::iter::once(claim.evidence).chain(claim.more_evidence.iter().copied()).collect()
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
