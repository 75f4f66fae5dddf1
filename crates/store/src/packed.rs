//! Bytes as the store keeps them: deflated.

use crate::{Error, Result};
use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;
use std::io::Read;

/// How hard it is tried to make bytes small: the next levels take two to four times as long for a twentieth less.
const LEVEL: u32 = 2;

thread_local! {
    /// Its tables are a third of a megabyte, which takes longer to lay out than a short text to pack.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), false));
}

/// Deflates `bytes`.
pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let rest = bytes.get(packer.total_in() as usize..).unwrap_or_default();
            match packer.compress_vec(rest, &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return packed,
                // There was no more room.
                Ok(_) => packed.reserve(packed.capacity().max(1024)),
                // Nothing but a mistake in how it is called could be wrong.
                Err(_) => return Vec::new(),
            }
        }
    })
}

/// Inflates what [`pack`] deflated.
pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(packed)
        .read_to_end(&mut bytes)
        .map_err(|_| Error::new("A packed row of the store is damaged: restore the store from a copy."))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_one_after_the_other_comes_back(
            texts in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..300), 0usize..400), 1..6)
        ) {
            for (part, times) in texts {
                // Some hardly pack at all, some to next to nothing.
                let bytes = part.repeat(times);
                prop_assert_eq!(unpack(&pack(&bytes)).expect("it was packed"), bytes);
            }
        }
    }
}
