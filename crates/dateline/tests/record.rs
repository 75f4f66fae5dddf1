//! The commands that keep a record, as the real program runs them.

mod desk;
mod program;

use desk::{Desk, Story};
use serde_json::Value;

/// Three outlets tell of one attack with three tolls; one of them tells of another, elsewhere.
fn three() -> Desk {
    let desk = Desk::new();
    desk.ingest(&[
        Story::new("a", "Example Wire", 8).attack("Kobani", 8, Some(2)),
        Story::new("b", "Example Gazette", 9).attack("Kobani", 8, Some(3)).attack("Aleppo", 8, None),
        Story::new("c", "Example Radio", 10).attack("Kobani", 8, Some(5)),
    ]);
    desk
}

/// The incident at a place, as `incidents --json` gives it.
fn at(desk: &Desk, place: &str) -> Value {
    let all = desk.ok(&["incidents", "--json"]).json();
    let here = |i: &&Value| i["place"]["text"] == place || i["place"]["name"] == place;
    all.iter().find(here).unwrap_or_else(|| panic!("nothing at {place} in {all:#?}")).clone()
}

fn id(incident: &Value) -> &str {
    incident["id"].as_str().expect("an id")
}

fn claims(incident: &Value) -> Vec<String> {
    let entries = incident["entries"].as_array().expect("entries");
    entries.iter().map(|e| e["claim"].as_str().expect("a claim").to_string()).collect()
}

#[test]
fn judgements_join_part_and_correct_and_say_what_changed() {
    let desk = three();
    let (kobani, aleppo) = (at(&desk, "Kobani"), at(&desk, "Aleppo"));
    assert_eq!((kobani["reports"].as_u64(), aleppo["reports"].as_u64()), (Some(3), Some(1)));
    let joined = desk.ok(&["judge", "same", id(&kobani), id(&aleppo), "--by", "Ada", "--why", "one convoy"]);
    assert!(joined.stdout.contains("by Ada: one convoy"), "{}", joined.stdout);
    assert!(joined.stdout.contains("merged into"), "{}", joined.stdout);
    assert_eq!(desk.ok(&["incidents", "--json"]).json().len(), 1);
    let judgement = joined.stdout.split_whitespace().nth(2).expect("an id").trim_end_matches(',');
    desk.ok(&["judge", "withdraw", judgement, "--by", "Ada", "--why", "two convoys"]);
    assert_eq!(desk.ok(&["incidents", "--json"]).json().len(), 2);

    let one = claims(&kobani)[0].clone();
    let parted = desk.ok(&["judge", "not-same", id(&kobani), &one, "--by", "Ada", "--why", "another day"]);
    assert!(parted.stdout.contains("not in the record"), "{}", parted.stdout);
    assert_eq!(desk.ok(&["incidents", "--json"]).json().len(), 3);

    let set = |field: &str, value: &str| {
        desk.ok(&["judge", "set", &one, field, value, "--by", "Ada", "--why", "seen on a list"])
    };
    assert!(set("killed", "7").stdout.contains("7 killed"));
    set("time", "2024-01-07..2024-01-08");
    set("place", "-1.29,36.82 Eastleigh, KE");
    set("side_a", "ISIS; Oro Village Guard: identity_militia");
    let now = desk.ok(&["show", &one, "--json"]).json().remove(0);
    assert_eq!(now["days"]["start"], "2024-01-07");
    assert_eq!(now["place"]["country"], "KE");
    assert_eq!(now["side_a"][0]["name"], "Islamic State");
    assert_eq!(now["corrected"], serde_json::json!(["killed", "place", "side_a", "time"]));

    let gone = desk.ok(&["judge", "not-event", &one, "--by", "Ada", "--why", "a drill"]);
    assert!(gone.stdout.contains("retracted"), "{}", gone.stdout);
    let shown = desk.ok(&["show", id(&now)]);
    assert!(shown.stdout.contains("retracted"), "{}", shown.stdout);
}

#[test]
fn a_judgement_that_cannot_be_is_refused_with_what_to_do() {
    let desk = three();
    let kobani = at(&desk, "Kobani");
    let claim = claims(&kobani)[0].clone();
    let why = ["--by", "Ada", "--why", "x"];
    let refused = |args: &[&str], what: &str| {
        let args: Vec<&str> = [&["judge"], args, &why].concat();
        desk.refuses(&args, what);
    };
    refused(&["same", id(&kobani), "i000000000000"], "dateline incidents");
    refused(&["same", &claim, &claim], "two incidents");
    refused(&["not-same", id(&kobani), id(&kobani)], "dateline show");
    refused(&["set", &claim, "killed", "many"], "N-M");
    refused(&["set", &claim, "place", "Nowhereville"], "LAT,LON");
    refused(&["withdraw", "j000000000000"], "no judgement");
    desk.refuses(&["judge", "not-event", &claim, "--by", "Ada", "--why", " "], "--why");
    let mut nobody = desk.command(&["judge", "not-event", &claim, "--why", "x"]);
    ["USER", "LOGNAME", "USERNAME"].iter().for_each(|name| {
        nobody.env_remove(name);
    });
    let done = program::finish(nobody, b"");
    assert!(done.code == Some(1) && done.stderr.contains("--by"), "{}", done.stderr);
    let mut user = desk.command(&["judge", "not-event", &claim, "--why", "x"]);
    user.env("USER", "grace");
    assert!(program::finish(user, b"").stdout.contains("by grace"));
    assert_eq!(
        program::run(&["judge", "set", &claim, "killed", "2"], b"").code,
        Some(2),
        "a reason is required"
    );
}

#[test]
fn the_log_and_a_difference_tell_what_became_of_an_incident() {
    let desk = three();
    let before = desk.now();
    let (kobani, aleppo) = (at(&desk, "Kobani"), at(&desk, "Aleppo"));
    desk.ok(&["judge", "set", id(&kobani), "killed", "3-4", "--by", "Ada", "--why", "the hospital's list"]);
    desk.ingest(&[Story::new("d", "Example Post", 11).attack("Homs", 9, Some(1))]);
    let between = desk.now();
    desk.ok(&["judge", "same", id(&kobani), id(&aleppo), "--by", "Ada", "--why", "one convoy"]);

    let log = desk.ok(&["log", id(&aleppo)]).stdout;
    assert!(log.contains("judge by Ada: the hospital's list"), "{log}");
    assert!(log.contains("3–4") && log.contains("Merged into it"), "{log}");
    let versions = desk.ok(&["log", id(&kobani), "--json"]).json();
    assert_eq!(versions.len(), 3);
    assert_eq!((&versions[0]["what"], &versions[1]["who"]), (&Value::from("ingest"), &Value::from("Ada")));
    assert_eq!(versions[2]["merged"][0], aleppo["id"]);

    let kinds = |from: &str, to: &[&str]| {
        let found = desk.ok(&[&["diff", "--json", "--from", from], to].concat()).json();
        let mut kinds: Vec<String> = found.iter().map(|d| format!("{} {}", d["kind"], d["into"])).collect();
        kinds.sort();
        (kinds, found)
    };
    let (first, found) = kinds(&before, &["--to", &between]);
    assert_eq!(first, ["\"added\" null", "\"changed\" null"]);
    let changed = found.iter().find(|d| d["kind"] == "changed").expect("one changed");
    assert!(changed["fields"].as_array().is_some_and(|f| f.iter().any(|f| f["name"] == "harm")));
    let (all, _) = kinds(&before, &[]);
    assert_eq!(all, ["\"added\" null", "\"changed\" null", &format!("\"retracted\" {}", kobani["id"])]);
    let told = desk.ok(&["diff", "--from", &before]).stdout;
    assert!(told.contains("1 added, 1 changed, 1 retracted."), "{told}");
    desk.refuses(&["diff", "--from", &between, "--to", &before], "turn them round");
    desk.refuses(&["log", "i000000000000"], "dateline incidents");
}

#[test]
fn a_field_offices_record_is_merged_and_reports_can_be_removed() {
    let (desk, other) = (three(), Desk::new());
    other.ingest(&[
        Story::new("b", "Example Gazette", 9).attack("Kobani", 8, Some(3)).attack("Aleppo", 8, None),
        Story::new("d", "Example Post", 11).attack("Homs", 9, Some(1)),
    ]);
    let homs = at(&other, "Homs");
    other.ok(&["judge", "set", id(&homs), "killed", "4", "--by", "Grace", "--why", "counted there"]);
    let merged = desk.ok(&["merge", &other.db(), "--by", "Ada"]).stdout;
    assert!(merged.contains("1 reports are new here, 1 were known. 1 judgements came along."), "{merged}");
    assert!(desk.ok(&["show", id(&homs)]).stdout.contains("counted there"));
    desk.refuses(&["merge", &desk.db(), "--by", "Ada"], "same file");
    desk.refuses(&["merge", "no-such.db", "--by", "Ada"], "no store");

    // Words of the report stand in the file until it is removed, packed ones aside.
    let holds = || {
        let bytes = std::fs::read(desk.db()).expect("the file");
        bytes.windows(32).any(|w| w == b"Example Post said rockets struck")
    };
    assert!(holds());
    let removed = desk.ok(&["remove", "d", "--reason", "a court's order", "--by", "Ada"]).stdout;
    assert!(removed.contains("retracted"), "{removed}");
    assert!(!holds(), "words of the report linger");
    desk.refuses(&["remove", "d", "--reason", "again", "--by", "Ada"], "no report d");
    desk.refuses(&["remove", "nothing", "--reason", "x", "--by", "Ada"], "no report nothing");
    desk.refuses(&["remove", "a", "--reason", " ", "--by", "Ada"], "--reason");
}

#[test]
fn coverage_tells_where_silence_says_nothing() {
    let desk = three();
    let told = desk.ok(&["coverage", "--from", "2024-01-01", "--to", "2024-01-10"]).stdout;
    let wire = told.lines().find(|line| line.starts_with("Example Wire")).expect("a row");
    assert_eq!(
        wire.split_whitespace().collect::<Vec<_>>()[2..],
        ["SY", "1", "2024-01-08", "2024-01-08", "9", "of", "10", "7", "from", "2024-01-01"]
    );
    let days = desk.ok(&["coverage", "--json", "--outlet", "example gazette"]).json();
    assert_eq!(days.len(), 1);
    assert_eq!((&days[0]["country"], &days[0]["reports"]), (&Value::from("SY"), &Value::from(1)));
    assert!(desk.ok(&["coverage", "--country", "fr"]).stdout.contains("no such report"));
}

#[test]
fn questions_in_sql_only_read() {
    let desk = three();
    let ask = "SELECT place, reports FROM incidents ORDER BY reports";
    assert_eq!(desk.ok(&["sql", ask, "--csv"]).stdout, "place,reports\nAleppo,1\n‘Ayn al ‘Arab,3\n");
    assert_eq!(desk.ok(&["sql", ask, "--json"]).json()[1]["reports"], 3);
    let table = desk.ok(&["sql", ask]).stdout;
    assert!(table.contains("Aleppo") && table.ends_with("2 rows.\n"), "{table}");
    desk.refuses(&["sql", "DELETE FROM claim"], "Only questions");
    desk.refuses(&["sql", "SELECT nothing FROM nowhere"], "nowhere");
}
