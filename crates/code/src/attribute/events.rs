//! Which sentences tell of events, and of what type.

use super::draft::{Hint, trigger};
use super::view::View;
use super::{growth, own, recalled};
use crate::weigh::{Features, Model, Weights};
use dateline_terms::{ActMention, Span, TokenKind};

/// Class of the events model that says whether a sentence tells of an event of whatever type.
pub const ANY: &str = "any";

/// A stretch of text that may tell of an event: a sentence, or a clause of one.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Sentence index.
    pub sentence: usize,
    /// Where it stands.
    pub at: Span,
    /// Its tokens.
    pub tokens: std::ops::Range<usize>,
    /// Whether it is less than the sentence.
    pub clause: bool,
}

/// The sentence `i` as one unit.
pub fn whole(view: &View<'_>, i: usize) -> Unit {
    let tokens = view.reading.sentences.get(i).map_or(0..0, |s| s.tokens.clone());
    Unit { sentence: i, at: view.span(i), tokens, clause: false }
}

/// Least tokens of a clause; shorter ones tell too little.
const SHORTEST: usize = 6;

/// The clauses of sentence `i` that hold a word of an act: cut before the words that open them. Empty
/// where the sentence is all one.
pub fn clauses(view: &View<'_>, i: usize) -> Vec<Unit> {
    let tokens = whole(view, i).tokens;
    let opens = |k: &usize| {
        let token = view.reading.tokens.get(*k);
        token.is_some_and(|t| {
            view.words.clause_openers.has(&t.norm) || matches!(t.norm.as_str(), ";" | "–" | "—")
        })
    };
    let mut cuts = vec![tokens.start];
    for k in tokens.clone().filter(opens) {
        if cuts.last().is_some_and(|last| k >= last + SHORTEST) && k + SHORTEST <= tokens.end {
            cuts.push(k);
        }
    }
    if cuts.len() < 2 {
        return Vec::new();
    }
    cuts.push(tokens.end);
    cuts.windows(2)
        .filter_map(|w| match w {
            [a, b] => Some(Unit { sentence: i, at: token_span(view, *a, *b), tokens: *a..*b, clause: true }),
            _ => None,
        })
        .filter(|u| view.reading.acts.iter().any(|act| u.at.contains(act.span)))
        .collect()
}

/// What the sentences of a report tell.
#[derive(Debug)]
pub struct Told {
    /// All hints, in text order.
    pub hints: Vec<Hint>,
    /// One entry a sentence: how likely each class of the refusals model is.
    pub refused: Vec<Vec<f32>>,
}

/// Weighs all sentences of a report. A unit that tells of any event with at least `limits.event`, and is by
/// `limits.over_refusal` likelier to be coded than refused, becomes a hint of its likeliest type; a sentence
/// also of each other type that is at least `limits.second_type` likely by itself. A clause adds a type that
/// its sentence has not got; what it recalls is an event besides. A type that no weights know is told by its
/// act words; beside it stay only types that other words of the sentence are listed under.
pub fn told(view: &View<'_>, weights: &Weights) -> Told {
    let own = own::types(view.codebook, &weights.events);
    let mut told = Told { hints: Vec::new(), refused: Vec::new() };
    for i in 0..view.reading.sentences.len() {
        let (mut found, recalled, refused) =
            if view.is_worth_weighing(i) { sentence_hints(view, i, weights) } else { Default::default() };
        let named = own::hints(view, i, &own, weights.limits.own_type);
        if !named.is_empty() {
            let acts = view.reading.acts.get(view.held(i).acts).unwrap_or(&[]);
            found.retain(|h| is_listed(acts, &h.event_type));
        }
        told.hints.extend(found.into_iter().chain(named).chain(recalled));
        told.refused.push(refused);
    }
    told
}

/// What sentence `i` tells, what it recalls, and how likely each class of the refusals model is.
fn sentence_hints(view: &View<'_>, i: usize, weights: &Weights) -> (Vec<Hint>, Vec<Hint>, Vec<f32>) {
    let recalled = recalled::hints(view, i, weights);
    let rest = recalled::rest(view, i, &recalled);
    let scores = weigh(view, &rest, weights);
    let mut found = unit_hints(view, &rest, &scores, weights);
    add_clauses(view, i, &recalled, weights, &mut found);
    (found, recalled, scores.refused)
}

/// Adds the first hint of each clause that nothing is recalled in, where its type is new to the sentence.
fn add_clauses(view: &View<'_>, i: usize, recalled: &[Hint], weights: &Weights, found: &mut Vec<Hint>) {
    for unit in clauses(view, i) {
        if recalled.iter().any(|h| h.at.overlaps(unit.at)) {
            continue;
        }
        let hint = unit_hints(view, &unit, &weigh(view, &unit, weights), weights).into_iter().next();
        found.extend(hint.filter(|hint| found.iter().all(|h| h.event_type != hint.event_type)));
    }
}

/// How likely a unit is to be of each class of the models of events and of refusals.
#[derive(Debug)]
pub struct Scores {
    told: Vec<f32>,
    refused: Vec<f32>,
}

/// Weighs a unit.
pub fn weigh(view: &View<'_>, unit: &Unit, weights: &Weights) -> Scores {
    let features = features(view, unit);
    let vectors = &view.seen;
    Scores {
        told: weights.events.score(&features, vectors),
        refused: weights.refusals.score(&features, vectors),
    }
}

impl Scores {
    /// How likely the unit is to tell of an event, and to be refused.
    pub fn likely(&self, weights: &Weights) -> (f32, f32) {
        let any = |model: &Model, scores: &[f32]| {
            model.class(ANY).and_then(|c| scores.get(c)).copied().unwrap_or(0.0)
        };
        (any(&weights.events, &self.told), any(&weights.refusals, &self.refused))
    }
}

fn unit_hints(view: &View<'_>, unit: &Unit, scores: &Scores, weights: &Weights) -> Vec<Hint> {
    let limits = &weights.limits;
    let (any, refused) = scores.likely(weights);
    let least = if unit.clause { limits.clause } else { limits.over_refusal };
    if any < limits.event || any - refused < least || growth::is_all(view, unit) {
        return Vec::new();
    }
    types(view, unit, scores, weights)
        .iter()
        .enumerate()
        .filter(|(k, (_, p))| *k == 0 || *p >= limits.second_type)
        .map(|(k, (class, p))| Hint {
            sentence: unit.sentence,
            event_type: (*class).clone(),
            p: if k == 0 { any } else { *p },
            at: unit.at,
            trigger: trigger(view, unit.sentence, unit.at, class),
            recalled: false,
        })
        .collect()
}

/// The types that a unit may tell of, likeliest first; those that no word of it is listed under count less.
pub fn types<'w>(
    view: &View<'_>,
    unit: &Unit,
    scores: &Scores,
    weights: &'w Weights,
) -> Vec<(&'w String, f32)> {
    let acts = view.reading.acts.get(view.held_in(unit.sentence, unit.at).acts).unwrap_or(&[]);
    let listed = |class: &str| acts.is_empty() || is_listed(acts, class);
    let mut types: Vec<(&String, f32)> = weights
        .events
        .classes()
        .iter()
        .zip(&scores.told)
        .filter(|(class, _)| *class != ANY)
        .map(|(class, p)| (class, if listed(class) { *p } else { p * weights.limits.unlisted }))
        .collect();
    types.sort_by(|a, b| b.1.total_cmp(&a.1));
    types
}

/// Whether the codebook lists one of the acts under a type.
fn is_listed(acts: &[ActMention], event_type: &str) -> bool {
    acts.iter().any(|a| a.types.iter().any(|t| t == event_type))
}

/// What a unit shows of itself and its surroundings.
pub fn features(view: &View<'_>, unit: &Unit) -> Features {
    let mut f = Features::new();
    f.add(&["bias"]);
    if unit.clause {
        f.add(&["clause"]);
    }
    word_features(view, unit, &mut f);
    act_features(view, unit, &mut f);
    frame_features(view, unit, &mut f);
    f.about(&[unit.at]);
    f.settle();
    f
}

fn word_features(view: &View<'_>, unit: &Unit, f: &mut Features) {
    let own: Vec<&str> = unit
        .tokens
        .clone()
        .filter_map(|t| view.reading.tokens.get(t))
        .filter(|t| t.kind == TokenKind::Word)
        .map(|t| t.norm.as_str())
        .collect();
    for w in &own {
        f.add(&["w", w]);
        f.add(&["stem", view.words.stem(w)]);
    }
    for pair in own.windows(2) {
        if let [a, b] = pair {
            f.add(&["own pair", view.words.stem(a), view.words.stem(b)]);
        }
    }
    let words: Vec<&str> =
        unit.tokens.clone().filter_map(|t| view.word(t)).filter(|w| is_telling(w)).collect();
    for pair in words.windows(2) {
        if let [a, b] = pair {
            f.add(&["ss", view.words.stem(a), view.words.stem(b)]);
        }
    }
    for triple in words.windows(3) {
        if let [a, b, c] = triple {
            f.add(&["w3", view.words.stem(a), view.words.stem(b), view.words.stem(c)]);
            f.add(&["skip", view.words.stem(a), view.words.stem(c)]);
        }
    }
}

fn is_telling(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphanumeric() || c == '<')
}

fn act_features(view: &View<'_>, unit: &Unit, f: &mut Features) {
    let (i, held) = (unit.sentence, view.held_in(unit.sentence, unit.at));
    let acts = view.reading.acts.get(held.acts.clone()).unwrap_or(&[]);
    let cues = view.reading.cues.get(held.cues.clone()).unwrap_or(&[]);
    for act in acts {
        f.add(&["act", &act.word]);
        let tokens = view.reading.tokens_in(act.span);
        let before = back(view, tokens.start);
        let after = forth(view, tokens.end);
        f.add(&["before act", before.unwrap_or("^"), &act.word]);
        f.add(&["after act", after.unwrap_or("$"), &act.word]);
        for t in &act.types {
            f.add(&["type", t]);
            f.add(&["before type", before.unwrap_or("^"), t]);
            f.add(&["after type", after.unwrap_or("$"), t]);
        }
        for cue in cues
            .iter()
            .filter(|c| c.span.start < act.span.start && act.span.start - c.span.end.min(act.span.start) < 60)
        {
            f.add(&["cue act", cue_name(cue.kind), &act.word]);
            for t in &act.types {
                f.add(&["cue type", cue_name(cue.kind), t]);
            }
        }
    }
    if acts.is_empty() {
        f.add(&["no act"]);
    }
    for cue in cues {
        f.add(&["cue", cue_name(cue.kind)]);
    }
    if i > 0 {
        let before = view.held(i - 1);
        for act in view.reading.acts.get(before.acts).unwrap_or(&[]) {
            for t in &act.types {
                f.add(&["last type", t]);
            }
        }
    }
}

/// The nearest word or tag before token `i` in the text.
pub fn back<'v>(view: &'v View<'_>, i: usize) -> Option<&'v str> {
    (0..i).rev().take(6).find_map(|k| view.word(k).filter(|w| is_telling(w)))
}

/// The nearest word or tag from token `i` on.
pub fn forth<'v>(view: &'v View<'_>, i: usize) -> Option<&'v str> {
    (i..i + 6).find_map(|k| view.word(k).filter(|w| is_telling(w)))
}

fn frame_features(view: &View<'_>, unit: &Unit, f: &mut Features) {
    let (i, held) = (unit.sentence, view.held_in(unit.sentence, unit.at));
    let sentence = view.reading.sentences.get(i);
    let tags = [
        ("actor", !held.actors.is_empty()),
        ("place", !held.places.is_empty()),
        ("time", !held.times.is_empty()),
        ("number", !held.quantities.is_empty()),
        ("speech", !held.speech.is_empty()),
    ];
    let mut frame = String::new();
    for (name, holds) in tags {
        if holds {
            f.add(&["has", name]);
            frame.push_str(name);
        }
    }
    f.add(&["frame", &frame]);
    f.add(&["where", where_bucket(i)]);
    if sentence.is_some_and(|s| s.headline) {
        f.add(&["headline"]);
    }
    let length = unit.tokens.len();
    f.add(&["length", bucket(length, &[4, 8, 15, 25, 40])]);
    for t in view.times.get(held.times).unwrap_or(&[]) {
        f.add(&["when", age(view, t.days)]);
        f.add(&["time shape", t.shape]);
    }
    for a in view.actors.get(held.actors).unwrap_or(&[]) {
        f.add(&["kind", a.kind.as_str()]);
    }
    {
        let quoted = unit
            .tokens
            .clone()
            .any(|t| view.reading.tokens.get(t).is_some_and(|t| matches!(t.norm.as_str(), "\"" | "“" | "”")));
        if quoted {
            f.add(&["quoted"]);
        }
    }
}

/// How far into the report a sentence stands.
pub fn where_bucket(i: usize) -> &'static str {
    match i {
        0 => "first",
        1 => "second",
        2 => "third",
        3..=5 => "early",
        6..=11 => "middle",
        _ => "late",
    }
}

/// Name of the band of `bounds` that `n` falls in.
pub fn bucket(n: usize, bounds: &[usize]) -> &'static str {
    const NAMES: [&str; 8] = ["0", "1", "2", "3", "4", "5", "6", "7"];
    let k = bounds.iter().take_while(|b| n > **b).count();
    NAMES.get(k).copied().unwrap_or("8")
}

/// How long before publication days lie, in bands.
pub fn age(view: &View<'_>, days: Option<(dateline_terms::Date, dateline_terms::Date)>) -> &'static str {
    let (Some((start, end)), Some(day)) = (days, view.report.day()) else { return "unknown" };
    let ago = (day - end).get_days();
    let long = (end - start).get_days();
    match (ago, long) {
        (i32::MIN..=-1, _) => "future",
        (0, 0) => "that day",
        (1, 0) => "day before",
        (0..=3, _) => "days",
        (4..=7, _) => "week",
        (8..=31, _) => "month",
        (32..=365, _) => "year",
        (366..=1500, _) => "years",
        _ => "long ago",
    }
}

/// Cue kinds as feature words.
pub fn cue_name(kind: dateline_terms::CueKind) -> &'static str {
    use dateline_terms::CueKind::*;
    match kind {
        Negation => "negation",
        Hedge => "hedge",
        Plan => "plan",
        Threat => "threat",
        Conditional => "conditional",
        Demand => "demand",
        Foiled => "foiled",
        General => "general",
        Recall => "recall",
        Growth => "growth",
    }
}

/// Span of tokens `a..b`, from the first one's start to the last one's end.
pub fn token_span(view: &View<'_>, a: usize, b: usize) -> Span {
    let start = view.reading.tokens.get(a).map_or(0, |t| t.span.start);
    let end = b.checked_sub(1).and_then(|k| view.reading.tokens.get(k)).map_or(start, |t| t.span.end);
    Span::new(start, end.max(start))
}
