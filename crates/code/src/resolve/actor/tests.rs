use super::*;
use dateline_terms::{Furniture, FurnitureKind, Sentence};
use proptest::prelude::*;

/// A report and a reading of it with one sentence a line.
fn read(text: &str) -> (Report, Reading) {
    let report = Report { text: text.to_owned(), ..Report::default() };
    let mut at = 0;
    let mut reading = Reading::default();
    for (paragraph, line) in text.split('\n').enumerate() {
        let span = Span::new(at, at + line.len());
        reading.sentences.push(Sentence { span, tokens: 0..0, paragraph, headline: false });
        at += line.len() + 1;
    }
    (report, reading)
}

/// The words and names of all mentions.
fn named(text: &str, home: &str) -> Vec<(String, String)> {
    let (report, reading) = read(text);
    let found = find(&report, &reading, Actors::embedded(), Some(home));
    found.iter().map(|a| (a.at.of(text).to_owned(), a.name.clone())).collect()
}

fn names(text: &str, home: &str) -> Vec<String> {
    named(text, home).into_iter().map(|(_, name)| name).collect()
}

#[test]
fn spellings_of_one_name_are_one_group() {
    for text in [
        "Jabhat al-Nusra",
        "Jabhat Al Nusra",
        "the Nusra Front",
        "al-Nusra Front",
        "Jabhat an-Nusra",
        "NUSRA FRONT",
    ] {
        assert_eq!(names(&format!("A base of {text} was hit"), "SY"), ["al-Nusra Front"], "{text}");
    }
    for text in [
        "ISIS",
        "Isis",
        "Da'esh",
        "Da\u{2019}esh",
        "DAESH",
        "the Islamic State of Iraq and the Levant (ISIL)",
        "IS",
    ] {
        assert_eq!(names(&format!("{text} fighters fled"), "SY")[0], "Islamic State", "{text}");
    }
    assert!(names("THIS IS OVER", "SY").is_empty());
}

#[test]
fn namesakes_are_told_apart() {
    assert_eq!(names("Kata'ib Hezbollah is not Hezbollah", "IQ"), ["Kata'ib Hezbollah", "Hezbollah"]);
    assert_eq!(names("Ansar al-Sharia seized it", "LY"), ["Ansar al-Sharia (Libya)"]);
    assert_eq!(names("Ansar al-Sharia seized it", "YE"), ["Ansar al-Sharia (Yemen)"]);
    assert_eq!(
        names("the Free Syrian Army fought the Syrian army", "SY"),
        ["Free Syrian Army", "Military Forces of Syria"]
    );
}

#[test]
fn generic_words_take_the_country_of_the_report() {
    assert_eq!(names("the army killed two rebels", "SY"), ["Military Forces of Syria", "Rebels (Syria)"]);
    assert_eq!(
        names("police arrested five protesters", "IN"),
        ["Police Forces of India", "Protesters (India)"]
    );
    assert_eq!(
        names("gunmen kidnapped three students", "NG"),
        ["Unidentified Armed Group (Nigeria)", "Civilians (Nigeria)"]
    );
    assert_eq!(names("the police fired", "PH"), ["Police Forces of the Philippines"]);
}

#[test]
fn a_noun_phrase_is_read_whole() {
    assert_eq!(
        named("government troops advanced", "SY"),
        [("government troops".to_owned(), "Military Forces of Syria".to_owned())]
    );
    assert_eq!(names("Turkish-backed rebels shelled it", "SY"), ["Rebels (Syria)"]);
    assert_eq!(
        names("Russian and Syrian warplanes bombed it", "SY"),
        ["Military Forces of Russia", "Military Forces of Syria"]
    );
    assert_eq!(named("at least 15 civilians died", "SY")[0].0, "at least 15 civilians");
    assert_eq!(
        named("three fighters from the Nusra Front died", "SY"),
        [("three fighters from the Nusra Front".to_owned(), "al-Nusra Front".to_owned())]
    );
    assert_eq!(names("pro-government militiamen", "SY"), ["Pro-government Militias (Syria)"]);
}

#[test]
fn territory_and_places_are_no_actors() {
    assert!(names("in the rebel-held east", "SY").is_empty());
    assert!(names("a trip from Turkey to Iraq", "SY").is_empty());
    assert!(names("the Syrian city of Homs", "SY").is_empty());
    assert_eq!(names("Turkey shelled the town", "SY"), ["Government of Turkey"]);
}

#[test]
fn forces_of_a_state_are_external_abroad() {
    let (report, reading) = read("US troops and Iraqi soldiers were hit");
    let found = find(&report, &reading, Actors::embedded(), Some("IQ"));
    let kinds: Vec<ActorKind> = found.iter().map(|a| a.kind).collect();
    assert_eq!(kinds, [ActorKind::ExternalForces, ActorKind::StateForces]);
    assert_eq!(kind_at(&found[0], Some("US")), ActorKind::StateForces);
    assert_eq!(kind_at(&found[1], Some("SY")), ActorKind::ExternalForces);
}

#[test]
fn the_group_is_the_one_last_named() {
    assert_eq!(
        names("Ahrar al-Sham took the hill\nThe militants held it", "SY"),
        ["Ahrar al-Sham", "Ahrar al-Sham"]
    );
    assert_eq!(names("The militants held it", "SY"), ["Unidentified Armed Group (Syria)"]);
}

#[test]
fn persons_are_known_by_what_befell_them_and_then_by_surname() {
    let found = names("Orla Brandvik was kidnapped on the road\nGunmen took Brandvik from a car", "NG");
    assert_eq!(found, ["Orla Brandvik", "Unidentified Armed Group (Nigeria)", "Orla Brandvik"]);
    assert!(names("Orla Avenue was long", "NG").is_empty());
}

#[test]
fn short_abbreviations_need_their_country_or_full_name() {
    assert!(names("the STC station opened", "BR").is_empty());
    assert_eq!(names("the STC seized it", "YE"), ["Southern Transitional Council"]);
}

#[test]
fn without_a_home_the_country_named_most_often_is_taken() {
    let (report, reading) = read("Kenyan officials said Kenya was calm\nThe army was out");
    let found = find(&report, &reading, Actors::embedded(), None);
    assert_eq!(found.last().map(|a| a.name.as_str()), Some("Military Forces of Kenya"));
}

#[test]
fn furniture_is_left_out() {
    let (mut report, reading) = read("Rebels advanced\nThe army withdrew");
    report.furniture.push(Furniture { span: Span::new(16, 33), kind: FurnitureKind::Related });
    let found = find(&report, &reading, Actors::embedded(), Some("SY"));
    assert_eq!(found.len(), 1);
}

proptest! {
    #[test]
    fn whatever_the_text_mentions_are_ordered_whole_and_apart(text in "([a-zA-Zéى'’\\-. ,(]|the |army |rebels |Syrian |US-led |IS |U\\.S\\. |al-|Nusra |was killed |Mr ){0,60}") {
        let (report, reading) = read(&text);
        let found = find(&report, &reading, Actors::embedded(), Some("SY"));
        let mut end = 0;
        for actor in &found {
            prop_assert!(actor.at.start >= end && actor.at.end > actor.at.start);
            prop_assert!(text.get(actor.at.start..actor.at.end).is_some());
            end = actor.at.end;
        }
    }
}
