//! What holds for every text, whatever it is.

use dateline_read::{ActEntry, Lexicon, Reader};
use dateline_terms::{Furniture, FurnitureKind, Reading, Report, Span};
use proptest::prelude::*;

fn reader() -> Reader {
    let act = |phrase: &str| ActEntry { phrase: phrase.to_owned(), event_type: "attack".to_owned() };
    Reader::new(&Lexicon { acts: vec![act("killed"), act("fired rockets"), act("rockets"), act("car bomb")] })
}

/// Every span fits the text; sentences and tokens are in order, do not overlap, keep out of furniture;
/// between the tokens of a sentence there is nothing but space (or a footnote's mark).
fn check(report: &Report, reading: &Reading) {
    let text = &report.text;
    let mut last = 0;
    for s in &reading.sentences {
        assert!(s.span.start >= last && s.span.end > s.span.start, "sentences overlap or are empty");
        assert!(text.get(s.span.start..s.span.end).is_some());
        last = s.span.end;
        let mut at = s.span.start;
        for t in &reading.tokens[s.tokens.clone()] {
            assert!(t.span.start >= at && !t.span.is_empty());
            assert!(
                text[at..t.span.start].chars().all(dateline_read::tokens::is_space)
                    || !report.furniture.is_empty()
            );
            at = t.span.end;
        }
        assert_eq!(at, s.span.end, "a sentence ends with its last token");
    }
    for f in &report.furniture {
        assert!(
            f.kind == FurnitureKind::Footnote || !reading.sentences.iter().any(|s| s.span.overlaps(f.span))
        );
        assert!(!reading.tokens.iter().any(|t| t.span.overlaps(f.span)));
    }
    let spans = reading
        .acts
        .iter()
        .map(|m| m.span)
        .chain(reading.names.iter().map(|m| m.span))
        .chain(reading.cues.iter().map(|m| m.span))
        .chain(reading.quantities.iter().map(|m| m.span))
        .chain(reading.times.iter().map(|m| m.span))
        .chain(reading.speech.iter().flat_map(|m| [m.speaker, m.cue, m.content]));
    for span in spans {
        assert!(!span.of(text).is_empty(), "{span:?} does not fit the text");
    }
}

/// Text of the kind that breaks readers: news words, quotation marks, stops, odd letters, line ends.
fn newsy() -> impl Strategy<Value = String> {
    let bit = prop::sample::select(vec![
        "said",
        "according to",
        "the",
        "police",
        "U.S.",
        "Gen.",
        "killed",
        "“",
        "”",
        "\"",
        ".",
        ",",
        "he",
        "told",
        "that",
        "state television quoting",
        "a source",
        "al-",
        "’",
        "'",
        "\n",
        "\n\n",
        " ",
        "ISIS",
        "denied",
        "İ",
        "ß",
        "ﬁ",
        "العراق",
        "1,200",
        "2.",
        "no",
        "…",
        "•",
        "has yet to comment",
        "(",
        ")",
        "—",
        "troops.Militants",
        "in a statement",
        "fired rockets",
    ]);
    prop::collection::vec((bit, prop::sample::select(vec!["", " "])), 0..60)
        .prop_map(|bits| bits.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

proptest! {
    #[test]
    fn any_string_reads(text in any::<String>()) {
        let report = Report { text, language: Some("en".into()), ..Report::default() };
        check(&report, &reader().read(&report).0);
    }

    #[test]
    fn any_news_reads(text in newsy(), a in 0usize..200, n in 0usize..40, title in 0usize..30) {
        let fit = |i: usize| (0..=i.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let (start, end) = (fit(a), fit(a + n));
        let furniture = vec![Furniture { span: Span::new(start, end), kind: FurnitureKind::Related }];
        let title_at = Some(Span::new(0, fit(title)));
        let report = Report { furniture, title_at, text, language: Some("en".into()), ..Report::default() };
        let reader = reader();
        let (reading, _) = reader.read(&report);
        check(&report, &reading);
        prop_assert_eq!(format!("{reading:?}"), format!("{:?}", reader.read(&report).0));
    }
}

#[test]
fn act_words_are_whole_and_longest() {
    let text = "Militants fired  rockets and a car-bomb killed two; an overkilled phrase, rockets rockets.";
    let report = Report { text: text.into(), ..Report::default() };
    let (reading, _) = reader().read(&report);
    let found: Vec<&str> = reading.acts.iter().map(|a| a.word.as_str()).collect();
    assert_eq!(found, ["fired rockets", "car bomb", "killed", "rockets", "rockets"]);
}

#[test]
fn a_language_that_cannot_be_read_gives_a_flaw() {
    let french = "Au moins douze personnes ont été tuées et plusieurs autres blessées dans une attaque menée par des hommes \
                  armés contre un village du centre du pays, ont annoncé dimanche les autorités locales et des témoins.";
    let arabic = "قتل ما لا يقل عن اثني عشر شخصا وأصيب آخرون بجروح في هجوم شنه مسلحون على قرية وسط البلاد";
    for text in [french, arabic] {
        let report = Report { text: text.into(), ..Report::default() };
        let (reading, flaws) = reader().read(&report);
        assert_eq!((reading.language, flaws.len(), reading.names.len()), (None, 1, 0), "{text}");
    }
}
