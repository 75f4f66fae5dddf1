//! The program while it serves, and what it answers.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod questions;

use super::program::command;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Command};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use ureq::Agent;

/// A server that ends with the test.
pub struct Served {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub at: String,
    agent: Agent,
    log: Option<Mutex<BufReader<ChildStderr>>>,
}

/// What it answered.
pub struct Answered {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Served {
    /// One over the example reports.
    pub fn demo() -> Served {
        Served::with(&["--demo"])
    }

    /// `dateline serve` with further arguments, at a free port.
    pub fn with(args: &[&str]) -> Served {
        let mut child = command(&[&["serve", "--listen", "127.0.0.1:0"], args].concat())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let at = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("http://")?.1.split(' ').next()?.to_string()))
            .expect("it says where it listens");
        // What it prints later goes nowhere, and must not fill the pipe.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        Served { child, at: format!("http://{at}"), agent, log: None }
    }

    /// The same, keeping what it logs.
    pub fn logged(args: &[&str]) -> Served {
        let mut server = Served::with(args);
        server.log = server.child.stderr.take().map(BufReader::new).map(Mutex::new);
        server
    }

    /// The next line of the log, as JSON, whose message this is.
    pub fn logged_line(&self, message: &str) -> Value {
        let mut log = self.log.as_ref().expect("a log that is kept").lock().expect("nobody panicked");
        loop {
            let mut line = String::new();
            assert!(log.read_line(&mut line).expect("a line") > 0, "the log has ended");
            let line: Value = serde_json::from_str(&line).expect("a line of JSON");
            if line["message"] == message {
                return line;
            }
        }
    }

    /// Asks for an address.
    pub fn get(&self, path: &str) -> Answered {
        self.get_with(path, &[])
    }

    /// Asks for an address, with headers.
    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answered {
        let request = self.agent.get(format!("{}{path}", self.at));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Answered::of(request.call().expect("an answer"))
    }

    /// Sends JSON, with headers; `null` for no body.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answered {
        let request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.at));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let request = request.header("content-type", "application/json").body(bytes).expect("a request");
        Answered::of(self.agent.run(request).expect("an answer"))
    }

    /// Sends files as a browser's form does: each a name and its bytes; fields without a file are named with an `=`.
    pub fn send_files(&self, path: &str, parts: &[(&str, &[u8])]) -> Answered {
        let mut body = Vec::new();
        for (name, bytes) in parts {
            let head = match name.strip_suffix('=') {
                Some(field) => format!("name=\"{field}\""),
                None => format!("name=\"file\"; filename=\"{name}\""),
            };
            body.extend(format!("--line\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes());
            body.extend([*bytes, b"\r\n"].concat());
        }
        body.extend(b"--line--\r\n");
        let request = self.agent.post(format!("{}{path}", self.at));
        let request = request.header("content-type", "multipart/form-data; boundary=line");
        Answered::of(request.send(&body).expect("an answer"))
    }

    /// Listens to the record's news: each event's kind and what it says, until the server ends.
    pub fn news(&self, last: Option<i64>) -> Receiver<(String, Value)> {
        let request = self.agent.get(format!("{}/api/v1/changes", self.at));
        let request = last.iter().fold(request, |r, last| r.header("last-event-id", last.to_string()));
        let body = request.call().expect("an answer").into_body().into_reader();
        let (tell, told) = channel();
        std::thread::spawn(move || {
            let mut kind = String::new();
            for line in BufReader::new(body).lines().map_while(Result::ok) {
                if let Some(word) = line.strip_prefix("event: ") {
                    kind = word.to_string();
                } else if let Some(said) = line.strip_prefix("data: ") {
                    let said = serde_json::from_str(said).expect("JSON");
                    if tell.send((kind.clone(), said)).is_err() {
                        return;
                    }
                }
            }
        });
        told
    }

    /// Asks it to end by a signal, such as TERM.
    #[cfg(unix)]
    pub fn ask_to_end(&self, signal: &str) {
        let kill = Command::new("kill").args(["-s", signal, &self.child.id().to_string()]).status();
        assert!(kill.expect("kill runs").success());
    }

    /// Waits until it has ended: its exit code.
    pub fn ended(&mut self) -> Option<i32> {
        self.child.wait().expect("it ends").code()
    }

    /// What an address gives, which must be a success in JSON.
    pub fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }
}

impl Answered {
    fn of(mut response: ureq::http::Response<ureq::Body>) -> Answered {
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Answered {
            status: response.status().as_u16(),
            headers: response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: response.body_mut().read_to_vec().expect("a body"),
        }
    }

    /// The value of a header, empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
