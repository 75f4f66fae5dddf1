//! Passwords: argon2id with the parameters that OWASP's password storage cheat sheet gives (19 MiB, two passes).

use super::{Error, Result};
use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use std::sync::LazyLock;

/// Characters that a password has at least.
pub(crate) const SHORTEST: usize = 12;

/// Bytes that a password has at most, so that hashing it stays cheap.
pub(crate) const LONGEST: usize = 1024;

/// What passwords of unknown names are held against, so that they take as long as those of known ones.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hashed("nobody has this password").ok());

/// The hash that is kept of a password.
///
/// # Errors
/// When it is too short or too long.
pub(crate) fn hash(password: &str, name: &str) -> Result<String> {
    if password.chars().count() < SHORTEST {
        return Err(Error::wrong(format!(
            "A password has at least {SHORTEST} characters: a few words will do."
        )));
    }
    if password.len() > LONGEST {
        return Err(Error::wrong(format!("A password has at most {LONGEST} bytes.")));
    }
    if password.to_lowercase().contains(&name.to_lowercase()) && name.chars().count() > 3 {
        return Err(Error::wrong("A password does not contain the name it belongs to: choose other words."));
    }
    hashed(password)
}

fn hashed(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash
        .map_err(|error| Error::failed(format!("The password could not be hashed: {error}.")))?
        .to_string())
}

/// Whether a password is the one that was hashed. Takes as long where there is no hash.
pub(crate) fn verify(password: &str, hash: Option<&str>) -> bool {
    let known = hash.or(NOBODY.as_deref()).and_then(|hash| PasswordHash::new(hash).ok());
    let fits = known.is_some_and(|known| {
        password.len() <= LONGEST && Argon2::default().verify_password(password.as_bytes(), &known).is_ok()
    });
    fits && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_as_argon2id_and_recognised() {
        let kept = hash("three calm words", "ada").expect("a hash");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert_ne!(kept, hash("three calm words", "ada").expect("a hash"), "each has its salt");
        assert!(verify("three calm words", Some(&kept)));
        assert!(!verify("three calm word", Some(&kept)));
        assert!(!verify("nobody has this password", None));
    }

    #[test]
    fn short_long_and_telling_passwords_are_refused() {
        assert!(hash("short", "ada").is_err());
        assert!(hash(&"x".repeat(LONGEST + 1), "ada").is_err());
        assert!(hash("Lovelace-1815", "lovelace").is_err());
    }
}
