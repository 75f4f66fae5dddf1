//! What no address takes, whatever it is for: bodies without bounds, methods that it does not know, cursors that it never
//! gave. The addresses are those of the server's own document, so that a new one is tried by itself.

mod program;
mod served;

use serde_json::{Value, json};
use served::{Answered, Served};

/// Methods that an address may answer to.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// All addresses of the document with what stands there of each, ids filled in.
fn addresses(server: &Served) -> Vec<(String, Value)> {
    let document = server.json("/api/v1/openapi.json");
    let filled = |path: &String| {
        let path = path.replace("{id}", "x0").replace("{number}", "1");
        path.replace("{name}", "nobody").replace("{format}", "csv")
    };
    let paths = document["paths"].as_object().expect("paths");
    paths.iter().map(|(path, item)| (filled(path), item.clone())).collect()
}

/// Checks that an answer is a problem of this status.
fn is_problem(answer: &Answered, status: u16, about: &str) {
    assert_eq!(answer.status, status, "{about}: {}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.header("content-type"), "application/problem+json", "{about}");
    let told = answer.json();
    assert_eq!(told["status"], status, "{about}");
    assert!(told["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{about}: {told}");
}

#[test]
fn bodies_are_bounded() {
    let server = Served::demo();
    let mut tried = 0;
    for (path, item) in addresses(&server) {
        for method in METHODS {
            if item[method.to_lowercase()].get("requestBody").is_none() {
                continue;
            }
            let bound = if path == "/api/v1/reports" { 16 << 20 } else { 2 << 20 };
            let about = format!("{method} {path}");
            let sent = |length: usize| server.send(method, &path, &[], &json!({"text": "x".repeat(length)}));
            is_problem(&sent(bound), 413, &about);
            if path != "/api/v1/reports" {
                assert_ne!(sent(bound - 100).status, 413, "{about}: this is not too much");
            }
            tried += 1;
        }
    }
    assert!(tried > 6, "only {tried} addresses take a body");
    let file = vec![b'x'; 16 << 20];
    is_problem(&server.send_files("/api/v1/reports", &[("large.txt", &file)]), 413, "files");
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_method_that_an_address_does_not_know_is_told_which_it_knows() {
    let server = Served::demo();
    for (path, item) in addresses(&server) {
        let known: Vec<&str> =
            METHODS.into_iter().filter(|method| item.get(method.to_lowercase()).is_some()).collect();
        for method in METHODS.into_iter().chain(["OPTIONS"]).filter(|method| !known.contains(method)) {
            let answer = server.send(method, &path, &[], &Value::Null);
            let about = format!("{method} {path}");
            is_problem(&answer, 405, &about);
            let allowed: Vec<&str> = answer.header("allow").split(", ").filter(|m| *m != "HEAD").collect();
            assert!(known.iter().all(|method| allowed.contains(method)), "{about}: {allowed:?}");
            assert_eq!(allowed.len(), known.len(), "{about}: {allowed:?}");
        }
    }
    is_problem(&server.send("POST", "/incident/x0", &[], &Value::Null), 405, "a page");
    is_problem(&server.send("POST", "/api/v1/nothing", &[], &Value::Null), 404, "no address");
}

#[test]
fn cursors_that_the_server_never_gave_are_refused() {
    let server = Served::demo();
    let bad = ["x", "1%27%20OR%20%271%27=%271", "..%2F..%2Fetc%2Fpasswd", "%F0%9F%92%A5", &"9".repeat(400)];
    let mut tried = 0;
    for (path, item) in addresses(&server) {
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let cursor =
            ["after", "before"].into_iter().find(|name| parameters.iter().any(|p| p["name"] == *name));
        let Some(cursor) = cursor else { continue };
        for text in bad {
            is_problem(&server.get(&format!("{path}?{cursor}={text}")), 400, &format!("{path} {text}"));
        }
        tried += 1;
    }
    assert!(tried > 4, "only {tried} lists have a cursor");
}

#[test]
fn addresses_that_are_no_text_and_nulls_are_refused_in_words() {
    let server = Served::demo();
    is_problem(&server.get("/api/v1/incidents/%FF"), 400, "not UTF-8");
    is_problem(&server.get("/api/v1/incidents?text=a%00b"), 400, "a null");
    is_problem(&server.get("/api/v1/reports/%00"), 404, "a null in an id");
    is_problem(&server.get("/api/v1/reports/..%2F..%2F..%2Fetc%2Fpasswd"), 404, "a path in an id");
    is_problem(&server.get("/api/v1/reports/1%27%20OR%20%271%27=%271"), 404, "SQL in an id");
    is_problem(&server.get("/..%2F..%2Fetc%2Fpasswd"), 404, "a path in a page's address");
}

/// What would be SQL, or a path, or a pattern, if it were ever taken for it.
const INJECTIONS: [&str; 12] = [
    "' OR '1'='1",
    "'; DROP TABLE incident; --",
    "\" OR \"\"=\"",
    "1) UNION SELECT name FROM sqlite_master --",
    "x' AND (SELECT 1 FROM sqlite_master) > 0 --",
    "\" NEAR(a b) OR text:* AND",
    "%_%",
    "../../../../etc/passwd",
    "..\\..\\..\\windows\\win.ini",
    "file:///etc/passwd",
    "/etc/passwd",
    "${jndi:ldap://127.0.0.1/a}",
];

/// A text as a part of an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn no_parameter_is_taken_for_sql_or_for_a_path() {
    let server = Served::demo();
    let counted = || {
        (server.json("/api/v1/incidents")["total"].clone(), server.json("/api/v1/reports")["total"].clone())
    };
    let (before, mut asked) = (counted(), 0);
    let document = server.json("/api/v1/openapi.json");
    for (path, item) in
        document["paths"].as_object().expect("paths").iter().filter(|(p, _)| *p != "/api/v1/changes")
    {
        for method in METHODS {
            let told = &item[method.to_lowercase()];
            for parameter in told["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().expect("a name");
                for text in INJECTIONS {
                    let address = match parameter["in"].as_str().expect("a place") {
                        "path" => path.replace(&format!("{{{name}}}"), &encoded(text)),
                        "query" => format!(
                            "{}?{name}={}",
                            path.replace("{id}", "x0").replace("{number}", "1").replace("{format}", "csv"),
                            encoded(text)
                        ),
                        _ => continue,
                    };
                    let answer = server.send(method, &address, &[], &Value::Null);
                    let status = answer.status.to_string();
                    let about = format!("{method} {address}: {status}");
                    assert!(answer.status < 500 && told["responses"].get(&status).is_some(), "{about}");
                    let body = String::from_utf8_lossy(&answer.body);
                    for leak in ["sqlite_", "syntax error", "root:", "no such column", "no such table"] {
                        assert!(!body.replace(text, "").contains(leak), "{about}: {body}");
                    }
                    asked += 1;
                }
            }
        }
    }
    assert_eq!(counted(), before);
    assert!(asked > 1000, "only {asked} questions");
}
