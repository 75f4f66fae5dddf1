use super::*;
use dateline_terms::{HarmKind, Standing, told};
use dateline_terms::{Incident, Rule, Status, Toll, Word};
use proptest::prelude::*;
use serde_json::{Value, json};

const US: &str = "Military Forces of the United States";

fn source(published: &str) -> Source {
    serde_json::from_value(
        json!({"id": "r1", "name": "r1", "version": 1, "sha256": "", "title": null, "outlet": "Example Wire",
        "kind": null, "url": null, "published": published, "language": null, "received": ""}),
    )
    .expect("a source")
}

fn sum(fields: Value) -> Sum {
    let mut tally = json!({"tid": "t1", "text": "words", "counts": "attacks", "low": 1});
    if let (Some(tally), Some(more)) = (tally.as_object_mut(), fields.as_object()) {
        tally.extend(more.clone());
    }
    let tally: told::Tally = serde_json::from_value(tally).expect("a tally");
    Sum::new(&tally, &source("2024-01-12"), Some("SY"), &Books::embedded())
}

fn place(name: &str) -> told::Place {
    let books = Books::embedded();
    let found = books.gazetteer.lookup(name).into_iter().next().expect("a known place");
    let precision = match found.kind {
        crate::gazetteer::Kind::Country => "country",
        crate::gazetteer::Kind::Admin1 => "province",
        crate::gazetteer::Kind::Site => "exact",
        _ => "settlement",
    };
    serde_json::from_value(json!({"text": name, "name": found.name, "admin1": found.admin1, "country": found.country,
        "lat": found.lat, "lon": found.lon, "radius_km": found.radius_km, "precision": precision, "geonames": found.geonames}))
    .expect("a place")
}

fn actor(name: &str) -> told::Actor {
    let id = Books::embedded().actors.id_of(name);
    let kind = if id.is_some() { "other" } else { "civilians" };
    serde_json::from_value(json!({"text": name, "name": name, "kind": kind, "actor": id})).expect("an actor")
}

fn incident(id: &str, day: &str, at: &str, against: &[&str]) -> Incident {
    Incident {
        id: id.to_string(),
        aliases: Vec::new(),
        rule: Rule::Range,
        word: Word::Reported,
        event_type: "air_drone_strike".to_string(),
        status: Status::Occurred,
        standing: Standing::Main,
        days: day.parse().ok().map(|day| dateline_terms::Days { start: day, end: day }),
        place: Some(place(at)),
        side_a: vec![actor("Islamic Resistance in Iraq")],
        side_b: against.iter().map(|name| actor(name)).collect(),
        weapons: Vec::new(),
        harm: Vec::new(),
        reports: 1,
        voices: 1,
        outlets: Vec::new(),
        first_published: day.parse().ok(),
        last_published: None,
        evidence: String::new(),
        parties: Vec::new(),
        disputed: Vec::new(),
        corrected: Vec::new(),
        accepted_by: vec![],
        confidence: 1.0,
        changed: String::new(),
        entries: Vec::new(),
    }
}

#[test]
fn a_sum_becomes_a_query_and_says_what_it_could_not_ask() {
    let query = |fields| sum(fields).query;
    let asked = query(
        json!({"by": "Islamic Resistance in Iraq", "against": US, "area": "Iraq and Syria", "since": "2023-10-17", "until": "2023-12"}),
    );
    assert_eq!(
        asked.in_words(),
        "attacks by Islamic Resistance in Iraq against Military Forces of the United States in Iraq and Syria from 2023-10-17 to 2023-12-31"
    );
    assert!(asked.is_whole() && asked.against[0].id.as_deref() == Some("us-military"));
    let asked = query(
        json!({"counts": "killed", "against": "Civilians (Syria)", "area": "northern Syria", "since": "2011"}),
    );
    assert_eq!(
        asked.in_words(),
        "killed among Civilians (Syria) in a part of Syria from 2011-01-01 to 2024-01-12"
    );
    let asked = query(
        json!({"area": "Aleppo province", "by": "Military Forces of Syria and Military Forces of Russia"}),
    );
    assert_eq!((asked.areas[0].place.precision, asked.by.len()), (dateline_terms::Precision::Province, 2));
    let asked =
        query(json!({"counts": "other", "by": "the tooth fairy", "area": "Nowhereville", "since": "spring"}));
    assert_eq!(asked.left_out.len(), 4, "{:?}", asked.left_out);
    for area in [
        "Ain al-Asad",
        "Harir Air Base",
        "Eastern Ghouta",
        "Aleppo, Hama",
        "Deir Ezzor and Aleppo",
        "Burma",
        "Aleppo city",
    ] {
        assert!(query(json!({ "area": area })).is_whole(), "{area}");
    }
}

#[test]
fn the_record_is_held_against_a_sum() {
    let all = [
        incident("i1", "2023-11-17", "Harir Air Base", &[US]),
        incident("i2", "2023-11-17", "Al-Omar oil field", &["Government of the United States"]),
        incident("i3", "2023-11-18", "Ain al-Asad Air Base", &[]),
        incident("i4", "", "Al-Tanf garrison", &[US]),
        incident("i5", "2024-01-28", "Tower 22", &[US]),
        incident("i6", "2023-10-01", "Harir Air Base", &[US]),
        incident("i7", "2023-11-17", "Harir Air Base", &["Military Forces of Turkey"]),
        Incident { word: Word::Retracted, ..incident("i8", "2023-11-17", "Harir Air Base", &[US]) },
        Incident { status: Status::Foiled, ..incident("i9", "2023-11-19", "Harir Air Base", &[US]) },
        Incident {
            event_type: "arrest".to_string(),
            ..incident("i10", "2023-11-17", "Harir Air Base", &[US])
        },
    ];
    let stated = sum(
        json!({"low": 115, "against": US, "area": "Iraq and Syria", "since": "2023-10-17", "until": "2024-01-06", "said_by": "one agency"}),
    );
    let held = hold(&stated, &all, &Books::embedded());
    assert_eq!(
        (held.counted.join(" "), held.perhaps.join(" ")),
        ("i1 i2".to_string(), "i3 i4 i9".to_string())
    );
    assert_eq!(
        held.words,
        "The record holds 2, or up to 5 with those that are not certain, of at least 115 attacks against Military Forces of \
         the United States in Iraq and Syria from 2023-10-17 to 2024-01-06: 113 are lacking."
    );
    let why = |i: &Incident| counts(&stated.query, i, &Books::embedded()).expect_err("does not count");
    assert_eq!(
        (why(&all[4]), why(&all[6]), why(&all[9])),
        ("it was on another day", "it was done to others", "it is no such act")
    );
}

#[test]
fn the_dead_are_added_up_with_their_bounds() {
    let toll = |who, low, best, high| Toll { what: HarmKind::Killed, who, low, best, high };
    let dead =
        |id, tolls| Incident { harm: tolls, ..incident(id, "2016-08-03", "Aleppo", &["Civilians (Syria)"]) };
    let civilians = Some(dateline_terms::Who::Civilians);
    let all = [
        dead("i1", vec![toll(None, 10, 12, Some(15)), toll(civilians, 4, 5, Some(5))]),
        dead("i2", vec![toll(None, 3, 3, Some(3))]),
        dead("i3", vec![]),
    ];
    let stated = |against: Option<&str>, low: u64, high: Option<u64>| {
        let sum = sum(
            json!({"counts": "killed", "low": low, "high": high, "against": against, "area": "Syria", "since": "2016-08", "until": "2016-08"}),
        );
        hold(&sum, &all, &Books::embedded())
    };
    let held = stated(None, 1300, None);
    assert_eq!((held.low, held.best, held.high, held.lacking), (13, 15, Some(18), 1285));
    let held = stated(Some("Civilians (Syria)"), 6, Some(7));
    assert_eq!((held.low, held.best, held.high, held.lacking, held.above), (7, 8, Some(8), 0, 1));
    assert!(held.words.ends_with(": 1 more than stated."), "{}", held.words);
}

fn attacks(tid: &str, low: u64, area: &str, until: &str, said_by: &str) -> Sum {
    sum(
        json!({"tid": tid, "low": low, "high": low, "against": US, "area": area, "since": "2023-10-17", "until": until, "said_by": said_by}),
    )
}

#[test]
fn contradictions_inside_a_report_are_found() {
    let whole = attacks("t1", 70, "Iraq and Syria", "2023-11-23", "a report");
    let (iraq, syria) = (
        attacks("t2", 32, "Iraq", "2023-11-23", "a report"),
        attacks("t3", 34, "Syria", "2023-11-23", "a report"),
    );
    let found = inside(&[whole.clone(), iraq.clone(), syria.clone()]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind, found[0].tallies.join(" ")), (Kind::Parts, "t1 t2 t3".to_string()));
    assert!(found[0].words.ends_with("but 32 in Iraq and 34 in Syria, which is 66."), "{}", found[0].words);
    assert!(inside(&[attacks("t1", 66, "Syria and Iraq", "2023-11-23", "a report"), iraq, syria]).is_empty());
    let lead = sum(
        json!({"tid": "t1", "low": 13, "high": 13, "against": US, "area": "Iraq and Syria", "since": "2023-10-17", "until": "2023-10-30"}),
    );
    let found = inside(&[lead, attacks("t2", 23, "Iraq and Syria", "2023-10-30", "the Pentagon")]);
    assert!(
        found[0].kind == Kind::Two
            && found[0].words.starts_with("In this report Example Wire gives 13 and the Pentagon 23 for")
    );
    let found = inside(&[
        attacks("t1", 161, "Iraq and Syria", "2023-12-31", "a group"),
        attacks("t2", 127, "Iraq and Syria", "2024-01-09", "the Pentagon"),
    ]);
    assert_eq!(found[0].kind, Kind::Exceeds);
    assert!(
        inside(&[
            attacks("t1", 16, "Iraq and Syria", "2023-10-26", "x"),
            attacks("t2", 23, "Iraq and Syria", "2023-10-30", "x")
        ])
        .is_empty()
    );
}

#[test]
fn sums_of_many_reports_make_a_series_with_remarks() {
    let all = [
        attacks("t1", 115, "Iraq and Syria", "2024-01-06", "the Pentagon"),
        attacks("t2", 23, "Syria and Iraq", "2023-10-30", "the Pentagon"),
        attacks("t3", 161, "Iraq and Syria", "2023-12-31", "a research group"),
        sum(
            json!({"tid": "t4", "low": 127, "high": 127, "against": US, "area": "Iraq and Syria", "until": "2024-01-09", "said_by": "The Pentagon"}),
        ),
        attacks("t5", 9, "Syria", "2023-10-30", "the Pentagon"),
    ];
    let made = series(&all);
    assert_eq!(made.len(), 2);
    let counts: Vec<u64> = made[0].points.iter().map(|p| p.low).collect();
    assert_eq!((counts, made[0].remarks.len()), (vec![23, 161, 115, 127], 2));
    assert_eq!(
        made[0].remarks[0],
        "a research group gives 161 by 2023-12-31, the Pentagon 115 by 2024-01-06: they do not count alike."
    );
    let mut turned = all.to_vec();
    turned.reverse();
    assert_eq!(series(&turned), made);
    let falls =
        [attacks("t1", 30, "Syria", "2023-11-01", "x"), attacks("t2", 29, "Syria", "2023-11-02", "x")];
    assert_eq!(series(&falls)[0].remarks, ["x gives 30 by 2023-11-01 and 29 by 2023-11-02."]);
}

proptest! {
    #[test]
    fn anything_can_be_asked(
        by in ".{0,30}", against in "(Civilians|Rebels|and| |\\(|\\)|Military Forces of|Syria){0,5}",
        area in "(northern|Aleppo|é|,| and | |province|Iraq|İ){0,6}", since in "[0-9-]{0,11}", until in ".{0,10}",
        low in any::<u64>(), high in prop::option::of(any::<u64>()),
    ) {
        let fields = json!({"low": low, "high": high, "by": by, "against": against, "area": area, "since": since, "until": until});
        let stated = sum(fields);
        let all = [incident("i1", "2023-11-17", "Harir Air Base", &[US]), incident("i2", "2016-11-17", "Aleppo", &[])];
        let mut turned = all.to_vec();
        turned.reverse();
        let (held, again) = (hold(&stated, &all, &Books::embedded()), hold(&stated, &turned, &Books::embedded()));
        prop_assert_eq!(&held.words, &again.words);
        prop_assert!(held.low <= held.best && held.high.is_none_or(|high| held.best <= high));
        inside(std::slice::from_ref(&stated));
    }
}
