use super::*;

#[test]
fn the_compiled_in_files_have_no_problem() {
    assert_eq!(parse::build(FILES, parse::Trust::Check).err(), None);
}

#[test]
fn a_users_row_replaces_ours_and_a_bad_one_is_named_by_its_line() {
    let own = "[[group]]\nid = \"islamic-state\"\nname = \"Own Name\"\nkind = \"rebel\"\n";
    let actors = Actors::parse(&[("own.toml", own)]).expect("a good file");
    assert_eq!(actors.group("islamic-state").map(|g| g.name.as_str()), Some("Own Name"));

    let bad = "\n[[group]]\nid = \"x\"\nname = \"X\"\nkind = \"rebel\"\npart_of = [\"nobody\"]\n";
    let problems = Actors::parse(&[("bad.toml", bad)]).expect_err("a bad file");
    assert_eq!((problems[0].file.as_str(), problems[0].line), ("bad.toml", 2));
    let kind = "[[group]]\nid = \"x\"\nname = \"X\"\nkind = \"army\"\n";
    assert_eq!(Actors::parse(&[("kind.toml", kind)]).expect_err("a bad kind")[0].line, 4);
}

#[test]
fn there_are_400_groups_and_more_each_saying_whether_it_was_checked() {
    let actors = Actors::embedded();
    assert!(actors.groups().len() >= 400, "only {}", actors.groups().len());
    assert!(actors.countries().len() >= 190);
    assert!(actors.groups().iter().all(|g| !g.checked.is_empty()));
    assert!(actors.countries().iter().all(|c| !c.checked.is_empty()));
}

#[test]
fn a_shared_name_must_be_declared() {
    let own = "[[group]]\nid = \"own\"\nname = \"Own Front\"\nkind = \"rebel\"\naliases = [\"Boko Haram\"]\n";
    let problems = Actors::parse(&[("own.toml", own)]).expect_err("an undeclared clash");
    assert!(problems[0].what.contains("boko-haram") && problems[0].line == 1, "{problems:?}");
    let declared = format!("{own}shared_aliases = [\"Boko Haram\"]\n");
    let actors = Actors::parse(&[("own.toml", &declared)]).expect("a declared one");
    let ids: Vec<String> = actors.lookup("Boko Haram").into_iter().take(2).map(|c| c.id).collect();
    assert_eq!(ids, ["boko-haram", "own"]);
}

#[test]
fn lookup_gives_the_exact_one_first_and_runners_up_with_why() {
    let actors = Actors::embedded();
    let found = actors.lookup("Kataib Hezbollah");
    assert_eq!(found[0].id, "kataib-hezbollah");
    assert!(found.iter().any(|c| c.id == "hezbollah" && c.score < found[0].score));
    assert!(found.iter().all(|c| !c.why.is_empty()));
    assert_eq!(actors.lookup("CENTCOM")[0].id, "us-military");
    let own = &actors.lookup("Military Forces of the United States")[0];
    assert_eq!((own.id.as_str(), own.score), ("us-military", 1.0), "the canonical name of a body");
    assert_eq!(actors.lookup("Ankara")[0].name, "Government of Turkey");
    assert_eq!(actors.lookup("Turkish warplanes")[0].id, "tr-military");
    assert!(actors.lookup("").is_empty() && actors.lookup("Nobody Of That Name").is_empty());
}

#[test]
fn an_umbrella_names_what_it_is_not() {
    let actors = Actors::embedded();
    let umbrella = actors.group("islamic-resistance-in-iraq").expect("listed");
    assert!(umbrella.aliases.iter().any(|a| a == "Iraqi Resistance") && umbrella.note.is_some());
    assert!(actors.groups().iter().filter(|g| g.part_of.contains(&umbrella.id)).count() >= 3);
    let kataib = actors.group("kataib-hezbollah").expect("listed");
    assert!(kataib.not_to_confuse_with.contains(&"hezbollah".to_owned()));
}
