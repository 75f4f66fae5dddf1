use chardetng::EncodingDetector;
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page an encoding may be declared. The HTML standard says 1,024 bytes; real pages put
/// scripts before it.
const DECLARED_WITHIN: usize = 8192;

/// How many bytes the detector is fed.
const DETECT_WITHIN: usize = 64 * 1024;

/// Text of `bytes`, and a sentence on what was lost if some bytes did not fit the encoding.
///
/// In order: byte-order mark; UTF-16 by its zero bytes; valid UTF-8; what the header of HTTP or MIME says (`header`), then
/// what the mark-up declares; what the bytes look like. That is the order of the HTML standard ("determining the
/// character encoding"), but that bytes which are valid UTF-8 are UTF-8 whatever is said: many servers name the same
/// encoding for all their pages. What is written in seven bits is UTF-8 too, so that a declared ISO-2022-JP, whose
/// letters stand between escapes, goes before.
pub(crate) fn decode(bytes: &[u8], header: Option<&str>) -> (String, Option<String>) {
    let encoding = choose(bytes, header);
    let (text, used, broken) = encoding.decode(bytes);
    let lost = broken.then(|| {
        format!(
            "Some bytes are not valid {}: the letters there are lost. Save the page again, as UTF-8 if you can.",
            used.name()
        )
    });
    (text.into_owned(), lost)
}

/// The encoding that `decode` reads by.
fn choose(bytes: &[u8], header: Option<&str>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if looks_utf16(bytes) {
        return if bytes.first() == Some(&0) { UTF_16BE } else { UTF_16LE };
    }
    let header = header.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let said = header.or_else(|| declared(bytes));
    if said == Some(ISO_2022_JP) && bytes.contains(&ESCAPE) {
        return ISO_2022_JP;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    match said {
        // UTF-16 has zeros, which were looked for: the page is in letters of one byte, else nobody could have read so far.
        Some(encoding) if encoding != UTF_8 && encoding.is_ascii_compatible() => encoding,
        // Mostly right UTF-8 with a broken byte stays UTF-8.
        Some(_) if broken_share(bytes) < 0.01 => UTF_8,
        None if broken_share(bytes) < 0.001 => UTF_8,
        // What the header says and the bytes are not, the mark-up may know better.
        Some(_) => declared(bytes)
            .filter(|own| own.is_ascii_compatible() && *own != UTF_8)
            .unwrap_or_else(|| detect(bytes)),
        None => detect(bytes),
    }
}

/// The byte that begins an escape of ISO-2022-JP.
const ESCAPE: u8 = 0x1b;

/// Share of the bytes outside ASCII that are no part of valid UTF-8.
fn broken_share(bytes: &[u8]) -> f64 {
    let bytes = bytes.get(..DETECT_WITHIN * 4).unwrap_or(bytes);
    let high = bytes.iter().filter(|b| !b.is_ascii()).count().max(1);
    let broken: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    broken as f64 / high as f64
}

/// The encoding that `charset=` or an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = ascii_lower(bytes.get(..DECLARED_WITHIN).unwrap_or(bytes));
    ["charset", "encoding"].iter().find_map(|key| {
        head.match_indices(key).find_map(|(at, _)| {
            let rest = head.get(at + key.len()..)?.trim_start().strip_prefix('=')?;
            let label = rest.trim_start_matches([' ', '"', '\'']);
            let end =
                label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c)).unwrap_or(label.len());
            Encoding::for_label(label.get(..end)?.as_bytes())
        })
    })
}

/// What the bytes look like, by letter statistics.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new();
    // Statistics need bytes outside ASCII: start shortly before the first one.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(32);
    let rest = bytes.get(first..).unwrap_or(bytes);
    detector.feed(rest.get(..DETECT_WITHIN).unwrap_or(rest), true);
    detector.guess(None, true)
}

/// Whether the bytes are UTF-16, with or without a byte-order mark: every other byte is mostly zero.
pub(crate) fn looks_utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return true;
    }
    let head = bytes.get(..256).unwrap_or(bytes);
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count() * 4;
    let (even, odd) = (zeros(0), zeros(1));
    head.len() >= 8 && ((even > head.len() && odd == 0) || (odd > head.len() && even == 0))
}

/// ASCII letters and marks of `bytes` in lower case, other bytes as "?" (zero bytes left out, so that
/// UTF-16 can be looked at too).
pub(crate) fn ascii_lower(bytes: &[u8]) -> String {
    bytes
        .iter()
        .filter(|b| **b != 0)
        .map(|b| if b.is_ascii() { b.to_ascii_lowercase() as char } else { '?' })
        .collect()
}
