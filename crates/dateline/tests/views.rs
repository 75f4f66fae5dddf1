//! What visitors and readers see of a record that is not all theirs: the real program, over the network.

mod program;
mod served;

use program::{Folder, run};
use serde_json::{Value, json};
use served::Served;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const ADA: &str = "three calm words";
const BEA: &str = "four other calm words";

/// Kilometres that places are blurred by.
const BLUR: &str = "60";

/// A record of the example reports, with an admin and a reader.
fn examples() -> (Folder, String) {
    let folder = Folder::new();
    let db = folder.join("r.db").display().to_string();
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/reports");
    let done = run(&["ingest", "--db", &db, &reports.display().to_string()], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let add = |name: &str, role: &str, password: &str| {
        let done = run(&["user", "add", name, "--role", role, "--db", &db], password.as_bytes());
        assert_eq!(done.code, Some(0), "{}", done.stderr);
    };
    add("Ada", "admin", ADA);
    add("Bea", "reader", BEA);
    (folder, db)
}

/// The cookie of somebody who signed in, and what guards what they change.
fn sign_in(server: &Served, name: &str, password: &str) -> (String, String) {
    let answer = server.send("POST", "/api/v1/session", &[], &json!({"name": name, "password": password}));
    assert_eq!(answer.status, 200);
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_string();
    (cookie, answer.json()["csrf"].as_str().expect("a text").to_string())
}

/// All incidents that a list gives to whoever brings these headers.
fn incidents(server: &Served, headers: &[(&str, &str)], query: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = server.get_with(&format!("/api/v1/incidents?limit=200&after={after}&{query}"), headers);
        assert_eq!(page.status, 200, "{}", String::from_utf8_lossy(&page.body));
        let page = page.json();
        all.extend(page["items"].as_array().expect("a list").iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = next.to_string(),
            None => return all,
        }
    }
}

/// Waits until what visitors see is made.
fn made(server: &Served) {
    for _ in 0..600 {
        match server.get("/api/v1/incidents?limit=1").status {
            503 => std::thread::sleep(std::time::Duration::from_millis(50)),
            status => return assert_eq!(status, 200),
        }
    }
    panic!("it is never made");
}

/// What nobody may learn who may not see all.
struct Secrets {
    /// Ids of incidents and reports that the embargo holds back.
    ids: BTreeSet<String>,
    /// Coordinates as JSON has them, of four decimals and more.
    coordinates: BTreeSet<String>,
    /// Names of places that are smaller than the grid.
    places: BTreeSet<String>,
    /// Evidence.
    words: BTreeSet<String>,
}

fn secrets(all: &[Value], shown: &[Value]) -> Secrets {
    let id = |incident: &Value| incident["id"].as_str().expect("an id").to_string();
    let shown_ids: BTreeSet<String> = shown.iter().map(id).collect();
    let texts = |pointer: &str, of: &[Value]| -> BTreeSet<String> {
        of.iter().filter_map(|i| i.pointer(pointer)?.as_str()).map(str::to_string).collect()
    };
    let numbers = |name: &'static str| {
        let of = move |i: &Value| i["place"][name].as_f64().map(|n| n.to_string());
        all.iter().filter_map(of).filter(|n| n.split_once('.').is_some_and(|(_, d)| d.len() >= 4))
    };
    let told = texts("/place/name", shown);
    let areas = texts("/place/admin1", all);
    Secrets {
        ids: all.iter().map(id).filter(|id| !shown_ids.contains(id)).collect(),
        coordinates: numbers("lat").chain(numbers("lon")).collect(),
        places: texts("/place/name", all)
            .into_iter()
            .filter(|p| !told.contains(p) && !areas.contains(p))
            .collect(),
        words: texts("/evidence", all).into_iter().filter(|words| words.len() > 20).collect(),
    }
}

/// All addresses that are read, as the server's document lists them, with what stands in for their parts.
fn addresses(server: &Served, all: &[Value], reports: &[Value]) -> Vec<String> {
    let document = server.json("/api/v1/openapi.json");
    let paths = document["paths"].as_object().expect("paths");
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    let mut parts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    parts.insert("/incidents", all.iter().map(|i| text(&i["id"])).collect());
    parts.insert("/reports", reports.iter().map(|r| text(&r["id"])).collect());
    parts.insert(
        "/actors",
        all.iter()
            .flat_map(|i| i["side_a"].as_array().cloned().unwrap_or_default())
            .map(|a| text(&a["name"]))
            .take(40)
            .collect(),
    );
    parts.insert(
        "/outlets",
        reports.iter().filter_map(|r| r["outlet"].as_str()).map(str::to_string).collect(),
    );
    parts.insert(
        "/export",
        ["csv", "jsonl", "contract", "acled", "ucdp", "plover", "hxl", "geojson", "kml"]
            .map(String::from)
            .to_vec(),
    );
    let mut addresses = Vec::new();
    for path in paths.iter().filter(|(_, item)| item.get("get").is_some()).map(|(path, _)| path) {
        // Ends when the server does.
        if path.ends_with("/changes") {
            continue;
        }
        let Some((before, after)) =
            path.split_once('{').and_then(|(b, rest)| Some((b, rest.split_once('}')?.1)))
        else {
            addresses.push(path.clone());
            continue;
        };
        let kind = parts.iter().find(|(kind, _)| before.trim_end_matches('/').ends_with(**kind));
        for part in kind.map(|(_, parts)| parts.clone()).unwrap_or_else(|| vec!["x0".into()]) {
            let part: String = part
                .bytes()
                .map(|b| match b {
                    b if b.is_ascii_alphanumeric() => (b as char).to_string(),
                    b => format!("%{b:02X}"),
                })
                .collect();
            addresses.push(format!("{before}{part}{after}"));
        }
    }
    addresses
}

/// That an answer gives none of the secrets away.
fn gives_nothing_away(secrets: &Secrets, address: &str, body: &str) {
    let long: BTreeSet<String> = secrets.places.iter().filter(|name| name.len() > 7).cloned().collect();
    let kinds = [
        ("id", &secrets.ids),
        ("coordinate", &secrets.coordinates),
        ("words", &secrets.words),
        ("place", &long),
    ];
    for (what, texts) in kinds {
        let found = texts.iter().find(|text| body.contains(text.as_str()));
        // Who asks for an id is told that there is none of it.
        let found = found.filter(|text| {
            what != "id" || !address.contains(text.as_str()) || !body.contains("\"status\":404")
        });
        assert!(found.is_none(), "{address} gives the {what} {found:?} away");
    }
}

/// A day such that some incidents end before and some after it, as days before today.
fn embargo(all: &[Value]) -> String {
    let mut ends: Vec<i64> = all.iter().filter_map(|i| days_ago(i["days"]["end"].as_str()?)).collect();
    ends.sort_unstable();
    (ends[ends.len() / 3] + 1).to_string()
}

fn days_ago(day: &str) -> Option<i64> {
    let midnight: jiff::Timestamp = format!("{day}T00:00:00Z").parse().ok()?;
    Some((jiff::Timestamp::now().as_second() - midnight.as_second()).div_euclid(86_400))
}

#[test]
fn nothing_that_is_held_back_comes_out_at_any_address() {
    let (_folder, db) = examples();
    let whole = Served::with(&["--db", &db]);
    let (ada, _) = sign_in(&whole, "Ada", ADA);
    let ada = [("cookie", ada.as_str())];
    let all = incidents(&whole, &ada, "");
    let reports =
        whole.get_with("/api/v1/reports?limit=200", &ada).json()["items"].as_array().expect("a list").clone();
    let days = embargo(&all);
    drop(whole);

    let server = Served::with(&["--db", &db, "--public", "--public-blur", BLUR, "--public-embargo", &days]);
    made(&server);
    let shown = incidents(&server, &[], "");
    assert!(!shown.is_empty() && shown.len() < all.len(), "{} of {}", shown.len(), all.len());
    let mut secrets = secrets(&all, &shown);
    let told = server.get("/api/v1/reports?limit=200").json();
    let told: BTreeSet<String> =
        told["items"].as_array().expect("a list").iter().map(|r| r["id"].to_string()).collect();
    let held = reports.iter().map(|r| r["id"].to_string()).filter(|id| !told.contains(id));
    secrets.ids.extend(held.map(|id| id.trim_matches('"').to_string()));
    assert!(
        !told.is_empty()
            && !secrets.ids.is_empty()
            && !secrets.coordinates.is_empty()
            && !secrets.places.is_empty()
    );
    for address in addresses(&server, &all, &reports) {
        let answer = server.get(&address);
        let body = String::from_utf8_lossy(&answer.body);
        assert!([200, 400, 401, 403, 404].contains(&answer.status), "{address}: {} {body}", answer.status);
        gives_nothing_away(&secrets, &address, &body);
        if address.contains("overview") {
            let whole: f64 = server.json(&address)["of"].as_f64().expect("a number");
            assert_eq!(whole, shown.len() as f64, "counts are of what is shown");
        }
    }
    // Whoever may see all still does.
    let (ada, _) = sign_in(&server, "Ada", ADA);
    assert_eq!(incidents(&server, &[("cookie", &ada)], "").len(), all.len());
}

#[test]
fn nobody_finds_a_place_by_asking_closer_and_closer() {
    let (_folder, db) = examples();
    let server = Served::with(&["--db", &db, "--public", "--public-blur", BLUR]);
    made(&server);
    let (ada, _) = sign_in(&server, "Ada", ADA);
    let all = incidents(&server, &[("cookie", &ada)], "");
    let shown = incidents(&server, &[], "");
    assert_eq!(all.len(), shown.len(), "nothing is embargoed");
    let secrets = secrets(&all, &shown);
    let total = |query: &str| server.json(&format!("/api/v1/incidents?{query}"))["total"].clone();
    for place in &secrets.places {
        let name = place.replace(' ', "%20").replace('’', "%E2%80%99");
        assert_eq!(total(&format!("place={name}")), 0, "{place}");
        let suggested = server.json(&format!("/api/v1/suggest?kind=place&q={name}")).to_string();
        assert!(!suggested.contains("incident"), "{place}: the record's own are not suggested: {suggested}");
    }
    let words = all.iter().find_map(|i| {
        i["evidence"].as_str()?.split(' ').find(|w| w.len() > 7 && w.chars().all(char::is_alphabetic))
    });
    assert_eq!(total(&format!("text={}", words.expect("a word"))), 0, "words of reports find nothing");
    let mut apart = 0;
    for incident in &all {
        let (Some(lat), Some(lon)) = (incident["place"]["lat"].as_f64(), incident["place"]["lon"].as_f64())
        else {
            continue;
        };
        let shown = shown.iter().find(|other| other["id"] == incident["id"]).expect("it is shown");
        let moved = (shown["place"]["lat"].as_f64().expect("a number") - lat).abs() > 0.02;
        let near = format!("bbox={},{},{},{}", lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01);
        let found = incidents(&server, &[], &near);
        if moved {
            apart += 1;
            assert!(
                found.iter().all(|other| other["id"] != incident["id"]),
                "a box finds where it is told to be"
            );
        }
    }
    assert!(apart > 3, "{apart} were moved");
    for query in ["as_of=2030-01-01", "rule=best"] {
        assert_eq!(server.get(&format!("/api/v1/incidents?{query}")).status, 403, "{query}");
    }
}

#[test]
fn readers_see_less_where_the_operator_says_so_and_their_feeds_and_tokens_too() {
    let (_folder, db) = examples();
    let server = Served::with(&["--db", &db, "--reader-blur", BLUR]);
    let (ada, _) = sign_in(&server, "Ada", ADA);
    let (bea, csrf) = sign_in(&server, "Bea", BEA);
    let bea = [("cookie", bea.as_str()), ("x-csrf-token", csrf.as_str())];
    while server.get_with("/api/v1/incidents", &bea).status == 503 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(server.get("/api/v1/incidents").status, 401, "nothing is public");
    let all = incidents(&server, &[("cookie", &ada)], "");
    let secrets = secrets(&all, &incidents(&server, &bea, ""));
    let me = server.get_with("/api/v1/me", &bea).json();
    assert_eq!(me["held_back"]["blur_km"], 60.0);
    assert!(server.get_with("/api/v1/me", &[("cookie", &ada)]).json()["held_back"].is_null());

    let kept = server.send("POST", "/api/v1/searches", &bea, &json!({"name": "All", "query": ""}));
    let feed = kept.json()["feed"].as_str().expect("an address").to_string();
    let answer = server.get(&feed);
    assert_eq!(answer.status, 200);
    gives_nothing_away(&secrets, "the feed", &String::from_utf8_lossy(&answer.body));
    let asked = json!({"label": "all", "scopes": ["read"], "days": 1});
    let token = server.send("POST", "/api/v1/tokens", &bea, &asked).json()["token"]
        .as_str()
        .expect("a token")
        .to_string();
    let bearer = format!("Bearer {token}");
    for address in ["/api/v1/incidents.geojson", "/api/v1/incidents?limit=200", "/api/v1/reports?limit=200"] {
        let answer = server.get_with(address, &[("authorization", &bearer)]);
        assert_eq!(answer.status, 200);
        gives_nothing_away(&secrets, address, &String::from_utf8_lossy(&answer.body));
    }
    let hook = json!({"search": kept.json()["id"], "url": "https://hooks.example/"});
    assert_eq!(server.send("POST", "/api/v1/alerts", &bea, &hook).status, 403, "they would tell of all");
}

#[test]
fn what_is_shown_follows_the_record_and_those_who_listen_are_told() {
    let (folder, db) = examples();
    let server = Served::with(&["--db", &db, "--public", "--public-blur", BLUR]);
    made(&server);
    let before = incidents(&server, &[], "").len();
    let news = server.news(None);
    let page = folder.file("page.txt", b"Gunmen killed three people in Gao on Monday, police said.\n");
    let page = page.display().to_string();
    let done = run(&["ingest", "--db", &db, "--published", "2024-01-08", &page], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let (kind, told) = news.recv().expect("news");
    assert_eq!((kind.as_str(), &told["what"]), ("change", &json!("extract")));
    assert_eq!(incidents(&server, &[], "").len(), before + 1);
    assert!(news.recv().is_err(), "they are let go, and come back");
}
