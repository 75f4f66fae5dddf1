//! The register as programs share it: what people change of sources, and files that an older version wrote.

use dateline_intake::watch::{Register, Source, path};
use std::path::PathBuf;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(label: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("dateline-register-{label}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn record(&self) -> PathBuf {
        self.0.join("record.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn feed(name: &str, address: &str) -> Source {
    Source { name: name.into(), feed: Some(address.into()), ..Source::default() }
}

#[test]
fn a_file_of_the_first_schema_is_read_and_its_sources_stay() {
    let folder = Folder::new("first");
    let old = rusqlite::Connection::open(path(&folder.record())).expect("a file");
    old.execute_batch(include_str!("../src/watch/register/schema1.sql")).expect("the first schema");
    old.execute_batch(
        r#"PRAGMA application_id = 1145851479; PRAGMA user_version = 1;
           INSERT INTO source (name, origin, body, address, ask, host) VALUES ('A', 'added',
             '{"name":"A","feed":"https://a.example/rss"}', 'https://a.example/rss', 'https://a.example/rss', 'a.example');
           INSERT INTO page (address, source, ask, host, told, state, due, found, ended, own, status) VALUES
             ('https://a.example/1', 1, 'https://a.example/1', 'a.example', '{"link":"x","title":"One"}', 'done', 0, 5, 9,
              'https://a.example/own', 200),
             ('https://a.example/own', 1, 'https://a.example/own', 'a.example', '{"link":"x"}', 'done', 0, 5, 9,
              'https://a.example/own', NULL),
             ('https://a.example/2', 1, 'https://a.example/2', 'a.example', '{"link":"y"}', 'refused', 0, 5, 8, NULL, 404);"#,
    )
    .expect("what an older program wrote");
    drop(old);
    let register = Register::open(&folder.record()).expect("it is read");
    let detail = register.detail(1, 10).expect("read").expect("a source");
    let pages: Vec<(&str, &str)> =
        detail.pages.iter().map(|page| (page.address.as_str(), page.state.as_str())).collect();
    assert_eq!(pages, [("https://a.example/1", "done"), ("https://a.example/2", "refused")]);
    assert_eq!(detail.pages[0].title.as_deref(), Some("One"));
    assert_eq!(register.at("https://a.example/rss").expect("read").as_deref(), Some("A"));
    assert!(register.detail(2, 10).expect("read").is_none());
}

#[test]
fn sources_added_by_hand_change_and_those_of_the_file_do_not() {
    let folder = Folder::new("change");
    let register = Register::open(&folder.record()).expect("a register");
    register.follow(&[feed("File", "https://f.example/rss")]).expect("followed");
    let number = register.add(&feed("A", "https://a.example/rss")).expect("added");
    let changed = Source { outlet: Some("A Times".into()), ..feed("B", "https://b.example/rss") };
    register.change(number, &changed).expect("changed");
    let health = register.health(0).expect("health");
    let told: Vec<(&str, &str)> = health.iter().map(|h| (h.name.as_str(), h.address.as_str())).collect();
    assert_eq!(told, [("B", "https://b.example/rss"), ("File", "https://f.example/rss")]);
    assert_eq!(health[0].source.outlet.as_deref(), Some("A Times"));
    let file = health[1].number;
    let wrong = |number, source: &Source| register.change(number, source).expect_err("refused").to_string();
    assert!(wrong(file, &feed("File", "https://x.example/")).contains("sources.toml"));
    assert!(wrong(number, &feed("File", "https://b.example/rss")).contains("already"));
    assert!(wrong(99, &feed("C", "https://b.example/rss")).contains("no source"));
    let sitemap = Source { sitemap: Some("https://b.example/".into()), feed: None, ..changed };
    assert!(wrong(number, &sitemap).contains("of its kind"));
}

#[test]
fn what_is_paused_by_hand_stays_so_when_the_file_is_read_again() {
    let folder = Folder::new("pause");
    let register = Register::open(&folder.record()).expect("a register");
    let (one, two) = (feed("One", "https://a.example/1"), feed("Two", "https://a.example/2"));
    let paused = |register: &Register| -> Vec<Option<String>> {
        register.health(0).expect("health").into_iter().map(|source| source.paused).collect()
    };
    let by_file = Source { paused: true, ..two.clone() };
    register.follow(&[one.clone(), by_file]).expect("followed");
    register.pause("One", Some("rebuilt")).expect("paused");
    register.follow(&[one.clone(), two.clone()]).expect("followed again");
    assert_eq!(paused(&register), [Some("rebuilt".into()), None]);
    register.pause("One", None).expect("resumed");
    register.follow(&[one, two]).expect("followed again");
    assert_eq!(paused(&register), [None, None]);
}
