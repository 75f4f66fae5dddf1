//! Reports in order of publication: tellings put together by outlet and day.

use crate::World;
use crate::chance::Chance;
use crate::telling::{Telling, date};
use dateline_store::{Given, Intake, Key};
use serde_json::json;
use std::collections::{BTreeMap, VecDeque};

/// All reports of a world, made as they are asked for.
#[derive(Debug)]
pub struct Reports<'w> {
    world: &'w World,
    /// The next day whose incidents are to be told of.
    day: u32,
    /// By day of publication and country, with the outlet.
    waiting: BTreeMap<u32, BTreeMap<usize, Vec<(usize, Telling)>>>,
    ready: VecDeque<Intake>,
    made: u64,
}

/// Most days after an incident on which news of it comes; it may be recalled later.
const NEWS: u32 = 4;
/// Most days after it on which it is recalled.
const RECALLED: usize = 120;

impl<'w> Reports<'w> {
    pub(crate) fn new(world: &'w World) -> Reports<'w> {
        Reports { world, day: 0, waiting: BTreeMap::new(), ready: VecDeque::new(), made: 0 }
    }

    /// Lays out who tells of a day's incidents, and when.
    fn hear(&mut self, day: u32) {
        for number in self.world.before(day)..self.world.before(day + 1) {
            if self.world.twin_of(number).is_none() {
                self.spread(number);
            }
        }
    }

    fn spread(&mut self, number: u64) {
        let world = self.world;
        let truth = world.truth(number);
        let chance = &mut Chance::of(&[world.settings().seed, number, 4]);
        let country = world.casts.iter().position(|cast| std::ptr::eq(cast, truth.cast)).unwrap_or(0);
        let agency = chance.below(world.agencies.len().min(12));
        for nth in 0..truth.tellings {
            let recalled = nth > 0 && chance.often(0.15);
            let lag = if recalled {
                NEWS + chance.below(RECALLED) as u32
            } else {
                (chance.unit().powi(3) * f64::from(NEWS + 1)) as u32
            };
            let wire = (truth.tellings > 1 && !recalled && chance.often(0.35)).then_some(agency);
            let outlets = &truth.cast.outlets;
            // Those who print a wire story are any; the others lean to those at hand.
            let outlet = chance.below(outlets.len()).min(chance.below(outlets.len()));
            let main = !recalled && (wire.is_some() || chance.often(0.85));
            let telling = Telling { incident: number, nth, lag, main, wire };
            let of_day = self.waiting.entry(truth.day + lag).or_default();
            of_day.entry(country).or_default().push((outlet, telling));
        }
    }

    /// Makes the reports of a day: a country's tellings, one to four a report, wire stories by themselves.
    fn print(&mut self, day: u32) {
        for (country, mut tellings) in self.waiting.remove(&day).unwrap_or_default() {
            let seed = self.world.settings().seed;
            tellings.sort_by_cached_key(|(_, t)| Chance::of(&[seed, t.incident, u64::from(t.nth), 5]).bits());
            let mut report: Vec<Telling> = Vec::new();
            let (mut by, mut most) = (0, 0);
            for (outlet, telling) in tellings {
                let told = report.iter().any(|t| t.incident.abs_diff(telling.incident) < 2);
                if report.len() >= most || told || telling.wire.is_some() {
                    self.report(day, country, by, &std::mem::take(&mut report));
                    (by, most) = (outlet, 1 + Chance::of(&[seed, self.made, 6]).below(5));
                }
                most = if telling.wire.is_some() { 1 } else { most };
                report.push(telling);
            }
            self.report(day, country, by, &report);
        }
    }

    fn report(&mut self, day: u32, country: usize, outlet: usize, tellings: &[Telling]) {
        let world = self.world;
        let Some(first) = tellings.first() else { return };
        self.made += 1;
        let name = &world.casts[country].outlets[outlet];
        let mut text = String::new();
        if let Some(agency) = first.wire {
            text.push_str(&format!("({}) - ", world.agencies[agency]));
        }
        let mut events = Vec::new();
        for telling in tellings {
            events.push(world.tell(telling, events.len() + 1, &mut text));
            // The second attack of the day, told beside the first.
            if world.twin_of(telling.incident + 1) == Some(telling.incident)
                && telling.incident + 1 < world.settings().incidents
            {
                let twin = Telling { incident: telling.incident + 1, ..*telling };
                events.push(world.tell(&twin, events.len() + 1, &mut text));
            }
        }
        let site = &world.truth(first.incident).site.name;
        let title = format!("{site}: {}", text.split_whitespace().take(7).collect::<Vec<_>>().join(" "));
        let id = format!("w{}-{}", world.settings().seed, self.made);
        let coded = json!({
            "contract": 1, "id": id,
            "report": {"title": title, "text": text, "outlet": name, "language": "en",
                       "published": {"date": date(day), "basis": "given"}},
            "events": events, "tallies": [], "not_events": [], "flaws": [],
        });
        self.ready.push_back(Intake {
            key: Key::Own(format!("{name}: {id}")),
            name: id,
            bytes: text.into_bytes(),
            given: Given { format: "coded".into(), ..Given::default() },
            url: None,
            coded,
            coder: "made up".into(),
            received: None,
        });
    }
}

impl Iterator for Reports<'_> {
    type Item = Intake;

    fn next(&mut self) -> Option<Intake> {
        while self.ready.is_empty() {
            let days = self.world.settings().days;
            if self.day >= days && self.waiting.is_empty() {
                return None;
            }
            if self.day < days {
                self.hear(self.day);
            }
            self.print(self.day);
            self.day += 1;
        }
        self.ready.pop_front()
    }
}
