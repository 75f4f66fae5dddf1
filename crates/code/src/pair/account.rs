use super::contradict;
use super::harm::Toll;
use super::sides::Party;
use super::site::Site;
use super::wording::{WordWeights, Wording};
use crate::Books;
use crate::codebook::Family;
use crate::weigh::key64;
use dateline_terms::{Claim, Date, Report, Span, Standing, Status, Vectors};

/// Days since 1970, negative before.
pub(super) type Day = i32;

/// What one report says of one event, laid out for comparison. It owns all it holds: a record keeps it and
/// compares it with what comes later.
#[derive(Clone, Debug)]
pub struct Account {
    /// Tells reports apart.
    pub(super) report: u64,
    pub(super) published: Option<Day>,
    pub(super) event_type: String,
    pub(super) family: Option<Family>,
    pub(super) status: Status,
    pub(super) standing: Standing,
    /// First and last day.
    pub(super) days: Option<(Day, Day)>,
    pub(super) site: Option<Site>,
    pub(super) side_a: Vec<Party>,
    pub(super) side_b: Vec<Party>,
    pub(super) weapons: Vec<String>,
    pub(super) harm: Vec<Toll>,
    pub(super) wording: Wording,
    pub(super) title: Wording,
    /// Mean vector of the evidence, of length 1; empty where the encoder did not read it.
    vector: Vec<f32>,
}

impl Account {
    /// Lays out `claim`, an event that `report` was coded into. `vectors`: what the encoder made of the
    /// report, empty where it did not read it.
    pub fn new(
        claim: &Claim,
        report: &Report,
        vectors: &Vectors,
        books: &Books<'_>,
        words: &WordWeights,
    ) -> Account {
        let text = report.text.as_str();
        let party = |actor| Party::new(actor, books.actors);
        let mut weapons: Vec<String> = claim.weapons.iter().map(|w| w.kind.clone()).collect();
        weapons.sort_unstable();
        weapons.dedup();
        let spans: Vec<Span> =
            std::iter::once(claim.evidence).chain(claim.more_evidence.iter().copied()).collect();
        let quotes: Vec<&str> = spans.iter().map(|at| at.of(text)).collect();
        Account {
            report: key64(&[&report.id]),
            published: report.day().map(day),
            event_type: claim.event_type.clone(),
            family: books.codebook.family(&claim.event_type),
            status: claim.status,
            standing: claim.standing,
            days: claim.time.as_ref().map(|t| (day(t.start), day(t.end))),
            site: claim.place.as_ref().map(|p| Site::new(p, text, words)),
            side_a: claim.side_a.iter().map(party).collect(),
            side_b: claim.side_b.iter().map(party).collect(),
            weapons,
            harm: claim.harm.iter().filter_map(Toll::new).collect(),
            wording: Wording::new(&quotes, words),
            title: Wording::new(&[report.title.as_deref().unwrap_or("")], words),
            vector: of_length_one(vectors, claim.evidence),
        }
    }

    /// Cosine of the mean vectors of the evidence, where the encoder read both.
    pub fn likeness(&self, other: &Account) -> Option<f32> {
        if self.vector.is_empty() || self.vector.len() != other.vector.len() {
            return None;
        }
        // Eight sums side by side: fast, and the same on every run and from both ends.
        let mut sums = [0f32; 8];
        for (x, y) in self.vector.chunks(8).zip(other.vector.chunks(8)) {
            sums.iter_mut().zip(x.iter().zip(y)).for_each(|(sum, (x, y))| *sum += x * y);
        }
        Some(sums.iter().sum())
    }

    /// Why the two cannot be one incident, if they cannot.
    pub fn contradicts(&self, other: &Account) -> Option<contradict::Contradiction> {
        contradict::contradicts(self, other)
    }
}

fn day(date: Date) -> Day {
    (date - Date::constant(1970, 1, 1)).get_days()
}

/// The mean vector of a stretch divided by its length; empty where nothing was read there.
fn of_length_one(vectors: &Vectors, at: Span) -> Vec<f32> {
    if vectors.pieces(at).is_empty() {
        return Vec::new();
    }
    let mut mean = vectors.mean(at);
    let length = mean.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length < 1e-6 {
        return Vec::new();
    }
    mean.iter_mut().for_each(|x| *x /= length);
    mean
}
