//! The day of publication as a page's mark-up gives it: structured data, `meta` elements, addresses,
//! `time` elements, and dates in parts of the page that are named for it or stand by the headline.

use super::written::{self, Order};
use crate::html::blocks::{Block, Blocks};
use crate::html::linked::{self, Linked};
use crate::html::measure::Surroundings;
use crate::html::meta::Meta;
use crate::html::names::{Sense, bit};
use crate::html::tag::Tag;
use crate::html::tree::{Id, Tree};
use jiff::civil::Date;

/// Where a date stands, the most trustworthy first (the order that does best on htmldate's own pages).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// Words in a part named for dates, in the story's head.
    Named,
    /// The page's address.
    Address,
    /// An element that says that it is the date of publication.
    Marked,
    /// A `meta` element.
    Meta,
    /// JSON-LD.
    Linked,
    /// A script's data.
    Script,
    /// Words beside the headline.
    Beside,
    /// Words in a part named for dates, elsewhere.
    NamedFar,
    /// A `time` element elsewhere.
    Time,
    /// A `meta` element or JSON-LD on the last change.
    Changed,
    /// The summary of the page.
    Summary,
    /// Words anywhere outside the story.
    Anywhere,
    /// Words anywhere in the story.
    Story,
    /// The address of the story's picture.
    Picture,
}

/// A date that a page gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Where it stands.
    pub source: Source,
    /// Order among those of the same source: less is better.
    pub rank: i64,
    /// The day.
    pub date: Date,
}

/// What is looked at.
pub(crate) struct Evidence<'a, 'b> {
    /// The page.
    pub tree: &'a Tree<'b>,
    /// Its blocks.
    pub blocks: &'a Blocks,
    /// Which of them are the story.
    pub kept: &'a [bool],
    /// Its head.
    pub meta: &'a Meta,
    /// Its structured data.
    pub linked: &'a Linked,
    /// Its address, where known.
    pub url: Option<&'a str>,
    /// The block that is the headline.
    pub headline: Option<usize>,
}

/// The day of publication, if the page gives one.
pub(crate) fn find(evidence: &Evidence<'_, '_>, around: &mut Surroundings) -> Option<Date> {
    let all = candidates(evidence, around).into_iter();
    all.min_by_key(|candidate| (candidate.source, candidate.rank)).map(|best| best.date)
}

/// Every date that might be the day of publication.
pub(crate) fn candidates(evidence: &Evidence<'_, '_>, around: &mut Surroundings) -> Vec<Candidate> {
    let mut out = Vec::new();
    let order = settled_order(evidence);
    let mut add =
        |source, rank, date: Option<Date>| out.extend(date.map(|date| Candidate { source, rank, date }));
    for (rank, address) in [evidence.url.unwrap_or(""), &evidence.meta.address].into_iter().enumerate() {
        add(Source::Address, rank as i64, in_address(address));
    }
    for (rank, value) in evidence.meta.published.iter().enumerate() {
        add(Source::Meta, rank as i64, written::first(value, order));
    }
    add(Source::Linked, 0, written::first(&evidence.linked.published, order));
    add(Source::Changed, 1, written::first(&evidence.linked.modified, order));
    for value in &evidence.meta.modified {
        add(Source::Changed, 0, written::first(value, order));
    }
    add(Source::Picture, 0, in_address(&evidence.meta.picture));
    add(Source::Summary, 0, written::first(&evidence.meta.summary, order));
    add(Source::Script, 0, in_scripts(evidence.tree));
    for (id, node) in evidence.tree.iter() {
        if node.tag != Tag::Text {
            marked(evidence.tree, around, id, order, &mut add);
        }
    }
    for (at, block) in evidence.blocks.list.iter().enumerate() {
        in_words(evidence, around, at, block, order, &mut add);
    }
    out
}

/// Day or month first in the page's words: by its language, unless only the other order makes one of its
/// dates the day that its head gives ("en" stands on British pages too).
fn settled_order(evidence: &Evidence<'_, '_>) -> Order {
    let (meta, linked) = (evidence.meta, evidence.linked);
    let usual = order(&meta.language);
    let values = meta.published.iter().chain([&linked.published, &linked.modified]).chain(&meta.modified);
    let stated: Vec<Date> = values.filter_map(|value| written::first(value, usual)).collect();
    let borne_out = |order: Order| {
        let short = evidence
            .blocks
            .list
            .iter()
            .map(|block| evidence.blocks.words(block))
            .filter(|words| words.len() < 120);
        let slashed = short.filter(|words| words.contains('/'));
        slashed.flat_map(|words| written::all(words, order)).any(|found| stated.contains(&found.date))
    };
    let other = if usual == Order::DayFirst { Order::MonthFirst } else { Order::DayFirst };
    if !stated.is_empty() && !borne_out(usual) && borne_out(other) { other } else { usual }
}

/// Day or month first, by the language that the page says it is in.
pub(crate) fn order(language: &str) -> Order {
    let language = language.to_ascii_lowercase().replace('_', "-");
    if matches!(language.as_str(), "en" | "en-us") { Order::MonthFirst } else { Order::DayFirst }
}

/// "/2019/04/03/", "2019-04-03", "20190403" between slashes or dashes.
fn in_address(address: &str) -> Option<Date> {
    let path = address.split_once("://").map_or(address, |(_, path)| path);
    let numbers: Vec<(usize, &str)> = runs(path);
    for window in numbers.windows(3) {
        let [(a, year), (b, month), (c, day)] = window else { continue };
        let near = *b == a + year.len() + 1 && *c == b + month.len() + 1;
        let marks = path.get(a + year.len()..*b).zip(path.get(b + month.len()..*c));
        let marked = marks.is_some_and(|(one, two)| one == two && matches!(one, "/" | "-" | "_" | "."));
        let whole = near && marked && year.len() == 4 && month.len() <= 2 && day.len() <= 2;
        if whole && let Some(date) = written::day(number(year), number(month), number(day)) {
            return Some(date);
        }
    }
    numbers.iter().filter(|(_, run)| run.len() == 8).find_map(|(_, run)| written::first(run, Order::DayFirst))
}

fn number(digits: &str) -> i16 {
    digits.parse().unwrap_or(-1)
}

/// Runs of digits, and where each begins.
fn runs(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut base = 0;
    while let Some(begin) = rest.find(|c: char| c.is_ascii_digit()) {
        let tail = rest.get(begin..).unwrap_or("");
        let length = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        out.push((base + begin, tail.get(..length).unwrap_or("")));
        base += begin + length;
        rest = tail.get(length..).unwrap_or("");
    }
    out
}

/// A date of publication in a script's data (pages built in the browser carry it there).
fn in_scripts(tree: &Tree<'_>) -> Option<Date> {
    const KEYS: [&str; 9] = [
        "\"publishedDate\"",
        "\"datePublished\"",
        "\"publishedAt\"",
        "\"published_at\"",
        "\"publishDate\"",
        "\"publicationDate\"",
        "\"date_published\"",
        "\"pubDate\"",
        "\"firstPublished\"",
    ];
    let scripts = || tree.iter().filter(|(_, node)| node.tag == Tag::Script && node.text.len() > 20);
    KEYS.iter().find_map(|key| {
        scripts().find_map(|(_, node)| written::first(linked::quoted_after(node.text, key)?, Order::DayFirst))
    })
}

/// Dates in the attributes of an element: `time`, `abbr`, `itemprop`.
fn marked(
    tree: &Tree<'_>,
    around: &mut Surroundings,
    id: Id,
    order: Order,
    add: &mut impl FnMut(Source, i64, Option<Date>),
) {
    let tag = tree.tag(id);
    let speaks = |name: &str| {
        ["itemprop", "data-utime", "data-timestamp"].iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    if !matches!(tag, Tag::Time | Tag::Abbr) && !tree.attributes(id).iter().any(|(name, _)| speaks(name)) {
        return;
    }
    let property = tree.attribute(id, "itemprop").unwrap_or("");
    let class = tree.attribute(id, "class").unwrap_or("");
    let value = ["datetime", "content", "title", "data-datetime", "data-date"]
        .iter()
        .find_map(|name| tree.attribute(id, name).and_then(|value| written::first(value, order)));
    let seconds =
        tree.attribute(id, "data-utime").or_else(|| tree.attribute(id, "data-timestamp")).and_then(epoch);
    if property.contains("datePublished") || property.contains("dateCreated") {
        add(Source::Marked, 0, value.or_else(|| written::first(&tree.words(id), order)));
    } else if property.contains("dateModified") {
        add(Source::Changed, 2, value);
    } else if tag == Tag::Time || (tag == Tag::Abbr && class.contains("publi")) {
        let pubdate = tree.attribute(id, "pubdate").is_some()
            || ["entry-date", "published", "entry-time"].iter().any(|c| class.contains(c));
        let changed = class.contains("updated") && !class.contains("published");
        let aside = in_chrome(tree, around, id);
        let source = if pubdate && !changed && !aside { Source::Marked } else { Source::Time };
        let rank =
            1 + i64::from(id) + if changed { 1_000_000 } else { 0 } + if aside { 10_000_000 } else { 0 };
        add(source, rank, value.or(seconds));
    } else if seconds.is_some() {
        add(Source::Time, i64::from(id), seconds);
    }
}

/// Seconds since 1970 as a day.
fn epoch(value: &str) -> Option<Date> {
    let digits = value.get(..10).filter(|_| value.len() == 10 || value.len() == 13)?;
    let days = digits.parse::<i64>().ok()? / 86_400;
    let start = Date::constant(1970, 1, 1);
    let date = start.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    written::day(date.year(), date.month().into(), date.day().into())
}

/// Whether an element lies in a part of the page that is about something else.
fn in_chrome(tree: &Tree<'_>, around: &mut Surroundings, id: Id) -> bool {
    const ELSEWHERE: &[Sense] = &[
        Sense::Comment,
        Sense::Related,
        Sense::Side,
        Sense::Footer,
        Sense::Advertising,
        Sense::Navigation,
        Sense::Cards,
    ];
    let elsewhere = ELSEWHERE.iter().fold(0, |set, sense| set | bit(*sense));
    let mut at = Some(id);
    while let Some(element) = at {
        if matches!(tree.tag(element), Tag::Aside | Tag::Footer | Tag::Nav)
            || around.senses(tree, element) & elsewhere != 0
        {
            return true;
        }
        at = tree.parent(element);
    }
    false
}

/// Openings of lines that say when a story was published, in lower case.
const SAID: [&str; 16] = [
    "publi",
    "posted",
    "veröffentlicht",
    "erstellt",
    "erschienen",
    "stand",
    "date",
    "datum",
    "geschrieben",
    "created",
    "opublikowan",
    "geplaatst",
    "pubblicat",
    "fecha",
    "опубликован",
    "on ",
];

/// Dates in the words of a block.
fn in_words(
    evidence: &Evidence<'_, '_>,
    around: &mut Surroundings,
    at: usize,
    block: &Block,
    order: Order,
    add: &mut impl FnMut(Source, i64, Option<Date>),
) {
    let words = evidence.blocks.words(block);
    for found in written::all(words, order).take(3) {
        let tree = evidence.tree;
        let inner = tree.parent(block.first).unwrap_or(block.element);
        let named =
            tree.ancestors(inner).take(4).any(|id| around.senses(tree, id) & bit(Sense::Dateline) != 0);
        let short = words.len() < 120;
        let alone = found.range.len() * 5 > words.len() * 2;
        let lower = words.get(..found.range.start).unwrap_or("").to_lowercase();
        let said = short && SAID.iter().any(|opening| lower.contains(opening));
        let aside = in_chrome(tree, around, inner);
        let after = evidence.headline.map(|head| at as i64 - head as i64);
        let near = after.is_some_and(|after| (-4..=12).contains(&after));
        let strong = (named && short) || alone || said;
        let source = match (strong, aside) {
            (true, false) if near => Source::Named,
            (true, true) if !named => Source::Anywhere,
            (true, _) => Source::NamedFar,
            (false, false) if short && near => Source::Beside,
            _ if evidence.kept.get(at) == Some(&true) => Source::Story,
            _ => Source::Anywhere,
        };
        let rank = after.map_or(at as i64, |after| if after < 0 { 2 - 3 * after } else { after });
        add(source, rank * 10 + if aside { 1000 } else { 0 } - if said { 15 } else { 0 }, Some(found.date));
    }
}
