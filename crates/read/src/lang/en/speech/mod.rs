//! Finds who says what, with which stance, in news prose: "X said that …", "…, said X", "according to X",
//! "X denied …", "X accused Y of …", "X has yet to comment". Rules over tokens, fed by `[[speech]]` and
//! `[speakers]` of `codebook/words/en.toml`; text whose commas and apostrophes were stripped reads too.

mod content;
mod frame;
mod headline;
pub(super) mod lexicon;
mod line;
mod occasion;
mod phrase;
mod pronoun;
mod quotes;
pub(super) mod stance;
mod subject;

use super::words::words;
use dateline_terms::{Reading, Sentence, Span, SpeechMention};
use frame::{Draft, Who};
use line::Line;
use pronoun::Known;

/// Speech mentions in order of place of their cues.
pub fn find(text: &str, reading: &Reading) -> Vec<SpeechMention> {
    let quotations = quotes::quotations(text, reading);
    let mut found = Vec::new();
    let mut spoke: Vec<Known> = Vec::new();
    for (index, sentence) in reading.sentences.iter().enumerate() {
        let line = Line::new(reading.tokens.get(sentence.tokens.clone()).unwrap_or(&[]));
        let mut drafts = drafts(&line);
        if drafts.is_empty() {
            drafts.extend(headline::draft(&line));
        }
        for (k, draft) in drafts.iter().enumerate() {
            let own_voice = matches!(&draft.who, Who::Phrase(r) if r.len() == 1 && matches!(line.norm(r.start), "i" | "we" | "you" | "i've" | "we've" | "i'd" | "we'd"));
            if own_voice && quotes::around(&quotations, line.span(draft.cue.clone()).start).is_some() {
                continue;
            }
            let Some(speaker) = speaker(&line, draft, &spoke, reading, text) else { continue };
            spoke.push(Known::new(&line, speaker));
            found.push(SpeechMention {
                speaker,
                cue: line.span(draft.cue.clone()),
                content: content::content(&line, &drafts, k, sentence, &quotations),
                stance: stance::refine(&line, draft),
                sentence: index,
            });
        }
    }
    follow_quotations(text, reading, &quotations, &mut found);
    found
}

/// Sayings of a sentence; a source that someone cites takes that saying's place.
fn drafts(line: &Line) -> Vec<Draft> {
    let lexicon = &words().speech;
    let mut found: Vec<Draft> = Vec::new();
    for hit in lexicon.find(line) {
        let Some(kind) = lexicon.kind(&hit) else { continue };
        let Some(draft) = frame::draft(line, &hit, kind, &found) else { continue };
        match found.last_mut() {
            Some(outer) if draft.nested => cite(outer, draft),
            Some(inner) if inner.nested && inner.who == draft.who => *inner = draft,
            Some(inner) if relays(line, inner, &draft) => {}
            _ => found.push(draft),
        }
    }
    found
}

/// "X reported, citing Y, that …": Y is the speaker of what X reported.
fn cite(outer: &mut Draft, inner: Draft) {
    if outer.side == frame::Side::Right {
        outer.after = outer.after.max(inner.after);
    }
    outer.who = inner.who;
}

/// "The army said that …, the agency reports": who passes on a whole saying is not its speaker.
fn relays(line: &Line, inner: &Draft, outer: &Draft) -> bool {
    let whole = inner.side == frame::Side::Right && inner.start <= 1 && outer.side == frame::Side::Left;
    let report = matches!(line.norm(outer.cue.start), "reports" | "reported");
    whole && report && matches!((&inner.who, &outer.who), (Who::Phrase(a), Who::Phrase(b)) if a != b)
}

/// Words that name a draft's speaker.
fn speaker(line: &Line, draft: &Draft, spoke: &[Known], reading: &Reading, text: &str) -> Option<Span> {
    match &draft.who {
        Who::Same => spoke.last().map(Known::at),
        Who::Phrase(range) => {
            let at = line.span(range.clone());
            let known = if range.len() == 1 && line.is_pronoun(range.start) {
                pronoun::resolve(line.norm(range.start), at, spoke, &reading.names, text)
            } else {
                None
            };
            Some(known.unwrap_or(at)).filter(|s| !s.is_empty())
        }
    }
}

/// A sentence that is a quotation and has no saying of its own, next to one in the same paragraph that ends
/// or begins with a quotation, goes on with that speaker: “…,” he said. “….”
fn follow_quotations(text: &str, reading: &Reading, quotations: &[Span], found: &mut [SpeechMention]) {
    for k in 0..found.len() {
        let Some(mention) = found.get(k) else { continue };
        let Some(sentence) = reading.sentences.get(mention.sentence) else { continue };
        let quoted = sentence.span.of(text).contains(['"', '”', '“']);
        let last = found.get(k + 1).is_none_or(|n| n.sentence > mention.sentence);
        if !quoted || !last {
            continue;
        }
        let next_saying = found.get(k + 1).map_or(usize::MAX, |n| n.sentence);
        let end = reading
            .sentences
            .iter()
            .enumerate()
            .skip(mention.sentence + 1)
            .take_while(|(i, s)| {
                *i < next_saying && s.paragraph == sentence.paragraph && is_quotation(s, quotations)
            })
            .last()
            .map(|(_, s)| s.span.end);
        if let (Some(end), Some(mention)) = (end, found.get_mut(k)) {
            mention.content.end = mention.content.end.max(end);
        }
    }
}

/// Whether a sentence begins inside or at a quotation.
fn is_quotation(sentence: &Sentence, quotations: &[Span]) -> bool {
    quotes::around(quotations, sentence.span.start).is_some()
}
