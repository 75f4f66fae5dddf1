//! People edit actors and outlets: shown at once, coded with from then on, and kept with their history. The real program.

mod desk;
mod program;
mod served;

use desk::{Desk, Story};
use serde_json::{Value, json};
use served::Served;

/// An actor's row of our own making.
fn row(name: &str, aliases: &[&str]) -> Value {
    json!({"name": name, "kind": "rebel", "countries": ["SY"], "aliases": aliases, "part_of": [], "since": "2023",
           "until": null, "note": null, "checked": "the analyst's own notes"})
}

fn write(server: &Served, path: &str, row: &Value, version: &str) -> (u16, Value) {
    let body = json!({"row": row, "why": "the group changed its name", "version": version});
    let answer = server.send("PUT", path, &[], &body);
    (answer.status, answer.json())
}

#[test]
fn an_actors_row_is_written_shown_coded_with_and_taken_back() {
    let desk = Desk::new();
    desk.ingest(&[Story::new("1", "Wire", 4).attack("Homs", 3, Some(5))]);
    let server = Served::with(&["--db", &desk.db()]);
    let before = server.json("/api/v1/actors/boko-haram");
    assert_eq!((&before["edited"], &before["row_version"]), (&false.into(), &"0".into()));
    assert_eq!(before["row"]["name"], "Boko Haram");

    let mut new = before["row"].clone();
    new["aliases"].as_array_mut().expect("a list").push("Sons of the Grey Lake".into());
    let (status, kept) = write(&server, "/api/v1/actors/boko-haram", &new, "0");
    assert_eq!((status, &kept["edited"]), (200, &true.into()), "{kept}");
    let shown = server.json("/api/v1/actors/boko-haram");
    assert!(shown["aliases"].as_array().expect("names").contains(&"Sons of the Grey Lake".into()), "{shown}");
    assert_eq!(shown["row_version"], kept["row_version"]);
    assert_eq!(shown["row"]["home_aliases"], before["row"]["home_aliases"], "what was not named stays");

    // Whoever saw the row before is told, and shown what stands.
    let (status, late) = write(&server, "/api/v1/actors/boko-haram", &new, "0");
    assert_eq!((status, &late["current"]["row_version"]), (409, &kept["row_version"]), "{late}");

    // A report that is added now is coded with it, here and on the command line.
    let text = "MAIDUGURI, 3 January 2024 - Fighters of the Sons of the Grey Lake attacked an army post in Maiduguri on \
                Tuesday and killed four soldiers, the army said.";
    let body =
        json!({"text": text, "title": "Army post attacked", "published": "2024-01-04", "outlet": "Post"});
    let added = server.send("POST", "/api/v1/reports?preview=true", &[], &body).json();
    assert!(added.to_string().contains("boko-haram"), "{added}");
    let file = desk.folder.join("post.txt");
    std::fs::write(&file, text).expect("written");
    desk.ok(&["ingest", file.to_str().expect("UTF-8"), "--published", "2024-01-04"]);
    let listed = desk.ok(&["incidents", "--actor", "Sons of the Grey Lake", "--json"]).json();
    assert_eq!(listed.len(), 1, "{listed:?}");

    let (status, _) =
        write(&server, "/api/v1/actors/boko-haram", &Value::Null, kept["row_version"].as_str().expect("id"));
    assert_eq!(status, 200);
    let back = server.json("/api/v1/actors/boko-haram");
    assert_eq!((&back["row"], &back["edited"]), (&before["row"], &false.into()));
    let log = server.json("/api/v1/actors/boko-haram/edits");
    let rows: Vec<bool> =
        log["items"].as_array().expect("edits").iter().map(|edit| edit["row"].is_null()).collect();
    assert_eq!((rows, &log["items"][1]["who"]), (vec![true, false], &"analyst".into()), "{log}");
}

#[test]
fn a_row_that_is_not_sound_is_refused_with_what_is_wrong_and_nothing_changes() {
    let desk = Desk::new();
    desk.ingest(&[Story::new("1", "Wire", 4).attack("Homs", 3, Some(5))]);
    let server = Served::with(&["--db", &desk.db()]);
    let wrong = |change: fn(&mut Value), says: &str| {
        let mut new = row("Grey Lake Front", &[]);
        change(&mut new);
        let (status, problem) = write(&server, "/api/v1/actors/grey%20lake%20front", &new, "0");
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(status == 400 && detail.contains(says), "{problem}");
    };
    wrong(|row| row["kind"] = "party".into(), "no kind of actor");
    wrong(|row| row["part_of"] = json!(["nobody"]), "no group");
    wrong(|row| row["countries"] = json!(["XX"]), "no country");
    wrong(|row| row["name"] = " ".into(), "characters");
    wrong(|row| row["aliases"] = json!(["Boko Haram"]), "shared_aliases");
    let mut coloured = row("Grey Lake Front", &[]);
    coloured["colour"] = "green".into();
    assert_eq!(write(&server, "/api/v1/actors/grey%20lake%20front", &coloured, "0").0, 422);
    let body = json!({"row": row("Grey Lake Front", &[]), "why": " ", "version": "0"});
    assert_eq!(server.send("PUT", "/api/v1/actors/grey%20lake%20front", &[], &body).status, 400);
    assert_eq!(server.get("/api/v1/actors/grey-lake-front").status, 404);

    // One that has none gets its row under an id of its own.
    let (status, kept) =
        write(&server, "/api/v1/actors/Grey%20Lake%20Front", &row("Grey Lake Front", &["GLF"]), "0");
    assert_eq!((status, &kept["id"]), (200, &"grey-lake-front".into()), "{kept}");
    assert_eq!(server.json("/api/v1/actors/GLF")["id"], "grey-lake-front");
    let (status, problem) = write(&server, "/api/v1/actors/sy-military", &row("The army", &[]), "0");
    assert_eq!(status, 400, "{problem}");
}

#[test]
fn an_outlet_becomes_a_partys_voice_and_coding_again_weighs_what_is_held() {
    let desk = Desk::new();
    desk.ingest(&[
        Story::new("1", "Grey Lake Media", 4).attack("Homs", 3, Some(5)),
        Story::new("2", "Post", 4).attack("Homs", 3, Some(7)),
    ]);
    let server = Served::with(&["--db", &desk.db()]);
    let path = "/api/v1/outlets/Grey%20Lake%20Media";
    let before = server.json(path);
    assert_eq!((&before["row"], &before["voice"]), (&Value::Null, &Value::Null));
    let row = json!({"name": "Grey Lake Media Office", "country": "sy", "language": "ar", "kind": "party_media",
                     "voice": "party", "aliases": [], "domains": ["greylake.example"], "note": null});
    let wrong = json!({"name": "x", "country": "sy", "language": "ar", "kind": "radio", "voice": "party"});
    assert_eq!(write(&server, path, &wrong, "0").0, 400);
    let (status, kept) = write(&server, path, &row, "0");
    assert_eq!((status, &kept["id"]), (200, &"grey-lake-media".into()), "{kept}");
    let now = server.json(path);
    assert_eq!(
        (&now["voice"], &now["row"]["aliases"]),
        (&"party".into(), &json!(["Grey Lake Media"])),
        "{now}"
    );
    // Another program sees it too.
    let held = desk.ok(&["sql", "SELECT of, who FROM edits"]).stdout;
    assert!(held.contains("grey-lake-media") && held.contains("analyst"), "{held}");
}

#[test]
fn edits_of_a_field_office_come_in_with_its_record_and_a_running_server_takes_them_up() {
    let (office, desk) = (Desk::new(), Desk::new());
    office.ingest(&[Story::new("1", "Wire", 4).attack("Homs", 3, Some(5))]);
    desk.ingest(&[Story::new("2", "Post", 12).attack("Raqqa", 11, Some(2))]);
    let there = Served::with(&["--db", &office.db()]);
    let (status, _) =
        write(&there, "/api/v1/actors/Grey%20Lake%20Front", &row("Grey Lake Front", &["GLF"]), "0");
    assert_eq!(status, 200);
    drop(there);
    let here = Served::with(&["--db", &desk.db()]);
    assert_eq!(here.get("/api/v1/actors/GLF").status, 404);
    let said = desk.ok(&["merge", &office.db(), "--by", "Ada"]).stdout;
    assert!(said.contains("1 edit of actors and outlets came in"), "{said}");
    assert!(!desk.ok(&["merge", &office.db(), "--by", "Ada"]).stdout.contains("edit"), "it was here already");
    let taken_up = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        here.get("/api/v1/actors/GLF").status == 200
    });
    assert!(taken_up, "the server did not notice");
}
