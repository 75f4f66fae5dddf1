//! What the words of a block look like.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, Anchored, Input, MatchKind, StartKind};
use std::sync::LazyLock;

/// Counts over one block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Words.
    pub words: usize,
    /// Letters.
    pub letters: usize,
    /// Letters that are capitals.
    pub upper: usize,
    /// Digits.
    pub digits: usize,
    /// Words that begin with a capital.
    pub capitals: usize,
    /// Full stops, question and exclamation marks that a space or the end follows.
    pub stops: usize,
    /// Commas and their like.
    pub commas: usize,
    /// Whether the last mark ends a sentence.
    pub ends_sentence: bool,
    /// Whether a year from 1990 to 2049 stands in it.
    pub has_year: bool,
}

/// Counts the words and marks of a block.
pub(crate) fn count(words: &str) -> Count {
    let mut out = Count::default();
    let mut before = ' ';
    let mut run = 0u32;
    for character in words.chars() {
        let begins = before.is_whitespace();
        if character.is_alphabetic() {
            out.letters += 1;
            out.upper += usize::from(character.is_uppercase());
            out.capitals += usize::from(begins && character.is_uppercase());
        }
        run = match character.to_digit(10) {
            Some(digit) => {
                out.digits += 1;
                if run >= 10_000 { run } else { run * 10 + digit }
            }
            None => {
                out.has_year |= (1990..2050).contains(&run);
                0
            }
        };
        out.words += usize::from(begins && !character.is_whitespace());
        out.stops += usize::from(character.is_whitespace() && is_stop(before));
        out.commas += usize::from(matches!(character, ',' | ';' | '،' | '、' | '，'));
        before = character;
    }
    out.has_year |= (1990..2050).contains(&run);
    let last = words.trim_end_matches(['"', '”', '’', '\'', ')', '»', '“', '»', ' ']);
    out.ends_sentence = last.ends_with(is_stop);
    out.stops += usize::from(out.ends_sentence);
    out
}

fn is_stop(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '…' | '।')
}

/// Openings of lines that belong to the page, not the story, in the languages that most pages have;
/// the number says which sort.
#[rustfmt::skip]
const OPENINGS: &[(&str, u8)] = &[
    ("share", 1), ("tweet", 1), ("follow us", 1), ("follow ", 1), ("teilen", 1), ("partager", 1), ("compart", 1),
    ("print", 1), ("email", 1), ("e-mail", 1), ("facebook", 1), ("twitter", 1), ("whatsapp", 1), ("like this", 1),
    ("condividi", 1), ("udostępnij", 1), ("drucken", 1), ("copy link", 1), ("save", 1), ("listen", 1),
    ("read more", 2), ("read also", 2), ("also read", 2), ("see also", 2), ("related", 2), ("more from", 2),
    ("more on", 2), ("more:", 2), ("read:", 2), ("mehr zum", 2), ("mehr ", 2), ("weiterlesen", 2), ("lesen sie", 2),
    ("lire aussi", 2), ("à lire", 2), ("lea también", 2), ("leggi anche", 2), ("lees ook", 2), ("czytaj", 2),
    ("recommended", 2), ("you may", 2), ("you might", 2), ("most read", 2), ("most popular", 2), ("popular", 2),
    ("trending", 2), ("latest", 2), ("top stories", 2), ("next", 2), ("previous", 2), ("auch interessant", 2),
    ("das könnte", 2), ("don't miss", 2), ("continue reading", 2), ("weitere", 2), ("zum thema", 2), ("watch:", 2),
    ("leave a", 3), ("comment", 3), ("kommentar", 3), ("reply", 3), ("responses", 3), ("post a", 3),
    ("your email", 3), ("join the", 3), ("log in", 3), ("login", 3), ("anmelden", 3), ("commentaires", 3),
    ("antworten", 3), ("schreibe", 3), ("required fields", 3), ("notify me", 3), ("report abuse", 3), ("says:", 3),
    ("subscribe", 4), ("sign up", 4), ("newsletter", 4), ("get our", 4), ("register", 4), ("abonn", 4), ("donate", 4),
    ("support", 4), ("jetzt", 4), ("suscr", 4), ("download", 4), ("click here", 4), ("we use cookies", 4),
    ("this website uses", 4), ("this site uses", 4), ("diese website", 4), ("diese seite", 4), ("cookie", 4),
    ("copyright", 5), ("©", 5), ("(c) ", 5), ("all rights", 5), ("alle rechte", 5), ("impressum", 5),
    ("datenschutz", 5), ("privacy", 5), ("terms", 5), ("contact", 5), ("kontakt", 5), ("about us", 5), ("agb", 5),
    ("powered by", 5), ("tous droits", 5), ("disclaimer", 5), ("republish", 5), ("this article was", 5),
    ("photo", 6), ("image", 6), ("foto", 6), ("bild", 6), ("credit", 6), ("quelle", 6), ("source", 6), ("picture", 6),
    ("getty", 6), ("ap photo", 6), ("reuters", 6), ("©getty", 6), ("file photo", 6), ("video", 6), ("caption", 6),
    ("by ", 7), ("von ", 7), ("par ", 7), ("por ", 7), ("published", 7), ("posted", 7), ("updated", 7),
    ("last updated", 7), ("veröffentlicht", 7), ("stand:", 7), ("aktualisiert", 7), ("publié", 7), ("author", 7),
    ("autor", 7), ("written by", 7), ("last modified", 7), ("geschrieben", 7), ("date", 7), ("datum", 7),
    ("tags", 8), ("topics", 8), ("categor", 8), ("kategorie", 8), ("schlagw", 8), ("filed under", 8), ("tagged", 8),
    ("keywords", 8), ("themen", 8), ("mots-clés", 8), ("etiquetas", 8), ("stichw", 8), ("posted in", 8),
    ("advertis", 9), ("anzeige", 9), ("werbung", 9), ("sponsored", 9), ("publicité", 9), ("publicidad", 9),
    ("home", 10), ("menu", 10), ("search", 10), ("suche", 10), ("skip to", 10), ("back to", 10), ("zurück", 10),
    ("nach oben", 10), ("startseite", 10), ("you are here", 10), ("sie sind hier", 10), ("start", 10), ("go to", 10),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .start_kind(StartKind::Anchored)
        .build(OPENINGS.iter().map(|(words, _)| words))
        .ok()
});

/// The sort of page line that the words open like; 0 for none.
pub(crate) fn cue(words: &str) -> f32 {
    let Some(finder) = FINDER.as_ref() else { return 0.0 };
    let words = words.trim_start_matches(|c: char| !c.is_alphabetic() && c != '©' && c != '(');
    let hit = finder.find(Input::new(words).anchored(Anchored::Yes));
    hit.and_then(|hit| OPENINGS.get(hit.pattern().as_usize())).map_or(0.0, |(_, sort)| f32::from(*sort))
}

/// Whether a short line is a label for sharing, comments or advertising.
pub(crate) fn is_label(words: &str) -> bool {
    const LABELS: [f32; 2] = [1.0, 9.0];
    words.split_whitespace().count() <= 2 && LABELS.contains(&cue(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_marks_are_counted() {
        let count = count("In 2019, Ann said: \"No.\" Bob left!");
        assert_eq!((count.words, count.capitals, count.commas, count.digits), (7, 3, 1, 4));
        assert!(count.has_year && count.ends_sentence);
        assert_eq!(cue("Read more: the rest"), 2.0);
        assert_eq!(cue("Lorem ipsum"), 0.0);
    }
}
