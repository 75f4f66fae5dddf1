//! The published figures.

use super::choose::{Said, by_voice};
use super::figures::{Figure, figures, is_one};
use super::parties::Parties;
use crate::codebook::{Codebook, Family};
use crate::gazetteer::fold::fold;
use crate::voice::Side;
use dateline_terms::{Date, Entry, HarmKind, Rule, Stance, Toll, Who};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Why a figure is not credible where better ones exist; the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// None.
    Fine,
    /// A party gives its enemy's losses.
    Party,
    /// Said to be unconfirmed.
    Unconfirmed,
    /// It is what a denial denies.
    Denied,
}

/// One figure with whoever stands behind it.
#[derive(Clone, Debug)]
pub struct Stated<'e> {
    pub figure: Figure<'e>,
    pub entry: &'e Entry,
    pub doubt: Doubt,
}

/// Every figure of every claim.
pub fn stated<'e>(entries: &[&'e Entry], parties: &Parties<'e>, codebook: &Codebook) -> Vec<Stated<'e>> {
    let of = |entry: &&'e Entry| {
        let entry: &'e Entry = entry;
        let fight = codebook.family(&entry.event.event_type) == Some(Family::Fight);
        figures(&entry.event).into_iter().map(move |figure| {
            let doubt = match figure.stance {
                Stance::Denied => Doubt::Denied,
                Stance::Unconfirmed => Doubt::Unconfirmed,
                _ if is_of_enemies(parties.side(figure.speaker, entry.voice), figure.who, fight) => {
                    Doubt::Party
                }
                _ => Doubt::Fine,
            };
            Stated { figure, entry, doubt }
        })
    };
    entries.iter().flat_map(of).collect()
}

/// Whether a party on `side` counts the losses of its enemy: of an attack those who did it; in a fight either side,
/// but of civilians.
fn is_of_enemies(side: Option<Side>, who: Option<Who>, fight: bool) -> bool {
    match side {
        None => false,
        Some(Side::A | Side::Either) => true,
        Some(Side::B) => fight && who != Some(Who::Civilians),
    }
}

/// The number that a figure stands for where one is needed: what it states, or the least that its words allow.
fn point(figure: &Figure<'_>) -> u64 {
    figure.low
}

/// "Killed people", without a number: at least one.
fn is_unnumbered(stated: &Stated<'_>) -> bool {
    stated.figure.low <= 1 && stated.figure.high.is_none()
}

/// One figure a voice and speaker: of what both name, their latest. Who gives no number yields to those who give one.
fn latest<'s, 'e>(of: &[&'s Stated<'e>]) -> Vec<&'s Stated<'e>> {
    let numbered = of.iter().any(|s| !is_unnumbered(s));
    let of = of.iter().filter(|s| !numbered || !is_unnumbered(s));
    let mut speakers: BTreeMap<Option<String>, Vec<Said<'e, &'s Stated<'e>>>> = BTreeMap::new();
    for stated in of {
        let said = Said { value: *stated, vagueness: width(&stated.figure), entry: stated.entry };
        speakers.entry(stated.figure.speaker.map(fold)).or_default().push(said);
    }
    let covers = |a: &&Stated, b: &&Stated| covers(&a.figure, &b.figure);
    speakers.into_values().flat_map(|said| by_voice(&said, covers)).map(|s| s.value).collect()
}

fn covers(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let above = a.high.is_none_or(|high| b.high.is_some_and(|other| other <= high));
    a.low <= b.low && above
}

fn width(figure: &Figure<'_>) -> u64 {
    figure.high.map_or(u64::MAX, |high| high.saturating_sub(figure.low))
}

/// Publishes the figures: those of all together in the order of [`HarmKind`], then those by whom.
pub fn tolls(stated: &[Stated<'_>], rule: Rule) -> Vec<Toll> {
    let whom = [None, Some(Who::Civilians), Some(Who::Combatants)];
    let kinds = HarmKind::ALL;
    let (all, some) = whom.split_at(1);
    let order = all.iter().flat_map(|who| kinds.iter().map(move |what| (*what, *who)));
    let order = order.chain(kinds.iter().flat_map(|what| some.iter().map(move |who| (*what, *who))));
    order.filter_map(|(what, who)| toll(stated, what, who, rule)).collect()
}

fn toll(stated: &[Stated<'_>], what: HarmKind, who: Option<Who>, rule: Rule) -> Option<Toll> {
    let of = |s: &&Stated| s.figure.what == what && s.figure.who == who && s.doubt != Doubt::Denied;
    let of = latest(&stated.iter().filter(of).collect::<Vec<_>>());
    let range = match rule {
        Rule::Lowest => {
            lowest(&of).or((what == HarmKind::Killed && who.is_none()).then_some((0, 0, Some(0))))
        }
        Rule::Best | Rule::Range => best(&credible(&of)),
        Rule::Latest => last(&of),
        Rule::MajorityOfVoices => most_said(&of),
    };
    range.map(|(low, best, high)| Toll { what, who, low, best, high })
}

/// Those without doubt; where there are none, those with the least.
fn credible<'s, 'e>(of: &[&'s Stated<'e>]) -> Vec<&'s Stated<'e>> {
    let least = of.iter().map(|s| s.doubt).min();
    of.iter().filter(|s| Some(s.doubt) == least).copied().collect()
}

type Bounds = (u64, u64, Option<u64>);

fn lowest(of: &[&Stated<'_>]) -> Option<Bounds> {
    of.iter().map(|s| point(&s.figure)).min().map(|n| (n, n, Some(n)))
}

/// The number that most voices give, with the least and the greatest.
fn best(of: &[&Stated<'_>]) -> Option<Bounds> {
    let value = point(&favoured(of)?.figure);
    Some((of.iter().map(|s| s.figure.low).min()?, value, greatest(of)))
}

/// The greatest number that any names; `None` where whoever names the greatest leaves it open.
fn greatest(of: &[&Stated<'_>]) -> Option<u64> {
    let top = of.iter().map(|s| (s.figure.high.unwrap_or(s.figure.low), s.figure.high.is_none())).max()?;
    (!top.1).then_some(top.0)
}

/// The figure that most voices give; then that which agrees with most others' ranges, that of most speakers, the later
/// and the lower.
fn favoured<'s, 'e>(of: &[&'s Stated<'e>]) -> Option<&'s Stated<'e>> {
    let with = |s: &Stated, agrees: fn(&Figure<'_>, u64) -> bool| -> usize {
        let n = point(&s.figure);
        let voices = of.iter().filter(|o| agrees(&o.figure, n)).map(|o| o.entry.voice);
        voices.collect::<BTreeSet<usize>>().len()
    };
    let speakers = |s: &Stated| {
        let same = of.iter().filter(|o| point(&o.figure) == point(&s.figure));
        same.map(|o| o.figure.speaker.map(fold)).collect::<BTreeSet<_>>().len()
    };
    let holds = |f: &Figure<'_>, n: u64| f.low <= n && f.high.is_none_or(|high| n <= high);
    let gives = |f: &Figure<'_>, n: u64| point(f) == n;
    of.iter().copied().max_by_key(|s| {
        (
            with(s, gives),
            with(s, holds),
            speakers(s),
            published(s, of),
            Reverse((s.figure.low, s.figure.high)),
        )
    })
}

/// The day on which a number was last given by a voice for the first time.
fn published(s: &Stated<'_>, of: &[&Stated<'_>]) -> Option<Date> {
    let same = of.iter().filter(|o| point(&o.figure) == point(&s.figure));
    same.map(|o| o.entry.source.published).max().flatten()
}

fn most_said(of: &[&Stated<'_>]) -> Option<Bounds> {
    let value = point(&favoured(of)?.figure);
    let same: Vec<&Stated> = of.iter().filter(|s| point(&s.figure) == value).copied().collect();
    Some((value, value, greatest(&same)))
}

fn last(of: &[&Stated<'_>]) -> Option<Bounds> {
    let day = of.iter().map(|s| s.entry.source.published).max()?;
    let on_it: Vec<&Stated> = of.iter().filter(|s| s.entry.source.published == day).copied().collect();
    most_said(&on_it)
}

/// Kinds of harm over which voices truly differ: one denies a figure that another gives, or two give figures that are
/// no wordings of one, and that growth from day to day does not explain.
pub fn disputed(stated: &[Stated<'_>]) -> BTreeSet<HarmKind> {
    let differ = |what: HarmKind| {
        let all: Vec<&Stated> =
            stated.iter().filter(|s| s.figure.what == what && s.figure.who.is_none()).collect();
        let denied = all.iter().any(|s| s.doubt == Doubt::Denied);
        let of = latest(&all.into_iter().filter(|s| s.doubt != Doubt::Denied).collect::<Vec<_>>());
        let of = credible(&of);
        let apart = || of.iter().enumerate().any(|(i, a)| of.iter().skip(i + 1).any(|b| contradict(a, b)));
        (denied && !of.is_empty()) || apart()
    };
    HarmKind::ALL.iter().copied().filter(|what| differ(*what)).collect()
}

fn contradict(a: &Stated<'_>, b: &Stated<'_>) -> bool {
    let range = |s: &Stated| (s.figure.low, s.figure.high);
    let (less, more) = if range(a) <= range(b) { (a, b) } else { (b, a) };
    let grew = less.entry.source.published.zip(more.entry.source.published).is_some_and(|(x, y)| x < y);
    !is_one(range(a), range(b)) && !grew
}
