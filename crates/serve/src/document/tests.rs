//! What the document says of every route, and that none is missing.

use crate::routes;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn document() -> Value {
    serde_json::to_value(routes::document()).expect("JSON")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let of = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    entries.flat_map(of).filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

#[test]
fn no_route_is_mounted_beside_the_document() {
    // Routes that `routes!` mounts are in the document; nothing else may mount one.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut handlers, mut mounted) = (0, 0);
    for path in sources(&folder).iter().filter(|path| !path.ends_with("tests.rs")) {
        let source = std::fs::read_to_string(path).expect("a source");
        let beside =
            [".route(", ".route_service(", ".nest_service("].iter().any(|call| source.contains(call));
        assert!(!beside, "{} mounts a route that the document does not know", path.display());
        handlers += source.matches("#[utoipa::path(").count();
        mounted += source.matches("routes!(").count();
    }
    let document = document();
    let operations = document["paths"].as_object().expect("paths").values();
    let told: usize = operations.map(|item| item.as_object().expect("operations").len()).sum();
    assert_eq!(told, handlers, "handlers that are documented, and operations of the document");
    assert!(mounted <= handlers && told > 25);
}

#[test]
fn every_operation_says_what_it_does_and_takes_and_gives() {
    let document = document();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, told) in item.as_object().expect("operations") {
            let at = format!("{method} {path}");
            assert!(told["summary"].as_str().is_some_and(|s| s.len() > 8), "{at}: no summary");
            assert!(told["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{at}: no tag");
            assert!(told["responses"].as_object().is_some_and(|r| !r.is_empty()), "{at}: no response");
            let parameters: Vec<&Value> = told["parameters"].as_array().into_iter().flatten().collect();
            for parameter in &parameters {
                let described = parameter["description"].as_str().is_some_and(|d| d.len() > 3);
                assert!(described, "{at}: {} is not described", parameter["name"]);
            }
            for name in path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                let there = parameters.iter().any(|p| p["in"] == "path" && p["name"] == name);
                assert!(there, "{at}: {name} is not in the document");
            }
        }
    }
}

#[test]
fn shapes_are_described_and_lead_somewhere() {
    let document = document();
    let shapes = document["components"]["schemas"].as_object().expect("shapes");
    let text = document.to_string();
    for part in text.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().expect("a name");
        assert!(shapes.contains_key(name), "{name} leads nowhere");
    }
    for name in ["Incident", "Entry", "Event", "Judgement", "Overview", "Problem"] {
        let members = shapes[name]["properties"].as_object();
        let described = |member: &Value| member.get("description").is_some();
        assert!(members.is_none_or(|members| members.values().any(described)), "{name} is not described");
    }
}

#[test]
fn no_two_shapes_have_one_name() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut names, mut twice) = (BTreeSet::new(), Vec::new());
    for path in [sources(&crates.join("serve/src")), sources(&crates.join("terms/src"))].concat() {
        let source = std::fs::read_to_string(&path).expect("a source");
        for part in source.split("ToSchema)").skip(1) {
            let declared = part.split(['{', ';', '(']).find(|s| s.contains("struct ") || s.contains("enum "));
            let own = declared.and_then(|s| s.split(['<', ' ']).rfind(|w| !w.trim().is_empty()));
            let named = part.split("pub").next().and_then(|head| head.split("schema(as = ").nth(1));
            let named = named.filter(|_| part.find("schema(as = ").is_some_and(|at| at < 60));
            let name =
                named.and_then(|rest| rest.split(')').next()).or(own).unwrap_or_default().trim().to_string();
            if !name.is_empty() && !name.starts_with('$') && !names.insert(name.clone()) {
                twice.push(format!("{name} in {}", path.display()));
            }
        }
    }
    assert!(twice.is_empty() && names.len() > 40, "{twice:#?}");
}

#[test]
fn the_page_has_every_address_and_no_script() {
    let document = super::Document::new(&routes::document());
    for path in routes::document().paths.paths.keys() {
        assert!(document.html.contains(&dateline_export::escaped(path)), "{path}");
    }
    for banned in ["<script", "style=", " onclick", "http://"] {
        assert!(!document.html.contains(banned), "{banned}");
    }
}
