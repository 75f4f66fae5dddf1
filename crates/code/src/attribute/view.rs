//! One report laid out for weighing: what stands in which sentence, resolved.

use crate::Books;
use crate::codebook::Codebook;
use crate::resolve;
use crate::weigh::Seen;
use crate::words::Words;
use dateline_terms::{Actor, ActorKind, Basis, Date, Place, Precision, Reading, Report, Span, TimeExpr};
use std::ops::Range;

/// A time expression with its days, as far as they could be worked out.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The words.
    pub at: Span,
    /// Sentence index.
    pub sentence: usize,
    /// First and last day.
    pub days: Option<(Date, Date)>,
    /// Stated in full or worked out.
    pub basis: Basis,
    /// Shape of the expression, for rules: "weekday", "calendar", …
    pub shape: &'static str,
}

/// What one sentence holds, as ranges into the view's lists.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// Actor mentions.
    pub actors: Range<usize>,
    /// Place mentions.
    pub places: Range<usize>,
    /// Moments.
    pub times: Range<usize>,
    /// Quantities.
    pub quantities: Range<usize>,
    /// Act mentions.
    pub acts: Range<usize>,
    /// Cues.
    pub cues: Range<usize>,
    /// Speech mentions.
    pub speech: Range<usize>,
}

/// A report, its reading, and what the mentions mean.
#[derive(Debug)]
pub struct View<'a> {
    /// The report.
    pub report: &'a Report,
    /// The reading.
    pub reading: &'a Reading,
    /// Event types.
    pub codebook: &'a Codebook,
    /// Words of its language.
    pub words: &'static Words,
    /// Country that the report is mainly about.
    pub home: Option<String>,
    /// Actor mentions in text order.
    pub actors: Vec<Actor>,
    /// Place mentions in text order.
    pub places: Vec<Place>,
    /// Moments in text order.
    pub times: Vec<Moment>,
    /// One entry a sentence.
    pub held: Vec<Held>,
    /// One entry a token: the word, or what stands for it (an actor's kind, a place, a time, a number).
    pub shapes: Vec<Shape>,
    /// What the encoder saw.
    pub seen: Seen<'a>,
    /// Words of the headline, without small words.
    pub title_words: Vec<String>,
}

/// What stands for a token when sentences are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The word itself: see the token's `norm`.
    Word,
    /// First token of a mention of this tag.
    Tag(&'static str),
    /// A further token of the mention before it.
    Inside,
}

impl<'a> View<'a> {
    /// Lays out a report.
    pub fn new(report: &'a Report, reading: &'a Reading, books: &Books<'a>) -> View<'a> {
        let places = resolve::place::find(report, reading, books.gazetteer);
        let home = home(&places);
        let mut actors = resolve::actor::find(report, reading, books.actors, home.as_deref());
        actors.retain(|a| !is_part_of_site(a, &places));
        let times = moments(report, reading);
        let mut view = View {
            report,
            reading,
            codebook: books.codebook,
            words: Words::of(reading.language.as_deref()),
            home,
            actors,
            places,
            times,
            held: Vec::new(),
            shapes: Vec::new(),
            seen: Seen::new(&reading.vectors),
            title_words: content_words(report.title.as_deref().unwrap_or("")),
        };
        view.held = reading.sentences.iter().map(|s| view.hold(s.span)).collect();
        view.shapes = view.shape();
        view
    }

    /// Mentions that begin inside `at`.
    fn hold(&self, at: Span) -> Held {
        let r = self.reading;
        Held {
            actors: within(&self.actors, at, |a| a.at),
            places: within(&self.places, at, |p| p.at),
            times: within(&self.times, at, |t| t.at),
            quantities: within(&r.quantities, at, |q| q.span),
            acts: within(&r.acts, at, |a| a.span),
            cues: within(&r.cues, at, |c| c.span),
            speech: within(&r.speech, at, |c| c.cue),
        }
    }

    /// Whether a moment is a stretch of days that runs up to the day of the report: "since October".
    pub fn runs_to_now(&self, moment: &Moment) -> bool {
        moment.days.is_some_and(|(start, end)| start < end && Some(end) == self.report.day())
    }

    fn shape(&self) -> Vec<Shape> {
        let mut shapes = vec![Shape::Word; self.reading.tokens.len()];
        let mut mark = |span: Span, tag: &'static str| {
            let tokens = self.reading.tokens_in(span);
            let free = shapes.get(tokens.clone()).is_some_and(|s| s.iter().all(|s| *s == Shape::Word));
            if !free || tokens.is_empty() {
                return;
            }
            for (n, i) in tokens.enumerate() {
                if let Some(s) = shapes.get_mut(i) {
                    *s = if n == 0 { Shape::Tag(tag) } else { Shape::Inside };
                }
            }
        };
        for t in &self.times {
            mark(t.at, "<time>");
        }
        for a in &self.actors {
            mark(a.at, kind_tag(a.kind));
        }
        for p in &self.places {
            mark(p.at, place_tag(p.precision));
        }
        for q in &self.reading.quantities {
            mark(q.number, "<number>");
        }
        shapes
    }

    /// The word or tag of token `i`; `None` inside a longer mention and past the end.
    pub fn word(&self, i: usize) -> Option<&str> {
        match self.shapes.get(i)? {
            Shape::Word => self.reading.tokens.get(i).map(|t| t.norm.as_str()),
            Shape::Tag(tag) => Some(tag),
            Shape::Inside => None,
        }
    }

    /// Text of a span.
    pub fn text(&self, span: Span) -> &str {
        span.of(&self.report.text)
    }

    /// Mentions held by sentence `i` (empty past the end).
    pub fn held(&self, i: usize) -> Held {
        self.held.get(i).cloned().unwrap_or_default()
    }

    /// Mentions held by the part `at` of sentence `i`.
    pub fn held_in(&self, i: usize, at: Span) -> Held {
        if at == self.span(i) { self.held(i) } else { self.hold(at) }
    }

    /// Whether sentence `i` may tell of an event: where an encoder read the report, only what the sieve let it read.
    pub fn is_worth_weighing(&self, i: usize) -> bool {
        self.seen.vectors().is_none_or(|v| !v.pieces(self.span(i)).is_empty())
    }

    /// Span of sentence `i`.
    pub fn span(&self, i: usize) -> Span {
        self.reading.sentences.get(i).map(|s| s.span).unwrap_or_default()
    }
}

/// Whether a word for forces is part of the name of a site: "garrison" in "the Sarin garrison".
fn is_part_of_site(actor: &Actor, places: &[Place]) -> bool {
    let site = |p: &Place| p.precision == Precision::Exact && p.at.contains(actor.at);
    actor.basis == Basis::Context && places.iter().any(site)
}

/// Range of the items whose spans begin inside `span`; items stand in text order.
fn within<T>(items: &[T], span: Span, at: impl Fn(&T) -> Span) -> Range<usize> {
    let a = items.partition_point(|x| at(x).start < span.start);
    let b = items.partition_point(|x| at(x).start < span.end);
    a..b.max(a)
}

/// The country that most of the report's places lie in; a country's own name counts a third of a town,
/// since reports also name the countries of those who act there. The first named wins a tie.
fn home(places: &[Place]) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for place in places {
        let Some(country) = place.country.as_deref() else { continue };
        let weight = if place.precision == Precision::Country { 1 } else { 3 };
        match counts.iter_mut().find(|(c, _)| *c == country) {
            Some((_, n)) => *n += weight,
            None => counts.push((country, weight)),
        }
    }
    let most = counts.iter().map(|(_, n)| *n).max()?;
    counts.iter().find(|(_, n)| *n == most).map(|(c, _)| (*c).to_string())
}

/// Resolves the times in text order; each day spoken of becomes the focus for those after it.
fn moments(report: &Report, reading: &Reading) -> Vec<Moment> {
    let mut anchor = resolve::time::Anchor { published: report.day(), focus: None };
    let mut out = Vec::with_capacity(reading.times.len());
    for mention in &reading.times {
        let days = resolve::time::resolve(&mention.expr, &anchor);
        if let Some((start, end, _)) = days {
            anchor.focus = Some((start, end));
        }
        out.push(Moment {
            at: mention.span,
            sentence: mention.sentence,
            days: days.map(|(start, end, _)| (start, end)),
            basis: days.map_or(Basis::Relative, |(_, _, basis)| basis),
            shape: expr_shape(&mention.expr),
        });
    }
    out
}

fn expr_shape(expr: &TimeExpr) -> &'static str {
    match expr {
        TimeExpr::Calendar { day: Some(_), year: Some(_), .. } => "date",
        TimeExpr::Calendar { day: Some(_), .. } => "day",
        TimeExpr::Calendar { month: Some(_), .. } => "month",
        TimeExpr::Calendar { .. } => "year",
        TimeExpr::Weekday { .. } => "weekday",
        TimeExpr::Offset { from_focus: true, .. } => "offset_focus",
        TimeExpr::Offset { .. } => "offset",
        TimeExpr::Range { .. } => "range",
        TimeExpr::Past { .. } => "past",
        TimeExpr::Part { .. } => "part",
        TimeExpr::Holiday { .. } => "holiday",
        TimeExpr::SameDay => "same_day",
        #[allow(unreachable_patterns)]
        _ => "other",
    }
}

/// Tag of an actor kind in sentence shapes.
pub fn kind_tag(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::StateForces => "<state_forces>",
        ActorKind::Rebel => "<rebel>",
        ActorKind::PoliticalMilitia => "<political_militia>",
        ActorKind::IdentityMilitia => "<identity_militia>",
        ActorKind::Rioters => "<rioters>",
        ActorKind::Protesters => "<protesters>",
        ActorKind::Civilians => "<civilians>",
        ActorKind::ExternalForces => "<external_forces>",
        ActorKind::Unidentified => "<unidentified>",
        ActorKind::Other => "<other>",
    }
}

fn place_tag(precision: Precision) -> &'static str {
    match precision {
        Precision::Country => "<country>",
        Precision::Province => "<province>",
        _ => "<place>",
    }
}

/// Lower-case words of four letters and more.
pub fn content_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() >= 4 || w.chars().all(|c| c.is_ascii_digit()))
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}
