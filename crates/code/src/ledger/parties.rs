use crate::Books;
use crate::voice::{Side, Sides, outlet};
use dateline_terms::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Who among the voices and speakers of an incident is a party to it.
#[derive(Debug, Default)]
pub struct Parties<'e> {
    /// By the words that name a speaker.
    speakers: BTreeMap<&'e str, Option<Side>>,
    /// By the number of the voice.
    voices: Vec<Option<Side>>,
}

impl<'e> Parties<'e> {
    /// Looks up every speaker and voice of `entries`; `names` are those of the voices.
    pub fn new(entries: &[&'e Entry], names: &[Option<String>], books: &Books<'_>) -> Parties<'e> {
        let home = entries.iter().find_map(|e| e.event.place.as_ref()?.country.as_deref());
        let sides = Sides::new(entries.iter().map(|e| &e.event), home, books.actors);
        let voice = |name: &Option<String>| {
            let name = name.as_deref()?;
            let listed = books.outlets.all().iter().find(|o| o.id == name);
            sides.of_outlet(listed.or_else(|| outlet(name, books.outlets))?)
        };
        let said: BTreeSet<&str> = entries.iter().flat_map(|e| speakers(e)).collect();
        let side = |words| (words, sides.of_speaker(words, books.outlets, books.actors));
        Parties { speakers: said.into_iter().map(side).collect(), voices: names.iter().map(voice).collect() }
    }

    /// On which side whoever gives a figure stands: the speaker, or the report's own voice where there is none.
    pub fn side(&self, speaker: Option<&str>, voice: usize) -> Option<Side> {
        match speaker {
            Some(words) => self.speakers.get(words).copied().flatten(),
            None => self.of_voice(voice),
        }
    }

    /// On which side a voice stands.
    pub fn of_voice(&self, voice: usize) -> Option<Side> {
        self.voices.get(voice).copied().flatten()
    }

    /// Names of outlets and words of speakers that are parties, in order, each once.
    pub fn names(&self, entries: &[&Entry]) -> Vec<String> {
        let speakers =
            self.speakers.iter().filter(|(_, side)| side.is_some()).map(|(words, _)| words.to_string());
        let partial = entries.iter().filter(|e| self.of_voice(e.voice).is_some());
        let outlets = partial.filter_map(|e| e.source.outlet.clone());
        let names: BTreeSet<String> = speakers.chain(outlets).collect();
        names.into_iter().collect()
    }
}

/// Words of all whom an entry quotes.
fn speakers(entry: &Entry) -> impl Iterator<Item = &str> {
    let figures = entry.event.harm.iter().filter_map(|h| h.said_by.as_ref());
    let claims = entry.event.claims.iter().filter_map(|c| c.said_by.as_ref());
    figures.chain(claims).map(|quote| quote.text.as_str())
}
