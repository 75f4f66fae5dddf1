//! Sums over many events, as stated.

use super::events::back;
use super::figures::Figure;
use super::view::{Moment, View};
use dateline_terms::{Actor, ActorKind, Date, PartialDate, Place, Span, Speaker, Tally};

/// Classes of the figures model that are tallies begin so.
pub const PREFIX: &str = "tally ";

/// What tallies count, in the guide's words.
pub const COUNTS: [&str; 7] = ["killed", "injured", "attacks", "displaced", "arrested", "abducted", "other"];

/// Whether a figure counts acts themselves, by the guide a sum: "attacked over 115 times", "100 strikes".
/// Ten or more, since reports count the blasts of one raid too.
pub fn is_count_of_acts(view: &View<'_>, figure: &Figure) -> bool {
    let acts = view.reading.acts.get(view.held(figure.sentence).acts).unwrap_or(&[]);
    let times = view.words.sums.times.has(&figure.noun) && !acts.is_empty();
    let counted = view.words.sums.acts.has(&figure.noun);
    figure.counted && figure.quantity.low >= 10 && (times || counted)
}

/// The tally of a figure whose class is `tally` + what it counts. By whom and against whom, `acts` says: the count
/// of the acts whose toll the figure is, or the figure itself.
pub fn tally(
    view: &View<'_>,
    figure: &Figure,
    acts: &Figure,
    class: &str,
    said_by: Option<Speaker>,
) -> Option<Tally> {
    let counts = COUNTS.iter().copied().find(|c| class.strip_prefix(PREFIX) == Some(*c))?;
    let (since, until) = window(view, figure);
    let (by, against) = parties(view, acts);
    Some(Tally {
        at: figure.at,
        counts,
        quantity: figure.quantity,
        by,
        against,
        area: area(view, figure),
        since,
        until,
        said_by,
    })
}

/// The stretch that the sentence names: "since October" runs to the publication day; a day, month or
/// year is its own stretch. "By Friday" names the end alone: the stretch begins where the report said before that
/// one begins, if it did.
fn window(view: &View<'_>, figure: &Figure) -> (Option<PartialDate>, Option<PartialDate>) {
    let times = view.times.get(view.held(figure.sentence).times).unwrap_or(&[]);
    let own = times.iter().filter(|t| t.days.is_some()).min_by_key(|t| gap(t.at, figure.at));
    if let Some((m, (start, end))) = own.and_then(|m| Some((m, m.days?)))
        && ends_there(view, m)
        && start == end
    {
        let before = running(view).filter(|r| r.at.end <= figure.at.start).and_then(|r| r.days);
        // "This week" is when counts were read, not what they count.
        let long = before.filter(|(start, last)| (*last - *start).get_days() > 7);
        let since = long.map(|(start, _)| start).filter(|start| *start < end);
        return (since.map(|since| coarse(since, since, end, true)), Some(coarse(end, start, end, false)));
    }
    let Some(m) = own.or_else(|| running(view)) else { return (None, None) };
    let Some((start, end)) = m.days else { return (None, None) };
    let open = view.report.day() == Some(end);
    (Some(coarse(start, start, end, open)), Some(coarse(end, start, end, open)))
}

/// Whether a moment begins with a word such as "by": "by 18 January".
fn ends_there(view: &View<'_>, moment: &Moment) -> bool {
    let first = view.reading.tokens.get(view.reading.tokens_in(moment.at).start);
    first.is_some_and(|token| view.words.sums.until.has(&token.norm))
}

/// The first stretch that the report says runs up to now ("since October"): what a sum without a window of
/// its own is counted from.
fn running<'v>(view: &'v View<'_>) -> Option<&'v Moment> {
    view.times.iter().find(|t| view.runs_to_now(t))
}

fn gap(a: dateline_terms::Span, b: dateline_terms::Span) -> usize {
    if a.start >= b.end { a.start - b.end } else { b.start.saturating_sub(a.end) }
}

/// A whole year is given as the year, a whole month as the month, the first day of a stretch up to today
/// as its month where it begins one.
fn coarse(day: Date, start: Date, end: Date, open: bool) -> PartialDate {
    let whole_year = start.month() == 1 && start.day() == 1 && end.month() == 12 && end.day() == 31;
    let whole_month = start.day() == 1 && end == end.last_of_month();
    let first_of_year = open && day == start && start.month() == 1 && start.day() == 1;
    let first_of_month = open && day == start && start.day() == 1;
    if whole_year || first_of_year {
        PartialDate { year: day.year(), month: None, day: None }
    } else if whole_month || first_of_month {
        PartialDate { year: day.year(), month: Some(day.month()), day: None }
    } else {
        PartialDate { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }
}

/// The place nearest to the figure, with those beside it: "Iraq and Syria".
fn area(view: &View<'_>, figure: &Figure) -> Option<String> {
    let places = view.places.get(view.held(figure.sentence).places).unwrap_or(&[]);
    // "US forces" are in no US.
    let free = |p: &Place| !view.actors.iter().any(|a| a.at.overlaps(p.at));
    let nearest = (0..places.len())
        .filter(|i| places.get(*i).is_some_and(free))
        .min_by_key(|i| places.get(*i).map(|p| gap(p.at, figure.at)))?;
    let joined = |pair: &[Place]| {
        let [a, b] = pair else { return false };
        let between = Span::new(a.at.end, b.at.start.max(a.at.end));
        view.words.places.and.has(&view.text(between).trim().to_lowercase())
    };
    let links: Vec<bool> = places.windows(2).map(joined).collect();
    let linked = |i: usize| links.get(i).copied().unwrap_or(false);
    let first = (0..nearest).rev().take_while(|i| linked(*i)).last().unwrap_or(nearest);
    let last = (nearest..places.len()).take_while(|i| linked(*i)).last().map_or(nearest, |i| i + 1);
    let (first, last) = (places.get(first)?, places.get(last)?);
    Some(view.text(Span::new(first.at.start, last.at.end)).to_string())
}

/// By: the armed actor after "by", or the one right before the act that is counted. Against: the one that
/// the figure itself counts, or after "on", "against" or "at", or that "was attacked" or "came under" it.
/// Where the words place an actor on neither side, neither is given.
fn parties(view: &View<'_>, figure: &Figure) -> (Option<String>, Option<String>) {
    let words = &view.words.sums;
    let actors = view.actors.get(view.held(figure.sentence).actors).unwrap_or(&[]);
    let tokens = |a: &Actor| view.reading.tokens_in(a.at);
    let prev = |a: &Actor| back(view, tokens(a).start).unwrap_or("^");
    let armed =
        |a: &&Actor| !matches!(a.kind, ActorKind::Civilians | ActorKind::Other | ActorKind::Protesters);
    let suffers = |a: &Actor| {
        let after: Vec<&str> = (tokens(a).end..tokens(a).end + 6).filter_map(|k| view.word(k)).collect();
        after.iter().any(|w| words.suffers.has(w))
    };
    let aimed_at = |a: &Actor| words.aimed.has(prev(a));
    let counted = actors.iter().find(|a| a.at.overlaps(figure.at));
    let against = counted
        .or_else(|| actors.iter().find(|a| aimed_at(a)))
        .or_else(|| actors.iter().find(|a| suffers(a)));
    let other = |a: &&Actor| against.is_none_or(|t| t.name != a.name);
    let by = actors.iter().filter(armed).filter(other).find(|a| words.by.has(prev(a))).or_else(|| {
        let told = |a: &&Actor| view.reading.speech.iter().any(|s| s.speaker.overlaps(a.at));
        against?;
        actors
            .iter()
            .filter(armed)
            .filter(other)
            .filter(|a| !told(a))
            .find(|a| a.at.end <= figure.at.start && !suffers(a))
    });
    (by.map(|a| a.name.clone()), against.map(|a| a.name.clone()))
}
