//! `cargo xtask docs`: writes the pages of `docs/` that are made from the project's own data.

use anyhow::{Context, Result};
use dateline_code::codebook::Codebook;
use std::path::Path;

/// Writes each page; `check` compares instead, and is false where one is out of date.
pub fn run(check: bool) -> Result<bool> {
    let pages = [
        ("docs/codebook/README.md", Codebook::embedded().page()),
        ("docs/exports.md", dateline_export::page()),
    ];
    let mut fresh = true;
    for (page, text) in pages {
        fresh &= write(page, &text, check)?;
    }
    Ok(fresh)
}

/// Writes a page, or compares it where `check`.
fn write(page: &str, text: &str, check: bool) -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = root.join(page);
    if check {
        let fresh = std::fs::read_to_string(&path).is_ok_and(|there| there == text);
        if !fresh {
            eprintln!("{page} is out of date: run `cargo xtask docs`");
        }
        return Ok(fresh);
    }
    std::fs::create_dir_all(path.parent().unwrap_or(&root))?;
    std::fs::write(&path, text).with_context(|| format!("writing {page}"))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pages_made_from_data_are_up_to_date() {
        assert!(super::run(true).expect("the pages can be read"));
    }
}
