//! What blurring, embargo and redaction hold back, in every format.

mod set;

use dateline_export::{Format, Options, export};
use dateline_terms::{Incident, Precision};
use set::{Memory, date, folder, incidents, memory, options, written};
use std::path::Path;

fn careful() -> Options {
    Options { blur_km: Some(20.0), redact_names: true, filters: "place=Al-Bab".to_string(), ..options() }
}

/// Incidents as a careful export hands them on.
fn told(options: &Options) -> Vec<Incident> {
    let folder = folder();
    let (file, _) = written(folder.path(), "x.jsonl", "jsonl", options);
    let text = std::fs::read_to_string(file).expect("the file");
    text.lines().map(|line| serde_json::from_str(line).expect("an incident")).collect()
}

/// Whether a file holds some bytes.
fn holds(file: &Path, words: &str) -> bool {
    let bytes = std::fs::read(file).expect("the file");
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn no_format_tells_what_is_withheld() {
    for format in Format::all() {
        let folder = folder();
        let plain = written(folder.path(), "plain", format.name(), &options()).0;
        let (file, summary) = written(folder.path(), "careful", format.name(), &careful());
        let mut seen = 0;
        for secret in
            ["Al-Bab", "36.37", "172408", "Layla", "example.org", "Headline", "killed five", "Monday", "حلب"]
        {
            seen += usize::from(holds(&plain, secret));
            assert!(!holds(&file, secret), "{format:?} tells {secret}");
            assert!(!holds(&summary.note, secret), "the note of {format:?} tells {secret}");
        }
        let packed = ["xlsx", "parquet"].contains(&format.name());
        assert!(packed || seen >= 3, "{format:?}: the plain export has only {seen} of them");
    }
}

#[test]
fn a_blurred_place_has_its_provinces_name_and_a_wider_radius() {
    let (before, after) = (incidents(), told(&Options { blur_km: Some(20.0), ..options() }));
    let (was, is) = (before[0].place.as_ref().expect("a place"), after[0].place.as_ref().expect("a place"));
    assert_eq!((is.name.as_str(), is.precision, is.geonames), ("Aleppo", Precision::District, None));
    assert_ne!((is.lat, is.lon), (was.lat, was.lon));
    assert!(is.radius_km > was.radius_km, "{is:?}");
    assert_eq!(is.quote.text, "[withheld]");
    // The place of each claim moves with it.
    assert_eq!(after[0].entries[1].event.place.as_ref().map(|p| (p.lat, p.lon)), Some((is.lat, is.lon)));
    // A country is wider than the cell: it keeps its name.
    let vague = after[11].place.as_ref().expect("a place");
    assert_eq!((vague.name.as_str(), vague.precision), ("Syria", Precision::Country));
    // What is known of who and how many stays.
    assert_eq!((&after[0].harm, &after[0].side_a[0].name), (&before[0].harm, &before[0].side_a[0].name));
}

#[test]
fn a_small_cell_keeps_the_name_but_not_the_point() {
    let after = told(&Options { blur_km: Some(2.0), ..options() });
    let place = after[0].place.as_ref().expect("a place");
    assert_eq!((place.name.as_str(), place.precision), ("Al-Bab", Precision::Settlement));
    assert_ne!(place.lat, Some(36.370_49));
}

#[test]
fn every_export_blurs_alike() {
    let options = Options { blur_km: Some(35.0), ..options() };
    let places = |told: Vec<Incident>| told.into_iter().map(|i| i.place).collect::<Vec<_>>();
    let once = places(told(&options));
    assert!((0..5).all(|_| places(told(&options)) == once));
    // What lies in one cell is told alike, radius and all.
    let mut near = incidents().remove(0);
    let place = near.place.as_mut().expect("a place");
    place.lat = place.lat.map(|lat| lat + 0.01);
    let folder = folder();
    let (to, rows) = (folder.path().join("x.jsonl"), Memory { incidents: vec![near], reports: vec![] });
    export(&rows, Format::of(&to).expect("a format"), &to, &options).expect("an export");
    let moved: Incident =
        serde_json::from_str(&std::fs::read_to_string(to).expect("the file")).expect("an incident");
    assert_eq!(moved.place, once[0]);
}

#[test]
fn only_groups_and_outlets_keep_their_names() {
    let after = told(&Options { redact_names: true, ..options() });
    assert_eq!(after[12].side_b[0].name, "[name withheld]");
    assert_eq!(after[0].side_b[0].name, "Civilians (Syria)");
    assert_eq!(after[1].side_a[0].name, "Islamic State");
    assert_eq!(after[0].parties, ["Example News", "[name withheld]"]);
    let harm = &after[0].entries[0].event.harm[0];
    assert_eq!(harm.said_by.as_ref().map(|q| (q.text.as_str(), q.end)), Some(("[name withheld]", 0)));
    assert_eq!(after[0].place.as_ref().map(|p| p.name.as_str()), Some("Al-Bab"), "a place is no person");
    assert_eq!(after[0].entries[0].source.name, after[0].entries[0].source.id);
}

#[test]
fn the_embargo_counts_from_the_last_day_or_the_last_report() {
    let held = |days: u32, today: &str| {
        let options = Options { embargo_days: Some(days), today: date(today), ..options() };
        let folder = folder();
        let (_, summary) = written(folder.path(), "x.csv", "csv", &options);
        assert_eq!(summary.written + summary.embargoed, memory().incidents.len());
        let note = std::fs::read_to_string(summary.note).expect("the note");
        assert!(note.contains(&format!("Held back by the embargo: {}.", summary.embargoed)), "{note}");
        summary.embargoed
    };
    // The undated incident without a publication day stays back for ever.
    assert_eq!(held(30, "2030-01-01"), 1);
    // 29 February is one day old, then two.
    assert_eq!(held(2, "2024-03-01"), 2);
    assert_eq!(held(1, "2024-03-01"), 1);
    // 8 January, 2 February and 29 February are all too young.
    assert_eq!(held(60, "2024-03-01"), 13);
}

#[test]
fn coded_reports_are_held_back_and_withheld_too() {
    let folder = folder();
    let young = Options { embargo_days: Some(10), today: date("2024-01-12"), ..options() };
    let (_, summary) = written(folder.path(), "x.contract.jsonl", "contract", &young);
    assert_eq!((summary.written, summary.embargoed), (0, 1));
    let (file, _) = written(folder.path(), "y.contract.jsonl", "contract", &careful());
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).expect("the file")).expect("a report");
    assert_eq!(report["report"]["text"], "");
    assert_eq!(report["id"], "sha256:00");
    assert_eq!(report["events"][0]["incident"], memory().reports[0]["events"][0]["incident"]);
    assert_eq!(report["events"][0]["place"]["name"], "Aleppo");
}

#[test]
fn a_blur_that_is_no_distance_is_refused() {
    let folder = folder();
    let to = folder.path().join("x.csv");
    let options = Options { blur_km: Some(0.0), ..options() };
    let error = export(&memory(), Format::of(&to).expect("a format"), &to, &options).expect_err("an error");
    assert_eq!(error.to_string(), "Places cannot be blurred by 0 km: give a number above 0.");
    assert!(!to.exists());
}
