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

/// The SHA-256 of bytes, in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A number below 2^60 whose order is that of the ids of one kind.
pub fn rank(id: &str) -> u64 {
    let digit = |byte: u8| DIGITS.iter().position(|digit| *digit == byte).unwrap_or(0) as u64;
    id.bytes().skip(1).fold(0, |rank, byte| rank << 5 | digit(byte))
}

/// The id of a kind that [`rank`] gives this number.
pub fn ranked(kind: char, rank: u64) -> String {
    let digit = |n: u32| DIGITS.get((rank >> (5 * n) & 31) as usize).map_or('0', |d| char::from(*d));
    std::iter::once(kind).chain((0..12).rev().map(digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::{id, rank, ranked};

    #[test]
    fn ranks_are_in_the_order_of_ids() {
        let mut ids: Vec<String> = (0..1000).map(|n: u32| id('c', &[&n.to_string()])).collect();
        ids.sort();
        assert!(ids.windows(2).all(|pair| rank(&pair[0]) < rank(&pair[1])));
        assert!(ids.iter().all(|id| ranked('c', rank(id)) == *id));
    }

    #[test]
    fn ids_are_told_apart_by_their_parts() {
        assert_eq!(id('c', &["a", "b"]).len(), 13);
        assert_eq!(id('c', &["a", "b"]), id('c', &["a", "b"]));
        assert_ne!(id('c', &["a", "b"]), id('c', &["ab", ""]));
    }
}
