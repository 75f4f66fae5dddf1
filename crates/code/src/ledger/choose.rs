//! One value out of what several voices say.

use dateline_terms::{Date, Entry, Rule};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What one claim states of one field.
#[derive(Clone, Debug)]
pub struct Said<'e, T> {
    /// The value.
    pub value: T,
    /// Greater for a vaguer value.
    pub vagueness: u64,
    /// The claim.
    pub entry: &'e Entry,
}

impl<T> Said<'_, T> {
    fn published(&self) -> Option<Date> {
        self.entry.source.published
    }

    /// Surer first, then by lasting claim id: what settles a tie.
    fn tie(&self) -> (f64, Reverse<&str>) {
        (self.entry.event.confidence, Reverse(&self.entry.claim))
    }
}

/// One statement a voice: its latest that no other of its own makes more precise. A value that a voice repeats is as old
/// as its first mention, so that a copy printed later doesn't bring back an older figure.
///
/// `covers(a, b)`: `a` is `b`, or a vaguer version of it.
pub fn by_voice<'e, T: Clone>(said: &[Said<'e, T>], covers: impl Fn(&T, &T) -> bool) -> Vec<Said<'e, T>> {
    let voices: BTreeSet<usize> = said.iter().map(|s| s.entry.voice).collect();
    voices.into_iter().filter_map(|voice| of_voice(said, voice, &covers)).collect()
}

fn of_voice<'e, T: Clone>(
    said: &[Said<'e, T>],
    voice: usize,
    covers: &impl Fn(&T, &T) -> bool,
) -> Option<Said<'e, T>> {
    let own: Vec<&Said<'e, T>> = said.iter().filter(|s| s.entry.voice == voice).collect();
    let same = |a: &Said<T>, b: &Said<T>| covers(&a.value, &b.value) && covers(&b.value, &a.value);
    let vaguer = |s: &Said<T>| own.iter().any(|o| covers(&s.value, &o.value) && !covers(&o.value, &s.value));
    let repeated = |s: &Said<T>| own.iter().any(|o| same(o, s) && o.published() < s.published());
    let rank = |s: &Said<T>| (s.published(), Reverse(s.vagueness));
    let best = own.iter().filter(|s| !vaguer(s) && !repeated(s)).max_by(|a, b| {
        let ties = || a.tie().partial_cmp(&b.tie()).unwrap_or(std::cmp::Ordering::Equal);
        rank(a).cmp(&rank(b)).then_with(ties)
    })?;
    Some((*best).clone())
}

/// The value that `rule` publishes of one statement a voice: under `latest` that of the voice that published last; else
/// what most voices say, where a vaguer statement speaks for each that it covers. Then the more precise, the surer, and
/// the lesser claim id.
pub fn choose<'s, 'e, T>(
    said: &'s [Said<'e, T>],
    rule: Rule,
    covers: impl Fn(&T, &T) -> bool,
) -> Option<&'s Said<'e, T>> {
    choose_among(said, rule, covers, |_| true)
}

/// As [`choose`], of the values that `may_lead` alone; all have a vote.
pub fn choose_among<'s, 'e, T>(
    said: &'s [Said<'e, T>],
    rule: Rule,
    covers: impl Fn(&T, &T) -> bool,
    may_lead: impl Fn(&T) -> bool,
) -> Option<&'s Said<'e, T>> {
    let votes = |s: &Said<T>| said.iter().filter(|o| covers(&o.value, &s.value)).count();
    let rank = |s: &Said<T>| {
        let last = (rule == Rule::Latest).then(|| s.published());
        (last, votes(s), Reverse(s.vagueness))
    };
    said.iter().filter(|s| may_lead(&s.value)).max_by(|a, b| {
        let ties = || a.tie().partial_cmp(&b.tie()).unwrap_or(std::cmp::Ordering::Equal);
        rank(a).cmp(&rank(b)).then_with(ties)
    })
}

/// Whether two voices say what cannot both be so: neither covers the other, and `apart` says that they are far enough.
pub fn differ<T>(
    said: &[Said<'_, T>],
    covers: impl Fn(&T, &T) -> bool,
    apart: impl Fn(&T, &T) -> bool,
) -> bool {
    let pairs = said.iter().enumerate().flat_map(|(i, a)| said.iter().skip(i + 1).map(move |b| (a, b)));
    pairs.into_iter().any(|(a, b)| {
        let (a, b) = (&a.value, &b.value);
        !covers(a, b) && !covers(b, a) && apart(a, b)
    })
}
