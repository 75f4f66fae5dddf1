//! When a predicted event, or a row of one, agrees with gold.

use super::gold::{Actor, Event, Harm, Place, Quote, Time};
use super::names::{norm, same_body, same_name};
use super::overlap::{Stretch, overlap};

pub(super) fn same_time(g: Option<&Time>, p: Option<&Time>) -> bool {
    match (g, p) {
        (Some(g), Some(p)) => g.start == p.start && g.end == p.end,
        (g, p) => g.is_none() && p.is_none(),
    }
}

pub(super) fn same_place(g: Option<&Place>, p: Option<&Place>) -> bool {
    match (g, p) {
        (Some(g), Some(p)) => {
            let words = g.text.words().unwrap_or("");
            [p.text.words(), p.name.as_deref()].into_iter().flatten().any(|name| same_name(words, name))
        }
        (g, p) => g.is_none() && p.is_none(),
    }
}

pub(super) fn same_admin1(g: &Place, p: Option<&Place>) -> bool {
    let Some(p) = p else { return false };
    let want = g.admin1.as_deref().unwrap_or("");
    want.is_empty() || same_name(want, p.admin1.as_deref().unwrap_or(""))
}

pub(super) fn same_actor(g: &Actor, p: &Actor) -> bool {
    let ours = [g.name.as_deref(), g.text.words()];
    let theirs = [p.name.as_deref(), p.text.words()];
    ours.into_iter().flatten().any(|x| theirs.into_iter().flatten().any(|y| same_body(x, y)))
}

pub(super) fn same_speaker(g: &Quote, p: &Quote) -> bool {
    match (g.words(), p.words()) {
        (Some(g), Some(p)) => same_name(g, p),
        (g, p) => g.is_none() && p.is_none(),
    }
}

pub(super) fn same_figure(g: &Harm, p: &Harm) -> bool {
    g.what == p.what && g.low == p.low && g.high == p.high
}

/// How many gold rows have a predicted row of their own that agrees, first come first served.
pub(super) fn match_rows<T>(gold: &[T], predicted: &[T], same: impl Fn(&T, &T) -> bool) -> usize {
    match_refs(&gold.iter().collect::<Vec<_>>(), &predicted.iter().collect::<Vec<_>>(), same)
}

fn match_refs<T>(gold: &[&T], predicted: &[&T], same: impl Fn(&T, &T) -> bool) -> usize {
    let mut left = predicted.to_vec();
    let mut hits = 0;
    for g in gold {
        if let Some(i) = left.iter().position(|p| same(g, p)) {
            left.remove(i);
            hits += 1;
        }
    }
    hits
}

/// Same actors on a side; unnamed victims ("people", "residents") may be given or left out.
pub(super) fn sides_equal(g: &[Actor], p: &[Actor]) -> bool {
    let civilians = |a: &Actor| a.kind.as_deref() == Some("civilians");
    let unnamed = |a: &Actor| norm(a.name.as_deref().unwrap_or("")).starts_with("civilian");
    let need: Vec<&Actor> = g.iter().filter(|a| !civilians(a) || !unnamed(a)).collect();
    let more = p.iter().filter(|a| !civilians(a)).count();
    let all: Vec<&Actor> = p.iter().collect();
    match_refs(&need, &all, same_actor) == need.len() && more <= need.len() + usize::from(!need.is_empty())
}

/// How many of type, days, place and sides two events agree on.
fn agreement(g: &Event, p: &Event) -> u8 {
    let (g, p) = (&g.fields, &p.fields);
    u8::from(g.event_type == p.event_type)
        + u8::from(same_time(g.time.as_ref(), p.time.as_ref()))
        + u8::from(same_place(g.place.as_ref(), p.place.as_ref()))
        + u8::from(sides_equal(&g.side_a, &p.side_a))
        + u8::from(sides_equal(&g.side_b, &p.side_b))
}

/// Pairs events one to one, those with the greatest agreement, then overlap, first.
/// Gives (gold index, predicted index) in the order in which they were paired.
pub(super) fn pair_up(
    (gold, gold_spans): (&[Event], &[Vec<Stretch>]),
    (predicted, spans): (&[Event], &[Vec<Stretch>]),
) -> Vec<(usize, usize)> {
    let mut all = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in predicted.iter().enumerate() {
            let shared = overlap(&gold_spans[i], &spans[j]);
            if shared >= 0.3 {
                all.push((agreement(g, p), shared, i, j));
            }
        }
    }
    all.sort_by(|x, y| y.0.cmp(&x.0).then(y.1.total_cmp(&x.1)).then(y.2.cmp(&x.2)).then(y.3.cmp(&x.3)));
    let (mut used_gold, mut used) = (vec![false; gold.len()], vec![false; predicted.len()]);
    let mut paired = Vec::new();
    for (_, _, i, j) in all {
        if !used_gold[i] && !used[j] {
            (used_gold[i], used[j]) = (true, true);
            paired.push((i, j));
        }
    }
    paired
}
