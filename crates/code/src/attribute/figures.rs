//! Stated figures: how many were killed, hurt, taken, driven out; by one event, or summed over many.

use super::draft::Draft;
use super::events::{back, bucket, forth, where_bucket};
use super::tallies::{self, PREFIX};
use super::view::{View, kind_tag};
use crate::weigh::{Features, Limits, Model};
use dateline_terms::{ActorKind, Harm, HarmKind, Precision, Quantity, Span, Speaker, Stance, Who};

/// A number phrase, or people hurt without a number.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The number phrase with its noun.
    pub at: Span,
    /// Sentence index.
    pub sentence: usize,
    /// The figure.
    pub quantity: Quantity,
    /// Head noun in lower case.
    pub noun: String,
    /// Whether a number is said: "three villagers" against "villagers".
    pub counted: bool,
    /// Kind of actor that the phrase names, if it does.
    pub kind: Option<ActorKind>,
}

/// All figures of a report in text order: its quantities, and actors without a number ("killed
/// civilians": one or more; a named person: one). Where an encoder read the report, those in what it read.
pub fn figures(view: &View<'_>) -> Vec<Figure> {
    let kind_at = |span: Span| view.actors.iter().find(|a| a.at.overlaps(span)).map(|a| a.kind);
    let mut out: Vec<Figure> = view
        .reading
        .quantities
        .iter()
        .map(|q| Figure {
            at: q.span,
            sentence: q.sentence,
            quantity: q.quantity,
            noun: q.noun.clone().unwrap_or_default(),
            counted: true,
            kind: kind_at(q.span),
        })
        .collect();
    for a in &view.actors {
        let counted = view.reading.quantities.iter().any(|q| q.span.overlaps(a.at));
        let Some(sentence) = view.reading.sentence_at(a.at) else { continue };
        if counted {
            continue;
        }
        let noun = view.text(a.at).to_lowercase();
        let last = noun.split_whitespace().last().unwrap_or("").to_string();
        let quantity = if view.words.is_plural(&last) && !named(view, a.at) {
            Quantity::at_least(1)
        } else {
            Quantity::exactly(1)
        };
        out.push(Figure { at: a.at, sentence, quantity, noun: last, counted: false, kind: Some(a.kind) });
    }
    out.retain(|f| view.is_worth_weighing(f.sentence));
    out.sort_by_key(|f| (f.at.start, f.at.end));
    out
}

/// Whether the words are a name rather than a description.
fn named(view: &View<'_>, at: Span) -> bool {
    let tokens = view.reading.tokens_in(at);
    view.reading.tokens.get(tokens).is_some_and(|t| {
        !t.is_empty() && t.iter().filter(|t| t.norm.len() > 3).all(|t| t.case != dateline_terms::Case::Lower)
    })
}

/// What tells what a figure counts.
pub fn features(view: &View<'_>, figure: &Figure) -> Features {
    let mut f = Features::new();
    let tokens = view.reading.tokens_in(figure.at);
    let noun = figure.noun.as_str();
    let counted = if figure.counted { "counted" } else { "bare" };
    let kind = figure.kind.map_or("none", kind_tag);
    f.add(&["bias", counted]);
    f.add(&["noun", noun]);
    f.add(&["kind", kind, counted]);
    f.add(&["low", bucket(figure.quantity.low as usize, &[0, 1, 3, 10, 50, 200, 1000]), counted]);
    f.add(&["where", where_bucket(figure.sentence)]);
    let (prev, next) = (back(view, tokens.start).unwrap_or("^"), forth(view, tokens.end).unwrap_or("$"));
    f.add(&["prev", prev, counted]);
    f.add(&["next", next, counted]);
    f.add(&["prev stem", view.words.stem(prev)]);
    f.add(&["next stem", view.words.stem(next)]);
    f.add(&["noun next", noun, view.words.stem(next)]);
    f.add(&["prev noun", view.words.stem(prev), noun]);
    f.add(&["prev next", view.words.stem(prev), view.words.stem(next)]);
    window(view, figure, tokens.start, tokens.end, counted, &mut f);
    verbs(view, figure, counted, &mut f);
    for w in view.text(figure.at).split_whitespace() {
        f.add(&["own", &w.to_lowercase()]);
    }
    let held = view.held(figure.sentence);
    for t in view.times.get(held.times).unwrap_or(&[]) {
        f.add(&["time", t.shape]);
    }
    for act in view.reading.acts.get(held.acts).unwrap_or(&[]) {
        for t in &act.types {
            f.add(&["act type", t, counted]);
        }
    }
    breadth(view, figure, &mut f);
    f.about(&[figure.at, view.span(figure.sentence)]);
    f.settle();
    f
}

/// Signs of a sum over many events: a long stretch, several places, the largest number of the report.
fn breadth(view: &View<'_>, figure: &Figure, f: &mut Features) {
    let held = view.held(figure.sentence);
    let days = view.times.get(held.times).unwrap_or(&[]).iter().filter_map(|t| t.days);
    let longest = days.map(|(a, b)| (b - a).get_days().max(0) as usize).max();
    let long = longest.map_or("none", |n| bucket(n, &[0, 3, 10, 40, 400]));
    let counted = if figure.counted { "counted" } else { "bare" };
    f.add(&["stretch", long, counted]);
    let places = view.places.get(held.places).unwrap_or(&[]);
    let fine = places.iter().filter(|p| p.precision <= Precision::Settlement).count();
    f.add(&["fine places", bucket(fine, &[0, 1, 2]), counted]);
    f.add(&["coarse places", bucket(places.len() - fine, &[0, 1]), counted]);
    let numbers = &view.reading.quantities;
    let above = numbers.iter().filter(|q| q.quantity.low > figure.quantity.low).count();
    f.add(&["above", bucket(above, &[0, 1, 2, 4]), counted]);
    let again =
        numbers.iter().filter(|q| q.quantity == figure.quantity && q.sentence != figure.sentence).count();
    f.add(&["again", bucket(again, &[0, 1]), counted, where_bucket(figure.sentence)]);
    let later = numbers.iter().filter(|q| q.sentence > figure.sentence).count();
    f.add(&["later", bucket(later, &[0, 2, 5, 9]), counted, where_bucket(figure.sentence)]);
    f.add(&["acts here", bucket(held.acts.len(), &[0, 1, 2, 4]), counted]);
}

fn window(view: &View<'_>, figure: &Figure, a: usize, b: usize, counted: &str, f: &mut Features) {
    let Some(s) = view.reading.sentences.get(figure.sentence) else { return };
    let before: Vec<&str> =
        (s.tokens.start..a).rev().filter_map(|k| view.word(k)).filter(|w| w.len() > 1).take(8).collect();
    let after: Vec<&str> =
        (b..s.tokens.end).filter_map(|k| view.word(k)).filter(|w| w.len() > 1).take(8).collect();
    for (name, words) in [("left", &before), ("right", &after)] {
        for (n, w) in words.iter().enumerate() {
            f.add(&[name, view.words.stem(w), counted]);
            if n < 3 {
                f.add(&[name, bucket(n, &[0, 1]), view.words.stem(w), counted]);
            }
        }
        for pair in words.windows(2).take(4) {
            if let [x, y] = pair {
                f.add(&[name, view.words.stem(x), view.words.stem(y)]);
            }
        }
    }
    for k in s.tokens.clone() {
        if let Some(w) = view.word(k) {
            f.add(&["in sentence", view.words.stem(w), counted]);
        }
    }
}

/// Words of harm in the sentence; the nearest on each side of a figure tells most.
fn verbs(view: &View<'_>, figure: &Figure, counted: &str, f: &mut Features) {
    let Some(s) = view.reading.sentences.get(figure.sentence) else { return };
    let mut nearest: [Option<(usize, HarmKind)>; 2] = [None, None];
    let mut any = [false; 6];
    let tokens = view.reading.tokens_in(figure.at);
    for k in s.tokens.clone() {
        let Some(t) = view.reading.tokens.get(k) else { continue };
        let Some(what) = view.words.harm(&t.norm) else { continue };
        if let Some(slot) = any.get_mut(what as usize) {
            *slot = true;
        }
        let (side, gap) =
            if k < tokens.start { (0, tokens.start - k) } else { (1, k.saturating_sub(tokens.end)) };
        if let Some(slot) = nearest.get_mut(side)
            && slot.is_none_or(|(g, _)| gap < g)
        {
            *slot = Some((gap, what));
        }
    }
    for (side, hit) in ["before", "after"].iter().zip(nearest) {
        let Some((gap, what)) = hit else {
            f.add(&["no harm word", side, counted]);
            continue;
        };
        f.add(&["harm word", side, what.as_str(), counted]);
        f.add(&["harm word", side, what.as_str(), bucket(gap, &[0, 1, 3, 6, 10]), counted]);
        f.add(&["harm noun", side, what.as_str(), &figure.noun]);
    }
    for kind in HarmKind::ALL {
        if any.get(*kind as usize).copied().unwrap_or(false) {
            f.add(&["any harm", kind.as_str(), counted]);
        }
    }
}

/// What a figure was found to count.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Index into the figures.
    pub figure: usize,
    /// Class of the figures model: a harm kind, or "tally " and what it counts.
    pub class: String,
    /// How likely.
    pub p: f32,
}

/// Names what each figure counts; a figure may count two things ("killed or wounded 20"), but is harm or
/// tally, not both: the likelier stands.
pub fn counted(view: &View<'_>, figures: &[Figure], model: &Model, limits: &Limits) -> Vec<Counted> {
    let mut out = Vec::new();
    let sums: Vec<&Figure> = figures.iter().filter(|f| tallies::is_count_of_acts(view, f)).collect();
    for (k, figure) in figures.iter().enumerate() {
        let scores = model.score(&features(view, figure), &view.seen);
        let of = |tally: bool| {
            let classes =
                model.classes().iter().zip(&scores).filter(move |(c, _)| c.starts_with(PREFIX) == tally);
            classes.map(|(c, p)| (c.clone(), *p))
        };
        let top = |tally: bool| of(tally).fold(0f32, |m, (_, p)| m.max(p));
        if tallies::is_count_of_acts(view, figure) {
            out.push(Counted { figure: k, class: format!("{PREFIX}attacks"), p: 1.0 });
            continue;
        }
        let is_tally = top(true) >= limits.tally && top(true) * limits.tally_weight >= top(false);
        // Nobody is hurt by a count of bases, whatever the words around say.
        if !is_tally && view.words.outright.sites.has(&figure.noun) {
            continue;
        }
        let least = if is_tally { limits.tally } else { limits.figure };
        let kept = of(is_tally).filter(|(_, p)| *p >= least && (!is_tally || *p == top(true)));
        // The toll of a sum of acts is a sum too.
        let of_sum = !is_tally && figure.counted && sums.iter().any(|s| s.sentence == figure.sentence);
        let class_of = |class: String| if of_sum { format!("{PREFIX}{class}") } else { class };
        out.extend(kept.map(|(class, p)| Counted { figure: k, class: class_of(class), p }));
    }
    out
}

/// What tells whether a figure is the harm of a draft's event.
pub fn harm_features(view: &View<'_>, draft: &Draft, figure: &Figure, what: &str, rivals: usize) -> Features {
    let mut f = Features::new();
    let s = draft.sentence();
    let hint = draft.hint_in(figure.sentence);
    let place = match hint {
        Some(h) if h.sentence == s => "evidence".to_string(),
        Some(_) => "more".to_string(),
        None if figure.sentence < s => format!("before {}", bucket(s - figure.sentence, &[1, 2])),
        None => format!("after {}", bucket(figure.sentence - s, &[1, 2, 3])),
    };
    let place = place.as_str();
    f.add(&["bias"]);
    f.add(&["place", place]);
    f.add(&["place what", place, what]);
    f.add(&["type what", &draft.event_type, what]);
    f.add(&["rivals", bucket(rivals, &[0, 1, 2]), place]);
    f.add(&["counted", if figure.counted { "yes" } else { "no" }, place]);
    f.add(&["drafts own", bucket(draft.hints.len(), &[1, 2]), place]);
    let places = view.places.get(view.held(figure.sentence).places).unwrap_or(&[]);
    let mine = view.places.get(view.held(s).places).unwrap_or(&[]);
    let shared = places.iter().any(|p| mine.iter().any(|q| q.name == p.name));
    f.add(&["places", bucket(places.len(), &[0, 1]), if shared { "shared" } else { "apart" }, place]);
    if let Some(act) = hint.and_then(|h| h.trigger).and_then(|t| view.reading.acts.get(t)) {
        let gap = if act.span.start >= figure.at.end {
            act.span.start - figure.at.end
        } else {
            figure.at.start.saturating_sub(act.span.end)
        };
        f.add(&["gap", bucket(gap, &[5, 20, 50, 100]), place, bucket(rivals, &[0, 1])]);
        f.add(&["act what", &act.word, what]);
    }
    let between_acts = view.held(figure.sentence).acts.len();
    f.add(&["acts", bucket(between_acts, &[0, 1, 2, 4]), place]);
    f.about(&draft.anchor(view, figure.sentence));
    f.about(&[figure.at]);
    f
}

/// How the words around a figure hedge it.
pub fn stance(view: &View<'_>, figure: &Figure) -> Stance {
    use dateline_terms::CueKind;
    let held = view.held(figure.sentence);
    let near = |c: &&dateline_terms::Cue| {
        c.kind == CueKind::Hedge && c.span.end <= figure.at.start && figure.at.start - c.span.end < 40
    };
    let hedged = view.reading.cues.get(held.cues).unwrap_or(&[]).iter().any(|c| near(&c));
    if hedged { Stance::Alleged } else { Stance::Asserted }
}

/// To whom the harm was done, from the figure's own noun.
pub fn who(view: &View<'_>, figure: &Figure) -> Who {
    let (noun, nouns) = (figure.noun.as_str(), &view.words.counted);
    if nouns.civilians.has(noun) {
        return Who::Civilians;
    }
    if noun.is_empty() || nouns.anyone.has(noun) {
        return Who::Unspecified;
    }
    match figure.kind {
        Some(ActorKind::Civilians | ActorKind::Protesters) => Who::Civilians,
        Some(ActorKind::Other) | None => Who::Unspecified,
        _ => Who::Combatants,
    }
}

/// The row of a figure.
pub fn row(view: &View<'_>, figure: &Figure, what: HarmKind, both: bool, said_by: Option<Speaker>) -> Harm {
    let quantity = if both { Quantity { low: 0, high: figure.quantity.high } } else { figure.quantity };
    Harm { what, who: who(view, figure), at: figure.at, quantity, said_by, stance: stance(view, figure) }
}

/// What tells whether speech mention `k` is the source of a figure.
pub fn said_by_features(view: &View<'_>, figure: &Figure, k: usize) -> Features {
    let mut f = Features::new();
    let Some(s) = view.reading.speech.get(k) else { return f };
    let far = match figure.sentence as i64 - s.sentence as i64 {
        0 => "same",
        1 => "next",
        2 => "second",
        -1 => "before",
        _ => "far",
    };
    let covers = if s.content.contains(figure.at) { "covers" } else { "apart" };
    let order = if s.cue.start < figure.at.start { "first" } else { "after" };
    let own = if view.held(figure.sentence).speech.is_empty() { "none" } else { "some" };
    f.add(&["bias"]);
    f.add(&["far", far]);
    f.add(&["covers", covers, far]);
    f.add(&["order", order, far, covers]);
    f.add(&["stance", s.stance.as_str(), covers]);
    f.add(&["cue", &view.text(s.cue).to_lowercase(), covers]);
    f.add(&["own", own, far]);
    let rivals = view.reading.speech.iter().filter(|o| o.content.contains(figure.at)).count();
    f.add(&["rivals", bucket(rivals, &[0, 1, 2]), covers, far]);
    let paragraph = |i: usize| view.reading.sentences.get(i).map(|s| s.paragraph);
    f.add(&[
        "paragraph",
        if paragraph(figure.sentence) == paragraph(s.sentence) { "same" } else { "other" },
        far,
    ]);
    f.add(&["where", where_bucket(figure.sentence), far]);
    for w in view.text(s.speaker).to_lowercase().split_whitespace() {
        f.add(&["speaker", w]);
    }
    f.about(&[figure.at, s.speaker, s.cue]);
    f
}
