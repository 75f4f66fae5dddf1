//! Accounts as their owners and operators have them: the real program, over the network.

mod program;
mod served;

use program::{Folder, run};
use serde_json::{Value, json};
use served::{Answered, Served};
use std::path::Path;

const ADA: &str = "three calm words";
const BEA: &str = "four other calm words";

/// A record with two accounts, and the path of its file.
fn team() -> (Folder, String) {
    let folder = Folder::new();
    let db = folder.join("r.db").display().to_string();
    let page = folder.file("page.txt", b"Gunmen killed three people in Homs on Monday, police said.\n");
    let page = page.display().to_string();
    let done = run(&["ingest", "--db", &db, "--published", "2024-01-08", &page], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let done = run(&["user", "add", "Ada", "--role", "admin", "--db", &db], format!("{ADA}\n").as_bytes());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let done = run(&["user", "add", "Bea", "--db", &db], BEA.as_bytes());
    assert!(done.stdout.contains("Bea is a reader"), "{}{}", done.stdout, done.stderr);
    (folder, db)
}

/// A browser that is signed in.
struct Signed {
    cookie: String,
    csrf: String,
}

impl Signed {
    fn headers(&self) -> [(&str, &str); 2] {
        [("cookie", &self.cookie), ("x-csrf-token", &self.csrf)]
    }
}

fn try_in(server: &Served, name: &str, password: &str) -> Answered {
    server.send("POST", "/api/v1/session", &[], &json!({"name": name, "password": password}))
}

fn sign_in(server: &Served, name: &str, password: &str) -> Signed {
    let answer = try_in(server, name, password);
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap_or_default().to_string();
    let csrf = answer.json()["csrf"].as_str().expect("a text").to_string();
    Signed { cookie, csrf }
}

#[test]
fn people_sign_in_do_what_they_may_and_sign_out() {
    let (_folder, db) = team();
    let server = Served::with(&["--db", &db]);
    assert_eq!(server.get("/api/v1/incidents").status, 401, "also on loopback, once there are accounts");
    assert_eq!(server.get("/").status, 200, "the page that one signs in at");
    assert_eq!(server.json("/api/v1/session")["password"], true);

    let bea = sign_in(&server, "bea", BEA);
    let me = server.get_with("/api/v1/me", &[("cookie", &bea.cookie)]).json();
    assert_eq!((&me["name"], &me["role"], &me["open"]), (&json!("Bea"), &json!("reader"), &json!(false)));
    assert_eq!(server.get_with("/api/v1/incidents", &bea.headers()).status, 200);
    assert_eq!(server.get_with("/api/v1/users", &bea.headers()).status, 403);

    let ada = sign_in(&server, "Ada", ADA);
    let new = json!({"name": "Cyd", "role": "coder", "password": "five more calm words"});
    let unguarded = [("cookie", ada.cookie.as_str())];
    assert_eq!(server.send("POST", "/api/v1/users", &unguarded, &new).status, 403, "without the CSRF token");
    let [cookie, csrf] = ada.headers();
    for origin in ["http://evil.example", "null"] {
        let elsewhere = [cookie, csrf, ("origin", origin)];
        let refused = server.send("POST", "/api/v1/users", &elsewhere, &new);
        assert_eq!(refused.status, 403, "a page of another site ({origin})");
    }
    assert_eq!(server.send("POST", "/api/v1/users", &ada.headers(), &new).status, 201);
    let changed = server.send("PATCH", "/api/v1/users/bea", &ada.headers(), &json!({"role": "reviewer"}));
    assert_eq!(changed.json()["role"], "reviewer");
    let me = server.get_with("/api/v1/me", &[("cookie", &bea.cookie)]).json();
    assert_eq!(me["role"], "reviewer", "her session follows at once");
    assert_eq!(server.send("DELETE", "/api/v1/users/Ada", &ada.headers(), &Value::Null).status, 409);

    assert_eq!(server.send("DELETE", "/api/v1/session", &bea.headers(), &Value::Null).status, 204);
    assert_eq!(server.get_with("/api/v1/me", &[("cookie", &bea.cookie)]).status, 401);
    let audit = server.get_with("/api/v1/audit", &ada.headers()).json();
    let lines: Vec<&str> =
        audit["items"].as_array().expect("lines").iter().filter_map(|l| l["what"].as_str()).collect();
    for what in ["signed in", "account added", "role changed"] {
        assert!(lines.contains(&what), "{what} is missing: {lines:?}");
    }
}

#[test]
fn a_session_is_new_at_each_sign_in_and_the_one_before_ends() {
    let (_folder, db) = team();
    let server = Served::with(&["--db", &db]);
    let planted = format!("dateline={}", "a".repeat(64));
    let body = json!({"name": "Ada", "password": ADA});
    let answer = server.send("POST", "/api/v1/session", &[("cookie", &planted)], &body);
    let first = answer.header("set-cookie").split(';').next().unwrap_or_default().to_string();
    assert_ne!(first, planted, "an id that somebody planted is worth nothing");
    assert_eq!(server.get_with("/api/v1/me", &[("cookie", &planted)]).status, 401);
    let again = server.send("POST", "/api/v1/session", &[("cookie", &first)], &body);
    assert_eq!(again.status, 200);
    assert_eq!(server.get_with("/api/v1/me", &[("cookie", &first)]).status, 401, "the one before has ended");
}

#[test]
fn wrong_passwords_are_all_the_same_and_cost_time() {
    let (_folder, db) = team();
    let server = Served::with(&["--db", &db]);
    let unknown = try_in(&server, "Nobody", "not this one either");
    let wrong = try_in(&server, "Ada", "not this one either");
    assert_eq!((unknown.status, wrong.status), (401, 401));
    assert_eq!(unknown.body, wrong.body, "nobody learns which names there are");
    let answers: Vec<u16> = (0..6).map(|_| try_in(&server, "Ada", "wrong").status).collect();
    assert_eq!(answers.last(), Some(&429), "{answers:?}");
    let refused = try_in(&server, "Ada", ADA);
    assert_eq!(refused.status, 429, "the right one has to wait too");
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    sign_in(&server, "Bea", BEA);
}

#[test]
fn tokens_do_what_they_are_made_for_and_make_no_tokens() {
    let (_folder, db) = team();
    let server = Served::with(&["--db", &db]);
    let ada = sign_in(&server, "Ada", ADA);
    let asked = json!({"label": "dashboard", "scopes": ["read"], "days": 7});
    let made = server.send("POST", "/api/v1/tokens", &ada.headers(), &asked);
    assert_eq!(made.status, 201);
    let made = made.json();
    let bearer = format!("Bearer {}", made["token"].as_str().expect("a token"));
    let token = [("authorization", bearer.as_str())];
    assert_eq!(server.get_with("/api/v1/incidents", &token).status, 200);
    assert_eq!(server.get_with("/api/v1/users", &token).status, 403, "it is made for reading");
    assert_eq!(server.send("POST", "/api/v1/tokens", &token, &asked).status, 403);
    let list = server.get_with("/api/v1/tokens", &ada.headers());
    assert!(!String::from_utf8_lossy(&list.body).contains("dateline_"), "its text is shown once");
    let address = format!("/api/v1/tokens/{}", made["about"]["id"].as_str().expect("an id"));
    assert_eq!(server.send("DELETE", &address, &ada.headers(), &Value::Null).status, 204);
    assert_eq!(server.get_with("/api/v1/incidents", &token).status, 401);
}

#[test]
fn a_new_password_ends_what_the_old_one_opened() {
    let (_folder, db) = team();
    let server = Served::with(&["--db", &db]);
    let bea = sign_in(&server, "Bea", BEA);
    let elsewhere = sign_in(&server, "Bea", BEA);
    let wrong = json!({"old": "not this one", "new": "five more calm words"});
    assert_eq!(server.send("PUT", "/api/v1/me/password", &bea.headers(), &wrong).status, 403);
    let short = json!({"old": BEA, "new": "short"});
    assert_eq!(server.send("PUT", "/api/v1/me/password", &bea.headers(), &short).status, 400);
    let right = json!({"old": BEA, "new": "five more calm words"});
    let changed = server.send("PUT", "/api/v1/me/password", &bea.headers(), &right);
    assert_eq!(changed.status, 200);
    let now = changed.header("set-cookie").split(';').next().unwrap_or_default().to_string();
    assert_eq!(server.get_with("/api/v1/me", &[("cookie", &now)]).status, 200);
    assert_eq!(server.get_with("/api/v1/me", &[("cookie", &elsewhere.cookie)]).status, 401);
    assert_eq!(try_in(&server, "Bea", BEA).status, 401);
}

#[test]
fn beyond_the_machine_it_takes_accounts_and_tls() {
    let folder = Folder::new();
    let db = folder.join("r.db").display().to_string();
    let serve = |more: &[&str]| run(&[&["serve", "--db", &db], more].concat(), b"");
    let far = serve(&["--listen", "0.0.0.0:0"]);
    assert_eq!(far.code, Some(1));
    assert!(far.stderr.contains("dateline user add"), "{}", far.stderr);
    let proxied = serve(&["--listen", "127.0.0.1:0", "--behind-proxy"]);
    assert!(proxied.code == Some(1) && proxied.stderr.contains("dateline user add"), "{}", proxied.stderr);
    run(&["user", "add", "Ada", "--role", "admin", "--db", &db], ADA.as_bytes());
    let clear = serve(&["--listen", "0.0.0.0:0"]);
    assert!(clear.code == Some(1) && clear.stderr.contains("--tls-cert"), "{}", clear.stderr);
    let key = serve(&["--listen", "127.0.0.1:0", "--tls-cert", "none.pem", "--tls-key", "none.pem"]);
    assert!(key.code == Some(1) && key.stderr.contains("none.pem"), "{}", key.stderr);
}

#[test]
fn the_program_keeps_accounts() {
    let (_folder, db) = team();
    let ask = |args: &[&str], input: &str| run(&[&["user"], args, &["--db", &db]].concat(), input.as_bytes());
    let list = ask(&["list"], "");
    assert!(list.stdout.contains("Ada  admin") && list.stdout.contains("Bea  reader"), "{}", list.stdout);
    assert_eq!(ask(&["add", "bea"], BEA).code, Some(1), "the name is taken");
    let short = ask(&["add", "Cyd"], "short");
    assert!(
        short.code == Some(1) && short.stderr.contains("twelve") || short.stderr.contains("12"),
        "{}",
        short.stderr
    );
    assert_eq!(ask(&["role", "Ada", "reader"], "").code, Some(1), "the last admin");
    assert_eq!(ask(&["role", "Bea", "admin"], "").code, Some(0));
    assert_eq!(ask(&["password", "Bea"], "six further calm words").code, Some(0));
    assert_eq!(ask(&["remove", "Ada"], "").code, Some(0));
    assert_eq!(ask(&["remove", "Ada"], "").code, Some(1));
    let server = Served::with(&["--db", &db]);
    assert_eq!(try_in(&server, "Ada", ADA).status, 401);
    sign_in(&server, "Bea", "six further calm words");
}

#[cfg(unix)]
#[test]
fn the_desk_stands_beside_the_record_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, db) = team();
    let desk = format!("{db}.desk");
    let mode = std::fs::metadata(Path::new(&desk)).expect("a desk").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    for secret in [ADA, BEA, "Bea"] {
        let record = std::fs::read(&db).expect("a record");
        let holds = record.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
        assert!(!holds, "the record holds {secret:?}");
    }
}
