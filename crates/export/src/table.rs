//! Columns: their names, what they hold and how a value is made, in one place, so that files, their documents
//! and their tests cannot part.

use dateline_terms::Date;
use std::borrow::Cow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// Several texts; in files without lists joined by "; ".
    List,
    /// A whole number.
    Whole,
    /// A number with a fraction.
    Real,
    /// A day, YYYY-MM-DD.
    Day,
}

impl Kind {
    /// The word for it in documents.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::List => "list",
            Kind::Whole => "whole number",
            Kind::Real => "number",
            Kind::Day => "day",
        }
    }
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// None.
    Empty,
    /// Text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Real(f64),
    /// A day.
    Day(Date),
}

impl Cell {
    /// As text; lists joined by "; ", and a semicolon inside an item written as a comma.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::List(items) => Cow::Owned(join(items)),
            Cell::Whole(n) => Cow::Owned(n.to_string()),
            Cell::Real(x) => Cow::Owned(x.to_string()),
            Cell::Day(day) => Cow::Owned(day.to_string()),
        }
    }
}

/// Items as one text.
pub(crate) fn join<S: AsRef<str>>(items: &[S]) -> String {
    items.iter().map(|item| item.as_ref().replace(';', ",")).collect::<Vec<_>>().join("; ")
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_string()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Cell {
        text.as_str().into()
    }
}

impl From<Vec<String>> for Cell {
    fn from(items: Vec<String>) -> Cell {
        if items.is_empty() { Cell::Empty } else { Cell::List(items) }
    }
}

impl From<u64> for Cell {
    fn from(n: u64) -> Cell {
        Cell::Whole(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Cell {
    fn from(n: usize) -> Cell {
        Cell::from(n as u64)
    }
}

impl From<u32> for Cell {
    fn from(n: u32) -> Cell {
        Cell::Whole(i64::from(n))
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Cell {
        Cell::Whole(n)
    }
}

impl From<f64> for Cell {
    fn from(x: f64) -> Cell {
        if x.is_finite() { Cell::Real(x) } else { Cell::Empty }
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Cell {
        Cell::Day(day)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// How a value is made of a `V`.
type Make<V> = Box<dyn Fn(&V) -> Cell + Send + Sync>;

/// A column over rows made of `V`.
pub(crate) struct Column<V> {
    /// Its heading.
    pub(crate) name: Cow<'static, str>,
    /// What it holds.
    pub(crate) kind: Kind,
    /// What it means, for people.
    pub(crate) about: Cow<'static, str>,
    make: Make<V>,
}

impl<V> Column<V> {
    /// A column.
    pub(crate) fn new<C: Into<Cell>>(
        name: impl Into<Cow<'static, str>>,
        kind: Kind,
        about: impl Into<Cow<'static, str>>,
        make: impl Fn(&V) -> C + Send + Sync + 'static,
    ) -> Column<V> {
        Column { name: name.into(), kind, about: about.into(), make: Box::new(move |v| make(v).into()) }
    }

    /// Its value in one row.
    pub(crate) fn value(&self, of: &V) -> Cell {
        let cell = (self.make)(of);
        debug_assert!(self.holds(&cell), "{} is no {:?}: {cell:?}", self.name, self.kind);
        cell
    }

    fn holds(&self, cell: &Cell) -> bool {
        matches!(
            (self.kind, cell),
            (_, Cell::Empty)
                | (Kind::Text, Cell::Text(_))
                | (Kind::List, Cell::List(_))
                | (Kind::Whole, Cell::Whole(_))
                | (Kind::Real, Cell::Real(_))
                | (Kind::Day, Cell::Day(_))
        )
    }

    /// What documents say of it.
    pub(crate) fn told(&self) -> Told {
        Told { name: self.name.to_string(), kind: self.kind.word(), about: self.about.to_string() }
    }
}

/// What documents say of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its heading.
    pub name: String,
    /// What it holds, in a word or two.
    pub kind: &'static str,
    /// What it means.
    pub about: String,
}
