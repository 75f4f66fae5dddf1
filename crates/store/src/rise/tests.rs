//! Laws of the rise alert.

use super::{Abstains, Stretch, Test, judge};
use proptest::prelude::*;

fn quiet(count: u64) -> Stretch {
    Stretch { count, covered: true, elsewhere: 10 }
}

fn past(longest: u64) -> impl Strategy<Value = Vec<Stretch>> {
    let stretch = (0..longest, prop::bool::weighted(0.95), 0u64..30);
    let stretch = stretch.prop_map(|(count, covered, elsewhere)| Stretch { count, covered, elsewhere });
    prop::collection::vec(stretch, 63..70)
}

proptest! {
    /// One incident more never makes a rise less likely.
    #[test]
    fn more_today_never_lowers_the_alarm(past in past(12), count in 0u64..60) {
        let test = Test::daily(0.001);
        let (fewer, more) = (judge(&past, &quiet(count), &test), judge(&past, &quiet(count + 1), &test));
        if let (Ok(fewer), Ok(more)) = (fewer, more) {
            prop_assert!(more.chance <= fewer.chance && more.rises >= fewer.rises);
        }
    }

    /// Only the counts matter, not the order in which the baseline had them, nor what the guard band holds.
    #[test]
    fn order_and_the_guard_band_do_not_matter(past in past(12), count in 0u64..40, seen in 0u64..500) {
        let test = Test::daily(0.001);
        let end = past.len() - test.guard;
        let mut turned = past.clone();
        turned[end - test.baseline..end].reverse();
        turned[end..].iter_mut().for_each(|stretch| stretch.count = seen);
        let chance = |past: &[Stretch]| judge(past, &quiet(count), &test).map(|judged| judged.chance);
        match (chance(&past), chance(&turned)) {
            (Ok(one), Ok(other)) => prop_assert!((one - other).abs() <= 1e-9 * one),
            (one, other) => prop_assert_eq!(one, other),
        }
    }

    /// More read elsewhere never makes a rise; by how many times is what counts, not how many reports.
    #[test]
    fn reading_more_is_no_rise(past in past(12), count in 3u64..40, elsewhere in 0u64..100, times in 2u64..9) {
        let test = Test::daily(0.001);
        let now = |elsewhere| Stretch { elsewhere, ..quiet(count) };
        let scaled: Vec<_> = past.iter().map(|s| Stretch { elsewhere: s.elsewhere * times, ..*s }).collect();
        if let Ok(one) = judge(&past, &now(elsewhere), &test) {
            let more = judge(&past, &now(elsewhere + 20), &test).expect("the same past");
            prop_assert!(more.chance >= one.chance * (1.0 - 1e-9));
            let other = judge(&scaled, &now(elsewhere * times), &test).expect("the same past");
            prop_assert!((one.chance - other.chance).abs() <= 1e-9 * one.chance);
        }
    }

    /// Ten times as much of everything, with the same share of bursts, makes the same rise no less sure.
    #[test]
    fn the_same_rise_of_more_is_surer(level in 1u64..20, times in 3u64..8) {
        let chance = |level: u64| {
            let past = vec![quiet(level); 63];
            judge(&past, &quiet(level * times), &Test::daily(0.001)).expect("a past").chance
        };
        prop_assert!(chance(level * 10) <= chance(level));
    }

    /// Whatever the counts, the chance is one.
    #[test]
    fn chances_lie_between_none_and_all(past in past(3000), count in 0u64..100_000) {
        if let Ok(judged) = judge(&past, &quiet(count), &Test::daily(0.001)) {
            prop_assert!((0.0..=1.0).contains(&judged.chance), "{judged:?}");
            prop_assert!(judged.variance >= judged.expected && judged.expected > 0.0);
        }
    }
}

#[test]
fn an_empty_past_says_nothing() {
    let test = Test::daily(0.01);
    let now = quiet(50);
    assert_eq!(judge(&[], &now, &test), Err(Abstains::TooShort));
    assert_eq!(judge(&[quiet(1); 62], &now, &test), Err(Abstains::TooShort));
    assert_eq!(judge(&[quiet(0); 63], &now, &test), Err(Abstains::NothingBefore));
    let silent = Stretch { covered: false, ..quiet(0) };
    let mut past = vec![silent; 63];
    past[..27].fill(quiet(1));
    assert_eq!(judge(&past, &now, &test), Err(Abstains::TooSilent), "silence is not peace");
    past[..28].fill(quiet(1));
    assert!(judge(&past, &now, &test).expect("enough").rises);
}

#[test]
fn days_without_reports_do_not_make_a_past_look_peaceful() {
    let test = Test::daily(0.001);
    let mut past = vec![quiet(4); 63];
    let judged = judge(&past, &quiet(10), &test).expect("a past");
    past.iter_mut().step_by(2).for_each(|stretch| *stretch = Stretch::default());
    let silent = judge(&past, &quiet(10), &test).expect("a past");
    assert!(silent.expected > 3.9 && silent.chance > judged.chance, "{silent:?}");
}

#[test]
fn one_or_two_are_no_rise_however_quiet_it_was() {
    let mut past = vec![quiet(0); 63];
    past[3].count = 1;
    let test = Test::daily(0.01);
    assert!(!judge(&past, &quiet(2), &test).expect("a past").rises);
    assert!(judge(&past, &quiet(3), &test).expect("a past").rises);
}
