//! Whose work is in the program beside ours, under what licences, in their words.

use super::output;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// How licence files are called, in capitals.
const NAMES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT"];

/// The notices of every crate that is linked in, and of the workbench's parts. Texts that several share stand once.
///
/// # Errors
/// When cargo cannot say what is linked in.
pub(super) fn text() -> Result<String> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut list = String::new();
    for package in linked()? {
        let field = |name: &str| package[name].as_str().unwrap_or_default().to_string();
        let name = format!("{} {}", field("name"), field("version"));
        list += &format!("{name}: {} {}\n", field("license"), field("repository"));
        let folder = Path::new(package["manifest_path"].as_str().context("a manifest")?)
            .parent()
            .context("a folder")?;
        for text in licences(folder)? {
            texts.entry(text).or_default().insert(name.clone());
        }
    }
    let mut all = format!("Dateline holds the work of others. Written in Rust:\n\n{list}\n");
    all += "In the workbench:\n\n";
    all += &fs::read_to_string("crates/serve/web-dist/licenses.md").context("the workbench's licences")?;
    for (text, names) in texts {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        all += &format!("\n{}\n{names}\n\n{}\n", "-".repeat(100), text.trim_end());
    }
    Ok(all)
}

/// The packages that are linked into the program, but for our own.
fn linked() -> Result<Vec<Value>> {
    let told = output(Command::new("cargo").args([
        "metadata",
        "--locked",
        "--format-version=1",
        "--filter-platform=x86_64-unknown-linux-gnu",
    ]))?;
    let mut told: Value = serde_json::from_str(&told)?;
    let nodes = told["resolve"]["nodes"].as_array().context("what depends on what")?;
    let id = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let depends: BTreeMap<String, Vec<String>> = nodes
        .iter()
        .map(|node| {
            let normal = |dep: &&Value| {
                dep["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|k| k["kind"].is_null()))
            };
            let deps =
                node["deps"].as_array().into_iter().flatten().filter(normal).map(|dep| id(&dep["pkg"]));
            (id(&node["id"]), deps.collect())
        })
        .collect();
    let Value::Array(packages) = told["packages"].take() else { return Ok(Vec::new()) };
    let root =
        packages.iter().find(|p| p["name"] == "dateline").map(|p| id(&p["id"])).context("our own package")?;
    let (mut seen, mut next) = (BTreeSet::new(), vec![root]);
    while let Some(one) = next.pop() {
        if seen.insert(one.clone()) {
            next.extend(depends.get(&one).into_iter().flatten().cloned());
        }
    }
    // What has a source is not of this workspace.
    Ok(packages.into_iter().filter(|p| !p["source"].is_null() && seen.contains(&id(&p["id"]))).collect())
}

/// The texts of the licence files in a folder.
fn licences(folder: &Path) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if path.is_file() && NAMES.iter().any(|known| name.starts_with(known)) {
            texts.push(String::from_utf8_lossy(&fs::read(path)?).replace("\r\n", "\n"));
        }
    }
    texts.sort();
    Ok(texts)
}
