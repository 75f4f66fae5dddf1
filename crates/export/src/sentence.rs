//! One neutral sentence or two about an incident, made of coded facts alone.

use crate::countries;
use crate::crosswalk::{self, Join};
use dateline_terms::told::Actor;
use dateline_terms::{Date, HarmKind, Incident, Status, Toll, Word};

/// What is known of an incident, told in our own words: what, who, where, when, the harm, over what accounts differ,
/// and how many tell of it. No word of a report stands in it.
pub(crate) fn tell(incident: &Incident) -> String {
    let mut told = vec![format!("{}{}{}.", act(incident), place(incident), days(incident))];
    let harm: Vec<String> = HarmKind::ALL.iter().filter_map(|k| incident.toll(*k)).map(figure).collect();
    if !harm.is_empty() {
        told.push(format!("{}.", capital(&harm.join("; "))));
    }
    if !incident.disputed.is_empty() {
        let over: Vec<String> = incident.disputed.iter().map(|field| matter(field)).collect();
        told.push(format!("Accounts differ over {}.", listed(&over)));
    }
    match incident.word {
        Word::Denied => told.push("It is denied that this happened.".to_string()),
        Word::Retracted => told.push("Withdrawn.".to_string()),
        Word::Reported | Word::Corroborated | Word::Disputed => {}
    }
    told.push(format!(
        "Told by {} in {}.",
        counted(incident.voices, "independent voice"),
        counted(incident.reports, "report")
    ));
    told.join(" ")
}

/// "Foiled: Air or drone strike by A against B".
fn act(incident: &Incident) -> String {
    let (noun, join) =
        crosswalk::by_id(&incident.event_type).map_or(("Event", Join::Against), |act| (act.noun, act.join));
    let foiled = if incident.status == Status::Foiled { "Foiled: " } else { "" };
    let (a, b) = (names(&incident.side_a), names(&incident.side_b));
    let sides = match (join, a.is_empty(), b.is_empty()) {
        (_, true, true) => String::new(),
        (Join::Between, false, false) if a.contains(" and ") || b.contains(" and ") => {
            format!(" between {a} on one side and {b} on the other")
        }
        (Join::Between, false, false) => format!(" between {a} and {b}"),
        (Join::Between, false, true) => format!(" involving {a}"),
        (Join::Between, true, false) => format!(" involving {b}"),
        (Join::Of, false, false) => format!(" of {b} by {a}"),
        (Join::Of, true, false) => format!(" of {b}"),
        (Join::Against, false, false) => format!(" by {a} against {b}"),
        (Join::Against, true, false) => format!(" against {b}"),
        (Join::Of | Join::Against, false, true) => format!(" by {a}"),
    };
    format!("{foiled}{noun}{sides}")
}

fn names(side: &[Actor]) -> String {
    let mut names: Vec<String> = Vec::new();
    for actor in side.iter().filter(|actor| !actor.name.is_empty()) {
        if !names.contains(&actor.name) {
            names.push(actor.name.clone());
        }
    }
    listed(&names)
}

/// " in Al-Bab (Aleppo, Syria)".
fn place(incident: &Incident) -> String {
    let Some(place) = &incident.place else { return String::new() };
    let country = place.country.as_deref().map(|code| countries::by_code(code).map_or(code, |c| c.name));
    let around = [place.admin1.as_deref(), country];
    let around: Vec<&str> = around.into_iter().flatten().filter(|name| *name != place.name).collect();
    match (place.name.is_empty(), around.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!(" in {}", around.join(", ")),
        (false, true) => format!(" in {}", place.name),
        (false, false) => format!(" in {} ({})", place.name, around.join(", ")),
    }
}

/// " on 8 January 2024", " between 8 and 10 January 2024" in full.
fn days(incident: &Incident) -> String {
    match incident.days {
        None => " on an unknown day".to_string(),
        Some(days) if days.start == days.end => format!(" on {}", day(days.start)),
        Some(days) => format!(" between {} and {}", day(days.start), day(days.end)),
    }
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %-Y").to_string()
}

/// "at least 5 killed", "5 injured (accounts from 3 to 8)".
fn figure(toll: &Toll) -> String {
    let what = match toll.what {
        HarmKind::Displaced => "driven from home",
        other => other.as_str(),
    };
    match toll.high {
        None => format!("at least {} {what}", toll.low),
        Some(high) if high == toll.low => format!("{} {what}", toll.best),
        Some(high) => format!("{} {what} (accounts from {} to {high})", toll.best, toll.low),
    }
}

/// What a disputed field is about.
fn matter(field: &str) -> String {
    match field {
        "side_a" => "who did it".to_string(),
        "side_b" => "to whom it was done".to_string(),
        "type" => "what kind of act it was".to_string(),
        "time" => "when".to_string(),
        "place" => "where".to_string(),
        "weapons" | "weapon" => "the weapon".to_string(),
        "status" | "occurrence" => "whether it came about".to_string(),
        "displaced" => "how many were driven from home".to_string(),
        harm if HarmKind::parse(harm).is_some() => format!("how many were {harm}"),
        other => other.replace('_', " "),
    }
}

fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// "a", "a and b", "a, b and c".
fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
