//! Measures place names: `cargo run --release -p dateline-code --example places -- FILE...`
//!
//! A file of reports with `toponyms` (LGL, GeoVirus: offsets in code points, coordinates): recognition, and accuracy
//! within 161 km given the names (abstentions wrong, names without coordinates left out), for even reports (the half that
//! weights were chosen on), odd ones (the other half) and all. A file of gold reports with `events`: how many of
//! the events' places are found by name, and with the right country and first-order area.

use dateline_code::gazetteer::Gazetteer;
use dateline_code::resolve::place::{Weights, find, resolve_with};
use dateline_read::{Lexicon, Reader};
use dateline_terms::{Place, Report, Span};
use serde_json::Value;
use std::collections::BTreeMap;

/// Miles 100, in kilometres: the distance that published figures use.
const NEAR_KM: f64 = 161.0;

fn main() {
    let show = std::env::args().any(|a| a == "--errors");
    let gazetteer = Gazetteer::embedded();
    let reader = Reader::new(&Lexicon::default());
    for path in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("{path}: cannot be read");
            continue;
        };
        let reports: Vec<Value> = text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect();
        println!("{path}: {} reports", reports.len());
        if reports.first().is_some_and(|r| r.get("toponyms").is_some()) {
            toponyms(&reports, &reader, gazetteer, show);
        } else {
            events(&reports, &reader, gazetteer, show);
        }
    }
}

fn report_of(value: &Value) -> Report {
    Report {
        text: string(value, "text"),
        url: value.get("url").and_then(Value::as_str).map(str::to_string),
        ..Report::default()
    }
}

fn string(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or("").to_string()
}

/// Byte offset of each code point, and of the end.
fn offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(i, _)| i).chain([text.len()]).collect()
}

#[derive(Default)]
struct Count {
    gold: usize,
    found: usize,
    right: usize,
    exact: usize,
    placed: usize,
    near: usize,
}

fn toponyms(reports: &[Value], reader: &Reader, gazetteer: &Gazetteer, show: bool) {
    let mut halves = [Count::default(), Count::default()];
    let (mut missed, mut invented, mut astray): (
        BTreeMap<String, usize>,
        BTreeMap<String, usize>,
        BTreeMap<String, usize>,
    ) = Default::default();
    let mut spent = std::time::Duration::ZERO;
    for (number, value) in reports.iter().enumerate() {
        let report = report_of(value);
        let at = offsets(&report.text);
        let rows: Vec<&Value> = value["toponyms"].as_array().map(|a| a.iter().collect()).unwrap_or_default();
        let mut gold: Vec<(Span, &Value)> = rows.iter().map(|t| (span(t, &at), *t)).collect();
        gold.sort_by_key(|(s, _)| *s);
        let (reading, _) = reader.read(&report);
        let began = std::time::Instant::now();
        let found = find(&report, &reading, gazetteer);
        spent += began.elapsed();
        let count = &mut halves[number % 2];
        count.gold += gold.len();
        count.found += found.len();
        for place in &found {
            if gold.iter().any(|(s, _)| s.overlaps(place.at)) {
                count.right += 1;
                count.exact += usize::from(gold.iter().any(|(s, _)| *s == place.at));
            } else if number % 2 == 0 {
                *invented.entry(place.at.of(&report.text).to_string()).or_default() += 1;
            }
        }
        for (s, _) in gold.iter().filter(|(s, _)| number % 2 == 0 && !found.iter().any(|p| p.at.overlaps(*s)))
        {
            *missed.entry(s.of(&report.text).to_string()).or_default() += 1;
        }
        let spans: Vec<Span> = gold.iter().map(|(s, _)| *s).collect();
        let resolved =
            resolve_with(&report.text, &spans, gazetteer, report.url.as_deref(), &Weights::default());
        for ((span, row), place) in gold.iter().zip(&resolved) {
            let (Some(lat), Some(lon)) = (row["lat"].as_f64(), row["lon"].as_f64()) else { continue };
            count.placed += 1;
            let far = km(place, lat, lon);
            count.near += usize::from(far.is_some_and(|d| d <= NEAR_KM));
            if far.is_none_or(|d| d > NEAR_KM) && number % 2 == 0 {
                let said = format!(
                    "{} ({lat:.2},{lon:.2}) -> {} {:?} {:?}",
                    span.of(&report.text),
                    place.name,
                    place.admin1,
                    place.country
                );
                *astray.entry(said).or_default() += 1;
            }
        }
    }
    for (name, c) in [("even", &halves[0]), ("odd", &halves[1])] {
        print_count(name, c);
    }
    let [a, b] = halves;
    let all = Count {
        gold: a.gold + b.gold,
        found: a.found + b.found,
        right: a.right + b.right,
        exact: a.exact + b.exact,
        placed: a.placed + b.placed,
        near: a.near + b.near,
    };
    print_count("all", &all);
    println!(
        "  {:.3} ms a report to find and resolve",
        spent.as_secs_f64() * 1000.0 / reports.len().max(1) as f64
    );
    if show {
        for (what, list) in [("missed", missed), ("invented", invented), ("astray", astray)] {
            let mut list: Vec<_> = list.into_iter().collect();
            list.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            println!("  {what}:");
            list.iter().take(120).for_each(|(name, n)| println!("    {n} {name}"));
        }
    }
}

fn print_count(name: &str, c: &Count) {
    let (p, r) = (share(c.right, c.found), share(c.right, c.gold));
    println!(
        "  {name:>5}: recognition P {p:.3} R {r:.3} F1 {:.3} (same span {:.3}); within 161 km {:.3} of {}",
        2.0 * p * r / (p + r).max(1e-9),
        share(c.exact, c.found),
        share(c.near, c.placed),
        c.placed
    );
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn span(t: &Value, at: &[usize]) -> Span {
    let get = |key: &str| t[key].as_u64().and_then(|n| at.get(n as usize)).copied().unwrap_or(0);
    Span::new(get("start"), get("end"))
}

/// Great-circle distance in kilometres; `None` where the place has no coordinates.
fn km(place: &Place, lat: f64, lon: f64) -> Option<f64> {
    let (a, b, dlon) = (place.lat?.to_radians(), lat.to_radians(), (place.lon? - lon).to_radians());
    let h = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
    Some(12742.0 * h.sqrt().min(1.0).asin())
}

fn events(reports: &[Value], reader: &Reader, gazetteer: &Gazetteer, show: bool) {
    let (mut all, mut named, mut country, mut admin1, mut with_admin1) = (0, 0, 0, 0, 0);
    let (mut missed, mut wrong): (Vec<String>, Vec<String>) = Default::default();
    let mut spent = std::time::Duration::ZERO;
    for value in reports {
        let report = report_of(value);
        let (reading, _) = reader.read(&report);
        let began = std::time::Instant::now();
        let found = find(&report, &reading, gazetteer);
        spent += began.elapsed();
        for gold in
            value["events"].as_array().into_iter().flatten().map(|e| &e["place"]).filter(|p| p.is_object())
        {
            let text = string(gold, "text");
            all += 1;
            let same: Vec<&Place> = found
                .iter()
                .filter(|p| same_name(p.at.of(&report.text), &text) || same_name(&p.name, &text))
                .collect();
            if same.is_empty() {
                missed.push(text);
                continue;
            }
            named += 1;
            let right = same.iter().find(|p| p.country.as_deref() == gold["country"].as_str());
            country += usize::from(right.is_some());
            let Some(area) = gold["admin1"].as_str() else { continue };
            with_admin1 += 1;
            let ok = same.iter().any(|p| p.admin1.as_deref().is_some_and(|a| same_name(a, area)));
            admin1 += usize::from(ok);
            if !ok || right.is_none() {
                let got: Vec<String> =
                    same.iter().map(|p| format!("{} {:?} {:?}", p.name, p.admin1, p.country)).collect();
                wrong.push(format!(
                    "{text} ({area}, {}) -> {}",
                    gold["country"],
                    got.first().cloned().unwrap_or_default()
                ));
            }
        }
    }
    println!(
        "  {all} event places: found {:.3}; of those found, country {:.3}, admin1 {:.3} of {with_admin1}; {:.3} ms a report",
        share(named, all),
        share(country, named),
        share(admin1, with_admin1),
        spent.as_secs_f64() * 1000.0 / reports.len().max(1) as f64
    );
    if show {
        missed.iter().for_each(|m| println!("    missed {m}"));
        wrong.iter().for_each(|m| println!("    wrong {m}"));
    }
}

/// About as the scorer compares names: equal when folded, nearly so, or the words of one among those of the other.
fn same_name(a: &str, b: &str) -> bool {
    use dateline_code::gazetteer::fold::{fold, likeness};
    let clean = |s: &str| {
        fold(s).split(' ').filter(|w| !matches!(*w, "al" | "the" | "of" | "el")).collect::<Vec<_>>().join(" ")
    };
    let (a, b) = (clean(a), clean(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a == b || likeness(&a, &b) >= 0.8 {
        return true;
    }
    let (x, y): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    short.join(" ").len() >= 4 && short.iter().all(|w| long.contains(w))
}
