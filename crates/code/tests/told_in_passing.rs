//! Acts that a sentence recalls are events of their own; talk of growing attacks and sums are none.

use dateline_code::Books;
use dateline_read::{ActEntry, Lexicon, Reader};
use dateline_terms::{Actor, Claim, Coded, Report, Stance, Standing};

/// What is coded of a report without a publication date.
fn coded(text: &str) -> Coded {
    let books = Books::embedded();
    let entry =
        |(phrase, id): (&str, &str)| ActEntry { phrase: phrase.to_owned(), event_type: id.to_owned() };
    let lexicon = Lexicon { acts: books.codebook.lexicon_entries().into_iter().map(entry).collect() };
    let report = Report { text: text.to_owned(), language: Some("en".to_owned()), ..Report::default() };
    let (reading, _) = Reader::new(&lexicon).read(&report);
    dateline_code::code(&report, &reading, &books).0
}

/// The event whose evidence begins with these words.
fn told<'c>(coded: &'c Coded, text: &str, begins: &str) -> &'c Claim {
    let hit = coded.claims.iter().find(|c| c.evidence.of(text).starts_with(begins));
    hit.unwrap_or_else(|| panic!("nothing coded at {begins:?}: {:?}", coded.claims))
}

fn names(side: &[Actor]) -> Vec<&str> {
    side.iter().map(|a| a.name.as_str()).collect()
}

#[test]
fn an_act_after_in_retaliation_for_is_an_event_with_its_own_sides_and_place() {
    let text = "Rebels fired 12 rockets at an army base in Saraqib on Monday, killing two soldiers, in retaliation \
                for a Russian air strike that killed five civilians at a market in Maarat al-Numan.";
    let coded = coded(text);
    let earlier = told(&coded, text, "a Russian air strike");
    assert_eq!(earlier.event_type, "air_drone_strike");
    assert_eq!(earlier.standing, Standing::Background);
    assert_eq!(names(&earlier.side_a), ["Military Forces of Russia"]);
    assert_eq!(earlier.place.as_ref().map(|p| p.at.of(text)), Some("Maarat al-Numan"));
    assert!(earlier.time.is_none(), "Monday is the day of the rockets: {:?}", earlier.time);
    let rockets = told(&coded, text, "Rebels fired");
    assert_eq!(rockets.place.as_ref().map(|p| p.at.of(text)), Some("Saraqib"));
}

#[test]
fn what_is_no_act_or_only_feared_is_not_recalled() {
    for text in [
        "Rebels fired rockets at an army base in Saraqib on Monday in response to the appeal of their leader.",
        "Troops were sent to Saraqib on Monday in response to possible attacks by rebels on the town.",
    ] {
        let after = text.find("in response").expect("it stands there");
        assert!(coded(text).claims.iter().all(|c| c.evidence.start < after), "{text}");
    }
}

#[test]
fn attacks_that_grow_over_a_season_are_no_event() {
    let growing = "Militants stepped up attacks on Turkish bases in northern Syria last winter.";
    assert!(coded(growing).claims.is_empty(), "{:?}", coded(growing).claims);
    let one = "On Monday militants stepped up their shelling of the town of Saraqib, killing four civilians, the \
               Syrian Observatory for Human Rights said.";
    assert_eq!(coded(one).claims.len(), 1);
}

#[test]
fn the_toll_of_a_sum_of_attacks_is_a_sum() {
    let text = "Rockets and drones have targeted Turkish forces over 60 times since May, killing at least four \
                contractors and injuring dozens of soldiers. On Monday a drone hit a depot in Saraqib.";
    let coded = coded(text);
    let sums: Vec<(&str, u64)> = coded.tallies.iter().map(|t| (t.counts, t.quantity.low)).collect();
    assert_eq!(sums, [("attacks", 61), ("killed", 4), ("injured", 24)]);
    assert!(coded.claims.iter().all(|c| c.harm.is_empty()));
}

#[test]
fn who_did_it_may_stand_as_a_modifier_of_the_act_and_what_it_was_aimed_at_after_it() {
    let text =
        "A rebel rocket attack on Russian troops at a base in Saraqib killed three soldiers on Monday.";
    let coded = coded(text);
    let event = told(&coded, text, "A rebel");
    assert!(names(&event.side_a).iter().all(|n| n.starts_with("Rebels")), "{:?}", event.side_a);
    assert!(!event.side_a.is_empty());
    assert_eq!(names(&event.side_b), ["Military Forces of Russia"]);
}

#[test]
fn the_attack_that_a_sentence_goes_on_about_is_the_one_told_before() {
    let text = "Rebels fired 12 rockets at an army base in Saraqib in Idlib province on Monday, an activist said. \
                The rocket attack killed nine soldiers and wounded 20 others, he added.";
    let coded = coded(text);
    assert_eq!(coded.claims.len(), 1, "{:?}", coded.claims);
}

#[test]
fn who_claims_an_act_in_a_later_sentence_did_it() {
    let text = "A car bomb killed 12 soldiers at a checkpoint in Mosul on Monday. Hours later gunmen shot dead two \
                policemen in Tikrit. The Islamic State group claimed responsibility for both attacks.";
    let coded = coded(text);
    assert_eq!(coded.claims.len(), 2, "{:?}", coded.claims);
    for claim in &coded.claims {
        assert_eq!(names(&claim.side_a), ["Islamic State"]);
        let rows = claim.attributions.iter().filter(|a| a.stance == Stance::ClaimsResponsibility);
        assert_eq!(rows.count(), 1);
    }
}

#[test]
fn a_group_that_says_it_did_it_claims_it() {
    let text = "The Houthi movement said on Monday that it had fired four missiles at an air base of Saudi forces in \
                Khamis Mushait, wounding three soldiers.";
    let coded = coded(text);
    let event = coded.claims.first().expect("the missiles are coded");
    assert_eq!(names(&event.side_a), ["Houthis"]);
    assert!(event.attributions.iter().any(|a| a.stance == Stance::ClaimsResponsibility));
}

#[test]
fn a_base_that_was_attacked_is_on_the_side_that_suffered_wherever_its_place_is_said() {
    let text = "The Russian base in Saraqib in northern Syria was attacked with rockets again on Monday, killing two \
                soldiers.";
    let coded = coded(text);
    let event = coded.claims.first().expect("the rockets are coded");
    assert_eq!(names(&event.side_b), ["Military Forces of Russia"]);
    assert!(event.side_a.is_empty(), "{:?}", event.side_a);
}
