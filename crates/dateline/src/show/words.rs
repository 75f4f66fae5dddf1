//! Coded values as short phrases for people.

use dateline_terms::{Actor, Harm, PartialDate, Place, Precision, Quantity, Speaker, Stance, Tally, When};

/// "shelling artillery missile" for an event type's id.
pub(crate) fn spaced(id: &str) -> String {
    id.replace('_', " ")
}

/// "16", "16 or more", "up to 16", "24–99".
pub(crate) fn quantity(quantity: Quantity) -> String {
    match (quantity.low, quantity.high) {
        (low, Some(high)) if low == high => low.to_string(),
        (0, Some(high)) => format!("up to {high}"),
        (low, Some(high)) => format!("{low}–{high}"),
        (low, None) => format!("{low} or more"),
    }
}

/// "16", "3–9, best 5", "16 or more": a published figure.
pub(crate) fn toll(toll: &dateline_terms::Toll) -> String {
    let bounds = quantity(Quantity { low: toll.low, high: toll.high });
    if toll.high == Some(toll.low) || toll.best == toll.low {
        bounds
    } else {
        format!("{bounds}, best {}", toll.best)
    }
}

/// "1 report", "2 reports".
pub(crate) fn several(n: impl TryInto<u64>, one: &str) -> String {
    match n.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    }
}

/// "2024-01-08", or "2024-01-01 – 2024-01-31".
pub(super) fn when(when: &When) -> String {
    if when.start == when.end { when.start.to_string() } else { format!("{} – {}", when.start, when.end) }
}

/// "Al-Omar oil field, Deir ez-Zor, SY"; a country by its name alone.
pub(super) fn place(place: &Place) -> String {
    if place.precision == Precision::Country {
        return place.name.clone();
    }
    let parts = [Some(place.name.as_str()), place.admin1.as_deref(), place.country.as_deref()];
    let mut named: Vec<&str> = parts.into_iter().flatten().collect();
    named.dedup();
    named.join(", ")
}

/// Names of a side, or that nobody is named.
pub(super) fn side(actors: &[Actor]) -> String {
    match actors {
        [] => "not said".into(),
        actors => actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("; "),
    }
}

/// "16 killed".
pub(super) fn harm(harm: &Harm) -> String {
    format!("{} {}", quantity(harm.quantity), harm.what.as_str())
}

/// "says the Syrian Observatory", "alleged", "denied by …"; empty for the report's own plain voice.
pub(super) fn voice(stance: Stance, said_by: Option<Speaker>, text: &str) -> String {
    let by = said_by.map(|speaker| one_line(speaker.at.of(text)));
    match (stance, by) {
        (Stance::Asserted | Stance::Asserts, None) => String::new(),
        (Stance::Asserted | Stance::Asserts, Some(by)) => format!("says {by}"),
        (stance, None) => spaced(stance.as_str()),
        (stance, Some(by)) => format!("{}: {by}", spaced(stance.as_str())),
    }
}

/// A tally without its quote: "116 or more attacks by … against … in … since … until …", "18 killed of …".
pub(super) fn tally(tally: &Tally) -> String {
    let mut words = format!("{} {}", quantity(tally.quantity), tally.counts);
    let on = if tally.counts == "attacks" { "against" } else { "of" };
    for (link, part) in [("by", &tally.by), (on, &tally.against), ("in", &tally.area)] {
        if let Some(part) = part {
            words += &format!(" {link} {part}");
        }
    }
    words + &stretch(tally.since, tally.until)
}

/// " since … until …", or the one day, month or year that both are.
fn stretch(since: Option<PartialDate>, until: Option<PartialDate>) -> String {
    if let (Some(since), true) = (since, since == until) {
        return format!(" {} {since}", if since.day.is_some() { "on" } else { "in" });
    }
    let part = |link: &str, day: Option<PartialDate>| day.map_or(String::new(), |d| format!(" {link} {d}"));
    part("since", since) + &part("until", until)
}

/// A quote with its line breaks and runs of space made single spaces, and without control characters.
pub(crate) fn one_line(quote: &str) -> String {
    quote
        .split_whitespace()
        .map(|word| word.chars().filter(|c| !c.is_control()).collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first `width` columns of a quote, with "…" where more follows.
pub(crate) fn clipped(quote: &str, width: usize) -> String {
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
    let line = one_line(quote);
    if line.width() <= width {
        return line;
    }
    let mut used = 1;
    let kept: String = line
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= width
        })
        .collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_said_in_words() {
        assert_eq!(quantity(Quantity::exactly(16)), "16");
        assert_eq!(quantity(Quantity::at_least(16)), "16 or more");
        assert_eq!(quantity(Quantity { low: 0, high: Some(16) }), "up to 16");
        assert_eq!(quantity(Quantity { low: 24, high: Some(99) }), "24–99");
    }

    #[test]
    fn a_stretch_of_one_day_is_that_day() {
        let day = |day| Some(PartialDate { year: 2023, month: Some(11), day });
        assert_eq!(stretch(day(Some(17)), day(Some(17))), " on 2023-11-17");
        assert_eq!(stretch(day(None), day(None)), " in 2023-11");
        assert_eq!(stretch(day(None), day(Some(17))), " since 2023-11 until 2023-11-17");
        assert_eq!(stretch(None, None), "");
    }

    #[test]
    fn quotes_are_kept_to_one_line_of_a_width() {
        assert_eq!(clipped("rockets\n  fell\x1b[31m on", 80), "rockets fell[31m on");
        assert_eq!(clipped("militants fired rockets", 10), "militants…");
    }
}
