//! A small record with awkward values, made by hand. Names, places and numbers are invented.
#![allow(dead_code, reason = "each test file uses its own part")]

use dateline_export::{Error, Format, Options, Result, Rows, Summary, export};
use dateline_terms::told::{Actor, Attribution, Event, Harm, Place, Quote, Time, Weapon};
use dateline_terms::{
    About, ActorKind, Date, Days, Entry, HarmKind, Incident, Precision, Rule, Source, Stance, Standing,
    Status, Toll, VoiceKind, Who, Word,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A record in memory.
pub struct Memory {
    pub incidents: Vec<Incident>,
    pub reports: Vec<Value>,
}

impl Rows for Memory {
    fn incidents(&self, entries: bool, each: &mut dyn FnMut(Incident) -> Result<()>) -> Result<()> {
        self.incidents.iter().cloned().try_for_each(|mut incident| {
            if !entries {
                incident.entries.clear();
            }
            each(incident)
        })
    }

    fn reports(&self, each: &mut dyn FnMut(&Value) -> Result<()>) -> Result<()> {
        self.reports.iter().try_for_each(each)
    }
}

/// A record whose reading fails after the first incident.
pub struct Broken(pub Memory);

impl Rows for Broken {
    fn incidents(&self, entries: bool, each: &mut dyn FnMut(Incident) -> Result<()>) -> Result<()> {
        let mut seen = 0;
        self.0.incidents(entries, &mut |incident| {
            seen += 1;
            if seen > 1 { Err(Error::new("the record ended early")) } else { each(incident) }
        })
    }

    fn reports(&self, _: &mut dyn FnMut(&Value) -> Result<()>) -> Result<()> {
        Err(Error::new("the record ended early"))
    }
}

pub fn date(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Options of the plainest export.
pub fn options() -> Options {
    Options {
        rule: Rule::Best,
        blur_km: None,
        embargo_days: None,
        today: date("2024-03-01"),
        redact_names: false,
        filters: String::new(),
        made: "2024-03-01T12:00:00Z".to_string(),
    }
}

/// A folder of its own for one test, removed at the end.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Exports the set into a folder under a name.
pub fn written(folder: &Path, name: &str, format: &str, options: &Options) -> (PathBuf, Summary) {
    let to = folder.join(name);
    let format = Format::named(format).expect("a format");
    let summary = export(&memory(), format, &to, options).expect("an export");
    (to, summary)
}

pub fn memory() -> Memory {
    Memory { incidents: incidents(), reports: vec![report()] }
}

fn quote(text: &str) -> Quote {
    Quote { text: text.to_string(), start: 0, end: text.len() }
}

pub fn actor(name: &str, kind: ActorKind, id: Option<&str>) -> Actor {
    Actor {
        quote: quote(&format!("the {name}")),
        name: name.to_string(),
        kind,
        actor: id.map(str::to_string),
        basis: "stated".to_string(),
    }
}

pub fn place(name: &str, admin1: &str, country: &str, at: Option<(f64, f64)>) -> Place {
    Place {
        quote: quote(name),
        name: name.to_string(),
        admin1: Some(admin1.to_string()).filter(|a| !a.is_empty()),
        country: Some(country.to_string()),
        lat: at.map(|at| at.0),
        lon: at.map(|at| at.1),
        radius_km: at.map(|_| 3.0),
        precision: Precision::Settlement,
        geonames: Some(172_408),
        basis: "stated".to_string(),
    }
}

fn toll(what: HarmKind, who: Option<Who>, low: u64, best: u64, high: Option<u64>) -> Toll {
    Toll { what, who, low, best, high }
}

fn source(n: usize, outlet: &str, published: &str) -> Source {
    Source {
        id: format!("r9f1g6s3k7a{n}e"),
        name: format!("https://example.org/{n}?a=1&b=2"),
        version: 1,
        sha256: "00".repeat(32),
        title: Some(format!("Headline {n}: \"what\" happened; and when")),
        outlet: Some(outlet.to_string()),
        kind: Some(VoiceKind::Independent),
        url: Some(format!("https://example.org/{n}?a=1&b=2")),
        published: Some(date(published)),
        language: Some("en".to_string()),
        received: "2024-02-01T00:00:00Z".to_string(),
    }
}

/// A claim that says what the incident publishes.
fn entry(incident: &Incident, n: usize, outlet: &str, said_by: Option<&str>) -> Entry {
    let harm = incident.toll(HarmKind::Killed).map(|toll| Harm {
        what: HarmKind::Killed,
        who: Who::Unspecified,
        quote: quote("so many people"),
        low: toll.best + n as u64,
        high: toll.high,
        said_by: said_by.map(quote),
        stance: Stance::Asserted,
    });
    let event = Event {
        eid: "e1".to_string(),
        incident: Some(incident.id.clone()),
        evidence: quote(&incident.evidence),
        more_evidence: vec![],
        event_type: incident.event_type.clone(),
        status: incident.status,
        standing: incident.standing,
        time: incident.days.map(|d| Time {
            start: d.start,
            end: d.end,
            text: Some("Monday".to_string()),
            at: None,
            basis: "relative".to_string(),
        }),
        place: incident.place.clone(),
        side_a: incident.side_a.clone(),
        side_b: incident.side_b.clone(),
        weapons: incident
            .weapons
            .iter()
            .map(|kind| Weapon { quote: quote(kind), kind: kind.clone(), low: None, high: None })
            .collect(),
        harm: harm.into_iter().collect(),
        claims: said_by
            .map(|speaker| Attribution {
                about: About::SideA,
                said_by: Some(quote(speaker)),
                stance: Stance::Accuses,
                quote: quote("they did it"),
            })
            .into_iter()
            .collect(),
        confidence: 0.9,
        why: vec!["rule".to_string()],
    };
    let published = incident.first_published.map_or("2024-01-09".to_string(), |d| d.to_string());
    Entry { claim: format!("c5h2j8w0r4y{n}d"), source: source(n, outlet, &published), voice: n - 1, event }
}

fn base(n: usize) -> Incident {
    Incident {
        id: format!("i7k3m9x2q{n:02}5c"),
        aliases: vec![],
        rule: Rule::Best,
        word: Word::Reported,
        event_type: "air_drone_strike".to_string(),
        status: Status::Occurred,
        standing: Standing::Main,
        days: Some(Days { start: date("2024-01-08"), end: date("2024-01-08") }),
        place: Some(place("Al-Bab", "Aleppo", "SY", Some((36.370_49, 37.515_73)))),
        side_a: vec![actor("Military Forces of Syria", ActorKind::StateForces, Some("state:SY:military"))],
        side_b: vec![actor("Civilians (Syria)", ActorKind::Civilians, None)],
        weapons: vec!["aircraft".to_string()],
        harm: vec![toll(HarmKind::Killed, None, 5, 5, Some(5))],
        reports: 1,
        voices: 1,
        outlets: vec!["Example News".to_string()],
        first_published: Some(date("2024-01-09")),
        last_published: Some(date("2024-01-10")),
        evidence: "A strike on Al-Bab killed five people.".to_string(),
        parties: vec![],
        disputed: vec![],
        corrected: vec![],
        accepted_by: vec![],
        confidence: 0.875,
        changed: "2024-02-01T10:30:00Z".to_string(),
        entries: vec![],
    }
}

/// Thirteen incidents: see the comment at each.
pub fn incidents() -> Vec<Incident> {
    let mut all = first();
    all.extend(second());
    for incident in &mut all {
        let entries = vec![
            entry(incident, 1, &incident.outlets[0].clone(), Some("Layla Haddad, a neighbour")),
            entry(incident, 2, "Other Agency", None),
        ];
        incident.entries = entries;
    }
    all
}

fn first() -> Vec<Incident> {
    use ActorKind::{ExternalForces, Rebel, StateForces};
    // 1: two voices that differ.
    let differ = Incident {
        aliases: vec!["i0b4n8v1t6z2p".to_string()],
        word: Word::Disputed,
        disputed: vec!["killed".to_string(), "side_a".to_string()],
        harm: vec![
            toll(HarmKind::Killed, None, 3, 5, Some(8)),
            toll(HarmKind::Injured, None, 2, 2, Some(2)),
            toll(HarmKind::Killed, Some(Who::Civilians), 3, 4, Some(4)),
            toll(HarmKind::Abducted, Some(Who::Civilians), 1, 1, None),
        ],
        reports: 2,
        voices: 2,
        outlets: vec!["Example News".to_string(), "Other Agency".to_string()],
        parties: vec!["Example News".to_string(), "Layla Haddad, a neighbour".to_string()],
        ..base(1)
    };
    // 2: quotes, commas and line ends; several days; two organised sides.
    let quotes = Incident {
        event_type: "armed_clash".to_string(),
        days: Some(Days { start: date("2024-01-30"), end: date("2024-02-02") }),
        place: Some(place("Tell \"Old\", East\nside", "Hasakah", "SY", Some((36.5, 40.75)))),
        side_a: vec![actor("Islamic State", Rebel, Some("islamic-state"))],
        side_b: vec![
            actor("Military Forces of Syria", StateForces, Some("state:SY:military")),
            actor("Police Forces of Syria", StateForces, Some("state:SY:police")),
        ],
        evidence: "He said: \"They came,\r\nat night\", and left.".to_string(),
        ..base(2)
    };
    // 3: right-to-left text, combining marks, emoji.
    let letters = Incident {
        place: Some(place("حلب", "Aleppo", "SY", Some((36.2, 37.16)))),
        outlets: vec!["الجزيرة".to_string()],
        evidence: "قصف على حلب 💥 — e\u{301}tat".to_string(),
        ..base(3)
    };
    // 4: no place.
    let nowhere = Incident { place: None, ..base(4) };
    // 5: no day, no publication date.
    let undated = Incident { days: None, first_published: None, last_published: None, ..base(5) };
    // 6: open upper bound; a foreign state against an armed group; combatants among the dead.
    let open = Incident {
        side_a: vec![actor("Military Forces of United States", ExternalForces, Some("state:US:military"))],
        side_b: vec![actor("Islamic State", Rebel, Some("islamic-state"))],
        weapons: vec!["drone".to_string()],
        harm: vec![
            toll(HarmKind::Killed, None, 4, 4, None),
            toll(HarmKind::Killed, Some(Who::Combatants), 3, 3, None),
        ],
        ..base(6)
    };
    // 7: what a spreadsheet would take for formulas.
    let formulas = Incident {
        place: Some(place("=1+1", "+cmd|' /C calc'!A0", "SY", Some((0.0, -0.000_04)))),
        side_a: vec![actor("@SUM(1;2)", Rebel, None)],
        outlets: vec!["-2+3".to_string()],
        evidence: "=HYPERLINK(\"http://example.org\",\"click\")".to_string(),
        ..base(7)
    };
    vec![differ, quotes, letters, nowhere, undated, open, formulas]
}

fn second() -> Vec<Incident> {
    use ActorKind::{Civilians, Protesters, Rebel, StateForces, Unidentified};
    // 8: semicolons in names, and markup.
    let semicolons = Incident {
        side_a: vec![
            actor("Front; of <Two> & Names", Rebel, None),
            actor("Unidentified Armed Group (Syria)", Unidentified, None),
        ],
        outlets: vec!["A; B".to_string(), "C & D".to_string()],
        ..base(8)
    };
    // 9: withdrawn.
    let withdrawn = Incident { word: Word::Retracted, ..base(9) };
    // 10: a drone that was shot down.
    let foiled = Incident { status: Status::Foiled, harm: vec![], ..base(10) };
    // 11: shots at a crowd.
    let crowd = Incident {
        event_type: "excessive_force_protest".to_string(),
        place: Some(place("Khartoum", "Khartoum", "SD", Some((15.5518, 32.5324)))),
        side_a: vec![actor("Police Forces of Sudan", StateForces, Some("state:SD:police"))],
        side_b: vec![actor("Protesters (Sudan)", Protesters, None)],
        weapons: vec!["small_arms".to_string()],
        harm: vec![
            toll(HarmKind::Killed, None, 1, 2, Some(3)),
            toll(HarmKind::Killed, Some(Who::Civilians), 1, 2, Some(3)),
        ],
        word: Word::Corroborated,
        ..base(11)
    };
    // 12: only the country and the month are known.
    let vague = Incident {
        days: Some(Days { start: date("2024-02-01"), end: date("2024-02-29") }),
        place: Some(Place {
            precision: Precision::Country,
            radius_km: Some(300.0),
            geonames: Some(163_843),
            ..place("Syria", "", "SY", Some((35.0, 38.0)))
        }),
        word: Word::Denied,
        ..base(12)
    };
    // 13: a private person by name; the far side of the world; a type of a user's own codebook.
    let person = Incident {
        event_type: "attack".to_string(),
        place: Some(place("Taveuni", "Northern", "FJ", Some((-16.85, 179.99)))),
        side_a: vec![],
        side_b: vec![actor("Layla Haddad", Civilians, None)],
        harm: vec![toll(HarmKind::Killed, None, 1, 1, Some(1))],
        corrected: vec!["place".to_string()],
        ..base(13)
    };
    vec![semicolons, withdrawn, foiled, crowd, vague, person]
}

/// A coded report as the contract has it.
fn report() -> Value {
    json!({
        "contract": 1, "id": "https://example.org/1",
        "report": {"title": "Five killed", "text": "A strike on Al-Bab killed five people, Layla Haddad said.",
            "outlet": "Example News", "published": {"date": "2024-01-09", "basis": "given"},
            "sha256": "00"},
        "events": [{
            "eid": "e1", "incident": "i7k3m9x2q015c",
            "evidence": {"text": "A strike on Al-Bab killed five people", "start": 0, "end": 37},
            "type": "air_drone_strike", "status": "occurred", "standing": "main", "time": null,
            "place": {"text": "Al-Bab", "start": 12, "end": 18, "name": "Al-Bab", "admin1": "Aleppo",
                "country": "SY", "lat": 36.37049, "lon": 37.51573, "radius_km": 3, "precision": "settlement",
                "geonames": 172408, "basis": "stated"},
            "harm": [{"what": "killed", "who": "unspecified", "text": "five people", "start": 26, "end": 37,
                "low": 5, "high": 5, "said_by": {"text": "Layla Haddad", "start": 39, "end": 51},
                "stance": "asserted"}]
        }],
        "tallies": [], "not_events": [], "flaws": []
    })
}
