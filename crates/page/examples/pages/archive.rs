//! Reads a tar.gz of gzipped pages.

use flate2::read::{GzDecoder, MultiGzDecoder};
use std::io::Read;

/// Names and unpacked contents of the gzipped files of a tar.gz.
pub fn pages(packed: &[u8]) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut archive = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut archive)?;
    let mut out = Vec::new();
    for (name, packed) in members(&archive) {
        let mut bytes = Vec::new();
        MultiGzDecoder::new(packed).read_to_end(&mut bytes)?;
        out.push((name, bytes));
    }
    Ok(out)
}

/// Names and packed contents of the gzipped files of a tar archive.
fn members(archive: &[u8]) -> Vec<(String, &[u8])> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut long_name = None;
    while let Some(header) = archive.get(at..at + 512) {
        let field = |from: usize, to: usize| {
            String::from_utf8_lossy(header.get(from..to).unwrap_or(&[])).trim_end_matches('\0').to_string()
        };
        let size = usize::from_str_radix(field(124, 136).trim(), 8).unwrap_or(0);
        let body = archive.get(at + 512..at + 512 + size).unwrap_or(&[]);
        at += 512 + size.div_ceil(512) * 512;
        let words = || String::from_utf8_lossy(body).into_owned();
        match header.get(156) {
            Some(b'L') => long_name = Some(words().trim_end_matches('\0').to_string()),
            Some(b'x') => {
                let words = words();
                let path = words.lines().find_map(|line| line.split_once(" path="));
                long_name = path.map(|(_, path)| path.to_string()).or(long_name);
            }
            _ => {}
        }
        if matches!(header.get(156), Some(b'L' | b'x')) {
            continue;
        }
        let prefix = field(345, 500);
        let short = if prefix.is_empty() { field(0, 100) } else { format!("{prefix}/{}", field(0, 100)) };
        let name = long_name.take().unwrap_or(short);
        if name.ends_with(".gz") {
            out.push((name, body));
        }
    }
    out
}
