//! Long texts are coded part by part. Coding compares the events, figures and speakers of a text with each other,
//! which would take minutes where many reports stand in one text; in parts it takes time by their number.

use dateline_terms::{
    ActMention, Cue, NameMention, QuantityMention, Reading, Sentence, Span, SpeechMention, TimeMention,
};
use std::borrow::Cow;
use std::ops::Range;

/// Bytes of text that are coded as one. The longest single reports that we know have some hundred thousand.
pub const LONGEST_PART: usize = 120_000;

/// The parts of a reading in text order: the reading itself where it is short enough. A part ends before a
/// paragraph if it can, and else before a sentence. Each is made when it is asked for.
pub fn parts(reading: &Reading) -> impl ExactSizeIterator<Item = Cow<'_, Reading>> {
    let cuts = cuts(&reading.sentences);
    let whole = cuts.len() == 1;
    cuts.into_iter().map(
        move |range| {
            if whole { Cow::Borrowed(reading) } else { Cow::Owned(part(reading, range)) }
        },
    )
}

/// Ranges of sentences, none longer than [`LONGEST_PART`] unless it is one sentence.
fn cuts(sentences: &[Sentence]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut first, mut paragraph) = (0, 0);
    let mut last: Option<&Sentence> = None;
    for (i, sentence) in sentences.iter().enumerate() {
        if last.is_some_and(|last| last.paragraph != sentence.paragraph) {
            paragraph = i;
        }
        let start = sentences.get(first).map_or(0, |s| s.span.start);
        if i > first && sentence.span.end.saturating_sub(start) > LONGEST_PART {
            let end = if paragraph > first { paragraph } else { i };
            found.push(first..end);
            first = end;
        }
        last = Some(sentence);
    }
    found.push(first..sentences.len());
    found
}

/// The sentences of `range` with all that they hold, counted from the first of them.
fn part(reading: &Reading, range: Range<usize>) -> Reading {
    let sentences = reading.sentences.get(range.clone()).unwrap_or(&[]);
    let token = sentences.first().map_or(0, |s| s.tokens.start);
    let tokens = token..sentences.last().map_or(token, |s| s.tokens.end);
    let from = range.start;
    let all =
        Span::new(sentences.first().map_or(0, |s| s.span.start), sentences.last().map_or(0, |s| s.span.end));
    macro_rules! held {
        ($list:ident as $mention:ident) => {{
            let here = reading.$list.iter().filter(|m| range.contains(&m.sentence));
            here.map(|m| $mention { sentence: m.sentence - from, ..m.clone() }).collect()
        }};
    }
    let counted = |s: &Sentence| Sentence {
        tokens: s.tokens.start.saturating_sub(token)..s.tokens.end.saturating_sub(token),
        ..s.clone()
    };
    Reading {
        language: reading.language.clone(),
        sentences: sentences.iter().map(counted).collect(),
        tokens: reading.tokens.get(tokens).unwrap_or(&[]).to_vec(),
        acts: held!(acts as ActMention),
        quantities: held!(quantities as QuantityMention),
        times: held!(times as TimeMention),
        names: held!(names as NameMention),
        speech: held!(speech as SpeechMention),
        cues: held!(cues as Cue),
        vectors: reading.vectors.part(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_terms::Span;

    /// Sentences of `length` bytes each, so many a paragraph, with one token and one act each.
    fn reading(count: usize, length: usize, a_paragraph: usize) -> Reading {
        let span = |i: usize| Span::new(i * length, (i + 1) * length - 1);
        let act =
            |i: usize| ActMention { span: span(i), sentence: i, word: String::new(), types: Vec::new() };
        let sentence = |i: usize| Sentence {
            span: span(i),
            tokens: i..i + 1,
            paragraph: i / a_paragraph,
            headline: false,
        };
        let token = |i: usize| dateline_terms::Token {
            span: span(i),
            norm: i.to_string(),
            kind: dateline_terms::TokenKind::Word,
            case: dateline_terms::Case::Lower,
        };
        Reading {
            sentences: (0..count).map(sentence).collect(),
            tokens: (0..count).map(token).collect(),
            acts: (0..count).map(act).collect(),
            ..Reading::default()
        }
    }

    #[test]
    fn a_short_text_is_one_part() {
        let short = reading(100, 1000, 7);
        assert!(matches!(parts(&short).collect::<Vec<_>>().as_slice(), [Cow::Borrowed(_)]));
        assert_eq!(parts(&Reading::default()).len(), 1);
    }

    #[test]
    fn a_long_text_is_cut_between_paragraphs_and_nothing_is_lost() {
        for a_paragraph in [1, 7, 1000] {
            let whole = reading(700, 1000, a_paragraph);
            let parts: Vec<_> = parts(&whole).collect();
            assert!(parts.len() >= 6, "{}", parts.len());
            let mut next = 0;
            for part in &parts {
                let bytes = part.sentences.last().expect("not empty").span.end - part.sentences[0].span.start;
                assert!(bytes <= LONGEST_PART, "{bytes}");
                assert!(a_paragraph == 1000 || next % a_paragraph == 0, "cut inside a paragraph at {next}");
                for (i, sentence) in part.sentences.iter().enumerate() {
                    assert_eq!(part.tokens[sentence.tokens.start].norm, next.to_string());
                    assert_eq!((part.acts[i].sentence, part.acts[i].span), (i, sentence.span));
                    next += 1;
                }
            }
            assert_eq!(next, 700);
        }
    }
}
