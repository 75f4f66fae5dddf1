//! Chooses among the places of one name, all names of a report together: the meanings that agree with each other win.

use super::spot::Spot;
use super::words::Class;
use crate::gazetteer::fold::{fold, likeness, without_articles};
use crate::gazetteer::{Gazetteer, Hit, Id, Kind, Match, strength};
use std::collections::HashMap;

/// Meanings looked at for one name, the strongest by themselves.
const MOST: usize = 24;
/// Rounds of choosing; the choice is settled after three in all but one report of a hundred.
const ROUNDS: usize = 3;

/// What each sign is worth, in units of the natural logarithm of a town's people: a sign worth 3 lets a town beat
/// one twenty times its size. Chosen on the training halves of LGL, GeoVirus and the gold reports.
#[derive(Clone, Debug)]
pub struct Weights {
    /// A country by itself.
    pub country: f32,
    /// A first-order area by itself.
    pub admin1: f32,
    /// A second-order area by itself.
    pub admin2: f32,
    /// Taken off where the name is not the main one.
    pub other: f32,
    /// Taken off where the name is only spelt alike.
    pub alike: f32,
    /// For other names of the report in the same country (times the logarithm of how many).
    pub same_country: f32,
    /// For other names of the report in the same first-order area.
    pub same_admin1: f32,
    /// For other places of the report nearby.
    pub near: f32,
    /// For being in what the words right behind it name: "Paris, Texas".
    pub inside: f32,
    /// For being of the kind that the word beside it says.
    pub class: f32,
    /// For being in the country of the outlet.
    pub home: f32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            country: 11.0,
            admin1: 4.0,
            admin2: 4.0,
            other: 2.0,
            alike: 2.0,
            same_country: 1.5,
            same_admin1: 1.5,
            near: 1.5,
            inside: 12.0,
            class: 4.0,
            home: 1.0,
        }
    }
}

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

impl Meaning<'_> {
    fn country(&self) -> &str {
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
            Kind::Region => !self.code.is_empty() && (other.code == self.code || other.country() == self.code) && self.km(other) < 300.0,
            Kind::Admin2 | Kind::Settlement | Kind::Site => other.code == self.code && self.id != other.id && self.km(other) < 60.0,
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
    /// How often it stands in the report.
    count: f32,
    /// The class words beside it.
    classes: Vec<Class>,
    /// Groups that stand right behind it as what holds it.
    inside: Vec<usize>,
    /// The meaning chosen so far.
    best: usize,
    /// Score of the best meaning, and how far ahead of the next it is.
    lead: f32,
    demonym: Option<&'static str>,
}

/// The meaning of each spot; `None` where it has none.
pub fn choose(text: &str, spots: &[Spot], gazetteer: &Gazetteer, home: Option<&str>, weights: &Weights) -> Vec<Option<Choice>> {
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
            group.count += spot.sure.max(0.1);
            group.classes.extend(spot.class);
        }
    }
    note_containers(text, spots, &group_of, &mut groups);
    for round in 0..ROUNDS {
        settle(&mut groups, home, weights, round);
    }
    group_of.iter().map(|g| groups.get(*g).and_then(choice)).collect()
}

fn choice(group: &Group) -> Option<Choice> {
    let best = group.meanings.get(group.best)?;
    Some(Choice { id: best.id, score: 1.0 / (1.0 + (-0.5 * group.lead).exp()) })
}

fn group<'a>(spot: &Spot, gazetteer: &'a Gazetteer, weights: &Weights) -> Group<'a> {
    let mut meanings: Vec<Meaning> = spot.hits.iter().filter_map(|hit| meaning(&spot.key, hit, gazetteer, weights)).collect();
    if let Some(area) = spot.demonym.filter(|_| meanings.is_empty()).and_then(|cc| gazetteer.area(cc)) {
        meanings.extend(meaning(&spot.key, &Hit { id: area, how: Match::Main }, gazetteer, weights));
    }
    meanings.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.id.cmp(&b.id)));
    meanings.dedup_by_key(|m| m.id);
    meanings.truncate(MOST);
    Group { meanings, count: 0.0, classes: Vec::new(), inside: Vec::new(), best: 0, lead: 0.0, demonym: spot.demonym }
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
        Match::Other => weights.other,
        Match::Alike => {
            let near = likeness(&without_articles(key), &without_articles(&fold(&gazetteer.name(hit.id))));
            if near < 0.5 {
                return None;
            }
            weights.alike + 6.0 * (1.0 - near)
        }
    };
    Some(Meaning { id: hit.id, kind: r.kind, code: r.code, lat: r.lat as f32, lon: r.lon as f32, cos: (r.lat.to_radians().cos()) as f32, prior })
}

/// Notes which names stand right behind another as what holds it: "Ramadi, Anbar", "Ramadi in Anbar province".
fn note_containers(text: &str, spots: &[Spot], group_of: &[usize], groups: &mut [Group]) {
    for (i, pair) in spots.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let Some(between) = text.get(a.at.end..b.at.start) else { continue };
        if is_container_link(between) && b.demonym.is_none() {
            if let (Some(from), Some(to)) = (group_of.get(i), group_of.get(i + 1)) {
                if from != to {
                    if let Some(group) = groups.get_mut(*from) {
                        group.inside.push(*to);
                    }
                }
            }
        }
    }
}

/// Whether the words between two names say that the second holds the first.
pub fn is_container_link(between: &str) -> bool {
    let words = between.trim();
    words == "," || words == "(" || words == "-" && between.len() == 3 || {
        let mut rest = words.trim_start_matches(',').split_whitespace().filter(|w| *w != "the" && !super::words::is_direction(w)).peekable();
        let mut seen = 0;
        let linked = rest.any(|w| {
            seen += 1;
            matches!(w, "in" | "of")
        });
        linked && seen <= 2 && between.len() < 50 && rest.all(|w| super::words::class(w).is_some() || matches!(w, "of" | "province" | "'s"))
    }
}

/// One round: each name takes the meaning that agrees best with what the others have taken.
fn settle(groups: &mut [Group], home: Option<&str>, weights: &Weights, round: usize) {
    let taken: Vec<Option<(Meaning, f32)>> =
        groups.iter().map(|g| g.meanings.get(g.best).map(|m| (m.clone(), if g.demonym.is_some() { 0.5 * g.count } else { g.count }))).collect();
    let certain: Vec<bool> = groups.iter().map(|g| round > 0 || g.meanings.len() == 1 || g.lead > 3.0).collect();
    for i in 0..groups.len() {
        let Some(group) = groups.get(i) else { continue };
        let mut scores: Vec<f32> = Vec::with_capacity(group.meanings.len());
        for m in &group.meanings {
            scores.push(score(m, i, group, &taken, &certain, home, weights));
        }
        let best = (0..scores.len()).fold(0, |b, k| if scores.get(k) > scores.get(b) { k } else { b });
        let top = scores.get(best).copied().unwrap_or(0.0);
        // Two meanings at one spot (a city and the province of its name) do not compete.
        let rival = group.meanings.iter().zip(&scores).filter(|(m, _)| group.meanings.get(best).is_some_and(|b| b.km(m) > 100.0)).map(|(_, s)| *s).fold(f32::MIN, f32::max);
        let lead = (top - rival.max(4.0)).clamp(-10.0, 20.0);
        if let Some(group) = groups.get_mut(i) {
            group.best = best;
            group.lead = lead;
        }
    }
}

fn score(m: &Meaning, own: usize, group: &Group, taken: &[Option<(Meaning, f32)>], certain: &[bool], home: Option<&str>, weights: &Weights) -> f32 {
    let (mut country, mut admin1, mut near) = (0.0f32, 0.0f32, 0.0f32);
    for (k, other) in taken.iter().enumerate() {
        let Some((other, count)) = other else { continue };
        if k == own {
            continue;
        }
        let trust = if certain.get(k) == Some(&true) { 1.0 } else { 0.4 };
        let count = trust * count.min(4.0);
        if !m.country().is_empty() && other.country() == m.country() {
            country += count;
            if m.code.len() > 3 && other.code == m.code {
                admin1 += count;
            }
        }
        if !other.is_area() && m.kind != Kind::Country {
            near += count.min(2.0) * (-m.km(other) / 80.0).exp();
        }
    }
    let mut total = m.prior + weights.same_country * country.ln_1p() + weights.same_admin1 * admin1.ln_1p() + weights.near * near.ln_1p();
    let held = group.inside.iter().filter_map(|k| taken.get(*k)?.as_ref()).filter(|(other, _)| other.holds(m)).count();
    if held > 0 {
        total += weights.inside;
    }
    if home.is_some_and(|h| h == m.country()) {
        total += weights.home;
    }
    total + group.classes.iter().map(|c| fit(*c, m.kind)).fold(0.0, f32::max) * weights.class
}

/// Whether a place is of the kind that a class word says: 1 yes, 0 no.
fn fit(class: Class, kind: Kind) -> f32 {
    match (class, kind) {
        (Class::Settlement | Class::Part, Kind::Settlement)
        | (Class::Province, Kind::Admin1)
        | (Class::District, Kind::Admin2)
        | (Class::Site, Kind::Site)
        | (Class::Around, Kind::Region) => 1.0,
        (Class::Province, Kind::Region) | (Class::District, Kind::Settlement) | (Class::Around, Kind::Settlement | Kind::Admin1) | (Class::Site, Kind::Settlement) => 0.5,
        _ => 0.0,
    }
}
