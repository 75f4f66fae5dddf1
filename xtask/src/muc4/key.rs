//! The templates that people filled, as `DOCUMENTS.jsonl` holds them.

use super::{Fill, Template};
use serde_json::Value;

/// The templates of one document.
pub fn templates(document: &Value) -> Vec<Template> {
    list(&document["events"]).iter().map(template).collect()
}

fn template(event: &Value) -> Template {
    let one = |texts: Vec<String>| {
        if texts.is_empty() { Vec::new() } else { vec![Fill { texts, optional: false }] }
    };
    let of = |rows: &str, key: &str, word: &str| {
        let rows = list(&event[rows]).iter().filter(|r| key.is_empty() || r[key] == word);
        rows.map(fill).collect::<Vec<_>>()
    };
    let victims = list(&event["targets"]).iter().filter(|t| t["kind"] == "human");
    Template {
        slots: [
            one(strings(&event["type_alts"])),
            one(dates(event["raw"]["INCIDENT: DATE"].as_str().unwrap_or_default())),
            one(list(&event["location"]["alts"]).iter().filter_map(most_specific).collect()),
            of("weapons", "", ""),
            of("actors", "role", "perp_individual"),
            of("actors", "role", "perp_organization"),
            of("targets", "kind", "physical"),
            victims.map(|t| described(fill(t), event)).collect(),
        ],
        optional: event["optional"] == true,
    }
}

fn list(v: &Value) -> &[Value] {
    v.as_array().map_or(&[], Vec::as_slice)
}

fn strings(v: &Value) -> Vec<String> {
    list(v).iter().filter_map(Value::as_str).map(str::to_string).collect()
}

fn fill(row: &Value) -> Fill {
    Fill { texts: strings(&row["alts"]), optional: row["optional"] == true }
}

/// A victim by name may also be told by the description that the template gives beside the name.
fn described(mut fill: Fill, event: &Value) -> Fill {
    let lines = event["raw"]["HUM TGT: DESCRIPTION"].as_str().unwrap_or_default();
    for (said, whose) in lines.lines().filter_map(|l| l.split_once(": ")) {
        if quoted(whose).iter().any(|name| fill.texts.contains(name)) {
            fill.texts.extend(quoted(said));
        }
    }
    fill
}

fn quoted(text: &str) -> Vec<String> {
    text.split('"').skip(1).step_by(2).map(str::to_string).collect()
}

/// The last link of "COUNTRY: REGION: TOWN".
fn most_specific(place: &Value) -> Option<String> {
    list(&place["chain"]).last()?["name"].as_str().map(str::to_string)
}

/// The alternatives of "(09 DEC 89) / (- 09 DEC 89)", each "1989-12-09/1989-12-09" or, where only the last day
/// is known, "/1989-12-09".
fn dates(raw: &str) -> Vec<String> {
    raw.split('/').filter_map(|alt| days(alt.trim_matches(|c: char| " ()?\n".contains(c)))).collect()
}

fn days(alt: &str) -> Option<String> {
    if let Some(last) = alt.strip_prefix('-') {
        return Some(format!("/{}", day(last)?));
    }
    let (first, last) = alt.split_once('-').unwrap_or((alt, alt));
    Some(format!("{}/{}", day(first)?, day(last)?))
}

/// "09 DEC 89" as "1989-12-09".
fn day(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let mut words = text.split_whitespace();
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|m| *m == month)? + 1;
    let (day, year): (u8, u8) = (day.parse().ok()?, year.parse().ok()?);
    Some(format!("19{year:02}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_their_alternatives() {
        assert_eq!(dates("30 DEC 89"), ["1989-12-30/1989-12-30"]);
        assert_eq!(dates("17 FEB 90 - 18 FEB 90"), ["1990-02-17/1990-02-18"]);
        assert_eq!(dates("(09 DEC 89) / (- 09 DEC 89)"), ["1989-12-09/1989-12-09", "/1989-12-09"]);
        assert!(dates("-").is_empty());
    }

    #[test]
    fn a_named_victim_is_also_known_by_description() {
        let event = serde_json::json!({
            "targets": [{"kind": "human", "alts": ["JUAN PEREZ"], "optional": false}],
            "raw": {"HUM TGT: DESCRIPTION": "\"MAYOR\": \"JUAN PEREZ\"\n\"GUARDS\""}
        });
        let victims = &template(&event).slots[7];
        assert_eq!(victims.len(), 1);
        assert_eq!(victims[0].texts, ["JUAN PEREZ", "MAYOR"]);
    }
}
