//! Books of the user's own, and what the program says a name means.

mod program;

use program::{Folder, command, finish, root, run};

#[test]
fn places_and_actors_come_with_their_runners_up() {
    let done = run(&["place", "Tripoli"], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stdout.contains("LY") && done.stdout.contains("LB"), "{}", done.stdout);
    let done = run(&["actor", "Hezbollah"], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let first = done.stdout.lines().nth(1).unwrap_or_default();
    assert!(first.contains("Hezbollah") && !first.contains("Kata"), "{}", done.stdout);
    let done = run(&["place", "Qwxyzzy"], b"");
    assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""));
    assert!(done.stderr.contains("--landmarks"), "{}", done.stderr);
}

#[test]
fn the_codebook_can_be_read() {
    let list = run(&["codebook"], b"").stdout;
    assert!(list.contains("armed_clash") && list.contains("other_strategic"), "{list}");
    let one = run(&["codebook", "armed_clash"], b"").stdout;
    assert!(one.contains("PLOVER") && one.contains("side_a"), "{one}");
    let done = run(&["codebook", "armed_crash"], b"");
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("armed_crash"), "{}", done.stderr);
}

#[test]
fn problems_of_own_files_are_named_by_line_before_anything_is_coded() {
    let folder = Folder::new();
    folder.file("codebook/strike.toml", b"id = \"strike\"\nfamily = \"nonsense\"\n");
    folder.file("actors/own.toml", b"[[group]]\nid = \"x\"\nname = \n");
    folder.file("landmarks.tsv", b"name\tcc\nHill 12\tXX\n");
    let path = |name: &str| folder.join(name).display().to_string();
    let args = [
        "code",
        "-",
        "--codebook",
        &path("codebook"),
        "--actors",
        &path("actors"),
        "--landmarks",
        &path("landmarks.tsv"),
    ];
    let done = run(&args, b"Gunmen attacked a police post in Garissa.");
    assert_eq!((done.code, done.stdout.as_str()), (Some(2), ""), "{}", done.stderr);
    for file in ["strike.toml:", "own.toml:3", "landmarks.tsv:1"] {
        assert!(done.stderr.contains(file), "{file} is not in\n{}", done.stderr);
    }
    let done = run(&["code", "-", "--actors", &path("nowhere")], b"Gunmen attacked.");
    assert_eq!(done.code, Some(2));
    assert!(done.stderr.contains("nowhere"), "{}", done.stderr);
}

/// Codes `text` with a codebook that has a type of the user's own, of the family `family`: types and reasons.
fn coded_with_own_type(family: &str, text: &str) -> Vec<(String, String)> {
    let folder = Folder::new();
    let entry = format!(
        "id = \"cable_cut\"\nname = \"Cable cut\"\nfamily = \"{family}\"\nacled = \"none\"\n\
         plover = {{ event = \"ASSAULT\" }}\ndefinition = \"A sea cable is cut on purpose.\"\n\
         acts = [\"severed the cable\", \"cut the cable\"]\n\
         [roles]\nside_a = \"a\"\nside_b = \"b\"\nweapons = \"w\"\nharm = \"h\"\n"
    );
    folder.file("own/cable_cut.toml", entry.as_bytes());
    let own = folder.join("own").display().to_string();
    let done =
        run(&["code", "--json", "--published", "2024-01-08", "--codebook", &own, "-"], text.as_bytes());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let coded: serde_json::Value = serde_json::from_str(&done.stdout).expect("one JSON object");
    let word = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_string();
    let events = coded["events"].as_array().expect("events").iter();
    events.map(|e| (word(&e["type"]), word(&e["why"][0]))).collect()
}

#[test]
fn a_type_of_the_users_own_is_coded_by_its_act_words() {
    let text = "Saboteurs severed the cable off Valletta on Monday, the navy said.";
    let coded = coded_with_own_type("development", text);
    assert!(coded.len() == 1 && coded[0].0 == "cable_cut", "{coded:?}");
    assert!(coded[0].1.contains("severed the cable"), "{coded:?}");
    let planned =
        coded_with_own_type("development", "Saboteurs will cut the cable off Valletta, the navy said.");
    assert!(planned.is_empty(), "{planned:?}");
}

#[test]
fn landmarks_of_the_user_are_found() {
    let header = std::fs::read_to_string(root().join("gazetteer/landmarks.tsv")).expect("our own landmarks");
    let header = header.lines().find(|line| line.starts_with("name\t")).expect("a heading");
    let folder = Folder::new();
    let row = "Zyndram Hill\t\tPL\t\t50.1\t20.2\t2\tunchecked\tour own survey";
    let file = folder.file("own.tsv", format!("{header}\n{row}\n").as_bytes());
    let done = run(&["place", "Zyndram", "Hill", "--landmarks", file.to_str().expect("UTF-8")], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stdout.contains("50.100, 20.200"), "{}", done.stdout);
}

#[test]
fn a_country_dump_is_imported_once_and_found_ever_after() {
    let folder = Folder::new();
    let data = folder.join("data").display().to_string();
    let with_data = |args: &[&str]| {
        let mut command = command(args);
        command.env("DATELINE_DATA", &data);
        finish(command, b"")
    };
    let row = "9990001\tZyndramowka\tZyndramowka\t\t50.1\t20.2\tP\tPPL\tPL\t\t77\t\t\t\t120\t\t200\tEurope/Warsaw\t2024-01-01\n";
    let dump = folder.file("PL.txt", row.as_bytes());
    assert_eq!(with_data(&["place", "Zyndramowka"]).code, Some(1));
    let done = with_data(&["gazetteer", "import", dump.to_str().expect("UTF-8")]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let done = with_data(&["place", "Zyndramowka"]);
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    assert!(done.stdout.contains("50.100, 20.200"), "{}", done.stdout);
    let wrong = folder.file("wrong.txt", b"not\ta\tdump\n");
    let done = with_data(&["gazetteer", "import", wrong.to_str().expect("UTF-8")]);
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("wrong.txt:1"), "{}", done.stderr);
}
