//! ACLED's event files.

use super::sheet::{Line, read};
use super::{Foreign, Import, Party, days};
use crate::acled::KINDS;
use crate::crosswalk::{ACTS, SUB_EVENTS};
use crate::{Result, countries};
use dateline_terms::ActorKind;
use std::path::Path;

/// Reads a CSV file of ACLED's: from the export tool or the API, of 31 or 35 columns, older ones with numbers for kinds
/// of actor, semicolons or commas between cells, and files in ACLED's shape that we wrote. Rows that cannot be read
/// are named and skipped.
///
/// # Errors
/// When the file cannot be read, or has no column for an id, a day, a type or a country.
pub fn read_acled(path: &Path) -> Result<Import> {
    let needed: [&[&str]; 4] = [
        &["event_id_cnty", "data_id", "event_id_no_cnty"],
        &["event_date"],
        &["sub_event_type", "event_type"],
        &["country", "iso", "iso3"],
    ];
    read(path, &needed, row)
}

fn row(line: &Line<'_>) -> std::result::Result<Foreign, String> {
    let id = ["event_id_cnty", "data_id", "event_id_no_cnty"].map(|head| line.text(head));
    let id = id.into_iter().find(|id| !id.is_empty()).ok_or("It has no id.")?;
    let date = line.text("event_date");
    let day = days::day(&date).ok_or_else(|| format!("\"{date}\" is no day that can be read."))?;
    let span = days::around(day, line.number("time_precision").unwrap_or(1));
    let (kind, sub) = (line.text("event_type"), line.text("sub_event_type"));
    let (event_type, families) = types(&kind, &sub);
    if families.is_empty() {
        return Err(format!("\"{kind}\", \"{sub}\" is no type of ACLED's that we know."));
    }
    let deaths = line.count("fatalities");
    Ok(Foreign {
        id,
        first: span.start,
        last: span.end,
        their_type: if sub.is_empty() { kind } else { sub },
        event_type,
        families,
        side_a: side(line, "1"),
        side_b: side(line, "2"),
        country: country(line),
        admin1: line.text("admin1"),
        place: line.text("location"),
        at: line.at("latitude", "longitude"),
        radius_km: match line.number("geo_precision") {
            Some(3) => 100.0,
            Some(2) => 25.0,
            _ => 5.0,
        },
        deaths_low: deaths,
        deaths_best: deaths,
        deaths_high: None,
        sources: line.items("source"),
        notes: line.text("notes"),
    })
}

/// Our type of a sub-event type, and the families of a sub-event type or of an event type alone.
fn types(kind: &str, sub: &str) -> (Option<String>, Vec<&'static str>) {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let fitting: Vec<_> = ACTS.iter().filter(|act| same(act.sub_event, sub)).collect();
    if let Some(first) = fitting.first() {
        // Two of ours are ACLED's Other: then the type is not known.
        let sure = fitting.len() == 1;
        return (sure.then(|| first.id.to_string()), vec![first.family]);
    }
    let subs = SUB_EVENTS.iter().filter(|(_, event, _)| same(event, kind)).map(|(sub, _, _)| *sub);
    let mut families: Vec<&'static str> = subs
        .flat_map(|sub| ACTS.iter().filter(move |act| act.sub_event == sub))
        .map(|act| act.family)
        .collect();
    families.sort_unstable();
    families.dedup();
    (None, families)
}

/// An actor with those beside it.
fn side(line: &Line<'_>, end: &str) -> Vec<Party> {
    let first = line.text(&format!("actor{end}"));
    let kind = kind(&line.text(&format!("inter{end}")));
    let beside = line.items(&format!("assoc_actor_{end}")).into_iter().map(|name| Party { name, kind: None });
    let first = (!first.is_empty()).then_some(Party { name: first, kind });
    first.into_iter().chain(beside).collect()
}

/// A kind of actor, told in words or as a number.
fn kind(text: &str) -> Option<ActorKind> {
    use ActorKind::{
        Civilians, ExternalForces, IdentityMilitia, PoliticalMilitia, Protesters, Rebel, Rioters, StateForces,
    };
    const OURS: [ActorKind; 8] = [
        StateForces,
        Rebel,
        PoliticalMilitia,
        IdentityMilitia,
        Rioters,
        Protesters,
        Civilians,
        ExternalForces,
    ];
    let number = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    // Some years of files have the plural: "Rebel groups".
    let word = text.trim_end_matches('s');
    let named = || KINDS.iter().position(|kind| kind.trim_end_matches('s').eq_ignore_ascii_case(word));
    OURS.get(number.or_else(named)?).copied()
}

fn country(line: &Line<'_>) -> Option<String> {
    let by_number = line.count("iso").filter(|n| *n > 0).and_then(countries::by_numeric);
    let found = countries::by_name(&line.text("country")).or(by_number);
    found.or_else(|| countries::by_alpha3(&line.text("iso3"))).map(|country| country.code.to_string())
}
