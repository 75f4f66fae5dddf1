//! What coded reports teach each model: candidates as the program sees them, labelled by what the coder
//! wrote.

use super::gold::{GoldActor, GoldEvent, GoldFigure, GoldReport};
use dateline::eval::{same_body, same_name};
use dateline_code::attribute::alike::Telling;
use dateline_code::attribute::draft::{Draft, Hint, trigger};
use dateline_code::attribute::figures::Figure;
use dateline_code::attribute::view::View;
use dateline_code::attribute::{
    alike, claims, events, figures, refusals, sides, site, standing, tallies, when,
};
use dateline_code::sieve;
use dateline_code::weigh::{Example, Features};
use dateline_terms::{Reading, Span};

/// Whether two spans count as one piece of evidence, as the scorer has it.
pub fn fits(a: Span, b: Span) -> bool {
    let both = a.end.min(b.end).saturating_sub(a.start.max(b.start)) as f64;
    let (short, long) = (a.len().min(b.len()) as f64, a.len().max(b.len()) as f64);
    short > 0.0 && both >= 0.15 * long && both / short >= 0.3
}

fn touches(spans: &[Span], span: Span) -> bool {
    spans.iter().any(|s| fits(*s, span))
}

fn example(features: Features, labels: Vec<bool>, weight: f32) -> Example {
    Example { features, labels, weight }
}

/// Units, labelled with the types of the events whose evidence they are.
pub fn event_examples(view: &View<'_>, gold: &GoldReport, types: &[String]) -> Vec<Example> {
    (0..view.reading.sentences.len())
        .flat_map(|i| std::iter::once(events::whole(view, i)).chain(events::clauses(view, i)))
        .filter_map(|unit| unit_example(view, gold, types, &unit))
        .collect()
}

/// A unit that only adds to an event counts half where it has a word of the event's type, and is left out
/// where it has none. So is a clause of a sentence that is evidence as a whole, where it has none.
fn unit_example(
    view: &View<'_>,
    gold: &GoldReport,
    types: &[String],
    unit: &events::Unit,
) -> Option<Example> {
    let mut labels = vec![false; types.len()];
    let (mut weight, mut skip) = (if unit.clause { 0.7 } else { 1.0 }, false);
    for e in &gold.events {
        let Some(c) = types.iter().position(|t| *t == e.event_type) else { continue };
        let told = trigger(view, unit.sentence, unit.at, &e.event_type)
            .and_then(|k| view.reading.acts.get(k))
            .is_some_and(|a| a.types.contains(&e.event_type));
        let close = e.evidence.iter().any(|q| fits(*q, unit.at) && q.len() * 2 <= unit.at.len() * 3);
        if touches(&e.evidence, unit.at) && (!unit.clause || close || told) {
            labels[c] = true;
        } else if touches(&e.evidence, unit.at) {
            skip = true;
        } else if touches(&e.more, unit.at) {
            labels[c] |= told;
            weight = 0.5;
            skip |= !told;
        }
    }
    if let Some(any) = types.iter().position(|t| t == events::ANY) {
        labels[any] = labels.iter().any(|l| *l);
    }
    (!skip || labels.iter().any(|l| *l)).then(|| example(events::features(view, unit), labels, weight))
}

/// The draft that a coder would have made of a gold event; `None` where no sentence shows it.
pub fn gold_draft(view: &View<'_>, e: &GoldEvent) -> Option<Draft> {
    let mut hints = Vec::new();
    let mut best = None;
    for i in 0..view.reading.sentences.len() {
        let at = view.span(i);
        let (first, more) = (touches(&e.evidence, at), touches(&e.more, at));
        if !first && !more {
            continue;
        }
        if first && best.is_none() {
            best = Some(hints.len());
        }
        hints.push(Hint {
            sentence: i,
            event_type: e.event_type.clone(),
            p: 1.0,
            at,
            trigger: trigger(view, i, at, &e.event_type),
            recalled: false,
        });
    }
    let best = best.or(if hints.is_empty() { None } else { Some(0) })?;
    Some(Draft::new(hints, best, e.event_type.clone(), 1.0))
}

/// Pairs of hints, one event or two.
pub fn same_examples(view: &View<'_>, gold: &GoldReport) -> Vec<Example> {
    let hints: Vec<(usize, Hint)> = gold
        .events
        .iter()
        .enumerate()
        .filter_map(|(k, e)| gold_draft(view, e).map(|d| (k, d)))
        .flat_map(|(k, d)| {
            d.hints
                .into_iter()
                .filter(|h| h.trigger.is_some() || h.sentence == 0)
                .map(move |h| (k, h))
                .collect::<Vec<_>>()
        })
        .collect();
    let says: Vec<Telling<'_>> = hints.iter().map(|(_, h)| Telling::new(view, h)).collect();
    let mut out = Vec::new();
    for ((k, a), a_says) in hints.iter().zip(&says) {
        for ((l, b), b_says) in hints.iter().zip(&says) {
            if a.sentence >= b.sentence || !alike::may_join(a_says, b_says) {
                continue;
            }
            let shared = hints.iter().any(|(m, h)| m == k && h.sentence == b.sentence)
                || hints.iter().any(|(m, h)| m == l && h.sentence == a.sentence);
            if k != l && shared {
                continue;
            }
            out.push(example(alike::features(a_says, b_says), vec![k == l], 1.0));
        }
    }
    out
}

fn on_side(side: &[GoldActor], actor: &dateline_terms::Actor, text: &str) -> bool {
    side.iter().any(|g| [&g.name, &g.text].iter().any(|x| same_body(x, &actor.name) || same_body(x, text)))
}

/// Actor mentions, labelled side_a and side_b.
pub fn side_examples(view: &View<'_>, draft: &Draft, e: &GoldEvent) -> Vec<Example> {
    sides::candidates(view, draft)
        .into_iter()
        .filter_map(|c| {
            let actor = view.actors.get(c.actor)?;
            let text = view.text(actor.at);
            let labels = vec![on_side(&e.side_a, actor, text), on_side(&e.side_b, actor, text)];
            Some(example(sides::features(view, draft, c), labels, 1.0))
        })
        .collect()
}

/// Moments, labelled by whether their days are the event's.
pub fn time_examples(view: &View<'_>, draft: &Draft, e: &GoldEvent) -> Vec<Example> {
    when::candidates(view, draft)
        .into_iter()
        .filter_map(|t| {
            let (start, end) = view.times.get(t)?.days?;
            let right =
                e.time.as_ref().is_some_and(|(s, f, _)| *s == start.to_string() && *f == end.to_string());
            Some(example(when::features(view, draft, t), vec![right], 1.0))
        })
        .collect()
}

/// Place mentions, labelled by whether they are the event's place.
pub fn place_examples(view: &View<'_>, draft: &Draft, e: &GoldEvent) -> Vec<Example> {
    site::candidates(view, draft)
        .into_iter()
        .filter_map(|k| {
            let p = view.places.get(k)?;
            let right = e
                .place
                .as_ref()
                .is_some_and(|(text, _)| same_name(text, view.text(p.at)) || same_name(text, &p.name));
            Some(example(site::features(view, draft, k), vec![right], 1.0))
        })
        .collect()
}

/// One example: main or not.
pub fn standing_example(view: &View<'_>, draft: &Draft, e: &GoldEvent) -> Example {
    example(standing::features(view, draft), vec![e.main], 1.0)
}

fn is_figure(view: &View<'_>, f: &Figure, g: &GoldFigure) -> bool {
    let words = view.text(f.at);
    let alike = words.contains(g.text.as_str()) || g.text.contains(words);
    let equal = f.quantity.low == g.low && f.quantity.high == g.high;
    let doubled = f.counted && g.low == 0 && f.quantity.high == g.high;
    alike && (equal || doubled)
}

/// Figures, labelled with what they count.
pub fn figure_examples(
    view: &View<'_>,
    gold: &GoldReport,
    figs: &[Figure],
    classes: &[String],
) -> Vec<Example> {
    figs.iter()
        .map(|f| {
            let labels = classes
                .iter()
                .map(|class| match class.strip_prefix(tallies::PREFIX) {
                    Some(counts) => gold.tallies.iter().any(|t| t.what == counts && is_figure(view, f, t)),
                    None => gold.events.iter().any(|e| {
                        e.harm.iter().any(|h| h.what == *class && is_figure(view, f, h)) && near(view, e, f)
                    }),
                })
                .collect();
            example(figures::features(view, f), labels, 1.0)
        })
        .collect()
}

/// Whether a figure stands in an event's evidence, or within four sentences after it.
fn near(view: &View<'_>, e: &GoldEvent, f: &Figure) -> bool {
    gold_draft(view, e).is_some_and(|d| {
        d.hints
            .iter()
            .any(|h| f.sentence == h.sentence || (f.sentence > h.sentence && f.sentence - h.sentence <= 4))
            || f.sentence.abs_diff(d.sentence()) <= 4
    })
}

/// Figures that count harm, a list each: beside each event, is it this event's?
pub fn harm_examples(view: &View<'_>, drafts: &[(Draft, &GoldEvent)], figs: &[Figure]) -> Vec<Vec<Example>> {
    let mut out = Vec::new();
    for f in figs {
        let owners: Vec<Option<&str>> = drafts
            .iter()
            .map(|(_, e)| e.harm.iter().find(|h| is_figure(view, f, h)).map(|h| h.what.as_str()))
            .collect();
        let Some(what) = owners.iter().flatten().next() else { continue };
        let mut list = Vec::new();
        for ((draft, _), owner) in drafts.iter().zip(&owners) {
            let rivals = drafts.iter().filter(|(o, _)| o.hint_in(f.sentence).is_some()).count()
                - usize::from(draft.hint_in(f.sentence).is_some());
            let features = figures::harm_features(view, draft, f, what, rivals);
            list.push(example(features, vec![owner.is_some()], 1.0));
        }
        out.push(list);
    }
    out
}

/// Figures beside the speech mentions near them, a list a figure: is it the source?
pub fn said_by_examples(view: &View<'_>, gold: &GoldReport, figs: &[Figure]) -> Vec<Vec<Example>> {
    let mut out = Vec::new();
    let rows: Vec<&GoldFigure> = gold.events.iter().flat_map(|e| &e.harm).chain(&gold.tallies).collect();
    for f in figs {
        let Some(row) = rows.iter().find(|r| is_figure(view, f, r)) else { continue };
        let mut list = Vec::new();
        for (k, s) in view.reading.speech.iter().enumerate() {
            if s.sentence.abs_diff(f.sentence) > 3 && !s.content.contains(f.at) {
                continue;
            }
            let right = row.said_by.as_deref().is_some_and(|g| same_name(g, view.text(s.speaker)));
            list.push(example(figures::said_by_features(view, f, k), vec![right], 1.0));
        }
        out.push(list);
    }
    out
}

/// Voices beside an event, labelled with aspect and stance.
pub fn claim_examples(view: &View<'_>, draft: &Draft, e: &GoldEvent, classes: &[String]) -> Vec<Example> {
    let (a, b) = gold_sides(view, draft, e);
    let both = claims::Sides { a: &a, b: &b };
    claims::voices(view, draft)
        .into_iter()
        .map(|voice| {
            let speaker = voice.and_then(|k| view.reading.speech.get(k)).map(|s| view.text(s.speaker));
            let mine = |said: &Option<String>| match (said, speaker) {
                (Some(g), Some(s)) => same_name(g, s),
                (None, None) => true,
                _ => false,
            };
            let labels = classes
                .iter()
                .map(|class| {
                    e.claims.iter().any(|c| mine(&c.said_by) && claims::class(&c.about, &c.stance) == *class)
                })
                .collect();
            example(claims::features(view, draft, both, voice), labels, 1.0)
        })
        .collect()
}

/// The actor mentions that are the event's sides.
fn gold_sides(
    view: &View<'_>,
    draft: &Draft,
    e: &GoldEvent,
) -> (Vec<dateline_terms::Actor>, Vec<dateline_terms::Actor>) {
    let of = |side: &[GoldActor]| {
        let mut out: Vec<dateline_terms::Actor> = Vec::new();
        for c in sides::candidates(view, draft) {
            let Some(actor) = view.actors.get(c.actor) else { continue };
            if on_side(side, actor, view.text(actor.at)) && !out.iter().any(|o| o.name == actor.name) {
                out.push(actor.clone());
            }
        }
        out
    };
    (of(&e.side_a), of(&e.side_b))
}

/// Sentences, labelled by whether they are evidence of anything.
pub fn sieve_examples(reading: &Reading, gold: Option<&GoldReport>) -> Vec<Example> {
    let evidence = |span: Span| {
        gold.is_some_and(|g| g.events.iter().any(|e| touches(&e.evidence, span) || touches(&e.more, span)))
    };
    let sentences = reading.sentences.iter().enumerate();
    sentences.map(|(i, s)| example(sieve::features(reading, i), vec![evidence(s.span)], 1.0)).collect()
}

/// Sentences that gold refuses, labelled with the reason; those that it codes, with none.
pub fn refusal_examples(view: &View<'_>, gold: &GoldReport) -> Vec<Example> {
    (0..view.reading.sentences.len())
        .filter(|i| !view.held(*i).acts.is_empty())
        .map(|i| {
            let span = view.span(i);
            let mut labels: Vec<bool> = refusals::REASONS
                .iter()
                .map(|r| gold.refusals.iter().any(|(s, why)| why == r && fits(*s, span)))
                .collect();
            labels.push(labels.iter().any(|l| *l));
            example(events::features(view, &events::whole(view, i)), labels, 1.0)
        })
        .collect()
}
