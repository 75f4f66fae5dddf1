//! A file stands under its name whole or not at all, and failures say what to do.

mod set;

use dateline_export::{Format, export};
use set::{Broken, folder, memory, options, written};
use std::path::Path;

/// Names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder").flatten();
    let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_stood_there_stays_where_rows_cannot_be_read() {
    for format in Format::all() {
        let folder = folder();
        let to = folder.path().join(format!("x{}", format.endings()[0]));
        std::fs::write(&to, "older").expect("a file");
        let error = export(&Broken(memory()), format, &to, &options()).expect_err("an error");
        assert_eq!(error.to_string(), "the record ended early", "{format:?}");
        assert_eq!(std::fs::read_to_string(&to).expect("the older file"), "older", "{format:?}");
        assert_eq!(names(folder.path()).len(), 1, "{format:?} left {:?}", names(folder.path()));
    }
}

#[test]
fn a_file_has_its_note_beside_it_and_nothing_else() {
    for format in Format::all() {
        let folder = folder();
        let name = format!("x{}", format.endings()[0]);
        let (_, summary) = written(folder.path(), &name, format.name(), &options());
        assert_eq!(names(folder.path()), [name.clone(), format!("{name}.README.txt")]);
        let note = std::fs::read_to_string(&summary.note).expect("the note");
        for lost in format.loses() {
            assert!(note.contains(lost), "{format:?}: {lost}");
        }
        assert!(summary.written > 0 && summary.bytes > 0, "{summary:?}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let to = folder().path().join("none").join("x.csv");
    let format = Format::of(&to).expect("a format");
    let error = export(&memory(), format, &to, &options()).expect_err("an error").to_string();
    assert!(error.contains("x.csv was not written: there is no such folder"), "{error}");
}

#[test]
fn the_same_record_makes_the_same_bytes() {
    for format in Format::all() {
        let folder = folder();
        let (one, _) = written(folder.path(), "one", format.name(), &options());
        let (two, _) = written(folder.path(), "two", format.name(), &options());
        let read = |path| std::fs::read(path).expect("the file");
        assert!(read(one) == read(two), "{format:?}");
    }
}

#[test]
fn names_of_files_and_words_find_their_formats() {
    let named = |name: &str| Format::of(Path::new(name)).map(|format| format.name());
    assert_eq!(named("a/b.csv"), Some("csv"));
    assert_eq!(named("B.ACLED.CSV"), Some("acled"));
    assert_eq!(named("b.ged.csv"), Some("ucdp"));
    assert_eq!(named("b.hxl.csv"), Some("hxl"));
    assert_eq!(named("b.doc"), None);
    for format in Format::all() {
        assert_eq!(Format::named(format.name()), Some(format));
        assert!(!format.loses().is_empty(), "{format:?} says nothing of what it loses");
    }
}

#[cfg(unix)]
#[test]
fn a_file_may_be_read_by_whom_the_users_mask_allows() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let plain = folder.path().join("plain");
    std::fs::write(&plain, "").expect("a file");
    let (to, _) = written(folder.path(), "x.csv", "csv", &options());
    let mode = |path: &Path| std::fs::metadata(path).expect("a file").permissions().mode();
    assert_eq!(mode(&to), mode(&plain));
}

#[cfg(unix)]
#[test]
fn what_a_killed_program_left_is_cleared_and_what_another_writes_is_not() {
    let folder = folder();
    let file = |name: &str| folder.path().join(name);
    for name in
        [".x.csv.a1B2c3.part", ".x.csv.README.txt.a1B2c3.part", ".x.csv.b2C3d4.part", ".y.csv.a1B2c3.part"]
    {
        std::fs::write(file(name), "half").expect("a file");
    }
    // Another program that writes the same target now has its draft locked.
    let other = std::fs::File::open(file(".x.csv.b2C3d4.part")).expect("a file");
    other.lock().expect("a lock");
    written(folder.path(), "x.csv", "csv", &options());
    assert_eq!(
        names(folder.path()),
        [".x.csv.b2C3d4.part", ".y.csv.a1B2c3.part", "x.csv", "x.csv.README.txt"]
    );
}
