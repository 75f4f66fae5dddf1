//! Who says what, with which stance, in the shapes that news prose has. The sentences are of our own making.

use dateline_read::{Lexicon, Reader};
use dateline_terms::{Report, Stance};

/// Speaker, stance and content of each saying in a text.
fn said(text: &str) -> Vec<(String, Stance, String)> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let (reading, _) = Reader::new(&Lexicon::default()).read(&report);
    let own = |span: dateline_terms::Span| span.of(text).to_owned();
    reading.speech.iter().map(|m| (own(m.speaker), m.stance, own(m.content))).collect()
}

fn one(text: &str, speaker: &str, stance: Stance, content: &str) {
    assert_eq!(said(text), [(speaker.to_owned(), stance, content.to_owned())], "{text}");
}

#[test]
fn subject_first() {
    one(
        "The Example Observatory for Rights said that three men died.",
        "The Example Observatory for Rights",
        Stance::Asserts,
        "three men died",
    );
    one(
        "US Northern Command said on Monday in a statement that a base was hit.",
        "US Northern Command",
        Stance::Asserts,
        "a base was hit",
    );
    one(
        "A source at the town’s police station told Example Wire that shells fell.",
        "A source at the town’s police station",
        Stance::Asserts,
        "shells fell",
    );
    one(
        "Jo Doe, a spokesman for the army, confirmed the raid.",
        "Jo Doe, a spokesman for the army",
        Stance::Asserts,
        "the raid",
    );
    one(
        "Residents, who fled at dawn, said troops had entered.",
        "Residents",
        Stance::Asserts,
        "troops had entered",
    );
}

#[test]
fn speaker_last() {
    one(
        "Ten people died in the blast, police said.",
        "police",
        Stance::Asserts,
        "Ten people died in the blast",
    );
    one(
        "“They came at night,” said Jo Doe, a farmer.",
        "Jo Doe, a farmer",
        Stance::Asserts,
        "“They came at night,”",
    );
    one("Four died, according to local media.", "local media", Stance::Asserts, "Four died");
    one("According to the ministry, four died.", "the ministry", Stance::Asserts, "four died");
    one(
        "“We ran.” he said. “Then they fired.”",
        "he",
        Stance::Asserts,
        "“We ran.” he said. “Then they fired.”",
    );
}

#[test]
fn stripped_of_commas() {
    one(
        "Two shells hit the market wounding nine people the Example Observatory said on Friday.",
        "the Example Observatory",
        Stance::Asserts,
        "Two shells hit the market wounding nine people",
    );
    one(
        "Nine people were hurt near the old embassy said the Example Monitor.",
        "the Example Monitor",
        Stance::Asserts,
        "Nine people were hurt near the old embassy",
    );
    one(
        "EWAs correspondent in the province said that a bridge fell.",
        "EWAs correspondent in the province",
        Stance::Asserts,
        "a bridge fell",
    );
    one(
        "The Example Network which relies on a web of activists on the ground says nine died.",
        "The Example Network",
        Stance::Asserts,
        "nine died",
    );
}

#[test]
fn stances() {
    one("Kampa rejected the accusations.", "Kampa", Stance::Denies, "the accusations");
    one("The army denied that it had fired.", "The army", Stance::Denies, "it had fired");
    one(
        "Officials accused the rebels of shelling the town.",
        "Officials",
        Stance::Accuses,
        "the rebels of shelling the town",
    );
    one(
        "The Example Brigade claimed responsibility for the ambush.",
        "The Example Brigade",
        Stance::ClaimsResponsibility,
        "for the ambush",
    );
    one("The ministry has yet to comment on the raid.", "The ministry", Stance::NoComment, "on the raid");
    one("There was no immediate comment from the army.", "the army", Stance::NoComment, "There was");
    one(
        "Example Wire could not independently verify the report.",
        "Example Wire",
        Stance::Unconfirmed,
        "the report",
    );
    one("Police believe the men fled north.", "Police", Stance::Suspects, "the men fled north");
    one(
        "Witnesses said it was unclear who fired.",
        "Witnesses",
        Stance::Unconfirmed,
        "it was unclear who fired",
    );
}

#[test]
fn nested_and_continued() {
    one(
        "State television quoting a police source said two men died.",
        "a police source",
        Stance::Asserts,
        "two men died",
    );
    one("Local media reported, citing police, that two men died.", "police", Stance::Asserts, "two men died");
    let found = said("Governor Jo Doe said ten died. He added that fires still burned.");
    assert_eq!(
        found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(),
        ["Governor Jo Doe", "Governor Jo Doe"]
    );
    let found = said("The group said two posts fell, adding that its men held the road.");
    assert_eq!(found[1], ("The group".to_owned(), Stance::Asserts, "its men held the road".to_owned()));
}

#[test]
fn headlines() {
    one(
        "Ten die in blast in the capital: monitor",
        "monitor",
        Stance::Asserts,
        "Ten die in blast in the capital",
    );
    one("Army: Two posts fell overnight", "Army", Stance::Asserts, "Two posts fell overnight");
    assert_eq!(said("Rocket fire kills ten - and the war goes on"), []);
    assert_eq!(said("Breaking: ten die in blast"), []);
}

#[test]
fn no_sayings() {
    for text in [
        "No group has claimed responsibility for the attack.",
        "The blast claimed 17 lives.",
        "An estimated 200 people fled after their alleged attackers left.",
        "The army did not say how many had died.",
        "Seventeen people are said to be missing.",
    ] {
        assert_eq!(said(text), [], "{text}");
    }
}
