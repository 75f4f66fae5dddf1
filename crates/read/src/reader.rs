use crate::acts::Acts;
use crate::lang::{self, Language};
use crate::{blocks, names, sentences};
use dateline_terms::{Flaw, QuantityMention, Reading, Report, TimeMention};

/// An act word or phrase and the event type whose codebook entry lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActEntry {
    /// As it stands in a report, inflected: "fired rockets".
    pub phrase: String,
    /// Id of the event type.
    pub event_type: String,
}

/// What the codebook lists, for the reader to find.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Act words, in codebook order; one phrase may serve several types.
    pub acts: Vec<ActEntry>,
}

/// Reads reports. Make one and share it: it holds compiled word lists and no state.
#[derive(Debug)]
pub struct Reader {
    acts: Acts,
}

impl Reader {
    /// A reader that finds the act words of `lexicon`.
    pub fn new(lexicon: &Lexicon) -> Reader {
        Reader { acts: Acts::new(lexicon) }
    }

    /// Sentences, tokens and mentions of a report. A language that cannot be read gives a reading
    /// without mentions, and a flaw.
    pub fn read(&self, report: &Report) -> (Reading, Vec<Flaw>) {
        let found = lang::detect(report);
        let language = found.as_ref().ok().copied();
        let stops = language.unwrap_or(&lang::LANGUAGES[0]).stops();
        let marks: Vec<_> = report
            .furniture
            .iter()
            .filter(|f| blocks::is_mark(&report.text, f.span, f.kind))
            .copied()
            .collect();
        let (sentences, tokens) = sentences::sentences(&report.text, &blocks::blocks(report), &marks, stops);
        let mut reading = Reading { sentences, tokens, ..Reading::default() };
        match found {
            Ok(language) => {
                self.mentions(report, language, &mut reading);
                (reading, Vec::new())
            }
            Err(flaw) => (reading, vec![flaw]),
        }
    }

    fn mentions(&self, report: &Report, language: &Language, reading: &mut Reading) {
        reading.language = Some(language.code.to_owned());
        reading.acts = self.acts.find(reading);
        reading.names = names::find(&report.text, reading, language);
        reading.times = times(&report.text, language, reading);
        reading.quantities = quantities(&report.text, language, reading);
        reading.cues = (language.cues)(&report.text, reading);
        reading.speech = (language.speech)(&report.text, reading);
    }
}

fn times(text: &str, language: &Language, reading: &Reading) -> Vec<TimeMention> {
    let each = reading.sentences.iter().enumerate();
    each.flat_map(|(sentence, s)| {
        (language.times)(text, s.span).into_iter().map(move |(span, expr)| TimeMention {
            span,
            sentence,
            expr,
        })
    })
    .collect()
}

fn quantities(text: &str, language: &Language, reading: &Reading) -> Vec<QuantityMention> {
    let each = reading.sentences.iter().enumerate();
    each.flat_map(|(sentence, s)| {
        (language.quantities)(text, s.span).into_iter().map(move |(span, number, noun, quantity)| {
            QuantityMention { span, number, noun, sentence, quantity }
        })
    })
    .collect()
}
