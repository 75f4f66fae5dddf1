use super::fold::{fold, likeness, skeleton, without_article};
use super::pack::{LONGEST_KEY, Row, pack};
use super::table::{Bytes, MAGIC, Table};
use super::*;
use proptest::prelude::*;

fn best(name: &str) -> Candidate {
    Gazetteer::embedded().lookup(name).into_iter().next().unwrap_or_else(|| panic!("{name} is not known"))
}

#[test]
fn folding_forgets_case_marks_and_hyphens() {
    assert_eq!(fold("Deir ez-Zor"), "deir ez zor");
    assert_eq!(fold("Dārayyā"), "darayya");
    assert_eq!(fold("  Ma‘arrat  an-Nu‘mān "), "maarrat an numan");
    assert_eq!(fold("N.Y."), "ny");
    assert_eq!(fold("Łódź"), "lodz");
    assert_eq!(without_article("al bab"), Some("bab"));
    assert_eq!(without_article("albany"), None);
}

#[test]
fn transliterations_share_a_skeleton() {
    let same = |a: &str, b: &str| assert_eq!(skeleton(&fold(a)), skeleton(&fold(b)), "{a} and {b}");
    same("Deir Ezzor", "Dayr az Zawr");
    same("Ar Raqqah", "Raqa");
    same("Khan Sheikhoun", "Khān Shaykhūn");
    same("Qamishli", "Al Qāmishlī");
    assert_ne!(skeleton("homs"), skeleton("hama"));
    assert!(likeness("qamishli", "qamishly") > 0.8);
    assert_eq!(likeness("", ""), 1.0);
}

#[test]
fn the_table_holds_the_world_in_fourteen_megabytes() {
    assert!(PACKED.len() <= 14_000_000);
    assert!(Gazetteer::embedded().len() > 234_908, "{}", Gazetteer::embedded().len());
}

#[test]
fn names_in_four_scripts_find_one_city() {
    let aleppo = best("Aleppo").geonames;
    assert!(aleppo.is_some());
    for name in ["حلب", "Алеппо", "Halab", "ALEPPO"] {
        let found = Gazetteer::embedded().lookup(name);
        assert!(found.iter().any(|c| c.geonames == aleppo), "{name}: {found:?}");
    }
    assert_eq!(best("ירושלים").name, "Jerusalem");
}

#[test]
fn lookup_ranks_and_says_why() {
    let paris = Gazetteer::embedded().lookup("Paris");
    assert_eq!(paris[0].country.as_deref(), Some("FR"));
    assert!(paris.iter().any(|c| c.admin1.as_deref() == Some("Texas")));
    assert!(paris.windows(2).all(|p| p[0].score >= p[1].score));
    assert!(paris.iter().all(|c| !c.why.is_empty()));
    assert_eq!(best("Syria").kind, Kind::Country);
    assert_eq!(best("U.S.").country.as_deref(), Some("US"));
    assert!(Gazetteer::embedded().lookup("Qwxyzzy").is_empty());
}

#[test]
fn provinces_have_the_names_that_english_gives_them() {
    for (code, name) in
        [("SY.08", "Rif Dimashq"), ("SY.04", "Raqqa"), ("IQ.15", "Nineveh"), ("US.LA", "Louisiana")]
    {
        assert_eq!(Gazetteer::embedded().admin1_name(code).as_deref(), Some(name));
    }
}

#[test]
fn peoples_name_their_country() {
    let gazetteer = Gazetteer::embedded();
    assert_eq!(gazetteer.demonym("syrian"), Some("SY"));
    assert_eq!(gazetteer.demonym("turks"), Some("TR"));
    assert_eq!(gazetteer.demonym("syria"), None);
}

#[test]
fn our_own_landmarks_have_no_problem() {
    let (landmarks, problems) = landmarks::parse(LANDMARKS, Gazetteer::embedded());
    assert_eq!(problems, []);
    assert!(landmarks.len() > 400);
    assert_eq!(best("al-Omar oil field").kind, Kind::Site);
    assert_eq!(best("Green Village").name, "Al-Omar oil field");
}

const HEAD: &str = "name\taliases\tcc\tadmin1\tlat\tlon\tradius_km\tstatus\tsource\n";

#[test]
fn a_users_landmarks_are_checked_line_by_line() {
    let good = format!("{HEAD}Camp Example\tExample base\tSY\tAleppo\t36.1\t37.2\t3\tok\town survey\n");
    let more = Gazetteer::embedded().with_landmarks(&good).expect("the file is right");
    let found = more.lookup("Example base");
    assert_eq!((found[0].country.as_deref(), found[0].admin1.as_deref()), (Some("SY"), Some("Aleppo")));
    assert!(more.lookup("Tower 22").iter().any(|c| c.kind == Kind::Site), "ours stay");

    let bad = format!(
        "{HEAD}A\t\tSY\tAleppo\t36.1\t37.2\t3\tok\ts\nB\t\tZZ\t\t1\t2\t3\tok\ts\nC\t\tSY\tAtlantis\t1\t2\t3\tok\ts\n\
         D\t\tSY\t\t99\t2\t3\tok\ts\nE\t\tSY\t\t1\t2\t0\tok\ts\nF\t\tSY\t\t1\t2\t3\tgood\ts\nG\tSY\n"
    );
    let problems = Gazetteer::embedded().with_landmarks(&bad).expect_err("six rows are wrong");
    assert_eq!(problems.iter().map(|p| p.line).collect::<Vec<_>>(), [3, 4, 5, 6, 7, 8]);
    assert!(Gazetteer::embedded().with_landmarks("name\tcountry\n").is_err());
}

const DUMP: &str = "1\tTell Example\tTell Example\tTall Ithnan,تل\t36.5\t38.5\tP\tPPL\tSY\t\t09\t\t\t\t4200\t\t400\tAsia/Damascus\t2024-01-01\n\
    2\tAn old wall\tAn old wall\t\t36.5\t38.5\tS\tWALL\tSY\t\t09\t\t\t\t0\t\t400\tAsia/Damascus\t2024-01-01\n";

#[test]
fn a_country_dump_adds_its_places() {
    let more = Gazetteer::embedded().with_dump(DUMP).expect("the dump is right");
    let found = &more.lookup("Tall Ithnan")[0];
    assert_eq!((found.name.as_str(), found.admin1.as_deref()), ("Tell Example", Some("Aleppo")));
    assert_eq!((found.geonames, found.lat, found.lon), (Some(1), 36.5, 38.5));
    assert!(more.lookup("An old wall").iter().all(|c| c.geonames != Some(2)));
    let packed = Gazetteer::pack_dump(DUMP).expect("the dump is right");
    assert_eq!(packed, Gazetteer::pack_dump(DUMP).expect("the dump is right"));
    assert!(Gazetteer::embedded().with_table(packed[..packed.len() - 1].to_vec()).is_err(), "cut short");

    let problems = Gazetteer::embedded().with_dump("1\tX\n").expect_err("two columns");
    assert_eq!((problems.len(), problems[0].line), (1, 1));
    assert!(Gazetteer::embedded().with_dump("").is_err());
}

fn row() -> impl Strategy<Value = Row> {
    let code = prop_oneof![Just("SY.09"), Just("US.TX"), Just("FR"), Just("")];
    ("\\PC{1,20}", code, -90.0..90.0f64, -180.0..180.0f64, 0u64..40_000_000, 1u32..13_000_000).prop_map(
        |(name, code, lat, lon, population, geonames)| Row {
            kind: Kind::Settlement,
            code: code.to_string(),
            name,
            names: Vec::new(),
            lat,
            lon,
            population,
            geonames,
            radius_km: 0.0,
        },
    )
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(name in "\\PC{0,30}") {
        let once = fold(&name);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn what_is_packed_is_found_again(rows in proptest::collection::vec(row(), 1..40)) {
        let bytes = pack(rows.clone()).unwrap();
        let length = bytes.len();
        let table = Table::open(Bytes::Shared(bytes.into(), 0, length)).unwrap();
        prop_assert_eq!(table.len(), rows.len());
        // Longer names are kept, but cannot be looked up.
        let is_key = |r: &&Row| (1..=LONGEST_KEY).contains(&fold(&r.name).len());
        for row in rows.iter().filter(is_key) {
            let mut same = false;
            table.under(&fold(&row.name), |i, _| {
                let r = table.record(i).unwrap();
                same |= r.geonames == Some(row.geonames)
                        && table.name(i) == row.name
                    && r.code == row.code
                    && (r.lat - row.lat).abs() < 1e-3
                    && (r.lon - row.lon).abs() < 1e-3
                    && (r.population as f64 - row.population as f64).abs() <= 1.0 + row.population as f64 * 1e-3;
            });
            prop_assert!(same, "{:?}", row);
        }
    }

    #[test]
    fn damaged_tables_never_panic(cut in 0usize..600, flips in proptest::collection::vec((0usize..600, any::<u8>()), 0..6)) {
        let mut bytes = Gazetteer::pack_dump(DUMP).unwrap();
        for (at, with) in flips {
            if let Some(b) = bytes.get_mut(MAGIC.len() + at) { *b ^= with; }
        }
        bytes.truncate(bytes.len().saturating_sub(cut % 3));
        let length = bytes.len();
        if let Ok(table) = Table::open(Bytes::Shared(bytes.into(), 0, length)) {
            for i in 0..table.len().min(100) as u32 { let _ = (table.record(i), table.name(i)); }
        }
    }
}
