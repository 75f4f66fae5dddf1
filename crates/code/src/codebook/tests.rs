use super::*;

/// The 26 types of the annotation guide.
const TYPES: [&str; 26] = [
    "abduction",
    "agreement",
    "air_drone_strike",
    "armed_clash",
    "arrest",
    "attack",
    "base_established",
    "chemical_weapon",
    "displacement_evacuation",
    "disrupted_weapons",
    "excessive_force_protest",
    "government_regains_territory",
    "grenade",
    "group_change",
    "looting_destruction",
    "mob_violence",
    "nonstate_takes_territory",
    "nonviolent_transfer",
    "other_strategic",
    "peaceful_protest",
    "protest_with_intervention",
    "remote_explosive",
    "sexual_violence",
    "shelling_artillery_missile",
    "suicide_bomb",
    "violent_demonstration",
];

fn own(change: impl Fn(&str) -> String) -> Result<Codebook, Vec<Problem>> {
    let text = change(EMBEDDED.iter().find(|e| e.id == "grenade").expect("it is one of ours").text);
    Codebook::parse(&[("own.toml", &text)])
}

fn only_problem(result: Result<Codebook, Vec<Problem>>) -> Problem {
    let problems = result.expect_err("it is at fault");
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.into_iter().next().expect("one")
}

#[test]
fn every_type_of_the_guide_has_its_file() {
    assert_eq!(Codebook::embedded().ids().collect::<Vec<_>>(), TYPES);
    assert!(EMBEDDED.iter().all(|e| e.file == format!("{}.toml", e.id)));
}

#[test]
fn our_files_parse_without_problem() {
    match Codebook::parse(&Codebook::sources()) {
        Ok(book) => assert!(book.heads.iter().all(|h| !h.acts.is_empty())),
        Err(problems) => panic!("{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>()),
    }
}

#[test]
fn the_table_made_at_build_time_says_what_the_files_say() {
    let parsed = Codebook::parse(&Codebook::sources()).expect("ours are well formed");
    let ours = Codebook::embedded();
    assert_eq!(ours.lexicon_entries(), parsed.lexicon_entries());
    assert_eq!(ours.patterns, parsed.patterns);
    assert!(ours.ids().all(|id| ours.family(id) == parsed.family(id)));
}

#[test]
fn no_type_lists_an_act_word_twice() {
    for entry in Codebook::embedded().types() {
        let mut seen = std::collections::BTreeSet::new();
        let twice: Vec<_> = entry.acts.iter().filter(|a| !seen.insert(a.as_str())).collect();
        assert!(twice.is_empty(), "{}: {twice:?}", entry.id);
    }
}

#[test]
fn companions_tell_a_raid_from_a_clash() {
    let book = Codebook::embedded();
    let air = book.types_beside("killed", "six people were killed when warplanes raided the market");
    assert!(air.contains(&"air_drone_strike") && !air.contains(&"armed_clash"), "{air:?}");
    let clash = book.types_beside("killed", "six fighters were killed in clashes near the bridge");
    assert!(clash.contains(&"armed_clash") && !clash.contains(&"air_drone_strike"), "{clash:?}");
    assert!(book.types_beside("no such act", "killed by warplanes").is_empty());
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let problem = only_problem(own(|t| t.replace("\nname = ", "\ncolour = \"red\"\nname = ")));
    assert_eq!((problem.file.as_str(), problem.line), ("own.toml", 3));
    assert!(problem.what.contains("colour"), "{problem}");
}

#[test]
fn a_missing_key_is_named() {
    let problem = only_problem(own(|t| t.replace("acled = \"Grenade\"\n", "")));
    assert!(problem.what.contains("acled"), "{problem}");
}

#[test]
fn an_unknown_family_is_named_with_those_there_are() {
    let problem = only_problem(own(|t| t.replace("family = \"bomb\"", "family = \"bombs\"")));
    assert_eq!(problem.line, 4);
    assert!(problem.what.contains("bombs") && problem.what.contains("development"), "{problem}");
}

#[test]
fn two_entries_with_one_id_are_a_problem_of_the_second() {
    let text = EMBEDDED.iter().find(|e| e.id == "grenade").expect("ours").text;
    let problem = only_problem(Codebook::parse(&[("a.toml", text), ("b.toml", text)]));
    assert_eq!((problem.file.as_str(), problem.line), ("b.toml", 2));
    assert!(problem.what.contains("a.toml:2"), "{problem}");
}

#[test]
fn broken_toml_is_a_problem_and_no_panic() {
    for text in ["", "id = ", "\u{0}\u{feff}", "id = \"é\nname", "[[[["] {
        let problem = only_problem(Codebook::parse(&[("broken.toml", text)]));
        assert!(problem.line >= 1 && problem.what.ends_with('.'), "{problem}");
    }
}

#[test]
fn too_few_examples_are_a_warning() {
    let cut = |t: &str| match t.find("\nmust_code = [") {
        Some(at) => format!("{}\n[roles]{}", &t[..at], t.split("[roles]").nth(1).unwrap_or("")),
        None => t.to_owned(),
    };
    let book = own(cut).expect("few examples do not make it unusable");
    assert_eq!(book.warnings().len(), 2);
    assert!(book.warnings()[0].what.contains("must_code has 0 examples"), "{}", book.warnings()[0]);
}

#[test]
fn a_pattern_whose_act_nobody_lists_never_fits_and_is_a_problem() {
    let problem = only_problem(own(|t| t.replace("\"hurled + ", "\"juggled + ")));
    assert!(problem.what.contains("juggled"), "{problem}");
}

#[test]
fn own_entries_lie_over_ours() {
    let renamed = own(|t| t.replace("name = \"Grenade\"", "name = \"Hand grenade\"")).expect("well formed");
    let both = renamed.over(Codebook::embedded());
    assert_eq!(both.ids().count(), TYPES.len());
    assert_eq!(both.get("grenade").map(|t| t.name.as_str()), Some("Hand grenade"));
    let added = own(|t| t.replace("id = \"grenade\"", "id = \"firework\"")).expect("well formed");
    assert_eq!(added.over(Codebook::embedded()).ids().last(), Some("firework"));
}

#[test]
fn the_terminal_shows_a_list_one_type_or_that_there_is_none() {
    let book = Codebook::embedded();
    assert!(TYPES.iter().all(|id| book.render(None, 80).contains(id)));
    let one = book.render(Some("air_drone_strike"), 80);
    assert!(one.contains("barrel bomb") && one.lines().all(|l| l.chars().count() <= 80));
    assert!(book.render(None, 60).lines().all(|l| l.chars().count() <= 60));
    assert!(book.render(Some("earthquake"), 80).starts_with("There is no event type \"earthquake\""));
}
