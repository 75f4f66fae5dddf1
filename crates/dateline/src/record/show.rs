//! The command `show`: one incident with its ledger, or one report as it was coded.

use super::args::ShowArgs;
use super::list::{days, names, place};
use crate::show::columns::{Cell, lay_out, wrap};
use crate::show::paint::{DIM, PLAIN, SPEAKER, STRONG, WRONG, paint};
use crate::show::words::{clipped, one_line, spaced, toll};
use crate::show::{self, paragraph};
use anyhow::Result;
use dateline_code::Books;
use dateline_code::ledger::{Statement, statements};
use dateline_store::Store;
use dateline_terms::{Entry, HarmKind, Incident, Judgement, Precision};
use std::io::Write;

/// Shows what `args` names.
///
/// # Errors
/// When the record holds none of that id.
pub(crate) fn run(args: &ShowArgs, books: &Books<'static>) -> Result<()> {
    let store = Store::read(&args.record.db)?;
    let mut out = anstream::stdout().lock();
    if args.id.starts_with('r') && store.incident(&args.id, &args.looks.look(true), books).is_err() {
        let report = store.report(&args.id)?;
        return Ok(writeln!(out, "{report}")?);
    }
    let (incident, judgements) = store.incident(&args.id, &args.looks.look(true), books)?;
    if args.json {
        return Ok(writeln!(std::io::stdout().lock(), "{}", serde_json::to_string(&incident)?)?);
    }
    let width = show::width();
    let mut text = heading(&incident, width);
    text += &values(&incident, width);
    text += &ledger(&statements(&incident.entries, books), width);
    text += &reports(&incident.entries, width);
    text += &judged(&judgements, width);
    Ok(out.write_all(text.as_bytes())?)
}

fn heading(incident: &Incident, width: usize) -> String {
    let line = format!("{}: {}, {}", spaced(&incident.event_type), place(incident), days(incident));
    let mut out: String = wrap(&line, width).iter().map(|l| paint(STRONG, l) + "\n").collect();
    let reports =
        if incident.reports == 1 { "1 report".into() } else { format!("{} reports", incident.reports) };
    let voices =
        if incident.voices == 1 { "one voice".into() } else { format!("{} voices", incident.voices) };
    let mut facts = vec![
        incident.id.clone(),
        incident.word.as_str().to_string(),
        format!("{reports}, {voices}"),
        format!("values by the rule {}", incident.rule.as_str()),
    ];
    if !incident.aliases.is_empty() {
        facts.push(format!("also {}", incident.aliases.join(", ")));
    }
    out += &wrap(&facts.join(" · "), width).iter().map(|l| paint(DIM, l) + "\n").collect::<String>();
    out + &paragraph(&format!("“{}”", one_line(&incident.evidence)), width) + "\n"
}

/// The published values, with what people set and what is disputed marked.
fn values(incident: &Incident, width: usize) -> String {
    let mark = |field: &str| {
        let mut words = Vec::new();
        if incident.corrected.iter().any(|f| f == field) {
            words.push("set by a person");
        }
        if incident.disputed.iter().any(|f| f == field) {
            words.push("disputed");
        }
        words.join(", ")
    };
    let mut rows: Vec<[String; 3]> = vec![
        ["type".into(), spaced(&incident.event_type), mark("type")],
        ["status".into(), incident.status.as_str().into(), mark("status")],
        ["days".into(), days(incident), mark("time")],
        ["place".into(), where_it_was(incident), mark("place")],
        ["by".into(), names(&incident.side_a), mark("side_a")],
        ["on".into(), names(&incident.side_b), mark("side_b")],
    ];
    if !incident.weapons.is_empty() {
        rows.push(["weapons".into(), incident.weapons.join(", "), mark("weapons")]);
    }
    for what in HarmKind::ALL {
        let Some(figure) = incident.toll(*what) else { continue };
        rows.push([what.as_str().into(), toll(figure), mark(what.as_str())]);
        let parts = incident.harm.iter().filter(|t| t.what == *what).filter_map(|t| Some((t.who?, t)));
        rows.extend(
            parts.map(|(who, t)| [String::new(), format!("{} {}", toll(t), who.as_str()), String::new()]),
        );
    }
    if !incident.parties.is_empty() {
        rows.push(["parties speaking".into(), incident.parties.join("; "), String::new()]);
    }
    let cells = |[field, value, mark]: [String; 3]| -> Vec<Cell> {
        vec![vec![(DIM, field)], vec![(PLAIN, value)], vec![(WRONG, mark)]]
    };
    lay_out(&rows.into_iter().map(cells).collect::<Vec<_>>(), width) + "\n"
}

/// The place with how closely it is known.
fn where_it_was(incident: &Incident) -> String {
    let Some(known) = &incident.place else { return "not said".into() };
    let at = known.lat.zip(known.lon).map(|(lat, lon)| format!(" ({lat:.3}, {lon:.3})")).unwrap_or_default();
    let within = known.radius_km.map(|km| format!(", within {} km", km.round())).unwrap_or_default();
    let closely = match known.precision {
        Precision::Exact => "a site",
        Precision::Settlement => "a settlement",
        Precision::District => "a district",
        Precision::Province => "a province",
        Precision::Country => "a country",
    };
    format!("{}{at}, {closely}{within}", place(incident))
}

/// Who says what, field by field, over time.
fn ledger(statements: &[Statement], width: usize) -> String {
    let head = ["FIELD", "VALUE", "WHO SAYS SO", "PUBLISHED", "VOICE", "WORDS"];
    let mut rows = vec![head.map(|h| vec![(DIM, h.to_string())]).to_vec()];
    let mut last = "";
    for statement in statements {
        rows.push(statement_row(statement, statement.field != last));
        last = &statement.field;
    }
    lay_out(&rows, width) + "\n"
}

fn statement_row(statement: &Statement, first: bool) -> Vec<Cell> {
    let field = if first { spaced(&statement.field) } else { String::new() };
    let outlet = statement.outlet.clone().unwrap_or_else(|| "unnamed outlet".into());
    let who = match &statement.speaker {
        Some(speaker) => format!("{} in {outlet}", one_line(speaker)),
        None => outlet,
    };
    let said = if statement.field == "type" { spaced(&statement.value) } else { statement.value.clone() };
    let mut value = vec![(PLAIN, said)];
    let stance = statement.stance.iter().filter(|stance| spaced(stance) != statement.value);
    value.extend(stance.map(|stance| (DIM, spaced(stance))));
    value.extend(statement.doubt.iter().map(|doubt| (WRONG, doubt.clone())));
    vec![
        vec![(DIM, field)],
        value,
        vec![(SPEAKER, who)],
        vec![(DIM, statement.published.map_or("no date".into(), |day| day.to_string()))],
        vec![(DIM, (statement.voice + 1).to_string())],
        vec![(DIM, clipped(&statement.quote, 90))],
    ]
}

/// The reports, and which of them are one voice.
fn reports(entries: &[Entry], width: usize) -> String {
    let head = ["VOICE", "REPORT", "OUTLET", "PUBLISHED", "CLAIM", "HEADLINE"];
    let mut rows = vec![head.map(|h| vec![(DIM, h.to_string())]).to_vec()];
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_key(|entry| entry.voice);
    rows.extend(sorted.into_iter().map(|entry| -> Vec<Cell> {
        let source = &entry.source;
        let kind = source.kind.map(|kind| format!(" ({})", kind.as_str())).unwrap_or_default();
        vec![
            vec![(DIM, (entry.voice + 1).to_string())],
            vec![(DIM, source.id.clone())],
            vec![(SPEAKER, source.outlet.clone().unwrap_or_else(|| "unnamed outlet".into()) + &kind)],
            vec![(DIM, source.published.map_or("no date".into(), |day| day.to_string()))],
            vec![(DIM, entry.claim.clone())],
            vec![(PLAIN, clipped(source.title.as_deref().unwrap_or("(no headline)"), 70))],
        ]
    }));
    lay_out(&rows, width)
}

/// What people judged, with their reasons.
fn judged(judgements: &[Judgement], width: usize) -> String {
    let mut out = String::new();
    for judgement in judgements {
        let ruling = serde_json::to_string(&judgement.ruling).unwrap_or_default();
        let line =
            format!("{} {} by {}: {ruling}. {}", judgement.id, judgement.at, judgement.by, judgement.why);
        out += &paragraph(&line, width);
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}
