//! How one report tells of an incident: what it leaves out, how vague it is, which toll it has, and in which words.

use crate::World;
use crate::cast::Part;
use crate::chance::Chance;
use crate::truth::Truth;
use crate::words::{NEAR, SPEAKERS, filler, surname};
use dateline_terms::told::{Actor, Event, Harm, Place, Quote, Time, Weapon};
use dateline_terms::{Date, HarmKind, Precision, Stance, Standing, Status, Who};
use jiff::ToSpan;

/// That a report tells of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Telling {
    /// The incident.
    pub incident: u64,
    /// Which of its tellings it is.
    pub nth: u32,
    /// Days after it.
    pub lag: u32,
    /// Whether it is news.
    pub main: bool,
    /// The agency whose story it prints word for word.
    pub wire: Option<usize>,
}

/// The day of that number.
pub(crate) fn date(day: u32) -> Date {
    Date::constant(2015, 1, 1).checked_add(i64::from(day).days()).unwrap_or(Date::MAX)
}

impl World {
    /// Appends what a telling says to a report's text; gives the event that a coder finds in it.
    pub(crate) fn tell(&self, telling: &Telling, eid: usize, text: &mut String) -> Event {
        let truth = self.truth(telling.incident);
        let who = telling.wire.map_or(u64::from(telling.nth), |agency| 1000 + agency as u64);
        let chance = &mut Chance::of(&[self.settings().seed, truth.number, 3, who]);
        let mut pen = Pen { text, chance, main: telling.main };
        pen.event(&truth, telling.lag, eid)
    }
}

/// What a report is written with.
struct Pen<'t> {
    text: &'t mut String,
    chance: &'t mut Chance,
    main: bool,
}

impl Pen<'_> {
    /// Writes words; gives where they stand.
    fn quote(&mut self, words: &str) -> Quote {
        let start = self.text.len();
        self.text.push_str(words);
        Quote { text: words.to_string(), start, end: self.text.len() }
    }

    fn since(&self, start: usize) -> Quote {
        Quote { text: self.text[start..].to_string(), start, end: self.text.len() }
    }

    fn event(&mut self, truth: &Truth<'_>, lag: u32, eid: usize) -> Event {
        let start = self.text.len();
        let side_a: Vec<Actor> = self.side(truth.side_a, truth, 0.1).into_iter().collect();
        if side_a.is_empty() {
            self.text.push_str("An attack that nobody claimed");
        }
        self.text.push(' ');
        let verb = *self.chance.pick(truth.act.verbs);
        self.text.push_str(verb);
        self.text.push(' ');
        let side_b: Vec<Actor> = self.side(truth.side_b, truth, 0.12).into_iter().collect();
        if side_b.is_empty() {
            self.text.push_str("positions");
        }
        if self.chance.often(0.4) {
            self.text.push_str(" near ");
            let near = *self.chance.pick(NEAR);
            self.text.push_str(near);
        }
        let place = self.place(truth);
        let time = self.time(truth);
        let weapons = self.weapons(truth);
        let harm = self.harm(truth, lag);
        self.text.push('.');
        let evidence = self.since(start);
        self.text.push(' ');
        let more_evidence = self.more();
        for _ in 0..2 + self.chance.below(3) {
            filler(self.chance, self.text);
        }
        Event {
            eid: format!("e{eid}"),
            incident: None,
            evidence,
            more_evidence,
            event_type: truth.act.id.to_string(),
            status: if truth.foiled { Status::Foiled } else { Status::Occurred },
            standing: if self.main { Standing::Main } else { Standing::Background },
            time,
            place,
            side_a,
            side_b,
            weapons,
            harm,
            claims: Vec::new(),
            confidence: 0.5 + self.chance.below(50) as f64 / 100.0,
            why: vec!["made up".to_string()],
        }
    }

    /// Names who is on a side, or leaves it out.
    fn side(&mut self, part: &Part, truth: &Truth<'_>, left_out: f64) -> Option<Actor> {
        if self.chance.often(left_out) {
            return None;
        }
        // Some reports do not know who it was.
        let unsure = self.chance.often(0.08);
        let part = if unsure { &truth.cast.others[1] } else { part };
        let words = self.chance.pick(&part.words).clone();
        let quote = self.quote(&words);
        let basis = "stated".to_string();
        Some(Actor { quote, name: part.words[0].clone(), kind: part.kind, actor: part.id.clone(), basis })
    }

    fn place(&mut self, truth: &Truth<'_>) -> Option<Place> {
        let site = truth.site;
        let vague = self.chance.unit() + if self.main { 0.0 } else { -0.08 };
        if vague < 0.03 {
            return None;
        }
        self.text.push_str(" in ");
        let (name, precision, at, radius) = match (&site.admin1, vague) {
            (_, ..0.06) => (site.country.to_string(), Precision::Country, None, None),
            (Some(province), ..0.16) => (province.clone(), Precision::Province, None, None),
            _ if site.population == 0 => {
                (site.name.clone(), Precision::Exact, Some(site.at), Some(site.radius_km))
            }
            _ => (site.name.clone(), Precision::Settlement, Some(site.at), Some(site.radius_km)),
        };
        let quote = self.quote(&name);
        Some(Place {
            quote,
            name,
            admin1: site.admin1.clone().filter(|_| precision != Precision::Country),
            country: Some(site.country.to_string()),
            lat: at.map(|at| at.0),
            lon: at.map(|at| at.1),
            radius_km: radius,
            precision,
            geonames: site.geonames.filter(|_| at.is_some()),
            basis: "stated".to_string(),
        })
    }

    fn time(&mut self, truth: &Truth<'_>) -> Option<Time> {
        let (day, sure) = (truth.day, self.chance.unit());
        let (start, end, words) = match (self.main, sure) {
            (true, ..0.70) | (false, ..0.45) => {
                let date = date(day);
                let month = date.strftime("%B");
                (day, day, format!("{} {month} {}", date.day(), date.year()))
            }
            (true, 0.70..0.82) => (day.saturating_sub(1), day + 1, "in recent days".to_string()),
            (false, 0.45..0.65) => {
                let first = date(day).first_of_month();
                let start = (first - Date::constant(2015, 1, 1)).get_days().unsigned_abs();
                let month = first.strftime("%B");
                (
                    start,
                    start + u32::from(first.days_in_month().unsigned_abs()) - 1,
                    format!("{month} {}", first.year()),
                )
            }
            _ => return None,
        };
        self.text.push_str(if start == end { " on " } else { " " });
        let quote = self.quote(&words);
        let at = dateline_terms::told::At { start: quote.start, end: quote.end };
        Some(Time {
            start: date(start),
            end: date(end),
            text: Some(words),
            at: Some(at),
            basis: if start == end { "stated" } else { "relative" }.to_string(),
        })
    }

    fn weapons(&mut self, truth: &Truth<'_>) -> Vec<Weapon> {
        let Some((kind, words)) = truth.weapon.filter(|_| self.chance.often(0.6)) else { return Vec::new() };
        self.text.push_str(" with ");
        let quote = self.quote(words);
        vec![Weapon { quote, kind: kind.to_string(), low: None, high: None }]
    }

    /// The toll as it is known so many days after: it grows, and speakers differ.
    fn harm(&mut self, truth: &Truth<'_>, lag: u32) -> Vec<Harm> {
        let mut rows = Vec::new();
        if truth.killed == 0 || self.chance.often(0.12) {
            return rows;
        }
        let known = [0.6, 0.85, 1.0].get(lag as usize).copied().unwrap_or(1.0);
        let told = |chance: &mut Chance, n: u32| {
            let seen = (f64::from(n) * known * (0.9 + 0.2 * chance.unit())).round() as u64;
            if n <= 3 { u64::from(n) } else { seen.max(1) }
        };
        let who = if truth.side_b.id.is_none() { Who::Civilians } else { Who::Combatants };
        for (what, n, before) in [
            (HarmKind::Killed, truth.killed, ", killing "),
            (HarmKind::Injured, truth.injured, " and wounding "),
        ] {
            if n == 0 || (what == HarmKind::Injured && self.chance.often(0.3)) {
                continue;
            }
            self.text.push_str(before);
            let low = told(self.chance, n);
            let open = self.chance.often(0.12);
            let quote = self.quote(&format!("{}{low} people", if open { "at least " } else { "" }));
            let high = (!open).then_some(low);
            rows.push(Harm { what, who, quote, low, high, said_by: None, stance: Stance::Asserted });
        }
        if self.chance.often(0.6) {
            self.text.push_str(", according to ");
            let words = *self.chance.pick(SPEAKERS);
            let speaker = self.quote(words);
            rows.iter_mut().for_each(|row| row.said_by = Some(speaker.clone()));
        }
        rows
    }

    /// A second sentence on it.
    fn more(&mut self) -> Vec<Quote> {
        if !self.chance.often(0.4) {
            return Vec::new();
        }
        let start = self.text.len();
        let (name, near) = (surname(self.chance), *self.chance.pick(NEAR));
        self.text.push_str(&format!("Commander {name} said that the fighting had reached {near}."));
        let quote = self.since(start);
        self.text.push(' ');
        vec![quote]
    }
}
