use super::area::{Area, areas};
use super::party::{Party, parties};
use crate::Books;
use dateline_terms::told::Tally;
use dateline_terms::{Date, HarmKind};

/// What a sum counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Acts of violence.
    Attacks,
    /// People harmed in one way.
    Harmed(HarmKind),
    /// Something that the record does not keep.
    Other,
}

impl Counted {
    /// The word of a tally.
    pub fn parse(word: &str) -> Counted {
        match (word, HarmKind::parse(word)) {
            ("attacks", _) => Counted::Attacks,
            (_, Some(what)) => Counted::Harmed(what),
            _ => Counted::Other,
        }
    }

    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Counted::Attacks => "attacks",
            Counted::Harmed(what) => what.as_str(),
            Counted::Other => "other things",
        }
    }
}

/// The days that a sum covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// First day; `None` where the sum names none.
    pub since: Option<Date>,
    /// Last day; the day of publication where the sum names none, `None` where that is not known either.
    pub until: Option<Date>,
    /// Whether the sum names its last day.
    pub ends_as_stated: bool,
}

/// What a stated sum asks of the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// What is counted.
    pub counted: Counted,
    /// Who did it: any of these, or anybody.
    pub by: Vec<Party>,
    /// To whom: any of these, or anybody.
    pub against: Vec<Party>,
    /// Where: in any of these, or anywhere.
    pub areas: Vec<Area>,
    /// When.
    pub window: Window,
    /// What the sum says that the query does not ask, in words.
    pub left_out: Vec<String>,
}

impl Query {
    /// Turns a tally into a query. `published`: the day of its report; `country`: the one that it is mainly about.
    pub fn new(tally: &Tally, published: Option<Date>, country: Option<&str>, books: &Books<'_>) -> Query {
        let mut left_out = Vec::new();
        let mut party = |words: &Option<String>, role: &str| {
            let Some(words) = words else { return Vec::new() };
            let found = parties(words, country, books.actors);
            if found.is_empty() {
                left_out.push(format!("{role}: nobody is known as \"{words}\""));
            }
            found
        };
        let (by, against) = (party(&tally.by, "who did it"), party(&tally.against, "to whom"));
        let (areas, unknown) = match &tally.area {
            Some(words) => areas(words, country, books.gazetteer, books.actors),
            None => (Vec::new(), Vec::new()),
        };
        left_out.extend(unknown.into_iter().map(|words| format!("where: no place is known as \"{words}\"")));
        let counted = Counted::parse(&tally.counts);
        if counted == Counted::Other {
            left_out.push("what is counted: the record keeps no such count".to_string());
        }
        let window = window(tally, published, &mut left_out);
        Query { counted, by, against, areas, window, left_out }
    }

    /// Whether nothing that the sum says was left out.
    pub fn is_whole(&self) -> bool {
        self.left_out.is_empty()
    }

    /// "attacks by X against Y in Z from D to E", "killed by X among Y …".
    pub fn in_words(&self) -> String {
        let mut words = self.counted.as_str().to_string();
        let names = |list: &[Party]| list.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(" or ");
        let to = if self.counted == Counted::Attacks { "against" } else { "among" };
        for (before, list) in [("by", &self.by), (to, &self.against)] {
            if !list.is_empty() {
                words = format!("{words} {before} {}", names(list));
            }
        }
        if !self.areas.is_empty() {
            let names: Vec<String> = self.areas.iter().map(Area::in_words).collect();
            words = format!("{words} in {}", names.join(" and "));
        }
        match (self.window.since, self.window.until) {
            (Some(since), Some(until)) if since == until => format!("{words} on {since}"),
            (Some(since), Some(until)) => format!("{words} from {since} to {until}"),
            (Some(since), None) => format!("{words} since {since}"),
            (None, Some(until)) => format!("{words} until {until}"),
            (None, None) => words,
        }
    }
}

impl Area {
    /// Its name; "a part of" it where the words do not bound it.
    pub fn in_words(&self) -> String {
        if self.part { format!("a part of {}", self.place.name) } else { self.place.name.clone() }
    }
}

fn window(tally: &Tally, published: Option<Date>, left_out: &mut Vec<String>) -> Window {
    let mut day = |words: &Option<String>, last: bool| {
        let words = words.as_deref()?;
        let day = bound(words, last);
        if day.is_none() {
            left_out.push(format!("when: \"{words}\" is no day, month or year"));
        }
        day
    };
    let (since, until) = (day(&tally.since, false), day(&tally.until, true));
    let since = since.filter(|since| until.is_none_or(|until| *since <= until));
    Window { since, until: until.or(published), ends_as_stated: until.is_some() }
}

/// The first or last day of a day, month or year.
fn bound(words: &str, last: bool) -> Option<Date> {
    let numbers: Vec<i16> = words.split('-').map(|n| n.parse().ok()).collect::<Option<_>>()?;
    match numbers[..] {
        [year, month, day] => Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok(),
        [year, month] => {
            let first = Date::new(year, month.try_into().ok()?, 1).ok()?;
            Some(if last { first.last_of_month() } else { first })
        }
        [year] => if last { Date::new(year, 12, 31) } else { Date::new(year, 1, 1) }.ok(),
        _ => None,
    }
}
