//! What the server tells of reports, actors, outlets, tallies and names: asked of the real program over the examples.

mod program;
mod served;

use serde_json::Value;
use served::Served;

fn items(of: &Value) -> &[Value] {
    of["items"].as_array().expect("items")
}

#[test]
fn reports_are_listed_by_filters_and_read_whole() {
    let server = Served::demo();
    let all = server.json("/api/v1/reports?limit=200");
    let total = all["total"].as_u64().expect("a number") as usize;
    assert!(total > 20 && items(&all).len() == total);
    let mut paged = Vec::new();
    let mut after = String::new();
    loop {
        let page = server.json(&format!("/api/v1/reports?limit=6{after}"));
        paged.extend(items(&page).iter().map(|r| r["id"].clone()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let ids: Vec<Value> = items(&all).iter().map(|r| r["id"].clone()).collect();
    assert_eq!(paged, ids);
    let november = server.json("/api/v1/reports?from=2023-11-01&to=2023-11-30&limit=200");
    assert!(
        items(&november).iter().all(|r| r["published"].as_str().is_some_and(|d| d.starts_with("2023-11")))
    );
    assert!(!items(&november).is_empty() && items(&november).len() < total);
    let tower = server.json("/api/v1/reports?text=tower+22");
    assert_eq!(tower["total"], 1, "{tower}");
    let id = items(&tower)[0]["id"].as_str().expect("an id");
    let report = server.json(&format!("/api/v1/reports/{id}"));
    let text = report["text"].as_str().expect("a text");
    let event = &report["coded"]["events"][0];
    let (start, end) = (event["evidence"]["start"].as_u64(), event["evidence"]["end"].as_u64());
    let (start, end) = (start.expect("a place") as usize, end.expect("a place") as usize);
    assert_eq!(&text[start..end], event["evidence"]["text"].as_str().expect("words"));
    assert!(event["incident"].as_str().is_some_and(|id| id.starts_with('i')));
    assert_eq!((&report["source"]["id"], &report["versions"][0]["id"]), (&id.into(), &id.into()));
    assert!(report["spans"]["furniture"].is_array() && report["refused"].is_array());
}

#[test]
fn a_copied_wire_story_names_its_copies() {
    let server = Served::demo();
    let all = server.json("/api/v1/reports?limit=200");
    let copied = items(&all).iter().filter_map(|r| {
        let report = server.json(&format!("/api/v1/reports/{}", r["id"].as_str()?));
        let copies = report["copies"].as_array()?.clone();
        (!copies.is_empty()).then_some((r["id"].clone(), copies))
    });
    let copied: Vec<_> = copied.collect();
    assert!(!copied.is_empty(), "some examples are one voice");
    for (id, copies) in &copied {
        let back = server.json(&format!("/api/v1/reports/{}", copies[0]["id"].as_str().expect("an id")));
        let back = back["copies"].as_array().expect("copies");
        assert!(back.iter().any(|copy| copy["id"] == *id), "copies are so both ways");
    }
}

#[test]
fn history_tells_how_an_incident_came_to_be() {
    let server = Served::demo();
    let id = items(&server.json("/api/v1/incidents"))[0]["id"].as_str().expect("an id").to_string();
    let log = server.json(&format!("/api/v1/incidents/{id}/log"));
    assert_eq!(items(&log)[0]["what"], "ingest");
    assert!(items(&log)[0]["fields"].as_array().is_some_and(|fields| fields.len() > 5));
    assert_eq!(server.get("/api/v1/incidents/i000000000000/log").status, 404);
}

#[test]
fn names_are_suggested_by_their_beginnings() {
    let server = Served::demo();
    let first = |query: &str| items(&server.json(&format!("/api/v1/suggest?{query}"))).first().cloned();
    let places = server.json("/api/v1/suggest?q=harir&kind=place");
    let place = items(&places).iter().find(|p| p["id"] == "Harir Air Base").expect("the base").clone();
    assert!(place["place"]["lat"].is_number() && place["place"]["radius_km"].is_number());
    assert_eq!(place["place"]["basis"], "judged");
    let actor = first("q=islamic+resis&kind=actor").expect("an actor");
    assert!(actor["detail"].as_str().is_some_and(|d| d.contains("incidents")), "{actor}");
    let by_actor = server.json(&format!("/api/v1/incidents?actor={}", actor["id"].as_str().expect("an id")));
    assert!(by_actor["total"].as_u64() > Some(0), "the id is what filters take");
    assert_eq!(first("q=example+w&kind=outlet").expect("an outlet")["label"], "Example Wire");
    assert!(first("q=drone&kind=type").is_some_and(|t| t["id"] == "air_drone_strike"));
    assert!(items(&server.json("/api/v1/suggest?q=")).is_empty());
    let mixed = server.json("/api/v1/suggest?q=a");
    assert!(items(&mixed).len() <= 10 && items(&mixed).iter().any(|s| s["kind"] == "place"));
    assert_eq!(server.get("/api/v1/suggest?q=a&kind=river").status, 400);
}

#[test]
fn tallies_are_those_of_the_command_and_contradictions_are_listed() {
    let server = Served::demo();
    let all = server.json("/api/v1/tallies");
    assert!(all["total"].as_u64() > Some(3), "{}", all["total"]);
    assert!(items(&all).iter().all(|sum| sum["held"]["counted"].is_array() && sum["asks"].is_string()));
    let attacks = server.json("/api/v1/tallies?counts=attacks");
    assert!(items(&attacks).len() < items(&all).len());
    assert!(items(&attacks).iter().all(|sum| sum["counts"] == "attacks"));
    assert!(all["series"].as_array().is_some_and(|s| s.iter().any(|s| s["points"].as_array().is_some())));
    assert_eq!(server.get("/api/v1/tallies?counts=tanks").status, 400);
}

#[test]
fn coverage_adds_up_to_the_reports_that_tell_of_one_country() {
    let server = Served::demo();
    let outlets = server.json("/api/v1/outlets");
    let reports: u64 = items(&outlets).iter().filter_map(|o| o["reports"].as_u64()).sum();
    assert_eq!(server.json("/api/v1/reports")["total"], reports);
    let coverage = server.json("/api/v1/coverage?country=SY&from=2023-11-01");
    assert!(!items(&coverage).is_empty());
    assert!(
        items(&coverage)
            .iter()
            .all(|row| row["country"] == "SY" && row["day"].as_str() >= Some("2023-11-01"))
    );
}

#[test]
fn actors_and_outlets_have_profiles() {
    let server = Served::demo();
    let actors = server.json("/api/v1/actors?limit=3");
    let top = &items(&actors)[0];
    assert!(top["incidents"].as_u64() >= items(&actors)[1]["incidents"].as_u64());
    let profile = server.json(&format!("/api/v1/actors/{}", top["id"].as_str().expect("an id")));
    assert_eq!((&profile["name"], &profile["incidents"]), (&top["name"], &top["incidents"]));
    let months = profile["months"].as_array().expect("months");
    assert!(months.iter().all(|m| m["side_a"].as_u64().zip(m["side_b"].as_u64()).is_some()));
    assert_eq!(server.get("/api/v1/actors/nobody-at-all").status, 404);
    let outlet = server.json("/api/v1/outlets/example%20wire");
    assert_eq!(outlet["name"], "Example Wire");
    let days: u64 =
        outlet["days"].as_array().expect("days").iter().filter_map(|d| d["reports"].as_u64()).sum();
    assert!(days > 3 && Some(days) <= outlet["reports"].as_u64());
    assert!(outlet["statements"]["months"].is_array() && outlet["copies"]["looked_at"].as_u64() > Some(0));
    assert_eq!(server.get("/api/v1/outlets/no-such-outlet").status, 404);
}

#[test]
fn the_codebook_names_what_filters_take() {
    let server = Served::demo();
    let book = server.json("/api/v1/codebook");
    assert_eq!(book["types"].as_array().map(Vec::len), Some(26));
    assert_eq!(book["families"].as_array().map(Vec::len), Some(6));
    assert!(book["weapons"].as_array().is_some_and(|w| w.contains(&"drone".into())));
    for kind in book["types"].as_array().expect("types") {
        let id = kind["id"].as_str().expect("an id");
        assert_eq!(server.get(&format!("/api/v1/incidents?limit=1&type={id}")).status, 200);
    }
}
