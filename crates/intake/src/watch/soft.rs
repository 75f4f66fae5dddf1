//! Pages that say "not found" and claim that all is well.

use memchr::memmem;

/// Beginnings of titles that say that there is no such page. A headline may hold such words elsewhere: "404 arrested".
const MISSING: [&str; 11] = [
    "404 not found",
    "404 error",
    "404 page",
    "404 -",
    "404 |",
    "404:",
    "error 404",
    "page not found",
    "page introuvable",
    "página no encontrada",
    "seite nicht gefunden",
];

/// Bytes of a page that are looked at.
const HEAD: usize = 64 << 10;

/// Titles longer than this are headlines, whatever words are in them.
const LONGEST: usize = 60;

/// Whether a page's title says that there is no such page.
pub(super) fn is_missing(html: &[u8]) -> bool {
    let head = html.get(..HEAD).unwrap_or(html).to_ascii_lowercase();
    let title = || {
        let open = memmem::find(&head, b"<title")?;
        let from = open + memchr::memchr(b'>', head.get(open..)?)? + 1;
        let length = memmem::find(head.get(from..)?, b"</title")?;
        Some(String::from_utf8_lossy(head.get(from..from + length)?).into_owned())
    };
    title().is_some_and(|title| {
        let title = title.trim();
        let said = MISSING.iter().any(|words| title.starts_with(words));
        title.len() <= LONGEST && (said || matches!(title, "404" | "not found"))
    })
}

#[cfg(test)]
mod tests {
    use super::is_missing;

    #[test]
    fn titles_tell_what_is_missing() {
        for page in ["<title>404</title>", "<html><TITLE lang=en>Page Not Found | A</TITLE>"] {
            assert!(is_missing(page.as_bytes()), "{page}");
        }
        for page in [
            "<title>Strike on town</title><p>404",
            "<p>Not found",
            "<title>404 people arrested</title>",
            "<title>Report 1 of site 404</title>",
            "<title>Not found: the missing of Homs</title>",
            "<title>404",
            "<title>Bodies of two soldiers lost in the river were not found on Monday, the ministry says</title>",
        ] {
            assert!(!is_missing(page.as_bytes()), "{page}");
        }
    }
}
