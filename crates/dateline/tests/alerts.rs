//! The command `alerts`: what is new since the last time, and rises.

mod program;

use program::{Done, Folder, run};
use serde_json::json;
use std::path::Path;

/// Takes reports in: a name, a day, and what happened.
fn ingest(folder: &Folder, reports: &[(String, String, String)]) {
    let lines: String = reports
        .iter()
        .map(|(id, day, text)| {
            json!({"id": id, "published": day, "outlet": "Example Wire", "text": text}).to_string() + "\n"
        })
        .collect();
    let file = folder.file("reports.jsonl", lines.as_bytes()).display().to_string();
    let done = run(&["ingest", "--db", &db(folder), &file], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
}

fn db(folder: &Folder) -> String {
    folder.join("r.db").display().to_string()
}

fn alerts(folder: &Folder, args: &[&str]) -> Done {
    run(&[&["alerts", "--db", &db(folder)], args].concat(), b"")
}

fn report(id: &str, day: &str, town: &str) -> (String, String, String) {
    let date = day.split('-').collect::<Vec<_>>();
    let text = format!(
        "A car bomb killed five people in {town}, Syria, on {} January {}, police said.\n",
        date[2].trim_start_matches('0'),
        date[0]
    );
    (id.into(), day.into(), text)
}

#[test]
fn a_named_state_remembers_what_was_told() {
    let folder = Folder::new();
    ingest(&folder, &[report("a", "2024-01-08", "Homs")]);
    let wrong = alerts(&folder, &["--country", "SY"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.stderr);
    assert!(wrong.stderr.contains("--since"), "{}", wrong.stderr);

    let all = alerts(&folder, &["--country", "SY", "--since", "2000-01-01", "--json"]);
    assert_eq!((all.code, all.json().len()), (Some(0), 1), "{}{}", all.stdout, all.stderr);
    assert_eq!((&all.json()[0]["kind"], &all.json()[0]["fits"]), (&json!("added"), &json!(true)));

    let first = alerts(&folder, &["--country", "SY", "--state", "cron", "--exit-code"]);
    assert_eq!((first.code, first.stdout.as_str()), (Some(3), ""), "what was there before is no news");
    assert!(first.stderr.contains("new under this name"), "{}", first.stderr);
    ingest(
        &folder,
        &[
            report("b", "2024-01-09", "Aleppo"),
            (
                "c".into(),
                "2024-01-09".into(),
                "A car bomb killed five people in Mosul, Iraq, on 9 January 2024, police said.\n".into(),
            ),
        ],
    );
    let second = alerts(&folder, &["--country", "SY", "--state", "cron", "--exit-code"]);
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    assert!(second.stdout.contains("Aleppo") && !second.stdout.contains("Mosul"), "{}", second.stdout);
    let third = alerts(&folder, &["--country", "SY", "--state", "cron", "--exit-code"]);
    assert_eq!((third.code, third.stdout.as_str()), (Some(3), ""), "each is told once");
    let other = alerts(&folder, &["--country", "SY", "--state", "cron", "--since", "2000-01-01"]);
    assert_eq!(other.stdout, "", "a state that is known goes before --since");
}

#[test]
fn searches_that_nobody_keeps_are_named() {
    let folder = Folder::new();
    ingest(&folder, &[report("a", "2024-01-08", "Homs")]);
    let none = alerts(&folder, &["Homs", "--since", "2000-01-01"]);
    assert_eq!(none.code, Some(1));
    assert!(none.stderr.contains("Nobody keeps a search"), "{}", none.stderr);
    assert!(!Path::new(&format!("{}.desk", db(&folder))).exists(), "asking leaves no desk behind");
}

#[test]
fn a_day_with_more_than_its_past_is_told_with_its_evidence_once() {
    let folder = Folder::new();
    let towns = ["Homs", "Aleppo", "Hama", "Idlib", "Raqqa", "Latakia", "Tartus", "Daraa"];
    let day = |n: i8| {
        let day = jiff::civil::date(2023, 11, 1).checked_add(jiff::Span::new().days(n)).expect("a day");
        (day.to_string(), day.strftime("%-d %B %Y").to_string())
    };
    let told = |n: i8, town: &str| {
        let (day, said) = day(n);
        (
            format!("{n}-{town}"),
            day,
            format!("A car bomb killed five people in {town}, Syria, on {said}, police said.\n"),
        )
    };
    // A town every other day, and reports of elsewhere on each; then eight towns on one day.
    let mut reports: Vec<_> = (0..70).step_by(2).map(|n| told(n, towns[n as usize / 2 % 8])).collect();
    reports.extend((0..71).map(|n| {
        let (day, said) = day(n);
        (format!("e{n}"), day, format!("The parliament in Oslo met on {said} and spoke about fish.\n"))
    }));
    ingest(&folder, &reports);
    let (last, _) = day(70);
    let before =
        alerts(&folder, &["--country", "SY", "--rise", "day", "--day", &last, "--state", "x", "--exit-code"]);
    assert_eq!((before.code, before.stdout.as_str()), (Some(3), ""), "{}", before.stderr);

    ingest(&folder, &towns.map(|town| told(70, town)));
    let asked = ["--country", "SY", "--rise", "day", "--day", &last, "--state", "x"];
    let risen = alerts(&folder, &[&asked[..], &["--json"]].concat());
    let lines = risen.json();
    assert_eq!(lines.len(), 1, "{}{}", risen.stdout, risen.stderr);
    let rise = &lines[0];
    assert_eq!((&rise["start"], &rise["count"]), (&json!(last), &json!(8)));
    assert_eq!(rise["incidents"].as_array().map(Vec::len), Some(8));
    let evidence = &rise["incidents"][0];
    assert!(evidence["evidence"].as_str().expect("words").contains("A car bomb"), "{evidence}");
    assert_eq!(evidence["entries"][0]["source"]["outlet"], "Example Wire");
    let said = rise["in_words"].as_str().expect("words");
    assert!(said.contains("8 incidents on 2024-01-10") && said.contains("come late"), "{said}");
    assert_eq!(alerts(&folder, &asked).stdout, "", "each day is told once");

    let text = alerts(&folder, &["--country", "SY", "--rise", "day", "--day", &last]).stdout;
    assert!(text.contains("If nothing had changed") && text.contains("Latakia"), "{text}");
    let none = alerts(&folder, &["--country", "NO", "--rise", "day", "--day", &last]);
    assert!(none.stderr.contains("nothing can be said"), "{}", none.stderr);
    let week = alerts(&folder, &["--country", "SY", "--rise", "week", "--day", &last]);
    assert!(week.stderr.contains("too few"), "half a year is needed: {}", week.stderr);
}
