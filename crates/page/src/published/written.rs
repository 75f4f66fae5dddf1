//! Full dates as pages write them, in the languages of most of the world's news: "3 April 2019",
//! "3. April 2019", "Apr 3, 2019", "3 de abril de 2019", "03.04.2019", "2019-04-03", "2019年4月3日".
//!
//! A plain scan from digit to digit: pages hold megabytes, and each is scanned whole.

use jiff::civil::Date;
use std::ops::Range;

/// Years that a page on the web can have been published in.
const YEARS: Range<i16> = 1995..2050;

/// Names of months and what they are short for, in order of their bytes, each with its number.
#[rustfmt::skip]
const MONTHS: &[(&str, i8)] = &[
    ("abr", 4), ("abril", 4), ("ago", 8), ("agosto", 8), ("agustos", 8), ("agustus", 8), ("aout", 8),
    ("août", 8), ("apr", 4), ("april", 4), ("aprile", 4), ("aprilie", 4), ("apríl", 4), ("apríla", 4),
    ("ara", 12), ("aralik", 12), ("aralık", 12), ("aug", 8), ("august", 8), ("augusta", 8), ("augusti", 8),
    ("augustus", 8), ("augusztus", 8), ("avr", 4), ("avril", 4), ("ağu", 8), ("ağustos", 8), ("březen", 3),
    ("března", 3), ("cze", 6), ("czerwca", 6), ("czerwiec", 6), ("dec", 12), ("december", 12), ("decembra", 12),
    ("decembre", 12), ("decembrie", 12), ("des", 12), ("desember", 12), ("dez", 12), ("dezember", 12),
    ("dezembro", 12), ("dic", 12), ("dicembre", 12), ("diciembre", 12), ("duben", 4), ("dubna", 4), ("déc", 12),
    ("décembre", 12), ("eki", 10), ("ekim", 10), ("elokuuta", 8), ("ene", 1), ("enero", 1), ("eyl", 9),
    ("eylul", 9), ("eylül", 9), ("feb", 2), ("febbraio", 2), ("feber", 2), ("febrero", 2), ("februar", 2),
    ("februari", 2), ("februarie", 2), ("february", 2), ("február", 2), ("februára", 2), ("fev", 2),
    ("fevereiro", 2), ("fevrier", 2), ("fév", 2), ("févr", 2), ("février", 2), ("gen", 1), ("gennaio", 1),
    ("giu", 6), ("giugno", 6), ("gru", 12), ("grudnia", 12), ("grudzień", 12), ("haz", 6), ("haziran", 6),
    ("heinäkuuta", 7), ("helmikuuta", 2), ("huhtikuuta", 4), ("ian", 1), ("ianuarie", 1), ("iulie", 7),
    ("iunie", 6), ("jan", 1), ("janeiro", 1), ("januar", 1), ("januari", 1), ("january", 1), ("január", 1),
    ("januára", 1), ("janv", 1), ("janvier", 1), ("joulukuuta", 12), ("juil", 7), ("juillet", 7), ("juin", 6),
    ("jul", 7), ("julho", 7), ("juli", 7), ("julio", 7), ("july", 7), ("jun", 6), ("june", 6), ("junho", 6),
    ("juni", 6), ("junio", 6), ("jänner", 1), ("júl", 7), ("júla", 7), ("július", 7), ("jún", 6), ("júna", 6),
    ("június", 6), ("kas", 11), ("kasim", 11), ("kasım", 11), ("kesäkuuta", 6), ("kolovoza", 8), ("květen", 5),
    ("května", 5), ("kwi", 4), ("kwiecień", 4), ("kwietnia", 4), ("leden", 1), ("ledna", 1), ("lipca", 7),
    ("lipiec", 7), ("lipnja", 6), ("listopada", 10), ("listopadu", 11), ("lokakuuta", 10), ("lug", 7),
    ("luglio", 7), ("lut", 2), ("lutego", 2), ("luty", 2), ("maaliskuuta", 3), ("maart", 3), ("maerz", 3),
    ("mag", 5), ("maggio", 5), ("mai", 5), ("maio", 5), ("maj", 5), ("maja", 5), ("mar", 3), ("marca", 3),
    ("march", 3), ("marco", 3), ("marec", 3), ("maret", 3), ("marraskuuta", 11), ("mars", 3), ("mart", 3),
    ("martie", 3), ("marzec", 3), ("marzo", 3), ("março", 3), ("may", 5), ("mayis", 5), ("mayo", 5),
    ("mayıs", 5), ("mei", 5), ("mrt", 3), ("mrz", 3), ("máj", 5), ("mája", 5), ("május", 5), ("március", 3),
    ("mär", 3), ("märz", 3), ("nis", 4), ("nisan", 4), ("noiembrie", 11), ("nov", 11), ("november", 11),
    ("novembra", 11), ("novembre", 11), ("novembro", 11), ("noviembre", 11), ("oca", 1), ("ocak", 1),
    ("oct", 10), ("october", 10), ("octobre", 10), ("octombrie", 10), ("octubre", 10), ("okt", 10),
    ("oktober", 10), ("október", 10), ("októbra", 10), ("ott", 10), ("ottobre", 10), ("out", 10),
    ("outubro", 10), ("ožujka", 3), ("paź", 10), ("październik", 10), ("października", 10), ("prosinca", 12),
    ("prosince", 12), ("prosinec", 12), ("rujna", 9), ("sep", 9), ("sept", 9), ("september", 9),
    ("septembra", 9), ("septembre", 9), ("septembrie", 9), ("septiembre", 9), ("set", 9), ("setembro", 9),
    ("setiembre", 9), ("settembre", 9), ("sie", 8), ("sierpień", 8), ("sierpnia", 8), ("siječnja", 1),
    ("srpen", 8), ("srpna", 8), ("srpnja", 7), ("studenoga", 11), ("sty", 1), ("styczeń", 1), ("stycznia", 1),
    ("svibnja", 5), ("syyskuuta", 9), ("szeptember", 9), ("tammikuuta", 1), ("tem", 7), ("temmuz", 7),
    ("toukokuuta", 5), ("travnja", 4), ("veljače", 2), ("wrz", 9), ("wrzesień", 9), ("wrzesnia", 9),
    ("września", 9), ("září", 9), ("április", 4), ("únor", 2), ("února", 2), ("červen", 6), ("července", 7),
    ("červenec", 7), ("června", 6), ("říjen", 10), ("října", 10), ("şub", 2), ("şubat", 2), ("απριλίου", 4),
    ("αυγούστου", 8), ("δεκεμβρίου", 12), ("ιανουαρίου", 1), ("ιουλίου", 7), ("ιουνίου", 6), ("μαΐου", 5),
    ("μαίου", 5), ("μαρτίου", 3), ("νοεμβρίου", 11), ("οκτωβρίου", 10), ("σεπτεμβρίου", 9), ("φεβρουαρίου", 2),
    ("авг", 8), ("август", 8), ("августа", 8), ("апр", 4), ("апрель", 4), ("апреля", 4), ("березня", 3),
    ("вересня", 9), ("грудня", 12), ("дек", 12), ("декабрь", 12), ("декабря", 12), ("жовтня", 10), ("июл", 7),
    ("июль", 7), ("июля", 7), ("июн", 6), ("июнь", 6), ("июня", 6), ("квітня", 4), ("липня", 7),
    ("листопада", 11), ("лютого", 2), ("май", 5), ("мар", 3), ("март", 3), ("марта", 3), ("мая", 5),
    ("ноя", 11), ("ноябрь", 11), ("ноября", 11), ("окт", 10), ("октябрь", 10), ("октября", 10), ("сен", 9),
    ("сентябрь", 9), ("сентября", 9), ("серпня", 8), ("січень", 1), ("січня", 1), ("травня", 5), ("фев", 2),
    ("февраль", 2), ("февраля", 2), ("червня", 6), ("янв", 1), ("январь", 1), ("января", 1),
];

/// Which number comes first in "03/04/2019".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Most of the world.
    DayFirst,
    /// The United States.
    MonthFirst,
}

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The bytes that say it.
    pub range: Range<usize>,
    /// The day.
    pub date: Date,
}

/// The first date in `text`.
pub(crate) fn first(text: &str, order: Order) -> Option<Date> {
    Scan { text, at: 0, order }.next().map(|found| found.date)
}

/// All dates in `text`, in order.
pub(crate) fn all(text: &str, order: Order) -> impl Iterator<Item = Written> + '_ {
    Scan { text, at: 0, order }
}

/// The day with this year, month and day of the month, if there is one and a page can be of it.
pub(crate) fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    YEARS.contains(&year).then_some(date)
}

/// The number of a month's name, in any of the languages.
fn month(name: &str) -> Option<i8> {
    if name.len() < 3 || name.len() > 24 {
        return None;
    }
    let lower = name.to_lowercase();
    let found = MONTHS.binary_search_by(|(known, _)| known.as_bytes().cmp(lower.as_bytes())).ok()?;
    MONTHS.get(found).map(|(_, number)| *number)
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    order: Order,
}

impl Iterator for Scan<'_> {
    type Item = Written;

    fn next(&mut self) -> Option<Written> {
        loop {
            let rest = self.text.as_bytes().get(self.at..)?;
            let begin = self.at + rest.iter().position(u8::is_ascii_digit)?;
            let digits = self.text.as_bytes().get(begin..)?.iter().take_while(|b| b.is_ascii_digit()).count();
            self.at = begin + digits;
            if let Some(found) = self.read(begin, digits) {
                self.at = found.range.end.max(self.at);
                return Some(found);
            }
        }
    }
}

/// A date and the byte after it.
type Read = Option<(Date, usize)>;

impl Scan<'_> {
    /// The date whose first number stands at `begin`.
    fn read(&self, begin: usize, digits: usize) -> Option<Written> {
        let before = self.text.get(..begin)?;
        let mut cursor = Cursor { text: self.text, at: begin };
        let number = cursor.number(digits)?;
        let mut start = begin;
        let (date, end) = match digits {
            1 | 2 => {
                if let Some((read, at)) = month_first(before, number, cursor) {
                    start = at;
                    read
                } else {
                    day_first(number, cursor).or_else(|| self.numbers(before, number, cursor))?
                }
            }
            4 => year_first(number, cursor)?,
            8 if !before.ends_with(['.', '-', '/', '_', '=']) => (compact(number)?, cursor.at),
            _ => return None,
        };
        Some(Written { range: start..end, date })
    }

    /// "03.04.2019", "3/4/19", "3. 4. 2019".
    fn numbers(&self, before: &str, one: i32, mut cursor: Cursor<'_>) -> Read {
        // "1.2.3.2019" and "10.20.30.40" are no dates.
        if before.ends_with(['.', '/', '-', '+', '$', '€', '£']) {
            return None;
        }
        let mark = cursor.mark()?;
        let two = cursor.digits(2)?;
        if cursor.mark()? != mark {
            return None;
        }
        let year = match cursor.digit_run() {
            4 => cursor.digits(4)?,
            2 if mark != b'-' => {
                cursor.digits(2).map(|short| if short < 50 { 2000 + short } else { 1900 + short })?
            }
            _ => return None,
        };
        if cursor.goes_on() {
            return None;
        }
        let swap = mark == b'/' && self.order == Order::MonthFirst;
        let (d, m) = if (swap || two > 12) && one <= 12 { (two, one) } else { (one, two) };
        Some((day(year as i16, m as i16, d as i16)?, cursor.at))
    }
}

/// "3 April 2019", "3. April 2019", "3rd of April, 2019", "3 de abril de 2019".
fn day_first(number: i32, mut cursor: Cursor<'_>) -> Read {
    cursor.skip_one(&["st", "nd", "rd", "th", "er", ".", "º", "ª", "-"]);
    cursor.spaces(3);
    if cursor.skip_one(&["of ", "de ", "di ", "del "]) {
        cursor.spaces(2);
    }
    cursor.skip_one(&["-"]);
    let month = month(cursor.word())?;
    cursor.skip_one(&["."]);
    cursor.skip_one(&[","]);
    cursor.skip_one(&["-", "/"]);
    cursor.spaces(3);
    if cursor.skip_one(&["de ", "del ", "of "]) {
        cursor.spaces(2);
    }
    Some((day(cursor.year()?, month.into(), number as i16)?, cursor.at))
}

/// "2019-04-03", "2019/4/3", "2019.04.03", "2019年4月3日", "2019 April 3".
fn year_first(year: i32, mut cursor: Cursor<'_>) -> Read {
    if cursor.skip_one(&["年", "년 ", "년"]) {
        let month = cursor.digits(2)?;
        cursor.skip_one(&["月", "월 ", "월"]);
        return Some((day(year as i16, month as i16, cursor.digits(2)? as i16)?, cursor.at));
    }
    let mark = cursor.mark()?;
    let month = cursor.digits(2)?;
    if cursor.mark()? != mark {
        return None;
    }
    Some((day(year as i16, month as i16, cursor.digits(2)? as i16)?, cursor.at))
}

/// "20190403".
fn compact(number: i32) -> Option<Date> {
    day((number / 10_000) as i16, (number / 100 % 100) as i16, (number % 100) as i16)
}

/// "April 3, 2019", "Apr. 3rd 2019": the month stands before the number; gives where it begins too.
fn month_first(before: &str, number: i32, mut cursor: Cursor<'_>) -> Option<((Date, usize), usize)> {
    let name = before.trim_end_matches([' ', '.', '\u{a0}', ',']);
    let letters =
        name.chars().rev().take(25).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let start = name.len() - letters;
    let month = month(name.get(start..)?)?;
    cursor.skip_one(&["st", "nd", "rd", "th"]);
    cursor.skip_one(&[","]);
    cursor.spaces(3);
    Some(((day(cursor.year()?, month.into(), number as i16)?, cursor.at), start))
}

/// Reads along a text.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn digit_run(&self) -> usize {
        self.rest().bytes().take(9).take_while(u8::is_ascii_digit).count()
    }

    /// The number of exactly `length` digits.
    fn number(&mut self, length: usize) -> Option<i32> {
        let number = self.rest().get(..length.min(9))?.parse().ok()?;
        self.at += length;
        Some(number)
    }

    /// A number of at most `most` digits, no digit after it.
    fn digits(&mut self, most: usize) -> Option<i32> {
        let length = self.digit_run();
        if length == 0 || length > most { None } else { self.number(length) }
    }

    /// A year of four digits.
    fn year(&mut self) -> Option<i16> {
        if self.digit_run() == 4 { self.number(4).map(|year| year as i16) } else { None }
    }

    /// One of "." "/" "-", with spaces after a full stop.
    fn mark(&mut self) -> Option<u8> {
        let mark = *self.rest().as_bytes().first().filter(|b| b"./-".contains(b))?;
        self.at += 1;
        if mark == b'.' {
            self.spaces(1);
        }
        Some(mark)
    }

    /// Whether another digit follows, or a mark with one.
    fn goes_on(&self) -> bool {
        let rest = self.rest().as_bytes();
        let digit = |at: usize| rest.get(at).is_some_and(u8::is_ascii_digit);
        digit(0) || (rest.first().is_some_and(|b| b"./-".contains(b)) && digit(1))
    }

    fn skip_one(&mut self, options: &[&str]) -> bool {
        let found = options.iter().find(|option| self.rest().starts_with(**option));
        self.at += found.map_or(0, |option| option.len());
        found.is_some()
    }

    fn spaces(&mut self, most: usize) {
        for _ in 0..most {
            match self.rest().chars().next() {
                Some(space) if space.is_whitespace() => self.at += space.len_utf8(),
                _ => break,
            }
        }
    }

    /// A run of letters.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()).min(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        all(text, Order::DayFirst)
            .map(|w| format!("{} {}", w.date, text.get(w.range).unwrap_or("?")))
            .collect()
    }

    #[test]
    fn months_are_in_order() {
        assert!(MONTHS.windows(2).all(|pair| pair[0].0.as_bytes() < pair[1].0.as_bytes()));
    }

    #[test]
    fn dates_of_many_lands_are_read() {
        for text in [
            "3 April 2019",
            "3rd of April, 2019",
            "April 3, 2019",
            "Apr. 3rd 2019",
            "3. April 2019",
            "3 de abril de 2019",
            "3 avril 2019",
            "03.04.2019",
            "3/4/19",
            "3. 4. 2019",
            "2019-04-03",
            "2019/4/3",
            "20190403",
            "3 апреля 2019",
            "3-Apr-2019",
        ] {
            assert_eq!(found(text), [format!("2019-04-03 {text}")], "{text}");
        }
        assert_eq!(first("2019年4月3日", Order::DayFirst), day(2019, 4, 3));
        assert_eq!(first("2019-04-03T10:00:00Z", Order::DayFirst), day(2019, 4, 3));
        assert_eq!(first("04/03/2019", Order::MonthFirst), day(2019, 4, 3));
        assert_eq!(first("04/13/2019", Order::DayFirst), day(2019, 4, 13));
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "10.20.30.40",
            "31.2.2019",
            "3 of 2019",
            "May 2019",
            "tel. 030/123456",
            "1881-04-03",
            "v1.2.2019.3",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
