//! Same input, same bytes out: on one thread or many, today or tomorrow, in the order of the inputs.

mod program;

use program::{Folder, finish, root, run};
use serde_json::json;

const PLACES: [&str; 6] = ["Garissa", "Idlib", "Goma", "Kharkiv", "Maiduguri", "Quetta"];

/// Reports of very different lengths, so that threads overtake each other.
fn lines(count: usize) -> String {
    let report = |n: usize| {
        let place = PLACES[n % PLACES.len()];
        let sentence = format!(
            "Gunmen attacked a police post in {place} on Monday, killing at least {} people. ",
            n + 2
        );
        let text = sentence.repeat(if n.is_multiple_of(7) { 60 } else { 1 + n % 3 });
        json!({"id": format!("r{n}"), "text": text, "published": "2024-01-09"})
    };
    (0..count).map(|n| format!("{}\n", report(n))).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_in_the_order_of_the_inputs() {
    let input = lines(150);
    let with = |jobs: &str| run(&["code", "--json", "--jobs", jobs, "-"], input.as_bytes()).stdout;
    let one = with("1");
    let ids: Vec<String> = one
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"]
                .as_str()
                .expect("an id")
                .into()
        })
        .collect();
    assert_eq!(ids, (0..150).map(|n| format!("r{n}")).collect::<Vec<_>>());
    for jobs in ["1", "2", "16"] {
        assert!(with(jobs) == one, "--jobs {jobs} changed the output");
    }
}

#[test]
fn a_report_is_coded_the_same_alone_and_among_others() {
    let input = lines(20);
    let all = run(&["code", "--json", "-"], input.as_bytes()).stdout;
    for (line, coded) in input.lines().zip(all.lines()) {
        let alone = run(&["code", "--json", "-"], line.as_bytes()).stdout;
        assert_eq!(alone.trim_end(), coded);
    }
}

#[test]
fn folders_are_read_in_the_order_of_names() {
    let folder = Folder::new();
    for name in ["b/z.txt", "a.txt", "b.txt", "b/a.html", "b/notes.csv", "c.md"] {
        folder.file(name, b"Gunmen attacked a police post in Garissa on Monday.");
    }
    let done = run(&["code", "--json", folder.path()], b"");
    let ids: Vec<_> = done.json().iter().map(|r| r["id"].clone()).collect();
    assert_eq!(ids, ["a.txt", "a.html", "z.txt", "b.txt", "c.md"]);
}

#[test]
fn tables_fit_the_terminal_and_colours_go_only_where_they_are_wanted() {
    let input = lines(3);
    for columns in ["50", "80", "140"] {
        for form in [&["code", "-"][..], &["code", "--explain", "-"]] {
            let mut command = program::command(form);
            command.env("COLUMNS", columns);
            let table = finish(command, input.as_bytes()).stdout;
            assert!(!table.contains('\u{1b}'), "colours went into a pipe");
            let widest = table.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= columns.parse().expect("a number"), "{columns} columns: {widest}\n{table}");
        }
    }
    let mut command = program::command(&["code", "-"]);
    command.env("CLICOLOR_FORCE", "1");
    assert!(finish(command, input.as_bytes()).stdout.contains('\u{1b}'));
    let mut command = program::command(&["code", "-"]);
    command.env("NO_COLOR", "1");
    assert!(!finish(command, input.as_bytes()).stdout.contains('\u{1b}'));
}

#[test]
fn what_is_given_on_the_command_line_fills_only_what_is_missing() {
    let input = "{\"id\": \"a\", \"text\": \"Gunmen attacked a police post in Garissa on Monday.\"}\n\
                 {\"id\": \"b\", \"text\": \"Gunmen attacked a police post in Garissa on Monday.\", \"published\": \"2020-02-02\", \"outlet\": \"B\"}\n";
    let args = ["code", "--json", "--published", "2024-01-09", "--outlet", "Example Wire", "-"];
    let reports = run(&args, input.as_bytes()).json();
    let facts: Vec<_> =
        reports.iter().map(|r| (&r["report"]["published"]["date"], &r["report"]["outlet"])).collect();
    assert_eq!(facts, [(&json!("2024-01-09"), &json!("Example Wire")), (&json!("2020-02-02"), &json!("B"))]);
}

/// Every quote in the output is the words at its offsets; on our own examples.
#[test]
fn every_quote_stands_where_it_says() {
    let examples = root().join("examples/reports");
    if !examples.exists() {
        println!("skipped: there are no examples here");
        return;
    }
    let done = run(&["code", "--json", examples.to_str().expect("UTF-8")], b"");
    let reports = done.json();
    assert!(reports.len() >= 14, "{}", done.stderr);
    for report in &reports {
        let text = report["report"]["text"].as_str().expect("a text");
        program::quotes::check(report, text);
    }
}

/// The same on real reports, where they are at hand.
#[test]
fn every_quote_stands_where_it_says_in_real_reports() {
    let corpus = root().join("../shared/corpus/hrdsattack.jsonl");
    let Ok(lines) = std::fs::read_to_string(&corpus) else {
        println!("skipped: the shared corpus is absent");
        return;
    };
    let input: String = lines.lines().step_by(4).map(|line| format!("{line}\n")).collect();
    let done = run(&["code", "--json", "-"], input.as_bytes());
    let reports = done.json();
    assert!(reports.len() > 100, "{}", done.stderr);
    for report in &reports {
        program::quotes::check(report, report["report"]["text"].as_str().expect("a text"));
    }
}
