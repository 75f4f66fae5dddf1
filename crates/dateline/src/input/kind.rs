//! What a file is, by its name or by its first bytes.

use super::chat::{is_telegram, is_whatsapp};
use dateline_terms::Format;
use std::path::Path;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One page.
    Page(Format),
    /// One JSON object, or an array of them.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// A mailbox of messages.
    Mailbox,
    /// A table with a report in each row, its columns parted by tabs or by commas.
    Table { tabs: bool },
    /// Messages of a chat as Telegram exports them.
    Telegram,
    /// The same of WhatsApp.
    WhatsApp,
    /// Pages as a crawler fetched them.
    Warc,
    /// A package of such files.
    Wacz,
    /// Not said by the name.
    Unknown,
}

/// File name endings, each also with `.gz` or `.zst` behind it.
const ENDINGS: [(&str, Kind); 15] = [
    ("html", Kind::Page(Format::Html)),
    ("htm", Kind::Page(Format::Html)),
    ("xhtml", Kind::Page(Format::Html)),
    ("mhtml", Kind::Page(Format::Mhtml)),
    ("txt", Kind::Page(Format::Text)),
    ("md", Kind::Page(Format::Text)),
    ("json", Kind::Json),
    ("jsonl", Kind::JsonLines),
    ("eml", Kind::Page(Format::Mail)),
    ("pdf", Kind::Page(Format::Pdf)),
    ("mbox", Kind::Mailbox),
    ("csv", Kind::Table { tabs: false }),
    ("tsv", Kind::Table { tabs: true }),
    ("warc", Kind::Warc),
    ("wacz", Kind::Wacz),
];

/// The kind that the name says, whether packed or not.
pub(super) fn by_name(path: &Path) -> Kind {
    let bare = if packed_by_name(path).is_some() { path.with_extension("") } else { path.to_path_buf() };
    let ending = bare.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    ENDINGS.iter().find(|(e, _)| ending.as_deref() == Some(e)).map_or(Kind::Unknown, |(_, kind)| *kind)
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

/// The packing that the name says.
pub(super) fn packed_by_name(path: &Path) -> Option<Packing> {
    match path.extension()?.to_string_lossy().to_ascii_lowercase().as_str() {
        "gz" => Some(Packing::Gzip),
        "zst" => Some(Packing::Zstd),
        _ => None,
    }
}

/// The kind that the first bytes look like, where the name says nothing or no more than that it is text or JSON.
pub(super) fn sniff(head: &[u8], said: Kind) -> Kind {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = head.trim_ascii_start();
    match said {
        Kind::Unknown | Kind::Json if text.starts_with(b"{") && is_telegram(text) => Kind::Telegram,
        Kind::Unknown | Kind::Page(Format::Text) if is_whatsapp(text) => Kind::WhatsApp,
        Kind::Unknown if text.starts_with(b"From ") && text.windows(9).any(|w| w == b"\nSubject:") => {
            Kind::Mailbox
        }
        Kind::Unknown => lines_or_page(text),
        said => said,
    }
}

fn lines_or_page(text: &[u8]) -> Kind {
    match text.first() {
        Some(b'W') if text.starts_with(b"WARC/") => Kind::Warc,
        Some(b'[') if text[1..].trim_ascii_start().starts_with(b"{") => Kind::Json,
        Some(b'{') => {
            let line = text.split(|b| *b == b'\n').next().unwrap_or(text);
            if line.trim_ascii() == b"{" { Kind::Json } else { Kind::JsonLines }
        }
        _ => Kind::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_file_is() {
        for (name, kind) in [
            ("a.HTML", Kind::Page(Format::Html)),
            ("a.txt.gz", Kind::Page(Format::Text)),
            ("a.b.jsonl.zst", Kind::JsonLines),
            ("a.json", Kind::Json),
            ("a.warc.gz", Kind::Warc),
            ("a.wacz", Kind::Wacz),
            ("a.gz", Kind::Unknown),
            ("README", Kind::Unknown),
        ] {
            assert_eq!(by_name(Path::new(name)), kind, "{name}");
        }
    }

    fn unsaid(head: &[u8]) -> Kind {
        sniff(head, Kind::Unknown)
    }

    #[test]
    fn first_bytes_tell_json_from_pages() {
        assert_eq!(unsaid(b"\xef\xbb\xbf {\"id\": 1}\n"), Kind::JsonLines);
        assert_eq!(unsaid(b"{\n  \"id\": 1\n}"), Kind::Json);
        assert_eq!(unsaid(b"[ {\"id\": 1}]"), Kind::Json);
        assert_eq!(unsaid(b"[Photo] Militants fired"), Kind::Unknown);
        assert_eq!(unsaid(b"<html>"), Kind::Unknown);
        assert_eq!(unsaid(b"WARC/1.0\r\n"), Kind::Warc);
        assert_eq!(unsaid(b""), Kind::Unknown);
    }
}
