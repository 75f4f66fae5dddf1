//! Reports that come coded already: lines of the contract's JSON, from `dateline code --json`, from people's own coding,
//! or from another coder.

use super::args::IngestArgs;
use super::complete::complete;
use super::ingest::Taken;
use crate::input::Failure;
use anyhow::{Context, Result};
use dateline_code::Books;
use dateline_store::{Given, Intake, Key};
use dateline_terms::told::Event;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Hands on every coded report of the paths, or what is wrong with its line, until `each` says that it is enough.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn read(
    args: &IngestArgs,
    books: &Books<'_>,
    each: &mut dyn FnMut(Result<Taken, Failure>) -> bool,
) -> Result<()> {
    for path in &args.paths {
        let lines: Box<dyn BufRead> = if path.as_os_str() == "-" {
            Box::new(BufReader::new(std::io::stdin()))
        } else {
            Box::new(BufReader::new(File::open(path).with_context(|| format!("{}", path.display()))?))
        };
        for (n, line) in lines.split(b'\n').enumerate() {
            let line = line.with_context(|| format!("{}", path.display()))?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let name = format!("{}: line {}", path.display(), n + 1);
            let taken = intake(&line, args, path, books).map_err(|what| Failure::new(name, what));
            if !each(taken.map(|intake| Taken::Coded(Box::new(intake)))) {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn intake(line: &[u8], args: &IngestArgs, path: &Path, books: &Books<'_>) -> Result<Intake, String> {
    let wrong = |error: serde_json::Error| format!("It is no line of JSON ({error}): see docs/output.md.");
    let mut object: Map<String, Value> = serde_json::from_slice(line).map_err(wrong)?;
    let Some(id) = object.get("id").and_then(Value::as_str).map(str::to_string) else {
        return Err("It has no `id`: coded reports are told apart by it.".into());
    };
    if !object.contains_key("report") {
        let report = report(&object, args);
        object.insert("report".into(), report);
    }
    complete_events(&mut object, books)?;
    let outlet = object.get("report").and_then(|r| r.get("outlet")).and_then(Value::as_str);
    let key = match outlet {
        Some(outlet) => Key::Own(format!("{outlet}: {id}")),
        None if id.parse::<u64>().is_ok() => Key::Own(format!("{}: {id}", path.display())),
        None => Key::Own(id.clone()),
    };
    Ok(Intake {
        key,
        name: id,
        bytes: line.to_vec(),
        given: Given { format: "coded".into(), ..Given::default() },
        url: object.get("url").and_then(Value::as_str).map(str::to_string),
        coded: Value::Object(object),
        coder: "coded before".into(),
        received: None,
    })
}

/// Looks up what the events name.
fn complete_events(object: &mut Map<String, Value>, books: &Books<'_>) -> Result<(), String> {
    let text = object
        .get("report")
        .and_then(|r| r.get("text"))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_string();
    for event in object.get_mut("events").and_then(Value::as_array_mut).into_iter().flatten() {
        let wrong = |error| format!("One of its events is not as docs/output.md says ({error}).");
        let mut told: Event = serde_json::from_value(event.take()).map_err(wrong)?;
        complete(&mut told, &text, books);
        *event = serde_json::to_value(told).map_err(wrong)?;
    }
    Ok(())
}

/// The contract's `report` of an object that has title, text, outlet and publication day beside its events, as gold does.
fn report(object: &Map<String, Value>, args: &IngestArgs) -> Value {
    let field = |name: &str| object.get(name).cloned().unwrap_or(Value::Null);
    let given = args.published.map(|day| Value::from(day.to_string()));
    let day = match object.get("published").filter(|day| !day.is_null()).cloned().or(given) {
        Some(Value::String(day)) => json!({"date": day, "basis": "given"}),
        Some(day) => day,
        None => Value::Null,
    };
    let outlet = match field("outlet") {
        Value::Null => args.outlet.clone().map_or(Value::Null, Value::from),
        outlet => outlet,
    };
    json!({
        "title": field("title"),
        "text": field("text").as_str().unwrap_or_default(),
        "outlet": outlet,
        "language": field("language"),
        "published": day,
    })
}
