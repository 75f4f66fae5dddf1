//! An incident, or a value of one, in a few words.

use super::list::{days, names, place};
use crate::show::words::{clipped, one_line, several, spaced, toll};
use dateline_terms::told::{Actor, Attribution, Event, Harm, Place};
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
    parts.push(format!("{}, {}", incident.word.as_str(), several(incident.voices, "voice")));
    parts.join("; ")
}

/// "2023-11-17, air drone strike, Harir Air Base; X → Y: “the words”".
pub(crate) fn clause(event: &Event) -> String {
    let day = event
        .time
        .as_ref()
        .map_or("not said".into(), |time| range(&Days { start: time.start, end: time.end }));
    let place = event.place.as_ref().map_or("not said", |place| place.name.as_str());
    let sides = match (&event.side_a[..], &event.side_b[..]) {
        ([], []) => String::new(),
        (a, b) => format!("; {} → {}", names(a), names(b)),
    };
    let words = clipped(&event.evidence.text, 100);
    format!("{day}, {}, {place}{sides}: “{words}”", spaced(&event.event_type))
}

/// How two codings of one event differ, for people.
pub(crate) fn turns_of(before: &Event, after: &Event) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut turn = |field: &str, before: String, after: String| {
        if before != after {
            turns.push(Turn { field: field.to_string(), before, after });
        }
    };
    let day = |event: &Event| {
        let time = event.time.as_ref();
        time.map_or(NOTHING.into(), |time| range(&Days { start: time.start, end: time.end }))
    };
    let place = |event: &Event| event.place.as_ref().map_or(NOTHING.into(), located);
    let side = |side: &[Actor]| if side.is_empty() { NOTHING.into() } else { names(side) };
    turn("type", spaced(&before.event_type), spaced(&after.event_type));
    turn("status", before.status.as_str().into(), after.status.as_str().into());
    turn("standing", before.standing.as_str().into(), after.standing.as_str().into());
    turn("days", day(before), day(after));
    turn("place", place(before), place(after));
    turn("by", side(&before.side_a), side(&after.side_a));
    turn("on", side(&before.side_b), side(&after.side_b));
    turn("weapons", weapons(before), weapons(after));
    turn("harm", harm(before), harm(after));
    turn("who says so", speakers(before), speakers(after));
    turn("confidence", format!("{:.2}", before.confidence), format!("{:.2}", after.confidence));
    if turns.is_empty() {
        turns.push(Turn { field: "words".into(), before: NOTHING.into(), after: "quoted otherwise".into() });
    }
    turns
}

fn listed(parts: Vec<String>) -> String {
    if parts.is_empty() { NOTHING.into() } else { parts.join("; ") }
}

fn weapons(event: &Event) -> String {
    listed(event.weapons.iter().map(|weapon| weapon.kind.clone()).collect())
}

fn harm(event: &Event) -> String {
    let one = |harm: &Harm| {
        let figure = Toll { what: harm.what, who: None, low: harm.low, best: harm.low, high: harm.high };
        let by = harm.said_by.as_ref().map(|speaker| format!(", says {}", one_line(&speaker.text)));
        format!("{} {}{}", toll(&figure), harm.what.as_str(), by.unwrap_or_default())
    };
    listed(event.harm.iter().map(one).collect())
}

fn speakers(event: &Event) -> String {
    let one = |claim: &Attribution| {
        let by = claim.said_by.as_ref().map(|speaker| format!(" by {}", one_line(&speaker.text)));
        format!(
            "{}: {}{}",
            spaced(claim.about.as_str()),
            spaced(claim.stance.as_str()),
            by.unwrap_or_default()
        )
    };
    listed(event.claims.iter().map(one).collect())
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
        field: name,
        before: value(&field.name, &field.before),
        after: value(&field.name, &field.after),
    };
    if turn.before == turn.after { Vec::new() } else { vec![turn] }
}

/// What people call a field of the ledger.
pub(crate) fn field_name(field: &str) -> String {
    match field {
        "time" => "days".into(),
        "side_a" => "by".into(),
        "side_b" => "on".into(),
        other => spaced(other),
    }
}

/// What people call a field of an incident's JSON; `None` for those that follow from others.
fn label(field: &str) -> Option<String> {
    Some(match field {
        "word" => "stands".into(),
        "event_type" => "type".into(),
        "evidence" => "told best by".into(),
        "parties" => "parties speaking".into(),
        "corrected" => "set by people".into(),
        "first_published" => "first report".into(),
        "last_published" => "last report".into(),
        "id" | "aliases" | "rule" | "changed" | "entries" => return None,
        same => field_name(same),
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
        "disputed" | "corrected" => {
            let fields: Vec<String> = read(value).unwrap_or_default();
            listed(fields.iter().map(|field| field_name(field)).collect())
        }
        "confidence" => value.as_f64().map_or(NOTHING.into(), |sure| format!("{sure:.2}")),
        "evidence" => format!("“{}”", clipped(value.as_str().unwrap_or_default(), 120)),
        _ => plain(value),
    }
}

/// "2024-01-08", or "2024-01-08 – 2024-01-09".
pub(crate) fn range(days: &Days) -> String {
    if days.start == days.end { days.start.to_string() } else { format!("{} – {}", days.start, days.end) }
}

/// A place with its country and coordinates.
pub(crate) fn located(place: &Place) -> String {
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
