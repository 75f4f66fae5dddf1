//! English number words and written figures: "twenty-three", "two hundred and six", "1,300", "2.5 million".

use super::pieces::{Kind, Piece, is_dash, low};

/// A cardinal number read from pieces: its value and how many pieces it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cardinal {
    /// The number.
    pub value: u64,
    /// Pieces taken.
    pub len: usize,
    /// Written with digits.
    pub digits: bool,
}

/// Value of a number word below one hundred.
pub(crate) fn small(word: &str) -> Option<u64> {
    Some(match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => return tens(word),
    })
}

/// Value of "twenty", "thirty", … "ninety".
pub(crate) fn tens(word: &str) -> Option<u64> {
    Some(match word {
        "twenty" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

fn scale(word: &str) -> Option<u64> {
    Some(match word {
        "thousand" => 1_000,
        "million" | "mln" => 1_000_000,
        "billion" | "bn" => 1_000_000_000,
        _ => return None,
    })
}

/// Value of an ordinal word: "first" is 1, "thirtieth" 30; compounds are read by [`ordinal`].
pub(crate) fn ordinal_word(word: &str) -> Option<u64> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        _ => return None,
    })
}

/// An ordinal at `i`: "17th", "second", "twenty-first"; value and pieces taken.
pub(crate) fn ordinal(pieces: &[Piece<'_>], i: usize) -> Option<(u64, usize)> {
    let piece = pieces.get(i)?;
    if let Some(value) = piece.value {
        let next = pieces.get(i + 1).filter(|p| p.glued)?;
        return matches!(next.low, "st" | "nd" | "rd" | "th").then_some((value, 2));
    }
    if let Some(ten) = tens(piece.low) {
        let dash = usize::from(is_dash(low(pieces, i + 1)));
        let one = ordinal_word(low(pieces, i + 1 + dash)).filter(|n| *n < 10)?;
        return Some((ten + one, 2 + dash));
    }
    ordinal_word(piece.low).map(|n| (n, 1))
}

/// A cardinal at `i`, in digits or words. "a hundred" is read, "a" alone is not.
pub(crate) fn cardinal(pieces: &[Piece<'_>], i: usize) -> Option<Cardinal> {
    match pieces.get(i)?.kind {
        Kind::Digits => figures(pieces, i),
        Kind::Letters => words(pieces, i),
        Kind::Mark => None,
    }
}

/// Digits with thousands separators, a decimal point and a scale word.
fn figures(pieces: &[Piece<'_>], i: usize) -> Option<Cardinal> {
    let first = pieces.get(i)?;
    let mut value = first.value?;
    let mut len = 1;
    if first.low.len() <= 3 {
        while let Some(group) = thousands_group(pieces, i + len) {
            value = value.checked_mul(1000)?.checked_add(group.0)?;
            len += group.1;
        }
    }
    if let Some(whole) = decimal_and_scale(pieces, i + len, value) {
        return Some(Cardinal { value: whole.0, len: len + whole.1, digits: true });
    }
    if let Some(by) = scale(low(pieces, i + len)) {
        return Some(Cardinal { value: value.checked_mul(by)?, len: len + 1, digits: true });
    }
    Some(Cardinal { value, len, digits: true })
}

/// ",300" or " 300" after the leading digits: the group's value and the pieces it took.
fn thousands_group(pieces: &[Piece<'_>], i: usize) -> Option<(u64, usize)> {
    let at = pieces.get(i)?;
    if matches!(at.low, "," | "." | "’" | "'") && at.glued {
        let digits = pieces.get(i + 1).filter(|p| p.glued && p.low.len() == 3)?;
        // "1.300" is a thousand three hundred only to some writers: a point separates decimals here.
        return if at.low == "." { None } else { Some((digits.value?, 2)) };
    }
    let more = pieces.get(i + 1).is_some_and(|p| p.glued && (is_dash(p.low) || p.low == ":" || p.low == "/"));
    (!at.glued && !more && at.low.len() == 3).then_some((at.value?, 1))
}

/// ".5 million" after the whole part: the product and the pieces taken.
fn decimal_and_scale(pieces: &[Piece<'_>], i: usize, whole: u64) -> Option<(u64, usize)> {
    let fraction = pieces.get(i + 1).filter(|p| p.glued)?;
    let point = pieces.get(i).filter(|p| p.glued && matches!(p.low, "." | ","))?;
    let by = scale(low(pieces, i + 2))?;
    let digits = fraction.low.len() as u32;
    if point.low.is_empty() || digits > 6 {
        return None;
    }
    let part = fraction.value?.checked_mul(by)? / 10u64.checked_pow(digits)?;
    Some((whole.checked_mul(by)?.checked_add(part)?, 3))
}

/// Number words: "twenty-three", "two hundred and six", "a hundred", "half a million", "one thousand".
fn words(pieces: &[Piece<'_>], i: usize) -> Option<Cardinal> {
    if low(pieces, i) == "half" && low(pieces, i + 1) == "a" && low(pieces, i + 2) == "million" {
        return Some(Cardinal { value: 500_000, len: 3, digits: false });
    }
    let article = matches!(low(pieces, i), "a" | "an");
    if low(pieces, i) == "hundred" {
        return Some(Cardinal { value: 100, len: 1, digits: false });
    }
    if article && !(low(pieces, i + 1) == "hundred" || scale(low(pieces, i + 1)).is_some()) {
        return None;
    }
    let mut at = i + usize::from(article);
    let (mut total, mut part, mut seen) = (0u64, u64::from(article), article);
    loop {
        let word = low(pieces, at);
        if let Some(n) = small(word).filter(|_| part % 100 == 0 && !article) {
            part += n;
            at += 1;
            let dash = usize::from(is_dash(low(pieces, at)));
            if let Some(one) =
                small(low(pieces, at + dash)).filter(|o| tens(word).is_some() && (1..10).contains(o))
            {
                part += one;
                at += 1 + dash;
            }
        } else if word == "hundred" && seen && part > 0 && part < 100 {
            part *= 100;
            at += 1;
        } else if let Some(by) = scale(word).filter(|_| seen && part > 0) {
            total = total.checked_add(part.checked_mul(by)?)?;
            part = 0;
            at += 1;
        } else if word == "and" && seen && continues_after_and(pieces, at, total + part) {
            at += 1;
            continue;
        } else {
            break;
        }
        seen = true;
        if total > 0 && part == 0 && small(low(pieces, at)).is_none() && low(pieces, at) != "and" {
            break;
        }
        // "nineteen eighty": two numbers side by side are no one cardinal.
        if part % 100 != 0 && small(low(pieces, at)).is_some() {
            break;
        }
    }
    (at > i && seen).then_some(Cardinal { value: total + part, len: at - i, digits: false })
}

/// "two hundred *and* six": the part so far is round, and a small number follows that counts no noun of its own.
fn continues_after_and(pieces: &[Piece<'_>], at: usize, so_far: u64) -> bool {
    so_far >= 100 && so_far.is_multiple_of(100) && small(low(pieces, at + 1)).is_some()
}
