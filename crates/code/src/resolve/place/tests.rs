use super::*;
use dateline_read::{Lexicon, Reader};
use dateline_terms::Report;
use proptest::prelude::*;
use std::sync::LazyLock;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&Lexicon::default()));

fn found(text: &str) -> Vec<Place> {
    let report = Report { text: text.to_string(), ..Report::default() };
    let (reading, _) = READER.read(&report);
    find(&report, &reading, Gazetteer::embedded())
}

fn names(text: &str) -> Vec<String> {
    found(text).iter().map(|p| p.at.of(text).to_string()).collect()
}

/// The place found for these words.
fn at(text: &str, words: &str) -> Place {
    let all = found(text);
    let hit = all.iter().find(|p| p.at.of(text) == words);
    hit.unwrap_or_else(|| panic!("{words} is not among {all:?}")).clone()
}

fn country(p: &Place) -> &str {
    p.country.as_deref().unwrap_or("")
}

fn admin1(p: &Place) -> &str {
    p.admin1.as_deref().unwrap_or("")
}

#[test]
fn places_in_order_with_the_name_itself() {
    let text =
        "Shells fell on the town of Saraqib in Idlib province on Monday, residents of nearby Aleppo said.";
    assert_eq!(names(text), ["Saraqib", "Idlib", "Aleppo"]);
    let saraqib = at(text, "Saraqib");
    assert_eq!(
        (country(&saraqib), admin1(&saraqib), saraqib.precision),
        ("SY", "Idlib", Precision::Settlement)
    );
    assert_eq!(at(text, "Idlib").precision, Precision::Province);
    assert!(saraqib.radius_km.is_some_and(|r| r > 0.0) && saraqib.lat.is_some());
}

#[test]
fn containment_beats_fame() {
    let texas = at("A gas leak closed two schools in Paris, Texas, on Tuesday.", "Paris");
    assert_eq!((country(&texas), admin1(&texas)), ("US", "Texas"));
    let france = at("A gas leak closed two schools in Paris on Tuesday, French officials said.", "Paris");
    assert_eq!(country(&france), "FR");
    let county =
        at("Deputies in Lamar County said the Paris man was driving to Roxton, Texas.", "Lamar County");
    assert_eq!((admin1(&county), county.precision), ("Texas", Precision::District));
}

#[test]
fn people_bodies_and_common_words_are_no_places() {
    let text = "Jordan Smith told the Associated Press that Islamic State fighters attacked on May 5. Mr. Lincoln agreed.";
    assert_eq!(names(text), Vec::<String>::new());
    assert_eq!(names("Syrian and Turkish troops met Russian officers. Many died."), Vec::<String>::new());
    assert_eq!(names("Reading the report, President Bush praised General Washington."), Vec::<String>::new());
}

#[test]
fn scraped_text_without_apostrophes() {
    let text = "Syrias army shelled Aleppos eastern districts and Deir Ezzors northern countryside in Syria.";
    let aleppo = at(text, "Aleppo");
    assert_eq!((country(&aleppo), admin1(&aleppo)), ("SY", "Aleppo"));
    assert!(names(text).iter().any(|n| n.starts_with("Deir Ezzor")), "{:?}", names(text));
}

#[test]
fn spellings_that_no_table_lists() {
    let text = "Clashes in Syria went on in Deyr Azzoor and Qamishly, Syrian state media said.";
    let qamishli = at(text, "Qamishly");
    assert_eq!((country(&qamishli), admin1(&qamishli)), ("SY", "Hasakah"));
}

#[test]
fn landmarks_are_sites() {
    let field = at("Rockets hit the al-Omar oil field in Syria at dawn.", "al-Omar oil field");
    assert_eq!((country(&field), admin1(&field), field.precision), ("SY", "Deir ez-Zor", Precision::Exact));
    let asad = at("Drones were shot down near Ain al-Asad in Iraq.", "Ain al-Asad");
    assert_eq!((country(&asad), asad.precision), ("IQ", Precision::Exact));
}

#[test]
fn an_unlisted_town_takes_what_it_lies_in() {
    let text = "Mortars killed three people in the village of Tell Examplah in Hama province, Syria.";
    let village = at(text, "Tell Examplah");
    assert_eq!((country(&village), admin1(&village), village.basis), ("SY", "Hama", Basis::Context));
    assert!(village.radius_km >= at(text, "Hama").radius_km);
    let quarter = at("A bomb went off in the Examplah neighborhood of Aleppo, Syria.", "Examplah");
    assert_eq!((country(&quarter), admin1(&quarter)), ("SY", "Aleppo"));
}

#[test]
fn the_outskirts_of_a_capital_lie_in_the_province_around_it() {
    let near = at("Jets bombed the outskirts of Damascus, the Syrian capital.", "Damascus");
    assert_eq!(admin1(&near), "Rif Dimashq");
    let city = at("A car bomb exploded in central Damascus, the Syrian capital.", "Damascus");
    assert_eq!(admin1(&city), "Damascus");
}

#[test]
fn a_small_town_abroad_is_not_meant() {
    let text =
        "Syrian troops advanced near Adra in Syria. The Syrian army said Syria's rebels left Adra on Friday.";
    assert_eq!(country(&at(text, "Adra")), "SY");
}

#[test]
fn capitals_throughout() {
    let text = "SUICIDE BOMBING KILLS TWELVE IN KABUL MARKET. Afghan officials blamed the Taliban.";
    assert_eq!(country(&at(text, "KABUL")), "AF");
}

#[test]
fn furniture_is_left_out() {
    use dateline_terms::{Furniture, FurnitureKind};
    let text = "Iraq: a story. Troops left Mosul.";
    let span = Span::new(0, 14);
    let furniture = vec![Furniture { span, kind: FurnitureKind::Related }];
    let report = Report { text: text.to_string(), furniture, ..Report::default() };
    let (reading, _) = READER.read(&report);
    let places = find(&report, &reading, Gazetteer::embedded());
    assert!(places.iter().all(|p| !p.at.overlaps(span)) && places.iter().any(|p| p.at.of(text) == "Mosul"));
}

#[test]
fn given_names_each_have_an_answer() {
    let text = "From Springfield, Ill., to Peoria, and to Qwxyzzy.";
    let spans: Vec<Span> = ["Springfield", "Ill.", "Peoria", "Qwxyzzy"]
        .iter()
        .map(|w| text.find(w).map(|i| Span::new(i, i + w.len())).unwrap())
        .collect();
    let places = resolve_given(text, &spans, Gazetteer::embedded());
    assert_eq!(places.len(), 4);
    assert_eq!((admin1(&places[0]), admin1(&places[2])), ("Illinois", "Illinois"));
    assert_eq!((places[3].country.clone(), places[3].lat), (None, None), "unknown: abstain");
}

/// Sentences made of pieces that the rules look at, and of anything.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("Aleppo"),
        Just("Aleppos"),
        Just("al-Bab"),
        Just("al- Bab"),
        Just("Deir ez-Zor’s"),
        Just("the village of"),
        Just("in"),
        Just(","),
        Just("."),
        Just("Paris"),
        Just("Texas"),
        Just("U.S."),
        Just("IS-held"),
        Just("KABUL"),
        Just("Syrian"),
        Just("حلب"),
        Just("near"),
        Just("Mr."),
        Just("neighborhood"),
        Just("É"),
        Just("’s"),
        Just("-"),
    ];
    let made = proptest::collection::vec(pieces.prop_map(str::to_string), 0..25).prop_map(|p| p.join(" "));
    prop_oneof![made, "\\PC{0,80}"]
}

proptest! {
    #[test]
    fn places_point_at_words_in_order(text in text()) {
        let places = found(&text);
        for p in &places {
            prop_assert!(!p.at.of(&text).trim().is_empty());
            prop_assert!((0.0..=1.0).contains(&p.score));
            prop_assert!(p.lat.is_some() == p.lon.is_some());
        }
        prop_assert!(places.windows(2).all(|p| p[0].at.end <= p[1].at.start));
        prop_assert_eq!(places, found(&text));
    }

    #[test]
    fn any_spans_are_answered(text in "\\PC{0,40}", spans in proptest::collection::vec((0usize..50, 0usize..50), 0..6)) {
        let spans: Vec<Span> = spans.into_iter().map(|(a, b)| Span::new(a, b)).collect();
        prop_assert_eq!(resolve_given(&text, &spans, Gazetteer::embedded()).len(), spans.len());
    }
}
