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
    assert!(log.contains("3–4") && log.contains("Merged into it") && log.contains(" (j"), "{log}");
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
    assert!(merged.contains("1 new report and 1 judgement came in; 1 report known before."), "{merged}");
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
    let told = desk.ok(&["coverage", "--from", "2024-01-01", "--until", "2024-01-10"]).stdout;
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

/// A sentence that the rules code as an event, whatever else changes.
const REPORT: &str =
    "Fighters of the Tana Guard attacked a police post in Garissa, Kenya, on Monday, killing two officers.\n";

#[test]
fn stored_reports_are_coded_again_and_accepted() {
    let desk = Desk::new();
    let line = format!(
        "{{\"id\": \"k\", \"text\": {REPORT:?}, \"published\": \"2024-01-09\", \"outlet\": \"Example Mail\"}}\n"
    );
    let done = program::finish(desk.command(&["ingest", "-"]), line.as_bytes());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    desk.ingest(&[Story::new("a", "Example Wire", 8).attack("Kobani", 8, Some(2))]);
    let changes = || desk.ok(&["sql", "SELECT what FROM changes", "--csv"]).stdout.lines().count();
    let before = changes();
    let same = desk.ok(&["recode"]).stdout;
    assert!(same.starts_with("1 report coded again: 1 event the same, 0 changed"), "{same}");
    assert!(same.contains("since others coded them: 1 report."), "{same}");
    let garissa = desk.ok(&["incidents", "--country", "KE", "--json"]).json().remove(0);
    desk.ok(&["judge", "set", id(&garissa), "killed", "3", "--by", "Ada", "--why", "one died later"]);
    // Actors of one's own: the group has a name now.
    let files = "[[group]]\nid = \"own-tana\"\nname = \"Tana Guard\"\nkind = \"rebel\"\ncountries = [\"KE\"]\n\
                 checked = \"a test\"\n";
    let own = desk.folder.file("own/actors.toml", files.as_bytes());
    let own = own.parent().and_then(|folder| folder.to_str()).expect("UTF-8").to_string();
    let told = desk.ok(&["recode", "--actors", &own]).stdout;
    assert!(told.contains("Tana Guard") && told.contains("--accept"), "{told}");
    assert_eq!(changes(), before + 1, "nothing but the judgement was written");
    let accept =
        ["recode", "--actors", &own, "--accept", "--by", "Ada", "--why", "they have a name", "--json"];
    let taken = desk.ok(&accept).json();
    assert_eq!(taken[0]["changed"][0]["after"]["side_a"][0]["name"], "Tana Guard");
    let now = desk.ok(&["show", id(&garissa), "--json"]).json().remove(0);
    assert_eq!((&now["side_a"][0]["name"], &now["corrected"][0]), (&"Tana Guard".into(), &"killed".into()));
    assert!(desk.ok(&["log", id(&garissa)]).stdout.contains("recode by Ada: they have a name"));
    assert_eq!(program::run(&["recode", "--by", "Ada"], b"").code, Some(2), "--by goes with --accept");
}

#[test]
fn incidents_are_exported_with_a_note_and_compared() {
    let desk = three();
    let file = |name: &str| desk.folder.join(name).to_str().expect("UTF-8").to_string();
    let csv = file("out.csv");
    let said = desk.ok(&["export", "--to", &csv, "--until", "2024-01-31", "--rule", "lowest"]).stdout;
    assert!(said.contains("2 incidents written"), "{said}");
    let note = std::fs::read_to_string(csv.clone() + ".README.txt").expect("a note");
    assert!(
        note.contains("Filters: until 2024-01-31.") && note.contains("published values: lowest."),
        "{note}"
    );
    assert_eq!(std::fs::read_to_string(&csv).expect("the file").lines().count(), 3);
    let contract = file("out.contract.jsonl");
    desk.ok(&["export", "--to", &contract, "--box", "37,36,37.5,36.5"]);
    let lines = std::fs::read_to_string(&contract).expect("the file");
    assert_eq!(lines.lines().count(), 1, "only the report that tells of it: {lines}");
    desk.refuses(&["export", "--to", &file("out.xyz")], "--format");
    desk.refuses(&["export", "--to", &csv, "--format", "doc"], "one of csv");
    desk.refuses(&["export", "--to", &file("no/such/out.csv")], "no such folder");
    desk.refuses(&["export", "--to", &contract, "--as-of", "2024-01-01"], "--as-of");
    let held =
        desk.ok(&["export", "--to", &csv, "--embargo", "100000", "--blur", "50", "--redact-names"]).stdout;
    assert!(held.contains("0 incidents written") && held.contains("2 held back"), "{held}");

    let acled = file("theirs.acled.csv");
    desk.ok(&["export", "--to", &acled]);
    let read = program::run(&["import", "acled", &acled, "--json"], b"");
    assert_eq!(read.json().len(), 2, "{}", read.stderr);
    assert!(program::run(&["import", "acled", &acled], b"").stdout.contains("2 events read"));
    let found = desk.ok(&["compare", "acled", &acled, "--json"]).json().remove(0);
    assert_eq!(found["matched"].as_array().map(Vec::len), Some(2), "{found}");
    let told = desk.ok(&["compare", "acled", &acled, "--country", "SY"]).stdout;
    assert!(told.contains("Events of both") && told.contains("country"), "{told}");
    let broken = desk
        .folder
        .file("broken.csv", b"event_id_cnty,event_date,event_type,country\nSYR1,soon,Battles,Syria\n");
    let done = program::run(&["import", "acled", broken.to_str().expect("UTF-8")], b"");
    assert!(done.code == Some(1) && done.stderr.contains("line 2"), "{}", done.stderr);
}

#[test]
fn stated_sums_are_held_against_the_record() {
    let desk = Desk::new();
    desk.ingest(&[
        Story::new("a", "Example Wire", 8).attack("Kobani", 6, Some(2)).attack("Aleppo", 7, None),
        Story::new("b", "Example Gazette", 9).attack("Homs", 8, None).tally(
            3,
            "Syria",
            Some("the Observatory"),
        ),
        Story::new("c", "Example Radio", 9).tally(10, "Syria", None).tally(12, "Syria", None),
    ]);
    let lines = desk.ok(&["tally", "--json"]).json();
    let of = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).collect::<Vec<_>>();
    assert_eq!(of("tally").len(), 3, "{lines:#?}");
    let first =
        of("tally").into_iter().find(|t| t["said_by"] == "the Observatory").expect("the Observatory's");
    assert_eq!((&first["low"], &first["held"]["best"]), (&Value::from(3), &Value::from(3)));
    let counted = first["held"]["counted"].as_array().expect("ids");
    assert!(counted.contains(&at(&desk, "Homs")["id"]), "{first}");
    assert_eq!(of("series").len(), 1);
    let told = desk.ok(&["tally", "--country", "sy", "--counts", "attacks", "--until", "2024-01-08"]).stdout;
    assert!(told.contains("Attacks in Syria since 2024-01-01") && told.contains("3 stated sums"), "{told}");
    assert!(desk.ok(&["tally", "--country", "FR"]).stdout.contains("No stated sum fits"));
    desk.refuses(&["tally", "--counts", "goats"], "one of killed");
    let on = |actor: &str| desk.ok(&["incidents", "--json", "--side", "b", "--actor", actor]).json().len();
    assert_eq!((on("Civilians (Syria)"), on("us-military")), (3, 0), "by a general name, and by an id");
}

#[test]
fn the_tallies_of_the_docs_are_what_the_program_prints() {
    let desk = Desk::new();
    let gold = program::root().join("examples/gold.jsonl");
    desk.ok(&["ingest", "--coded", gold.to_str().expect("UTF-8")]);
    let mut tally = desk.command(&["tally", "--actor", "US forces", "--counts", "attacks"]);
    tally.env("COLUMNS", "100");
    let printed = program::finish(tally, b"").stdout;
    let docs = std::fs::read_to_string(program::root().join("docs/tallies.md")).expect("the page");
    let shown = docs.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    let lines: Vec<&str> = shown.lines().filter(|line| !line.starts_with('$')).collect();
    assert!(lines.len() > 20, "{shown}");
    for line in lines {
        assert!(
            printed.lines().any(|p| p == line),
            "docs/tallies.md has a line that is not printed: {line}\n{printed}"
        );
    }
}
