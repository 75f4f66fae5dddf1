//! Reports made for the tests: so many that taking them in lasts a while, and several of each attack, so that claims meet.

use crate::program::Folder;
use serde_json::json;
use std::path::PathBuf;

/// Towns far from each other.
const TOWNS: [&str; 12] = [
    "Aleppo",
    "Homs",
    "Raqqa",
    "Mosul",
    "Basra",
    "Kirkuk",
    "Garissa",
    "Mandera",
    "Kharkiv",
    "Kherson",
    "Maiduguri",
    "Kandahar",
];
const OUTLETS: [&str; 5] =
    ["Example Wire", "Example Gazette", "Example Radio", "Example Post", "Example Mail"];

/// A line of JSON: report `n`, of the attack `n / 3`.
pub fn line(n: usize) -> String {
    let attack = n / 3;
    let (town, outlet) = (TOWNS[attack % TOWNS.len()], OUTLETS[n % OUTLETS.len()]);
    let day = attack / TOWNS.len() % 27 + 1;
    let dead = attack % 7 + 2 + n % 2;
    let text = format!(
        "Rockets struck a market in {town} on {day} March 2023, killing {dead} people, a doctor told {outlet}.\n\n\
         Gunmen attacked a police post near {town} on the same day and wounded {} officers, officials said. The \
         governor said that talks would go on, and that schools would open again after the holiday in week {n}.\n",
        n % 5 + 1
    );
    json!({"id": format!("m{n}"), "title": format!("{outlet}: rockets on {town}"), "text": text, "outlet": outlet,
           "published": format!("2023-03-{:02}", day + 1), "language": "en"})
    .to_string()
}

/// A file of the reports `0 .. count`.
pub fn file(folder: &Folder, name: &str, count: usize) -> PathBuf {
    let lines: Vec<String> = (0..count).map(line).collect();
    folder.file(name, (lines.join("\n") + "\n").as_bytes())
}
