//! The chain of digests: each link is made of the one before it and of the record that it stands for, so that no record can
//! be altered, dropped, added or moved without all links behind it becoming others.

use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A SHA-256: of a record's bytes, or of the chain up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Link([u8; 32]);

impl Link {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Link {
        Link(Sha256::digest(bytes).into())
    }

    /// The chain with one more record: SHA-256 of the chain before it and of the record's digest. Before the first record
    /// the chain is all zeros.
    pub fn and(self, digest: Link) -> Link {
        Link(Sha256::new().chain_update(self.0).chain_update(digest.0).finalize().into())
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Link {
    type Err = ();

    fn from_str(text: &str) -> Result<Link, ()> {
        let mut bytes = [0; 32];
        if text.len() != 64
            || !text.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit))
        {
            return Err(());
        }
        for (n, byte) in bytes.iter_mut().enumerate() {
            *byte = text.get(2 * n..2 * n + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or(())?;
        }
        Ok(Link(bytes))
    }
}

/// What an address is found by in the index: the first 64 bits of its SHA-256, so that the index holds no address of what
/// was removed. 0 stands for none.
pub(crate) fn address(url: Option<&str>) -> u64 {
    let Some(url) = url else { return 0 };
    Link::of(url.as_bytes()).0.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}
