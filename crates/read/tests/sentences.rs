//! Sentence splitting on the kinds of text that news copy comes in.

use dateline_read::{Lexicon, Reader};
use dateline_terms::Report;

fn cut(text: &str) -> Vec<String> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let (reading, _) = Reader::new(&Lexicon::default()).read(&report);
    reading.sentences.iter().map(|s| s.span.of(text).to_owned()).collect()
}

#[test]
fn a_missing_space_after_the_stop() {
    assert_eq!(
        cut("They hit the troops.Militants fired back in 2013.The army left."),
        ["They hit the troops.", "Militants fired back in 2013.", "The army left."]
    );
    assert_eq!(cut("See www.example.com for more."), ["See www.example.com for more."]);
}

#[test]
fn abbreviations_and_initials() {
    assert_eq!(
        cut(
            "Lt. Col. J. R. Doe of the U.S. Army met Gen. Roe in the U.S. The talks, on Sept. 3, were in St. Louis, at No. 5."
        ),
        [
            "Lt. Col. J. R. Doe of the U.S. Army met Gen. Roe in the U.S.",
            "The talks, on Sept. 3, were in St. Louis, at No. 5."
        ]
    );
    assert_eq!(cut("It began at 5 a.m. Troops fled."), ["It began at 5 a.m.", "Troops fled."]);
    assert_eq!(cut("Are they safe? No. They fled."), ["Are they safe?", "No.", "They fled."]);
}

#[test]
fn quotations_and_ellipses() {
    assert_eq!(
        cut("“We left.” He said no more. \"They came!\" a man said. Then… nothing. Wait... The end."),
        [
            "“We left.”",
            "He said no more.",
            "\"They came!\" a man said.",
            "Then… nothing.",
            "Wait...",
            "The end."
        ]
    );
    assert_eq!(cut("He said: \"We left.\" \"They stay.\""), ["He said: \"We left.\"", "\"They stay.\""]);
}

#[test]
fn decimals_bullets_and_capitals() {
    assert_eq!(
        cut("Some 2.5 tonnes fell. • One man died • Two men fled"),
        ["Some 2.5 tonnes fell.", "One man died", "Two men fled"]
    );
    assert_eq!(
        cut("TEN DIED IN BOGOTA. FARC REBELS FLED. NO GROUP CLAIMED IT."),
        ["TEN DIED IN BOGOTA.", "FARC REBELS FLED.", "NO GROUP CLAIMED IT."]
    );
}

#[test]
fn datelines_stay_with_their_sentence() {
    assert_eq!(
        cut("BAGHDAD, Jan. 5 (Example Wire) -- Three rockets fell. Nobody was hurt."),
        ["BAGHDAD, Jan. 5 (Example Wire) -- Three rockets fell.", "Nobody was hurt."]
    );
}
