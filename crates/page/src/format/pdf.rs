//! PDF: the text of its pages, in the order in which they hold it.

use super::wrapped::unwrapped;
use dateline_terms::{Flaw, Page, Report};
use flate2::{Decompress, FlushDecompress, Status};

/// Bytes that all packed parts of a file may unpack to: the text of a thousand pages, and their fonts.
const UNPACKED: u64 = 96 << 20;

/// Bytes that are unpacked at once.
const STEP: usize = 1 << 16;

/// Pages that are read: what has more is a book.
const PAGES: usize = 2_000;

/// Takes the text out. Broken lines are joined; what stands in pictures is not read.
pub(super) fn clean(page: &Page, report: &mut Report, flaws: &mut Vec<Flaw>) {
    match text(&page.bytes) {
        Ok(text) if text.trim().is_empty() => flaws.push(Flaw::new(
            "page",
            "The PDF holds no text: its pages may be pictures. Have them read by a program that recognises letters, and \
             hand in the text.",
        )),
        Ok(text) => crate::text::clean_text(&unwrapped(&text), report, flaws),
        Err(what) => flaws.push(Flaw::new("page", what)),
    }
}

fn text(bytes: &[u8]) -> Result<String, &'static str> {
    if !unpacks_within(bytes, UNPACKED) {
        return Err(
            "The PDF unpacks to more than 96 MB, and was not read: save the pages with the report alone.",
        );
    }
    let pages = pdf_extract::extract_text_from_mem_by_pages(bytes).map_err(|error| match error {
        pdf_extract::OutputError::PdfError(pdf_extract::Error::Decryption(_)) => {
            "The PDF is locked with a password: unlock it and hand it in again."
        }
        _ => "The PDF cannot be read: save its text as .txt and hand in that.",
    })?;
    Ok(pages.into_iter().take(PAGES).collect::<Vec<_>>().join("\n\n"))
}

/// Whether all packed parts together unpack to no more than `limit` bytes, those that are packed twice too. The library
/// that reads the file unpacks without a limit.
fn unpacks_within(bytes: &[u8], limit: u64) -> bool {
    let mut left = limit;
    let starts = memchr::memmem::find_iter(bytes, b"stream").map(|at| at + b"stream".len());
    starts.filter_map(|at| bytes.get(at..)).all(|part| {
        let part = part.strip_prefix(b"\r").unwrap_or(part);
        spend(part.strip_prefix(b"\n").unwrap_or(part), &mut left, 3)
    })
}

/// Takes what a part unpacks to off `left`; false where that is too little.
fn spend(packed: &[u8], left: &mut u64, depth: usize) -> bool {
    // The first byte of every stream that deflates by zlib's usual method (RFC 1950).
    if depth == 0 || packed.first().is_none_or(|first| first & 0x0f != 8) {
        return true;
    }
    let inside = unpacked(packed, *left);
    match left.checked_sub(inside.len() as u64) {
        Some(rest) => {
            *left = rest;
            spend(&inside, left, depth - 1)
        }
        None => false,
    }
}

/// What a part unpacks to, until it is more than `limit` bytes or the part ends. What is no packed part after all unpacks
/// to nothing, or breaks off.
fn unpacked(packed: &[u8], limit: u64) -> Vec<u8> {
    let (mut inflate, mut inside) = (Decompress::new(true), Vec::new());
    while inside.len() as u64 <= limit {
        inside.reserve(STEP);
        let (read, held) = (inflate.total_in(), inside.len());
        let rest = packed.get(read as usize..).unwrap_or_default();
        let went_on =
            matches!(inflate.decompress_vec(rest, &mut inside, FlushDecompress::None), Ok(Status::Ok));
        if !went_on || (inflate.total_in() == read && inside.len() == held) {
            break;
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::unpacks_within;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).expect("packed");
        packer.finish().expect("packed")
    }

    #[test]
    fn what_unpacks_to_too_much_is_told_before_it_is_unpacked() {
        let bomb = packed(&vec![0; 1 << 20]);
        let file = |part: &[u8]| [b"%PDF-1.5\n1 0 obj<<>>stream\r\n", part, b"\nendstream\n"].concat();
        assert!(unpacks_within(&file(&bomb), 1 << 20) && !unpacks_within(&file(&bomb), (1 << 20) - 1));
        assert!(!unpacks_within(&file(&packed(&bomb)), 1 << 20), "packed twice");
        let two = [file(&bomb), file(&bomb)].concat();
        assert!(unpacks_within(&two, 2 << 20) && !unpacks_within(&two, (2 << 20) - 1));
    }
}
