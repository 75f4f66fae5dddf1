//! UCDP's Georeferenced Event Dataset.

use super::sheet::{Line, read};
use super::{Foreign, Import, Party, days};
use crate::{Result, countries};
use dateline_terms::ActorKind;
use std::path::Path;

/// Reads a CSV file of UCDP GED: an annual release, a monthly candidate release, or one in its shape that we wrote.
/// Rows that cannot be read are named and skipped.
///
/// # Errors
/// When the file cannot be read, or has no column for an id, a day, a type of violence or a country.
pub fn read_ucdp(path: &Path) -> Result<Import> {
    let needed: [&[&str]; 5] =
        [&["id", "relid"], &["date_start"], &["date_end"], &["type_of_violence"], &["country", "country_id"]];
    read(path, &needed, row)
}

fn row(line: &Line<'_>) -> std::result::Result<Foreign, String> {
    let id = ["id", "relid"].map(|head| line.text(head));
    let id = id.into_iter().find(|id| !id.is_empty()).ok_or("It has no id.")?;
    let day = |head: &str| {
        let text = line.text(head);
        days::day(&text).ok_or_else(|| format!("\"{text}\" under {head} is no day that can be read."))
    };
    let (first, last) = (day("date_start")?, day("date_end")?);
    if last < first {
        return Err(format!("It ends on {last}, before it begins on {first}."));
    }
    let violence = line.number("type_of_violence");
    let (their_type, families) = match violence {
        Some(1) => ("state-based", ARMED.to_vec()),
        Some(2) => ("non-state", ARMED.to_vec()),
        Some(3) => ("one-sided", ONE_SIDED.to_vec()),
        _ => return Err(format!("\"{}\" is no type of violence.", line.text("type_of_violence"))),
    };
    Ok(Foreign {
        id,
        first,
        last,
        their_type: their_type.to_string(),
        event_type: None,
        families,
        side_a: side(&line.text("side_a"), None),
        side_b: side(&line.text("side_b"), (violence == Some(3)).then_some(ActorKind::Civilians)),
        country: country(line),
        admin1: line.text("adm_1"),
        place: line.text("where_coordinates"),
        at: line.at("latitude", "longitude"),
        radius_km: radius(line.number("where_prec")),
        deaths_low: line.count("low"),
        deaths_best: line.count("best"),
        deaths_high: line.count("high"),
        sources: line.items("source_article"),
        notes: line.text("source_headline"),
    })
}

/// Families of ours in which two armed sides meet.
const ARMED: [&str; 3] = ["fight", "strike", "bomb"];
/// Families of ours in which an armed side harms the unarmed.
const ONE_SIDED: [&str; 4] = ["harm", "strike", "bomb", "unrest"];

/// Kilometres that UCDP's precision of a place stands for: a place, around it, a district, a province, a part of a
/// country, a country, the sea.
fn radius(precision: Option<i64>) -> f64 {
    match precision {
        Some(1) => 5.0,
        Some(2) => 25.0,
        Some(3) => 50.0,
        Some(4) => 100.0,
        Some(5 | 7) => 200.0,
        Some(6) => 500.0,
        _ => 25.0,
    }
}

fn side(name: &str, kind: Option<ActorKind>) -> Vec<Party> {
    let government = name.starts_with("Government of").then_some(ActorKind::StateForces);
    let names = name.split(", ").filter(|name| !name.is_empty());
    names.map(|name| Party { name: name.to_string(), kind: kind.or(government) }).collect()
}

/// UCDP files the Palestinian territories under Israel; their provinces tell them apart.
fn country(line: &Line<'_>) -> Option<String> {
    let by_number = line.count("country_id").and_then(countries::by_gw);
    let country = by_number.or_else(|| countries::by_name(&line.text("country")))?;
    let province = line.text("adm_1").to_lowercase();
    let palestine =
        country.code == "IL" && (province.starts_with("gaza") || province.starts_with("west bank"));
    Some(if palestine { "PS" } else { country.code }.to_string())
}
