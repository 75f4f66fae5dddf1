//! What bytes are, by the bytes themselves: what a server says of them is often wrong.

/// What an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A page.
    Html,
    /// A feed: RSS, RDF or Atom.
    Feed,
    /// A sitemap, or an index of sitemaps.
    Sitemap,
    /// Other XML.
    Xml,
    /// A JSON object or array.
    Json,
    /// A PDF file.
    Pdf,
    /// Text, as far as the first bytes show.
    Text,
    /// Pictures, archives, programs and other bytes.
    Other,
}

/// Bytes that are looked at.
const HEAD: usize = 4096;

/// What bytes are.
pub fn sniff(bytes: &[u8]) -> Content {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.starts_with(b"%PDF-") {
        return Content::Pdf;
    }
    if dateline_page::refuse(bytes).is_some() {
        return Content::Other;
    }
    let text = letters(head).to_ascii_lowercase();
    let text = text.trim_ascii_start();
    match element(text) {
        Some("rss" | "feed" | "rdf:rdf" | "channel") => Content::Feed,
        Some("urlset" | "sitemapindex") => Content::Sitemap,
        Some("!doctype" | "html" | "head" | "body" | "title" | "meta" | "div" | "p" | "article") => {
            Content::Html
        }
        Some(_) if text.starts_with("<?xml") => Content::Xml,
        Some(_) => Content::Html,
        None if text.starts_with(['{', '[']) => Content::Json,
        None => Content::Text,
    }
}

/// The ASCII letters of a text in any encoding: UTF-16 loses its zeros.
fn letters(head: &[u8]) -> String {
    head.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)).collect::<String>().replace("ÿþ", "")
}

/// The name of the first element, after comments, instructions and a prefix that is no `rdf`.
fn element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ => break,
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let inside = rest.strip_prefix('<')?;
    let name = inside.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
    let local = name.rsplit(':').next().unwrap_or(name);
    Some(if name == "rdf:rdf" { name } else { local })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_what_they_are() {
        let cases: [(&[u8], Content); 13] = [
            (b"<!DOCTYPE html><html>", Content::Html),
            (b"<?xml version=\"1.0\"?>\n<!-- x --><html xmlns=\"x\">", Content::Html),
            (b"\xef\xbb\xbf<?xml version=\"1.0\"?><rss version=\"2.0\">", Content::Feed),
            (b"<feed xmlns=\"http://www.w3.org/2005/Atom\">", Content::Feed),
            (b"<atom:feed xmlns:atom=\"x\">", Content::Feed),
            (b"<rdf:RDF xmlns:rdf=\"x\">", Content::Feed),
            (b"<urlset xmlns=\"x\">", Content::Sitemap),
            (b"<?xml version=\"1.0\"?><sitemapindex>", Content::Sitemap),
            (b"<?xml version=\"1.0\"?><svg>", Content::Xml),
            (b" {\"version\": \"https://jsonfeed.org/version/1.1\"}", Content::Json),
            (b"%PDF-1.7", Content::Pdf),
            (b"\x89PNG\r\n\x1a\n", Content::Other),
            (b"Rockets fell.", Content::Text),
        ];
        for (bytes, content) in cases {
            assert_eq!(sniff(bytes), content, "{}", String::from_utf8_lossy(bytes));
        }
        let wide: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(&wide), Content::Html);
    }
}
