//! Counting: templates aligned one to one, and what of their slots is right.

use super::{Fill, SLOTS, Template, fill};

/// Fills that the key has, that were answered, and that are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// In the key, without optional ones that were not answered.
    pub possible: usize,
    /// Answered.
    pub actual: usize,
    /// Right.
    pub right: usize,
}

impl Count {
    /// Share of the answers that are right.
    pub fn precision(self) -> f64 {
        share(self.right, self.actual)
    }

    /// Share of the key that was answered rightly.
    pub fn recall(self) -> f64 {
        share(self.right, self.possible)
    }

    /// Harmonic mean of both.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.possible + self.actual)
    }

    fn plus(self, other: Count) -> Count {
        Count {
            possible: self.possible + other.possible,
            actual: self.actual + other.actual,
            right: self.right + other.right,
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Counts over documents.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Whole templates: right where aligned.
    pub templates: Count,
    /// By slot, in the order of [`SLOTS`].
    pub slots: [Count; SLOTS.len()],
}

impl Score {
    /// All slots together.
    pub fn all(&self) -> Count {
        self.slots.iter().fold(Count::default(), |sum, c| sum.plus(*c))
    }

    /// Adds one document. What was left out of the key's templates counts against recall, what was answered
    /// beside them against precision; an optional template counts neither way, answered or not.
    pub fn add(&mut self, key: &[Template], answer: &[Template]) {
        let pairs = align(key, answer);
        for (k, template) in key.iter().enumerate().filter(|(_, t)| !t.optional) {
            let found = pairs.iter().find(|(of, _)| *of == k).and_then(|(_, a)| answer.get(*a));
            self.templates.possible += 1;
            self.templates.right += usize::from(found.is_some());
            self.templates.actual += usize::from(found.is_some());
            self.count(template, found.unwrap_or(&Template::default()));
        }
        for (a, template) in answer.iter().enumerate() {
            if !pairs.iter().any(|(_, of)| *of == a) {
                self.templates.actual += 1;
                self.count(&Template::default(), template);
            }
        }
    }

    fn count(&mut self, key: &Template, answer: &Template) {
        for (slot, count) in self.slots.iter_mut().enumerate() {
            *count = count.plus(compare(slot, key.fills(slot), answer.fills(slot)));
        }
    }
}

impl Template {
    fn fills(&self, slot: usize) -> &[Fill] {
        self.slots.get(slot).map_or(&[], Vec::as_slice)
    }
}

/// Each fill of the key is matched with at most one answer; those that must be there choose first.
fn compare(slot: usize, key: &[Fill], answer: &[Fill]) -> Count {
    let same = match SLOTS.get(slot).copied() {
        Some("inc-type" | "inc-date") => fill::equal,
        Some("inc-loc") => fill::alike,
        _ => fill::agree,
    };
    let mut free: Vec<&Fill> = answer.iter().collect();
    let mut count = Count { actual: answer.len(), ..Count::default() };
    let needed = key.iter().filter(|f| !f.optional);
    for wanted in needed.chain(key.iter().filter(|f| f.optional)) {
        let hit = free.iter().position(|a| same(wanted, a));
        count.possible += usize::from(!wanted.optional || hit.is_some());
        if let Some(at) = hit {
            free.swap_remove(at);
            count.right += 1;
        }
    }
    count
}

/// Pairs (key, answer), each template in one at most: the pair with most right fills first, then the next. A
/// pair must agree on the type and, beside it, on the place or on a perpetrator, a target or an instrument.
fn align(key: &[Template], answer: &[Template]) -> Vec<(usize, usize)> {
    let mut worth = Vec::new();
    for (k, wanted) in key.iter().enumerate() {
        for (a, given) in answer.iter().enumerate() {
            let right: Vec<usize> = (0..SLOTS.len())
                .map(|slot| compare(slot, wanted.fills(slot), given.fills(slot)).right)
                .collect();
            let [kind, _, telling @ ..] = right.as_slice() else { continue };
            if *kind > 0 && telling.iter().any(|n| *n > 0) {
                worth.push((std::cmp::Reverse(right.iter().sum::<usize>()), wanted.optional, k, a));
            }
        }
    }
    worth.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, k, a) in worth {
        if !pairs.iter().any(|(of, to)| *of == k || *to == a) {
            pairs.push((k, a));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(kind: &str, place: &str, victims: &[&str]) -> Template {
        let fill = |text: &str| Fill { texts: vec![text.to_string()], optional: false };
        let mut made = Template::default();
        made.slots[0] = vec![fill(kind)];
        made.slots[1] = vec![fill("/1990-01-03")];
        made.slots[2] = vec![fill(place)];
        made.slots[7] = victims.iter().map(|v| fill(v)).collect();
        made
    }

    fn key() -> Vec<Template> {
        vec![template("ATTACK", "APOPA", &["SOLDIERS", "JUAN PEREZ"]), template("BOMBING", "LIMA", &[])]
    }

    fn score(key: &[Template], answer: &[Template]) -> Score {
        let mut score = Score::default();
        score.add(key, answer);
        score
    }

    #[test]
    fn the_key_itself_scores_one_in_any_order() {
        let mut answer = key();
        answer.reverse();
        let score = score(&key(), &answer);
        assert_eq!((score.templates.f1(), score.all().f1()), (1.0, 1.0));
    }

    #[test]
    fn no_answer_recalls_nothing() {
        let score = score(&key(), &[]);
        assert_eq!((score.templates.recall(), score.all().recall()), (0.0, 0.0));
        assert_eq!((score.templates.possible, score.all().actual), (2, 0));
    }

    #[test]
    fn what_is_answered_beside_the_key_costs_precision_alone() {
        let mut answer = key();
        answer.push(template("KIDNAPPING", "BOGOTA", &["MAYOR"]));
        let score = score(&key(), &answer);
        assert_eq!((score.all().recall(), score.templates.right), (1.0, 2));
        assert_eq!((score.templates.actual, score.all().precision()), (3, 8.0 / 12.0));
    }

    #[test]
    fn an_optional_template_is_neither_punished_nor_required() {
        let mut with = key();
        with.push(Template { optional: true, ..template("KIDNAPPING", "BOGOTA", &["MAYOR"]) });
        let without = score(&with, &key());
        let mut answer = key();
        answer.push(template("KIDNAPPING", "BOGOTA", &["SOMEONE ELSE"]));
        let answered = score(&with, &answer);
        for score in [without, answered] {
            assert_eq!((score.templates.f1(), score.all().f1()), (1.0, 1.0));
        }
    }

    #[test]
    fn an_optional_fill_is_neither_punished_nor_required() {
        let mut with = key();
        with[0].slots[7][1].optional = true;
        let short = vec![template("ATTACK", "APOPA", &["SOLDIERS"]), template("BOMBING", "LIMA", &[])];
        for answer in [short, key()] {
            assert_eq!(score(&with, &answer).all().f1(), 1.0);
        }
    }

    #[test]
    fn templates_align_one_to_one_with_the_best_first() {
        let key = [template("ATTACK", "APOPA", &["SOLDIERS"]), template("ATTACK", "APOPA", &["PRIESTS"])];
        let answer = [template("ATTACK", "APOPA", &["PRIESTS"])];
        assert_eq!(align(&key, &answer), [(1, 0)]);
        let other = [template("BOMBING", "APOPA", &["PRIESTS"])];
        assert!(align(&key, &other).is_empty());
    }
}
