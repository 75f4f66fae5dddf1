//! Sums over a household: "two men and a woman" are three, "a man and his wife" two, as coders count them.
//!
//! Only nouns for sex, age and kin are summed; "three soldiers and five civilians" stay two figures.

use super::{Found, read};
use crate::lang::en::pieces::{Piece, low};
use dateline_terms::Quantity;

/// Nouns that are summed.
const KIN: &[&str] = &[
    "man",
    "men",
    "woman",
    "women",
    "child",
    "children",
    "boy",
    "boys",
    "girl",
    "girls",
    "son",
    "sons",
    "daughter",
    "daughters",
    "father",
    "mother",
    "wife",
    "wives",
    "husband",
    "brother",
    "brothers",
    "sister",
    "sisters",
    "baby",
    "babies",
    "infant",
    "infants",
    "grandfather",
    "grandmother",
    "grandson",
    "granddaughter",
    "teenager",
    "toddler",
];

fn is_kin(found: &Found) -> bool {
    found.2.as_deref().is_some_and(|noun| KIN.contains(&noun))
}

/// `first`, which ends before piece `after`, with the members that "and" joins to it; and where they end.
pub(super) fn sum(pieces: &[Piece<'_>], first: Found, after: usize) -> (Found, usize) {
    let (mut whole, mut end) = (first, after);
    while is_kin(&whole) {
        let joined = usize::from(matches!(low(pieces, end), "and" | ","));
        let Some((next, at)) = member(pieces, end + joined, joined == 1) else { break };
        whole.0 = whole.0.cover(next.0);
        whole.1 = whole.0;
        whole.2 = next.2;
        whole.3 = add(whole.3, next.3);
        end = at;
    }
    (whole, end)
}

/// The next member: "a woman", "two children", "his wife", "her seven children".
fn member(pieces: &[Piece<'_>], i: usize, joined: bool) -> Option<(Found, usize)> {
    let owned = joined && matches!(low(pieces, i), "his" | "her" | "their");
    if owned && KIN.contains(&low(pieces, i + 1)) {
        let (his, noun) = (pieces.get(i)?, pieces.get(i + 1)?);
        let plural = noun.low.ends_with('s') || noun.low.ends_with("en") && noun.low != "women";
        let quantity = if plural { return None } else { Quantity::exactly(1) };
        let span = his.span.cover(noun.span);
        return Some(((span, span, Some(noun.low.to_owned()), quantity), i + 2));
    }
    let (found, end) = read(pieces, i + usize::from(owned))?;
    (is_kin(&found) && found.3.high.is_some()).then_some((found, end))
}

fn add(a: Quantity, b: Quantity) -> Quantity {
    let high = a.high.zip(b.high).map(|(x, y)| x.saturating_add(y));
    Quantity { low: a.low.saturating_add(b.low), high }
}
