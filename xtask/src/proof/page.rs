//! The sections of `docs/reader.md` that tasks write.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Puts `text` between the marks of a section, in place of what stands there; another run puts it there again.
///
/// # Errors
/// When the page cannot be read or written, or has no such marks.
pub fn put(section: &str, text: &str) -> Result<()> {
    let path = docs().join("reader.md");
    let page = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let fresh = replaced(&page, section, text)
        .with_context(|| format!("{} has no marks of a section {section:?}", path.display()))?;
    std::fs::write(&path, fresh).with_context(|| path.display().to_string())
}

/// The folder `docs`.
pub fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

fn replaced(page: &str, section: &str, text: &str) -> Option<String> {
    let (open, close) = (format!("<!-- {section} -->\n"), format!("<!-- end of {section} -->"));
    let (before, rest) = page.split_once(&open)?;
    let (_, after) = rest.split_once(&close)?;
    Some(format!("{before}{open}\n{}\n\n{close}{after}", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn a_section_is_replaced_and_nothing_else() {
        let page = "a\n<!-- x -->\nold\n<!-- end of x -->\nb\n";
        let once = replaced(page, "x", "new\n").expect("marks");
        assert_eq!(once, "a\n<!-- x -->\n\nnew\n\n<!-- end of x -->\nb\n");
        assert_eq!(replaced(&once, "x", "new").as_deref(), Some(once.as_str()));
        assert_eq!(replaced(page, "y", "new"), None);
    }
}
