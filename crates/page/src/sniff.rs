use dateline_terms::{Format, Page};

/// How many bytes are looked at to tell text from junk and HTML from text.
const HEAD: usize = 4096;

/// What a PDF begins with.
const PDF: &[u8] = b"%PDF-";

/// File signatures of formats that people hand in by mistake, and what to do about each.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "It is a zip archive (or an office document): unpack it and hand in the pages inside."),
    (b"\x1f\x8b", "It is still gzip-compressed: name it .gz so that it is unpacked, or unpack it first."),
    (
        b"\x28\xb5\x2f\xfd",
        "It is still zstd-compressed: name it .zst so that it is unpacked, or unpack it first.",
    ),
    (b"BZh", "It is a bzip2 archive: unpack it first."),
    (b"\xfd7zXZ\x00", "It is an xz archive: unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "It is a 7z archive: unpack it first."),
    (b"Rar!\x1a\x07", "It is a rar archive: unpack it first."),
    (b"\x89PNG\r\n", "It is a picture (PNG): there is no text in it to read."),
    (b"\xff\xd8\xff", "It is a picture (JPEG): there is no text in it to read."),
    (b"GIF8", "It is a picture (GIF): there is no text in it to read."),
    (b"RIFF", "It is a media file (RIFF): there is no text in it to read."),
    (b"\x7fELF", "It is a program: there is no report in it to read."),
    (b"MZ\x90", "It is a program: there is no report in it to read."),
    (b"SQLite format 3", "It is a database: export its texts as JSONL and hand in that."),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "It is an old office document: save it as text or HTML and hand in that.",
    ),
];

/// Why `bytes` are no page, in words that a user can act on; `None` when they may be one.
///
/// Refused are empty input, archives, pictures, office files and other binary junk.
pub fn refuse(bytes: &[u8]) -> Option<String> {
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) {
        return Some("The page is empty: fetch it again or leave it out.".into());
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(format!("This is not a page. {what}"));
    }
    if !bytes.starts_with(PDF) && is_junk(bytes) {
        return Some(
            "This is not a page but binary bytes: check that the file is HTML or text and was saved whole."
                .into(),
        );
    }
    None
}

/// Whether the first bytes are neither text in a one-byte or UTF-8 encoding nor UTF-16.
fn is_junk(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if crate::encoding::looks_utf16(head) {
        return false;
    }
    // Control characters that no text encoding uses; text may hold a stray one.
    let control = head.iter().filter(|&&b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    control * 20 > head.len()
}

/// The shape of a page: as said, else by what its first bytes look like.
pub(crate) fn shape(page: &Page) -> Format {
    match page.format {
        Format::Unknown => guess(&page.bytes),
        said => said,
    }
}

/// Tells PDF, HTML, MIME archives and messages from text.
fn guess(bytes: &[u8]) -> Format {
    let head = crate::encoding::ascii_lower(bytes.get(..HEAD).unwrap_or(bytes));
    if bytes.starts_with(PDF) {
        return Format::Pdf;
    }
    if is_mhtml(&head) {
        return Format::Mhtml;
    }
    if crate::format::is_mail(bytes.get(..HEAD).unwrap_or(bytes)) {
        return Format::Mail;
    }
    const MARKS: [&str; 9] =
        ["<!doctype html", "<html", "<head", "<body", "<meta ", "<title", "<article", "<div", "<p>"];
    if MARKS.iter().any(|mark| head.contains(mark)) { Format::Html } else { Format::Text }
}

/// Whether a lower-cased head is that of a MIME message.
fn is_mhtml(head: &str) -> bool {
    head.contains("content-type:") && head.contains("multipart/related") && head.contains("mime-version:")
}
