//! Unpacking bodies, with an eye on decompression bombs.

use super::body::{Room, SMALL, Turn, too_large};
use super::fetch::{Failed, Why};
use crate::coding::{Coding, is_zlib};
use std::io::Read;
use std::sync::Arc;

/// Codings over one another, at most: honest servers use one.
const MOST_CODINGS: usize = 2;

/// What a body is packed with, the outermost first.
fn codings(declared: &str) -> Result<Vec<Coding>, Failed> {
    let names = declared.split(',').map(|name| name.trim().to_ascii_lowercase());
    let names: Vec<String> = names.filter(|name| !name.is_empty() && name != "identity").collect();
    if names.len() > MOST_CODINGS {
        return Err(Failed::new(Why::Broken, "The answer is packed over and over."));
    }
    let unknown = |name: &str| {
        let name: String = name.chars().take(20).collect();
        Failed::new(Why::Broken, format!("The answer is packed in a way that was not asked for ({name:?})."))
    };
    names.iter().rev().map(|name| Coding::named(name).ok_or_else(|| unknown(name))).collect()
}

/// The body unpacked, at most `limit` bytes of it.
///
/// # Errors
/// When it is packed in an unknown way, is damaged, or grows beyond the limit.
pub(super) async fn decode(
    sent: &Arc<Vec<u8>>,
    declared: &str,
    limit: usize,
    room: &Room,
    turn: &mut Turn,
) -> Result<Vec<u8>, Failed> {
    let codings = codings(declared)?;
    if codings.is_empty() {
        return Ok(sent.to_vec());
    }
    // What stays small needs no turn among the large ones.
    if let Some(small) = apart(sent, &codings, SMALL.min(limit), room).await? {
        return Ok(small);
    }
    room.large(turn).await;
    let whole = apart(sent, &codings, limit, room).await?;
    whole.ok_or_else(|| Failed::new(Why::Large, too_large(limit)))
}

/// Unpacks on a thread that may be busy; `None` where there are more than `limit` bytes.
async fn apart(
    sent: &Arc<Vec<u8>>,
    codings: &[Coding],
    limit: usize,
    room: &Room,
) -> Result<Option<Vec<u8>>, Failed> {
    let (sent, codings, turn) = (Arc::clone(sent), codings.to_vec(), room.unpacking().await);
    let work = move || {
        let _turn = turn;
        unpack(&sent, &codings, limit)
    };
    let broken =
        |error: String| Failed::new(Why::Broken, format!("The answer cannot be unpacked ({error})."));
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(|error| broken(error.to_string())),
        Err(_) => Err(broken("its unpacking failed".into())),
    }
}

fn unpack(sent: &[u8], codings: &[Coding], limit: usize) -> std::io::Result<Option<Vec<u8>>> {
    let mut layer: Box<dyn Read + '_> = Box::new(sent);
    for (at, coding) in codings.iter().enumerate() {
        layer = coding.under(layer, at > 0 || is_zlib(sent));
    }
    let mut bytes = Vec::new();
    layer.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn packed(words: &[u8]) -> [(&'static str, Vec<u8>); 3] {
        let fast = Compression::fast();
        let mut gzip = GzEncoder::new(Vec::new(), fast);
        let mut zlib = ZlibEncoder::new(Vec::new(), fast);
        let mut bare = DeflateEncoder::new(Vec::new(), fast);
        for encoder in [&mut gzip as &mut dyn Write, &mut zlib, &mut bare] {
            encoder.write_all(words).expect("memory");
        }
        let done = "memory";
        [
            ("gzip", gzip.finish().expect(done)),
            ("deflate", zlib.finish().expect(done)),
            (" Deflate", bare.finish().expect(done)),
        ]
    }

    async fn whole(sent: Vec<u8>, declared: &str, limit: usize) -> Result<Vec<u8>, Failed> {
        decode(&Arc::new(sent), declared, limit, &Room::default(), &mut None).await
    }

    #[tokio::test]
    async fn what_was_packed_is_unpacked() {
        let words = b"Rockets fell on the town. ".repeat(40_000);
        for (name, bytes) in packed(&words) {
            assert_eq!(whole(bytes, name, 8 << 20).await, Ok(words.clone()), "{name}");
        }
        let brotli = b"\x0b\x02\x80hello\x03".to_vec();
        assert_eq!(whole(brotli, "br", 1 << 20).await, Ok(b"hello".to_vec()));
        let [(_, inner), ..] = packed(b"twice");
        let [(_, outer), ..] = packed(&inner);
        assert_eq!(whole(outer, "gzip, gzip", 1 << 20).await, Ok(b"twice".to_vec()));
        assert_eq!(whole(b"as it is".to_vec(), "identity", 1 << 20).await, Ok(b"as it is".to_vec()));
    }

    #[tokio::test]
    async fn bombs_and_junk_are_refused() {
        for (name, bytes) in packed(&vec![b'x'; 4 << 20]) {
            let failed = whole(bytes, name, 1 << 20).await.expect_err("too large");
            assert_eq!(failed.why, Why::Large, "{name}");
        }
        for (name, bytes) in
            [("gzip", &b"no gzip"[..]), ("br", &b"\xff\xff"[..]), ("zstd", &b""[..]), ("br,br,br", &b""[..])]
        {
            assert_eq!(
                whole(bytes.to_vec(), name, 1 << 20).await.expect_err("junk").why,
                Why::Broken,
                "{name}"
            );
        }
    }
}
