use super::find;
use dateline_terms::Span;

/// The first quantity of a sentence as "words|low|high|noun", high "-" where open.
fn first(sentence: &str) -> String {
    let found = find(sentence, Span::new(0, sentence.len()));
    let Some((span, _, noun, quantity)) = found.first() else { return "nothing".into() };
    let high = quantity.high.map_or("-".to_owned(), |h| h.to_string());
    format!("{}|{}|{}|{}", span.of(sentence), quantity.low, high, noun.as_deref().unwrap_or(""))
}

#[test]
fn bounds_follow_the_guide() {
    let table = [
        ("Shells killed at least 16 people.", "at least 16 people|16|-|people"),
        ("About 16 rebels fell.", "About 16 rebels|16|16|rebels"),
        ("16 rebels fell.", "16 rebels|16|16|rebels"),
        ("Up to 16 men were held.", "Up to 16 men|0|16|men"),
        ("More than 16 were hurt.", "More than 16|17|-|"),
        ("Dozens of villagers fled.", "Dozens of villagers|24|99|villagers"),
        ("Tens of people fled.", "Tens of people|20|99|people"),
        ("Scores were hurt.", "Scores|40|99|"),
        ("Several guards died.", "Several guards|3|9|guards"),
        ("Hundreds marched.", "Hundreds|200|999|"),
        ("A few soldiers were seen.", "A few soldiers|3|5|soldiers"),
        ("Between 3 and 5 police were hit.", "Between 3 and 5 police|3|5|police"),
        ("They shot a dozen people.", "a dozen people|12|12|people"),
        ("Two dozen more died.", "Two dozen more|24|24|more"),
        ("A number of fighters fell.", "A number of fighters|3|-|fighters"),
        ("They hold 20+ hostages.", "20+ hostages|20|-|hostages"),
        ("20 civilians at least were hit.", "20 civilians at least|20|-|civilians"),
        ("30 or more rockets flew.", "30 or more rockets|30|-|rockets"),
        ("Fewer than 10 troops stayed.", "Fewer than 10 troops|0|9|troops"),
        ("Tens of thousands of people fled.", "Tens of thousands of people|20000|99999|people"),
    ];
    for (sentence, want) in table {
        assert_eq!(first(sentence), want, "{sentence}");
    }
}

#[test]
fn figures_and_words() {
    let table = [
        ("1,300 people fled.", "1,300 people|1300|1300|people"),
        ("1 300 people fled.", "1 300 people|1300|1300|people"),
        ("2.5 million residents fled.", "2.5 million residents|2500000|2500000|residents"),
        ("Twenty-three soldiers fell.", "Twenty-three soldiers|23|23|soldiers"),
        ("A hundred protesters came.", "A hundred protesters|100|100|protesters"),
        ("Two hundred and six villagers left.", "Two hundred and six villagers|206|206|villagers"),
        ("60+ drone, mortar and rocket attacks", "60+ drone, mortar and rocket attacks|60|-|attacks"),
        ("2000 people marched.", "2000 people|2000|2000|people"),
        ("another 20 pro-regime fighters", "another 20 pro-regime fighters|20|20|fighters"),
        ("two others", "two others|2|2|others"),
        ("Two men and a woman died.", "Two men and a woman|3|3|woman"),
        ("A man and his wife died.", "A man and his wife|2|2|wife"),
        ("Three soldiers and a boy died.", "Three soldiers|3|3|soldiers"),
        ("One was wounded.", "One|1|1|"),
        ("The blast wounded others.", "others|1|-|others"),
        ("8 injured people", "8 injured people|8|8|people"),
        ("12 dead", "12 dead|12|12|dead"),
        ("A woman was shot.", "A woman|1|1|woman"),
        ("Another civilian died.", "Another civilian|1|1|civilian"),
        ("A 32-year-old man died.", "A 32-year-old man|1|1|man"),
        ("AT LEAST NINE TROOPS WERE HIT", "AT LEAST NINE TROOPS|9|-|troops"),
    ];
    for (sentence, want) in table {
        assert_eq!(first(sentence), want, "{sentence}");
    }
}

#[test]
fn other_numbers_are_no_quantities() {
    for sentence in [
        "It began in 2013.",
        "It began on 5 May.",
        "It began on May 5.",
        "At 10:30 it ended.",
        "Karim, 24, was there.",
        "The 3rd Brigade came.",
        "Some 40 percent agreed.",
        "It cost $5 million.",
        "An M-16 and a T-72 were seen.",
        "The G20 met.",
        "It lies 20 kilometers north.",
        "He spoke for 20 minutes.",
        "A terrorist group and a rebel attack.",
        "A major offensive began.",
        "Jul 18 2016 Syrian forces advanced.",
        "It recalled Resolution 2118.",
        "Call 565-5200 now.",
    ] {
        assert_eq!(first(sentence), "nothing", "{sentence}");
    }
}
