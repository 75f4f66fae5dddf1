//! Lessons beside our own: what others marked teaches one thing or two, and nothing of what they did not mark.

use super::dump::{Models, row, stretches};
use super::gold::{GoldEvent, GoldReport};
use super::{Lesson, labels, plain};
use anyhow::{Context, Result};
use dateline_code::Books;
use dateline_code::attribute::view::View;
use dateline_code::weigh::{Example, Features};
use dateline_read::encode::Cutter;
use dateline_terms::{Actor, ActorKind, Span, Vectors};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// The decision that attributions teach: which mention is the speaker of what is said. It shapes the encoder
/// and is asked nowhere in the program.
pub const SPEAKS: &str = "speaks";

/// How much an example of a template counts: where the text tells of its event is a guess.
const GUESSED: f32 = 0.5;

/// A list of examples under the name of its decision.
type Lists = Vec<(&'static str, Vec<Example>)>;

/// Writes the lessons of templates: sides and places alone.
///
/// # Errors
/// When `file` cannot be written.
pub fn templates(
    reports: &[GoldReport],
    whole: &Models,
    cutter: &Cutter,
    file: &mut impl Write,
) -> Result<()> {
    let lesson = Lesson::read(reports);
    let books = Books::embedded();
    for ((report, reading), gold) in lesson.read.iter().zip(reports) {
        let view = View::new(report, reading, &books);
        let lists = template_lists(&view, gold);
        line(&view, &gold.id, lists, whole, cutter, file)?;
    }
    Ok(())
}

/// A list that holds nothing right is left out: it shows only that the program missed what was meant.
fn template_lists(view: &View<'_>, gold: &GoldReport) -> Lists {
    let mut lists = Lists::new();
    for e in &gold.events {
        let Some(draft) = labels::gold_draft(view, e) else { continue };
        let mut sides = labels::side_examples(view, &draft, e);
        sides.retain(|example| !is_namesake(view, e, example));
        lists.push(("sides", sides));
        lists.push(("place", labels::place_examples(view, &draft, e)));
    }
    lists.retain(|(_, list)| list.iter().any(|e| e.labels.contains(&true)));
    for example in lists.iter_mut().flat_map(|(_, list)| list) {
        example.weight = GUESSED;
    }
    lists
}

/// Whether "the army" was taken for the National Liberation Army: forces of the state that are on a side only
/// because their name is a part of another's.
fn is_namesake(view: &View<'_>, e: &GoldEvent, example: &Example) -> bool {
    let actor = example.features.spans().last().and_then(|at| view.actors.iter().find(|a| a.at == *at));
    let words = |text: &str| text.to_lowercase().trim_start_matches("the ").to_string();
    let named = |actor: &Actor| {
        let text = words(view.text(actor.at));
        e.side_a.iter().chain(&e.side_b).any(|g| words(&g.text) == text)
    };
    example.labels.contains(&true) && actor.is_some_and(|a| a.kind == ActorKind::StateForces && !named(a))
}

/// Writes the lessons of attributions: JSON Lines with `text` and `said`, a list of `speaker` and `content` in
/// bytes.
///
/// # Errors
/// Names what could not be read or written.
pub fn attributions(path: &str, whole: &Models, cutter: &Cutter, file: &mut impl Write) -> Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{path} could not be read"))?;
    let (coder, books) = (dateline::Coder::new(), Books::embedded());
    for l in text.lines().filter(|l| !l.trim().is_empty()) {
        let v: Value = serde_json::from_str(l).with_context(|| format!("{path}: a line is no JSON"))?;
        let id = v["id"].as_str().unwrap_or_default();
        let (report, reading, _) = coder.read(&plain(id, v["text"].as_str().unwrap_or_default()));
        let view = View::new(&report, &reading, &books);
        let said = v["said"].as_array().map_or(&[][..], Vec::as_slice);
        let lists = said.iter().filter_map(|s| speakers(&view, span(&s["speaker"])?, span(&s["content"])?));
        line(&view, id, lists.map(|list| (SPEAKS, list)).collect(), whole, cutter, file)?;
    }
    Ok(())
}

fn span(v: &Value) -> Option<Span> {
    let at = |k: usize| v[k].as_u64().map(|n| n as usize);
    Some(Span::new(at(0)?, at(1)?))
}

/// The speaker and the mentions it might be mistaken for, in the sentence of what is said and beside it;
/// `None` where there are none.
fn speakers(view: &View<'_>, speaker: Span, content: Span) -> Option<Vec<Example>> {
    let s = view.reading.sentence_at(content)?;
    let said = Span::new(content.start, content.end.min(view.span(s).end));
    let mentions = mentions(view, s.saturating_sub(1)..s + 2);
    let told: BTreeSet<&str> = view.text(speaker).split_whitespace().filter(|w| is_telling(w)).collect();
    let named_alike = |m: Span| view.text(m).split_whitespace().any(|w| told.contains(w));
    let others = mentions.into_iter().filter(|m| !m.overlaps(speaker) && !named_alike(*m));
    let near = view.reading.sentence_at(speaker).is_some_and(|t| t.abs_diff(s) <= 1);
    let mut list = vec![beside(said, speaker, true)];
    list.extend(others.map(|m| beside(said, m, false)));
    (near && list.len() > 1).then_some(list)
}

fn beside(said: Span, mention: Span, right: bool) -> Example {
    let mut features = Features::new();
    features.about(&[said, mention]);
    Example { features, labels: vec![right], weight: 1.0 }
}

fn is_telling(word: &str) -> bool {
    word.len() > 2 && word.starts_with(char::is_uppercase)
}

/// Mentions of someone in these sentences, in text order; of those that overlap, the longest.
fn mentions(view: &View<'_>, sentences: std::ops::Range<usize>) -> Vec<Span> {
    let reading = view.reading;
    let names = reading.names.iter().map(|n| n.span);
    let spoken = reading.speech.iter().map(|s| s.speaker);
    let mut all: Vec<Span> = names
        .chain(spoken)
        .chain(view.actors.iter().map(|a| a.at))
        .filter(|m| !m.is_empty() && reading.sentence_at(*m).is_some_and(|s| sentences.contains(&s)))
        .collect();
    all.sort_by_key(|m| (std::cmp::Reverse(m.len()), m.start));
    let mut kept: Vec<Span> = Vec::new();
    for m in all {
        if !kept.iter().any(|k| k.overlaps(m)) {
            kept.push(m);
        }
    }
    kept.sort_by_key(|m| m.start);
    kept
}

/// Writes one lesson with the sentences that its examples are about, and no others: they alone cost time.
fn line(
    view: &View<'_>,
    id: &str,
    lists: Lists,
    whole: &Models,
    cutter: &Cutter,
    file: &mut impl Write,
) -> Result<()> {
    let spans = lists.iter().flat_map(|(_, list)| list).flat_map(|e| e.features.spans());
    let held: BTreeSet<usize> = spans.filter_map(|s| view.reading.sentence_at(*s)).collect();
    if held.is_empty() {
        return Ok(());
    }
    let pieces = cutter.cut(&view.report.text, view.reading, |i| held.contains(&i));
    let vectors = Vectors { spans: pieces.spans.clone(), ..Vectors::default() };
    let mut decisions: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (group, (name, list)) in lists.iter().enumerate() {
        let rows = list.iter().map(|e| match whole.get(name) {
            Some(model) => row(e, group, &vectors, Some(model), Some(model)),
            None => unweighed(e, group, &vectors),
        });
        decisions.entry(name).or_default().extend(rows);
    }
    let lesson =
        json!({ "id": id, "part": "aside", "stretches": stretches(&pieces), "decisions": decisions });
    Ok(writeln!(file, "{lesson}")?)
}

/// As [`row`], of a decision on which the rules say nothing either way.
fn unweighed(e: &Example, group: usize, vectors: &Vectors) -> Value {
    let mut row = row(e, group, vectors, None, None);
    row[1] = json!(vec![0.0; e.labels.len()]);
    row
}
