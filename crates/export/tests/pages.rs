//! The documents made from the tables.

use std::path::Path;

#[test]
fn the_page_of_exports_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/exports.md");
    if std::env::var_os("DATELINE_BLESS").is_some() {
        std::fs::write(&path, dateline_export::page()).expect("the page");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == dateline_export::page(), "docs/exports.md is out of date: run `cargo xtask docs`");
}
