//! How long an export takes and how much memory it needs: `speed COUNT FORMAT FILE`, for example
//! `cargo run --release -p dateline-export --example speed -- 500000 parquet /tmp/x.parquet`.
//!
//! The incidents are made up as they are handed on, the same every time, so that memory is the export's own.

use dateline_export::{Error, Format, Options, Result, Rows, export};
use dateline_terms::told::{Actor, Event, Place, Quote};
use dateline_terms::{
    ActorKind, Date, Days, Entry, HarmKind, Incident, Precision, Rule, Source, Standing, Status, Toll, Who,
    Word,
};
use std::path::Path;
use std::time::Instant;

/// Incidents numbered from 0.
struct MadeUp(u64);

impl Rows for MadeUp {
    fn incidents(&self, entries: bool, each: &mut dyn FnMut(Incident) -> Result<()>) -> Result<()> {
        (0..self.0).try_for_each(|n| each(incident(n, entries)))
    }

    fn reports(&self, _: &mut dyn FnMut(&serde_json::Value) -> Result<()>) -> Result<()> {
        Ok(())
    }
}

/// A number that looks like chance, the same for the same `n` and `salt` (SplitMix64).
fn chance(n: u64, salt: u64, below: u64) -> u64 {
    let mut x = n.wrapping_mul(31).wrapping_add(salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (x ^ (x >> 31)) % below
}

fn pick<'a>(n: u64, salt: u64, from: &[&'a str]) -> &'a str {
    from.get(chance(n, salt, from.len() as u64) as usize).copied().unwrap_or_default()
}

fn quote(text: String) -> Quote {
    Quote { start: 0, end: text.len(), text }
}

fn actor(n: u64, salt: u64) -> Actor {
    let names =
        ["Military Forces of Syria", "Islamic State", "Free Army", "Civilians (Syria)", "Army of the North"];
    let kinds =
        [ActorKind::StateForces, ActorKind::Rebel, ActorKind::Rebel, ActorKind::Civilians, ActorKind::Rebel];
    let k = chance(n, salt, 5) as usize;
    Actor {
        quote: quote(format!("the {}", names[k])),
        name: names[k].to_string(),
        kind: kinds[k],
        actor: Some(format!("actor-{k}")),
        basis: "stated".to_string(),
    }
}

fn place(n: u64) -> Place {
    let site = chance(n, 3, 20_000);
    Place {
        quote: quote(format!("Place {site}")),
        name: format!("Place {site}"),
        admin1: Some(format!("Province {}", site % 14)),
        country: Some(pick(site, 4, &["SY", "IQ", "SD", "UA", "MM", "NG"]).to_string()),
        lat: Some(-30.0 + chance(site, 5, 8_000_000) as f64 / 100_000.0),
        lon: Some(-10.0 + chance(site, 6, 10_000_000) as f64 / 100_000.0),
        radius_km: Some(5.0),
        precision: Precision::Settlement,
        geonames: Some(site as u32),
        basis: "stated".to_string(),
    }
}

fn incident(n: u64, entries: bool) -> Incident {
    let day = Date::constant(2015, 1, 1).saturating_add(jiff::Span::new().days(chance(n, 1, 3_600) as i64));
    let types =
        ["air_drone_strike", "armed_clash", "shelling_artillery_missile", "attack", "remote_explosive"];
    let dead = chance(n, 8, 20);
    let toll = |what, who| Toll { what, who, low: dead / 2, best: dead, high: Some(dead * 2) };
    let mut incident = Incident {
        id: format!("i{:0>12}", n),
        aliases: vec![],
        rule: Rule::Best,
        word: Word::ALL[chance(n, 2, 4) as usize],
        event_type: pick(n, 7, &types).to_string(),
        status: Status::Occurred,
        standing: Standing::Main,
        days: Some(Days { start: day, end: day }),
        place: (chance(n, 9, 20) > 0).then(|| place(n)),
        side_a: vec![actor(n, 10)],
        side_b: vec![actor(n, 11)],
        weapons: vec![pick(n, 12, &["aircraft", "artillery", "small_arms", "ied"]).to_string()],
        harm: vec![
            toll(HarmKind::Killed, None),
            toll(HarmKind::Injured, None),
            toll(HarmKind::Killed, Some(Who::Civilians)),
        ],
        reports: 2,
        voices: 1,
        outlets: vec![
            pick(n, 13, &["Outlet One", "Outlet Two", "Agency Three"]).to_string(),
            "Outlet Four".to_string(),
        ],
        first_published: Some(day),
        last_published: Some(day),
        evidence: format!(
            "Report {n} says that in the early hours a strike on the eastern side of the town hit a market and two houses, and that rescuers searched for survivors until the evening."
        ),
        parties: vec![],
        disputed: vec!["killed".to_string()],
        corrected: vec![],
        accepted_by: vec![],
        confidence: chance(n, 14, 1000) as f64 / 1000.0,
        changed: "2024-02-01T10:30:00Z".to_string(),
        entries: vec![],
    };
    if entries {
        incident.entries = (0..2).map(|k| entry(&incident, k)).collect();
    }
    incident
}

fn entry(of: &Incident, k: usize) -> Entry {
    let source = Source {
        id: format!("r{}{k}", &of.id[2..]),
        name: format!("https://example.org/{}/{k}", of.id),
        version: 1,
        sha256: "0".repeat(64),
        title: Some("A headline of the usual length, more or less".to_string()),
        outlet: of.outlets.get(k).cloned(),
        kind: None,
        url: Some(format!("https://example.org/{}/{k}", of.id)),
        published: of.first_published,
        language: Some("en".to_string()),
        received: of.changed.clone(),
    };
    let event = Event {
        eid: "e1".to_string(),
        incident: Some(of.id.clone()),
        evidence: quote(of.evidence.clone()),
        more_evidence: vec![],
        event_type: of.event_type.clone(),
        status: of.status,
        standing: of.standing,
        time: None,
        place: of.place.clone(),
        side_a: of.side_a.clone(),
        side_b: of.side_b.clone(),
        weapons: vec![],
        harm: vec![],
        claims: vec![],
        confidence: of.confidence,
        why: vec![],
    };
    Entry { claim: format!("c{}{k}", &of.id[2..]), source, voice: 0, event }
}

/// Greatest memory held so far, MB, as Linux counts it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [count, format, to] = args.as_slice() else {
        return Err(Error::new("usage: speed COUNT FORMAT FILE"));
    };
    let count = count.parse().map_err(Error::from_cause)?;
    let format = Format::named(format).ok_or_else(|| Error::new("there is no such format"))?;
    let options = Options {
        rule: Rule::Best,
        blur_km: None,
        embargo_days: None,
        today: Date::constant(2025, 1, 1),
        redact_names: false,
        filters: String::new(),
        made: "2025-01-01T00:00:00Z".to_string(),
    };
    let begun = Instant::now();
    (0..count).for_each(|n| drop(std::hint::black_box(incident(n, false))));
    let making = begun.elapsed();
    let begun = Instant::now();
    let summary = export(&MadeUp(count), format, Path::new(to), &options)?;
    println!(
        "{} of {count} incidents in {:.2} s ({:.2} s of it making them up), {} MB, peak memory {} MB",
        summary.written,
        begun.elapsed().as_secs_f64(),
        making.as_secs_f64(),
        summary.bytes / 1_000_000,
        peak().unwrap_or_default()
    );
    Ok(())
}
