//! The server under load, a process of its own.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use ureq::Agent;

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub at: String,
    /// Tokens of the two reviewers, by name.
    pub tokens: Vec<(String, String)>,
    /// A reader's token.
    pub reader: String,
}

impl Server {
    /// Makes accounts and starts a server with them.
    pub fn start(program: &Path, db: &Path) -> Server {
        for (name, role) in
            [("Root", "admin"), ("Ada", "reviewer"), ("Bea", "reviewer"), ("Reader", "reader")]
        {
            account(program, db, name, role);
        }
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--db"])
            .arg(db)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let at = loop {
            let line = lines.next().expect("an address").expect("a line");
            if let Some(at) = line.split("http://").nth(1) {
                break format!("http://{}", at.split_whitespace().next().expect("an address"));
            }
        };
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let token = |name: &str, scopes: &[&str]| (name.to_string(), token(&at, name, scopes));
        let tokens = vec![token("Ada", &["read", "review"]), token("Bea", &["read", "review"])];
        let reader = token("Reader", &["read"]).1;
        Server { child, at, tokens, reader }
    }

    /// Asks as a reader; the status and the answer.
    pub fn get(&self, agent: &Agent, path: &str) -> (u16, Vec<u8>) {
        let bearer = format!("Bearer {}", self.reader);
        let request = agent.get(format!("{}{path}", self.at)).header("authorization", bearer);
        match request.call() {
            Ok(mut answer) => {
                let status = answer.status().as_u16();
                (status, answer.body_mut().with_config().limit(1 << 30).read_to_vec().unwrap_or_default())
            }
            Err(_) => (0, Vec::new()),
        }
    }

    /// Asks as a reader for JSON that must come.
    pub fn json(&self, agent: &Agent, path: &str) -> Value {
        let (status, body) = self.get(agent, path);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).expect("JSON")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An agent that takes every answer as one.
pub fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).build().into()
}

const PASSWORD: &str = "three calm words";

fn account(program: &Path, db: &Path, name: &str, role: &str) {
    let mut add = Command::new(program)
        .args(["user", "add", name, "--role", role, "--db"])
        .arg(db)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut input = add.stdin.take().expect("piped");
    std::io::Write::write_all(&mut input, PASSWORD.as_bytes()).expect("a password");
    drop(input);
    // An account of an earlier run is as good.
    add.wait().expect("the program ends");
}

/// Signs in, and makes a token.
fn token(at: &str, name: &str, scopes: &[&str]) -> String {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    let body = serde_json::json!({"name": name, "password": PASSWORD}).to_string();
    let send = |path: &str, headers: &[(&str, String)], body: String| {
        let mut request = agent.post(format!("{at}/api/v1{path}")).content_type("application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.send(body).expect("an answer")
    };
    let mut signed = send("/session", &[], body);
    let cookie = signed.headers()["set-cookie"]
        .to_str()
        .expect("a cookie")
        .split(';')
        .next()
        .expect("a cookie")
        .to_string();
    let me: Value = serde_json::from_str(&signed.body_mut().read_to_string().expect("JSON")).expect("JSON");
    let csrf = me["csrf"].as_str().expect("a guard").to_string();
    let wanted = serde_json::json!({"label": "load", "scopes": scopes, "days": 1}).to_string();
    let mut made = send("/tokens", &[("cookie", cookie), ("x-csrf-token", csrf)], wanted);
    let made = made.body_mut().read_to_string().expect("JSON");
    let made: Value = serde_json::from_str(&made).expect("JSON");
    made["token"]
        .as_str()
        .or(made["text"].as_str())
        .unwrap_or_else(|| panic!("no token in {made}"))
        .to_string()
}

/// Where things for a run are put.
pub fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("dateline-load-{}-{name}", std::process::id()))
}
