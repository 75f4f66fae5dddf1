use super::*;
use dateline_terms::{Correction, HarmKind, Ruling, Status, VoiceKind, Who, Word, told};
use serde_json::{Value, json};

/// A claim by the outlet `outlet`, published on `day`, whose event has the fields of `event`.
pub(super) fn entry(claim: &str, outlet: &str, day: &str, event: Value) -> Entry {
    let mut fields = json!({
        "eid": "e1", "evidence": format!("Words of {claim}."), "type": "shelling_artillery_missile",
        "status": "occurred", "standing": "main", "confidence": 0.8
    });
    if let (Some(fields), Some(more)) = (fields.as_object_mut(), event.as_object()) {
        fields.extend(more.clone());
    }
    let kind: Option<VoiceKind> = crate::voice::kind(outlet, crate::outlets::Outlets::embedded());
    Entry {
        claim: claim.to_string(),
        voice: 0,
        event: serde_json::from_value::<told::Event>(fields).expect("an event"),
        source: Source {
            id: format!("r-{claim}"),
            name: claim.to_string(),
            version: 1,
            sha256: String::new(),
            title: None,
            outlet: (!outlet.is_empty()).then(|| outlet.to_string()),
            kind,
            url: None,
            published: day.parse().ok(),
            language: None,
            received: String::new(),
        },
    }
}

pub(super) fn killed(low: u64, high: Option<u64>) -> Value {
    harm(low, high, "unspecified", None, "asserted")
}

pub(super) fn harm(low: u64, high: Option<u64>, who: &str, said_by: Option<&str>, stance: &str) -> Value {
    json!({"what": "killed", "who": who, "text": format!("{low} people"), "low": low, "high": high,
           "said_by": said_by, "stance": stance})
}

fn actor(name: &str, kind: &str, id: Option<&str>) -> Value {
    json!({"text": name, "name": name, "kind": kind, "actor": id})
}

fn place(name: &str, precision: &str, at: (f64, f64), radius: f64) -> Value {
    json!({"text": name, "name": name, "admin1": "Idlib", "country": "SY", "lat": at.0, "lon": at.1,
           "radius_km": radius, "precision": precision})
}

pub(super) fn made(entries: &[Entry], judgements: &[Judgement], rule: Rule) -> Incident {
    let case = Case {
        id: "i000000000001",
        aliases: &[],
        entries: entries.to_vec(),
        sketches: &BTreeMap::new(),
        judgements,
        withdrawn: &BTreeSet::new(),
        changed: "2024-01-01T00:00:00Z",
    };
    publish(case, rule, &Books::embedded())
}

fn judged(id: &str, at: &str, ruling: Ruling) -> Judgement {
    Judgement { id: id.to_string(), at: at.to_string(), by: "A".to_string(), why: "B".to_string(), ruling }
}

fn toll(incident: &Incident) -> (u64, u64, Option<u64>) {
    incident.toll(HarmKind::Killed).map(|t| (t.low, t.best, t.high)).expect("a toll of the dead")
}

fn three() -> Vec<Entry> {
    vec![
        entry("c1", "Example Herald", "2016-07-05", json!({"harm": [killed(10, Some(10))]})),
        entry("c2", "Example Post", "2016-07-05", json!({"harm": [killed(12, Some(12))]})),
        entry("c3", "Example Times", "2016-07-06", json!({"harm": [killed(12, None)]})),
    ]
}

#[test]
fn each_rule_publishes_its_own_figure() {
    let all = three();
    assert_eq!(toll(&made(&all, &[], Rule::Lowest)), (10, 10, Some(10)));
    assert_eq!(toll(&made(&all, &[], Rule::Best)), (10, 12, None));
    assert_eq!(toll(&made(&all, &[], Rule::Range)), (10, 12, None));
    assert_eq!(toll(&made(&all, &[], Rule::Latest)), (12, 12, None));
    assert_eq!(toll(&made(&all, &[], Rule::MajorityOfVoices)), (12, 12, None));
    let silent = [entry("c1", "Example Herald", "2016-07-05", json!({}))];
    assert_eq!(toll(&made(&silent, &[], Rule::Lowest)), (0, 0, Some(0)));
    assert!(made(&silent, &[], Rule::Best).harm.is_empty());
}

#[test]
fn copies_of_one_voice_count_once_with_their_latest_figure() {
    let all = [
        entry("c1", "Example Herald", "2016-07-05", json!({"harm": [killed(10, Some(10))]})),
        entry("c2", "Example Herald", "2016-07-05", json!({"harm": [killed(10, Some(10))]})),
        entry("c3", "Example Herald", "2016-07-06", json!({"harm": [killed(14, Some(14))]})),
        entry("c4", "Example Herald", "2016-07-07", json!({"harm": [killed(10, Some(10))]})),
        entry("c5", "Example Post", "2016-07-06", json!({"harm": [killed(13, Some(13))]})),
    ];
    let incident = made(&all, &[], Rule::Best);
    assert_eq!((incident.reports, incident.voices), (5, 2));
    assert_eq!(toll(&incident), (13, 13, Some(14)));
    assert_eq!(incident.word, Word::Corroborated);
}

#[test]
fn rows_of_one_speaker_add_up_where_they_tell_of_different_people() {
    let sum = |rows: Value| {
        let entry = entry("c1", "", "2016-07-05", json!({ "harm": rows }));
        let all = figures(&entry.event);
        let of = |who: Option<Who>| all.iter().find(|f| f.who == who).map(|f| (f.low, f.high));
        (of(None), of(Some(Who::Civilians)))
    };
    let row = |low, high, who| harm(low, high, who, None, "asserted");
    let civilians = row(4, Some(4), "civilians");
    let soldiers = row(6, Some(6), "combatants");
    let four = Some((4, Some(4)));
    assert_eq!(sum(json!([civilians, soldiers])), (Some((10, Some(10))), four));
    // A total beside its parts; a number that is no total.
    assert_eq!(sum(json!([civilians, soldiers, row(11, None, "unspecified")])), (Some((11, None)), four));
    assert_eq!(sum(json!([civilians, row(3, Some(3), "unspecified")])), (Some((7, Some(7))), four));
    // One figure said twice, and the losses of two sides.
    assert_eq!(
        sum(json!([row(20, None, "combatants"), row(21, Some(21), "combatants")])).0,
        Some((21, Some(21)))
    );
    assert_eq!(
        sum(json!([row(30, Some(30), "combatants"), row(39, Some(39), "combatants")])).0,
        Some((69, Some(69)))
    );
}

#[test]
fn figures_of_two_speakers_are_alternatives_and_denied_ones_count_for_nothing() {
    let rows = json!([
        harm(58, Some(58), "unspecified", Some("a monitor"), "asserted"),
        harm(100, None, "unspecified", Some("a rebel group"), "asserted"),
        harm(7, Some(7), "unspecified", Some("the ministry"), "denied"),
    ]);
    let incident =
        made(&[entry("c1", "Example Herald", "2016-07-05", json!({ "harm": rows }))], &[], Rule::Range);
    assert_eq!(toll(&incident), (58, 58, None));
    assert_eq!(incident.disputed, ["killed"]);
    let all_denied = json!({"harm": [harm(7, Some(7), "unspecified", Some("the ministry"), "denied")]});
    let incident = made(&[entry("c1", "Example Herald", "2016-07-05", all_denied)], &[], Rule::Range);
    assert!(incident.harm.is_empty());
    assert_eq!(incident.word, Word::Denied);
}

#[test]
fn a_party_is_not_believed_about_its_enemys_losses_where_anybody_else_counts_them() {
    let sides = json!({"side_a": [actor("Military Forces of Syria", "state_forces", Some("sy-military"))],
        "side_b": [actor("Islamic State", "rebel", Some("islamic-state"))]});
    let with = |claim: &str, outlet: &str, row: Value| {
        let mut event = sides.clone();
        event["harm"] = json!([row]);
        entry(claim, outlet, "2016-07-05", event)
    };
    let party = with("c1", "SANA", harm(175, Some(175), "combatants", None, "asserted"));
    let army =
        with("c2", "Example Post", harm(200, Some(200), "combatants", Some("the Syrian army"), "asserted"));
    let other = with("c3", "Example Herald", harm(29, Some(29), "combatants", None, "asserted"));
    assert_eq!(toll(&made(std::slice::from_ref(&party), &[], Rule::Best)), (175, 175, Some(175)));
    let all = [party, army, other];
    let incident = made(&all, &[], Rule::Best);
    assert_eq!(toll(&incident), (29, 29, Some(29)));
    assert_eq!(incident.parties, ["SANA", "the Syrian army"]);
    let rows = statements(&incident.entries, &Books::embedded());
    let doubts: Vec<_> =
        rows.iter().filter(|r| r.field == "killed").map(|r| (r.doubt.is_some(), r.value.as_str())).collect();
    assert_eq!(doubts, [(true, "175"), (true, "200"), (false, "29")]);
}

#[test]
fn two_voices_of_one_side_do_not_corroborate_each_other() {
    let sides = json!({"side_a": [actor("Military Forces of Syria", "state_forces", Some("sy-military"))]});
    let mut all = vec![
        entry("c1", "SANA", "2016-07-05", sides.clone()),
        entry("c2", "Syria TV Channel of SANA", "2016-07-05", json!({})),
    ];
    assert_eq!(made(&all[..1], &[], Rule::Range).word, Word::Reported);
    all[1].source.outlet = Some("SANA".to_string());
    assert_eq!(made(&all, &[], Rule::Range).word, Word::Reported);
    all.push(entry("c3", "Example Herald", "2016-07-05", json!({})));
    assert_eq!(made(&all, &[], Rule::Range).word, Word::Corroborated);
}

#[test]
fn a_vaguer_place_and_stretch_speak_for_the_finer_ones_within_them() {
    let town = json!({"place": place("Kafr Takharim", "settlement", (36.117, 36.515), 3.0),
        "time": {"start": "2016-07-05", "end": "2016-07-05"}});
    let province = json!({"place": place("Idlib", "province", (35.8, 36.7), 60.0),
        "time": {"start": "2016-07-01", "end": "2016-07-31"}});
    let elsewhere = json!({"place": place("Saraqib", "settlement", (35.864, 36.805), 3.0),
        "time": {"start": "2016-07-07", "end": "2016-07-07"}});
    let mut all = vec![
        entry("c1", "a", "2016-07-08", province.clone()),
        entry("c2", "b", "2016-07-08", province),
        entry("c3", "c", "2016-07-08", town.clone()),
    ];
    let name = |incident: &Incident| incident.place.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let incident = made(&all, &[], Rule::Range);
    assert_eq!((name(&incident).as_str(), incident.disputed.len()), ("Kafr Takharim", 0));
    assert_eq!(incident.days.map(|d| d.start == d.end), Some(true));
    all.extend([entry("c4", "d", "2016-07-09", elsewhere), entry("c5", "e", "2016-07-08", town)]);
    let incident = made(&all, &[], Rule::Range);
    assert_eq!(
        (name(&incident).as_str(), incident.disputed.join(" ").as_str()),
        ("Kafr Takharim", "place time")
    );
    assert_eq!(name(&made(&all, &[], Rule::Latest)), "Saraqib");
}

#[test]
fn named_actors_stand_for_general_words_and_two_accused_are_a_dispute() {
    let side = |actors: Value| json!({ "side_a": actors });
    let gunmen = side(json!([actor("Unidentified Armed Group (Syria)", "unidentified", None)]));
    let army = side(json!([actor("Military Forces of Syria", "state_forces", Some("sy-military"))]));
    let state = side(json!([actor("Government of Syria", "state_forces", Some("sy-government"))]));
    let russia = side(json!([actor("Military Forces of Russia", "external_forces", Some("ru-military"))]));
    let mut all = vec![
        entry("c1", "a", "2016-07-05", gunmen),
        entry("c2", "b", "2016-07-05", army.clone()),
        entry("c3", "c", "2016-07-05", state),
    ];
    let names = |i: &Incident| i.side_a.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
    let incident = made(&all, &[], Rule::Range);
    assert_eq!(
        (names(&incident), incident.word),
        (vec!["Military Forces of Syria".to_string()], Word::Corroborated)
    );
    all.extend([entry("c4", "d", "2016-07-06", russia), entry("c5", "e", "2016-07-05", army)]);
    let incident = made(&all, &[], Rule::Range);
    assert_eq!(
        (names(&incident), incident.word),
        (vec!["Military Forces of Syria".to_string()], Word::Disputed)
    );
    assert_eq!(names(&made(&all, &[], Rule::Latest)), ["Military Forces of Russia"]);
}

#[test]
fn of_a_fight_the_sides_may_be_told_crosswise() {
    let army = actor("Military Forces of Syria", "state_forces", Some("sy-military"));
    let is = actor("Islamic State", "rebel", Some("islamic-state"));
    let clash = |a: &Value, b: &Value| json!({"type": "armed_clash", "side_a": [a], "side_b": [b]});
    let all = [
        entry("c1", "a", "2016-07-05", clash(&army, &is)),
        entry("c2", "b", "2016-07-06", clash(&is, &army)),
    ];
    let incident = made(&all, &[], Rule::Range);
    assert_eq!(
        (incident.word, incident.side_a[0].name.as_str()),
        (Word::Corroborated, "Military Forces of Syria")
    );
    assert_eq!((incident.side_a.len(), incident.side_b.len()), (1, 1));
}

#[test]
fn a_denial_of_the_act_denies_and_one_of_the_blame_disputes() {
    let says = |about: &str| json!({"claims": [{"about": about, "said_by": "the ministry", "stance": "denies", "quote": "q"}]});
    let word = |about: &str| {
        let all = [entry("c1", "a", "2016-07-05", says(about)), entry("c2", "b", "2016-07-05", json!({}))];
        made(&all, &[], Rule::Range).word
    };
    assert_eq!(word("occurrence"), Word::Denied);
    assert_eq!(word("responsibility"), Word::Disputed);
    assert_eq!(word("side_a"), Word::Disputed);
    assert_eq!(word("motive"), Word::Corroborated);
}

#[test]
fn tolls_that_grow_are_no_dispute_and_one_twice_another_is() {
    let of = |figures: [(u64, &str); 2]| {
        let all: Vec<Entry> = figures
            .iter()
            .enumerate()
            .map(|(i, (n, day))| {
                entry(&format!("c{i}"), &format!("outlet {i}"), day, json!({"harm": [killed(*n, Some(*n))]}))
            })
            .collect();
        let incident = made(&all, &[], Rule::Range);
        (incident.disputed.len(), incident.word)
    };
    assert_eq!(of([(10, "2016-07-05"), (25, "2016-07-06")]), (0, Word::Corroborated));
    assert_eq!(of([(25, "2016-07-05"), (10, "2016-07-06")]), (1, Word::Disputed));
    assert_eq!(of([(10, "2016-07-05"), (13, "2016-07-05")]), (1, Word::Corroborated));
    assert_eq!(of([(20, "2016-07-05"), (21, "2016-07-05")]), (0, Word::Corroborated));
}

#[test]
fn corrections_win_the_latest_first_and_are_named() {
    let field = |claim: &str, value| Ruling::Field { claim: claim.to_string(), value };
    let foiled = |claim: &str| field(claim, Correction::Status(Status::Foiled));
    let dead = |low, high| Correction::Harm { what: HarmKind::Killed, low, high };
    let all = three();
    let judgements = [
        judged("j3", "2024-01-03T00:00:00Z", field("c1", dead(11, Some(11)))),
        judged("j2", "2024-01-02T00:00:00.5Z", field("c3", dead(99, None))),
        judged("j4", "2024-01-01T00:00:00Z", foiled("c2")),
        judged("j5", "2024-01-01T00:00:00Z", foiled("another incident's")),
    ];
    for rule in Rule::ALL {
        let incident = made(&all, &judgements, *rule);
        assert_eq!((toll(&incident), incident.status), ((11, 11, Some(11)), Status::Foiled));
        assert_eq!(incident.corrected, ["killed", "status"]);
        assert!(incident.disputed.is_empty());
    }
    let withdrawn = Ruling::Withdrawn { judgement: "j3".to_string() };
    let more = [&judgements[..], &[judged("j6", "2024-01-04T00:00:00Z", withdrawn)]].concat();
    assert_eq!(toll(&made(&all, &more, Rule::Best)), (99, 99, None));
}

#[test]
fn an_acceptance_holds_until_claims_or_corrections_come() {
    let all = three();
    let of = |claims: &[&str]| Ruling::Accepted { claims: claims.iter().map(|c| c.to_string()).collect() };
    let accepted = judged("j1", "2024-01-02T00:00:00Z", of(&["c1", "c2", "c3"]));
    let by = [accepted.by.clone()];
    assert_eq!(made(&all, std::slice::from_ref(&accepted), Rule::Best).accepted_by, by);
    // A claim more, or one fewer, than were looked at.
    assert!(made(&all[..2], std::slice::from_ref(&accepted), Rule::Best).accepted_by.is_empty());
    assert!(
        made(&all, &[judged("j1", "2024-01-02T00:00:00Z", of(&["c1", "c2"]))], Rule::Best)
            .accepted_by
            .is_empty()
    );
    let status = Ruling::Field { claim: "c1".into(), value: Correction::Status(Status::Foiled) };
    let corrected = |at: &str| [accepted.clone(), judged("j2", at, status.clone())];
    assert!(made(&all, &corrected("2024-01-03T00:00:00Z"), Rule::Best).accepted_by.is_empty());
    assert_eq!(made(&all, &corrected("2024-01-01T00:00:00Z"), Rule::Best).accepted_by, by);
}

#[test]
fn what_was_withdrawn_counts_for_nothing_and_all_withdrawn_is_retracted() {
    let all = three();
    let no_event =
        |claim: &str| judged(claim, "2024-01-01T00:00:00Z", Ruling::NotEvent { claim: claim.to_string() });
    let incident = made(&all, &[no_event("c1")], Rule::Best);
    assert_eq!((incident.reports, incident.entries.len(), toll(&incident).0), (2, 3, 12));
    let incident = made(&all, &["c1", "c2", "c3"].map(no_event), Rule::Best);
    assert_eq!((incident.word, incident.entries.len()), (Word::Retracted, 3));
    let withdrawn: BTreeSet<String> = all.iter().map(|e| e.source.id.clone()).collect();
    let case = Case {
        id: "i",
        aliases: &[],
        entries: all,
        sketches: &BTreeMap::new(),
        judgements: &[],
        withdrawn: &withdrawn,
        changed: "",
    };
    assert_eq!(publish(case, Rule::Best, &Books::embedded()).word, Word::Retracted);
}

#[test]
fn the_ledger_lists_every_statement_field_by_field() {
    let event = json!({
        "place": place("Saraqib", "settlement", (35.864, 36.805), 3.0), "time": {"start": "2016-07-05", "end": "2016-07-07"},
        "harm": [harm(4, Some(4), "civilians", None, "asserted"), harm(6, None, "combatants", None, "alleged")],
        "claims": [{"about": "responsibility", "said_by": "the ministry", "stance": "no_comment", "quote": "it would not say"}]
    });
    let rows = statements(&[entry("c1", "Example Herald", "2016-07-08", event)], &Books::embedded());
    let told: Vec<String> = rows.iter().map(|r| format!("{}: {}", r.field, r.value)).collect();
    assert_eq!(
        told,
        [
            "type: shelling_artillery_missile",
            "time: 2016-07-05 to 2016-07-07",
            "place: Saraqib, Idlib, SY",
            "killed: 4 civilians",
            "killed: at least 10",
            "killed: at least 6 combatants",
            "responsibility: no comment"
        ]
    );
    assert_eq!(rows[6].speaker.as_deref(), Some("the ministry"));
}
