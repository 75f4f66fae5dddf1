//! The program while it serves, and what it answers.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod questions;

use super::program::command;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::Child;
use ureq::Agent;

/// A server that ends with the test.
pub struct Served {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub at: String,
    agent: Agent,
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
        Served { child, at: format!("http://{at}"), agent }
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
