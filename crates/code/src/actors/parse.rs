//! From the text of actor files to `Actors`, with every problem named by its line.

use super::file::{Country, File, Group};
use super::matcher::{Cased, Class, Form, Matcher, Meaning};
use super::piece::{phrase, pieces};
use super::{Actors, Around};
use crate::problem::{Problem, line_of};
use dateline_terms::Span;
use std::collections::{HashMap, HashSet};

/// Whether rows are checked against each other. The files compiled in are checked by a test instead,
/// for start-up must be quick.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    Check,
    Known,
}

/// Reads files in order; later rows replace earlier ones of the same id.
pub(super) fn build(files: &[(&str, &str)], trust: Trust) -> Result<Actors, Vec<Problem>> {
    let mut actors = Actors::default();
    let mut problems = Vec::new();
    let mut rows = Rows::default();
    for (name, text) in files {
        match toml::from_str::<File>(text) {
            Ok(file) => take(&mut actors, file, name, text, &mut rows, &mut problems),
            Err(error) => {
                let line = error.span().map_or(0, |s| line_of(text, s.start));
                problems.push(Problem::new(*name, line, error.message()));
            }
        }
    }
    if trust == Trust::Check {
        check(&actors, &rows, &mut problems);
        check_clashes(&actors, &rows, &mut problems);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    name_all(&mut actors);
    actors.matcher.sort();
    Ok(actors)
}

/// Where each group's row stands: its file and byte, by its place in `Actors::groups`.
/// Lines are counted only where there is a problem, for start-up must be quick.
#[derive(Default)]
struct Rows<'a> {
    groups: Vec<At<'a>>,
}

/// A place in a file.
#[derive(Clone, Copy)]
struct At<'a> {
    file: &'a str,
    text: &'a str,
    byte: usize,
}

impl At<'_> {
    fn problem(self, what: impl Into<String>) -> Problem {
        Problem::new(self.file, line_of(self.text, self.byte), what)
    }
}

fn take<'a>(
    actors: &mut Actors,
    file: File,
    name: &'a str,
    text: &'a str,
    rows: &mut Rows<'a>,
    problems: &mut Vec<Problem>,
) {
    let checked = file.checked.unwrap_or_else(|| "unchecked".to_owned());
    for row in file.country {
        let at = At { file: name, text, byte: row.span().start };
        let mut country = row.into_inner();
        if country.iso.is_empty() || country.name.is_empty() {
            problems.push(at.problem("A country needs `iso` and `name`."));
            continue;
        }
        fill(&mut country.checked, &checked);
        take_country(actors, country);
    }
    let mut seen = HashSet::new();
    for row in file.group {
        let at = At { file: name, text, byte: row.span().start };
        let mut group = row.into_inner();
        if !seen.insert(group.id.clone()) {
            problems.push(at.problem(format!("There are two groups with the id \"{}\".", group.id)));
        }
        fill(&mut group.checked, &checked);
        take_group(actors, group, at, rows);
    }
    for (class, words) in file.words {
        match Class::parse(&class) {
            Some(class) => add_words(&mut actors.matcher, class, &words),
            None => problems.push(Problem::new(name, 0, format!("\"{class}\" is no class of words."))),
        }
    }
    for (place, words) in file.around {
        if !take_around(&mut actors.around, &place, words) {
            problems.push(Problem::new(
                name,
                0,
                format!("\"{place}\" is no place for words around a phrase."),
            ));
        }
    }
}

fn fill(checked: &mut String, default: &str) {
    if checked.is_empty() {
        default.clone_into(checked);
    }
}

fn take_country(actors: &mut Actors, country: Country) {
    match actors.isos.get(&country.iso).and_then(|i| actors.countries.get_mut(*i)) {
        Some(old) => *old = country,
        None => {
            actors.isos.insert(country.iso.clone(), actors.countries.len());
            actors.countries.push(country);
        }
    }
}

fn take_group<'a>(actors: &mut Actors, group: Group, at: At<'a>, rows: &mut Rows<'a>) {
    match actors.ids.get(&group.id).copied() {
        Some(i) => {
            if let (Some(old), Some(row)) = (actors.groups.get_mut(i), rows.groups.get_mut(i)) {
                *old = group;
                *row = at;
            }
        }
        None => {
            actors.ids.insert(group.id.clone(), actors.groups.len());
            actors.groups.push(group);
            rows.groups.push(at);
        }
    }
}

fn add_words(matcher: &mut Matcher, class: Class, words: &[String]) {
    for word in words {
        let phrase = pieces(word, Span::new(0, word.len())).into_iter().map(|p| p.norm).collect();
        matcher.add(phrase, Meaning::Word(class), Cased::No);
    }
}

fn take_around(around: &mut Around, place: &str, words: Vec<String>) -> bool {
    let set = match place {
        "held" => &mut around.held,
        "leaning" => &mut around.leaning,
        "preposition" => &mut around.preposition,
        "verb" => &mut around.verb,
        "thing" => &mut around.thing,
        "accusing" => &mut around.accusing,
        "title" => &mut around.title,
        "harmed" => &mut around.harmed,
        "suffering" => &mut around.suffering,
        "auxiliary" => &mut around.auxiliary,
        "link" => &mut around.link,
        "starter" => &mut around.starter,
        "belonging" => &mut around.belonging,
        _ => return false,
    };
    set.extend(words);
    true
}

/// That every id a group points at exists, and every country code.
fn check(actors: &Actors, rows: &Rows, problems: &mut Vec<Problem>) {
    for (group, at) in actors.groups.iter().zip(&rows.groups) {
        for (field, ids) in [
            ("part_of", &group.part_of),
            ("allied_with", &group.allied_with),
            ("not_to_confuse_with", &group.not_to_confuse_with),
        ] {
            for id in ids.iter().filter(|id| !actors.ids.contains_key(*id)) {
                problems.push(
                    at.problem(format!("`{field}` of \"{}\" names \"{id}\", which is no group.", group.id)),
                );
            }
        }
        for iso in group.countries.iter().filter(|iso| !actors.isos.contains_key(*iso)) {
            problems.push(
                at.problem(format!("`countries` of \"{}\" names \"{iso}\", which is no country.", group.id)),
            );
        }
        if phrase(&group.name).is_empty() || group.id.is_empty() {
            problems.push(at.problem("A group needs an `id` and a `name` with letters."));
        }
    }
}

/// That where groups share a name, all but the one that it usually means say so: by `shared_aliases`,
/// or by a note in brackets after their own name.
fn check_clashes(actors: &Actors, rows: &Rows, problems: &mut Vec<Problem>) {
    let mut holders: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for (i, group) in actors.groups.iter().enumerate() {
        for name in names(group) {
            let holders = holders.entry(phrase(&name)).or_default();
            if !holders.contains(&i) {
                holders.push(i);
            }
        }
    }
    let mut clashes: Vec<_> = holders.into_iter().filter(|(_, g)| g.len() > 1).collect();
    clashes.sort();
    for (name, holders) in clashes {
        let declared = |i: &usize| actors.groups.get(*i).is_some_and(|g| declares(g, &name));
        let silent: Vec<usize> = holders.into_iter().filter(|i| !declared(i)).collect();
        if let [first, .., last] = silent[..] {
            let (Some(first), Some(at)) = (actors.groups.get(first), rows.groups.get(last)) else { continue };
            problems.push(at.problem(format!(
                "\"{}\" is a name of \"{}\" too: put it into `shared_aliases` of all but one.",
                name.join(" "),
                first.id
            )));
        }
    }
}

fn declares(group: &Group, name: &[String]) -> bool {
    let noted = group.name.split_once(" (").is_some_and(|(head, _)| phrase(head) == name);
    noted || group.shared_aliases.iter().any(|a| phrase(a) == name)
}

/// Every name a group is found by, bracketed notes taken away too.
fn names(group: &Group) -> Vec<String> {
    let dated = group.dated_aliases.iter().map(|d| &d.name);
    group.aliases.iter().chain(dated).chain([&group.name]).flat_map(|n| spellings(n)).collect()
}

fn name_all(actors: &mut Actors) {
    for (i, country) in actors.countries.iter().enumerate() {
        for (form, names) in forms(country) {
            for name in names {
                actors.matcher.add(phrase(name), Meaning::Nation(i, form), cased(name));
            }
        }
        actors.matcher.add(phrase(&country.name), Meaning::Nation(i, Form::Name), Cased::Capital);
    }
    for (i, group) in actors.groups.iter().enumerate() {
        for name in names(group) {
            actors.matcher.add(phrase(&name), Meaning::Group(i), cased(&name));
        }
        for name in &group.leaders {
            actors.matcher.add(phrase(name), Meaning::Group(i), Cased::Capital);
        }
        for name in &group.home_aliases {
            actors.matcher.add(phrase(name), Meaning::Local(i), cased(name));
        }
    }
}

fn forms(country: &Country) -> [(Form, &Vec<String>); 8] {
    [
        (Form::Adjective, &country.adjectives),
        (Form::Name, &country.aliases),
        (Form::People, &country.people),
        (Form::Seat, &country.seats),
        (Form::Leader, &country.leaders),
        (Form::Military, &country.military),
        (Form::Police, &country.police),
        (Form::Government, &country.government),
    ]
}

/// A name with a note in brackets is also found without it: "Muslim Brotherhood (Syria)".
fn spellings(name: &str) -> Vec<String> {
    match name.split_once(" (") {
        Some((head, tail)) if head.len() > 5 && !tail.starts_with(char::is_lowercase) => {
            vec![name.replace(['(', ')'], ""), head.to_owned()]
        }
        _ => vec![name.to_owned()],
    }
}

fn cased(name: &str) -> Cased {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let short = letters().count() <= 6;
    if short && letters().all(char::is_uppercase) { Cased::Letters } else { Cased::Capital }
}
