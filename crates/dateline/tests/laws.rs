//! The laws of the house that can be read off the sources: see ARCHITECTURE.md.

mod program;

use program::{root, run};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which of Dateline's own crates each crate may depend on.
const MAY_DEPEND_ON: [(&str, &[&str]); 10] = [
    ("terms", &[]),
    ("page", &["terms"]),
    ("read", &["terms"]),
    ("code", &["terms"]),
    ("store", &["terms", "code"]),
    ("export", &["terms"]),
    ("intake", &["terms", "page", "store"]),
    ("serve", &["terms", "store", "export", "intake"]),
    ("dateline", &["terms", "page", "read", "code", "store", "export", "intake", "serve"]),
    ("python", &["terms", "code", "store", "export"]),
];

/// All files under a folder that end in `ending`, without what building leaves behind.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() && !path.ends_with("target") && !path.ends_with(".venv") {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Names under `[dependencies]` of a manifest.
fn dependencies(manifest: &str) -> Vec<String> {
    let after = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let section = after.split("\n[").next().unwrap_or_default();
    let name = |line: &str| line.split(['.', ' ', '=']).next().unwrap_or_default().to_string();
    section.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(name).collect()
}

#[test]
fn crates_depend_only_through_the_table() {
    let crates = root().join("crates");
    let mut seen = Vec::new();
    for manifest in files(&crates, "Cargo.toml") {
        let folder = manifest.parent().and_then(Path::file_name).and_then(|n| n.to_str()).expect("a crate");
        let (_, allowed) = MAY_DEPEND_ON
            .iter()
            .find(|(name, _)| *name == folder)
            .unwrap_or_else(|| panic!("the crate {folder} is not in the table of ARCHITECTURE.md"));
        for own in dependencies(&read(&manifest)).iter().filter_map(|d| d.strip_prefix("dateline-")) {
            assert!(allowed.contains(&own), "{folder} may not depend on {own}");
        }
        seen.push(folder.to_string());
    }
    assert_eq!(seen.len(), MAY_DEPEND_ON.len(), "{seen:?}");
}

#[test]
fn every_third_party_crate_has_a_line_in_the_architecture() {
    let architecture = read(&root().join("ARCHITECTURE.md"));
    for manifest in files(&root().join("crates"), "Cargo.toml") {
        for name in dependencies(&read(&manifest)).iter().filter(|d| !d.starts_with("dateline")) {
            assert!(
                architecture.contains(&format!("| `{name}` |")),
                "ARCHITECTURE.md says nothing of {name}"
            );
        }
    }
}

/// The part of a source file before its tests.
fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}

#[test]
fn page_read_and_code_do_no_io_and_know_no_clock() {
    let banned = [
        "std::fs",
        "std::net",
        "std::env",
        "std::time",
        "std::process",
        "std::io",
        "Zoned::now",
        "Timestamp::now",
    ];
    for room in ["terms", "page", "read", "code"] {
        let sources = files(&root().join("crates").join(room).join("src"), ".rs");
        assert!(!sources.is_empty());
        for path in sources {
            let source = read(&path);
            for word in banned {
                let used = without_tests(&source)
                    .lines()
                    .any(|line| !line.trim_start().starts_with("//") && line.contains(word));
                assert!(!used, "{} uses {word}", path.display());
            }
        }
    }
}

#[test]
fn names_of_other_datasets_columns_stand_in_export_alone() {
    // A few of each: ACLED's, UCDP's, POLECAT's.
    let theirs =
        ["event_id_cnty", "sub_event_type", "geo_precision", "priogrid_gid", "deaths_civilians", "Actor COW"];
    let crates = root().join("crates");
    for name in theirs {
        let holds = |folder: &Path| files(folder, ".rs").iter().any(|path| read(path).contains(name));
        assert!(holds(&crates.join("export/src")), "{name} is no column of an export");
        for (room, _) in MAY_DEPEND_ON.iter().filter(|(room, _)| *room != "export") {
            assert!(!holds(&crates.join(room).join("src")), "crates/{room} names the column {name}");
        }
    }
}

#[test]
fn files_stay_under_400_lines() {
    let mut long = BTreeMap::new();
    for folder in ["crates", "xtask", "fuzz"] {
        for path in files(&root().join(folder), ".rs") {
            let lines = read(&path).lines().count();
            if lines > 400 {
                long.insert(path, lines);
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

/// Long flags and commands that a help text names.
fn flags(help: &str) -> Vec<String> {
    help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .map(str::to_string)
        .collect()
}

/// Names of the commands that a help text lists.
fn commands(help: &str) -> Vec<String> {
    let list = help.split("Commands:\n").nth(1).and_then(|c| c.split("\n\n").next()).unwrap_or_default();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_string).collect()
}

/// Looks a command up in the README, with its flags and the commands under it; gives how many flags there are.
fn documented(path: &[&str], readme: &str) -> usize {
    let help = run(&[path, &["--help"]].concat(), b"").stdout;
    let mut seen = 0;
    if !path.is_empty() {
        let name = path.join(" ");
        assert!(readme.contains(&format!("dateline {name}")), "README.md says nothing of `dateline {name}`");
        for flag in flags(&help).iter().filter(|flag| *flag != "--help") {
            assert!(
                readme.contains(&format!("`{flag}")),
                "README.md says nothing of {flag} of `dateline {name}`"
            );
            seen += 1;
        }
    }
    for name in commands(&help) {
        seen += documented(&[path, &[name.as_str()]].concat(), readme);
    }
    seen
}

#[test]
fn every_command_and_flag_is_in_the_readme() {
    let seen = documented(&[], &read(&root().join("README.md")));
    assert!(seen >= 40, "only {seen} flags found");
}

#[test]
fn every_event_type_is_in_the_readers_codebook() {
    let docs: String = files(&root().join("docs"), ".md").iter().map(|path| read(path)).collect();
    let types: Vec<&str> = dateline_code::codebook::Codebook::embedded().ids().collect();
    assert_eq!(types.len(), 26);
    for event_type in types {
        assert!(docs.contains(event_type), "docs/ says nothing of {event_type}");
    }
}

#[test]
fn every_kind_of_furniture_and_reason_of_refusal_is_in_the_docs() {
    use dateline_terms::FurnitureKind::{
        Advertising, Byline, Caption, CommentForm, Footnote, Navigation, Related, Section,
    };
    let docs: String = files(&root().join("docs"), ".md").iter().map(|path| read(path)).collect();
    let kinds = [Caption, Related, Footnote, CommentForm, Navigation, Section, Byline, Advertising];
    let kinds = kinds.map(dateline::contract::furniture_kind);
    let words = kinds.iter().chain(&dateline_code::codebook::REFUSALS);
    for word in words {
        assert!(docs.contains(&format!("`{word}`")), "docs/ says nothing of {word}");
    }
}

/// String literals of a source file that read like sentences: a capital first, a full stop last.
fn sentences(source: &str) -> Vec<String> {
    let quoted = |line: &str| {
        let from = line.find('"')? + 1;
        let text: String = line[from..].replace("\\\"", "'").split('"').next()?.to_string();
        (text.len() > 30 && text.starts_with(char::is_uppercase) && text.ends_with('.')).then_some(text)
    };
    let code = |line: &&str| !line.trim_start().starts_with("//");
    without_tests(source).lines().filter(code).filter_map(quoted).collect()
}

#[test]
fn every_flaw_is_in_the_docs() {
    let docs = read(&root().join("docs/output.md"));
    let mut seen = 0;
    for room in ["page", "read", "code"] {
        for path in files(&root().join("crates").join(room).join("src"), ".rs") {
            let source = read(&path);
            // `encoding` hands its sentence to those who make the flaw of it.
            if !source.contains("Flaw::new(") && !path.ends_with("encoding.rs") {
                continue;
            }
            for flaw in sentences(&source) {
                let words: Vec<&str> = flaw
                    .split_whitespace()
                    .take_while(|word| !word.contains(['{', '(', '\'']))
                    .take(4)
                    .collect();
                assert!(
                    docs.contains(&words.join(" ")),
                    "docs/output.md says nothing of the flaw \"{flaw}\""
                );
                seen += 1;
            }
        }
    }
    assert!(seen >= 8, "only {seen} flaws found");
}

/// Vocabularies of our own that rules may name: they are the same in every language.
fn own_words() -> BTreeSet<String> {
    use dateline_terms::HarmKind;
    let types = dateline_code::codebook::Codebook::embedded().ids().collect::<Vec<_>>();
    let harm = HarmKind::ALL.iter().map(|kind| kind.as_str());
    let lists = dateline_code::attribute::tallies::COUNTS.iter().chain(&dateline_code::codebook::REFUSALS);
    // Names of features and classes, and a mark before them.
    let names = ["before", "any", "tally "];
    types.into_iter().chain(harm).chain(lists.copied()).chain(names).map(str::to_string).collect()
}

/// Words in lower case that a source file compares something with, or lists in a constant.
fn compared(source: &str) -> Vec<String> {
    let code = without_tests(source).lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join(" ").replace("\\\"", "'").replace("'\"'", "' '");
    let parts: Vec<&str> = code.split('"').collect();
    let is_word = |w: &str| {
        w.starts_with(|c: char| c.is_ascii_lowercase())
            && w.chars().all(|c| c.is_ascii_lowercase() || " '-".contains(c))
    };
    let before =
        ["|", "==", "!=", "= Some(", "= Some(&", "contains(", "contains(&", "with(", "fix(", "(*", "has("];
    let after = ["|", "=>", "].contains(", "].iter().any(", "].into_iter().any("];
    let mut found = Vec::new();
    for k in (1..parts.len().saturating_sub(1)).step_by(2) {
        let (left, right) = (parts[k - 1].trim_end(), parts[k + 1].trim_start());
        let item = parts[..k].concat();
        let constant = [" const ", " static "].iter().filter_map(|word| item.rfind(word)).max();
        let value = constant.and_then(|at| item[at..].split_once('='));
        let listed = value.is_some_and(|(_, value)| !value.contains(';'));
        let compared = before.iter().any(|b| left.ends_with(b)) || after.iter().any(|a| right.starts_with(a));
        if (listed || compared) && is_word(parts[k]) {
            found.push(parts[k].to_string());
        }
    }
    found
}

#[test]
fn rules_of_coding_name_no_word_of_any_language() {
    let own = own_words();
    for path in files(&root().join("crates/code/src/attribute"), ".rs") {
        let words: Vec<String> = compared(&read(&path)).into_iter().filter(|w| !own.contains(w)).collect();
        assert!(words.is_empty(), "{}: these belong into codebook/words/en.toml: {words:?}", path.display());
    }
}

#[test]
fn a_word_that_a_rule_names_is_noticed() {
    let source = r#"
        /// "by" in a comment counts for nothing.
        const ACTS: [&str; 2] = ["raid", "siege"];
        fn rule(f: &mut Features, word: &str, end: &str) {
            f.add(&["place", if word.is_empty() { "none" } else { "some" }]);
            let said = matches!(word, "said"
                | "told") || word == "added" || end.ends_with("ing");
            let listed = ["north", "south"].contains(&word);
            match word { "near" => f.add(&["near"]), _ => {} }
        }
    "#;
    assert_eq!(compared(source), ["raid", "siege", "said", "told", "added", "ing", "south", "near"]);
}
