//! WhatsApp's export of a chat: text, each message begun by a day and a time in the telephone's own way of writing them.

use super::super::{Failure, Input};
use super::Message;
use dateline_terms::{Date, Flaw};
use regex::Regex;
use std::path::Path;
use std::sync::LazyLock;

/// The beginning of a message: three numbers of the day, the time, what parts it from the rest.
static BEGIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^[\u{200e}\u{200f}\u{202a}-\u{202e}]*\[?(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),? +\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u{202f}\u{a0}]?[AaPp]\.?[Mm]\.?)?(?:\]| -) (.*)$",
    )
    .ok()
});

/// What stands where a picture or recording was left out, or a message was taken back.
const LEFT_OUT: [&str; 4] = ["<Media omitted>", " omitted", "This message was deleted", "(file attached)"];

/// Whether the first bytes of a text are of such a chat.
pub(in super::super) fn is_whatsapp(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines().filter(|line| !line.trim().is_empty()).take(3);
    let begins = |line: &str| BEGIN.as_ref().is_some_and(|begin| begin.is_match(line));
    lines.next().is_some_and(begins) && lines.next().is_none_or(|line| begins(line) || !line.is_empty())
}

/// A message as it stands in the file.
struct Raw {
    /// The three numbers of its day.
    day: [u32; 3],
    text: String,
}

/// The messages of a chat. `name` is the file's.
pub(in super::super) fn pages(bytes: &[u8], name: &str) -> Vec<Result<Input, Failure>> {
    let text = String::from_utf8_lossy(bytes);
    let raw = messages(&text);
    let order = Order::of(&raw);
    let chat = chat(name);
    let input = |(n, raw): (usize, Raw)| {
        let (day, notes) = match order.and_then(|order| order.day(raw.day)) {
            Some(day) => (Some(day), Vec::new()),
            None => (None, vec![Flaw::new("page", UNCLEAR)]),
        };
        let id = format!("whatsapp {chat}/{}", n + 1);
        let message = Message { id, text: raw.text, outlet: Some(chat.clone()), day, notes };
        message.input(format!("{name}: message {}", n + 1))
    };
    raw.into_iter().enumerate().map(input).collect()
}

const UNCLEAR: &str = "The chat's days may be read as day and month or as month and day, and nothing in it tells which: this \
                       report has no publication date. Give it with --published, or hand in more of the chat.";

/// Messages that people wrote; what the program itself noted, and what has no words, is passed over.
fn messages(text: &str) -> Vec<Raw> {
    let mut all: Vec<Raw> = Vec::new();
    let mut kept = false;
    for line in text.lines() {
        let Some(found) = BEGIN.as_ref().and_then(|begin| begin.captures(line)) else {
            if let Some(last) = all.last_mut().filter(|_| kept) {
                last.text.push('\n');
                last.text.push_str(line);
            }
            continue;
        };
        let number = |n: usize| found.get(n).and_then(|number| number.as_str().parse().ok()).unwrap_or(0);
        let said = found.get(4).and_then(|rest| rest.as_str().split_once(": ")).map(|(_, said)| said);
        let said = said.filter(|said| !LEFT_OUT.iter().any(|mark| said.ends_with(mark)));
        kept = said.is_some();
        all.extend(said.map(|said| Raw { day: [number(1), number(2), number(3)], text: said.to_string() }));
    }
    all
}

/// The order of a day's numbers: what stands first in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Day,
    Month,
    Year,
}

impl Order {
    /// What all messages together allow; `None` where they allow both.
    fn of(all: &[Raw]) -> Option<Order> {
        if all.iter().any(|raw| raw.day[0] > 31) {
            return Some(Order::Year);
        }
        let (first, second) = (all.iter().any(|raw| raw.day[0] > 12), all.iter().any(|raw| raw.day[1] > 12));
        match (first, second) {
            (true, false) => Some(Order::Day),
            (false, true) => Some(Order::Month),
            // A chat runs forward: read the right way its days do.
            _ => match (Order::Day.runs(all), Order::Month.runs(all)) {
                (true, false) => Some(Order::Day),
                (false, true) => Some(Order::Month),
                _ => None,
            },
        }
    }

    fn runs(self, all: &[Raw]) -> bool {
        let days: Vec<Option<Date>> = all.iter().map(|raw| self.day(raw.day)).collect();
        days.iter().all(Option::is_some) && days.windows(2).all(|pair| pair[0] <= pair[1])
    }

    fn day(self, [a, b, c]: [u32; 3]) -> Option<Date> {
        let (year, month, day) = match self {
            Order::Day => (c, b, a),
            Order::Month => (c, a, b),
            Order::Year => (a, b, c),
        };
        // Telephones write the year with two digits or with four.
        let year = if year < 100 { year + 2000 } else { year };
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }
}

/// The chat's name, as the program makes the file's of it.
fn chat(name: &str) -> String {
    let stem =
        Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let bare = stem.trim_start_matches("WhatsApp Chat with ").trim_start_matches("WhatsApp Chat - ");
    if bare.is_empty() || bare == "_chat" { "WhatsApp".into() } else { bare.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{is_whatsapp, pages};

    fn days(chat: &str) -> Vec<Option<String>> {
        let read = pages(chat.as_bytes(), "WhatsApp Chat with Valley Watch.txt");
        let inputs = read.into_iter().map(|input| input.expect("a message"));
        inputs.map(|input| input.page.published.map(|day| day.to_string())).collect()
    }

    #[test]
    fn messages_go_on_over_lines_and_days_are_read_by_all_of_them() {
        let chat = "03/01/24, 10:15 - Messages are end-to-end encrypted.\n03/01/24, 10:15 - Ada: Shelling near the bridge.\n\
                    Two houses hit.\n03/01/24, 10:16 - Ada: <Media omitted>\n14/01/24, 9:02 - Bea: Quiet today.\n";
        assert!(is_whatsapp(chat.as_bytes()));
        let read = pages(chat.as_bytes(), "WhatsApp Chat with Valley Watch.txt");
        let first = read[0].as_ref().expect("a message");
        assert_eq!(first.page.bytes, b"Shelling near the bridge.\nTwo houses hit.");
        assert_eq!(first.page.outlet.as_deref(), Some("Valley Watch"));
        assert_eq!(days(chat), [Some("2024-01-03".into()), Some("2024-01-14".into())]);
    }

    #[test]
    fn the_way_days_are_written_is_found_out_or_left_open() {
        let ios = "[1/30/24, 10:15:02\u{202f}AM] Ada: Shelling near the bridge.\n[2/3/24, 9:15:02\u{202f}PM] Ada: Quiet.\n";
        assert_eq!(days(ios), [Some("2024-01-30".into()), Some("2024-02-03".into())]);
        // Read with the month first it would run backwards.
        let forward = "05.01.2024, 10:15 - Ada: One.\n01.02.2024, 10:15 - Ada: Two.\n";
        assert_eq!(days(forward), [Some("2024-01-05".into()), Some("2024-02-01".into())]);
        assert_eq!(days("05/01/24, 10:15 - Ada: One.\n06/01/24, 10:15 - Ada: Two.\n"), [None, None]);
        assert_eq!(days("2024-01-05, 10:15 - Ada: One.\n"), [Some("2024-01-05".into())]);
        assert!(!is_whatsapp(b"BEIRUT, Jan 8 - Rockets were fired.\n"));
    }
}
