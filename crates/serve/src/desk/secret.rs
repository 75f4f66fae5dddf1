//! Secrets: random, long enough that nobody guesses them, and kept as hashes.

use super::{Error, Result};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Crockford's digits: none looks like another.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// 256 random bits, written as 64 hexadecimal digits. It does not show itself in logs.
#[derive(Clone)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one, from the machine's source of randomness.
    ///
    /// # Errors
    /// Where the machine has none to give.
    pub fn fresh() -> Result<Secret> {
        Ok(Secret(hex(&random::<32>()?)))
    }

    /// The text itself, for who is to hold it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is kept of a secret. It has 256 random bits, so that no salt and no slow hash is needed.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// HMAC-SHA256 of `text` under `key`, as hexadecimal digits.
pub fn proof(key: &str, text: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// A random id: a letter that tells the kind, and twelve letters and digits.
pub(crate) fn id(kind: char) -> Result<String> {
    let digit = |byte: &u8| DIGITS.get(usize::from(byte & 31)).map_or('0', |d| char::from(*d));
    Ok(std::iter::once(kind).chain(random::<12>()?.iter().map(digit)).collect())
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::failed(format!("The machine has no random numbers to give: {error}.")))?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_is_that_of_rfc_4231() {
        // Test case 2.
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(proof("Jefe", "what do ya want for nothing?"), expected);
    }

    #[test]
    fn secrets_are_long_differ_and_hide() {
        let (one, two) = (Secret::fresh().expect("one"), Secret::fresh().expect("two"));
        assert_eq!(one.as_str().len(), 64);
        assert_ne!(one.as_str(), two.as_str());
        assert!(!format!("{one:?}").contains(one.as_str()));
    }
}
