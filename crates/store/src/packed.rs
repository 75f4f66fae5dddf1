//! Bytes as the store keeps them: deflated.

use crate::{Error, Result};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{Read, Write};

/// How hard it is tried to make bytes small: the next levels take two to four times as long for a twentieth less.
const LEVEL: u32 = 2;

/// Deflates `bytes`.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::new(LEVEL));
    // Writing into memory cannot fail.
    let _ = packed.write_all(bytes);
    packed.finish().unwrap_or_default()
}

/// Inflates what [`pack`] deflated.
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(packed)
        .read_to_end(&mut bytes)
        .map_err(|_| Error::new("A packed row of the store is damaged: restore the store from a copy."))?;
    Ok(bytes)
}
