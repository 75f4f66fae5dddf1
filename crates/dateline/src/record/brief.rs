//! An incident, or a value of one, in a few words.

use super::list::{days, names, place};
use crate::show::words::{spaced, toll};
use dateline_terms::told::{Actor, Place};
use dateline_terms::{Days, HarmKind, Incident, Toll};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// "2023-11-17, air drone strike, Harir Air Base, Erbil, IQ; X → Y; 2 killed; reported, 1 voice".
pub(crate) fn brief(incident: &Incident) -> String {
    let what = format!("{}, {}, {}", days(incident), spaced(&incident.event_type), place(incident));
    let mut parts = vec![what];
    if !incident.side_a.is_empty() || !incident.side_b.is_empty() {
        parts.push(format!("{} → {}", names(&incident.side_a), names(&incident.side_b)));
    }
    let all = HarmKind::ALL.iter().filter_map(|what| incident.toll(*what));
    parts.extend(all.map(|figure| format!("{} {}", toll(figure), figure.what.as_str())));
    let voices = match incident.voices {
        1 => "1 voice".to_string(),
        voices => format!("{voices} voices"),
    };
    parts.push(format!("{}, {voices}", incident.word.as_str()));
    parts.join("; ")
}

/// One difference between two versions of an incident, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// What differs.
    pub field: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// A field of an incident's JSON before and after, in words: a row for each figure, else one row; none where it is kept
/// for machines alone.
pub(crate) fn turns(field: &dateline_store::Field) -> Vec<Turn> {
    if field.name == "harm" {
        return figures(&field.before, &field.after);
    }
    let Some(name) = label(&field.name) else { return Vec::new() };
    let turn = Turn {
        field: name.to_string(),
        before: value(&field.name, &field.before),
        after: value(&field.name, &field.after),
    };
    if turn.before == turn.after { Vec::new() } else { vec![turn] }
}

/// What people call a field; `None` for those that follow from others.
fn label(field: &str) -> Option<&str> {
    Some(match field {
        "word" => "stands",
        "event_type" => "type",
        "side_a" => "by",
        "side_b" => "on",
        "evidence" => "told best by",
        "parties" => "parties speaking",
        "corrected" => "set by people",
        "first_published" => "first report",
        "last_published" => "last report",
        "id" | "aliases" | "rule" | "changed" | "entries" => return None,
        same => same,
    })
}

const NOTHING: &str = "–";

fn value(field: &str, value: &Value) -> String {
    match field {
        "days" => read(value).map_or(NOTHING.into(), |days: Days| range(&days)),
        "place" => read(value).map_or(NOTHING.into(), |place: Place| located(&place)),
        "side_a" | "side_b" => {
            let actors: Vec<Actor> = read(value).unwrap_or_default();
            if actors.is_empty() { NOTHING.into() } else { names(&actors) }
        }
        "confidence" => value.as_f64().map_or(NOTHING.into(), |sure| format!("{sure:.2}")),
        "evidence" => format!("“{}”", crate::show::words::clipped(value.as_str().unwrap_or_default(), 120)),
        _ => plain(value),
    }
}

fn range(days: &Days) -> String {
    if days.start == days.end { days.start.to_string() } else { format!("{} – {}", days.start, days.end) }
}

fn located(place: &Place) -> String {
    let at = place.lat.zip(place.lon).map(|(lat, lon)| format!(" ({lat:.3}, {lon:.3})")).unwrap_or_default();
    let within = place.country.as_ref().map(|country| format!(", {country}")).unwrap_or_default();
    format!("{}{within}{at}", place.name)
}

/// A value of no shape of its own.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => NOTHING.into(),
        Value::String(word) => spaced(word),
        Value::Array(items) if items.is_empty() => NOTHING.into(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

fn figures(before: &Value, after: &Value) -> Vec<Turn> {
    let (before, after): (Vec<Toll>, Vec<Toll>) =
        (read(before).unwrap_or_default(), read(after).unwrap_or_default());
    let mut kinds: Vec<_> = before.iter().chain(&after).map(|figure| (figure.who, figure.what)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let of = |list: &[Toll], kind| {
        list.iter().find(|figure| (figure.who, figure.what) == kind).map_or(NOTHING.into(), toll)
    };
    let turn = |kind: (Option<dateline_terms::Who>, HarmKind)| {
        let who = kind.0.map(|who| format!(" ({})", who.as_str())).unwrap_or_default();
        Turn {
            field: format!("{}{who}", kind.1.as_str()),
            before: of(&before, kind),
            after: of(&after, kind),
        }
    };
    kinds.into_iter().map(turn).filter(|turn| turn.before != turn.after).collect()
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// "2024-01-08 12:00:33" for a moment as the store keeps it.
pub(crate) fn moment(at: &str) -> String {
    let second = at.get(..19).unwrap_or(at);
    second.replacen('T', " ", 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_store::Field;
    use serde_json::json;

    #[test]
    fn each_figure_that_differs_is_a_row() {
        let toll =
            |what, low, high| json!({"what": what, "who": null, "low": low, "best": low, "high": high});
        let field = Field {
            name: "harm".into(),
            before: json!([toll("killed", 2, Some(2)), toll("injured", 5, Some(5))]),
            after: json!([toll("killed", 2, None), toll("injured", 5, Some(5)), toll("missing", 1, Some(1))]),
        };
        let turn = |field: &str, before: &str, after: &str| Turn {
            field: field.into(),
            before: before.into(),
            after: after.into(),
        };
        assert_eq!(turns(&field), [turn("killed", "2", "2 or more"), turn("missing", "–", "1")]);
    }

    #[test]
    fn values_are_said_in_words() {
        let said = |name: &str, after: Value| {
            let turns = turns(&Field { name: name.into(), before: Value::Null, after });
            turns.into_iter().map(|turn| format!("{}: {}", turn.field, turn.after)).collect::<String>()
        };
        assert_eq!(said("event_type", json!("air_drone_strike")), "type: air drone strike");
        assert_eq!(said("days", json!({"start": "2024-01-08", "end": "2024-01-08"})), "days: 2024-01-08");
        assert_eq!(said("outlets", json!(["A", "B"])), "outlets: A; B");
        assert_eq!(said("rule", json!("range")), "");
        assert_eq!(moment("2024-01-08T12:00:33.120Z"), "2024-01-08 12:00:33");
    }
}
