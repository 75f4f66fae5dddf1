//! The record held against other datasets.

mod set;

use dateline_export::{Comparison, Foreign, Party, compare, read_acled, read_ucdp};
use dateline_terms::{ActorKind, Days, HarmKind, Incident, Toll};
use jiff::ToSpan;
use proptest::prelude::*;
use set::{actor, date, folder, incidents, options, place, written};

#[test]
fn what_we_exported_is_found_again_and_agrees() {
    let folder = folder();
    let (file, summary) = written(folder.path(), "x.acled.csv", "acled", &options());
    let theirs = read_acled(&file).expect("a file").rows;
    let found = compare(incidents().into_iter(), &theirs);
    assert_eq!((found.matched.len(), found.theirs_alone.len()), (summary.written, 0), "{found:?}");
    for pair in &found.matched {
        // The id in their shape is ours read as a number: the same order tells the same incident.
        let notes = &theirs.iter().find(|row| row.id == pair.theirs).expect("theirs").notes;
        let ours = incidents().into_iter().find(|i| i.id == pair.ours).expect("ours");
        assert!(ours.place.is_some_and(|p| notes.contains(&p.name)), "{} is not {notes}", pair.ours);
    }
    let share =
        |field: &str| found.fields.iter().find(|f| f.field.starts_with(field)).and_then(|f| f.share());
    assert_eq!((share("country"), share("province"), share("side A")), (Some(1.0), Some(1.0), Some(1.0)));
    assert_eq!(share("deaths: the same"), Some(1.0));
    assert_eq!((found.deaths.mean_difference, found.deaths.both > 5), (0.0, true));
    let (file, summary) = written(folder.path(), "x.ucdp.csv", "ucdp", &options());
    let found = compare(incidents().into_iter(), &read_ucdp(&file).expect("a file").rows);
    assert_eq!((found.matched.len(), found.theirs_alone.len()), (summary.written, 0), "{found:?}");
}

/// An incident of a made-up war: the `n`th of a fixed sequence.
fn ours(n: u64) -> Incident {
    let mut incident = incidents().remove(0);
    let day = date("2024-01-01").saturating_add(i64::try_from(n * 7 % 300).unwrap_or(0).days());
    let town = n * 13 % 40;
    incident.id = format!("i{n:012}");
    incident.days = Some(Days { start: day, end: day });
    let at = (33.0 + (town % 8) as f64 * 0.45, 36.0 + (town / 8) as f64 * 0.6);
    incident.place = Some(place(&format!("Town{town}"), &format!("Province{}", town % 5), "SY", Some(at)));
    let (kind, name) =
        [("air_drone_strike", "Air Army"), ("armed_clash", "Northern Front"), ("attack", "Black Guard")]
            [n as usize % 3];
    incident.event_type = kind.to_string();
    incident.side_a = vec![actor(name, ActorKind::Rebel, None)];
    let best = n % 11;
    incident.harm = vec![Toll { what: HarmKind::Killed, who: None, low: best, best, high: Some(best + 2) }];
    incident.entries.clear();
    incident
}

/// The same event as another dataset might have it: the town's other point, sometimes the day after, one more dead.
fn theirs(n: u64) -> Foreign {
    let ours = ours(n);
    let (days, place) = (ours.days.expect("a day"), ours.place.expect("a place"));
    let late = i64::from(n.is_multiple_of(4));
    let (family, kind) =
        [("strike", "Air/drone strike"), ("fight", "Armed clash"), ("harm", "Attack")][n as usize % 3];
    Foreign {
        id: format!("SYR{n}"),
        first: days.start.saturating_add(late.days()),
        last: days.end.saturating_add(late.days()),
        their_type: kind.to_string(),
        event_type: Some(ours.event_type),
        families: vec![family],
        side_a: vec![Party { name: format!("{} (2011-2024)", ours.side_a[0].name), kind: None }],
        side_b: vec![Party { name: "Civilians (Syria)".to_string(), kind: Some(ActorKind::Civilians) }],
        country: Some("SY".to_string()),
        admin1: place.admin1.unwrap_or_default(),
        place: place.name,
        at: place.lat.zip(place.lon).map(|(lat, lon)| (lat + 0.03, lon - 0.02)),
        radius_km: 5.0,
        deaths_low: Some(n % 11 + n % 2),
        deaths_best: Some(n % 11 + n % 2),
        deaths_high: None,
        sources: vec![],
        notes: String::new(),
    }
}

/// Ours 0 to 300, theirs 100 to 400: two hundred of both.
fn wars() -> (Vec<Incident>, Vec<Foreign>) {
    ((0..300).map(ours).collect(), (100..400).map(theirs).collect())
}

fn right(found: &Comparison) -> usize {
    found
        .matched
        .iter()
        .filter(|m| m.ours[1..].parse::<u64>().ok() == m.theirs[3..].parse::<u64>().ok())
        .count()
}

#[test]
fn events_of_both_are_matched_and_the_others_are_not() {
    let (ours, theirs) = wars();
    let found = compare(ours.into_iter(), &theirs);
    // 200 are of both. Chance puts others of the same town, week and kind together now and then.
    let (matched, right) = (found.matched.len(), right(&found));
    assert!(right >= 195, "{right} of 200 found\n{found:?}");
    assert!(right as f64 / matched as f64 > 0.9, "{right} of {matched} matches are right\n{found:?}");
    assert_eq!(matched + found.ours_alone.len() + found.ours_outside, 300);
    assert_eq!(matched + found.theirs_alone.len() + found.theirs_outside, 300);
    assert!(found.fields.iter().any(|f| f.field == "type: the same family"), "{found:?}");
    assert!(found.deaths.mean_difference < 0.0, "theirs count one more now and then: {found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_neither_list_matters(seed in any::<u64>()) {
        let (mut ours, mut theirs) = wars();
        let expected = compare(ours.clone().into_iter(), &theirs);
        let key = |n: usize| (n as u64).wrapping_mul(seed | 1).rotate_left(17) ^ seed;
        let mut order: Vec<usize> = (0..ours.len()).collect();
        order.sort_by_key(|n| key(*n));
        ours = order.iter().map(|n| ours[*n].clone()).collect();
        theirs = order.iter().rev().map(|n| theirs[*n].clone()).collect();
        prop_assert_eq!(compare(ours.into_iter(), &theirs), expected);
    }

    #[test]
    fn nothing_is_matched_twice(skip in 1usize..5) {
        let (ours, theirs) = wars();
        let found = compare(ours.into_iter().step_by(skip), &theirs);
        let mut a: Vec<_> = found.matched.iter().map(|m| &m.ours).collect();
        let mut b: Vec<_> = found.matched.iter().map(|m| &m.theirs).collect();
        let n = found.matched.len();
        a.sort();
        a.dedup();
        b.sort();
        b.dedup();
        prop_assert_eq!((a.len(), b.len()), (n, n));
    }
}

#[test]
fn another_war_and_another_year_are_outside_and_not_missing() {
    let (ours, mut theirs) = wars();
    theirs.iter_mut().take(50).for_each(|event| event.country = Some("ML".to_string()));
    for event in theirs.iter_mut().skip(250) {
        event.first = event.first.saturating_sub(10.years());
        event.last = event.first;
    }
    let found = compare(ours.into_iter(), &theirs);
    assert_eq!(found.theirs_outside, 100, "{found:?}");
    let none = compare(std::iter::empty(), &theirs);
    assert_eq!((none.days, none.theirs_outside), (None, 300));
}

#[test]
fn what_contradicts_is_no_match() {
    let mut event = theirs(7);
    let alone =
        |event: &Foreign| compare(std::iter::once(ours(7)), std::slice::from_ref(event)).matched.is_empty();
    assert!(!alone(&event));
    event.families = vec!["unrest"];
    assert!(alone(&event), "a protest is no attack");
    let mut event = theirs(7);
    event.at = event.at.map(|(lat, lon)| (lat + 0.5, lon));
    assert!(alone(&event), "55 km apart");
}
