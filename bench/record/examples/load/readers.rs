//! People who read: each looks around the record in ways of their own, one question a second.

use crate::Span;
use crate::delays::Delays;
use crate::server::{Server, agent};
use std::time::{Duration, Instant};

/// What a record has to be asked for.
pub struct World {
    pub total: u64,
    ids: Vec<String>,
    reports: Vec<String>,
    countries: Vec<String>,
    types: Vec<String>,
}

impl World {
    /// Asks the server what there is.
    pub fn of(server: &Server) -> World {
        let agent = agent();
        let texts = |value: &serde_json::Value, at: &str| -> Vec<String> {
            let items = value["items"].as_array().expect("items");
            items.iter().filter_map(|item| item.pointer(at)?.as_str().map(str::to_string)).collect()
        };
        let overview = server.json(&agent, "/api/v1/overview");
        let latest = server.json(&agent, "/api/v1/incidents?limit=200");
        let killed = server.json(&agent, "/api/v1/incidents?limit=200&sort=killed");
        let reports = server.json(&agent, "/api/v1/reports?limit=200");
        let mut countries = texts(&latest, "/place/country");
        countries.sort();
        countries.dedup();
        let types = overview["types"].as_object().expect("types").keys().cloned().collect();
        let ids = [texts(&latest, "/id"), texts(&killed, "/id")].concat();
        World {
            total: overview["of"].as_u64().expect("a count"),
            ids,
            reports: texts(&reports, "/id"),
            countries,
            types,
        }
    }
}

/// Numbers that look random, the same in every run: SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    fn of<'t>(&mut self, texts: &'t [String]) -> &'t str {
        texts.get(self.below(texts.len())).map_or("", String::as_str)
    }
}

/// Reader `n` of `count`: asks once a second until the end. An answer that comes late delays the next question, whose
/// delay is counted from when it was due.
pub fn read(server: &Server, world: &World, n: u64, count: u64, span: Span) -> Delays {
    let (agent, mut dice, mut delays) = (agent(), Dice(n), Delays::default());
    let mut due = span.begin + Duration::from_secs(1) * n as u32 / count as u32;
    while due < span.end {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let (kind, path) = question(world, &mut dice);
        let (status, _) = server.get(&agent, &path);
        match status {
            200 => delays.note(kind, due.elapsed()),
            _ => delays.errors += 1,
        }
        due += Duration::from_secs(1);
    }
    delays
}

/// What is asked next: of a hundred questions so many are of each kind.
fn question(world: &World, dice: &mut Dice) -> (&'static str, String) {
    let (kind, path) = match dice.below(100) {
        0..6 => ("page", "/".to_string()),
        // The first view is the same for all.
        6..16 => ("overview", "/overview?by=auto".to_string()),
        16..28 => {
            let (w, s) = (dice.below(300) as f64 - 150.0, dice.below(100) as f64 - 50.0);
            let what = format!(
                "country={}&view={w},{s},{},{}&zoom=5",
                dice.of(&world.countries),
                w + 30.0,
                s + 20.0
            );
            ("overview of", format!("/overview?by=auto&{what}"))
        }
        28..42 => ("list", "/incidents?limit=100&sort=latest".to_string()),
        42..54 => {
            let year = 2015 + dice.below(10);
            let what = format!("type={}&from={year}-01-01&to={year}-12-31", dice.of(&world.types));
            ("list of", format!("/incidents?limit=100&{what}"))
        }
        54..78 => ("incident", format!("/incidents/{}", dice.of(&world.ids))),
        78..84 => ("history", format!("/incidents/{}/log", dice.of(&world.ids))),
        84..92 => ("report", format!("/reports/{}", dice.of(&world.reports))),
        92..97 => ("suggest", format!("/suggest?q={}", ["ale", "mos", "isl", "arm", "kha"][dice.below(5)])),
        _ => ("codebook", "/codebook".to_string()),
    };
    match kind {
        "page" => (kind, path),
        _ => (kind, format!("/api/v1{path}")),
    }
}
