//! The WARC files in a WACZ.

use crate::{Error, Result};
use std::io::{Read, Seek};
use zip::{CompressionMethod, ZipArchive};

/// Files that a WACZ may hold: crawls have some dozens, with their logs.
const MOST_FILES: usize = 100_000;

/// A WARC file in a WACZ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its path in there.
    pub name: String,
    /// Its first byte.
    pub start: u64,
    /// Its bytes there.
    pub length: u64,
    /// Whether it is packed there once more, by deflate: then it can be read from its beginning alone.
    pub is_deflated: bool,
}

/// The WARC files in a WACZ, in the order of their names; and what is wrong with others, a sentence each.
///
/// # Errors
/// When the file is no ZIP file.
pub fn parts(source: impl Read + Seek) -> Result<(Vec<Part>, Vec<String>)> {
    let wrong = |error: zip::result::ZipError| {
        Error::new(format!("It is no whole WACZ ({error}): fetch it again, or unpack it by hand."))
    };
    let mut archive = ZipArchive::new(source).map_err(wrong)?;
    if archive.len() > MOST_FILES {
        return Err(Error::new(format!("It holds {} files, more than a WACZ may have.", archive.len())));
    }
    let (mut parts, mut left_out) = (Vec::new(), Vec::new());
    for n in 0..archive.len() {
        let file = archive.by_index_raw(n).map_err(wrong)?;
        let name = file.name().to_string();
        if !is_warc(&name) {
            continue;
        }
        let is_inside = name.starts_with("archive/") && file.enclosed_name().is_some();
        let method = file.compression();
        match (is_inside, method, file.data_start()) {
            (false, ..) => {
                left_out.push(format!("{name:?} is no path inside a WACZ's archive: it was left out."))
            }
            (_, _, _) if file.encrypted() => {
                left_out.push(format!("{name:?} is encrypted: it was left out."))
            }
            (_, CompressionMethod::Stored | CompressionMethod::Deflated, Some(start)) => parts.push(Part {
                name,
                start,
                length: file.compressed_size(),
                is_deflated: method == CompressionMethod::Deflated,
            }),
            _ => left_out
                .push(format!("{name:?} is packed in a way that WACZ does not know: it was left out.")),
        }
    }
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((parts, left_out))
}

fn is_warc(name: &str) -> bool {
    name.ends_with(".warc") || name.ends_with(".warc.gz")
}
