//! The laws of publishing, over incidents that nobody thought of.

use super::tests::{entry, harm, made};
use super::*;
use dateline_terms::{Correction, Days, HarmKind, Ruling, Status, Toll};
use proptest::prelude::*;
use serde_json::{Value, json};

const OUTLETS: [&str; 5] = ["Example Herald", "Example Post", "SANA", "Reuters", ""];
const DAYS: [&str; 4] = ["2016-07-05", "2016-07-06", "2016-07-07", ""];
const SPEAKERS: [Option<&str>; 4] = [None, Some("a monitor"), Some("the Syrian army"), Some("residents")];

fn row() -> impl Strategy<Value = Value> {
    let stance = prop::sample::select(vec!["asserted", "alleged", "denied", "unconfirmed"]);
    let who = prop::sample::select(vec!["civilians", "combatants", "unspecified"]);
    (0u64..40, prop::option::of(0u64..20), who, prop::sample::select(SPEAKERS.to_vec()), stance)
        .prop_map(|(low, more, who, speaker, stance)| harm(low, more.map(|n| low + n), who, speaker, stance))
}

fn event() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec!["shelling_artillery_missile", "air_drone_strike", "armed_clash"]);
    let actor = |id: &str, kind: &str| json!({"text": id, "name": id, "kind": kind, "actor": id});
    let sides = vec![
        json!([]),
        json!([actor("sy-military", "state_forces")]),
        json!([actor("ru-military", "external_forces")]),
        json!([actor("islamic-state", "rebel"), actor("sy-government", "state_forces")]),
        json!([{"text": "gunmen", "name": "Unidentified Armed Group (Syria)", "kind": "unidentified"}]),
    ];
    let side = prop::sample::select(sides);
    let time = prop::option::of((1i8..28, 0i8..3)).prop_map(|t| {
        t.map(|(d, n)| json!({"start": format!("2016-07-{d:02}"), "end": format!("2016-07-{:02}", d + n)}))
    });
    let weapons = prop::sample::select(vec![
        json!([]),
        json!([{"text": "x", "kind": "rocket"}]),
        json!([{"text": "x", "kind": "other"}]),
    ]);
    let confidence = prop::sample::select(vec![0.3, 0.5, 0.9]);
    (kind, side.clone(), side, time, prop::collection::vec(row(), 0..4), weapons, confidence).prop_map(
        |(kind, a, b, time, harm, weapons, confidence)| {
            json!({"type": kind, "side_a": a, "side_b": b, "time": time, "harm": harm, "weapons": weapons,
                   "confidence": confidence})
        },
    )
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let one = (prop::sample::select(OUTLETS.to_vec()), prop::sample::select(DAYS.to_vec()), event());
    prop::collection::vec(one, 1..6).prop_map(|list| {
        let number = |(n, (outlet, day, event)): (usize, (&str, &str, Value))| {
            entry(&format!("c{n}"), outlet, day, event)
        };
        list.into_iter().enumerate().map(number).collect()
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    prop::sample::select(Rule::ALL.to_vec())
}

/// The values without the counts of reports.
fn values(mut incident: Incident) -> Incident {
    incident.entries.clear();
    (incident.reports, incident.outlets) = (0, Vec::new());
    (incident.first_published, incident.last_published) = (None, None);
    incident
}

proptest! {
    #[test]
    fn order_and_repetition_do_not_matter(mut list in entries(), rule in rule(), seed in any::<prop::sample::Index>()) {
        let before = made(&list, &[], rule);
        let again = list[seed.index(list.len())].clone();
        list.push(again);
        list.reverse();
        let middle = seed.index(list.len());
        list.rotate_left(middle);
        prop_assert_eq!(before, made(&list, &[], rule));
    }

    #[test]
    fn a_later_copy_of_a_voice_changes_no_value(mut list in entries(), rule in rule(), of in any::<prop::sample::Index>()) {
        let original = list[of.index(list.len())].clone();
        prop_assume!(original.source.outlet.is_some());
        let mut copy = original;
        copy.claim = "c9".to_string();
        copy.source.id = "r-c9".to_string();
        copy.source.published = "2016-07-09".parse().ok();
        let before = values(made(&list, &[], rule));
        list.push(copy);
        prop_assert_eq!(before, values(made(&list, &[], rule)));
    }

    #[test]
    fn figures_are_in_order_and_stated(list in entries(), rule in rule()) {
        let incident = made(&list, &[], rule);
        let stated: Vec<Figure<'_>> = list.iter().flat_map(|e| figures(&e.event)).collect();
        for Toll { what, who, low, best, high } in incident.harm.iter().copied() {
            prop_assert!(low <= best && high.is_none_or(|high| best <= high));
            let of = || stated.iter().filter(|f| f.what == what && f.who == who);
            prop_assert!(of().any(|f| f.low == best) || (rule == Rule::Lowest && best == 0));
            prop_assert!(of().any(|f| f.low == low) || (rule == Rule::Lowest && low == 0));
            prop_assert!(high.is_none_or(|n| n == 0 || of().any(|f| f.high.unwrap_or(f.low) == n || f.low == n)));
        }
        let types: Vec<&str> = list.iter().map(|e| e.event.event_type.as_str()).collect();
        prop_assert!(types.contains(&incident.event_type.as_str()));
        let days = |d: Days| list.iter().filter_map(|e| e.event.time.as_ref()).any(|t| (t.start, t.end) == (d.start, d.end));
        prop_assert!(incident.days.is_none_or(days));
    }

    #[test]
    fn corrections_win(list in entries(), rule in rule(), low in 0u64..100, of in any::<prop::sample::Index>()) {
        let claim = list[of.index(list.len())].claim.clone();
        let set = |n: usize, value| Judgement {
            id: format!("j{n}"), at: format!("2024-01-0{n}T00:00:00Z"), by: String::new(), why: String::new(),
            ruling: Ruling::Field { claim: claim.clone(), value },
        };
        let judgements = [
            set(2, Correction::Harm { what: HarmKind::Killed, low, high: None }),
            set(1, Correction::Harm { what: HarmKind::Killed, low: low + 1, high: None }),
            set(3, Correction::Status(Status::Foiled)),
            set(4, Correction::SideA(Vec::new())),
            set(5, Correction::Time(None)),
        ];
        let incident = made(&list, &judgements, rule);
        let killed = incident.toll(HarmKind::Killed).copied();
        prop_assert_eq!(killed, Some(Toll { what: HarmKind::Killed, who: None, low, best: low, high: None }));
        prop_assert!(incident.status == Status::Foiled && incident.side_a.is_empty() && incident.days.is_none());
        prop_assert_eq!(incident.corrected, ["killed", "side_a", "status", "time"]);
        prop_assert!(!incident.disputed.iter().any(|f| ["killed", "side_a", "status", "time"].contains(&f.as_str())));
    }
}
