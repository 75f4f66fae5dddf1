//! What a name by itself resolves to, with the runners-up.

use super::matcher::{Form, Meaning};
use super::piece::{normal, pieces};
use super::{Actors, Country, Group};
use crate::resolve::actor::find;
use dateline_terms::{ActorKind, Reading, Report, Sentence, Span};

/// One actor that a name may stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Id in the actor file.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Kind, seen from its own country.
    pub kind: ActorKind,
    /// Its country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// How well the name fits, 0–1; 1 for the name itself or an alias.
    pub score: f32,
    /// Why, for people to read.
    pub why: String,
}

impl Actors {
    /// Actors that `name` may stand for, the best first, at most ten. An exact name or alias scores 1
    /// (0.9 where several share it); what it means as a phrase 0.85; otherwise the share of words in common, from 0.5.
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let pieces = pieces(name, Span::new(0, name.len()));
        let mut out: Vec<Candidate> = Vec::new();
        let start = pieces.iter().position(|p| !super::piece::is_particle(&p.norm)).unwrap_or(0);
        if let Some(found) = self.matcher.longest(&pieces, start).filter(|f| f.end == pieces.len()) {
            let score = if found.meanings.len() > 1 { 0.9 } else { 1.0 };
            out.extend(found.meanings.iter().filter_map(|m| self.meant(*m, score)));
        }
        let body = self.body(name).map(|(country, form)| of_country(country, form, 1.0));
        let known = |body: &Candidate| out.iter().any(|c| c.id == body.id);
        out.extend(body.filter(|body| !known(body)));
        self.add_read(name, &mut out);
        self.add_near(name, &mut out);
        out.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        out.truncate(10);
        out
    }

    /// The id of the actor whose canonical name this is: "Military Forces of Syria" is "sy-military".
    pub fn id_of(&self, name: &str) -> Option<String> {
        let body = self.body(name).map(|(country, form)| of_country(country, form, 1.0).id);
        body.or_else(|| self.groups.iter().find(|g| g.name == name).map(|g| g.id.clone()))
    }

    /// The country and the body of it whose canonical name this is.
    fn body(&self, name: &str) -> Option<(&Country, Form)> {
        [Form::Military, Form::Police, Form::Government].into_iter().find_map(|form| {
            let of = name.strip_prefix(body_of(form).0)?.strip_prefix(' ')?;
            Some((self.countries.iter().find(|c| c.of() == of)?, form))
        })
    }

    fn meant(&self, meaning: Meaning, score: f32) -> Option<Candidate> {
        match meaning {
            Meaning::Group(i) => self
                .groups
                .get(i)
                .map(|g| of_group(g, score, "this is its name or an alias of it".to_owned())),
            Meaning::Nation(i, form) => self.countries.get(i).map(|c| of_country(c, form, score)),
            Meaning::Local(i) => self.groups.get(i).map(|g| {
                of_group(g, score * 0.95, "it is called so in reports on its own country".to_owned())
            }),
            Meaning::Word(_) => None,
        }
    }

    /// What the name means as a phrase in a text: "Turkish warplanes", "the Assad regime".
    fn add_read(&self, name: &str, out: &mut Vec<Candidate>) {
        let span = Span::new(0, name.len());
        let report = Report { text: name.to_owned(), ..Report::default() };
        let sentence = Sentence { span, tokens: 0..0, paragraph: 0, headline: false };
        let reading = Reading { sentences: vec![sentence], ..Reading::default() };
        for actor in find(&report, &reading, self, None) {
            let id = actor.id.unwrap_or_else(|| "–".to_owned());
            let share = actor.at.len() as f32 / name.len().max(1) as f32;
            if share >= 0.5 && !out.iter().any(|c| c.id == id) {
                let why = "this is how it is read in a text".to_owned();
                out.push(Candidate {
                    id,
                    name: actor.name,
                    kind: actor.kind,
                    country: actor.country,
                    score: 0.85 * share,
                    why,
                });
            }
        }
    }

    fn add_near(&self, name: &str, out: &mut Vec<Candidate>) {
        let asked = words(name);
        for group in &self.groups {
            if out.iter().any(|c| c.id == group.id) {
                continue;
            }
            let named = group.aliases.iter().chain([&group.name]).map(|n| (common(&asked, &words(n)), n));
            if let Some((score, alias)) = named.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(s, _)| *s >= 0.5)
            {
                out.push(of_group(group, score * 0.8, format!("shares words with \"{alias}\"")));
            }
        }
    }
}

fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .map(normal)
        .filter(|w| !w.is_empty() && !super::piece::is_particle(w))
        .collect()
}

/// Share of words in common (Dice).
fn common(a: &[String], b: &[String]) -> f32 {
    let both = a.iter().filter(|w| b.contains(w)).count();
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * both as f32 / all as f32 }
}

fn of_group(group: &Group, score: f32, why: String) -> Candidate {
    Candidate {
        id: group.id.clone(),
        name: group.name.clone(),
        kind: group.kind,
        country: group.countries.first().cloned(),
        score,
        why,
    }
}

/// How the name of a country's body begins, how its id ends, and why a form of the country's name stands for it.
const fn body_of(form: Form) -> (&'static str, &'static str, &'static str) {
    match form {
        Form::Military => ("Military Forces of", "military", "names its forces or a part of them"),
        Form::Police => ("Police Forces of", "police", "names its police or security services"),
        _ => ("Government of", "government", "names the country, its people, its capital or its ruler"),
    }
}

fn of_country(country: &Country, form: Form, score: f32) -> Candidate {
    let (title, body, why) = body_of(form);
    Candidate {
        id: format!("{}-{body}", country.iso.to_lowercase()),
        name: format!("{title} {}", country.of()),
        kind: ActorKind::StateForces,
        country: Some(country.iso.clone()),
        score,
        why: why.to_owned(),
    }
}
