//! Scraped text with no mark-up: furniture, title, section and dates found in the words.

pub mod captions;
pub mod cards;
pub mod dateline;
pub mod head;
pub mod lines;
pub mod marks;
pub mod notes;
mod pattern;
pub mod stamp;
pub mod stock;

use crate::published::inferred::{self, Evidence};
use cards::Card;
use dateline::Dateline;
use dateline_terms::{Flaw, FurnitureKind, Published, PublishedBasis, Related, Report, Span};
use jiff::civil::{Date, Weekday};
use marks::Marks;
use stamp::Stamp;

/// Lines at the top among which a line that names a picture is its caption.
const LEAD_LINES: usize = 4;

/// Kinds of furniture whose dates are not the report's own.
const FOREIGN: [FurnitureKind; 5] = [
    FurnitureKind::Caption,
    FurnitureKind::Related,
    FurnitureKind::Footnote,
    FurnitureKind::CommentForm,
    FurnitureKind::Advertising,
];

/// Sets `report.text` to `text`, every character kept, and fills from the words what the report lacks.
///
/// Called for plain text and for the body that was taken out of HTML. Fields that are already filled
/// (title, outlet, language, date) are kept, but for a given date that a dateline in the text contradicts.
pub fn clean_text(text: &str, report: &mut Report, flaws: &mut Vec<Flaw>) {
    report.text = text.to_string();
    let lines = lines::own(text, lines::lines(text));
    let stamps = stamp::find(text);
    let mut marks = Marks::default();
    let mut cards = cards::find(text, &stamps, &mut marks);
    report.footnotes.extend(notes::find(text, &mut marks));
    cards.extend(stock::find(text, &lines, &mut marks));
    report.captions.extend(captions::find(text, &lines, LEAD_LINES, &mut marks));
    captions::credits(text, &mut marks);
    let dateline = dateline::find(text, &stamps, &marks.of(&FOREIGN));
    head::find(text, &lines, dateline.as_ref(), report, &mut marks);
    publish(text, &stamps, &cards, dateline.as_ref(), &marks, report, flaws);
    // "BEIRUT, Jan 8 (Agency) –" is left in its sentence, where its place may be read.
    if let Some(d) = dateline.filter(|d| !d.in_sentence) {
        marks.add(text, d.span, FurnitureKind::Byline);
    }
    cards.sort_by_key(|c| c.span);
    let day = report.day();
    report.related.extend(
        cards
            .iter()
            .map(|c| Related { title: c.title.clone(), published: c.stamp.and_then(|s| near(&s, day)) }),
    );
    report.furniture = marks.finish();
}

/// The day of a card, in the year that puts it last on or before publication.
fn near(stamp: &Stamp, published: Option<Date>) -> Option<Date> {
    let year = || published.map(|p| p.year());
    stamp.date().or_else(|| {
        let p = published?;
        [stamp.in_year(year()?), stamp.in_year(year()? - 1)].into_iter().flatten().find(|d| *d <= p)
    })
}

/// Settles the publication date: what the text states beats what was given where the two differ, and
/// what is neither given nor stated is worked out where the evidence suffices.
fn publish(
    text: &str,
    stamps: &[Stamp],
    cards: &[Card],
    dateline: Option<&Dateline>,
    marks: &Marks,
    report: &mut Report,
    flaws: &mut Vec<Flaw>,
) {
    let given = report.day();
    // A caption is dated no later than its report, so its dates help to work the day out.
    let taken = marks.of(&FOREIGN[1..]);
    let settled =
        dateline.and_then(|d| Some((settle(&d.stamp, given, inferred::lead_weekday(text, &taken))?, d.span)));
    if let Some((date, at)) = settled {
        state(date, at, report, flaws);
        return;
    }
    if given.is_none() {
        let dated: Vec<Stamp> = cards.iter().filter_map(|c| c.stamp).collect();
        let evidence =
            Evidence { text, stamps, cards: &dated, taken: &taken, dateline: dateline.map(|d| &d.stamp) };
        report.published = inferred::infer(&evidence).map(|(date, at)| Published {
            date,
            basis: PublishedBasis::Inferred,
            at: Some(at),
        });
    }
}

/// Which day a printed date means: the reading that its weekday or the given date bears out, then,
/// where a digit was cut off, the one on the first weekday that the text names, else the likeliest.
fn settle(stamp: &Stamp, given: Option<Date>, lead: Option<Weekday>) -> Option<Date> {
    if stamp.year.is_none() {
        return nearest_year(stamp, given?);
    }
    let readings = stamp.readings();
    let on = |w: Option<Weekday>| w.and_then(|w| readings.iter().find(|d| d.weekday() == w));
    let said = on(stamp.weekday).or_else(|| readings.iter().find(|d| Some(**d) == given));
    said.or_else(|| on(lead.filter(|_| stamp.cut))).or(readings.first()).copied()
}

/// "BEIRUT, Jan 8 (Agency) –" in the year that brings it nearest to the given day.
fn nearest_year(stamp: &Stamp, given: Date) -> Option<Date> {
    let years = [given.year() - 1, given.year(), given.year() + 1];
    let distance = |d: &Date| d.since(given).map_or(i32::MAX, |s| s.get_days().abs());
    years.into_iter().filter_map(|y| stamp.in_year(y)).min_by_key(distance).filter(|d| distance(d) < 180)
}

fn state(date: Date, at: Span, report: &mut Report, flaws: &mut Vec<Flaw>) {
    match &mut report.published {
        Some(p) if p.date == date => p.at = Some(at),
        Some(p) if p.basis == PublishedBasis::Given => {
            let what = format!(
                "The text is dated {date} but the date given with it is {}; the text's own date was used. Check which is right.",
                p.date
            );
            flaws.push(Flaw::new("page", what));
            report.published = Some(Published { date, basis: PublishedBasis::Stated, at: Some(at) });
        }
        Some(_) => {}
        None => report.published = Some(Published { date, basis: PublishedBasis::Stated, at: Some(at) }),
    }
}
