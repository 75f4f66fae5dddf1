//! Chooses among the places of one name, all names of a report together: the meanings that agree with each other win.

use super::spot::Spot;
use super::weights::Weights;
use super::words::{Class, class, is_direction, is_holding, is_link, is_the};
use crate::gazetteer::fold::{fold, likeness, without_articles};
use crate::gazetteer::{Gazetteer, Hit, Id, Kind, Match, strength};
use std::collections::HashMap;

/// Meanings looked at for one name, the strongest by themselves.
const MOST: usize = 24;
/// Rounds of choosing; the choice is settled after three in all but one report of a hundred.
const ROUNDS: usize = 3;
/// Mentions after which a name says no more about where the report is.
const ENOUGH: f32 = 4.0;

/// A chosen meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The place.
    pub id: Id,
    /// How sure, 0–1.
    pub score: f32,
}

/// One meaning of a name.
#[derive(Clone, Debug)]
struct Meaning<'a> {
    id: Id,
    kind: Kind,
    code: &'a str,
    lat: f32,
    lon: f32,
    /// Cosine of the latitude, to measure distances flat.
    cos: f32,
    prior: f32,
}

impl<'a> Meaning<'a> {
    fn country(&self) -> &'a str {
        self.code.get(..2).unwrap_or("")
    }

    fn is_area(&self) -> bool {
        matches!(self.kind, Kind::Country | Kind::Admin1 | Kind::Region)
    }

    /// Whether this area holds `other`.
    fn holds(&self, other: &Meaning) -> bool {
        match self.kind {
            Kind::Country => self.code == other.country() && self.id != other.id,
            Kind::Admin1 => self.code == other.code && self.id != other.id,
            Kind::Region => {
                !self.code.is_empty()
                    && (other.code == self.code || other.country() == self.code)
                    && self.km(other) < 300.0
            }
            Kind::Admin2 | Kind::Settlement | Kind::Site => {
                other.code == self.code && self.id != other.id && self.km(other) < 60.0
            }
        }
    }

    fn km(&self, other: &Meaning) -> f32 {
        let mut east = (self.lon - other.lon).abs();
        if east > 180.0 {
            east = 360.0 - east;
        }
        let (x, y) = (east * self.cos, self.lat - other.lat);
        (x * x + y * y).sqrt() * 111.2
    }
}

/// All spots of one key: they have one meaning, but for those whose own words say another.
struct Group<'a> {
    meanings: Vec<Meaning<'a>>,
    /// How likely each meaning is by what is known so far; together 1.
    likely: Vec<f32>,
    /// How often it stands in the report, each by how sure it is a place; at most `ENOUGH`.
    count: f32,
    /// The class words beside it.
    classes: Vec<Class>,
    /// Groups that stand right behind it as what holds it, and those that it holds so.
    inside: Vec<usize>,
    around: Vec<usize>,
    /// The best meaning, and how far it is ahead of the next that lies elsewhere.
    best: usize,
    lead: f32,
    demonym: Option<&'static str>,
}

/// The meaning of each spot; `None` where it has none.
pub fn choose(
    text: &str,
    spots: &[Spot],
    gazetteer: &Gazetteer,
    home: Option<&str>,
    weights: &Weights,
) -> Vec<Option<Choice>> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of = Vec::new();
    for spot in spots {
        let number = *numbers.entry(spot.key.as_str()).or_insert_with(|| {
            groups.push(group(spot, gazetteer, weights));
            groups.len() - 1
        });
        group_of.push(number);
        if let Some(group) = groups.get_mut(number) {
            group.count = (group.count + spot.sure.max(0.1)).min(ENOUGH);
            group.classes.extend(spot.class);
        }
    }
    note_containers(text, spots, &group_of, &mut groups);
    for group in &mut groups {
        let first: Vec<f32> =
            group.meanings.iter().map(|m| m.prior + fits(&group.classes, m.kind) * weights.class).collect();
        group.likely = shares(&first, weights.heat);
    }
    for _ in 0..ROUNDS {
        settle(&mut groups, home, weights);
    }
    group_of.iter().map(|g| groups.get(*g).and_then(choice)).collect()
}

fn choice(group: &Group) -> Option<Choice> {
    let best = group.meanings.get(group.best)?;
    Some(Choice { id: best.id, score: 1.0 / (1.0 + (-0.5 * group.lead).exp()) })
}

fn group<'a>(spot: &Spot, gazetteer: &'a Gazetteer, weights: &Weights) -> Group<'a> {
    let mut meanings: Vec<Meaning> =
        spot.hits.iter().filter_map(|hit| meaning(&spot.key, hit, gazetteer, weights)).collect();
    if let Some(area) = spot.demonym.filter(|_| meanings.is_empty()).and_then(|cc| gazetteer.area(cc)) {
        meanings.extend(meaning(&spot.key, &Hit { id: area, how: Match::Main }, gazetteer, weights));
    }
    // "Mexico" and "Kuwait" mean the country before a province or city of its own that bears its name.
    let countries: Vec<&str> = meanings.iter().filter(|m| m.kind == Kind::Country).map(|m| m.code).collect();
    for m in meanings.iter_mut().filter(|m| m.kind != Kind::Country && countries.contains(&m.country())) {
        m.prior -= weights.namesake;
    }
    meanings.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.id.cmp(&b.id)));
    meanings.dedup_by_key(|m| m.id);
    meanings.truncate(MOST);
    Group {
        meanings,
        likely: Vec::new(),
        count: 0.0,
        classes: Vec::new(),
        inside: Vec::new(),
        around: Vec::new(),
        best: 0,
        lead: 0.0,
        demonym: spot.demonym,
    }
}

fn meaning<'a>(key: &str, hit: &Hit, gazetteer: &'a Gazetteer, weights: &Weights) -> Option<Meaning<'a>> {
    let r = gazetteer.record(hit.id)?;
    let listed = r.population == 0 && r.geonames.is_none();
    let people = if listed { strength(0) } else { (r.population as f32).ln_1p() };
    let mut prior = match r.kind {
        Kind::Country => weights.country + 0.3 * people,
        Kind::Admin1 => weights.admin1 + 0.6 * people,
        Kind::Admin2 => weights.admin2 + 4.0,
        Kind::Region => 15.0,
        Kind::Settlement => people,
        Kind::Site => 11.0,
    };
    prior -= match hit.how {
        Match::Main => 0.0,
        // The Bible's or an empire's name of a place is less often meant than another spelling of its own.
        Match::Other => weights.other * (1.5 - likeness(key, &fold(&gazetteer.name(hit.id)))),
        Match::Alike => {
            let near = likeness(&without_articles(key), &without_articles(&fold(&gazetteer.name(hit.id))));
            if near < 0.5 {
                return None;
            }
            weights.alike + 6.0 * (1.0 - near)
        }
    };
    Some(Meaning {
        id: hit.id,
        kind: r.kind,
        code: r.code,
        lat: r.lat as f32,
        lon: r.lon as f32,
        cos: (r.lat.to_radians().cos()) as f32,
        prior,
    })
}

/// Notes which names stand right behind another as what holds it: "Ramadi, Anbar", "Ramadi in Anbar province".
fn note_containers(text: &str, spots: &[Spot], group_of: &[usize], groups: &mut [Group]) {
    let named: Vec<(&Spot, usize)> =
        spots.iter().zip(group_of.iter().copied()).filter(|(s, _)| s.demonym.is_none()).collect();
    for pair in named.windows(2) {
        let [(a, from), (b, to)] = pair else { continue };
        let Some(between) = text.get(a.at.end..b.at.start) else { continue };
        if is_container_link(between) && from != to {
            if let Some(group) = groups.get_mut(*from) {
                group.inside.push(*to);
            }
            if let Some(group) = groups.get_mut(*to) {
                group.around.push(*from);
            }
        }
    }
}

/// Whether the words between two names say that the second holds the first.
pub fn is_container_link(between: &str) -> bool {
    let words = between.trim();
    words == "," || words == "(" || words == "-" && between.len() == 3 || {
        let mut rest = words
            .trim_start_matches(',')
            .split_whitespace()
            .filter(|w| !is_the(w) && !is_direction(w))
            .peekable();
        let mut seen = 0;
        let linked = rest.any(|w| {
            seen += 1;
            is_holding(w)
        });
        linked
            && seen <= 2
            && between.len() < 50
            && rest.all(|w| {
                // "in the city of", "in the Syrian capital": class words and adjectives of countries.
                class(w).is_some() || is_link(w) || w.starts_with(char::is_uppercase)
            })
    }
}

/// What all names of the report together say for a country, an area and a neighbourhood.
struct Mass<'a> {
    /// By country, and by first-order area.
    areas: HashMap<&'a str, f32>,
    /// Likely points: which group, where, how much.
    points: Vec<(usize, Meaning<'a>, f32)>,
}

/// Least share with which a meaning counts as a point.
const POINT: f32 = 0.08;

fn mass<'a>(groups: &[Group<'a>]) -> Mass<'a> {
    let mut mass = Mass { areas: HashMap::new(), points: Vec::new() };
    for (i, group) in groups.iter().enumerate() {
        for (m, share) in group.meanings.iter().zip(&group.likely) {
            let weight = share * group.weight();
            if m.code.len() >= 2 && weight > 0.001 {
                *mass.areas.entry(m.country()).or_default() += weight;
                if m.code.len() > 3 {
                    *mass.areas.entry(m.code).or_default() += weight;
                }
            }
            if *share >= POINT && !m.is_area() {
                mass.points.push((i, m.clone(), weight.min(2.0)));
            }
        }
    }
    mass
}

impl Group<'_> {
    /// How much it says about where the report is: a people's name half of what a place's says.
    fn weight(&self) -> f32 {
        if self.demonym.is_some() { 0.5 * self.count } else { self.count }
    }

    /// What this group itself put into the mass of an area.
    fn own(&self, code: &str) -> f32 {
        let held =
            self.meanings.iter().zip(&self.likely).filter(|(m, _)| m.code == code || m.country() == code);
        held.map(|(_, share)| share).sum::<f32>() * self.weight()
    }
}

/// One round: each meaning is weighed against what all other names are likely to mean.
fn settle(groups: &mut [Group], home: Option<&str>, weights: &Weights) {
    let mass = mass(groups);
    let mut all: Vec<Vec<f32>> = Vec::with_capacity(groups.len());
    for (i, group) in groups.iter().enumerate() {
        all.push(group.meanings.iter().map(|m| score(m, i, group, groups, &mass, home, weights)).collect());
    }
    for (group, scores) in groups.iter_mut().zip(all) {
        group.best = (0..scores.len()).fold(0, |b, k| if scores.get(k) > scores.get(b) { k } else { b });
        let top = scores.get(group.best).copied().unwrap_or(0.0);
        // Two meanings at one spot (a city and the province of its name) do not compete.
        let elsewhere = |m: &Meaning| group.meanings.get(group.best).is_some_and(|b| b.km(m) > 100.0);
        let rival = group
            .meanings
            .iter()
            .zip(&scores)
            .filter(|(m, _)| elsewhere(m))
            .map(|(_, s)| *s)
            .fold(f32::MIN, f32::max);
        group.lead = (top - rival.max(4.0)).clamp(-10.0, 20.0);
        group.likely = shares(&scores, weights.heat);
    }
}

/// Scores as shares of 1: a score one `heat` above another is e times as likely.
fn shares(scores: &[f32], heat: f32) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let parts: Vec<f32> = scores.iter().map(|s| ((s - top) / heat).exp()).collect();
    let sum: f32 = parts.iter().sum();
    parts.iter().map(|p| p / sum.max(1e-9)).collect()
}

fn score(
    m: &Meaning,
    own: usize,
    group: &Group,
    groups: &[Group],
    mass: &Mass,
    home: Option<&str>,
    weights: &Weights,
) -> f32 {
    let others = |code: &str| (mass.areas.get(code).copied().unwrap_or(0.0) - group.own(code)).max(0.0);
    let mut total = m.prior + fits(&group.classes, m.kind) * weights.class;
    if m.code.len() >= 2 {
        total += weights.same_country * others(m.country()).ln_1p();
    }
    if m.code.len() > 3 {
        total += weights.same_admin1 * others(m.code).ln_1p();
    }
    if m.kind != Kind::Country {
        let near: f32 = mass
            .points
            .iter()
            .filter(|(i, _, _)| *i != own)
            .map(|(_, o, weight)| weight * closeness(m.km(o)))
            .sum();
        total += weights.near * near.ln_1p();
    }
    let share = |k: &usize, fits: &dyn Fn(&Meaning) -> bool| -> f32 {
        groups
            .get(*k)
            .map_or(0.0, |g| g.meanings.iter().zip(&g.likely).filter(|(o, _)| fits(o)).map(|(_, s)| s).sum())
    };
    let held = group.inside.iter().map(|k| share(k, &|o| o.holds(m))).fold(0.0, f32::max);
    let holds = group.around.iter().map(|k| share(k, &|o| m.holds(o))).fold(0.0, f32::max);
    total += weights.inside * held + weights.holds * holds;
    if home.is_some_and(|h| h == m.country()) {
        total += weights.home;
    }
    total
}

/// How much a place at this distance in kilometres says: all at 0, a third at 80, nothing from 400.
fn closeness(km: f32) -> f32 {
    if km > 400.0 { 0.0 } else { (-km / 80.0).exp() }
}

/// How well a kind of place fits the best of some class words.
fn fits(classes: &[Class], kind: Kind) -> f32 {
    classes.iter().map(|c| fit(*c, kind)).fold(0.0, f32::max)
}

/// Whether a place is of the kind that a class word says: 1 yes, 0 no.
fn fit(class: Class, kind: Kind) -> f32 {
    match (class, kind) {
        (Class::Settlement | Class::Part, Kind::Settlement)
        | (Class::Province, Kind::Admin1)
        | (Class::District, Kind::Admin2)
        | (Class::Site, Kind::Site)
        | (Class::Around, Kind::Region) => 1.0,
        (Class::Province, Kind::Region)
        | (Class::District, Kind::Settlement)
        | (Class::Around, Kind::Settlement | Kind::Admin1)
        | (Class::Site, Kind::Settlement) => 0.5,
        _ => 0.0,
    }
}
