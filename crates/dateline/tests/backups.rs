//! Backups of a record in use, and records made of them.

mod fault;
mod program;

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use fault::reports;
use fault::state::content;
use program::{Done, Folder, command, run};
use std::path::{Path, PathBuf};
use std::time::Duration;

const PHRASE: &[u8] = b"four words of nobody\n";

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[track_caller]
fn fine(done: Done) -> String {
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{}", done.stdout);
    done.stdout
}

#[track_caller]
fn refused(done: &Done, words: &str) {
    assert_eq!(done.code, Some(1), "{}", done.stdout);
    assert!(done.stderr.contains(words), "{}", done.stderr);
}

/// A record of some reports, with an account at its desk.
fn record(folder: &Folder) -> PathBuf {
    let (db, input) = (folder.join("r.db"), reports::file(folder, "some.jsonl", 24));
    let done = run(&["ingest", text(&input), "--db", text(&db)], b"");
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    fine(run(&["user", "add", "Ada", "--role", "admin", "--db", text(&db)], b"three calm words\n"));
    db
}

fn backup(db: &Path, to: &Path, more: &[&str], input: &[u8]) -> Done {
    run(&[&["backup", "--db", text(db), "--to", text(to)], more].concat(), input)
}

fn restore(from: &Path, db: &Path, more: &[&str], input: &[u8]) -> Done {
    run(&[&["restore", text(from), "--db", text(db)], more].concat(), input)
}

fn incidents(db: &Path) -> String {
    fine(run(&["incidents", "--json", "--db", text(db)], b""))
}

#[test]
fn a_restored_record_says_what_the_record_said_and_knows_its_accounts() {
    let folder = Folder::new();
    let (db, packed, again) = (record(&folder), folder.join("b.tar.gz"), folder.join("again.db"));
    assert!(fine(backup(&db, &packed, &[], b"")).contains("not encrypted"));
    fine(restore(&packed, &again, &[], b""));
    assert_eq!(incidents(&db), incidents(&again));
    assert!(fine(run(&["user", "list", "--db", text(&again)], b"")).starts_with("Ada  admin"));
    refused(&backup(&db, &packed, &[], b""), "is there already");
    refused(&restore(&packed, &again, &[], b""), "is there already");
    let alone = folder.join("alone.db");
    fine(restore(&packed, &alone, &["--without-desk"], b""));
    assert!(!folder.join("alone.db.desk").exists());
}

#[test]
fn what_is_encrypted_opens_for_its_key_or_passphrase_alone() {
    let folder = Folder::new();
    let (db, to) = (record(&folder), |n: &str| folder.join(n));
    let (mine, other) = (Identity::generate(), Identity::generate());
    let key =
        |identity: &Identity, name: &str| folder.file(name, identity.to_string().expose_secret().as_bytes());
    let (mine_at, other_at) = (key(&mine, "mine.txt"), key(&other, "other.txt"));
    let recipient = mine.to_public().to_string();
    assert!(fine(backup(&db, &to("k.age"), &["--recipient", &recipient], b"")).contains(", encrypted)"));
    assert!(std::fs::read(to("k.age")).expect("a backup").starts_with(b"age-encryption.org/v1\n"));
    refused(&restore(&to("k.age"), &to("k.db"), &[], b""), "--identity");
    refused(
        &restore(&to("k.age"), &to("k.db"), &["--identity", text(&other_at)], b""),
        "encrypted for another",
    );
    assert!(!to("k.db").exists());
    fine(restore(&to("k.age"), &to("k.db"), &["--identity", text(&mine_at)], b""));
    assert_eq!(incidents(&db), incidents(&to("k.db")));

    refused(&backup(&db, &to("p.age"), &["--passphrase"], b"short\n"), "too short");
    fine(backup(&db, &to("p.age"), &["--passphrase"], PHRASE));
    refused(&restore(&to("p.age"), &to("p.db"), &[], b"four words of somebody\n"), "encrypted for another");
    fine(restore(&to("p.age"), &to("p.db"), &[], PHRASE));
    assert_eq!(incidents(&db), incidents(&to("p.db")));
    refused(&backup(&db, &to("x.age"), &["--recipient", "age1nobody"], b""), "--recipient age1nobody");
}

#[test]
fn a_backup_that_was_cut_short_or_altered_restores_nothing() {
    let folder = Folder::new();
    let (db, packed) = (record(&folder), folder.join("b.tar.gz"));
    fine(backup(&db, &packed, &[], b""));
    let bytes = std::fs::read(&packed).expect("a backup");
    let again = folder.join("again.db");
    let tries = [0, 9, bytes.len() / 3, bytes.len() / 2, bytes.len() - 9, bytes.len() - 1];
    for at in tries {
        let cut = folder.file("cut", &bytes[..at]);
        let done = restore(&cut, &again, &[], b"");
        refused(&done, "Nothing was restored");
        assert!(!again.exists(), "cut at {at}");
    }
    for at in [bytes.len() / 3, bytes.len() / 2, bytes.len() - 7, bytes.len() - 1] {
        let mut other = bytes.clone();
        other[at] ^= 0x10;
        refused(&restore(&folder.file("altered", &other), &again, &[], b""), "Nothing was restored");
        assert!(!again.exists(), "altered at {at}");
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").flatten();
    let left = left.filter(|f| f.file_name().to_string_lossy().ends_with(".part")).count();
    assert_eq!(left, 0, "drafts were left behind");
}

#[test]
fn a_backup_of_a_record_that_grows_holds_whole_changes() {
    let folder = Folder::new();
    let (db, more) = (record(&folder), reports::file(&folder, "many.jsonl", 300));
    let mut ingest = command(&["ingest", text(&more), "--db", text(&db)]).spawn().expect("it starts");
    let mut seen = Vec::new();
    for round in 0.. {
        let ended = ingest.try_wait().expect("it runs").is_some();
        let (packed, again) = (folder.join(&format!("{round}.gz")), folder.join(&format!("{round}.db")));
        fine(backup(&db, &packed, &["--without-desk"], b""));
        fine(restore(&packed, &again, &[], b""));
        seen.push(content(&again));
        if ended {
            break;
        }
        std::thread::sleep(Duration::from_millis(30));
    }
    assert_eq!(ingest.wait().expect("it ends").code(), Some(0));
    println!("{} backups were made", seen.len());
    assert_eq!(seen.last(), Some(&content(&db)));
}
