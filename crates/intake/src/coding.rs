//! Content codings of HTTP, undone within bounds.

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::Read;

/// Most codings on top of each other: more than one is rare, and a chain of them is an attack.
const MOST_CODINGS: usize = 3;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Gzip,
    Deflate,
    Brotli,
}

impl Coding {
    /// The coding that HTTP means by a name in lower case.
    pub(crate) fn named(name: &str) -> Option<Coding> {
        match name {
            "gzip" | "x-gzip" => Some(Coding::Gzip),
            "deflate" => Some(Coding::Deflate),
            "br" => Some(Coding::Brotli),
            _ => None,
        }
    }

    /// What lies under it. By `deflate` is meant zlib (RFC 9110), sent by some without its head: `has_head` says.
    pub(crate) fn under<'r>(self, layer: Box<dyn Read + 'r>, has_head: bool) -> Box<dyn Read + 'r> {
        match self {
            Coding::Gzip => Box::new(MultiGzDecoder::new(layer)),
            Coding::Deflate if has_head => Box::new(ZlibDecoder::new(layer)),
            Coding::Deflate => Box::new(DeflateDecoder::new(layer)),
            Coding::Brotli => Box::new(Decompressor::new(layer, 4096)),
        }
    }
}

/// Undoes the codings of `body`, which were put on in the order in which they are named. A body that is plainly not coded as
/// it says is given back as it is: archives often keep the field and not the coding.
///
/// # Errors
/// What is wrong, as the end of a sentence: a coding is not known, the body is damaged, or it has more than `limit` bytes.
pub fn decode<'b>(body: &'b [u8], codings: Vec<&str>, limit: usize) -> Result<Cow<'b, [u8]>, String> {
    let names: Vec<String> = codings.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
    if names.len() > MOST_CODINGS {
        return Err(format!("it is packed {} times over", names.len()));
    }
    let mut bytes = Cow::Borrowed(body);
    for name in names.iter().rev() {
        if let Some(decoded) = undo(&bytes, name, limit)? {
            bytes = Cow::Owned(decoded);
        }
    }
    if bytes.len() > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

/// What a coding was put on; `None` where there is none on it.
fn undo(bytes: &[u8], name: &str, limit: usize) -> Result<Option<Vec<u8>>, String> {
    if matches!(name, "" | "identity") {
        return Ok(None);
    }
    let coding = Coding::named(name)
        .ok_or_else(|| format!("it is packed in a way that Dateline does not know ({name})"))?;
    let is_on = match coding {
        Coding::Gzip => bytes.starts_with(&[0x1f, 0x8b]),
        Coding::Deflate => is_zlib(bytes) || !looks_plain(bytes),
        Coding::Brotli => !looks_plain(bytes),
    };
    is_on.then(|| read(coding.under(Box::new(bytes), is_zlib(bytes)), limit)).transpose()
}

fn read(decoder: impl Read, limit: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match decoder.take(limit as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > limit => Err(too_large(limit)),
        Ok(_) => Ok(bytes),
        // A page that breaks off is often whole but for its last words, which cleaning does not need.
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof && !bytes.is_empty() => Ok(bytes),
        Err(error) => Err(format!("it cannot be unpacked ({error})")),
    }
}

fn too_large(limit: usize) -> String {
    format!("it is over {} MB, more than one page can have", limit >> 20)
}

/// Whether bytes begin as zlib does: method 8, and a check of the two bytes (RFC 1950).
pub(crate) fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, ..] if a & 0x0f == 8 && (u16::from(*a) << 8 | u16::from(*b)) % 31 == 0)
}

/// Whether bytes begin as a page or a text does.
fn looks_plain(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = head.get(..head.len().min(64)).unwrap_or_default();
    head.starts_with(b"<")
        || (!head.is_empty() && head.iter().all(|b| matches!(b, b'\t' | b'\n' | b'\r' | 0x20..0x7f)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    const PAGE: &[u8] = b"<html><p>Rockets fell on Oro.</p></html>";

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    #[test]
    fn codings_are_undone() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::new(6));
        zlib.write_all(PAGE).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::new(6));
        raw.write_all(PAGE).unwrap();
        for (packed, name) in
            [(zlib.finish().unwrap(), "deflate"), (raw.finish().unwrap(), "deflate"), (gzip(PAGE), "GZIP")]
        {
            assert_eq!(decode(&packed, vec![name], 1000).unwrap(), PAGE, "{name}");
        }
        assert_eq!(decode(&gzip(&gzip(PAGE)), vec!["gzip", " gzip"], 1000).unwrap(), PAGE);
        // "hello world" as brotli's own encoder packs it.
        let brotli =
            [0x0b, 0x05, 0x80, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x20, 0x77, 0x6f, 0x72, 0x6c, 0x64, 0x03];
        assert_eq!(decode(&brotli, vec!["br"], 1000).unwrap(), &b"hello world"[..]);
    }

    #[test]
    fn what_is_not_coded_as_it_says_is_taken_as_it_is() {
        for name in ["gzip", "deflate", "br", "identity"] {
            assert_eq!(decode(PAGE, vec![name], 1000).unwrap(), PAGE, "{name}");
        }
        assert!(decode(PAGE, vec!["zstd"], 1000).is_err());
    }

    #[test]
    fn bodies_are_bounded() {
        let bomb = gzip(&vec![b' '; 10 << 20]);
        assert!(decode(&bomb, vec!["gzip"], 1 << 20).unwrap_err().contains("over 1 MB"));
        assert!(decode(&gzip(PAGE), vec!["gzip"; 4], 1000).is_err());
        assert_eq!(
            decode(&gzip(PAGE)[..30], vec!["gzip"], 1000).unwrap(),
            &PAGE[..decode(&gzip(PAGE)[..30], vec!["gzip"], 1000).unwrap().len()]
        );
    }
}
