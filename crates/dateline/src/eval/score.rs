//! The scoring itself: pairs each report's events with gold and counts what agrees.

use super::figures::{F1, Figure, Figures, Rates, harmonic, round4};
use super::gold::{Event, Fields, GoldReport};
use super::overlap::{Stretch, Text, overlap};
use super::pairs::{
    match_rows, pair_up, same_actor, same_admin1, same_figure, same_place, same_speaker, same_time,
    sides_equal,
};
use serde_json::{Value, json};
use std::collections::HashMap;

const FAMILIES: [(&str, &[&str]); 6] = [
    (
        "fight",
        &["armed_clash", "government_regains_territory", "nonstate_takes_territory", "nonviolent_transfer"],
    ),
    ("strike", &["air_drone_strike", "shelling_artillery_missile", "chemical_weapon"]),
    ("bomb", &["suicide_bomb", "remote_explosive", "grenade"]),
    ("harm", &["attack", "sexual_violence", "abduction"]),
    (
        "unrest",
        &[
            "peaceful_protest",
            "protest_with_intervention",
            "excessive_force_protest",
            "violent_demonstration",
            "mob_violence",
        ],
    ),
    (
        "development",
        &[
            "agreement",
            "arrest",
            "group_change",
            "disrupted_weapons",
            "base_established",
            "looting_destruction",
            "displacement_evacuation",
            "other_strategic",
        ],
    ),
];

fn family(event_type: Option<&str>) -> Option<&'static str> {
    let event_type = event_type?;
    FAMILIES.iter().find(|(_, types)| types.contains(&event_type)).map(|(name, _)| *name)
}

/// One thing that the prediction got wrong: a paired event, a missed or an invented one, as a JSON object
/// with the report's `id`.
pub type Wrong = Value;

const FIELDS: [&str; 8] = ["type", "family", "status", "standing", "time", "place", "admin1", "country"];

#[derive(Default)]
struct Counts {
    events: F1,
    coded: F1,
    harm: F1,
    harm_said: F1,
    claims: F1,
    tallies: F1,
    side_a: F1,
    side_b: F1,
    main: F1,
    fields: [(usize, usize); 8],
    lured: (usize, usize),
    incidents: Incidents,
}

/// The incident of every paired gold event, by gold and by prediction.
#[derive(Default)]
struct Incidents {
    keys: Vec<(String, String)>,
    places: HashMap<(String, String), usize>,
    gold: Vec<String>,
    predicted: Vec<String>,
}

/// Scores `predicted` against `gold`; reports are paired by id, and a report without a prediction counts
/// as one with no events. Gives the figures and everything that was wrong.
pub fn score(gold: &[GoldReport], predicted: &[GoldReport]) -> (Figures, Vec<Wrong>) {
    let by_id: HashMap<&str, &GoldReport> = predicted.iter().map(|r| (r.id.as_str(), r)).collect();
    let mut counts = Counts::default();
    let mut wrong = Vec::new();
    for g in gold {
        counts.add_report(g, by_id.get(g.id.as_str()).copied(), &mut wrong);
    }
    (counts.figures(gold.len()), wrong)
}

/// What [`score`] counts as coded, a report at a time, in the order of `gold`.
pub fn coded(gold: &[GoldReport], predicted: &[GoldReport]) -> Vec<F1> {
    let by_id: HashMap<&str, &GoldReport> = predicted.iter().map(|r| (r.id.as_str(), r)).collect();
    let of = |g: &GoldReport| {
        let mut counts = Counts::default();
        counts.add_report(g, by_id.get(g.id.as_str()).copied(), &mut Vec::new());
        counts.coded
    };
    gold.iter().map(of).collect()
}

impl Counts {
    fn add_report(&mut self, g: &GoldReport, p: Option<&GoldReport>, wrong: &mut Vec<Wrong>) {
        let text = Text::new(&g.text);
        let events = p.map_or(&[][..], |p| p.events.as_slice());
        let gold_spans: Vec<Vec<Stretch>> = g.events.iter().map(|e| text.spans(e)).collect();
        let spans: Vec<Vec<Stretch>> = events.iter().map(|e| text.spans(e)).collect();
        let paired = pair_up((&g.events, &gold_spans), (events, &spans));
        let matched: Vec<(&Event, &Event)> =
            paired.iter().map(|&(i, j)| (&g.events[i], &events[j])).collect();
        let is_main = |e: &Event| e.fields.standing.as_deref() == Some("main");
        let main = matched.iter().filter(|(e, _)| is_main(e)).count();
        self.events.add(matched.len(), g.events.len(), events.len());
        self.main.add(
            main,
            g.events.iter().filter(|e| is_main(e)).count(),
            main + events.len() - matched.len(),
        );
        let full = matched.iter().filter(|(a, b)| self.add_pair(g, a, b, wrong)).count();
        self.coded.add(full, g.events.len(), events.len());
        self.add_rows(&g.events, events, &matched);
        let tallies = p.map_or(&[][..], |p| p.tallies.as_slice());
        let hits = match_rows(&g.tallies, tallies, |x, y| {
            x.counts == y.counts && x.low == y.low && x.high == y.high
        });
        self.tallies.add(hits, g.tallies.len(), tallies.len());
        let unused =
            |n: usize, used: &dyn Fn(&(usize, usize)) -> usize| !paired.iter().any(|pair| used(pair) == n);
        let missed = g.events.iter().enumerate().filter(|(i, _)| unused(*i, &|pair| pair.0));
        wrong.extend(missed.map(|(_, e)| json!({"id": g.id, "missed": e.raw})));
        let invented: Vec<usize> = (0..events.len()).filter(|j| unused(*j, &|pair| pair.1)).collect();
        wrong.extend(invented.iter().map(|&j| json!({"id": g.id, "invented": events[j].raw})));
        self.add_lures(
            g,
            &text,
            &gold_spans.concat(),
            &invented.iter().map(|&j| &spans[j]).collect::<Vec<_>>(),
        );
    }

    /// Counts the fields of one pair; true if all that a user feels is right.
    fn add_pair(&mut self, report: &GoldReport, a: &Event, b: &Event, wrong: &mut Vec<Wrong>) -> bool {
        let checks = field_checks(&a.fields, &b.fields);
        for (count, check) in self.fields.iter_mut().zip(checks) {
            count.0 += usize::from(check == Some(true));
            count.1 += usize::from(check.is_some());
        }
        let (g, p) = (&a.fields, &b.fields);
        self.side_a.add(match_rows(&g.side_a, &p.side_a, same_actor), g.side_a.len(), p.side_a.len());
        self.side_b.add(match_rows(&g.side_b, &p.side_b, same_actor), g.side_b.len(), p.side_b.len());
        let right = [0, 4, 5].iter().all(|&k| checks[k] == Some(true));
        let full = right && sides_equal(&g.side_a, &p.side_a) && sides_equal(&g.side_b, &p.side_b);
        if !full {
            let fields: Vec<&str> =
                FIELDS.iter().zip(checks).filter(|(_, c)| *c == Some(false)).map(|(f, _)| *f).collect();
            wrong.push(json!({"id": report.id, "gold": a.raw, "predicted": b.raw, "wrong": fields}));
        }
        self.incidents.add(report, g, p);
        full
    }

    /// Counts the harm and claim rows of all events; only rows of paired events can agree.
    fn add_rows(&mut self, gold: &[Event], predicted: &[Event], matched: &[(&Event, &Event)]) {
        let harm = |events: &[Event]| events.iter().map(|e| e.fields.harm.len()).sum::<usize>();
        let claims = |events: &[Event]| events.iter().map(|e| e.fields.claims.len()).sum::<usize>();
        for (a, b) in matched {
            let (g, p) = (&a.fields, &b.fields);
            self.harm.hit += match_rows(&g.harm, &p.harm, same_figure);
            self.harm_said.hit += match_rows(&g.harm, &p.harm, |x, y| {
                same_figure(x, y) && same_speaker(&x.said_by, &y.said_by) && x.stance == y.stance
            });
            self.claims.hit += match_rows(&g.claims, &p.claims, |x, y| {
                x.about == y.about && x.stance == y.stance && same_speaker(&x.said_by, &y.said_by)
            });
        }
        self.harm.add(0, harm(gold), harm(predicted));
        self.harm_said.add(0, harm(gold), harm(predicted));
        self.claims.add(0, claims(gold), claims(predicted));
    }

    /// Counts the tempting non-events that lie on no real event, and those that an invented event lies on.
    fn add_lures(&mut self, g: &GoldReport, text: &Text<'_>, real: &[Stretch], invented: &[&Vec<Stretch>]) {
        for lure in &g.not_events {
            let Some(at) = text.first(lure.text.words().unwrap_or("")) else { continue };
            if overlap(&[at], real) > 0.5 {
                continue;
            }
            self.lured.1 += 1;
            self.lured.0 += usize::from(invented.iter().any(|spans| overlap(&[at], spans) > 0.5));
        }
    }

    fn figures(&self, reports: usize) -> Figures {
        let mut rows = vec![("reports", Figure::Count(reports))];
        for (name, f1) in [
            ("events", &self.events),
            ("coded", &self.coded),
            ("harm", &self.harm),
            ("harm+speaker", &self.harm_said),
            ("claims", &self.claims),
            ("tallies", &self.tallies),
            ("side_a", &self.side_a),
            ("side_b", &self.side_b),
        ] {
            rows.push((name, f1.figure()));
        }
        rows.push(("main events recall", Figure::Share(Some(round4(self.main.recall())))));
        for (name, &(right, of)) in FIELDS.iter().zip(&self.fields) {
            rows.push((name, share(right, of)));
        }
        rows.push(("false", share(self.lured.0, self.lured.1)));
        if !self.incidents.keys.is_empty() {
            rows.push(("links", self.incidents.links().figure()));
            rows.push(("incidents", self.incidents.b_cubed()));
        }
        Figures(rows)
    }
}

fn share(right: usize, of: usize) -> Figure {
    Figure::Share((of > 0).then(|| round4(right as f64 / of as f64)))
}

/// Whether each of `FIELDS` is right; `None` where gold gives nothing to judge by.
fn field_checks(g: &Fields, p: &Fields) -> [Option<bool>; 8] {
    let place = g.place.as_ref();
    [
        Some(g.event_type == p.event_type),
        Some(family(g.event_type.as_deref()) == family(p.event_type.as_deref())),
        Some(g.status == p.status),
        Some(g.standing == p.standing),
        Some(same_time(g.time.as_ref(), p.time.as_ref())),
        Some(same_place(place, p.place.as_ref())),
        place.map(|place| same_admin1(place, p.place.as_ref())),
        place.map(|place| p.place.as_ref().is_some_and(|q| place.country == q.country)),
    ]
}

impl Incidents {
    fn add(&mut self, report: &GoldReport, g: &Fields, p: &Fields) {
        let batch = &report.batch;
        let gold = format!("{batch} {}", g.incident);
        let named = p.incident.as_str().is_some_and(|name| !name.is_empty());
        let predicted = if named {
            format!("{batch} {}", p.incident)
        } else {
            format!("{batch} {:?}", (&report.id, &p.eid))
        };
        let key = (report.id.clone(), g.eid.as_str().unwrap_or_default().to_string());
        match self.places.get(&key) {
            Some(&at) => (self.gold[at], self.predicted[at]) = (gold, predicted),
            None => {
                self.places.insert(key.clone(), self.keys.len());
                self.keys.push(key);
                self.gold.push(gold);
                self.predicted.push(predicted);
            }
        }
    }

    /// F1 over pairs of events in different reports that are said to be one incident.
    fn links(&self) -> F1 {
        let mut link = F1::default();
        for x in 0..self.keys.len() {
            for y in x + 1..self.keys.len() {
                if self.keys[x].0 == self.keys[y].0 {
                    continue;
                }
                let (gold, predicted) =
                    (self.gold[x] == self.gold[y], self.predicted[x] == self.predicted[y]);
                link.add(usize::from(gold && predicted), usize::from(gold), usize::from(predicted));
            }
        }
        link
    }

    /// B-cubed: for each event, how much of its group is in its group on the other side; averaged.
    fn b_cubed(&self) -> Figure {
        let (precision, recall) =
            (agreement(&self.predicted, &self.gold), agreement(&self.gold, &self.predicted));
        Figure::Rates(Rates {
            precision: round4(precision),
            recall: round4(recall),
            f1: round4(harmonic(precision, recall)),
            counts: None,
        })
    }
}

fn agreement(a: &[String], b: &[String]) -> f64 {
    let mut total = 0.0;
    for x in 0..a.len() {
        let group = a.iter().zip(b).filter(|(k, _)| **k == a[x]);
        let (size, same) =
            group.fold((0usize, 0usize), |(n, same), (_, k)| (n + 1, same + usize::from(*k == b[x])));
        total += same as f64 / size as f64;
    }
    total / a.len() as f64
}
