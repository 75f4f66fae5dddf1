//! The WARC files in a WACZ.

use crate::{Error, Result};
use std::io::{Read, Seek, SeekFrom};
use zip::read::ZipFile;
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
pub fn parts(mut source: impl Read + Seek) -> Result<(Vec<Part>, Vec<String>)> {
    let wrong = |error: zip::result::ZipError| {
        Error::new(format!("It is no whole WACZ ({error}): fetch it again, or unpack it by hand."))
    };
    let whole = source.seek(SeekFrom::End(0)).map_err(|error| wrong(error.into()))?;
    let mut archive = ZipArchive::new(source).map_err(wrong)?;
    if archive.len() > MOST_FILES {
        return Err(Error::new(format!("It holds {} files, more than a WACZ may have.", archive.len())));
    }
    let (mut parts, mut left_out) = (Vec::new(), Vec::new());
    for n in 0..archive.len() {
        let file = archive.by_index_raw(n).map_err(wrong)?;
        if !is_warc(file.name()) {
            continue;
        }
        match part(&file, whole) {
            Ok(part) => parts.push(part),
            Err(what) => left_out.push(format!("{:?} {what}: it was left out.", file.name())),
        }
    }
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((parts, left_out))
}

/// Where a file of a package of `whole` bytes stands; or what is wrong with it.
fn part<R: Read>(file: &ZipFile<'_, R>, whole: u64) -> std::result::Result<Part, &'static str> {
    if !file.name().starts_with("archive/") || file.enclosed_name().is_none() {
        return Err("is no path inside a WACZ's archive");
    }
    if file.encrypted() {
        return Err("is encrypted");
    }
    let method = file.compression();
    let (CompressionMethod::Stored | CompressionMethod::Deflated, Some(start)) = (method, file.data_start())
    else {
        return Err("is packed in a way that WACZ does not know");
    };
    let length = file.compressed_size();
    if start.checked_add(length).is_none_or(|end| end > whole) {
        return Err("is said to reach beyond the end of the package, which is damaged");
    }
    Ok(Part {
        name: file.name().to_string(),
        start,
        length,
        is_deflated: method == CompressionMethod::Deflated,
    })
}

fn is_warc(name: &str) -> bool {
    name.ends_with(".warc") || name.ends_with(".warc.gz")
}
