use super::{EventType, Family, MustNot, Pattern, Plover, Roles};
use crate::problem::{Problem, line_of};
use serde::Deserialize;
use toml::Spanned;

/// An entry, with what checks need to point at its lines.
pub(super) struct Parsed {
    pub entry: EventType,
    pub file: String,
    /// Line of `id`.
    pub id_line: usize,
    /// Lines of `patterns`, `must_code` and `must_not_code` items, in order.
    pub pattern_lines: Vec<usize>,
    pub must_lines: Vec<usize>,
    pub not_lines: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Spanned<String>,
    name: String,
    family: Spanned<String>,
    acled: String,
    plover: RawPlover,
    definition: String,
    acts: Vec<Spanned<String>>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    must_code: Vec<Spanned<String>>,
    #[serde(default)]
    must_not_code: Vec<Spanned<RawNot>>,
    roles: RawRoles,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlover {
    event: String,
    mode: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNot {
    why: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRoles {
    side_a: String,
    side_b: String,
    weapons: String,
    harm: String,
}

/// The entry that `text` holds; problems of its own go to `problems`, and then there is none.
pub(super) fn entry(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Parsed> {
    let raw: Raw = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            problems.push(Problem::new(file, line, sentence(error.message())));
            return None;
        }
    };
    let mut own = Vec::new();
    let line = |span: std::ops::Range<usize>| line_of(text, span.start);
    let family = Family::parse(raw.family.get_ref());
    if family.is_none() {
        let known = Family::ALL.map(Family::as_str).join(", ");
        let what = format!("There is no family \"{}\"; the families are {known}.", raw.family.get_ref());
        own.push(Problem::new(file, line(raw.family.span()), what));
    }
    let patterns = patterns(file, &raw.patterns, &line, &mut own);
    let acts = acts(file, &raw.acts, &line, &mut own);
    let id_line = line(raw.id.span());
    if !raw.id.get_ref().bytes().all(|b| b.is_ascii_lowercase() || b == b'_') || raw.id.get_ref().is_empty() {
        own.push(Problem::new(file, id_line, "An id is made of the letters a to z and underscores."));
    }
    let lines = |list: &[Spanned<String>]| list.iter().map(|s| line(s.span())).collect();
    let (pattern_lines, must_lines) = (lines(&raw.patterns), lines(&raw.must_code));
    let not_lines = raw.must_not_code.iter().map(|s| line(s.span())).collect();
    let whole = own.is_empty();
    problems.append(&mut own);
    let entry = EventType {
        id: raw.id.into_inner(),
        name: raw.name,
        family: family?,
        acled: raw.acled,
        plover: Plover { event: raw.plover.event, mode: raw.plover.mode },
        definition: raw.definition.trim().to_owned(),
        acts,
        patterns,
        must_code: raw.must_code.into_iter().map(Spanned::into_inner).collect(),
        must_not_code: raw.must_not_code.into_iter().map(|n| n.into_inner().into()).collect(),
        roles: raw.roles.into(),
    };
    whole.then_some(Parsed { entry, file: file.to_owned(), id_line, pattern_lines, must_lines, not_lines })
}

type Line<'a> = dyn Fn(std::ops::Range<usize>) -> usize + 'a;

fn patterns(file: &str, raw: &[Spanned<String>], line: &Line, problems: &mut Vec<Problem>) -> Vec<Pattern> {
    let mut found = Vec::new();
    for item in raw {
        match Pattern::parse(item.get_ref()) {
            Some(pattern) => found.push(pattern),
            None => {
                let what = format!(
                    "The pattern \"{}\" is not written \"act + companion | companion\".",
                    item.get_ref()
                );
                problems.push(Problem::new(file, line(item.span()), what));
            }
        }
    }
    found
}

fn acts(file: &str, raw: &[Spanned<String>], line: &Line, problems: &mut Vec<Problem>) -> Vec<String> {
    if raw.is_empty() {
        problems.push(Problem::new(file, 1, "No act word is listed, so that the type could never be found."));
    }
    for item in raw.iter().filter(|a| a.get_ref().trim().is_empty()) {
        problems.push(Problem::new(file, line(item.span()), "An act word is empty."));
    }
    raw.iter().map(|a| a.get_ref().trim().to_lowercase()).collect()
}

/// A parser's message as a full sentence.
fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.').replace('\n', "; ");
    let mut letters = message.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => "The file cannot be read as TOML.".to_owned(),
    }
}

impl From<RawNot> for MustNot {
    fn from(raw: RawNot) -> MustNot {
        MustNot { text: raw.text, why: raw.why }
    }
}

impl From<RawRoles> for Roles {
    fn from(raw: RawRoles) -> Roles {
        Roles { side_a: raw.side_a, side_b: raw.side_b, weapons: raw.weapons, harm: raw.harm }
    }
}
