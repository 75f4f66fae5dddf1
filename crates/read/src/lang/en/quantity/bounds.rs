//! Bound words and the vague number words, by the annotation guide's table.

use crate::lang::en::number::cardinal;
use crate::lang::en::pieces::{Kind, Piece, is_dash, low, says};
use dateline_terms::Quantity;

/// What bound words do to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    /// "at least": N and open.
    AtLeast,
    /// "more than", "over": N + 1 and open.
    MoreThan,
    /// "about", "nearly", "some": N.
    About,
    /// "up to", "as many as": 0 to N.
    UpTo,
    /// "less than", "fewer than": 0 to N - 1.
    LessThan,
}

/// Bound words that stand before a number.
const BEFORE: &[(&[&str], Bound)] = &[
    (&["at", "least"], Bound::AtLeast),
    (&["at", "the", "least"], Bound::AtLeast),
    (&["a", "minimum", "of"], Bound::AtLeast),
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["not", "less", "than"], Bound::AtLeast),
    (&["not", "fewer", "than"], Bound::AtLeast),
    (&["as", "many", "as"], Bound::UpTo),
    (&["up", "to"], Bound::UpTo),
    (&["upto"], Bound::UpTo),
    (&["at", "most"], Bound::UpTo),
    (&["no", "more", "than"], Bound::UpTo),
    (&["not", "more", "than"], Bound::UpTo),
    (&["a", "maximum", "of"], Bound::UpTo),
    (&["more", "than"], Bound::MoreThan),
    (&["nore", "than"], Bound::MoreThan),
    (&["well", "over"], Bound::MoreThan),
    (&["over"], Bound::MoreThan),
    (&["above"], Bound::MoreThan),
    (&["exceeding"], Bound::MoreThan),
    (&["upwards", "of"], Bound::MoreThan),
    (&["upward", "of"], Bound::MoreThan),
    (&["in", "excess", "of"], Bound::MoreThan),
    (&["greater", "than"], Bound::MoreThan),
    (&["less", "than"], Bound::LessThan),
    (&["fewer", "than"], Bound::LessThan),
    (&["under"], Bound::LessThan),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["approximately"], Bound::About),
    (&["approx", "."], Bound::About),
    (&["approx"], Bound::About),
    (&["roughly"], Bound::About),
    (&["nearly"], Bound::About),
    (&["almost"], Bound::About),
    (&["some"], Bound::About),
    (&["close", "to"], Bound::About),
    (&["an", "estimated"], Bound::About),
    (&["estimated"], Bound::About),
    (&["circa"], Bound::About),
    (&["~"], Bound::About),
];

/// Bound words at `i`, and the piece after them. The first that says more than "about" wins:
/// "at least some 20" is at least 20.
pub(super) fn before(pieces: &[Piece<'_>], i: usize) -> (Option<Bound>, usize) {
    let (mut bound, mut at) = (None, i);
    while let Some((words, b)) = BEFORE.iter().find(|(words, _)| says(pieces, at, words)) {
        at += words.len();
        if bound.is_none() || bound == Some(Bound::About) {
            bound = Some(*b);
        }
        // "At least, 13 persons", "at least at 85"
        if matches!(low(pieces, at), "," | "at") && pieces.get(at + 1).is_some_and(|p| p.kind == Kind::Digits)
        {
            at += 1;
        }
    }
    (bound, at)
}

/// Bound words right after the number: "20+", "20 or more", "20 at least".
pub(super) fn after(pieces: &[Piece<'_>], i: usize) -> (Option<Bound>, usize) {
    if low(pieces, i) == "+" && pieces.get(i).is_some_and(|p| p.glued) {
        return (Some(Bound::AtLeast), i + 1);
    }
    post(pieces, i)
}

/// The same after the noun: "20 civilians at least", "20 people or more".
pub(super) fn after_noun(pieces: &[Piece<'_>], i: usize) -> (Option<Bound>, usize) {
    post(pieces, i)
}

fn post(pieces: &[Piece<'_>], i: usize) -> (Option<Bound>, usize) {
    const AFTER: &[(&[&str], Bound)] = &[
        (&["or", "more"], Bound::AtLeast),
        (&["or", "so"], Bound::About),
        (&["at", "least"], Bound::AtLeast),
        (&["at", "most"], Bound::UpTo),
        (&["or", "fewer"], Bound::UpTo),
        (&["or", "less"], Bound::UpTo),
    ];
    // "20 people at least 16 of them", "113 at least nine": the bound belongs to the number that follows.
    match AFTER.iter().find(|(words, _)| says(pieces, i, words)) {
        Some((words, bound)) if cardinal(pieces, i + words.len()).is_none() => {
            (Some(*bound), i + words.len())
        }
        _ => (None, i),
    }
}

/// The guide's table.
pub(super) fn apply(q: Quantity, bound: Option<Bound>) -> Quantity {
    let top = q.high.unwrap_or(q.low);
    match bound {
        None | Some(Bound::About) => q,
        Some(Bound::AtLeast) => Quantity::at_least(q.low),
        Some(Bound::MoreThan) if q.high == Some(q.low) => Quantity::at_least(q.low.saturating_add(1)),
        Some(Bound::MoreThan) => Quantity::at_least(q.low),
        Some(Bound::UpTo) => Quantity { low: 0, high: Some(top) },
        Some(Bound::LessThan) => Quantity { low: 0, high: Some(top.saturating_sub(1)) },
    }
}

/// A number without its bound words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Core {
    /// What it says.
    pub quantity: Quantity,
    /// Pieces taken.
    pub len: usize,
    /// Written with digits.
    pub digits: bool,
    /// A word that takes "of" before its noun ("dozens of people").
    pub of: bool,
    /// The word "one" alone, which is a number only before a noun for a person.
    pub lone_one: bool,
}

/// Vague number words, longest first.
const VAGUE: &[(&[&str], u64, Option<u64>)] = &[
    (&["tens", "of", "thousands"], 20_000, Some(99_999)),
    (&["hundreds", "of", "thousands"], 200_000, Some(999_999)),
    (&["hundreds", "of", "millions"], 200_000_000, Some(999_999_999)),
    (&["several", "dozens"], 36, Some(99)),
    (&["several", "dozen"], 36, Some(99)),
    (&["a", "few", "dozen"], 36, Some(60)),
    (&["few", "dozen"], 36, Some(60)),
    (&["several", "hundreds"], 300, Some(999)),
    (&["several", "hundred"], 300, Some(999)),
    (&["a", "few", "hundred"], 300, Some(599)),
    (&["several", "thousands"], 3_000, Some(9_999)),
    (&["several", "thousand"], 3_000, Some(9_999)),
    (&["a", "few", "thousand"], 3_000, Some(5_999)),
    (&["half", "a", "dozen"], 6, Some(6)),
    (&["a", "couple"], 2, Some(2)),
    (&["a", "pair"], 2, Some(2)),
    (&["a", "few"], 3, Some(5)),
    (&["a", "handful"], 3, Some(5)),
    (&["a", "number", "of"], 3, None),
    (&["a", "large", "number", "of"], 3, None),
    (&["a", "great", "number", "of"], 3, None),
    (&["a", "big", "number", "of"], 3, None),
    (&["an", "unknown", "number", "of"], 1, None),
    (&["an", "unspecified", "number", "of"], 1, None),
    (&["an", "undetermined", "number", "of"], 1, None),
    (&["large", "numbers", "of"], 3, None),
    (&["big", "numbers", "of"], 3, None),
    (&["great", "numbers", "of"], 3, None),
    (&["numbers", "of"], 3, None),
    (&["dozens"], 24, Some(99)),
    (&["tens"], 20, Some(99)),
    (&["scores"], 40, Some(99)),
    (&["hundreds"], 200, Some(999)),
    (&["thousands"], 2_000, Some(9_999)),
    (&["dozen"], 12, Some(12)),
    (&["millions"], 2_000_000, Some(9_999_999)),
    (&["several"], 3, Some(9)),
    (&["many"], 3, None),
    (&["countless"], 3, None),
    (&["numerous"], 3, None),
];

/// The number at `i`: figures, number words, vague words, dozens and ranges.
pub(super) fn core(pieces: &[Piece<'_>], i: usize) -> Option<Core> {
    if let Some((words, low_, high)) = VAGUE.iter().find(|(words, _, _)| says(pieces, i, words)) {
        let last = low(pieces, i + words.len() - 1);
        let mut len = words.len();
        let open = matches!(last, "of");
        let of = !open && low(pieces, i + len) == "of";
        len += usize::from(of);
        let quantity = Quantity { low: *low_, high: *high };
        return Some(Core { quantity, len: len - usize::from(of), digits: false, of, lone_one: false });
    }
    range(pieces, i).or_else(|| plain(pieces, i))
}

/// "a dozen", "two dozen", "23", "twenty-three".
fn plain(pieces: &[Piece<'_>], i: usize) -> Option<Core> {
    let exact = |n: u64, len: usize, digits: bool| Core {
        quantity: Quantity::exactly(n),
        len,
        digits,
        of: low(pieces, i + len) == "of",
        lone_one: len == 1 && low(pieces, i) == "one",
    };
    if low(pieces, i) == "a" && low(pieces, i + 1) == "dozen" {
        return Some(exact(12, 2, false));
    }
    let number = cardinal(pieces, i)?;
    if low(pieces, i + number.len) == "dozen" {
        return Some(exact(number.value.saturating_mul(12), number.len + 1, false));
    }
    if number.value == 0 {
        return None;
    }
    Some(exact(number.value, number.len, number.digits))
}

/// "between 3 and 5", "from 3 to 5", "3 to 5", "3-5", "three or four".
fn range(pieces: &[Piece<'_>], i: usize) -> Option<Core> {
    let lead = usize::from(matches!(low(pieces, i), "between" | "from"));
    let a = plain(pieces, i + lead)?;
    let mut at = i + lead + a.len;
    let link = low(pieces, at);
    let linked = match link {
        "and" => low(pieces, i) == "between",
        "to" => true,
        "or" => lead == 0,
        _ => {
            is_dash(link)
                && pieces.get(at).is_some_and(|p| p.glued)
                && pieces.get(at + 1).is_some_and(|p| p.glued)
        }
    };
    if !linked {
        return None;
    }
    at += 1;
    let (bound, at) = before(pieces, at);
    let b = plain(pieces, at)?;
    // "20-25", but not "19-year", "3-1", "5 to 4" or a telephone number.
    let (from, to) = (a.quantity.low, b.quantity.low);
    if is_dash(link) && to > from.saturating_mul(4) {
        return None;
    }
    if from >= to
        || (bound.is_some() && lead == 0)
        || (link == "to" && lead == 0 && to > from.saturating_mul(20))
    {
        return None;
    }
    let high = if bound == Some(Bound::MoreThan) { None } else { b.quantity.high };
    Some(Core { quantity: Quantity { low: from, high }, len: at + b.len - i, ..b })
}

/// Whether a written figure is a year, a date, a time, an age, money, a percentage or part of a name.
pub(super) fn is_no_count(pieces: &[Piece<'_>], number: usize, end: usize, core: &Core, known: bool) -> bool {
    let before = if number == 0 { "" } else { low(pieces, number - 1) };
    let next = low(pieces, end);
    let glued = pieces.get(end).is_some_and(|p| p.glued);
    if glued && (is_dash(next) || matches!(next, "/" | ":" | "%" | "$" | "€" | "°" | "_" | "@")) {
        return true;
    }
    if glued && pieces.get(end).is_some_and(|p| p.kind != Kind::Mark) {
        return true;
    }
    if glued && next == "." && pieces.get(end + 1).is_some_and(|p| p.glued && p.kind == Kind::Digits) {
        return true;
    }
    if low(pieces, number).starts_with('0') {
        return true;
    }
    let value = core.quantity.low;
    let dated =
        number > 0 && pieces.get(number - 1).is_some_and(|p| p.kind == Kind::Digits && p.low.len() <= 2);
    let year = (1900..=2100).contains(&value) && core.len == 1;
    let day = (1..=31).contains(&value) && core.len == 1;
    let month_beside = is_month(before) || (before == "." && number > 1 && is_month(low(pieces, number - 2)));
    if (day && is_month(next))
        || (day && month_beside && !known)
        || (year && (month_beside || dated || !known || matches!(before, "the" | "in" | "since" | "of")))
    {
        return true;
    }
    is_age(pieces, number, end)
        || matches!(before, "$" | "£" | "€" | "#" | "no" | "article" | "aged" | "age" | "usd")
}

/// Whether a figure that counts no noun stands on no clause: alone in its sentence, beside other figures, before
/// a new headline, or after the name of what it numbers ("Resolution 2118", "Division 30").
pub(super) fn is_stray(pieces: &[Piece<'_>], start: usize, end: usize, core: &Core) -> bool {
    if !core.digits {
        return false;
    }
    let digits = |i: usize| pieces.get(i).is_some_and(|p| p.kind == Kind::Digits);
    let before = if start == 0 { "" } else { low(pieces, start - 1) };
    let alone = start == 0 && pieces.get(end).is_none_or(|p| p.capital);
    alone || digits(end) || start > 0 && digits(start - 1) || before == ")" || NUMBERED.contains(&before)
}

/// Things that have a number for a name.
const NUMBERED: &[&str] = &[
    "resolution",
    "division",
    "brigade",
    "unit",
    "flight",
    "route",
    "highway",
    "road",
    "law",
    "section",
    "chapter",
    "article",
    "number",
    "room",
    "channel",
    "page",
    "boeing",
    "covid",
    "act",
    "rule",
    "regiment",
    "battalion",
    "phase",
    "stage",
    "group",
    "level",
    "camp",
    "area",
    "zone",
    "block",
    "street",
    "district",
    "ward",
    "sector",
    "point",
    "war",
];

/// "Ahmed, 24, …" and "Ahmed (24)": a figure between commas or brackets after a word.
fn is_age(pieces: &[Piece<'_>], number: usize, end: usize) -> bool {
    let before = if number == 0 { "" } else { low(pieces, number - 1) };
    let next = low(pieces, end);
    let name = number > 1 && pieces.get(number - 2).is_some_and(|p| p.capital);
    name && ((before == "," && matches!(next, "," | "." | ";" | "" | "and" | "was" | "who" | "from"))
        || (before == "(" && next == ")"))
}

/// Full or short name of a month.
fn is_month(word: &str) -> bool {
    crate::lang::en::time::calendar_words::month(word).is_some()
}
