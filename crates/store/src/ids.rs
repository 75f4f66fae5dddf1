//! Lasting ids: a letter that tells the kind, and twelve letters and digits worked out of what is named, so that two
//! stores give one thing the same id.

use sha2::{Digest, Sha256};

/// Crockford's digits: none looks like another.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The id of what `parts` name together: 60 bits of their SHA-256.
pub(crate) fn id(kind: char, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let bits = hash.finalize().iter().take(8).fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let digit = |n: u32| DIGITS.get((bits >> (5 * n) & 31) as usize).map_or('0', |d| char::from(*d));
    std::iter::once(kind).chain((0..12).map(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_are_told_apart_by_their_parts() {
        assert_eq!(id('c', &["a", "b"]).len(), 13);
        assert_eq!(id('c', &["a", "b"]), id('c', &["a", "b"]));
        assert_ne!(id('c', &["a", "b"]), id('c', &["ab", ""]));
    }
}
