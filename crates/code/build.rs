//! Lists the data files that are compiled in, so that a new event type is one new file and nothing else.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let events = root.join("codebook/events");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", events.display());
    fs::write(Path::new(&out).join("codebook.rs"), codebook(&events)).expect("OUT_DIR can be written");
}

/// Rust source of the table `EMBEDDED`: for each file of `folder` its name, its text, and what the
/// program needs at once (id, family, act words, patterns), so that no TOML is parsed at start.
fn codebook(folder: &Path) -> String {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder codebook/events stands at the root of the project")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|x| x == "toml"))
        .collect();
    files.sort();
    let mut source = String::from("static EMBEDDED: &[Embedded] = &[\n");
    for path in files {
        let text = fs::read_to_string(&path).expect("a codebook entry is UTF-8");
        let path = path.canonicalize().expect("it was just read");
        let name = path.file_name().expect("a file has a name").to_string_lossy();
        let _ = writeln!(
            source,
            "Embedded {{ file: {name:?}, text: include_str!({path:?}), id: {:?}, family: {:?}, acts: &{:?}, patterns: &{:?} }},",
            strings(&text, "id").first().unwrap_or(&""),
            strings(&text, "family").first().unwrap_or(&""),
            strings(&text, "acts"),
            strings(&text, "patterns"),
        );
    }
    source + "];\n"
}

/// The strings of a top-level `key = "…"` or `key = ["…", …]` as our own files write them: plain strings
/// without escapes. A test compares the table with a full parse, so a file written otherwise is noticed.
fn strings<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    let Some(start) = text.lines().find_map(|line| {
        let rest = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
        Some(rest.as_ptr() as usize - text.as_ptr() as usize)
    }) else {
        return Vec::new();
    };
    let value = &text[start..];
    let end = if value.trim_start().starts_with('[') {
        value.find("\n]").or(value.find(']'))
    } else {
        value.find('\n')
    };
    value[..end.unwrap_or(value.len())].split('"').skip(1).step_by(2).collect()
}
