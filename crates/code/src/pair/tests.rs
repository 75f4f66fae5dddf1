use super::*;
use crate::Books;
use crate::actors::Actors;
use dateline_terms::told::{Actor, Event, Harm, Place, Quote, Time, Weapon};
use dateline_terms::{ActorKind, Date, HarmKind, Precision, Stance, Standing, Status, Who};
use proptest::prelude::*;

/// An event as a made-up report tells it.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub report: String,
    published: Option<i8>,
    event: Event,
}

fn date(day: i8) -> Date {
    Date::constant(2031, 5, day)
}

fn quote(text: &str) -> Quote {
    Quote { text: text.into(), start: 0, end: text.len() }
}

/// An air strike that the report `report` tells with `text` on the fifth of May.
pub(crate) fn told(report: &str, text: &str) -> Told {
    let event = Event {
        eid: "e1".into(),
        incident: None,
        evidence: quote(text),
        more_evidence: Vec::new(),
        event_type: "air_drone_strike".into(),
        status: Status::Occurred,
        standing: Standing::Main,
        time: None,
        place: None,
        side_a: Vec::new(),
        side_b: Vec::new(),
        weapons: Vec::new(),
        harm: Vec::new(),
        claims: Vec::new(),
        confidence: 1.0,
        why: Vec::new(),
    };
    Told { report: report.into(), published: Some(5), event }
}

impl Told {
    pub fn on(mut self, start: i8, end: i8) -> Told {
        let (start, end) = (date(start), date(end));
        self.event.time = Some(Time { start, end, text: None, at: None, basis: "stated".into() });
        self
    }

    pub fn at(mut self, name: &str, precision: Precision, lat: f64, lon: f64) -> Told {
        let radius = if precision >= Precision::Province { 60.0 } else { 2.0 };
        self.event.place = Some(Place {
            quote: Quote::default(),
            name: name.into(),
            admin1: Some("Varn".into()),
            country: Some("XK".into()),
            lat: Some(lat),
            lon: Some(lon),
            radius_km: Some(radius),
            precision,
            geonames: None,
            basis: "stated".into(),
        });
        self
    }

    fn by(mut self, actor: Actor) -> Told {
        self.event.side_a.push(actor);
        self
    }

    pub fn killed(mut self, low: u64, high: Option<u64>) -> Told {
        self.event.harm.push(Harm {
            what: HarmKind::Killed,
            who: Who::Unspecified,
            quote: Quote::default(),
            low,
            high,
            said_by: None,
            stance: Stance::Asserted,
        });
        self
    }

    pub fn account(&self) -> Account {
        let heading = Heading { report: &self.report, published: self.published.map(date), title: None };
        Account::new(&self.event, &heading, &Books::embedded(), &Pairing::embedded().words)
    }
}

fn actor(name: &str, id: Option<&str>, kind: ActorKind) -> Actor {
    Actor {
        quote: Quote::default(),
        name: name.into(),
        kind,
        actor: id.map(str::to_string),
        basis: "stated".into(),
    }
}

/// The signs of a group, each as its words joined.
fn of(group: &str, a: &Told, b: &Told) -> Vec<String> {
    let mut found = Vec::new();
    signs(&a.account(), &b.account(), &mut |stem, seen| {
        if stem.group() == group {
            found.push(stem.sign(seen)[1..].join(" "));
        }
    });
    found
}

fn says(group: &str, sign: &str, a: &Told, b: &Told) -> bool {
    of(group, a, b).iter().any(|s| s == sign)
}

fn likelihood(a: &Told, b: &Told) -> f32 {
    Pairing::embedded().likelihood(&a.account(), &b.account())
}

#[test]
fn types_are_one_type_or_of_one_family_or_apart() {
    let a = told("a", "A strike.");
    let mut b = told("b", "A strike.");
    assert!(says("type", "same", &a, &b));
    b.event.event_type = "shelling_artillery_missile".into();
    assert!(says("type", "family", &a, &b));
    b.event.event_type = "agreement".into();
    assert!(says("type", "apart", &a, &b));
}

#[test]
fn days_are_equal_overlapping_near_apart_or_unknown() {
    let none = told("a", "A strike.");
    let day = |start, end| told("b", "A strike.").on(start, end);
    assert!(says("days", "neither", &none, &none));
    assert!(says("days", "equal day day", &day(5, 5), &day(5, 5)));
    assert!(says("days", "overlap day month", &day(5, 5), &day(1, 31)));
    assert!(says("days", "1 apart", &day(5, 5), &day(6, 6)));
    assert!(says("days", "far apart", &day(5, 5), &day(25, 25)));
    // Undated news of the sixth may tell of an act of the fifth, and hardly of one that came later.
    let undated = Told { published: Some(6), ..none };
    assert!(says("days", "one 0-1 main", &day(5, 5), &undated));
    assert!(says("days", "one later main", &undated, &day(9, 9)));
}

#[test]
fn equal_days_are_likelier_than_days_apart() {
    let at = |t: Told| t.at("Tarsh", Precision::Settlement, 10.0, 10.0);
    let a = at(told("a", "A strike hit Tarsh.").on(5, 5));
    let b = |day| at(told("b", "Tarsh was hit.").on(day, day));
    assert!(likelihood(&a, &b(5)) > likelihood(&a, &b(9)) + 0.2);
}

#[test]
fn places_are_the_same_by_name_spelling_or_distance() {
    let at = |name, lat| told(name, "A strike.").at(name, Precision::Settlement, lat, 10.0);
    assert!(says("place", "same name", &at("Khan Tarsh", 10.0), &at("Khan al-Tarsh", 10.0)));
    assert!(says("place", "touch", &at("Tarsh", 10.0), &at("Velm", 10.02)));
    assert!(says("place", "near", &at("Tarsh", 10.0), &at("Velm", 10.1)));
    assert!(says("place", "far", &at("Tarsh", 10.0), &at("Velm", 10.4)));
    let nowhere = told("b", "A strike.");
    assert!(
        says("place", "one", &at("Tarsh", 10.0), &nowhere) && says("place", "neither", &nowhere, &nowhere)
    );
}

#[test]
fn a_town_may_lie_in_the_others_province() {
    let town = told("a", "A strike.").at("Tarsh", Precision::Settlement, 10.0, 10.0);
    let mut province = told("b", "A strike.").at("Varn", Precision::Province, 10.3, 10.0);
    assert!(says("place", "inside", &town, &province));
    if let Some(place) = &mut province.event.place {
        place.admin1 = Some("Orlen".into());
    }
    assert!(says("place", "outside", &town, &province));
}

#[test]
fn what_contradicts_is_never_joined() {
    let at =
        |report, lat| told(report, "A strike hit it.").on(5, 5).at("Tarsh", Precision::Settlement, lat, 10.0);
    let (a, far, near) = (at("a", 10.0), at("b", 10.6), at("b", 10.3));
    let why = a.account().contradicts(&far.account());
    assert!(matches!(why, Some(Contradiction::Places(km)) if km > 60.0 && km < 70.0));
    assert_eq!(likelihood(&a, &far), 0.0);
    let reasons = Pairing::embedded().why(&a.account(), &far.account(), 5);
    assert_eq!(reasons, ["their places are 67 km apart"]);
    assert_eq!(a.account().contradicts(&near.account()), None);
    assert_eq!(a.account().contradicts(&a.account()), Some(Contradiction::OneReport));
    // A province reaches further than its middle.
    let province = told("b", "A strike.").at("Varn", Precision::Province, 10.5, 10.0);
    assert_eq!(a.account().contradicts(&province.account()), None);
}

#[test]
fn sides_are_the_same_kin_general_or_apart() {
    let by = |name: &str, id: Option<&str>, kind| told(name, "A strike.").by(actor(name, id, kind));
    let group =
        Actors::embedded().groups().iter().find(|g| !g.part_of.is_empty()).expect("a group with a whole");
    let part = by(&group.name, Some(&group.id), group.kind);
    let whole = by("the whole", Some(&group.part_of[0]), ActorKind::Rebel);
    let other = by("the others", Some("of-nobody"), ActorKind::Rebel);
    let gunmen = by("gunmen", None, ActorKind::Unidentified);
    let people = by("people", None, ActorKind::Civilians);
    assert!(says("sides", "a same", &part, &part));
    assert!(says("sides", "a kin", &part, &whole) && says("sides", "a kin", &whole, &part));
    assert!(says("sides", "a general", &part, &gunmen));
    assert!(says("sides", "a apart", &whole, &other) && says("sides", "a apart", &whole, &people));
    let (army, police) = (Some("xk-military"), Some("xk-police"));
    let state = |id| by("forces", id, ActorKind::StateForces);
    assert!(says("sides", "a kin", &state(army), &state(police)));
}

#[test]
fn a_clash_may_be_told_from_either_side() {
    let mut a = told("a", "A clash.").by(actor("Army", Some("xk-military"), ActorKind::StateForces));
    a.event.event_type = "armed_clash".into();
    a.event.side_b.push(actor("Front", Some("front"), ActorKind::Rebel));
    let mut b = a.clone();
    assert!(!says("sides", "turned same", &a, &b));
    std::mem::swap(&mut b.event.side_a, &mut b.event.side_b);
    assert!(says("sides", "turned same", &a, &b) && says("sides", "both same same", &a, &b));
}

#[test]
fn figures_are_equal_meet_grow_or_part() {
    let toll = |low, high, day| Told { published: Some(day), ..told("a", "A strike.").killed(low, high) };
    let exactly = |n, day| toll(n, Some(n), day);
    assert!(says("harm", "killed equal 13-40", &exactly(16, 5), &exactly(16, 5)));
    assert!(says("harm", "killed meet", &exactly(16, 5), &toll(14, None, 5)));
    assert!(says("harm", "killed grew a little", &exactly(10, 5), &exactly(16, 6)));
    assert!(says("harm", "killed a little apart", &exactly(10, 6), &exactly(16, 5)));
    assert!(says("harm", "killed far apart", &exactly(2, 5), &exactly(16, 5)));
    assert!(says("harm", "killed one", &exactly(2, 5), &told("b", "A strike.")));
    assert!(says("harm", "killed neither", &told("a", "A strike."), &told("b", "A strike.")));
}

#[test]
fn weapons_are_shared_or_apart() {
    let with = |kind: &str| {
        let mut t = told(kind, "A strike.");
        t.event.weapons.push(Weapon { quote: Quote::default(), kind: kind.into(), low: None, high: None });
        t
    };
    assert_eq!(of("weapons", &with("drone"), &with("drone")), ["equal"]);
    assert_eq!(of("weapons", &with("drone"), &with("rocket")), ["apart"]);
    assert_eq!(of("weapons", &with("drone"), &told("b", "A strike.")), ["one"]);
}

#[test]
fn rare_words_and_copied_runs_tell_more_than_common_ones() {
    let a = told("a", "The strike hit the Orvelim bakery of Tarsh.");
    let (rare, common) =
        (told("b", "A blast at Orvelim in Tarsh."), told("b", "The attack hit the forces of the state."));
    assert!(of("words", &a, &rare).len() > of("words", &a, &common).len());
    assert!(says("words", "rare names 2", &a, &rare) && !says("words", "rare names 1", &a, &common));
    assert!(likelihood(&a, &rare) > likelihood(&a, &common));
    assert!(says("words", "runs 1", &a, &a.clone()) && !says("words", "runs 1", &a, &rare));
}

#[test]
fn what_told_most_is_named() {
    let a = told("a", "A strike hit Tarsh.").on(5, 5);
    let why = Pairing::embedded().why(&a.account(), &told("b", "A strike.").on(25, 25).account(), 3);
    assert_eq!(why.len(), 3);
    assert!(why.iter().any(|w| w.contains("days")), "{why:?}");
}

#[test]
fn written_weights_read_back() {
    let bytes = Pairing::embedded().write();
    assert_eq!(bytes, include_bytes!("../../weights/pair.bin"));
    for n in 0..bytes.len().min(600) {
        assert!(Pairing::read(bytes[..n].to_vec().leak()).is_none());
    }
}

/// A random event; many are alike.
pub(crate) fn any_told() -> impl Strategy<Value = Told> {
    let words =
        prop::sample::select(vec!["A strike hit Tarsh.", "Jets bombed a bakery in Velm.", "Protest.", ""]);
    let types = prop::sample::select(vec!["air_drone_strike", "armed_clash", "attack", "agreement"]);
    let days = prop::option::of((1i8..12, 0i8..9));
    let place = prop::option::of((prop::sample::select(vec!["Tarsh", "Velm", "Varn"]), 0u8..4, 9.8f64..10.4));
    let kinds = prop::sample::select(vec![ActorKind::StateForces, ActorKind::Rebel, ActorKind::Unidentified]);
    let sides = prop::collection::vec((kinds, any::<bool>()), 0..3);
    let tolls = prop::collection::vec((0u64..9, any::<bool>()), 0..3);
    let scene = (words, types, days, prop::option::of(1i8..20), any::<bool>());
    (scene, place, sides, tolls).prop_map(
        |((text, event_type, days, published, main), place, sides, tolls)| {
            let mut t = told(text, text);
            t.event.event_type = event_type.into();
            t.published = published;
            t.event.standing = if main { Standing::Main } else { Standing::Background };
            if let Some((day, more)) = days {
                t = t.on(day, day + more);
            }
            if let Some((name, precision, lat)) = place {
                let all = [Precision::Exact, Precision::Settlement, Precision::Province, Precision::Country];
                t = t.at(name, all[usize::from(precision)], lat, 10.0);
            }
            for (n, (kind, named)) in sides.into_iter().enumerate() {
                let one = actor(kind.as_str(), named.then_some(kind.as_str()), kind);
                if n == 1 { t.event.side_b.push(one) } else { t.event.side_a.push(one) }
            }
            for (low, open) in tolls {
                t = t.killed(low, (!open).then_some(low));
            }
            t
        },
    )
}

proptest! {
    #[test]
    fn many_compared_by_one_are_as_likely_as_alone(told in prop::collection::vec(any_told(), 2..9)) {
        let accounts: Vec<Account> = told.iter().map(Told::account).collect();
        let pairing = Pairing::embedded();
        let mut comparison = Comparison::new(pairing);
        for a in &accounts {
            let mut one = comparison.of(a);
            for b in &accounts {
                let p = pairing.likelihood(a, b);
                prop_assert_eq!(one.likely(b, 0.1), Some(p).filter(|p| *p >= 0.1));
            }
        }
    }

    #[test]
    fn likelihoods_are_the_same_from_both_ends(a in any_told(), b in any_told()) {
        let (a, b) = (a.account(), b.account());
        let pairing = Pairing::embedded();
        let p = pairing.likelihood(&a, &b);
        prop_assert!((0.0..=1.0).contains(&p));
        prop_assert_eq!(p.to_bits(), pairing.likelihood(&b, &a).to_bits());
        for least in [0.05, 0.3, 0.9] {
            prop_assert_eq!(pairing.likely(&a, &b, least), Some(p).filter(|p| *p >= least));
        }
        prop_assert_eq!(pairing.why(&a, &b, 9), pairing.why(&b, &a, 9));
        prop_assert_eq!(a.contradicts(&b), b.contradicts(&a));
    }

    #[test]
    fn written_accounts_read_back(told in any_told()) {
        let account = told.account();
        let bytes = account.write();
        prop_assert_eq!(Account::read(&bytes), Some(account));
        for n in 0..bytes.len() {
            prop_assert!(Account::read(&bytes[..n]).is_none());
        }
    }

    #[test]
    fn bytes_that_are_no_account_are_refused_or_compared_like_any(
        told in any_told(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..9),
    ) {
        let mut bytes = told.account().write();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(read) = Account::read(&bytes) {
            let p = Pairing::embedded().likelihood(&read, &told.account());
            prop_assert!((0.0..=1.0).contains(&p));
        }
    }
}
