//! Days as other datasets write them.

use dateline_terms::{Date, Days};
use jiff::ToSpan;

/// Forms of a day that tell month and day apart: "2025-05-16" (and with a time after it), "16 May 2025",
/// "16-May-2025", "May 16, 2025". "05/06/2025" is refused: it is June to some and May to others.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(iso) = text.get(..10)
        && iso.as_bytes().get(4) == Some(&b'-')
    {
        let rest = text.get(10..).unwrap_or_default();
        return (rest.is_empty() || rest.starts_with([' ', 'T'])).then(|| iso.parse().ok()).flatten();
    }
    let plain = text.replace(['-', ',', '.'], " ");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let (day, month, year) = match words.as_slice() {
        [day, month, year] if day.starts_with(|c: char| c.is_ascii_digit()) => (day, month, year),
        [month, day, year] => (day, month, year),
        _ => return None,
    };
    Date::new(year.parse::<i16>().ok().filter(|y| *y > 999)?, self::month(month)?, day.parse().ok()?).ok()
}

fn month(word: &str) -> Option<i8> {
    const STARTS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = word.to_lowercase();
    let at = STARTS.iter().position(|start| word.starts_with(start))?;
    i8::try_from(at + 1).ok()
}

/// The days that ACLED's one day stands for: itself, the week around it, or its month.
pub(super) fn around(day: Date, precision: i64) -> Days {
    match precision {
        2 => Days { start: day.saturating_sub(3.days()), end: day.saturating_add(3.days()) },
        3 => Days { start: day.first_of_month(), end: day.last_of_month() },
        _ => Days { start: day, end: day },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_form_that_is_sure() {
        let may = Date::constant(2025, 5, 16);
        for text in [
            "2025-05-16",
            "2025-05-16 00:00:00.000",
            "2025-05-16T00:00:00Z",
            "16 May 2025",
            "16-May-2025",
            "May 16, 2025",
        ] {
            assert_eq!(day(text), Some(may), "{text}");
        }
        for text in
            ["", "16/05/2025", "05/06/2025", "2025-13-01", "16 Maybe", "2025", "2025-05-16x", "16 May 25"]
        {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(
            around(may, 3),
            Days { start: Date::constant(2025, 5, 1), end: Date::constant(2025, 5, 31) }
        );
    }
}
