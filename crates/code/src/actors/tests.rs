use super::*;

#[test]
fn the_compiled_in_files_have_no_problem() {
    assert_eq!(parse::build(FILES).err(), None);
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
